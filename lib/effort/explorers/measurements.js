// Measurements from a table, and what is doubtful about them: the same as `effort.measurements`, word for word.
import { readTable } from "./tables.js";

/** Those of a table of measurements, as `effort.measurements` has them. */
export const COLUMNS = [
  { name: "project", kind: "name", needed: true, least: null, meaning: "" },
  { name: "effort", kind: "number", needed: true, least: 0, meaning: "" },
  { name: "score", kind: "number", needed: true, least: null, meaning: "of which larger is better" },
  { name: "seed", kind: "number", needed: false, least: null, meaning: "" },
];
const ERRORS = /\b(rmse|mse|mae|mape|loss|errors?|perplexity|wer|cer)\b/i;

const sum = (values) => values.reduce((total, each) => total + each, 0);
const short = (number) => `${Number(number.toPrecision(6))}`;
/** A name as Python quotes it. */
const named = (text) => (text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll("'", "\\'")}'`);

/** A project's scores, and at each different effort their mean and number. */
function gathered(project, rows) {
  const efforts = [...new Set(rows.map(({ effort }) => effort))].sort((a, b) => a - b);
  if (efforts.length < 2) throw new Error(`${named(project)} has 1 different effort, expected at least two`);
  const at = efforts.map((x) => rows.filter(({ effort }) => effort === x).map(({ score }) => score));
  const means = at.map((scores) => sum(scores) / scores.length);
  return { project, rows, efforts, means, counts: at.map((scores) => scores.length) };
}

/** What is odd but may be meant; what cannot be meant is refused. */
function doubts({ project, rows, efforts, means }) {
  const notes = [];
  const last = efforts.length - 1;
  if (efforts[last] < 1) {
    notes.push(`the efforts of ${named(project)} all lie below 1, and effort is given out in whole units`);
  }
  if (ERRORS.test(project)) {
    notes.push(`the scores of ${named(project)} are taken for scores, not for errors: larger is better`);
  }
  const middle = sum(rows.map(({ score }) => score)) / rows.length;
  const size = efforts[last] * sum(rows.map(({ score }) => Math.hypot(score)));
  const rises = (knot) => {
    const part = rows.map(({ effort }) => Math.min(effort, knot));
    const mean = sum(part) / part.length;
    return sum(rows.map(({ score }, i) => (part[i] - mean) * (score - middle))) > 1e-12 * size;
  };
  if (Math.max(...means) === Math.min(...means) || efforts.some(rises)) return notes;
  const falls = `the scores of ${named(project)} fall with effort, from ${short(means[0])} to ${short(means[last])}`;
  if ((last > 1 && means.every((mean, i) => !i || mean <= means[i - 1])) || ERRORS.test(project)) {
    throw new Error(
      `${falls}, expected scores of which larger is better (turn an error or a loss round, as in 100 - error; ` +
        "a project that gains nothing can be left out)",
    );
  }
  return [...notes, `${falls} or do not rise, so that its curve is flat; larger must be better`];
}

/** Shares of 1 beside per cent would weigh a hundredth. */
function refuseTwoUnits(projects) {
  const ends = projects.map(({ project, rows }) => {
    const scores = rows.map(({ score }) => score);
    const parts = scores.some((score) => score % 1);
    return { project, least: Math.min(...scores), most: Math.max(...scores), parts };
  });
  const share = ends.find(({ least, most, parts }) => least >= 0 && most <= 1 && parts);
  const largest = ends.reduce((best, each) => (each.most > best.most ? each : best));
  if (!share || largest.most <= 1) return;
  throw new Error(
    `the scores of ${named(share.project)} lie from 0 to 1, those of ${named(largest.project)} go up to ` +
      `${short(largest.most)}, expected one unit for all (if it is one: write it behind each, as in 0.5 %)`,
  );
}

/** The projects in a table (its bytes or its text), each `gathered`, and what was assumed. */
export function measurementsOf(source, file, most) {
  const { rows, notes, percent } = readTable(source, COLUMNS, "measurement", file);
  const seeded = rows.some(({ values }) => values.seed !== undefined);
  const found = new Map();
  for (const { line, values } of rows) {
    if (seeded && values.seed === undefined) {
      throw new Error(`${file}, row ${line}, column seed: '', expected a number as in other rows`);
    }
    if (!found.has(values.project)) found.set(values.project, []);
    found.get(values.project).push(values);
  }
  /** @type {ReturnType<typeof gathered>[]} */
  let projects;
  /** @type {string[]} */
  let said;
  try {
    projects = [...found].map(([project, each]) => gathered(project, each));
    said = projects.flatMap(doubts);
    if (!percent.includes("score")) refuseTwoUnits(projects);
  } catch (error) {
    throw new Error(`${file}: ${error.message}`);
  }
  return { projects: fitting(projects, file, most), notes: [...notes, ...said] };
}

/** The same projects, if the page can take so many. */
function fitting(projects, file, most) {
  if (projects.length > most.projects) {
    throw new Error(`${file} has ${projects.length} projects, expected at most ${most.projects} here`);
  }
  const long = projects.find(({ efforts }) => efforts.length > most.efforts);
  if (!long) return projects;
  const count = `${named(long.project)} has ${long.efforts.length} different efforts`;
  throw new Error(`${count}, expected at most ${most.efforts} here`);
}

/** Measurements as CSV, which both sides read. */
export function tableOf(projects) {
  const field = (value) => (/[",\n\r]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : `${value ?? ""}`);
  const rows = projects.flatMap((each) => each.rows.map((values) => COLUMNS.map(({ name }) => values[name])));
  return [COLUMNS.map(({ name }) => name), ...rows].map((row) => `${row.map(field).join(",")}\n`).join("");
}
