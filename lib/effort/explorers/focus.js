// Weight against budget: the map of how far the top project is pushed, and the allocation at any point of it.
import { allocate } from "./allocate.js";
import { chart, draggable, low, stageBars } from "./charts.js";
import { button, frame, html, slider } from "./controls.js";
import { add, axisBelow, axisLeft, bandFill, dot, horizontal, label, line, moveTo, put, scale } from "./drawing.js";
import { operable } from "./handles.js";
import { change, clamp, glide, live, setting, unpack } from "./model.js";
import { ofMap } from "./phrases.js";
import { howFar, inFull } from "./words.js";

const LETTER = 6; // a letter of a name takes at most about this many pixels

/**
 * The lines of the map as points in pixels, from the upper edge to the lower or the right one, with `across`: where a
 * line is at a height; at the right edge what the map does not have.
 */
function linesOf({ lines }, x, y) {
  const [top, bottom] = [y(y.most), y(y.least)];
  const edge = { points: [[x(x.end), top], [x(x.end), bottom]], across: () => x(x.end) };
  return [...lines.map((each) => {
    if (!each) return edge;
    const down = each.weights.map((weight, k) =>
      [x(each.from + k), Math.min(bottom, Math.max(top, y(Math.log(weight))))]);
    const points = [[down[0][0], top], ...down];
    const across = (height) => points.find(([, at]) => at >= height)?.[0] ?? x(x.end);
    return { points, across };
  }), edge];
}

/** The regions of the map: for each stage where the first project is in it, with a line where it enters, and a name. */
function drawRegions(svg, lines, stages, bottom, corner, text) {
  stages.forEach((_, i) => {
    const frontier = i === stages.length - 1;
    const { fill, opacity } = bandFill(i, frontier);
    const low = (points) => (points.at(-1)[1] < bottom ? [...points, corner] : points);
    const region = `${line([...low(lines[i].points), ...low(lines[i + 1].points).toReversed()])}Z`;
    add(svg, "path", { d: region, fill, opacity: frontier ? "var(--band-region)" : opacity });
    if (lines[i] === lines.at(-1)) return; // it is nowhere on the map
    const stroke = frontier ? "var(--frontier)" : "var(--muted)";
    add(svg, "path", { d: line(lines[i].points), fill: "none", stroke, "stroke-width": frontier ? 3 : 1 });
  });
  stages.forEach((stage, i) => {
    const frontier = i === stages.length - 1;
    const row = frontier ? bottom * 0.45 : bottom - 6;
    const [from, to] = [lines[i].across(row + 1), lines[i + 1].across(row - 7)];
    const fitting = [stage.name, stage.short].find((name) => name.length * text < to - from - 3);
    if (fitting) label(svg, fitting, { x: (from + to) / 2, y: row, "text-anchor": "middle", class: "halo stage" });
  });
}

/** A circle with its name for each company, where its name lies on no line; `go` is told which of them is pressed. */
function drawPresets(svg, presets, lines, x, y, go) {
  for (const preset of presets) {
    const { name, budget, weight } = preset;
    const [cx, cy] = [x(budget), y(Math.log(weight))];
    const group = add(svg, "g", { class: "preset" });
    add(group, "circle", { cx, cy, r: 16, class: "grip" });
    add(group, "circle", { cx, cy, r: 5, class: "ring" });
    const long = name.length * LETTER + 6;
    const close = lines.map(({ across }) => across(cy + 8)).filter((at) => at > cx - 2 && at < cx + 9 + long);
    const start = Math.max(cx + 9, ...close.map((at) => at + 4));
    const fits = start + long < x(x.end);
    label(group, name, fits ? { x: start, y: cy + 4 } : { x: x(x.end) - 2, y: cy - 12, "text-anchor": "end" });
    group.addEventListener("click", () => go(preset));
  }
}

/** Where a key moves the point to; nothing for other keys. */
function moved(key, budget, weight, limits) {
  const { step } = limits.weight;
  return {
    ArrowRight: [budget + 5, weight], ArrowLeft: [budget - 5, weight],
    ArrowUp: [budget, Math.max(weight + step, weight * 1.1)],
    ArrowDown: [budget, Math.min(weight - step, weight / 1.1)],
    PageUp: [budget + 50, weight], PageDown: [budget - 50, weight],
    Home: [limits.budget.min, weight], End: [limits.budget.max, weight],
  }[key];
}

/**
 * The map with its point; `update(budget, weight)` moves the point, `move` is told where a reader wants it, and `go`
 * which of the companies.
 */
function mapChart(parent, data, move, go) {
  const { limits, stages } = data;
  let point;
  let scales;
  const drawing = chart(parent, (svg, { width, narrow }) => {
    const x = horizontal(0, limits.budget.max, 40, width - 8);
    const bottom = narrow ? low(150) : 300;
    const ends = { least: Math.log(limits.weight.min), most: Math.log(limits.weight.max) };
    const y = Object.assign(scale(ends.least, ends.most, bottom, 8), ends);
    scales = { x, y };
    const lines = linesOf(data, x, y);
    drawRegions(svg, lines, stages.slice(1), bottom, [x(x.end), bottom], narrow ? 5.2 : LETTER);
    axisBelow(svg, x, bottom, 100, "budget (units)");
    const upright = (weight) => y(Math.log(weight));
    const whole = `weight of ${data.names[0]}`;
    const title = whole.length * LETTER < bottom ? whole : "weight";
    axisLeft(svg, upright, { values: [1, 3, 10, 30], right: 34, middle: bottom / 2, title });
    const trail = add(svg, "path", { class: "trail" });
    drawPresets(svg, data.presets, lines, x, y, go);
    point = dot(svg, {
      radius: 8, grip: true, role: "slider", tabindex: 0, "data-lm-suppress-shortcuts": true,
      "aria-label": `Budget, left and right, and weight of ${data.names[0]}, up and down`,
      "aria-valuemin": limits.budget.min, "aria-valuemax": limits.budget.max,
    });
    const update = (budget, weight) => {
      // What Python has set may be off the map: the point then stands at its edge.
      const within = (value, { min, max }) => Math.min(max, Math.max(min, value));
      const at = [x(within(budget, limits.budget)), upright(within(weight, limits.weight))];
      moveTo(point, at[0], at[1]);
      const { budget: from, weight: above } = data.defaults;
      put(trail, { d: line([[x(from), upright(above)], at]) });
      const times = weight === 1 ? "1 time" : `${weight} times`;
      put(point, { "aria-valuenow": budget, "aria-valuetext": `budget ${budget} units, weight ${times}` });
    };
    return { height: bottom + 38, update };
  });
  const { svg } = drawing;
  operable(svg, "The map, with a point that can be moved");
  svg.classList.add("everywhere");
  draggable(svg, {
    everywhere: true,
    grab: ({ target }) => {
      if (target instanceof Element && target.closest(".preset")) return null;
      point.focus();
      return true;
    },
    move: (_, x, y) => move(scales.x.invert(x), Math.exp(scales.y.invert(y))),
  });
  return drawing;
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, tell, stop, say } = frame(el, "Growth and focus on one map");
  const { limits } = data;
  const move = (budget, weight) => {
    say("");
    change(model, { budget: clamp(budget, limits.budget), weight: clamp(weight, limits.weight) });
  };
  const map = mapChart(html(figure, "div", { className: "explorer-map" }), data, move, (preset) => go(preset));
  map.svg.addEventListener("keydown", (event) => {
    const wanted = moved(event.key, model.get("budget"), model.get("weight"), limits);
    if (!wanted) return;
    event.preventDefault();
    move(...wanted);
  });
  const bars = stageBars(html(figure, "div"), data);

  const presets = html(controls, "div", { className: "explorer-buttons", role: "group", "aria-label": "Companies" });
  const go = ({ budget, weight }) => {
    say("");
    glide(model, { budget, weight }, limits);
  };
  const choices = data.presets.map((preset) => ({ preset, node: button(presets, preset.name, () => go(preset)) }));
  button(presets, "Reset", () => go(data.defaults));
  const budget = slider(controls, { label: "Budget (units)", say, ...setting(model, data, "budget") });
  const weight = slider(controls, { label: `Weight of ${data.names[0]}`, say, ...setting(model, data, "weight") });

  const update = () => {
    const weights = data.weights.with(0, model.get("weight"));
    const effort = allocate(data.gains, weights, data.floors, data.caps, model.get("budget"));
    map.update(model.get("budget"), model.get("weight"));
    for (const { preset, node } of choices) {
      const chosen = preset.budget === model.get("budget") && preset.weight === model.get("weight");
      node.setAttribute("aria-pressed", `${chosen}`);
    }
    bars.update(effort);
    const where = `Budget ${model.get("budget")}, weight ${model.get("weight")}`;
    tell(`${where}: ${howFar(data, effort)}`, inFull(data, effort));
    model.prose?.(() => ofMap(data, weights, effort, model.get("budget")));
    budget();
    weight();
  };
  return live(model, update, map.stop, bars.stop, stop);
}
