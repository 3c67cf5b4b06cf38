// How much of the budget to put into work that all projects share: the plan for every amount, as Python has worked it out.
import { button, change, frame, html, slider, stageOf, unpack } from "./controls.js";
import { add, axisBelow, horizontal, keepTouch, label, line, put, responsive, scale, stageBars } from "./drawing.js";

function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, sentence, controls, say } = frame(el, "A platform that everybody uses");
  const plansOf = () => data.plans[data.budgets.indexOf(model.get("budget"))];
  // What was built for a larger budget may not fit a smaller one.
  const built = () => Math.min(model.get("built"), plansOf().returns.length - 1);
  const best = (plans) => plans.returns.indexOf(Math.max(...plans.returns));

  let dot;
  let x;
  let y;
  const place = () => {
    if (!dot) return; // a notebook renders before it gives the figure a width
    put(dot, { transform: `translate(${x(built()).toFixed(1)} ${y(plansOf().returns[built()]).toFixed(1)})` });
  };
  const { svg, again, stop } = responsive(html(figure, "div"), (svg, width) => {
    const { returns } = plansOf();
    const top = best(plansOf());
    const bottom = 190;
    x = horizontal(0, returns.length - 1, 48, width - 8);
    y = scale(0, Math.max(...returns) * 1.15, bottom, 10);
    axisBelow(svg, x, bottom, Math.ceil(returns.length / 50) * 10, "units that build the platform");
    const step = Math.max(...returns) > 150 ? 100 : 50;
    for (let value = 0; value < Math.max(...returns); value += step) add(svg, "text", { x: 42, y: y(value) + 4, "text-anchor": "end" }, `${value}`);
    add(svg, "text", { transform: `translate(11 ${bottom / 2}) rotate(-90)`, "text-anchor": "middle" }, "returns");
    add(svg, "path", { d: line(returns.map((value, s) => [x(s), y(value)])), fill: "none", stroke: "var(--project-0)", "stroke-width": 2.6 });
    add(svg, "path", { d: `M${x(top)},${y(returns[top])}V${bottom}`, stroke: "var(--muted)", "stroke-dasharray": "3 3" });
    label(svg, `best: ${top}`, { x: x(top) + 5, y: bottom - 8 });
    dot = add(svg, "g", { class: "dot" });
    add(dot, "circle", { r: 22, class: "grip" });
    add(dot, "circle", { r: 7, class: "mark" });
    place();
    return bottom + 38;
  });
  // The slider below is the way in for keys and screen readers; the dot can be dragged as well.
  svg.classList.add("by-hand");
  keepTouch(svg);
  let grabbed = false;
  svg.onpointerdown = (event) => {
    if (!event.target.closest(".dot")) return;
    grabbed = true;
    svg.setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  svg.onpointermove = (event) => {
    if (!grabbed) return;
    const wanted = Math.round(x.invert(event.clientX - svg.getBoundingClientRect().left));
    change(model, { built: Math.min(plansOf().returns.length - 1, Math.max(0, wanted)) });
  };
  svg.onpointerup = svg.onpointercancel = () => (grabbed = false);
  const bars = stageBars(html(figure, "div"), data);

  const buttons = html(controls, "div", { className: "explorer-buttons" });
  button(buttons, "No platform", () => { say(""); change(model, { built: 0 }); });
  button(buttons, "The best platform", () => { say(""); change(model, { built: best(plansOf()) }); });
  button(buttons, "Reset", () => { say(""); change(model, data.defaults); });
  const budget = slider(controls, {
    label: "Budget (units)", limits: () => data.limits.budget, say,
    get: () => model.get("budget"), set: (value) => change(model, { budget: value, built: Math.min(model.get("built"), value) }),
  });
  const platform = slider(controls, {
    label: "Units for the platform", limits: () => ({ ...data.limits.built, max: plansOf().returns.length - 1 }), say,
    get: built, set: (value) => change(model, { built: value }),
  });

  let drawn;
  const update = () => {
    const plans = plansOf();
    if (drawn !== plans) again();
    drawn = plans;
    const s = built();
    place();
    const units = data.names.map((_, i) => plans.units[i][s]);
    bars.update(units.map((each) => each * data.multiplier[s]), units);
    const top = best(plans);
    const [mine, most, none] = [plans.returns[s], plans.returns[top], plans.returns[0]];
    const furthest = Math.max(...units.map((each) => each * data.multiplier[s]));
    const than = s === top ? "That is the best there is" : `The best is ${most.toFixed(1)}, with ${top}`;
    sentence.textContent =
      `${s} of ${model.get("budget")} units build the platform, and each of the others counts as ${data.multiplier[s].toFixed(2)}: ` +
      `returns of ${mine.toFixed(1)}, against ${none.toFixed(1)} without a platform. ${than}. ` +
      `The furthest project gets as far as ${data.stages[stageOf(data.stages, furthest)].name}.`;
    budget();
    platform();
  };
  model.on("change", update);
  update();
  return () => { model.off("change", update); stop(); bars.stop(); };
}

export default { render };
