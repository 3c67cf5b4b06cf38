// Drawing in SVG, in CSS pixels, so that text keeps its size on every screen. Colours are the CSS variables of
// picture.css; the shapes follow the book's printed figures.

const NAMESPACE = "http://www.w3.org/2000/svg";
const TICK = 38; // pixels that lie between the numbers of an axis at least
const SMALL_LETTER = 5.6; // a letter of a stage's name takes at most about this many pixels
const DASHES = ["", "9 3", "8 3 2 3", "5 3", "2 3"]; // with the colour, a second way to tell the projects apart

/**
 * @typedef {Record<string, string | number | boolean>} Attributes
 * @typedef {((value: number) => number) & { invert(at: number): number }} Scale
 * @typedef {Scale & { begin: number, end: number }} Horizontal
 * @typedef {{ name: string, short: string, start: number }[]} Stages
 */

/**
 * Set attributes of a node, and its text if there is one.
 *
 * @template {Element} T
 * @param {T} node
 * @param {Attributes} attributes
 * @param {string} [text]
 * @returns {T}
 */
export function put(node, attributes, text) {
  for (const name in attributes) node.setAttribute(name, String(attributes[name]));
  if (text !== undefined && node.textContent !== text) node.textContent = text;
  return node;
}

/**
 * A new SVG element inside `parent`.
 *
 * @template {keyof SVGElementTagNameMap} K
 * @param {Element} parent
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {string} [text]
 * @returns {SVGElementTagNameMap[K]}
 */
export function add(parent, tag, attributes = {}, text) {
  return put(parent.appendChild(document.createElementNS(NAMESPACE, tag)), attributes, text);
}

/**
 * A straight scale from numbers to pixels, and back.
 *
 * @param {number} from
 * @param {number} to
 * @param {number} start
 * @param {number} end
 * @returns {Scale}
 */
export function scale(from, to, start, end) {
  const slope = (end - start) / (to - from);
  const pixels = (/** @type {number} */ value) => start + (value - from) * slope;
  const invert = (/** @type {number} */ at) => from + (at - start) / slope;
  return Object.assign(pixels, { invert });
}

/**
 * A scale along effort or budget that knows where it begins and ends.
 *
 * @param {number} begin
 * @param {number} end
 * @param {number} left
 * @param {number} right
 * @returns {Horizontal}
 */
export function horizontal(begin, end, left, right) {
  return Object.assign(scale(begin, end, left, right), { begin, end });
}

/**
 * An SVG path through the points.
 *
 * @param {number[][]} points
 */
export function line(points) {
  return "M" + points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L");
}

/**
 * Move a node to a point.
 *
 * @param {Element} node
 * @param {number} x
 * @param {number} y
 */
export function moveTo(node, x, y) {
  put(node, { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` });
}

/** @param {number} i */
export const colour = (i) => `var(--project-${i})`;

/**
 * A curve in a project's colour and dashes.
 *
 * @param {Element} parent
 * @param {number} i
 * @param {number[][]} points
 */
export function curve(parent, i, points) {
  return add(parent, "path", {
    d: line(points), class: "curve", fill: "none",
    stroke: colour(i), "stroke-width": 2.6, "stroke-dasharray": DASHES[i],
  });
}

/**
 * A text that can be read on whatever it lies on.
 *
 * @param {Element} parent
 * @param {string} text
 * @param {Attributes} attributes
 */
export function label(parent, text, attributes) {
  return add(parent, "text", { class: "halo", ...attributes }, text);
}

/**
 * A dot, as a group at its place; one that can be dragged has a larger circle around it to take hold of.
 *
 * @param {Element} parent
 * @param {{ radius?: number, grip?: boolean } & Attributes} [options]
 */
export function dot(parent, { radius = 6.5, grip = false, ...attributes } = {}) {
  const group = add(parent, "g", { class: "dot", ...attributes });
  if (grip) add(group, "circle", { r: 22, class: "grip" });
  add(group, "circle", { r: radius, class: "mark" });
  return group;
}

/**
 * How solid a stage's band is: the odd ones a little more, the frontier in a colour of its own.
 *
 * @param {number} stage its number
 * @param {boolean} frontier
 */
export function bandFill(stage, frontier) {
  const turn = frontier ? "frontier" : stage % 2 ? "odd" : "even";
  return { fill: frontier ? "var(--frontier)" : "var(--band)", opacity: `var(--band-${turn})` };
}

/**
 * The bands of the stages along the effort axis: from where to where, their names, short in one line where it is
 * narrow, else in one or two lines, and whether these stand upright; and the height that the names take.
 *
 * @param {Stages} stages
 * @param {Horizontal} x
 * @param {boolean} narrow
 */
function bandsOf(stages, x, narrow) {
  const bands = stages.slice(1).map((stage, i) => {
    const end = i + 2 < stages.length ? stages[i + 2].start : x.end;
    if (narrow) return { from: stage.start, to: end, lines: [stage.short], longest: 0, upright: false };
    const words = stage.name.split(" ");
    const half = Math.ceil(words.length / 2);
    const lines = [words.slice(0, half).join(" "), words.slice(half).join(" ")].filter(Boolean);
    const longest = Math.max(...lines.map((text) => text.length)) * SMALL_LETTER;
    return { from: stage.start, to: end, lines, longest, upright: longest > x(end) - x(stage.start) };
  });
  const upright = bands.filter((band) => band.upright).map((band) => band.longest);
  return { bands, height: narrow ? 22 : Math.min(96, 12 + Math.max(28, ...upright)) };
}

/**
 * The axis of effort below and the stages as bands behind what is to be drawn, with their names above it.
 *
 * @param {Element} parent
 * @param {{ stages: Stages, shown: number }} data
 * @param {object} options
 * @param {number} options.left
 * @param {number} options.width
 * @param {boolean} options.narrow
 * @param {number} options.height of what stands on the axis, without the names of the stages
 * @param {string} [options.title]
 */
export function effortAxis(parent, { stages, shown }, options) {
  const { left, width, narrow, height, title = "effort (units)" } = options;
  const x = horizontal(0, shown, left, width - 4);
  const { bands, height: top } = bandsOf(stages, x, narrow);
  const bottom = top + height;
  bands.forEach(({ from, to, lines, upright }, i) => {
    const frontier = i === bands.length - 1;
    const fill = bandFill(i, frontier);
    add(parent, "rect", { x: x(from), y: 0, width: x(to) - x(from), height: bottom, ...fill });
    add(parent, "path", { d: `M${x(from)},0V${bottom}`, class: frontier ? "boundary frontier" : "boundary" });
    const middle = (x(from) + x(to)) / 2;
    // Short names give way to those after them, which say more.
    const next = narrow ? bands[i + 1] : undefined;
    const room = next ? (x(next.from) + x(next.to)) / 2 - middle : 0;
    if (next && room < ((lines[0].length + next.lines[0].length) / 2) * SMALL_LETTER + 2) return;
    lines.forEach((text, j) => {
      const shift = (j - (lines.length - 1) / 2) * 12;
      /** @type {Attributes} */
      const place = upright
        ? { transform: `translate(${middle + shift + 4} ${top - 6}) rotate(-90)` }
        : { x: middle, y: top / 2 + shift + 4, "text-anchor": "middle" };
      add(parent, "text", { class: "stage", ...place }, text);
    });
  });
  const step = [20, 40, 60, 120].find((units) => x(units) - x(0) > TICK) ?? 120;
  axisBelow(parent, x, bottom, step, title);
  return { x, top, bottom };
}

/**
 * A horizontal axis with round numbers and its name.
 *
 * @param {Element} parent
 * @param {Horizontal} x
 * @param {number} at
 * @param {number} step
 * @param {string} title
 */
export function axisBelow(parent, x, at, step, title) {
  add(parent, "path", { d: line([[x(x.begin), at], [x(x.end), at]]), stroke: "var(--muted)", fill: "none" });
  for (let value = x.begin; value <= x.end; value += step) {
    const anchor = value === x.begin ? "start" : value + step > x.end ? "end" : "middle";
    add(parent, "text", { x: x(value), y: at + 16, "text-anchor": anchor }, `${value}`);
  }
  add(parent, "text", { x: (x(x.begin) + x(x.end)) / 2, y: at + 32, "text-anchor": "middle" }, title);
}

/**
 * A vertical axis: its numbers, which end at `right`, and its name, upright around `middle`.
 *
 * @param {Element} parent
 * @param {(value: number) => number} y
 * @param {{ values: number[], right: number, middle: number, title: string }} options
 */
export function axisLeft(parent, y, { values, right, middle, title }) {
  for (const value of values) add(parent, "text", { x: right, y: y(value) + 4, "text-anchor": "end" }, `${value}`);
  add(parent, "text", { transform: `translate(11 ${middle}) rotate(-90)`, "text-anchor": "middle" }, title);
}
