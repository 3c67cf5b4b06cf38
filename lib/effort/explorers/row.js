// A project of the board: what is known of it in one row, the rest of it behind a button, and what it gets.
import { announce, button, html, inUnits, newId, numberBox } from "./controls.js";
import { put } from "./drawing.js";
import { quoted } from "./fields.js";
import { accuracyOf, stageReached } from "./outlook.js";
import { COLUMNS, projectOf, typedValue, valuesOf } from "./projects.js";

/** What the form calls the columns of a table. */
export const TITLES = {
  project: "Project", importance: "Importance", difficulty: "Difficulty", today: "Today (months)",
  shape: "Beyond the frontier", floor: "At least (months)", cap: "At most (months)",
  ageing: "Ageing", bought: "Bought: worth own work of (months)", adapt: "A further month then gains (0 to 1)",
};
const NONE = { today: "not known", cap: "no limit", bought: "built here" }; // what an empty box means
const columns = Object.fromEntries(COLUMNS.map((column) => [column.name, column]));
const SHORT = { importance: "importance", difficulty: "difficulty", today: "today" };

/**
 * A message about a project, which begins with the name of a column, in the words of the form.
 *
 * @param {string} message
 * @param {{ cap: number | null }} project
 */
export function inFormWords(message, { cap }) {
  const [, column, rest] = message.match(/^(\w+)((?: is|:).*)$/s) ?? [];
  if (!TITLES[column]) return message;
  return `${TITLES[column]}${rest}`
    .replace("the cap, ", cap === null ? "" : `${TITLES.cap}, `)
    .replace("the budget", "the team's effort");
}

/** Take what is typed into a box; what makes no sense is named, marked, and leaves the project as it was before. */
function edit({ roster, past, at, known, before, column, input, wrong }) {
  const projects = roster.projects();
  const i = at();
  const { name: of } = column;
  const replaced = (value) => projects.with(i, projectOf({ ...valuesOf(projects[i]), [of]: value }, roster.rules));
  const store = (next) => {
    known[of] = valuesOf(next[i])[of];
    past.next(`${of} ${i}`);
    roster.store(next);
  };
  try {
    const next = replaced(typedValue(input.value, column));
    const { name } = next[i];
    if (projects.some((each, j) => j !== i && each.name === name)) {
      throw new Error(`project: ${quoted(name)} is there already, expected different names`);
    }
    roster.fitting(next);
    wrong(input, "");
    store(next);
  } catch (error) {
    // Of "1,200" the beginning was a number, and is not what was meant.
    const old = before[of];
    if (old !== undefined && valuesOf(projects[i])[of] !== old) store(replaced(old));
    wrong(input, `${inFormWords(error.message, projects[i])}; nothing is changed.`);
  }
}

/**
 * A row, which shows what `show` is given. `at()` is the project's place in the roster; `act` has what is done when it
 * is to go, and when it opens.
 */
export function makeRow(list, { data, roster, past, at, act, announced }) {
  const node = html(list, "div", { className: "company-row", role: "group" });
  const cells = html(node, "div", { className: "company-cells" });
  const errorId = newId();
  const inputs = {};
  const labels = {};
  const known = {}; // the value that each box stands for
  const heard = {}; // the value that is read out for it
  const before = {}; // the value when the box was entered
  let details;
  let error;
  /** Say beside a box what is wrong with it; nothing, once it is right. */
  const wrong = (input, text) => {
    if (text) {
      error ??= html(node, "p", { className: "company-error", id: errorId });
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", errorId);
    } else {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
    if (error) {
      error.textContent = text;
      error.hidden = !text;
    }
    announced(text);
  };
  const field = (parent, of, tag, /** @type {any} */ { options = [], ...properties } = {}) => {
    const column = columns[of];
    const box = html(parent, "span", { className: `company-field ${of}` });
    const id = newId();
    const title = parent === cells ? SHORT[of] : TITLES[of];
    // What is seen is short; the name of a box says whose it is.
    if (title) html(box, "span", { className: "title", "aria-hidden": "true" }, title);
    labels[of] = html(box, "label", { htmlFor: id, className: "explorer-unseen" });
    const now = () => valuesOf(roster.projects()[at()])[of];
    const input = column.kind === "number" || column.kind === "whole"
      ? numberBox(box, { ...properties, id }, { limits: () => ({ min: 0, free: column.kind === "number" }), now })
      : html(box, tag, { ...properties, id });
    input.dataset.column = of;
    options.forEach(([value, text]) => html(input, "option", { value }, text));
    input.addEventListener("focus", () => (before[of] = now() ?? null));
    input.addEventListener("input", () => edit({ roster, past, at, known, before, column, input, wrong }));
    inputs[of] = input;
    return input;
  };
  field(cells, "project", "input", { type: "text", maxLength: 200, autocomplete: "off", spellcheck: false });
  field(cells, "importance", "input");
  field(cells, "difficulty", "select", { options: data.difficulties.map(([name]) => [name, name]) });
  field(cells, "today", "input", { placeholder: "–" });
  const told = ["best", "gain", "stage"].map((name) => html(cells, "span", { className: `company-told ${name}` }));
  told[0].dataset.title = "best";
  told[1].dataset.title = "next +";
  const written = [told[0], told[1], html(told[2], "span", { className: "long" }), html(told[2], "span", {
    className: "short", "aria-hidden": "true",
  })];
  const more = button(cells, "⋯", () => open(!details || details.hidden));
  more.classList.add("company-more");
  const open = (/** @type {boolean} */ wide) => {
    if (!details) {
      details = html(cells, "div", { className: "company-details" });
      field(details, "shape", "select", { options: data.shapes });
      field(details, "floor", "input");
      field(details, "cap", "input", { placeholder: "no limit" });
      field(details, "ageing", "select", { options: data.ageing });
      field(details, "bought", "input", { placeholder: "built here" });
      field(details, "adapt", "input");
      button(details, "Remove", () => act.remove());
    }
    details.hidden = !wide;
    more.setAttribute("aria-expanded", `${wide}`);
    if (last) show(...last);
  };
  more.setAttribute("aria-expanded", "false");
  const showValues = (project) => {
    const values = valuesOf(project);
    for (const [of, input] of Object.entries(inputs)) {
      const value = values[of];
      const other = known[of] !== value;
      known[of] = value;
      // What is being typed stays as it is typed, and what makes no sense until it is mended.
      const typed = input === document.activeElement && input.tagName !== "SELECT";
      if (other || !(typed || input.hasAttribute("aria-invalid"))) {
        if (other && input.hasAttribute("aria-invalid")) wrong(input, "");
        const text = `${value ?? ""}`;
        if (input.value !== text) input.value = text;
      }
      if (!input.inputMode || heard[of] === value) continue;
      heard[of] = value;
      announce(input, value, { min: 0 });
      put(input, { "aria-valuetext": value === null ? NONE[of] : inUnits(TITLES[of], value) });
    }
  };
  let called;
  const nameAll = (name) => {
    if (called === `${name} ${Object.keys(labels).length}`) return;
    called = `${name} ${Object.keys(labels).length}`;
    put(node, { "aria-label": name });
    for (const of in labels) labels[of].textContent = of === "project" ? `Name of ${name}` : `${TITLES[of]} of ${name}`;
    put(more, { "aria-label": `More of ${name}` });
    details?.querySelector("button")?.setAttribute("aria-label", `Remove ${name}`);
  };
  let last;
  const show = (project, units, gain, delta) => {
    last = [project, units, gain, delta];
    nameAll(project.name);
    showValues(project);
    const stage = stageReached(data, project, units);
    const points = `${Math.round(accuracyOf(data, project, units))}\u00a0%`;
    const change = delta === null ? "" : delta > 0 ? ` +${delta}` : delta < 0 ? ` −${-delta}` : " ±0";
    const texts = [`${units}${change}`, gain.toFixed(2), stage.name, `${stage.short} ${points}`];
    written.forEach((cell, k) => cell.textContent !== texts[k] && (cell.textContent = texts[k]));
  };
  /** Forget what is typed and was not taken. */
  const clear = () => {
    for (const of in known) known[of] = undefined;
    if (details) open(false);
  };
  return { node, inputs, more, show, clear, open };
}
