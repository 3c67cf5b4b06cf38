// How much of the budget to put into work that all projects share: the plan for every amount, as Python has worked it
// out.
import { chart, draggable, stageBars } from "./charts.js";
import { button, frame, html, slider } from "./controls.js";
import { add, axisBelow, axisLeft, dot, horizontal, label, line, moveTo, scale } from "./drawing.js";
import { change, clamp, live, setting, unpack } from "./model.js";
import { ofPlatform } from "./phrases.js";
import { inFull, stageOf } from "./words.js";

const best = (plans) => plans.returns.indexOf(Math.max(...plans.returns));

/**
 * The returns with each size of the platform, and a dot at the one that is built; `build` is told where it is dragged.
 */
function returnsChart(parent, build) {
  let axis;
  const drawing = chart(parent, (svg, { width, narrow }, { returns }) => {
    const top = returns.indexOf(Math.max(...returns));
    const bottom = narrow ? 120 : 170;
    const x = horizontal(0, returns.length - 1, 48, width - 8);
    const y = scale(0, returns[top] * 1.15, bottom, 10);
    axis = x;
    axisBelow(svg, x, bottom, Math.ceil(returns.length / 50) * 10, "units that build the platform");
    const step = returns[top] > 150 ? 100 : 50;
    const values = Array.from({ length: Math.ceil(returns[top] / step) }, (_, k) => k * step);
    axisLeft(svg, y, { values, right: 42, middle: bottom / 2, title: "returns" });
    const points = returns.map((value, s) => [x(s), y(value)]);
    add(svg, "path", { d: line(points), fill: "none", stroke: "var(--project-0)", "stroke-width": 2.6 });
    const upright = `M${x(top)},${y(returns[top])}V${bottom}`;
    add(svg, "path", { d: upright, stroke: "var(--muted)", "stroke-dasharray": "3 3" });
    label(svg, `best: ${top}`, { x: x(top) + 5, y: bottom - 8 });
    const mark = dot(svg, { radius: 7, grip: true });
    return { height: bottom + 38, update: (_, built) => moveTo(mark, x(built), y(returns[built])) };
  });
  // The slider below is the way in for keys and screen readers; the dot can be dragged as well.
  drawing.svg.classList.add("by-hand");
  draggable(drawing.svg, { grab: () => true, move: (_, x) => build(clamp(axis.invert(x), { min: 0, max: axis.end })) });
  return drawing;
}

function inWords(data, plans, budget, s) {
  const top = best(plans);
  const [mine, most, none] = [s, top, 0].map((size) => plans.returns[size].toFixed(1));
  const furthest = Math.max(...plans.units.map((units) => units[s] * data.multiplier[s]));
  const than = s === top ? "That is the best there is" : `The best is ${most}, with ${top}`;
  return (
    `${s} of ${budget} units build the platform, and each of the others counts as ${data.multiplier[s].toFixed(2)}: ` +
    `returns of ${mine}, against ${none} without a platform. ${than}. ` +
    `The furthest project gets as far as ${data.stages[stageOf(data.stages, furthest)].name}.`
  );
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, tell, stop, say } = frame(el, "A platform that everybody uses");
  const plansOf = () => data.plans[data.budgets.indexOf(model.get("budget"))];
  const largest = () => plansOf().returns.length - 1;
  // What was built for a larger budget may not fit a smaller one.
  const built = () => Math.min(model.get("built"), largest());
  const build = (units) => change(model, { built: units });
  const returns = returnsChart(html(figure, "div"), build);
  const bars = stageBars(html(figure, "div"), data);

  const buttons = html(controls, "div", { className: "explorer-buttons" });
  const choose = (name, values) => button(buttons, name, () => {
    say("");
    change(model, values());
  });
  choose("No platform", () => ({ built: 0 }));
  choose("The best platform", () => ({ built: best(plansOf()) }));
  choose("Reset", () => data.defaults);
  const budget = slider(controls, {
    label: "Budget (units)", say, ...setting(model, data, "budget"),
    set: (value) => change(model, { budget: value, built: Math.min(model.get("built"), value) }),
  });
  const platform = slider(controls, {
    label: "Units for the platform", say, get: built, set: build,
    limits: () => ({ ...data.limits.built, max: largest() }),
  });

  let drawn;
  const update = () => {
    const plans = plansOf();
    const s = built();
    if (drawn === plans) returns.update(plans, s);
    else returns.redraw(plans, s);
    drawn = plans;
    const units = plans.units.map((each) => each[s]);
    const counted = units.map((each) => each * data.multiplier[s]);
    bars.update(counted, units);
    tell(inWords(data, plans, model.get("budget"), s), inFull(data, counted, units));
    model.prose?.(() => ofPlatform(data, plans, model.get("budget"), s));
    budget();
    platform();
  };
  return live(model, update, returns.stop, bars.stop, stop);
}
