// Let the company grow, and watch the projects climb through the stages.
import { allocate, total, unitsInOrder } from "./allocate.js";
import { accuracyChart, chart, draggable, rowsOf } from "./charts.js";
import { button, frame, html, player, slider } from "./controls.js";
import { add, axisBelow, colour, horizontal, label, moveTo, put } from "./drawing.js";
import { sliding } from "./handles.js";
import { change, clamp, glide, live, setting, unpack } from "./model.js";
import { ofGrowth } from "./phrases.js";
import { counted, howFar, inFull, many } from "./words.js";

// When it plays: the milliseconds that the first unit has, how many fewer each step has than the one before, the least
// that a step has, and how many units come one by one.
const [SLOW, SOONER, QUICK, SINGLE] = [400, 25, 40, 16];

/** For each project, the budgets at which it enters each stage; undefined where it does not. */
function entryBudgets(data) {
  const effort = [...data.floors];
  const entered = data.names.map(() => []);
  let budget = total(effort);
  for (const i of unitsInOrder(data.gains, data.weights, data.floors, data.caps, data.limits.budget.max)) {
    budget += 1;
    effort[i] += 1;
    const stage = data.stages.findIndex(({ start }) => start === effort[i]);
    if (stage > 0) entered[i][stage] = budget;
  }
  return entered;
}

/**
 * The stages of one project along the budget: for each a bar to be filled, with where it begins and ends. The number of
 * the frontier stands over its mark, on no bar.
 */
function stageRow(svg, { marks, x, middle, half, fill, last }) {
  const whole = { x: x(0), y: middle - half, width: x(x.end) - x(0), height: 2 * half, rx: 2 };
  add(svg, "rect", { ...whole, fill: "var(--band)", opacity: 0.12 });
  const reached = marks.map((budget, stage) => [budget, stage]).filter(([budget]) => budget !== undefined);
  return [[0, 0], ...reached].map(([from, stage], j) => {
    const to = reached[j]?.[0] ?? x.end;
    const place = { x: x(from), y: middle - half, height: 2 * half };
    const node = add(svg, "rect", { ...place, fill, opacity: 0.1 + (0.9 * stage) / last });
    const bar = (d, stroke, width) => add(svg, "path", { d: `M${x(from)},${d}`, stroke, "stroke-width": width });
    if (stage < last) {
      if (stage > 0) bar(`${middle - half}V${middle + half}`, "var(--ground)", 1.5);
      return { node, from, to };
    }
    bar(`${middle - half - 3}V${middle + half + 2}`, "var(--dot)", 2.5);
    const text = { x: x(from), y: middle - half - 4, "text-anchor": "middle", class: "halo number row" };
    label(svg, `${from}`, text);
    const flash = add(svg, "circle", { cx: x(from), cy: middle, r: 7, class: "flash" });
    return { node, from, to, flash };
  });
}

/**
 * A row for each project, its stages along the budget; `update(budget)` fills them as far as the company has grown, and
 * `crossed` is told who crosses the frontier there. The line at the budget is a slider, for which `slide` is what
 * `sliding` needs.
 */
function stageRows(parent, data, entered, { slide, crossed }) {
  let across;
  const drawing = chart(parent, (svg, { width, narrow }) => {
    const { left, tall } = rowsOf(narrow);
    const first = 20 + tall / 2;
    const x = horizontal(0, data.limits.budget.max, left, width - 10);
    across = x;
    const pieces = data.names.flatMap((name, i) => {
      const middle = first + i * (tall + 2);
      add(svg, "text", { x: x(0) - 9, y: middle + 4, "text-anchor": "end", class: "row" }, name);
      const row = { marks: entered[i], x, middle, half: 4, fill: colour(i), last: data.stages.length - 1 };
      return stageRow(svg, row).map((piece) => ({ ...piece, i }));
    });
    const bottom = first + (data.names.length - 1) * (tall + 2) + 12;
    const title = narrow ? "budget (units); red: frontier" : "budget (units); red: the frontier is reached";
    axisBelow(svg, x, bottom, width < 340 ? 250 : 100, title);
    const cursor = add(svg, "g", { class: "dot handle sideways" });
    add(cursor, "rect", { x: -15, y: -2, width: 30, height: bottom + 2, rx: 6, class: "grip" });
    add(cursor, "path", { d: `M0,8V${bottom}`, stroke: "currentColor", "stroke-width": 1.5 });
    add(cursor, "circle", { cy: 8, r: 22, class: "grip" });
    add(cursor, "circle", { cy: 8, r: 7, class: "mark" });
    const follow = sliding(cursor, slide);
    let before = Infinity;
    const update = (budget) => {
      moveTo(cursor, x(budget), 0);
      follow();
      for (const { node, from, to, flash, i } of pieces) {
        put(node, { width: Math.max(0, x(Math.min(budget, to)) - x(from)).toFixed(1) });
        if (!flash || (budget >= from) === (before >= from)) continue;
        flash.classList.toggle("crossed", budget >= from);
        crossed(i, budget >= from);
      }
      before = budget;
    };
    return { height: bottom + 38, update };
  });
  const { svg } = drawing;
  svg.removeAttribute("aria-hidden");
  svg.classList.add("by-hand");
  put(svg, { role: "group", "aria-label": "The company's budget" });
  draggable(svg, {
    grab: ({ target }) => {
      if (target instanceof Element) /** @type {SVGGElement | null} */ (target.closest(".dot"))?.focus();
      return true;
    },
    move: (_, at) => slide.set(Math.round(across.invert(at))),
  });
  return drawing;
}

/** Which project enters a stage next, as a sentence; nothing if none does. */
function nextEntry(data, entered, budget) {
  const coming = entered
    .flatMap((marks, i) => marks.map((at, stage) => ({ at, stage, name: data.names[i] })))
    .filter(({ at }) => at > budget)
    .sort((a, b) => a.at - b.at)[0];
  return coming ? ` Next: ${coming.name} enters ${data.stages[coming.stage].name} at ${coming.at}.` : "";
}

/** Where the company stands at this budget. */
function sentence(data, entered, budget, effort) {
  return `With ${many(budget, "unit")}: ${howFar(data, effort)}${nextEntry(data, entered, budget)}`;
}

/** The longest of these sentences: they change only where a project enters a stage. */
function longestSentence(data, entered, events) {
  const all = events.map((at) => {
    const budget = at - 1; // the last before it
    return sentence(data, entered, budget, allocate(data.gains, data.weights, data.floors, data.caps, budget));
  });
  return all.reduce((longest, each) => (each.length > longest.length ? each : longest), "");
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, tell, reserve, stop, say } = frame(el, "Growth");
  const entered = entryBudgets(data);
  const events = entered.flat().filter((budget) => budget !== undefined).sort((a, b) => a - b);
  reserve(longestSentence(data, entered, events));
  const largest = data.limits.budget.max;
  const curves = accuracyChart(html(figure, "div"), data);
  const { limits, get, set } = setting(model, data, "budget");
  const stopAnd = (value) => {
    pause();
    say("");
    set(clamp(value, limits()));
  };
  const slide = { label: "Budget of the company", limits, get, set: stopAnd, text: (at) => counted(at, "unit") };
  const crossed = (i, there) => curves.svg.querySelectorAll(".dot")[i]?.classList.toggle("crossed", there);
  const rows = stageRows(html(figure, "div"), data, entered, { slide, crossed });

  const buttons = html(controls, "div", { className: "explorer-buttons" });
  const pause = player(buttons, "Play", {
    start: () => model.get("budget") >= largest && change(model, { budget: 0 }),
    step: () => {
      const budget = model.get("budget");
      change(model, { budget: Math.min(largest, budget + (budget < SINGLE ? 1 : 2)) });
      return model.get("budget") < largest;
    },
    pace: (k) => Math.max(QUICK, SLOW - SOONER * k),
    leap: ["Next stage", () => change(model, { budget: events.find((at) => at > model.get("budget")) ?? 0 })],
  });
  button(buttons, "Reset", () => {
    pause();
    say("");
    glide(model, data.defaults, data.limits);
  });
  const budgetSlider = slider(controls, { label: "Budget (units)", say, limits, get, set: stopAnd });

  const update = () => {
    const budget = model.get("budget");
    const effort = allocate(data.gains, data.weights, data.floors, data.caps, budget);
    curves.update(effort);
    rows.update(budget);
    budgetSlider();
    tell(sentence(data, entered, budget, effort), inFull(data, effort));
    model.prose?.(() => ofGrowth(data, effort, budget));
  };
  return live(model, update, pause, curves.stop, rows.stop, stop);
}
