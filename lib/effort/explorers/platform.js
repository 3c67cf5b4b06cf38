// How much of the budget to put into work that all projects share: the plan for every amount, as Python has worked it
// out.
import { chart, draggable, low, stageBars } from "./charts.js";
import { button, frame, html, radios, slider } from "./controls.js";
import { add, axisBelow, axisLeft, dot, horizontal, label, line, moveTo, put, scale } from "./drawing.js";
import { handle, operable } from "./handles.js";
import { change, clamp, glide, live, unpack } from "./model.js";
import { ofPlatform } from "./phrases.js";
import { inFull, stageOf } from "./words.js";

const EQUATION = 76; // pixels that "27×1.60=43" takes beside the bars

const best = (plans) => plans.returns.indexOf(Math.max(...plans.returns));

/** How much more or less than without a platform: "8 % more"; nothing if the words could not tell them apart. */
function more(mine, none) {
  const per = Math.round(100 * (mine / none - 1));
  return per ? `${per > 0 ? per : -per}\u00a0% ${per > 0 ? "more" : "less"} than` : "about as much as";
}

/** The returns with each size of the platform, what is gained with it shaded, and both values marked. */
function drawReturns(svg, returns, x, y, bottom) {
  const top = returns.indexOf(Math.max(...returns));
  const [least, most] = [returns[0], returns[top]];
  // As far as the curve is above the lower edge.
  const on = returns.map((value, s) => [s, value]).filter(([, value]) => y(value) <= bottom);
  const place = ([s, value]) => [x(s), y(value)];
  const above = on.filter(([, value]) => value >= least).map(place);
  add(svg, "path", { d: `${line([...above, [above.at(-1)[0], y(least)]])}Z`, fill: "var(--frontier)", opacity: 0.3 });
  add(svg, "path", { d: line([[x(0), y(least)], [x(x.end), y(least)]]), class: "level" });
  const stroke = { stroke: "currentColor", "stroke-width": 2.6 };
  add(svg, "path", { d: line(on.map(place)), class: "curve", fill: "none", ...stroke });
  const share = Math.round(100 * (most / least - 1));
  const gained = share ? `, +${share}\u00a0%` : "";
  label(svg, `best: ${most.toFixed(1)} with ${top}${gained}`, { x: x(top) + 6, y: y(most) - 12 });
  label(svg, `without: ${least.toFixed(1)}`, { x: x(x.end), y: y(least) - 6, "text-anchor": "end" });
}

/**
 * The returns with each size of the platform over a bar of the budget, whose boundary is dragged; `hand` is the setting
 * that it sets.
 */
function returnsChart(parent, hand) {
  let axis;
  let boundary;
  const drawing = chart(parent, (svg, { width, narrow }, { returns }) => {
    const bottom = narrow ? low(100) : 180;
    const x = horizontal(0, returns.length - 1, 48, width - 8);
    const most = Math.max(...returns);
    // From a little below what there is without a platform: a gain of some per cent must be seen.
    const step = most > 100 ? 20 : 10;
    const floor = Math.floor((0.85 * returns[0]) / step) * step;
    const y = scale(floor, most + 0.25 * (most - floor), bottom, 6);
    axis = x;
    const count = Math.floor((y.invert(6) - floor) / step) + 1;
    const values = Array.from({ length: count }, (_, k) => floor + k * step);
    axisLeft(svg, y, { values, right: 42, middle: bottom / 2, title: "returns" });
    drawReturns(svg, returns, x, y, bottom);
    const bar = bottom + 8;
    const height = 16;
    const platform = add(svg, "rect", { x: x(0), y: bar, height, class: "platform-part" });
    const others = add(svg, "rect", { y: bar, height, class: "others-part" });
    const texts = ["start", "end"].map((anchor, i) =>
      add(svg, "text", { x: x(i * x.end), y: bar + height + 32, "text-anchor": anchor }));
    axisBelow(svg, x, bar + height, Math.ceil(returns.length / 50) * 10, "");
    const cursor = add(svg, "path", { class: "cursor" });
    const mark = dot(svg, { radius: 6, grip: true, "aria-hidden": true });
    boundary = handle(svg, { label: "Units for the platform, of the budget", ...hand, sideways: true,
      text: (units) => `${units} of ${x.end} units` });
    const below = label(svg, "", { y: bottom - 8, class: "halo number" });
    const update = (_, built) => {
      const down = Math.min(bottom, y(returns[built]));
      const [deep, right] = [returns[built] < floor, x(built) > width / 2];
      put(below, { x: x(built) + (right ? -12 : 12), "text-anchor": right ? "end" : "start" },
        deep ? `${returns[built].toFixed(1)} ↓` : "");
      put(platform, { width: (x(built) - x(0)).toFixed(1) });
      put(others, { x: x(built).toFixed(1), width: (x(x.end) - x(built)).toFixed(1) });
      put(texts[0], {}, `platform: ${built}`);
      put(texts[1], {}, `projects: ${x.end - built}`);
      put(cursor, { d: `M${x(built).toFixed(1)},${down.toFixed(1)}V${bar}` });
      moveTo(mark, x(built), down);
      moveTo(boundary.node, x(built), bar + height / 2);
      boundary.update();
    };
    return { height: bar + height + 38, update };
  });
  operable(drawing.svg, "Returns with each size of the platform, and the budget with its boundary");
  draggable(drawing.svg, {
    grab: () => (boundary.node.focus(), true),
    move: (_, x) => hand.set(clamp(axis.invert(x), { min: 0, max: axis.end })),
  });
  return drawing;
}

function inWords(data, plans, budget, s) {
  const top = best(plans);
  const [mine, most, none] = [s, top, 0].map((size) => plans.returns[size]);
  const furthest = Math.max(...plans.units.map((units) => units[s] * data.multiplier[s]));
  const stage = stageOf(data.stages, furthest);
  const reaches = stage ? `The furthest project reaches ${data.stages[stage].name}.` : "No project is started.";
  const than = s === top ? "That is the best" : `Best: ${most.toFixed(1)} with ${top}`;
  if (!s) return `All ${budget} units go to the projects: returns of ${none.toFixed(1)}. ${than}. ${reaches}`;
  return (
    `${s} of ${budget} units build the platform, the others count ${data.multiplier[s].toFixed(2)} times: ` +
    `returns of ${mine.toFixed(1)}, ${more(mine, none)} without. ${than}. ${reaches}`
  );
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, tell, stop, say } = frame(el, "A platform that everybody uses", 290);
  const plansOf = () => data.plans[data.budgets.indexOf(model.get("budget"))];
  const largest = () => plansOf().returns.length - 1;
  const hand = {
    limits: () => ({ ...data.limits.built, max: largest() }),
    // What was built for a larger budget may not fit a smaller one.
    get: () => Math.min(model.get("built"), largest()),
    set: (units) => change(model, { built: units }),
  };
  const returns = returnsChart(html(figure, "div"), hand);
  const bars = stageBars(html(figure, "div"), data, false, EQUATION);

  const buttons = html(controls, "div", { className: "explorer-buttons" });
  const choose = (name, values) => button(buttons, name, () => {
    say("");
    glide(model, values(), data.limits);
  });
  choose("No platform", () => ({ built: 0 }));
  choose("The best platform", () => ({ built: best(plansOf()) }));
  choose("Reset", () => data.defaults);
  const budget = radios(controls, {
    label: "Budget (units)", options: data.budgets.map((units) => [units, `${units}`]),
    get: () => model.get("budget"),
    set: (units) => change(model, { budget: units, built: Math.min(model.get("built"), units) }),
  });
  const platform = slider(controls, { label: "For the platform (units)", say, ...hand });

  let drawn;
  const update = () => {
    const plans = plansOf();
    const s = hand.get();
    if (drawn === plans) returns.update(plans, s);
    else returns.redraw(plans, s);
    drawn = plans;
    const times = data.multiplier[s];
    const units = plans.units.map((each) => each[s]);
    const counted = units.map((each) => each * times);
    const equation = (each, i) => (s ? `${each}×${times.toFixed(2)}=${counted[i].toFixed(0)}` : `${each}`);
    bars.update(counted, units.map(equation));
    tell(inWords(data, plans, model.get("budget"), s), inFull(data, counted, units));
    model.prose?.(() => ofPlatform(data, plans, model.get("budget"), s));
    budget();
    platform();
  };
  return live(model, update, returns.stop, bars.stop, stop);
}
