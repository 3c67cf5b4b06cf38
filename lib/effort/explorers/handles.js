// Handles in a drawing: what a hand takes hold of, and keys reach.
import { add, dot, put } from "./drawing.js";
import { clamp } from "./model.js";

/**
 * Let screen readers into a drawing of which something can be operated.
 *
 * @param {SVGSVGElement} svg
 * @param {string} label
 */
export function operable(svg, label) {
  svg.classList.add("by-hand");
  svg.removeAttribute("aria-hidden");
  put(svg, { role: "group", "aria-label": label });
}

/**
 * A dot that is a slider: arrow keys move it by a step, the page keys by ten, Home and End to its ends. What is
 * returned has the dot, and says its value again when `update` is called.
 *
 * @param {Element} parent
 * @param {object} options
 * @param {string} options.label
 * @param {() => number} options.get
 * @param {(value: number) => void} options.set
 * @param {() => import("./model.js").Limits} options.limits
 * @param {(value: number) => string} options.inWords the value with its unit
 * @param {boolean} [options.sideways] whether it moves to the sides, or else up and down
 * @param {boolean} [options.small] for where there are many
 */
export function handle(parent, { label, get, set, limits, inWords, sideways = false, small = false }) {
  const radius = small ? 4.5 : 7;
  const node = dot(parent, {
    radius, grip: true, role: "slider", tabindex: 0, "data-lm-suppress-shortcuts": true, "aria-label": label,
    "aria-orientation": sideways ? "horizontal" : "vertical",
  });
  node.classList.add(sideways ? "sideways" : "upright");
  const arrows = `M-3,${-radius - 3}l3,-4l3,4M-3,${radius + 3}l3,4l3,-4`;
  if (!small) add(node, "path", { d: arrows, class: "way", transform: `rotate(${sideways ? 90 : 0})` });
  node.addEventListener("keydown", (event) => {
    const { min = 0, max = 0, step = 1 } = limits();
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    const value = { Home: min, End: max }[event.key] ?? (steps && get() + steps * step);
    if (value === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    set(clamp(value, limits()));
  });
  const update = () => {
    const { min = 0, max = 0 } = limits();
    const value = get();
    put(node, {
      "aria-valuemin": min, "aria-valuemax": max, "aria-valuenow": value, "aria-valuetext": inWords(value),
    });
  };
  return { node, update };
}
