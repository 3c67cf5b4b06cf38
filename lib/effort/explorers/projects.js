// A company's projects: checked, from a table, and to one. The same as in `effort.company`. What is read is only ever
// shown as text.
import { checkedNumber, nameOf, quoted, typedNumber, wantedIn } from "./fields.js";
import { readTable } from "./tables.js";

/** Those of a table of projects, as `effort.company` has them. */
export const COLUMNS = [
  { name: "project", kind: "name", needed: true, least: null, meaning: "" },
  { name: "importance", kind: "number", needed: false, least: 0, meaning: "" },
  { name: "difficulty", kind: "word", needed: false, least: null, meaning: "" },
  { name: "shape", kind: "word", needed: false, least: null, meaning: "" },
  { name: "floor", kind: "whole", needed: false, least: 0, meaning: "" },
  { name: "cap", kind: "whole", needed: false, least: 0, meaning: "" },
  { name: "today", kind: "whole", needed: false, least: 0, meaning: "" },
  { name: "ageing", kind: "word", needed: false, least: null, meaning: "" },
  { name: "bought", kind: "whole", needed: false, least: 0, meaning: "" },
  { name: "adapt", kind: "number", needed: false, least: 0, meaning: "" },
];

/** What stands for an option that a project does not have. */
const WITHOUT = { today: null, ageing: "usual", bought: null, adapt: 0 };

/**
 * The names of the columns that these rows, or projects, need: all but those of options that none of them has and that
 * are not wanted `always`.
 *
 * @param {any[]} rows
 * @param {string[]} [always]
 */
export const columnsOf = (rows, always = []) =>
  COLUMNS.map(({ name }) => name).filter((name) => !(name in WITHOUT) || always.includes(name) ||
    rows.some((row) => (row[name] ?? WITHOUT[name]) !== WITHOUT[name]));

/** A project of these values; the message of an error begins with the name of the column. */
export function projectOf(values, { difficulties, shapes, ageings, most }) {
  const { project, importance = 1, difficulty = "ordinary", shape = "keeps rising", floor = 0 } = values;
  const { cap = null, today = WITHOUT.today, ageing = WITHOUT.ageing } = values;
  const { bought = WITHOUT.bought, adapt = WITHOUT.adapt } = values;
  const read = { name: nameOf(project), importance, difficulty, shape, floor, cap, today, ageing, bought, adapt };
  const worded = [["difficulty", difficulty, difficulties], ["shape", shape, shapes], ["ageing", ageing, ageings]];
  for (const [column, value, words] of worded) {
    if (!words.includes(value)) throw new Error(`${column} is ${quoted(value)}, expected one of ${words.join(", ")}`);
  }
  if (adapt > 1) throw new Error(`adapt is ${adapt}, expected at most 1`);
  if (bought > most) throw new Error(`bought is ${bought}, expected at most ${most}`);
  const left = most - (bought ?? 0);
  const limit = Math.min(cap ?? left, left);
  if (floor > limit) throw new Error(`floor is ${floor}, expected at most the cap, ${limit}`);
  if (today > left) throw new Error(`today is ${today}, expected at most ${left}`);
  return read;
}

/** What was typed into a box of this column, as a value; undefined if nothing was, and nothing is needed. */
export function typedValue(text, column) {
  if (text.trim() === "" && !column.needed) return undefined;
  return column.kind === "number" || column.kind === "whole" ? checkedNumber(column, text, "", typedNumber) : text;
}

/** The values of a project, as `projectOf` takes them. */
export const valuesOf = ({ name, ...others }) => ({ project: name, ...others });

/** Projects of these values, each with the place that a message about it begins with; no two of one name. */
function projectsAt(given, file, rules) {
  const projects = [];
  const seen = new Set();
  for (const [place, values] of given) {
    const bad = (what) => new Error(`${place} ${what}`);
    let project;
    try {
      project = projectOf(values, rules);
    } catch (error) {
      throw bad(error.message);
    }
    const { name } = project;
    if (seen.has(name)) throw bad(`project: ${quoted(name)} is there already, expected different names`);
    seen.add(name);
    projects.push(project);
    if (projects.length > rules.mostProjects) {
      throw new Error(`${file} has more than ${rules.mostProjects} projects, expected at most so many here`);
    }
  }
  return projects;
}

/**
 * The projects in a table (its bytes or its text), and what was assumed; an error names the file, the row and the
 * column.
 */
export function projectsOf(source, file, rules) {
  const { rows, notes } = readTable(source, COLUMNS, "project", file);
  const given = rows.map(({ line, values }) => [`${file}, row ${line}, column`, values]);
  return { projects: projectsAt(given, file, rules), notes };
}

/** A project's dict as Python, or the browser's storage, has it, once its values are what they should be. */
function checkedRow(row, place) {
  if (typeof row !== "object" || row === null) throw new Error(`${place}: ${quoted(`${row}`)}, expected an object`);
  const values = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  for (const name in values) {
    const column = COLUMNS.find((each) => each.name === name);
    const value = values[name];
    if (!column) throw new Error(`${place}: ${quoted(name)} is none of ${COLUMNS.map((each) => each.name).join(", ")}`);
    const numeric = column.kind === "number" || column.kind === "whole";
    if (typeof value !== (numeric ? "number" : "string")) {
      const wanted = numeric ? wantedIn(column) : "a text";
      throw new Error(`${place}, column ${name}: ${quoted(`${value}`)}, expected ${wanted}`);
    }
    if (numeric) checkedNumber(column, `${value}`, ".");
  }
  if (values.project === undefined) throw new Error(`${place}: there is no 'project', expected the name of each`);
  return values;
}

/** The projects of such dicts. */
export function projectsIn(rows, file, rules) {
  if (!rows.length) throw new Error(`${file} is empty, expected at least one project`);
  const given = rows.map((row, i) => [
    `${file}, project ${i + 1}, column`, checkedRow(row, `${file}, project ${i + 1}`),
  ]);
  return projectsAt(given, file, rules);
}

/** The dict of each project that was asked for: the same object for the same project. */
const rowOf = new WeakMap();

/** Projects as dicts, without what is not known. */
export const rowsOf = (projects) =>
  projects.map((each) => {
    if (!rowOf.has(each)) {
      const known = Object.entries(valuesOf(each)).filter(([name, value]) => value !== null && value !== WITHOUT[name]);
      rowOf.set(each, Object.fromEntries(known));
    }
    return rowOf.get(each);
  });

/** Rows of projects as CSV, which both sides read; without the columns of options that no project has. */
export function tableOf(rows) {
  const field = (value) => (/[",\n\r]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : `${value}`);
  const names = columnsOf(rows);
  const lines = rows.map((row) => names.map((name) => row[name] ?? ""));
  return [names, ...lines].map((line) => `${line.map(field).join(",")}\n`).join("");
}
