// A company's projects: checked, from a table, and to one. The same as in `effort.company`. What is read is only ever
// shown as text.
import { checkedNumber, nameOf, quoted, typedNumber } from "./fields.js";
import { readTable } from "./tables.js";

/** Those of a table of projects, as `effort.company` has them. */
export const COLUMNS = [
  { name: "project", kind: "name", needed: true, least: null, meaning: "" },
  { name: "importance", kind: "number", needed: false, least: 0, meaning: "" },
  { name: "difficulty", kind: "word", needed: false, least: null, meaning: "" },
  { name: "shape", kind: "word", needed: false, least: null, meaning: "" },
  { name: "floor", kind: "whole", needed: false, least: 0, meaning: "" },
  { name: "cap", kind: "whole", needed: false, least: 0, meaning: "" },
];

/** A project of these values; the message of an error begins with the name of the column. */
export function projectOf(values, { difficulties, shapes, most }) {
  const { project, importance = 1, difficulty = "ordinary", shape = "keeps rising", floor = 0, cap = null } = values;
  const read = { name: nameOf(project), importance, difficulty, shape, floor, cap };
  for (const [column, value, words] of [["difficulty", difficulty, difficulties], ["shape", shape, shapes]]) {
    if (!words.includes(value)) throw new Error(`${column} is ${quoted(value)}, expected one of ${words.join(", ")}`);
  }
  const limit = Math.min(cap ?? most, most);
  if (floor > limit) throw new Error(`floor is ${floor}, expected at most the cap, ${limit}`);
  return read;
}

/** What was typed into a box of this column, as a value; undefined if nothing was, and nothing is needed. */
export function typedValue(text, column) {
  if (text.trim() === "" && !column.needed) return undefined;
  return column.kind === "number" || column.kind === "whole" ? checkedNumber(column, text, "", typedNumber) : text;
}

/** The values of a project, as `projectOf` takes them. */
export const valuesOf = ({ name, ...others }) => ({ project: name, ...others });

/**
 * The projects in a table (its bytes or its text), and what was assumed; an error names the file, the row and the
 * column.
 */
export function projectsOf(source, file, rules) {
  const { rows, notes } = readTable(source, COLUMNS, "project", file);
  const projects = [];
  const seen = new Set();
  for (const { line, values } of rows) {
    const bad = (what) => new Error(`${file}, row ${line}, column ${what}`);
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
  return { projects, notes };
}

/** Projects as CSV, which both sides read. */
export function tableOf(projects) {
  const field = (value) => (/[",\n\r]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : `${value}`);
  const names = COLUMNS.map((column) => column.name);
  const rows = projects.map((each) => names.map((name) => valuesOf(each)[name] ?? ""));
  return [names, ...rows].map((row) => `${row.map(field).join(",")}\n`).join("");
}
