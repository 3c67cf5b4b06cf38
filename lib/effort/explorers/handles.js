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

const STEPS = {
  ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity,
};

/**
 * Let keys move a node: `step` is told by how many steps, which are without end for the keys that go to an end, and
 * whether the key points to a side.
 *
 * @param {Element} node
 * @param {(steps: number, aside: boolean) => void} step
 */
export function onKeys(node, step) {
  node.addEventListener("keydown", (event) => {
    const { key, altKey, ctrlKey, metaKey } = /** @type {KeyboardEvent} */ (event);
    const steps = STEPS[key];
    if (!steps || altKey || ctrlKey || metaKey) return;
    event.preventDefault();
    step(steps, ["ArrowLeft", "ArrowRight", "Home", "End"].includes(key));
  });
}

/**
 * Make a part of a drawing a slider, which keys and screen readers move; what is returned brings what is said of it in
 * step.
 *
 * @param {Element} node
 * @param {object} options
 * @param {string} options.label
 * @param {() => number} options.get
 * @param {(value: number) => void} options.set
 * @param {() => import("./model.js").Limits} options.limits
 * @param {(value: number) => string} options.text the value with its unit
 * @param {boolean} [options.sideways] whether it moves to the sides, or else up and down
 * @param {boolean} [options.mirrored] whether it moves to the left as the value grows
 */
export function sliding(node, { label, get, set, limits, text, sideways = true, mirrored = false }) {
  put(node, {
    role: "slider", tabindex: 0, "data-lm-suppress-shortcuts": true, "aria-label": label,
    "aria-orientation": sideways ? "horizontal" : "vertical",
  });
  onKeys(node, (steps, aside) => {
    const way = mirrored && aside ? -1 : 1; // it goes where the key points
    set(clamp(get() + way * steps * (limits().step ?? 1), limits()));
  });
  return () => {
    const { min = 0, max = 0 } = limits();
    const value = get();
    put(node, { "aria-valuemin": min, "aria-valuemax": max, "aria-valuenow": value, "aria-valuetext": text(value) });
  };
}

/**
 * A dot that is a slider. What is returned has the dot, and says its value again when `update` is called.
 *
 * @param {Element} parent
 * @param {Parameters<typeof sliding>[1] & { small?: boolean }} options as for `sliding`; `small` where there are many
 */
export function handle(parent, { small = false, ...options }) {
  const radius = small ? 4.5 : 7;
  const node = dot(parent, { radius, grip: true });
  node.classList.add(options.sideways ? "sideways" : "upright");
  const arrows = `M-3,${-radius - 3}l3,-4l3,4M-3,${radius + 3}l3,4l3,-4`;
  if (!small) add(node, "path", { d: arrows, class: "way", transform: `rotate(${options.sideways ? 90 : 0})` });
  return { node, update: sliding(node, { sideways: false, ...options }) };
}
