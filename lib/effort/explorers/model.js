// The state of an explorer. All of it is in the model's traits: the same in a static page and with a kernel behind it.

/**
 * What a front end needs of a Jupyter widget's model; `link` is only where a page has an address, and `prose`, which
 * gets what the text under the figure says now, where that text follows it.
 *
 * @typedef {{ get(name: string): any, set(name: string, value: any): void, save_changes(): void,
 *   on(event: string, listener: () => void): void, off(event: string, listener: () => void): void,
 *   link?: () => string | null,
 *   prose?: (phrases: () => Record<string, string>) => void }} Model
 * @typedef {{ min?: number, max?: number, step?: number, usual?: number, free?: boolean,
 *   options?: string[], text?: number, length?: number, rising?: boolean }} Limits what a setting may be
 */

/**
 * The data that Python sent, with its packed numbers as arrays.
 *
 * @param {any} data
 * @returns {any}
 */
export function unpack(data) {
  if (Array.isArray(data)) return data.map(unpack);
  if (typeof data !== "object" || data === null) return data;
  if (data.numbers !== undefined) return data.numbers.split(" ").map(Number);
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, unpack(value)]));
}

/**
 * A number inside its limits, on its step; NaN stays NaN.
 *
 * @param {number} value
 * @param {Limits} limits
 */
export function clamp(value, { min = 0, max = Infinity, step = 1 }) {
  const onStep = Math.round((value - min) / step) * step + min;
  return Number(Math.min(max, Math.max(min, onStep)).toFixed(6));
}

/**
 * Whether a value read from an address is one that the control could have set.
 *
 * @param {any} value
 * @param {Limits} limits
 * @returns {boolean}
 */
export function isAllowed(value, limits) {
  if (limits.options) return limits.options.includes(value);
  if (limits.text) return typeof value === "string" && value.length <= limits.text;
  if (limits.length) {
    const each = { ...limits, length: 0 };
    if (!Array.isArray(value) || value.length !== limits.length) return false;
    return value.every((item, i) => isAllowed(item, each) && !(limits.rising && item <= value[i - 1]));
  }
  return Number.isFinite(value) && clamp(value, limits) === value;
}

const GLIDE = 300; // milliseconds from one setting to another

/** Whether the reader prefers that nothing moves by itself. */
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @type {WeakMap<Model, { frame: number, values: Record<string, any> }>} */
const gliding = new WeakMap();

/**
 * @param {Model} model
 * @param {Record<string, any>} values
 */
function put(model, values) {
  for (const name in values) model.set(name, values[name]);
  model.save_changes();
}

/**
 * Change traits of the model, tell everyone, and send them to the kernel if there is one.
 *
 * @param {Model} model
 * @param {Record<string, any>} values
 */
export function change(model, values) {
  const { frame, values: last } = gliding.get(model) ?? { frame: 0, values: {} };
  cancelAnimationFrame(frame);
  gliding.delete(model);
  put(model, { ...last, ...values }); // a glide that is cut short has arrived
}

/**
 * Change numbers of the model, and lists of them, over a moment, so that one sees what becomes of what; other values at
 * its end. Any other change lets it arrive at once.
 *
 * @param {Model} model
 * @param {Record<string, any>} values
 * @param {Record<string, Limits>} limits
 */
export function glide(model, values, limits) {
  change(model, {}); // what glides already arrives
  const numbers = (/** @type {any} */ value) => [value].flat().every((each) => typeof each === "number");
  const moving = Object.keys(values).filter((name) => numbers(values[name]) && limits[name]);
  const from = Object.fromEntries(moving.map((name) => [name, model.get(name)]));
  if (calm() || moving.every((name) => String(from[name]) === String(values[name]))) return change(model, values);
  const begin = performance.now();
  const frame = () => {
    const part = (performance.now() - begin) / GLIDE;
    if (part >= 1) return change(model, values);
    const eased = part * part * (3 - 2 * part);
    const between = (/** @type {string} */ name) => {
      const at = (/** @type {number} */ a, /** @type {number} */ b) => clamp(a + (b - a) * eased, limits[name]);
      const to = values[name];
      return Array.isArray(to) ? to.map((each, i) => at(from[name][i], each)) : at(from[name], to);
    };
    put(model, Object.fromEntries(moving.map((name) => [name, between(name)])));
    gliding.set(model, { frame: requestAnimationFrame(frame), values });
  };
  frame();
}

/**
 * What a control of one trait needs: its limits, how to read it, and how to set it.
 *
 * @param {Model} model
 * @param {{ limits: Record<string, Limits> }} data
 * @param {string} name
 */
export function setting(model, data, name) {
  return {
    limits: () => data.limits[name],
    get: () => model.get(name),
    set: (/** @type {any} */ value) => change(model, { [name]: value }),
  };
}

/**
 * Run `update` now and after every change of the model, until what is returned is called, which calls `ends` too.
 *
 * @param {Model} model
 * @param {() => void} update
 * @param {...(() => void)} ends
 */
export function live(model, update, ...ends) {
  model.on("change", update);
  update();
  return () => {
    model.off("change", update);
    for (const end of ends) end();
  };
}
