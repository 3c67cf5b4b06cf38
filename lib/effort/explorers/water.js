// The price of a unit as a water level: every project gets the units that gain more, and its height sets the budget.
import { allocate, shadowPrice, total, unitsAbove } from "./allocate.js";
import { chart, draggable, low } from "./charts.js";
import { button, frame, html, slider } from "./controls.js";
import { add, axisLeft, curve, dot, effortAxis, label, line, moveTo, put, scale } from "./drawing.js";
import { onKeys, operable } from "./handles.js";
import { clamp, glide, live, setting, unpack } from "./model.js";
import { filled } from "./phrases.js";
import { counted, inFull, many } from "./words.js";

const LETTER = 5.9; // a letter of a name takes at most about this many pixels
const UNITS = 42; // pixels that the number behind a name takes
const ROW = 16; // pixels from one name to the next
const AWAY = 8; // pixels by which the names step out of the level's way

const points = (/** @type {number} */ gain) => (gain >= 10 ? gain.toFixed(1) : gain.toPrecision(2));

/** The points of a falling curve under a ceiling, at which it begins. */
function under(gains, ceiling) {
  const first = gains.findIndex((gain) => gain < ceiling);
  const rest = gains.slice(Math.max(0, first)).map((gain, k) => [Math.max(0, first) + k, gain]);
  if (first <= 0) return first < 0 ? [] : rest;
  const [above, below] = [gains[first - 1], gains[first]];
  return [[first - (ceiling - below) / (above - below), ceiling], ...rest];
}

/** In the corner that the curves leave free: each project's line, name and units. What is returned makes way. */
function legend(svg, names, right, top) {
  const left = right - UNITS - Math.max(...names.map((name) => name.length)) * LETTER;
  const rows = names.map((name, i) => {
    const row = add(svg, "g");
    const middle = top + 2 * AWAY + i * ROW;
    curve(row, i, [[left - 26, 0], [left - 8, 0]]);
    label(row, name, { x: left, y: 4 });
    const number = label(row, "", { x: right, y: 4, "text-anchor": "end", class: "halo units", "data-project": name });
    return { row, middle, number };
  });
  return (/** @type {number[]} */ units, /** @type {number} */ at, /** @type {number} */ shown) =>
    rows.forEach(({ row, middle, number }, i) => {
      // The rows step out of the way of the level, over it or under it.
      moveTo(row, 0, middle + (middle < at ? -AWAY : AWAY));
      put(number, {}, units[i] > shown ? `${units[i]} →` : `${units[i]}`);
    });
}

/** The level: a line that can be taken anywhere, with a handle at its end. */
function levelLine(svg, from, to) {
  const group = add(svg, "g", { class: "dot level", role: "slider", tabindex: 0, "data-lm-suppress-shortcuts": true });
  put(group, { "aria-label": "Price of a unit", "aria-orientation": "vertical" });
  add(group, "rect", { x: from, y: -9, width: to - from, height: 18, class: "taken" });
  add(group, "path", { d: line([[from, 0], [to, 0]]), class: "price" });
  const handle = add(group, "g", { transform: `translate(${to} 0)` });
  add(handle, "circle", { r: 22, class: "grip" });
  add(handle, "circle", { r: 9, class: "mark" });
  add(handle, "path", { d: "M-3.5,-1.5L0,-5L3.5,-1.5M-3.5,1.5L0,5L3.5,1.5", class: "ways" });
  return group;
}

/** The curves of gains, a dot on each, and the level, which `move(price)` and `step(units)` change. */
function levelChart(parent, data, { move, step }) {
  const { names, gains, weights, shown, ceiling } = data;
  let height;
  let level;
  const drawing = chart(parent, (svg, { width, narrow }) => {
    const size = { left: 56, width, narrow, height: narrow ? low(160) : Math.min(280, width * 0.38) };
    const { x, top, bottom } = effortAxis(svg, data, size);
    const y = scale(0, ceiling, bottom, top);
    height = y;
    const ticks = [0.5, 1, 1.5, 2, 3, 4, 5, 10, 20, 50].filter((value) => value < ceiling);
    const kept = ticks.length > 4 ? ticks.slice(-4) : ticks;
    const aside = add(svg, "g");
    axisLeft(aside, y, { values: [], right: 50, middle: (top + bottom) / 2, title: "next unit gains (points)" });
    const numbers = kept.map((value) => {
      const node = add(aside, "text", { x: 50, y: y(value) + 4, "text-anchor": "end" });
      return { node, at: y(value), text: value.toFixed(1) };
    });
    names.forEach((_, i) => {
      const weighted = gains[i].slice(0, shown + 1).map((gain) => weights[i] * gain);
      curve(svg, i, under(weighted, ceiling).map(([units, gain]) => [x(units), y(gain)]));
    });
    const count = legend(svg, names, x(shown) - 32, top);
    const price = label(svg, "", { x: 50, "text-anchor": "end", class: "halo number" });
    level = levelLine(svg, x(0), x(shown) - 18);
    onKeys(level, (steps) => step(-steps)); // a higher price buys fewer units
    const dots = names.map((name) => dot(svg, { radius: 5, "data-project": name }));
    for (const child of svg.children) if (child !== level) put(child, { "aria-hidden": "true" });
    const update = (effort, now, ends) => {
      const at = y(Math.min(now, ceiling));
      moveTo(level, 0, at);
      const said = `a unit must gain ${points(now)} points, with ${many(total(effort), "unit")}`;
      put(level, { "aria-valuenow": points(now), "aria-valuemin": ends.min, "aria-valuemax": ends.max });
      put(level, { "aria-valuetext": said });
      put(price, { y: at + 4 }, `${points(now)}${now > ceiling ? "↑" : ""}`);
      // The price takes the place of a number of the axis that it would lie on.
      for (const { node, at: place, text } of numbers) put(node, {}, Math.hypot(place - at) < 13 ? "" : text);
      effort.forEach((units, i) => {
        const gain = weights[i] * (gains[i][units] ?? 0);
        moveTo(dots[i], x(Math.min(units, shown)), y(Math.min(ceiling, units > shown ? now : gain)));
      });
      count(effort, at, shown);
    };
    return { height: bottom + 40, update };
  });
  operable(drawing.svg, "The price of a unit");
  draggable(drawing.svg, {
    // The dots stop at the level: who takes one of them, moves it.
    grab: () => {
      level.focus();
      return true;
    },
    move: (_held, _x, y) => move(height.invert(y)),
  });
  return drawing;
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, tell, stop, say } = frame(el, "The price of a unit");
  const { gains, weights, floors, caps, names } = data;
  const { limits, get, set } = setting(model, data, "budget");
  const optimum = (budget) => allocate(gains, weights, floors, caps, budget);
  const priceAt = (budget) => shadowPrice(gains, weights, caps, optimum(budget));
  const choose = (budget) => {
    say("");
    set(clamp(budget, limits()));
  };
  const ends = { min: points(priceAt(limits().max)), max: points(priceAt(limits().min)) };
  const level = levelChart(figure, data, {
    move: (price) => choose(total(unitsAbove(gains, weights, floors, caps, Math.max(0, price)))),
    step: (units) => choose(get() + units),
  });
  const buttons = html(controls, "div", { className: "explorer-buttons" });
  button(buttons, "Reset", () => {
    say("");
    glide(model, data.defaults, data.limits);
  });
  const budget = slider(controls, { label: "Budget (units)", say, limits, get, set });

  const update = () => {
    const effort = optimum(get());
    const price = shadowPrice(gains, weights, caps, effort);
    level.update(effort, price, ends);
    const each = names.map((name, i) => `${name} ${effort[i]}`);
    const worth = `Price ${points(price)} points, budget ${many(get(), "unit")}`;
    tell(`${worth}: ${each.join(", ")}.`, inFull(data, effort));
    model.prose?.(() => ({
      level: filled(data.words.level, { budget: counted(get(), "unit"), price: points(price) }),
    }));
    budget();
  };
  return live(model, update, level.stop, stop);
}
