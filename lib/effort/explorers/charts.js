// Charts that keep their place: laid out anew when their width changes, moved when the model does, dragged by a
// pointer.
import { add, axisLeft, colour, curve, dot, effortAxis, label, moveTo, put, scale } from "./drawing.js";
import { beside as namesBeside, meet } from "./labels.js";

const LEAST = 280; // a drawing has at least so many pixels of its own, however large the reader's text
const NARROW = 520; // below this many pixels a drawing puts its names above what they name
const DIGIT = 8; // a digit of a dot's number takes at most about this many pixels
const AXIS = 40; // pixels that the numbers of an axis take on the left
export const PER_CENT = [0, 20, 40, 60, 80, 100];

/**
 * An `<svg>` inside `parent`. `layout` draws what stands still and gives the height of that and, if something moves,
 * `update`, which places it. Nothing is drawn before the first values are there and `parent` has a width, which in a
 * notebook comes later.
 *
 * @param {Element} parent
 * @param {(svg: SVGSVGElement, size: { width: number, narrow: boolean }, ...values: any[]) =>
 *   { height: number, update?: (...values: any[]) => void }} layout
 */
export function chart(parent, layout) {
  const svg = add(parent, "svg", { "aria-hidden": "true", focusable: "false" });
  let width = 0;
  /** @type {any[] | undefined} */
  let values;
  /** @type {((...values: any[]) => void) | undefined} */
  let place;
  const fit = () => {
    const now = Math.round(parent.clientWidth);
    if (!values || now < 100 || now === width) return;
    width = now;
    svg.replaceChildren();
    // A drawing grows with the reader's text.
    const text = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const zoom = Math.max(1, Math.min(text, now / LEAST));
    const own = width / zoom;
    const { height, update } = layout(svg, { width: own, narrow: own < NARROW }, ...values);
    put(svg, { viewBox: `0 0 ${own} ${height}`, width, height: height * zoom });
    place = update;
    place?.(...values);
  };
  const observer = new ResizeObserver(fit);
  observer.observe(parent);
  return {
    svg,
    /** Show other values; after every new layout these are shown. */
    update(/** @type {any[]} */ ...next) {
      values = next;
      if (width) place?.(...next);
      else fit();
    },
    /** Show other values where what stands still depends on them too. */
    redraw(/** @type {any[]} */ ...next) {
      values = next;
      width = 0;
      fit();
    },
    stop: () => observer.disconnect(),
  };
}

/**
 * Let a pointer drag the dots of a drawing. `grab` says what the pointer takes hold of, if anything; `move` gets that
 * and where the pointer is, in the drawing's own pixels. A finger beside a dot scrolls the page as always; where things
 * can be taken `everywhere`, a mouse drags and a tap moves them from any place.
 *
 * @template T
 * @param {SVGSVGElement} svg
 * @param {object} options
 * @param {(event: MouseEvent, x: number, y: number) => T | null} options.grab
 * @param {(held: T, x: number, y: number) => void} options.move
 * @param {() => boolean} [options.active] whether the dots can be dragged now
 * @param {string} [options.selector] which parts of the drawing can be dragged
 * @param {boolean} [options.everywhere]
 */
export function draggable(svg, { grab, move, active = () => true, selector = ".dot", everywhere = false }) {
  /** @type {T | null} */
  let held = null;
  const onDot = (/** @type {Event} */ { target }) => active() && target instanceof Element && target.closest(selector);
  // A finger takes what is round: a swipe that begins on a line or a strip scrolls the page.
  const taken = (/** @type {Event} */ event) => onDot(event) && /** @type {Element} */ (event.target).matches("circle");
  const place = (/** @type {MouseEvent} */ event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()?.inverse());
    return /** @type {const} */ ([at.x, at.y]);
  };
  // `touch-action` has no effect in SVG.
  svg.addEventListener("touchstart", (event) => taken(event) && event.preventDefault(), { passive: false });
  svg.addEventListener("pointerdown", (event) => {
    const free = event.pointerType === "touch" ? taken(event) : everywhere || onDot(event);
    held = free ? grab(event, ...place(event)) : null;
    if (held === null) return;
    svg.setPointerCapture(event.pointerId);
    event.preventDefault();
    if (!onDot(event)) move(held, ...place(event));
  });
  svg.addEventListener("pointermove", (event) => {
    if (held !== null) move(held, ...place(event));
  });
  svg.addEventListener("click", (event) => {
    const tapped = everywhere && !onDot(event) ? grab(event, ...place(event)) : null;
    if (tapped !== null) move(tapped, ...place(event));
  });
  const release = () => (held = null);
  svg.addEventListener("pointerup", release);
  svg.addEventListener("pointercancel", release);
}

/**
 * Which of the dots has its centre nearest to the pointer: where they stand close together it is meant, and not the
 * one drawn last.
 *
 * @param {Element[]} dots
 * @param {MouseEvent} event
 */
export function nearest(dots, event) {
  const distances = dots.map((group) => {
    const { x, y, width, height } = (group.querySelector(".mark") ?? group).getBoundingClientRect();
    return Math.hypot(x + width / 2 - event.clientX, y + height / 2 - event.clientY);
  });
  return distances.indexOf(Math.min(...distances));
}

/**
 * A number beside a dot, with an arrow if it lies beyond the axis.
 *
 * @param {number | string} units
 * @param {boolean} beyond
 */
const numbered = (units, beyond) => (beyond ? `${units} →` : `${units}`);

// Where a number can stand beside its dot: to the side, down, and whether it ends there. Left of it and over it, or
// right of it and under it, no rising curve runs.
const BESIDE = [
  [-8, -8, true], [9, 17, false], [-8, 17, true], [9, -8, false], [9, 6, false], [-8, -24, true], [-9, 6, true],
];

/**
 * The places of the dots' numbers: each the first beside its dot where nothing else is, or else with the least there.
 *
 * @param {{ x: number, y: number, text: string }[]} dots
 * @param {import("./labels.js").Box[]} names
 * @param {{ left: number, right: number, top: number }} within
 */
function numberPlaces(dots, names, { left, right, top }) {
  const marks = dots.map(({ x, y }) => ({ left: x - 7, right: x + 7, top: y - 7, bottom: y + 7, base: y }));
  /** @type {import("./labels.js").Box[]} */
  const taken = [];
  return dots.map(({ x, y, text }, i) => {
    const width = DIGIT * text.length;
    const places = BESIDE.map(([aside, down, ends]) => {
      const at = x + Number(aside);
      const [from, to] = ends ? [at - width, at] : [at, at + width];
      const box = { left: from, right: to, top: y + Number(down) - 10, bottom: y + Number(down) + 1, base: y };
      const others = [...names, ...taken, ...marks.filter((_, j) => j !== i)].filter((other) => meet(other, box));
      const outside = [from < left, to > right, box.top < top].filter(Boolean);
      return { box, faults: others.length + 2 * outside.length, aside, down, anchor: ends ? "end" : "start" };
    });
    const best = places.reduce((a, b) => (b.faults < a.faults ? b : a));
    taken.push(best.box);
    return { x: Number(best.aside), y: Number(best.down), "text-anchor": best.anchor };
  });
}

/**
 * The projects' accuracy curves over the stages, with a dot on each; `update(effort, weights)` moves the dots, and
 * names the weights that are not 1. Where they can be dragged, `placed` gets the dots and the axis after each layout.
 *
 * @param {Element} parent
 * @param {{ names: string[], stages: import("./drawing.js").Stages, shown: number, values: number[][] }} data
 * @param {(dots: SVGGElement[], x: import("./drawing.js").Horizontal) => void} [placed]
 */
export function accuracyChart(parent, data, placed) {
  const { names, shown, values } = data;
  return chart(parent, (svg, { width, narrow }) => {
    const height = narrow ? low(160) : Math.min(300, width * 0.4);
    const { x, top, bottom } = effortAxis(svg, data, { left: AXIS, width, narrow, height });
    const y = scale(0, 100, bottom, top);
    axisLeft(svg, y, { values: PER_CENT, right: 34, middle: (top + bottom) / 2, title: "accuracy (%)" });
    const curves = add(svg, "g");
    const points = values.map((each) => each.slice(0, shown + 1).map((value, units) => [x(units), y(value)]));
    points.forEach((each, i) => curve(curves, i, each));
    const right = x(shown) - 14; // clear of a dot at the end
    const size = narrow ? (width < 300 ? 10 : 11) : 12;
    const look = { x: right, "text-anchor": "end", class: "halo name", "font-size": size };
    const texts = names.map((name) => label(curves, name, look));
    /** @type {import("./labels.js").Box[]} */
    let places;
    let written = "";
    // Each name beside its curve, with the weight where a point is not worth 1.
    const write = (/** @type {number[] | undefined} */ weights) => {
      const titles = names.map((name, i) => (weights && weights[i] !== 1 ? `${name} ×${weights[i]}` : name));
      if (`${titles}` === written) return;
      written = `${titles}`;
      texts.forEach((node, i) => put(node, {}, titles[i]));
      const named = texts.map((node, i) => ({ text: titles[i], width: node.getComputedTextLength(), size }));
      places = namesBeside(points, named, { right, top, bottom: bottom - 2 });
      texts.forEach((node, i) => put(node, { y: places[i].base }));
    };
    const dots = names.map((name) => dot(svg, { radius: 6, grip: Boolean(placed), "data-project": name }));
    const numbers = dots.map((group) => label(group, "", { class: "halo number" }));
    placed?.(dots, x);
    const update = (/** @type {number[]} */ effort, /** @type {number[] | undefined} */ weights) => {
      write(weights);
      const at = effort.map((units, i) => {
        const within = Math.min(units, shown);
        return { x: x(within), y: y(values[i][within]), text: numbered(units, units > shown) };
      });
      const beside = numberPlaces(at, places, { left: AXIS, right: width, top });
      at.forEach((each, i) => {
        moveTo(dots[i], each.x, each.y);
        put(numbers[i], beside[i], each.text);
      });
    };
    return { height: bottom + 40, update };
  });
}

const PHONE = 664; // pixels; on a lower screen drawings are lower too, so that controls have room under them
/** So many pixels, or fewer on a low screen. */
export const low = (/** @type {number} */ pixels) => {
  const part = Math.min(1, innerHeight / PHONE);
  return Math.round(pixels * part * part);
};

/** Where a row's name ends and its bar begins, and how tall a row is. */
export const rowsOf = (/** @type {boolean} */ narrow) =>
  narrow ? { left: 112, tall: low(20) } : { left: 136, tall: 26 };

/**
 * A row with a project's name and a bar along the stages; gives what sets the bar's length and the number beside it,
 * or at the right of all bars, if there is room `aside`.
 *
 * @param {Element} parent
 * @param {object} options
 * @param {string} options.name as it is shown
 * @param {string} [options.project] the whole name, if that is another
 * @param {string} options.fill
 * @param {number} options.middle
 * @param {import("./drawing.js").Horizontal} options.x
 * @param {boolean} [options.grip] whether its dot can be dragged
 * @param {boolean} [options.aside]
 */
export function barRow(parent, { name, project = name, fill, middle, x, grip = false, aside = false }) {
  add(parent, "text", { x: x(0) - 10, y: middle + 4, "text-anchor": "end", class: "row" }, name);
  const bar = add(parent, "rect", { x: x(0), y: middle - 3, height: 6, rx: 3, fill });
  const group = dot(parent, { "data-project": project, grip });
  const number = label(group, "", { class: aside ? "number aside" : "halo number", y: 4 });
  return (/** @type {number} */ effort, /** @type {number | string} */ written = effort) => {
    const at = x(Math.min(effort, x.end));
    const left = effort > 0.83 * x.end; // three digits do not fit at the right
    put(bar, { width: Math.max(0, at - x(0)).toFixed(1) });
    moveTo(group, at, middle);
    const place = aside ? x(x.end) + 10 - at : left ? -9 : 11;
    // Left of its dot it stands over the bar.
    const look = left && !aside ? { y: -6, "text-anchor": "end" } : { y: 4, "text-anchor": "start" };
    put(number, { x: place, ...look }, numbered(written, effort > x.end));
  };
}

/**
 * A bar for each project; `update(effort, written)` sets them, and the numbers beside them if these are others.
 *
 * @param {Element} parent
 * @param {{ names: string[], stages: import("./drawing.js").Stages, shown: number }} data
 * @param {boolean} [alone] whether there is nothing else in the picture, and so more room
 * @param {number} [aside] the pixels at the right that what is written beside the bars takes
 */
export function stageBars(parent, data, alone = false, aside = 0) {
  return chart(parent, (svg, { width, narrow }) => {
    const { left, tall } = rowsOf(narrow);
    const step = alone ? tall * 1.4 : tall;
    const size = { left, width: width - aside, narrow: narrow || !alone, height: 8 + data.names.length * step };
    const { x, top, bottom } = effortAxis(svg, data, size);
    const middles = data.names.map((_, i) => top + 4 + (i + 0.5) * step);
    const rows = data.names.map((name, i) =>
      barRow(svg, { name, fill: colour(i), middle: middles[i], x, aside: aside > 0 }));
    const update = (/** @type {number[]} */ effort, /** @type {(number | string)[]} */ written = effort) =>
      rows.forEach((row, i) => row(effort[i], written[i]));
    return { height: bottom + 40, update };
  });
}
