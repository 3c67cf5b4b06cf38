// Money: every unit that earns its cost is bought, whatever else is on the list; a fixed team has to be shared.
import { total } from "./allocate.js";
import { barRow, chart, rowsOf } from "./charts.js";
import { button, frame, html, slider } from "./controls.js";
import { add, colour, effortAxis, line, put } from "./drawing.js";
import { glide, live, setting, unpack } from "./model.js";
import { filled } from "./phrases.js";
import { counted, inFull, stageOf } from "./words.js";

const UNDER = 9; // pixels from a bar to the one under it

/** The units of each listed project that earn their cost; `gains` only fall. */
const worthIt = (gains, price, listed) =>
  gains.map((each, i) => (i < listed ? each.filter((gain) => gain >= price).length : 0));

/** A row for each project: a bar as far as it is pushed at cost, and under it one as far as the fixed team gets. */
function rowsChart(parent, data) {
  return chart(parent, (svg, { width, narrow }) => {
    const { left, tall } = rowsOf(narrow);
    const step = tall * 1.4;
    const size = { left, width, narrow, height: 8 + data.names.length * step };
    const { x, top, bottom } = effortAxis(svg, data, size);
    const rows = data.names.map((name, i) => {
      const group = add(svg, "g");
      const middle = top + 4 + (i + 0.5) * step;
      const bar = add(group, "path", { class: "hire-fixed" });
      const ring = add(group, "circle", { cy: middle + UNDER, r: 3.5, class: "hire-ring" });
      const show = barRow(group, { name, fill: colour(i), middle, x });
      return { group, show, fix: (units) => {
        put(bar, { d: line([[x(0), middle + UNDER], [x(units), middle + UNDER]]) });
        put(ring, { cx: x(units) });
      } };
    });
    const update = (units, fixed) =>
      rows.forEach(({ group, show, fix }, i) => {
        show(units[i], i < fixed.length ? units[i] : "0, not on the list");
        put(group, { class: i < fixed.length ? "" : "hire-off" });
        fix(fixed[i] ?? 0);
      });
    return { height: bottom + 40, update };
  });
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, tell, stop, say } = frame(el, "A company that hires", 170);
  const { names, words, months } = data;
  const rows = rowsChart(html(figure, "div"), data);
  const buttons = html(controls, "div", { className: "explorer-buttons" });
  button(buttons, "Reset", () => {
    say("");
    glide(model, data.defaults, data.limits);
  });
  const of = (name) => ({ say, ...setting(model, data, name) });
  const sliders = [
    slider(controls, { label: "A unit costs (thousand)", ...of("cost") }),
    slider(controls, { label: "On the list (projects)", ...of("listed") }),
    slider(controls, { label: "A point earns (thousand)", ...of("worth") }),
  ];

  const update = () => {
    const listed = model.get("listed");
    const price = model.get("cost") / model.get("worth");
    const units = worthIt(data.gains, price, listed);
    const fixed = data.fixed[listed - 1];
    const people = Math.round(total(units) / months);
    rows.update(units, fixed);
    const stage = data.stages[stageOf(data.stages, units[0])].name;
    const rings = fixed.map((each, i) => `${names[i]} ${each}`).join("; ");
    tell(
      `${people} people earn their cost, and ${names[0]} stops at ${counted(units[0], "unit")}, ${stage}. ` +
        `Of 100 units for ${counted(listed, "project")}, it gets ${fixed[0]}.`,
      `${inFull(data, units)} A fixed team: ${rings}.`,
    );
    const values = {
      price: (Math.round(1000 * price) / 1000).toFixed(3), bought: counted(total(units), "unit"), people,
      top: names[0], units: units[0], fixed: fixed[0], listed,
    };
    model.prose?.(() => ({
      price: filled(words.price, values), hired: filled(words.hired, values), top: filled(words.top, values),
      fixed: filled(listed > 1 ? words.fixed : words.fixed_alone, values),
    }));
    for (const each of sliders) each();
  };
  return live(model, update, rows.stop, stop);
}
