// One unit at a time: step or play the rule, change what it is given, or try to beat it by hand.
import { allocate } from "./allocation.js";
import { button, change, choice, clamp, frame, howFar, html, player, slider, unpack } from "./controls.js";
import { accuracyChart, colour, keepTouch, put } from "./drawing.js";

const total = (units) => units.reduce((sum, each) => sum + each, 0);

function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, sentence, controls, say } = frame(el, "Divide the effort");
  const get = (name) => model.get(name);
  const best = () => allocate(data.gains, get("weights"), get("floors"), data.caps, get("budget"));
  const returns = (effort) => total(effort.map((units, i) => get("weights")[i] * data.values[i][units]));
  let selected = 0;

  /** Move one dot by hand, as far as floors and the unspent units allow. */
  const moveByHand = (i, units) => {
    const hand = [...get("hand")];
    const most = Math.min(data.caps[i], hand[i] + get("budget") - total(hand));
    const wanted = Math.round(units);
    hand[i] = clamp(wanted, { min: get("floors")[i], max: most });
    say(wanted > most ? "No units left: take some from another project first." : wanted < get("floors")[i] ? "That is the project's floor." : "");
    change(model, { hand });
  };

  let handles = [];
  const makeDraggable = ({ svg, x, dots }) => {
    let grabbed = -1;
    // Where dots are close together, the finger means the nearest, not the one drawn last.
    const distance = ({ group }, event) => {
      const { x: left, y: top, width, height } = group.querySelector(".mark").getBoundingClientRect();
      return Math.hypot(left + width / 2 - event.clientX, top + height / 2 - event.clientY);
    };
    // As properties: the svg outlives a layout, and an earlier layout's listeners must not stay beside these.
    svg.onpointerdown = (event) => {
      if (!get("by_hand") || !event.target.closest(".dot")) return;
      const distances = dots.map((dot) => distance(dot, event));
      grabbed = distances.indexOf(Math.min(...distances));
      svg.setPointerCapture(event.pointerId);
      event.preventDefault();
      dots[grabbed].group.focus();
    };
    svg.onpointermove = (event) => {
      if (grabbed >= 0) moveByHand(grabbed, x.invert(event.clientX - svg.getBoundingClientRect().left));
    };
    svg.onpointerup = svg.onpointercancel = () => (grabbed = -1);
    handles = dots.map(({ group }, i) => {
      keepTouch(group, () => get("by_hand"));
      group.addEventListener("keydown", (event) => {
        const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity };
        if (!get("by_hand") || !(event.key in steps)) return;
        event.preventDefault();
        moveByHand(i, get("hand")[i] + steps[event.key]);
      });
      return group;
    });
    describeHandles();
  };
  const describeHandles = () => {
    // The SVG as a whole is hidden from screen readers, which read the sentence, unless its dots can be operated.
    const byHand = get("by_hand");
    const svg = handles[0]?.ownerSVGElement;
    if (byHand) svg?.removeAttribute("aria-hidden");
    else svg?.setAttribute("aria-hidden", "true");
    svg?.classList.toggle("by-hand", byHand);
    handles.forEach((group, i) => {
      if (!byHand) return ["role", "tabindex", "aria-label", "aria-valuenow"].forEach((name) => group.removeAttribute(name));
      put(group, {
        role: "slider", tabindex: 0, "data-lm-suppress-shortcuts": "true", "aria-label": `Units for ${data.names[i]}`, "aria-valuenow": get("hand")[i],
        "aria-valuemin": get("floors")[i], "aria-valuemax": data.caps[i],
      });
    });
  };
  const chart = accuracyChart(figure, data, { draggable: makeDraggable });

  const comparison = html(figure, "table", { className: "explorer-gains" });
  html(comparison, "caption", {}, "What the next unit gains in each project; the largest gets it.");
  const body = html(comparison, "tbody");
  const rows = data.names.map((name, i) => {
    const row = html(body, "tr");
    html(row, "th", { scope: "row" }, name);
    const cell = html(row, "td");
    const bar = html(cell, "span", { className: "bar" });
    bar.style.background = colour(i);
    return { row, bar, number: html(row, "td", { className: "gain" }) };
  });

  const buttons = html(controls, "div", { className: "explorer-buttons" });
  const floor = () => total(get("floors"));
  const largest = () => data.limits.budget.max;
  const restart = () => change(model, { budget: floor(), by_hand: false });
  button(buttons, "Start at zero", restart);
  const oneStep = () => {
    if (get("budget") >= largest()) return false;
    change(model, { budget: get("budget") + 1, by_hand: false });
    return true;
  };
  button(buttons, "One unit more", () => { pause(); oneStep(); });
  const pause = player(buttons, "Play", {
    start: () => get("budget") >= 100 && restart(),
    step: () => oneStep() && get("budget") < 100,
    finish: () => change(model, { budget: Math.max(100, floor()), by_hand: false }),
  });
  const hand = button(buttons, "Try by hand", () => {
    pause();
    // Half of the units are placed, equally, so that no dot hides another; the rest is the reader's.
    const each = Math.floor((get("budget") - floor()) / 2 / data.names.length);
    const placed = get("floors").map((units, i) => Math.min(units + each, data.caps[i], data.shown));
    change(model, { by_hand: !get("by_hand"), hand: placed });
  });
  button(buttons, "Reset", () => { pause(); say(""); selected = 0; change(model, { ...data.defaults, by_hand: false }); });

  const budget = slider(controls, {
    label: "Budget (units)", limits: () => ({ ...data.limits.budget, min: floor() }), say,
    get: () => get("budget"),
    set: (value) => {
      pause();
      // What was placed by hand must still fit.
      const kept = total(get("hand")) <= value ? get("hand") : [...get("floors")];
      change(model, { budget: value, hand: kept });
    },
  });
  const project = choice(controls, {
    label: "Project", options: data.names.map((name, i) => [`${i}`, name]),
    get: () => `${selected}`, set: (value) => { selected = Number(value); update(); },
  });
  const withSelected = (name, value) => get(name).map((old, i) => (i === selected ? value : old));
  const weight = slider(controls, {
    label: "Its weight", limits: () => data.limits.weights, say,
    get: () => get("weights")[selected], set: (value) => change(model, { weights: withSelected("weights", value) }),
  });
  const floors = slider(controls, {
    label: "Its floor (units)", say,
    limits: () => ({ ...data.limits.floors, max: Math.min(data.limits.floors.max, get("budget") - floor() + get("floors")[selected]) }),
    get: () => get("floors")[selected],
    set: (value) => {
      const changed = withSelected("floors", value);
      change(model, { floors: changed, hand: [...changed] });
    },
  });

  const update = () => {
    const optimum = best();
    const byHand = get("by_hand");
    const effort = byHand ? get("hand") : optimum;
    chart.update(effort);
    describeHandles();
    const gains = data.gains.map((each, i) => (effort[i] < data.caps[i] ? get("weights")[i] * (each[effort[i]] ?? 0) : 0));
    const most = Math.max(...gains, 1e-12);
    const next = gains.indexOf(Math.max(...gains));
    rows.forEach(({ row, bar, number }, i) => {
      bar.style.width = `${(100 * gains[i]) / most}%`;
      number.textContent = gains[i].toPrecision(3);
      row.className = i === next ? "next" : "";
    });
    hand.setAttribute("aria-pressed", byHand);
    if (byHand) {
      const [mine, top] = [returns(effort), returns(optimum)];
      const left = get("budget") - total(effort);
      const share = top > 0 ? ((100 * mine) / top).toFixed(1) : "100.0";
      sentence.textContent = mine >= top - 1e-9
        ? `Yours is the optimum: ${mine.toFixed(1)} points. It can't be beaten.`
        : `Yours: ${mine.toFixed(1)} points, ${share} % of the best, ${top.toFixed(1)}. ${left} ${left === 1 ? "unit" : "units"} left. Drag the red dots, or use the arrow keys.`;
    } else {
      sentence.textContent = `With ${get("budget")} units: ${howFar(data, optimum)}${get("budget") < largest() ? ` The next unit goes to ${data.names[next]}.` : ""}`;
    }
    budget();
    project();
    weight();
    floors();
  };
  model.on("change", update);
  update();
  return () => { pause(); model.off("change", update); chart.stop(); };
}

export default { render };
