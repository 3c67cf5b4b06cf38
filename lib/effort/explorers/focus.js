// Weight against budget: the map of how far the top project is pushed, and the allocation at any point of it.
import { allocate } from "./allocate.js";
import { chart, draggable, stageBars } from "./charts.js";
import { button, frame, html, slider } from "./controls.js";
import { add, axisBelow, axisLeft, bandFill, dot, horizontal, label, line, moveTo, put, scale } from "./drawing.js";
import { change, clamp, glide, live, setting, unpack } from "./model.js";
import { ofMap } from "./phrases.js";
import { howFar, inFull } from "./words.js";

/** The regions of the map: for each stage where the first project is in it, with a line where it enters. */
function drawRegions(svg, { map, stages }, x, y) {
  const last = stages.length - 1;
  const at = (row, stage) => [x(map.entry[row][stage] ?? x.end), y(Math.log(map.weights[row]))];
  const edgeOf = (stage) => map.weights.map((_, row) => at(row, stage));
  for (let stage = 1; stage <= last; stage++) {
    const frontier = stage === last;
    const edge = edgeOf(stage);
    const region = `${line([...edge, ...edgeOf(stage + 1).reverse()])}Z`;
    const { fill, opacity } = bandFill(stage, frontier);
    add(svg, "path", { d: region, fill, opacity: frontier ? "var(--band-region)" : opacity });
    // Up to the border of the map, which it crosses before the first weight that has no entry.
    const entered = (row) => (map.entry[row]?.[stage] ?? null) !== null;
    const inside = edge.filter((_, row) => entered(row) || entered(row + 1));
    const stroke = frontier ? "var(--frontier)" : "var(--muted)";
    add(svg, "path", { d: line(inside), fill: "none", stroke, "stroke-width": frontier ? 3 : 1 });
  }
}

/** A circle with its name for each company. */
function drawPresets(svg, presets, x, y, width) {
  for (const { name, budget, weight } of presets) {
    const [cx, cy] = [x(budget), y(Math.log(weight))];
    add(svg, "circle", { cx, cy, r: 4, fill: "none", stroke: "currentColor", "stroke-width": 1.5 });
    const atRight = cx > 0.7 * width;
    label(svg, name, { x: cx + (atRight ? 0 : 9), y: cy - 10, "text-anchor": atRight ? "middle" : "start" });
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

/** The map with its point; `update(budget, weight)` moves the point, and `move` is told where a reader wants it. */
function mapChart(parent, data, move) {
  const { limits, stages } = data;
  let point;
  let scales;
  const drawing = chart(parent, (svg, { width, narrow }) => {
    const x = horizontal(0, limits.budget.max, 40, width - 8);
    const bottom = narrow ? 200 : 300;
    const { weights } = data.map;
    const y = scale(Math.log(weights[0]), Math.log(weights.at(-1)), bottom, 8);
    scales = { x, y };
    drawRegions(svg, data, x, y);
    axisBelow(svg, x, bottom, 100, "budget (units)");
    const upright = (weight) => y(Math.log(weight));
    const title = `weight of ${data.names[0]}`;
    axisLeft(svg, upright, { values: [1, 3, 10, 30], right: 34, middle: bottom / 2, title });
    const place = { x: x(0.72 * x.end), y: upright(8), "text-anchor": "middle", class: "halo stage" };
    label(svg, stages.at(-1).name, place);
    drawPresets(svg, data.presets, x, y, width);
    point = dot(svg, {
      radius: 8, grip: true, role: "slider", tabindex: 0, "data-lm-suppress-shortcuts": true,
      "aria-label": "Budget and weight: left and right, up and down",
      "aria-valuemin": limits.budget.min, "aria-valuemax": limits.budget.max,
    });
    const update = (budget, weight) => {
      // What Python has set may be off the map: the point then stands at its edge.
      const within = (value, { min, max }) => Math.min(max, Math.max(min, value));
      moveTo(point, x(within(budget, limits.budget)), upright(within(weight, limits.weight)));
      put(point, { "aria-valuenow": budget, "aria-valuetext": `budget ${budget}, weight ${weight}` });
    };
    return { height: bottom + 38, update };
  });
  const { svg } = drawing;
  // Its point can be operated, so it is not hidden from screen readers.
  svg.classList.add("by-hand");
  svg.removeAttribute("aria-hidden");
  draggable(svg, {
    grab: () => (point.focus(), true),
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
  const map = mapChart(html(figure, "div", { className: "explorer-map" }), data, move);
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
  for (const preset of data.presets) button(presets, preset.name, () => go(preset));
  button(presets, "Reset", () => go(data.defaults));
  const budget = slider(controls, { label: "Budget (units)", say, ...setting(model, data, "budget") });
  const weight = slider(controls, { label: `Weight of ${data.names[0]}`, say, ...setting(model, data, "weight") });

  const update = () => {
    const weights = data.weights.with(0, model.get("weight"));
    const effort = allocate(data.gains, weights, data.floors, data.caps, model.get("budget"));
    map.update(model.get("budget"), model.get("weight"));
    bars.update(effort);
    const where = `Budget ${model.get("budget")}, weight ${model.get("weight")}`;
    tell(`${where}: ${howFar(data, effort)}`, inFull(data, effort));
    model.prose?.(() => ofMap(data, weights, effort, model.get("budget")));
    budget();
    weight();
  };
  return live(model, update, map.stop, bars.stop, stop);
}
