// Weight against budget: the map of how far the top project is pushed, and the allocation at any point of it.
import { allocate } from "./allocation.js";
import { button, change, clamp, frame, howFar, html, slider, unpack } from "./controls.js";
import { add, axisBelow, horizontal, keepTouch, label, line, put, responsive, scale, stageBars } from "./drawing.js";

function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, sentence, controls, say } = frame(el, "Growth and focus on one map");
  const { limits } = data;
  let point;
  let x;
  let y;
  const place = () => {
    if (!point) return; // a notebook renders before it gives the figure a width
    // What Python has set may be off the map: the point then stands at its edge.
    const [budget, weight] = ["budget", "weight"].map((name) => Math.min(limits[name].max, Math.max(limits[name].min, model.get(name))));
    put(point, {
      transform: `translate(${x(budget).toFixed(1)} ${y(Math.log(weight)).toFixed(1)})`,
      "aria-valuenow": model.get("budget"), "aria-valuetext": `budget ${model.get("budget")}, weight ${model.get("weight")}`,
    });
  };
  const move = (budget, weight) => {
    const inside = { budget: clamp(budget, limits.budget), weight: clamp(weight, limits.weight) };
    say("");
    change(model, inside);
  };
  const map = html(figure, "div", { className: "explorer-map" });
  const { stop } = responsive(map, (svg, width) => {
    x = horizontal(0, limits.budget.max, 40, width - 8);
    const bottom = Math.max(240, Math.min(330, width * 0.45));
    const rows = data.map.weights.map(Math.log);
    y = scale(rows[0], rows.at(-1), bottom, 8);
    const last = data.stages.length - 1;
    const edgeOf = (stage) => data.map.entry.map((entries, row) => [x(entries[stage] ?? limits.budget.max), y(rows[row])]);
    for (let stage = 1; stage <= last; stage++) {
      const edge = edgeOf(stage);
      add(svg, "path", {
        d: `${line([...edge, ...edgeOf(stage + 1).reverse()])}Z`,
        fill: stage === last ? "var(--frontier)" : "var(--band)", opacity: stage === last ? 0.25 : stage % 2 ? 0.09 : 0.04,
      });
      // Up to the border of the map, which it crosses before the first weight that has no entry.
      const entered = (row) => (data.map.entry[row]?.[stage] ?? null) !== null;
      const inside = edge.filter((_, row) => entered(row) || entered(row + 1));
      add(svg, "path", {
        d: line(inside), fill: "none", stroke: stage === last ? "var(--frontier)" : "var(--muted)", "stroke-width": stage === last ? 3 : 1,
      });
    }
    axisBelow(svg, x, bottom, 100, "budget (units)");
    for (const weight of [1, 3, 10, 30]) add(svg, "text", { x: 34, y: y(Math.log(weight)) + 4, "text-anchor": "end" }, `${weight}`);
    add(svg, "text", { transform: `translate(11 ${bottom / 2}) rotate(-90)`, "text-anchor": "middle" }, `weight of ${data.names[0]}`);
    label(svg, data.stages[last].name, { x: x(0.72 * limits.budget.max), y: y(Math.log(8)), "text-anchor": "middle", class: "halo stage" });
    for (const preset of data.presets) {
      const at = [x(preset.budget), y(Math.log(preset.weight))];
      add(svg, "circle", { cx: at[0], cy: at[1], r: 4, fill: "none", stroke: "currentColor", "stroke-width": 1.5 });
      const atRight = at[0] > 0.7 * width;
      label(svg, preset.name, { x: at[0] + (atRight ? 0 : 9), y: at[1] - 10, "text-anchor": atRight ? "middle" : "start" });
    }
    put(svg, { class: "by-hand" });
    svg.removeAttribute("aria-hidden");
    point = add(svg, "g", {
      class: "dot", role: "slider", tabindex: 0, "data-lm-suppress-shortcuts": "true", "aria-label": "Budget and weight: left and right, up and down",
      "aria-valuemin": limits.budget.min, "aria-valuemax": limits.budget.max,
    });
    add(point, "circle", { r: 22, class: "grip" });
    add(point, "circle", { r: 8, class: "mark" });
    keepTouch(point);
    let grabbed = false;
    const follow = (event) => {
      const box = svg.getBoundingClientRect();
      move(x.invert(event.clientX - box.left), Math.exp(y.invert(event.clientY - box.top)));
    };
    point.addEventListener("pointerdown", (event) => {
      grabbed = true;
      point.setPointerCapture(event.pointerId);
      event.preventDefault();
      point.focus();
    });
    point.addEventListener("pointermove", (event) => grabbed && follow(event));
    for (const end of ["pointerup", "pointercancel"]) point.addEventListener(end, () => (grabbed = false));
    point.addEventListener("keydown", (event) => {
      const [budget, weight] = [model.get("budget"), model.get("weight")];
      const steps = {
        ArrowRight: [budget + 5, weight], ArrowLeft: [budget - 5, weight],
        ArrowUp: [budget, Math.max(weight + limits.weight.step, weight * 1.1)],
        ArrowDown: [budget, Math.min(weight - limits.weight.step, weight / 1.1)],
        PageUp: [budget + 50, weight], PageDown: [budget - 50, weight], Home: [limits.budget.min, weight], End: [limits.budget.max, weight],
      };
      if (!(event.key in steps)) return;
      event.preventDefault();
      move(...steps[event.key]);
    });
    place();
    return bottom + 38;
  });
  const bars = stageBars(html(figure, "div"), data);

  const presets = html(controls, "div", { className: "explorer-buttons", role: "group", "aria-label": "Companies" });
  for (const preset of data.presets) button(presets, preset.name, () => move(preset.budget, preset.weight));
  button(presets, "Reset", () => { say(""); change(model, data.defaults); });
  const budget = slider(controls, {
    label: "Budget (units)", limits: () => limits.budget, say,
    get: () => model.get("budget"), set: (value) => change(model, { budget: value }),
  });
  const weight = slider(controls, {
    label: `Weight of ${data.names[0]}`, limits: () => limits.weight, say,
    get: () => model.get("weight"), set: (value) => change(model, { weight: value }),
  });

  const update = () => {
    const weights = [...data.weights];
    weights[0] = model.get("weight");
    const effort = allocate(data.gains, weights, data.floors, data.caps, model.get("budget"));
    place();
    bars.update(effort);
    sentence.textContent = `Budget ${model.get("budget")}, weight ${model.get("weight")}: ${howFar(data, effort)}`;
    budget();
    weight();
  };
  model.on("change", update);
  update();
  return () => { model.off("change", update); stop(); bars.stop(); };
}

export default { render };
