// Shape one curve, and see what a unit of effort gains in each stage.
import { PER_CENT, chart } from "./charts.js";
import { button, choice, frame, slider } from "./controls.js";
import { add, axisLeft, curve, effortAxis, label, line, put, scale } from "./drawing.js";
import { glide, live, setting, unpack } from "./model.js";
import { ofLifecycle } from "./phrases.js";

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

/** The curve over the stages, and under it a bar for what a unit gains as each begins; `update(accuracy, gains)`. */
function curveAndGains(parent, data) {
  const stages = data.stages.slice(1);
  return chart(parent, (svg, { width, narrow }) => {
    const { x, top, bottom } = effortAxis(svg, data, { left: 40, width, narrow, height: 220 });
    const y = scale(0, 100, bottom, top);
    axisLeft(svg, y, { values: PER_CENT, right: 34, middle: (top + bottom) / 2, title: "accuracy (%)" });
    const path = curve(svg, 0, [[0, 0]]);
    const dots = stages.map(() => add(svg, "circle", { r: 5, fill: "var(--project-0)", class: "stage-start" }));
    const left = narrow ? 160 : 190;
    const under = bottom + 66;
    const when = narrow ? ", by stage" : " as each stage begins";
    add(svg, "text", { x: 0, y: under - 12 }, `points gained by one more unit${when}`);
    const rows = stages.map((stage, i) => {
      const middle = under + 10 + i * 20;
      add(svg, "text", { x: left - 8, y: middle + 4, "text-anchor": "end" }, stage.name);
      const bar = add(svg, "rect", { x: left, y: middle - 6, height: 12, rx: 2, fill: "var(--project-0)" });
      return { bar, number: label(svg, "", { y: middle + 4, class: "halo gain" }) };
    });
    const update = (accuracy, gains) => {
      const height = (units) => y(Math.min(100, accuracy(units)));
      const efforts = Array.from({ length: 121 }, (_, k) => data.shown * (k / 120) ** 2);
      put(path, { d: line(efforts.map((units) => [x(units), height(units)])) });
      const most = Math.max(...gains);
      rows.forEach(({ bar, number }, i) => {
        const { start } = stages[i];
        put(dots[i], { cx: x(start), cy: height(start) });
        const length = Math.max(1, (gains[i] / most) * (width - left - 48));
        put(bar, { width: length.toFixed(1) });
        put(number, { x: left + length + 6 }, gains[i].toPrecision(2));
      });
    };
    return { height: under + stages.length * 20 + 6, update };
  });
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, tell, stop, say } = frame(el, "The shape of a project's life");
  const stages = data.stages.slice(1);
  const drawing = curveAndGains(figure, data);
  const { get, set } = setting(model, data, "family");
  const family = choice(controls, { label: "Family", options: data.families, get, set });
  const height = slider(controls, { label: "Scale (points)", say, ...setting(model, data, "scale") });
  const steepness = slider(controls, { label: "Steepness", say, ...setting(model, data, "steepness") });
  button(controls, "Reset", () => {
    say("");
    glide(model, data.defaults, data.limits);
  });

  const update = () => {
    // Scale and steepness stretch the two axes of the sampled curve; there is no formula here.
    const sampled = data.curves[model.get("family")];
    const accuracy = (units) => model.get("scale") * interpolate(sampled, model.get("steepness") * units);
    const gains = stages.map(({ start }) => accuracy(start + 1) - accuracy(start));
    drawing.update(accuracy, gains);
    const [first, last] = [gains[0], gains.at(-1)];
    const begins = `One more unit gains ${first.toPrecision(2)} points at the ${stages[0].name}`;
    const times = Math.round(first / last);
    const said = last < 0.005 && first > 1
      ? `${begins}, and next to nothing at the frontier.`
      : `${begins} and ${last.toPrecision(2)} at the frontier: ${times} times less.`;
    const points = stages.map(({ name }, i) => `${name} ${gains[i].toPrecision(2)}`).join("; ");
    tell(said, `Points gained by one more unit as each stage begins: ${points}.`);
    model.prose?.(() => ofLifecycle(data, accuracy));
    family();
    height();
    steepness();
  };
  return live(model, update, drawing.stop, stop);
}
