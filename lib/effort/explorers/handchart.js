// The accuracy curves whose dots are placed by hand, and to which a unit is seen to go.
import { accuracyChart, draggable, nearest } from "./charts.js";
import { add, put } from "./drawing.js";
import { onKeys, operable } from "./handles.js";
import { calm } from "./model.js";
import { many, stageOf } from "./words.js";

const FLIGHT = 200; // milliseconds in which a unit goes to its project

/** What is operated is a slider; what stands around it is hidden from those who cannot see it. */
function makeSliders(svg, dots, names) {
  for (const child of svg.children) put(child, { "aria-hidden": "true" });
  dots.forEach((group, i) => {
    group.removeAttribute("aria-hidden");
    put(group, { role: "slider", tabindex: 0, "aria-label": `Units for ${names[i]}` });
    put(group, { "data-lm-suppress-shortcuts": true });
    group.prepend(add(group, "circle", { r: 11, class: "ring" }));
  });
}

/**
 * The curves with their dots, which a hand can always move: `move(i, units)` is told which, and to how many units, and
 * `range(i)` says between which it may lie. `update(effort, weights)` places them; `give(i)` shows a unit that goes to
 * project i.
 */
export function handChart(parent, data, { range, move }) {
  let dots = [];
  let axis;
  let token;
  /** @type {any} */
  let shown; // nothing at first
  const frontier = data.stages.at(-1).start;
  const describe = () =>
    dots.forEach((group, i) => {
      const { min, max } = range(i);
      const text = `${many(shown[i], "unit")}, ${data.stages[stageOf(data.stages, shown[i])].name}`;
      put(group, { "aria-valuenow": shown[i], "aria-valuemin": min, "aria-valuemax": max, "aria-valuetext": text });
      group.classList.toggle("there", shown[i] >= frontier);
    });
  const placed = (groups, x) => {
    [dots, axis] = [groups, x];
    makeSliders(drawing.svg, dots, data.names);
    dots.forEach((group, i) => onKeys(group, (steps) => move(i, shown[i] + steps)));
    describe();
    token = add(drawing.svg, "circle", { r: 5, class: "token", "aria-hidden": "true" });
  };
  const drawing = accuracyChart(parent, data, placed);
  operable(drawing.svg, "Units for each project");
  draggable(drawing.svg, {
    grab: (event) => {
      const i = nearest(dots, event);
      dots[i].focus();
      return i;
    },
    move: (i, x) => move(i, axis.invert(x)),
  });
  const update = (effort, weights) => {
    const before = shown ?? effort;
    shown = effort;
    drawing.update(effort, weights);
    describe();
    dots.forEach((group, i) => {
      if (effort[i] < frontier || before[i] >= frontier || calm()) return;
      const far = { transform: "scale(4)", opacity: 0 };
      group.querySelector(".ring").animate([far, { transform: "scale(1)", opacity: 1 }], { duration: 3 * FLIGHT });
    });
  };
  const give = (i) => {
    if (!dots.length || calm()) return;
    const { e, f } = dots[i].transform.baseVal[0].matrix;
    const { width, height } = drawing.svg.viewBox.baseVal;
    const [from, to] = [[width / 2, height - 12], [e, f]].map(([x, y]) => ({ transform: `translate(${x}px, ${y}px)` }));
    const way = [{ ...from, opacity: 1 }, { ...to, opacity: 1 }];
    token.animate(way, { duration: FLIGHT, easing: "ease-in" });
    const sizes = [1, 1.8, 1].map((size) => ({ transform: `scale(${size})` }));
    dots[i].querySelector(".mark").animate(sizes, { duration: FLIGHT, delay: FLIGHT });
  };
  return { update, give, stop: drawing.stop };
}
