// The reader's own measurements: fitted, divided a budget among, and told which step stands out from their noise.
// Nothing leaves the page.
import { allocate } from "./allocate.js";
import { chart, low } from "./charts.js";
import { button, frame, html, newId, slider } from "./controls.js";
import { add, axisBelow, axisLeft, colour, curve, dot, horizontal, label, line, moveTo, scale } from "./drawing.js";
import { bends, concaveFit, familyFit, gainThatTells, stepThatTells, unitGains, valueAt } from "./fits.js";
import { measurementsOf, tableOf } from "./measurements.js";
import { change, live, setting, unpack } from "./model.js";
import { filled } from "./phrases.js";

const PAUSE = 500; // milliseconds after which what is typed is read
const LARGEST_FILE = 10_000_000;
const SAMPLES = 80; // of a drawn curve
const LONGEST = 24; // letters of a name in the drawing
const ROW = 15; // pixels from one name to the next

const cut = (name) => ([...name].length > LONGEST ? `${[...name].slice(0, LONGEST - 1).join("")}…` : name);

/** A round step of which a handful make up this length. */
function roundStep(length) {
  let step = 1;
  while (step * 5 < length) step *= 10;
  while (step * 5 > length * 10) step /= 10;
  const steps = [0.1, 0.2, 0.5, 1].map((part) => Number((part * step).toPrecision(1)));
  return steps.find((each) => each * 6 >= length) ?? step;
}

/** All that is found in one project's measurements. */
function studied(measured, data) {
  const fits = data.families.map((family) => familyFit(measured, family, data.sampled));
  return {
    ...measured, fit: concaveFit(measured), bends: bends(measured), least: gainThatTells(measured),
    nearest: fits.reduce((best, each) => (each.off < best.off ? each : best)),
    repeated: measured.rows.length > measured.efforts.length,
    last: measured.efforts[measured.efforts.length - 1],
  };
}

/** For each project its units, what the next step gains, and which step would stand out; as `effort.advice.advise`. */
function advised(projects, budget, step) {
  const gains = projects.map(({ fit }) => unitGains(fit, budget));
  const none = projects.map(() => 0);
  const units = allocate(gains, projects.map(() => 1), none, projects.map(() => budget), budget);
  return projects.map(({ fit, least, last }, i) => ({
    units: units[i],
    gain: valueAt(fit.x, fit.y, units[i] + step) - valueAt(fit.x, fit.y, units[i]),
    tells: least >= 0 ? stepThatTells(fit, units[i], least, last) : null,
  }));
}

/** What is said of the division and the next step, as `OwnCurveExplorer.sentence` puts it. */
function inWords({ words }, projects, advice, budget, step) {
  const parts = projects.map(({ project }, i) => filled(words.part, { name: project, units: advice[i].units }));
  const said = filled(words.divided, { budget, parts: parts.join(", ") });
  const gains = advice.map(({ gain }) => gain);
  const most = gains.indexOf(Math.max(...gains));
  const { gain, tells } = advice[most];
  if (gain < 0.05) return said + words.nothing;
  const { project, least } = projects[most];
  const next = said + filled(words.next, { step, name: project, gain: gain.toFixed(1) });
  if (!(least >= 0)) return next + words.once;
  if (gain >= least) return next + words.tells;
  return next + (tells === null ? words.lost : filled(words.hidden, { least: tells }));
}

/** The mean scores as small dots, the concave curves through them, and a dot at what each project gets. */
function curvesChart(parent) {
  return chart(parent, (svg, { width, narrow }, projects) => {
    const bottom = narrow ? low(190) : 400;
    const longest = Math.max(...projects.map(({ last }) => last));
    const every = roundStep(longest);
    const x = horizontal(0, every * Math.ceil(longest / every - 1e-9), 40, width - 12);
    const scores = projects.flatMap(({ means, fit }) => [...means, fit.start]);
    const tall = roundStep(Math.max(...scores) - Math.min(...scores) || 1);
    const least = tall * Math.floor(Math.min(...scores) / tall + 1e-9);
    const count = Math.ceil((Math.max(...scores) - least) / tall - 1e-9) || 1;
    const y = scale(least, least + count * tall, bottom, 8);
    const values = Array.from({ length: count + 1 }, (_, k) => Number((least + k * tall).toPrecision(6)));
    axisLeft(svg, y, { values, right: 34, middle: bottom / 2, title: "score" });
    axisBelow(svg, x, bottom, every, "effort (units)");
    const along = Array.from({ length: SAMPLES + 1 }, (_, k) => (x.end * k) / SAMPLES);
    if (projects.length === 1) {
      const points = along.map((at) => [x(at), Math.min(bottom, Math.max(8, y(projects[0].nearest.curve(at))))]);
      add(svg, "path", { d: line(points), class: "own-curve-nearest" });
    }
    projects.forEach(({ fit, efforts, means }, i) => {
      const ends = [...fit.x, x.end].map((at) => [x(Math.min(at, x.end)), y(fit.start + valueAt(fit.x, fit.y, at))]);
      curve(svg, i, ends);
      efforts.forEach((at, k) => add(svg, "circle", { cx: x(at), cy: y(means[k]), r: 3, fill: colour(i) }));
    });
    const first = bottom - 8 - ROW * (projects.length - 1);
    const names = projects.map((_, i) =>
      label(svg, "", { x: x.end === 0 ? 0 : x(x.end) - 2, y: first + ROW * i, "text-anchor": "end" }));
    projects.forEach((_, i) => curve(svg, i, [[x(x.end) - 2, 0], [x(x.end) + 10, 0]])
      .setAttribute("transform", `translate(0 ${first + ROW * i - 4})`));
    const dots = projects.map(() => dot(svg, { radius: 6 }));
    const update = (_, advice, step) => projects.forEach(({ project, fit }, i) => {
      const { units, gain } = advice[i];
      moveTo(dots[i], x(Math.min(units, x.end)), y(fit.start + valueAt(fit.x, fit.y, units)));
      names[i].textContent = `${cut(project)} ${units}, +${step}: ${gain.toFixed(1)}`;
    });
    return { height: bottom + 38, update };
  });
}

/** A table of what is found; what is returned fills it. */
function findings(parent, data) {
  const scrolled = { className: "explorer-scrolled", tabIndex: 0, role: "region", "aria-label": "What is found" };
  const box = html(parent, "div", scrolled);
  const table = html(box, "table", { className: "own-curve-findings" });
  const labels = Object.fromEntries(data.families.map(({ name, label: text }) => [name, text]));
  const { words } = data;
  return (projects, advice, step) => {
    table.replaceChildren();
    const row = (tag, cells) => {
      const line = html(table, "tr");
      for (const cell of cells) html(line, tag, {}, cell);
    };
    row("th", ["project", "shape", "nearest formula", "units", `${step} more gain`, "stands out from"]);
    projects.forEach((each, i) => {
      const { units, gain, tells } = advice[i];
      const shape = each.bends.length ? filled(words.bent, { efforts: each.bends.join(", ") })
        : words[each.repeated ? "within" : "concave"];
      const nearest = `${labels[each.nearest.name]}, off by ${each.nearest.off.toFixed(1)}`;
      const from = tells === null ? "–" : `${tells} units`;
      row("td", [each.project, shape, nearest, `${units}`, gain.toFixed(1), from]);
    });
  };
}

/** A box for a table, and buttons to load one or to begin with an example; `take` gets its text or its bytes. */
function tableBox(controls, buttons, data, take) {
  const id = newId();
  const field = html(controls, "div", { className: "own-curve-table" });
  html(field, "label", { htmlFor: id }, "Your measurements (CSV: project, effort, score, seed)");
  const box = html(field, "textarea", { id, rows: 5, spellcheck: false, autocomplete: "off" });
  box.dataset.lmSuppressShortcuts = "true";
  let timer = 0;
  const read = () => {
    clearTimeout(timer);
    take(box.value, "the table");
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(read, PAUSE);
  });
  box.addEventListener("change", read);
  for (const [name, text] of data.examples) button(buttons, name, () => take(text, name));
  const file = html(field, "input", {
    type: "file", accept: ".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain", hidden: true,
    "aria-label": "A CSV file with measurements",
  });
  button(buttons, "Load CSV", () => file.click());
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    file.value = ""; // so that the same file can be chosen again
    if (chosen) take(chosen.size > LARGEST_FILE ? null : new Uint8Array(await chosen.arrayBuffer()), cut(chosen.name));
  });
  return { box, stop: () => clearTimeout(timer) };
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, below, tell, stop, say } = frame(el, "Your own measurements", 230);
  let text; // what the projects were read from
  let projects = [];
  const drawing = curvesChart(figure);
  const buttons = html(controls, "div", { className: "explorer-buttons" });
  const said = (notes) => (notes.length ? ` Assumed: ${notes.join("; ")}.` : "");
  /** Read a table; what makes no sense is said, and stays in the box to be mended. */
  const take = (source, name) => {
    const typed = source === table.box.value;
    try {
      if (source === null) throw new Error(`${name} has too many bytes, expected at most ${LARGEST_FILE}`);
      const found = measurementsOf(source, name, data.most);
      text = typeof source === "string" ? source : tableOf(found.projects);
      projects = found.projects.map((each) => studied(each, data));
      if (!typed) table.box.value = text;
      table.box.removeAttribute("aria-invalid");
      say(said(found.notes).trim());
      change(model, { measurements: text });
      update();
      return "";
    } catch (error) {
      if (typed) table.box.setAttribute("aria-invalid", "true");
      const trouble = `${error.message}; the figure is as it was.`;
      say(trouble);
      return trouble;
    }
  };
  const table = tableBox(controls, buttons, data, take);
  button(buttons, "Reset", () => {
    take(data.defaults.measurements, "the example");
    change(model, data.defaults);
  });
  const measuredUnits = () => Math.ceil(projects.reduce((sum, { last }) => sum + last, 0));
  const longest = () => Math.ceil(Math.max(...projects.map(({ last }) => last)));
  const bounded = (name, usual) => {
    const each = setting(model, data, name);
    return { ...each, limits: () => ({ ...each.limits(), usual: Math.min(usual(), each.limits().max ?? Infinity) }) };
  };
  const budget = slider(controls, { label: "Budget (units)", say, ...bounded("total", measuredUnits) });
  const step = slider(controls, { label: "Next step (units)", say, ...bounded("step", longest) });
  const show = findings(below, data);
  let drawn;
  const update = () => {
    const given = model.get("measurements");
    if (given !== text) {
      // Set by Python or by a link; what makes no sense there is set back.
      const trouble = take(given, "the table");
      if (!trouble) return;
      if (text === undefined) take(data.defaults.measurements, "the example");
      change(model, { measurements: text });
      return say(trouble);
    }
    const advice = advised(projects, model.get("total"), model.get("step"));
    if (drawn === projects) drawing.update(projects, advice, model.get("step"));
    else drawing.redraw(projects, advice, model.get("step"));
    drawn = projects;
    show(projects, advice, model.get("step"));
    const sentence = inWords(data, projects, advice, model.get("total"), model.get("step"));
    const each = projects.map(({ project, efforts, means, nearest }) => {
      const scores = efforts.map((at, k) => `${means[k].toFixed(1)} at ${at}`).join(", ");
      return `${project}: mean scores ${scores}; nearest formula ${nearest.name}`;
    });
    tell(sentence, `${sentence} ${each.join(". ")}.`);
    budget();
    step();
  };
  return live(model, update, table.stop, drawing.stop, stop);
}
