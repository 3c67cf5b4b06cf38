// The whole argument in one picture: three kinds of company, or any in between.
import { allocate } from "./allocate.js";
import { stageBars } from "./charts.js";
import { button, frame, html, slider } from "./controls.js";
import { glide, live, setting, unpack } from "./model.js";
import { howFar, inFull } from "./words.js";

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, tell, stop, say } = frame(el, "How far a company pushes its models");
  const bars = stageBars(figure, data, true);
  const presets = html(controls, "div", { className: "explorer-buttons", role: "group", "aria-label": "Companies" });
  const choose = (values) => {
    say("");
    glide(model, values, data.limits);
  };
  const buttons = data.presets.map((preset) => {
    const { budget, weight } = preset;
    return [button(presets, preset.name, () => choose({ budget, weight })), preset];
  });
  button(presets, "Reset", () => choose(data.defaults));
  const budget = slider(controls, { label: "Budget (units)", say, ...setting(model, data, "budget") });
  const weight = slider(controls, { label: `Weight of ${data.names[0]}`, say, ...setting(model, data, "weight") });

  const update = () => {
    const weights = data.weights.with(0, model.get("weight"));
    const effort = allocate(data.gains, weights, data.floors, data.caps, model.get("budget"));
    bars.update(effort);
    for (const [node, preset] of buttons) {
      const chosen = preset.budget === model.get("budget") && preset.weight === model.get("weight");
      node.setAttribute("aria-pressed", `${chosen}`);
    }
    tell(howFar(data, effort), inFull(data, effort));
    budget();
    weight();
  };
  return live(model, update, bars.stop, stop);
}
