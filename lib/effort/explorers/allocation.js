// One unit at a time: step or play the rule, change what it is given, or try to beat it by hand.
import { allocate, total } from "./allocate.js";
import { accuracyChart, draggable } from "./charts.js";
import { button, choice, frame, html, player, slider } from "./controls.js";
import { colour, put } from "./drawing.js";
import { change, clamp, live, unpack } from "./model.js";
import { ofAllocation } from "./phrases.js";
import { howFar, inFull } from "./words.js";

const STEPS = {
  ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity,
};

/** The dot whose centre is nearest to the pointer: where dots lie together it is meant, and not the one drawn last. */
function nearest(dots, event) {
  const distances = dots.map((group) => {
    const { x, y, width, height } = group.querySelector(".mark").getBoundingClientRect();
    return Math.hypot(x + width / 2 - event.clientX, y + height / 2 - event.clientY);
  });
  return distances.indexOf(Math.min(...distances));
}

/** The curves, whose dots can be moved while `byHand()`; `move` is told which, and to how many units. */
function handChart(parent, data, { byHand, unitsOf, floorOf, move }) {
  let dots = [];
  let axis;
  const describe = () => {
    // The drawing as a whole is hidden from screen readers, which read the sentence, unless its dots can be operated.
    const { svg } = drawing;
    svg.classList.toggle("by-hand", byHand());
    if (byHand()) svg.removeAttribute("aria-hidden");
    else svg.setAttribute("aria-hidden", "true");
    dots.forEach((group, i) => {
      if (!byHand()) {
        for (const name of ["role", "tabindex", "aria-label", "aria-valuenow"]) group.removeAttribute(name);
        return;
      }
      put(group, {
        role: "slider", tabindex: 0, "data-lm-suppress-shortcuts": true, "aria-label": `Units for ${data.names[i]}`,
        "aria-valuenow": unitsOf(i), "aria-valuemin": floorOf(i), "aria-valuemax": data.caps[i],
      });
    });
  };
  const placed = (groups, x) => {
    [dots, axis] = [groups, x];
    describe();
  };
  const drawing = accuracyChart(parent, data, placed);
  draggable(drawing.svg, {
    active: byHand,
    grab: (event) => {
      const i = nearest(dots, event);
      dots[i].focus();
      return i;
    },
    move: (i, x) => move(i, axis.invert(x)),
  });
  drawing.svg.addEventListener("keydown", (event) => {
    const i = dots.indexOf(event.target);
    if (!byHand() || i < 0 || !(event.key in STEPS)) return;
    event.preventDefault();
    move(i, unitsOf(i) + STEPS[event.key]);
  });
  const update = (effort) => {
    drawing.update(effort);
    describe();
  };
  return { update, stop: drawing.stop };
}

/** What the next unit gains in each project, as a table with bars; `update(gains, next)`. */
function gainsTable(parent, names) {
  const table = html(parent, "table", { className: "explorer-gains" });
  html(table, "caption", {}, "What the next unit gains in each project; the largest gets it.");
  const body = html(table, "tbody");
  const rows = names.map((name, i) => {
    const row = html(body, "tr");
    html(row, "th", { scope: "row" }, name);
    const bar = html(html(row, "td"), "span", { className: "bar" });
    bar.style.background = colour(i);
    return { row, bar, number: html(row, "td", { className: "gain" }) };
  });
  return (gains, next) => {
    const most = Math.max(...gains, 1e-12);
    rows.forEach(({ row, bar, number }, i) => {
      bar.style.width = `${(100 * gains[i]) / most}%`;
      number.textContent = gains[i].toPrecision(3);
      row.className = i === next ? "next" : "";
    });
  };
}

/** What is said of the reader's own division: its points, beside the most that there are. */
function compared(mine, most, left) {
  if (mine >= most - 1e-9) return `Yours is the optimum: ${mine.toFixed(1)} points. It can't be beaten.`;
  const share = most > 0 ? ((100 * mine) / most).toFixed(1) : "100.0";
  const unspent = `${left} ${left === 1 ? "unit" : "units"} left`;
  const how = "Drag the red dots, or use the arrow keys.";
  return `Yours: ${mine.toFixed(1)} points, ${share} % of the best, ${most.toFixed(1)}. ${unspent}. ${how}`;
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, below, tell, stop, say } = frame(el, "Divide the effort");
  const get = (name) => model.get(name);
  const floor = () => total(get("floors"));
  const largest = data.limits.budget.max;
  let selected = 0;

  /** Move one dot by hand, as far as floors and the unspent units allow. */
  const moveByHand = (i, units) => {
    const hand = get("hand");
    const [least, most] = [get("floors")[i], Math.min(data.caps[i], hand[i] + get("budget") - total(hand))];
    const wanted = Math.round(units);
    const tooMany = wanted > most ? "No units left: take some from another project first." : "";
    say(wanted < least ? "That is the project's floor." : tooMany);
    change(model, { hand: hand.with(i, clamp(wanted, { min: least, max: most })) });
  };
  const chart = handChart(figure, data, {
    byHand: () => get("by_hand"), unitsOf: (i) => get("hand")[i], floorOf: (i) => get("floors")[i], move: moveByHand,
  });
  const showGains = gainsTable(below, data.names);

  const buttons = html(controls, "div", { className: "explorer-buttons" });
  const restart = () => change(model, { budget: floor(), by_hand: false });
  button(buttons, "Start at zero", restart);
  const oneStep = () => {
    if (get("budget") >= largest) return false;
    change(model, { budget: get("budget") + 1, by_hand: false });
    return true;
  };
  button(buttons, "One unit more", () => {
    pause();
    oneStep();
  });
  const pause = player(buttons, "Play", {
    start: () => get("budget") >= 100 && restart(),
    step: () => oneStep() && get("budget") < 100,
    leap: ["Ten units more", () => {
      const next = get("budget") >= largest ? floor() : Math.min(largest, get("budget") + 10);
      change(model, { budget: next, by_hand: false });
    }],
  });
  const byHand = button(buttons, "Try by hand", () => {
    pause();
    // Half of the units are placed, equally, so that no dot hides another; the rest is the reader's.
    const each = Math.floor((get("budget") - floor()) / 2 / data.names.length);
    const hand = get("floors").map((units, i) => Math.min(units + each, data.caps[i], data.shown));
    change(model, { by_hand: !get("by_hand"), hand });
  });
  button(buttons, "Reset", () => {
    pause();
    say("");
    selected = 0;
    change(model, { ...data.defaults, by_hand: false });
  });

  const budget = slider(controls, {
    label: "Budget (units)", say, limits: () => ({ ...data.limits.budget, min: floor() }), get: () => get("budget"),
    set: (value) => {
      pause();
      // What was placed by hand must still fit.
      const hand = total(get("hand")) <= value ? get("hand") : [...get("floors")];
      change(model, { budget: value, hand });
    },
  });
  const project = choice(controls, {
    label: "Project", options: data.names.map((name, i) => [`${i}`, name]), get: () => `${selected}`,
    set: (value) => {
      selected = Number(value);
      update();
    },
  });
  const weight = slider(controls, {
    label: "Its weight", say, limits: () => data.limits.weights, get: () => get("weights")[selected],
    set: (value) => change(model, { weights: get("weights").with(selected, value) }),
  });
  const free = () => get("budget") - floor() + get("floors")[selected];
  const floors = slider(controls, {
    label: "Its floor (units)", say, get: () => get("floors")[selected],
    limits: () => ({ ...data.limits.floors, max: Math.min(data.limits.floors.max, free()) }),
    set: (value) => {
      const changed = get("floors").with(selected, value);
      change(model, { floors: changed, hand: [...changed] });
    },
  });

  const update = () => {
    const weights = get("weights");
    const optimum = allocate(data.gains, weights, get("floors"), data.caps, get("budget"));
    const effort = get("by_hand") ? get("hand") : optimum;
    chart.update(effort);
    const gains = effort.map((units, i) => (units < data.caps[i] ? weights[i] * (data.gains[i][units] ?? 0) : 0));
    const next = gains.indexOf(Math.max(...gains));
    showGains(gains, next);
    byHand.setAttribute("aria-pressed", get("by_hand"));
    const returns = (units) => total(units.map((each, i) => weights[i] * data.values[i][each]));
    const coming = get("budget") < largest ? ` The next unit goes to ${data.names[next]}.` : "";
    const said = get("by_hand")
      ? compared(returns(effort), returns(optimum), get("budget") - total(effort))
      : `With ${get("budget")} units: ${howFar(data, optimum)}${coming}`;
    tell(said, inFull(data, effort));
    model.prose?.(() => ofAllocation(data, weights, optimum, get("budget")));
    for (const control of [budget, project, weight, floors]) control();
  };
  return live(model, update, pause, chart.stop, stop);
}
