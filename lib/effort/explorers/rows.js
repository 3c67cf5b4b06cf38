// A row for each project: what a point of it is worth, what it is given in any case, and what its next unit gains.
import { button, html, numberField } from "./controls.js";
import { add, colour, curve, put } from "./drawing.js";
import { clamp } from "./model.js";

/** A number with a button on either side, which take it down and up by a step. */
function stepper(parent, setting) {
  const { label, limits, get, set, say } = setting;
  const box = html(parent, "span", { className: "explorer-stepper" });
  const by = (sign, name, way) => {
    const node = button(box, sign, () => {
      const { min, max, step } = limits();
      const value = clamp(get() + way * step, limits());
      say(value === get() ? `${label} goes from ${min} to ${max} in steps of ${step}.` : "");
      set(value);
    });
    put(node, { "aria-label": `${label}: ${name}` });
    node.tabIndex = -1; // for keys there are the arrows in the box
  };
  by("−", "less", -1);
  const show = numberField(box, { "aria-label": label }, setting);
  by("+", "more", 1);
  const written = html(box, "span", { className: "written" }); // on paper, in place of the box
  return () => {
    show();
    written.textContent = get();
  };
}

/** A project's name with its colour and dashes. */
function named(row, name, i) {
  const cell = html(row, "th", { scope: "row", role: "rowheader" });
  const mark = add(cell, "svg", { width: 24, height: 6, "aria-hidden": "true" });
  curve(mark, i, [[0, 3], [24, 3]]);
  html(cell, "span", {}, name);
}

/** What the next unit gains, as a bar and a number; what is returned sets both. */
function gainCell(row, i) {
  const cell = html(row, "td", { role: "cell", className: "next-gain" });
  const whole = { viewBox: "0 0 100 10", preserveAspectRatio: "none", class: "bar", "aria-hidden": "true" };
  const bar = add(add(cell, "svg", whole), "rect", { height: 10, fill: colour(i) });
  const number = html(cell, "span", { className: "gain" });
  return (gain, most) => {
    put(bar, { width: ((100 * gain) / most).toFixed(2) });
    number.textContent = gain.toPrecision(3);
  };
}

/**
 * A table with a row for each project; `update(effort, gains, next)` brings it in step. `weightOf(i)` and `floorOf(i)`
 * are the settings that its boxes change.
 */
export function projectRows(parent, names, { weightOf, floorOf }) {
  const outer = html(parent, "div", { className: "explorer-rows" });
  // Each role is said, as a narrow screen lays the rows out by themselves, which makes some browsers forget the table.
  const table = html(outer, "table", { role: "table" });
  html(table, "caption", {}, "The next unit goes to the project where it gains the most points.");
  const head = html(html(table, "thead", { role: "rowgroup" }), "tr", { role: "row" });
  for (const title of ["project", "weight", "floor", "units", "the next unit gains"]) {
    html(head, "th", { role: "columnheader", scope: "col" }, title);
  }
  const body = html(table, "tbody", { role: "rowgroup" });
  const rows = names.map((name, i) => {
    const row = html(body, "tr", { role: "row" });
    named(row, name, i);
    const boxes = [["weight", weightOf(i)], ["floor", floorOf(i)]].map(([title, setting]) => {
      const cell = html(row, "td", { role: "cell", className: title });
      html(cell, "span", { className: "title", "aria-hidden": "true" }, title);
      return stepper(cell, setting);
    });
    const units = html(row, "td", { role: "cell", className: "units" });
    return { row, boxes, units, show: gainCell(row, i) };
  });
  return (effort, gains, next) => {
    const most = Math.max(...gains) || 1;
    rows.forEach(({ row, boxes, units, show }, i) => {
      for (const box of boxes) box();
      units.textContent = `${effort[i]}`;
      show(gains[i], most);
      row.className = i === next ? "next" : "";
    });
  };
}
