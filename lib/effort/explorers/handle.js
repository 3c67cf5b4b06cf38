// Parts of a drawing that keys and screen readers move as they move a slider.
import { put } from "./drawing.js";
import { clamp } from "./model.js";

const STEPS = {
  ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity,
};

/**
 * Make a node a slider; what is returned brings what is said of it in step.
 *
 * @param {SVGElement} node
 * @param {object} options
 * @param {string} options.label
 * @param {() => import("./model.js").Limits} options.limits
 * @param {() => number} options.get
 * @param {(value: number) => void} options.set
 * @param {(value: number) => string} options.text the value with its unit
 */
export function operable(node, { label, limits, get, set, text }) {
  put(node, { role: "slider", tabindex: 0, "data-lm-suppress-shortcuts": true, "aria-label": label });
  node.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    set(clamp(get() + step, limits()));
  });
  return () => {
    const { min = 0, max = 0 } = limits();
    const value = get();
    put(node, { "aria-valuemin": min, "aria-valuemax": max, "aria-valuenow": value, "aria-valuetext": text(value) });
  };
}
