// Let the company grow, and watch the projects climb through the stages.
import { allocate, total, unitsInOrder } from "./allocate.js";
import { accuracyChart, chart, rowsOf } from "./charts.js";
import { button, frame, html, player, slider } from "./controls.js";
import { add, axisBelow, colour, horizontal, label, moveTo, put } from "./drawing.js";
import { change, glide, live, setting, unpack } from "./model.js";
import { howFar, inFull } from "./words.js";

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

/** The stages of one project along the budget: for each a bar to be filled, with where it begins and ends. */
function stageRow(svg, { marks, x, middle, fill, last }) {
  const whole = { x: x(0), y: middle - 6, width: x(x.end) - x(0), height: 12, rx: 2 };
  add(svg, "rect", { ...whole, fill: "var(--band)", opacity: 0.12 });
  const reached = marks.map((budget, stage) => [budget, stage]).filter(([budget]) => budget !== undefined);
  return [[0, 0], ...reached].map(([from, stage], j) => {
    const to = reached[j]?.[0] ?? x.end;
    const node = add(svg, "rect", { x: x(from), y: middle - 6, height: 12, fill, opacity: 0.1 + (0.9 * stage) / last });
    const bar = (half, stroke, width) =>
      add(svg, "path", { d: `M${x(from)},${middle - half}V${middle + half}`, stroke, "stroke-width": width });
    if (stage === last) {
      bar(9, "var(--dot)", 2.5);
      label(svg, `${from}`, { x: x(from) - 4, y: middle + 4, "text-anchor": "end", class: "halo number" });
    } else if (stage > 0) bar(6, "var(--ground)", 1.5);
    return { node, from, to };
  });
}

/** A row for each project, its stages along the budget; `update(budget)` fills them as far as the company has grown. */
function stageRows(parent, data, entered) {
  return chart(parent, (svg, { width, narrow }) => {
    const { left, tall } = rowsOf(narrow);
    const first = 4 + tall / 2;
    const x = horizontal(0, data.limits.budget.max, left, width - 8);
    const pieces = data.names.flatMap((name, i) => {
      const middle = first + i * tall;
      add(svg, "text", { x: x(0) - 8, y: middle + 4, "text-anchor": "end", class: "row" }, name);
      return stageRow(svg, { marks: entered[i], x, middle, fill: colour(i), last: data.stages.length - 1 });
    });
    const bottom = first + (data.names.length - 1) * tall + 14;
    const red = narrow ? "budget; red: frontier reached" : "budget (units); red: the frontier is reached";
    axisBelow(svg, x, bottom, 100, red);
    const cursor = add(svg, "path", { d: `M0,0V${bottom}`, stroke: "currentColor", "stroke-width": 1.5 });
    const update = (budget) => {
      moveTo(cursor, x(budget), 0);
      for (const { node, from, to } of pieces) {
        put(node, { width: Math.max(0, x(Math.min(budget, to)) - x(from)).toFixed(1) });
      }
    };
    return { height: bottom + 38, update };
  });
}

/** Which project enters a stage next, as a sentence; nothing if none does. */
function nextEntry(data, entered, budget) {
  const coming = entered
    .flatMap((marks, i) => marks.map((at, stage) => ({ at, stage, name: data.names[i] })))
    .filter(({ at }) => at > budget)
    .sort((a, b) => a.at - b.at)[0];
  return coming ? ` Next: ${coming.name} enters ${data.stages[coming.stage].name} at ${coming.at}.` : "";
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, tell, stop, say } = frame(el, "Growth");
  const entered = entryBudgets(data);
  const events = entered.flat().filter((budget) => budget !== undefined).sort((a, b) => a - b);
  const largest = data.limits.budget.max;
  const curves = accuracyChart(html(figure, "div"), data);
  const rows = stageRows(html(figure, "div"), data, entered);

  const buttons = html(controls, "div", { className: "explorer-buttons" });
  const pause = player(buttons, "Play", {
    start: () => model.get("budget") >= largest && change(model, { budget: 0 }),
    step: () => {
      change(model, { budget: Math.min(largest, model.get("budget") + 2) });
      return model.get("budget") < largest;
    },
    leap: ["Next stage", () => change(model, { budget: events.find((at) => at > model.get("budget")) ?? 0 })],
  });
  button(buttons, "Reset", () => {
    pause();
    say("");
    glide(model, data.defaults, data.limits);
  });
  const { limits, get, set } = setting(model, data, "budget");
  const slide = slider(controls, { label: "Budget (units)", say, limits, get, set: (value) => (pause(), set(value)) });

  const update = () => {
    const budget = model.get("budget");
    const effort = allocate(data.gains, data.weights, data.floors, data.caps, budget);
    curves.update(effort);
    rows.update(budget);
    slide();
    const said = `With ${budget} units: ${howFar(data, effort)}${nextEntry(data, entered, budget)}`;
    tell(said, inFull(data, effort));
  };
  return live(model, update, pause, curves.stop, rows.stop, stop);
}
