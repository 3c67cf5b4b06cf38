// Let the company grow, and watch the projects climb through the stages.
import { allocate, unitsInOrder } from "./allocation.js";
import { button, change, frame, howFar, html, player, slider, unpack } from "./controls.js";
import { accuracyChart, add, axisBelow, colour, horizontal, label, put, responsive } from "./drawing.js";

/** For each project, the budgets at which it enters each stage; undefined where it does not. */
function entryBudgets(data) {
  const effort = [...data.floors];
  const entered = data.names.map(() => []);
  let budget = effort.reduce((total, units) => total + units, 0);
  for (const i of unitsInOrder(data.gains, data.weights, data.floors, data.caps, data.limits.budget.max)) {
    budget += 1;
    effort[i] += 1;
    const stage = data.stages.findIndex(({ start }) => start === effort[i]);
    if (stage > 0) entered[i][stage] = budget;
  }
  return entered;
}

function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, sentence, controls, say } = frame(el, "Growth");
  const entered = entryBudgets(data);
  const largest = data.limits.budget.max;
  const last = data.stages.length - 1;
  const chart = accuracyChart(html(figure, "div"), data);

  // Below the curves, a row for each project: its stages along the budget, filled as far as the company has grown.
  let rows;
  let cursor;
  let x;
  const fill = () => {
    if (!cursor) return; // a notebook renders before it gives the figure a width
    const budget = model.get("budget");
    put(cursor, { transform: `translate(${x(budget).toFixed(1)} 0)` });
    rows.forEach((pieces) => pieces.forEach(({ node, from, to }) => put(node, { width: Math.max(0, x(Math.min(budget, to)) - x(from)).toFixed(1) })));
  };
  const { stop } = responsive(html(figure, "div"), (svg, width) => {
    const narrow = width < 520;
    x = horizontal(0, largest, narrow ? 4 : 130, width - 8);
    const tall = narrow ? 40 : 26;
    rows = data.names.map((name, i) => {
      const middle = 14 + i * tall + (narrow ? 16 : 0);
      if (narrow) label(svg, name, { x: 4, y: middle - 10 });
      else label(svg, name, { x: x(0) - 8, y: middle + 4, "text-anchor": "end" });
      add(svg, "rect", { x: x(0), y: middle - 6, width: x(largest) - x(0), height: 12, rx: 2, fill: "var(--band)", opacity: 0.12 });
      const marks = [[0, 0], ...entered[i].map((budget, stage) => [budget, stage]).filter(([budget]) => budget !== undefined)];
      return marks.map(([from, stage], j) => {
        const to = marks[j + 1]?.[0] ?? largest;
        const node = add(svg, "rect", { x: x(from), y: middle - 6, height: 12, fill: colour(i), opacity: 0.1 + (0.9 * stage) / last });
        if (stage === last) {
          add(svg, "path", { d: `M${x(from)},${middle - 9}V${middle + 9}`, stroke: "var(--dot)", "stroke-width": 2.5 });
          label(svg, `${from}`, { x: x(from) - 4, y: middle + 4, "text-anchor": "end", class: "halo number" });
        } else if (stage > 0) add(svg, "path", { d: `M${x(from)},${middle - 6}V${middle + 6}`, stroke: "var(--ground)", "stroke-width": 1.5 });
        return { node, from, to };
      });
    });
    const bottom = 14 + (data.names.length - 1) * tall + (narrow ? 16 : 0) + 14;
    axisBelow(svg, x, bottom, 100, "budget (units); red: the frontier is reached");
    cursor = add(svg, "path", { d: `M0,0V${bottom}`, stroke: "currentColor", "stroke-width": 1.5 });
    fill();
    return bottom + 38;
  });

  const buttons = html(controls, "div", { className: "explorer-buttons" });
  const pause = player(buttons, "Play", {
    start: () => model.get("budget") >= largest && change(model, { budget: 0 }),
    step: () => {
      change(model, { budget: Math.min(largest, model.get("budget") + 2) });
      return model.get("budget") < largest;
    },
    finish: () => change(model, { budget: largest }),
  });
  button(buttons, "Reset", () => { pause(); say(""); change(model, data.defaults); });
  const slide = slider(controls, {
    label: "Budget (units)", limits: () => data.limits.budget, say,
    get: () => model.get("budget"), set: (value) => { pause(); change(model, { budget: value }); },
  });

  const update = () => {
    const budget = model.get("budget");
    const effort = allocate(data.gains, data.weights, data.floors, data.caps, budget);
    chart.update(effort);
    fill();
    slide();
    const coming = entered
      .flatMap((marks, i) => marks.map((at, stage) => ({ at, stage, name: data.names[i] })))
      .filter(({ at }) => at > budget)
      .sort((a, b) => a.at - b.at)[0];
    const next = coming ? ` Next: ${coming.name} enters ${data.stages[coming.stage].name} at ${coming.at}.` : "";
    sentence.textContent = `With ${budget} units: ${howFar(data, effort)}${next}`;
  };
  model.on("change", update);
  update();
  return () => { pause(); model.off("change", update); chart.stop(); stop(); };
}

export default { render };
