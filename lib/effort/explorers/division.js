// A budget and its division in one drawing: a bar of all units, in the colours of their projects, over a bar for each
// project along the stages.
import { total } from "./allocate.js";
import { barRow, chart, draggable, nearest, rowsOf } from "./charts.js";
import { add, colour, dot, effortAxis, horizontal, label, moveTo, put } from "./drawing.js";
import { sliding } from "./handles.js";
import { counted } from "./words.js";

const TALL = 30; // pixels that the bar of all units takes

/** The bar of all units; `update(effort, budget)` divides it. Where its end can be moved, it has a handle. */
function budgetBar(svg, data, { x, most, end }) {
  const middle = TALL / 2 - 3;
  const name = add(svg, "text", { x: x(0) - 10, y: middle + 4, "text-anchor": "end", class: "row" });
  add(svg, "path", { d: `M${x(0)},${middle}H${x(most)}`, stroke: "var(--grid)", "stroke-width": 2 });
  const rest = add(svg, "rect", { y: middle - 5.5, height: 11, class: "unspent" });
  const parts = data.names.map((_, i) => add(svg, "rect", { y: middle - 6, height: 12, fill: colour(i) }));
  let follow = () => {};
  let handle;
  if (end) {
    handle = dot(svg, { radius: 8, grip: true });
    handle.classList.add("handle", "sideways");
    follow = sliding(handle, { label: "Budget", text: (units) => counted(units, "unit"), ...end });
  }
  return (/** @type {number[]} */ effort, /** @type {number} */ budget) => {
    const left = budget - total(effort);
    put(name, {}, left ? `${left} of ${budget} left` : counted(budget, "unit"));
    let from = 0;
    effort.forEach((units, i) => {
      put(parts[i], { x: x(from).toFixed(1), width: (x(from + units) - x(from)).toFixed(1) });
      from += units;
    });
    const visibility = left ? "visible" : "hidden";
    put(rest, { x: x(from).toFixed(1), width: (x(budget) - x(from)).toFixed(1), visibility });
    if (handle) moveTo(handle, x(budget), middle);
    follow();
  };
}

/** A ring with its number under a project's bar: where the reader has placed it. `update(units)`; none hides it. */
function guessMark(parent, { middle, x }) {
  const group = add(parent, "g", { class: "guess" });
  add(group, "circle", { r: 4 });
  const number = label(group, "", { y: 4, class: "halo row" });
  return (/** @type {number | undefined} */ units) => {
    put(group, { visibility: units === undefined ? "hidden" : "visible" });
    if (units === undefined) return;
    const beyond = units > 0.85 * x.end;
    moveTo(group, x(Math.min(units, x.end)), middle + 11);
    put(number, { x: beyond ? -8 : 8, "text-anchor": beyond ? "end" : "start" }, `${units}`);
  };
}

/**
 * The drawing; `update(effort, budget, guess)` shows a division, and a reader's own beside it if there is one.
 *
 * @param {Element} parent
 * @param {any} data
 * @param {object} hands what can be moved
 * @param {number} hands.most where the bar of all units ends
 * @param {object} [hands.end] what moves the bar's right end, as for `sliding`
 * @param {(i: number) => any} [hands.place] what moves a project's dot, as for `sliding`
 */
export function divisionChart(parent, data, { most, end, place }) {
  let across; // of what can be moved
  const drawing = chart(parent, (svg, { width, narrow }) => {
    const { left, tall } = rowsOf(narrow);
    const along = horizontal(0, most, left, width - 14);
    const bar = budgetBar(svg, data, { x: along, most, end });
    const rows = add(svg, "g", { transform: `translate(0 ${TALL})` });
    const step = tall * 1.4;
    const size = { left, width, narrow, height: 8 + data.names.length * step };
    const { x, top, bottom } = effortAxis(rows, data, size);
    across = end ? along : x;
    const each = data.names.map((name, i) => {
      const middle = top + 4 + (i + 0.5) * step;
      const mark = guessMark(rows, { middle, x });
      const row = barRow(rows, { name, fill: colour(i), middle, x, grip: Boolean(place) });
      const group = /** @type {SVGGElement} */ (rows.querySelectorAll(".dot")[i]);
      const follow = place ? sliding(group, place(i)) : () => {};
      return { mark, row, follow };
    });
    const update = (effort, budget, guess = []) => {
      bar(effort, budget);
      each.forEach(({ mark, row, follow }, i) => {
        row(effort[i]);
        mark(guess[i]);
        follow();
      });
    };
    return { height: TALL + bottom + 40, update };
  });
  const { svg } = drawing;
  put(svg, { role: "group", "aria-label": end ? "Budget and its division" : "Your division" });
  svg.removeAttribute("aria-hidden");
  svg.classList.add("by-hand");
  draggable(svg, {
    selector: end ? ".handle" : ".dot",
    grab: (event) => {
      const dots = [...svg.querySelectorAll(end ? ".handle" : "[role=slider][data-project]")];
      const i = nearest(dots, event);
      /** @type {SVGGElement} */ (dots[i]).focus();
      return end ?? place?.(i);
    },
    move: (held, at) => held.set(Math.round(across.invert(at))),
  });
  return drawing;
}
