// The whole argument in one picture: three kinds of company, or any in between.
import { allocate } from "./allocation.js";
import { button, change, frame, howFar, html, slider, unpack } from "./controls.js";
import { stageBars } from "./drawing.js";

function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, sentence, controls, say } = frame(el, "How far a company pushes its models");
  const bars = stageBars(figure, data);
  const presets = html(controls, "div", { className: "explorer-buttons", role: "group", "aria-label": "Companies" });
  const buttons = data.presets.map((preset) => {
    const node = button(presets, preset.name, () => { say(""); change(model, { budget: preset.budget, weight: preset.weight }); });
    return [node, preset];
  });
  button(presets, "Reset", () => { say(""); change(model, data.defaults); });
  const budget = slider(controls, {
    label: "Budget (units)", limits: () => data.limits.budget, say,
    get: () => model.get("budget"), set: (value) => change(model, { budget: value }),
  });
  const weight = slider(controls, {
    label: `Weight of ${data.names[0]}`, limits: () => data.limits.weight, say,
    get: () => model.get("weight"), set: (value) => change(model, { weight: value }),
  });

  const update = () => {
    const weights = [...data.weights];
    weights[0] = model.get("weight");
    const effort = allocate(data.gains, weights, data.floors, data.caps, model.get("budget"));
    bars.update(effort);
    for (const [node, preset] of buttons) {
      node.setAttribute("aria-pressed", preset.budget === model.get("budget") && preset.weight === model.get("weight"));
    }
    sentence.textContent = howFar(data, effort);
    budget();
    weight();
  };
  model.on("change", update);
  update();
  return () => { model.off("change", update); bars.stop(); };
}

export default { render };
