// How far each project of the board gets: a bar along the stages, a dot at its best months, a ring at today's, and a
// line over what it may be if a guess is off.
import { barRow, chart, draggable, low, nearest } from "./charts.js";
import { html } from "./controls.js";
import { add, effortAxis, moveTo, put } from "./drawing.js";
import { clamp } from "./model.js";
import { alongOf, startOf, stretchOf } from "./outlook.js";

const LANES = 12; // the others are in the list
const LEFT = 116; // pixels beside the bars for the names
const LETTERS = 40; // of a name; no more fit there
const ASIDE = 42; // pixels of the numbers at the right

/** A name beside its bar, cut to what fits there. */
function write(node, name) {
  if (node.dataset.name === name) return;
  node.dataset.name = name;
  put(node, {}, name);
  const letters = [...name].slice(0, LETTERS);
  while (letters.length > 1 && node.getComputedTextLength() > LEFT - 12) {
    letters.pop();
    put(node, {}, `${letters.join("")}…`);
  }
}

/** Which projects are drawn: all, or those furthest along and the one in hand, in the order of the board. */
function drawn(progress, held) {
  const order = progress.map((_, i) => i);
  if (order.length <= LANES) return order;
  const first = order.sort((a, b) => progress[b] - progress[a]).slice(0, LANES);
  if (held >= 0 && !first.includes(held)) first[LANES - 1] = held;
  return first.sort((a, b) => a - b);
}

/**
 * `show(projects, outlook, { today, ranges, held })` draws them: what is not known is null. `pull` is told to which
 * months of today's a project's ring is dragged; keys have the project's box for that.
 */
export function makeLanes(figure, data, pull) {
  let axis;
  let rings = [];
  let shown = [];
  const drawing = chart(figure, (svg, { width, narrow }, rows) => {
    const n = rows.length;
    const room = narrow ? low(170) : 260;
    const step = Math.max(12, Math.min(narrow ? 26 : 30, room / n));
    const ground = add(svg, "rect", { width, fill: "var(--ground)" }); // for the saved picture
    const size = { left: LEFT, width: width - ASIDE, narrow, height: 8 + n * step };
    const { x, top, bottom } = effortAxis(svg, data, { ...size, title: "months of an ordinary project" });
    put(ground, { height: bottom + 40 });
    axis = x;
    const lanes = rows.map((_, k) => {
      const middle = top + 4 + (k + 0.5) * step;
      const place = barRow(svg, { name: "", fill: "var(--muted)", middle, x, aside: true });
      const nodes = svg.querySelectorAll("text.row");
      const dots = svg.querySelectorAll(".dot");
      const range = add(svg, "path", { class: "company-range" });
      svg.insertBefore(range, dots[dots.length - 1]);
      const ring = add(svg, "g", { class: "guess" });
      add(ring, "circle", { r: 12, class: "grip" });
      add(ring, "circle", { r: 4, class: "today" });
      return { place, name: nodes[nodes.length - 1], dot: dots[dots.length - 1], range, ring, middle };
    });
    rings = lanes.map((lane) => lane.ring);
    const update = (now) => now.forEach(({ project, units, today, ends, held }, k) => {
      const { place, name, dot, range, ring, middle } = lanes[k];
      put(name, { class: held ? "row held" : "row" });
      write(name, project.name);
      put(dot, { "data-project": project.name });
      place(alongOf(data, project, units), units);
      const at = (/** @type {number} */ effort) => x(Math.min(effort, x.end)).toFixed(1);
      put(range, { d: ends ? `M${at(ends[0])},${middle}H${at(ends[1])}` : "" });
      put(ring, { visibility: today === null ? "hidden" : "visible" });
      if (today !== null) moveTo(ring, x(Math.min(alongOf(data, project, today), x.end)), middle);
    });
    return { height: bottom + 40, update };
  });
  draggable(drawing.svg, {
    selector: ".guess",
    grab: (event) => nearest(rings, event),
    move(k, at) {
      const { project, at: i } = shown[k];
      const units = clamp(axis.invert(at), { max: axis.end, step: 0.01 }) * stretchOf(data, project) - startOf(project);
      pull(i, clamp(units, { max: data.most - startOf(project) }));
    },
  });
  const others = html(figure, "p", { className: "explorer-more" });
  let count = 0;
  const show = (projects, { best, progress }, { today, ranges, held }) => {
    const rows = drawn(progress, held).map((i) => ({
      project: projects[i], units: best[i], today: today ? today[i] : null,
      ends: ranges && ranges[i], held: i === held, at: i,
    }));
    shown = rows;
    if (rows.length === count) drawing.update(rows);
    else drawing.redraw(rows);
    count = rows.length;
    const hidden = projects.length - LANES;
    const text = hidden > 0 ? `The ${LANES} furthest along; ${hidden} more are not drawn.` : "";
    if (others.textContent !== text) others.textContent = text;
  };
  return { show, svg: drawing.svg, stop: drawing.stop };
}
