// Shape one curve, and see what a unit of effort gains in each stage.
import { button, change, choice, frame, slider, unpack } from "./controls.js";
import { add, axisBelow, curve, drawBands, horizontal, label, put, responsive, scale, stageNames, line } from "./drawing.js";

/** The value of a sampled curve between its samples. */
function interpolate(curve, at) {
  const { x, y } = curve;
  let low = 0;
  let high = x.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= at) low = middle;
    else high = middle;
  }
  return y[low] + ((y[high] - y[low]) * (at - x[low])) / (x[high] - x[low]);
}

function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, sentence, controls, say } = frame(el, "The shape of a project's life");
  const stages = data.stages.slice(1);
  // Scale and steepness stretch the two axes of the sampled curve; there is no formula here.
  const accuracy = (units) => model.get("scale") * interpolate(data.curves[model.get("family")], model.get("steepness") * units);
  const gain = (units) => accuracy(units + 1) - accuracy(units);
  let parts;
  const draw = () => {
    if (!parts) return; // a notebook renders before it gives the figure a width
    const points = Array.from({ length: 121 }, (_, k) => data.shown * (k / 120) ** 2).map((units) => [parts.x(units), parts.y(Math.min(100, accuracy(units)))]);
    put(parts.path, { d: line(points) });
    const gains = stages.map((stage) => gain(stage.start));
    const most = Math.max(...gains);
    stages.forEach((stage, i) => {
      put(parts.dots[i], { cx: parts.x(stage.start), cy: parts.y(Math.min(100, accuracy(stage.start))) });
      put(parts.bars[i], { width: Math.max(1, (gains[i] / most) * parts.room).toFixed(1) });
      put(parts.numbers[i], { x: parts.left + Math.max(1, (gains[i] / most) * parts.room) + 6 }, gains[i].toPrecision(2));
    });
  };
  const { stop } = responsive(figure, (svg, width) => {
    const narrow = width < 520;
    const x = horizontal(0, data.shown, 40, width - 4);
    const names = stageNames(data.stages, x, narrow);
    const top = names.height;
    const bottom = top + 220;
    const y = scale(0, 100, bottom, top);
    drawBands(svg, names, x, top, bottom);
    axisBelow(svg, x, bottom, narrow ? 40 : 20, "effort (units)");
    for (let value = 0; value <= 100; value += 20) add(svg, "text", { x: 34, y: y(value) + 4, "text-anchor": "end" }, `${value}`);
    add(svg, "text", { transform: `translate(11 ${(top + bottom) / 2}) rotate(-90)`, "text-anchor": "middle" }, "accuracy (%)");
    const path = curve(svg, 0, [[0, 0]]);
    const dots = stages.map(() => add(svg, "circle", { r: 5, fill: "var(--project-0)", class: "stage-start" }));
    const left = narrow ? 160 : 190;
    const under = bottom + 66;
    add(svg, "text", { x: 0, y: under - 12 }, narrow ? "points gained by one more unit, by stage" : "points gained by one more unit as each stage begins");
    const bars = [];
    const numbers = stages.map((stage, i) => {
      const middle = under + 10 + i * 20;
      add(svg, "text", { x: left - 8, y: middle + 4, "text-anchor": "end" }, stage.name);
      bars.push(add(svg, "rect", { x: left, y: middle - 6, height: 12, rx: 2, fill: "var(--project-0)" }));
      return label(svg, "", { y: middle + 4, class: "halo gain" });
    });
    parts = { x, y, path, dots, bars, numbers, left, room: width - left - 48 };
    draw();
    return under + stages.length * 20 + 6;
  });
  const family = choice(controls, {
    label: "Family", options: data.families, get: () => model.get("family"),
    set: (value) => change(model, { family: value }),
  });
  const height = slider(controls, {
    label: "Scale (points)", limits: () => data.limits.scale, say,
    get: () => model.get("scale"), set: (value) => change(model, { scale: value }),
  });
  const steepness = slider(controls, {
    label: "Steepness", limits: () => data.limits.steepness, say,
    get: () => model.get("steepness"), set: (value) => change(model, { steepness: value }),
  });
  button(controls, "Reset", () => { say(""); change(model, data.defaults); });

  const update = () => {
    draw();
    const [first, last] = [gain(stages[0].start), gain(stages.at(-1).start)];
    sentence.textContent = last < 0.005 && first > 1
      ? `One more unit gains ${first.toPrecision(2)} points at the ${stages[0].name}, and next to nothing at the frontier.`
      : `One more unit gains ${first.toPrecision(2)} points at the ${stages[0].name} and ${last.toPrecision(2)} at the frontier: ${Math.round(first / last)} times less.`;
    family();
    height();
    steepness();
  };
  model.on("change", update);
  update();
  return () => { model.off("change", update); stop(); };
}

export default { render };
