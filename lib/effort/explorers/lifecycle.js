// Shape one curve, and see what a unit of effort gains in each stage.
import { button, frame, radios, slider } from "./controls.js";
import { curveAndGains, points } from "./curve.js";
import { add, line } from "./drawing.js";
import { calm, change, glide, live, setting, unpack } from "./model.js";
import { ofLifecycle } from "./phrases.js";

const MORPH = 300; // milliseconds from one family to another

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

/** A small picture of a family's curve. */
function thumbnail(parent, data, family) {
  const [width, height] = [44, 24];
  const svg = add(parent, "svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  const place = (k) => {
    const part = (k / 30) ** 2; // closer together at first
    return [1 + (width - 2) * part, height - 2 - (height - 6) * interpolate(data.curves[family], part * data.shown)];
  };
  const d = line(Array.from({ length: 31 }, (_, k) => place(k)));
  add(svg, "path", { d, fill: "none", stroke: "currentColor", "stroke-width": 2 });
}

/** What becomes of one sampled curve on its way to another: all are sampled at the same efforts. */
const between = (from, to, part) => ({ x: to.x, y: to.y.map((value, k) => from.y[k] + (value - from.y[k]) * part) });

/** The curve that is drawn: that of the family, or what is on its way to it; `again` is called while it is. */
function morphing(data, again) {
  let family, from, drawn, timer;
  let begin = 0;
  return {
    stop: () => cancelAnimationFrame(timer),
    curve(wanted) {
      if (family !== wanted) {
        begin = family === undefined || calm() ? -MORPH : performance.now();
        from = drawn;
        family = wanted;
      }
      const part = Math.min(1, (performance.now() - begin) / MORPH);
      const [to, onWay] = [data.curves[family], from && part < 1];
      drawn = onWay ? between(from, to, part * part * (3 - 2 * part)) : to;
      cancelAnimationFrame(timer);
      if (onWay) timer = requestAnimationFrame(again);
      return drawn;
    },
  };
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, tell, stop, say } = frame(el, "The shape of a project's life");
  const stages = data.stages.slice(1);
  const hands = {
    scale: setting(model, data, "scale"),
    steepness: setting(model, data, "steepness"),
    starts: setting(model, data, "starts"),
    stretch: (values) => change(model, values),
  };
  const drawing = curveAndGains(figure, data, hands);
  const { get, set } = setting(model, data, "family");
  const options = data.families.map(([value, name]) => [value, name.split(",")[0]]);
  const draw = (node, value) => thumbnail(node, data, value);
  const family = radios(controls, { label: "Family", options, get, set, draw });
  const height = slider(controls, { label: "Scale (points)", say, ...hands.scale });
  const steepness = slider(controls, { label: "Steepness (times)", say, ...hands.steepness });
  button(controls, "Reset", () => {
    say("");
    const { starts } = data.defaults;
    change(model, { family: data.defaults.family, starts });
    glide(model, data.defaults, data.limits);
  });

  // Scale and steepness stretch the two axes of the sampled curve; there is no formula here.
  const stretched = (sampled) => (units) => model.get("scale") * interpolate(sampled, model.get("steepness") * units);
  const gainsOn = (accuracy) => model.get("starts").map((start) => accuracy(start + 1) - accuracy(start));
  const morph = morphing(data, () => show());
  const show = () => {
    const sampled = morph.curve(model.get("family"));
    const accuracy = stretched(sampled);
    drawing.update({
      accuracy, curve: (units) => interpolate(sampled, units), starts: model.get("starts"),
      steepness: model.get("steepness"), gains: gainsOn(accuracy),
      written: gainsOn(stretched(data.curves[model.get("family")])),
    });
  };
  const update = () => {
    show();
    const accuracy = stretched(data.curves[model.get("family")]);
    const gains = gainsOn(accuracy);
    const each = stages.map(({ name }, i) => {
      const start = model.get("starts")[i];
      return `${name} at ${start}, ${accuracy(start).toFixed(0)}\u00a0%, ${points(gains[i])}`;
    });
    const heads = "Each stage with the effort at which it begins, the accuracy there, and the points of one more unit";
    tell(inWords(data, stages, accuracy, gains), `${heads}: ${each.join("; ")}.`);
    model.prose?.(() => ofLifecycle(data, accuracy, model.get("starts").at(-1)));
    family();
    height();
    steepness();
  };
  return live(model, update, drawing.stop, morph.stop, stop);
}

function inWords(data, stages, accuracy, gains) {
  const [first, last] = [gains[0], gains.at(-1)];
  const begins = `One more unit gains ${points(first)} points at the ${stages[0].name}`;
  const said = last < 0.005
    ? `${begins}, and next to nothing at the frontier.`
    : `${begins} and ${points(last)} at the frontier: ${Math.round(first / last)} times less.`;
  const leaves = " The curve leaves the chart: nothing is more than 100\u00a0% accurate.";
  return accuracy(data.shown) > 100 ? said + leaves : said;
}
