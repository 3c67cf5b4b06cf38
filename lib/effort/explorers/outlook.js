// What follows for a company, in numbers and sentences: what `effort.outlook` says, in its words. Nothing here knows of
// a page.
import { allocate, budgetNeeded, total, weightNeeded } from "./allocate.js";
import { stageOf } from "./words.js";

/**
 * @typedef {{ name: string, importance: number, difficulty: string, shape: string, floor: number,
 *   cap: number | null, today: number | null }} Project
 * @typedef {{ stages: { name: string, start: number }[], difficulties: [string, string, number][],
 *   shapes: [string, string][], gains: number[][], values: number[][], most: number, hire: number,
 *   words: Record<string, string>, moveWords: Record<string, string>, work: Record<string, [string, string]> }} Rules
 * @typedef {{ best: number[], progress: number[], furthest: number, needed: number, weight: number, hired: number[],
 *   worth: number, next: number[] }} Outlook
 */

/** A sentence of Python's with its gaps filled. */
export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

const difficultyOf = (data, project) => data.difficulties.findIndex(([name]) => name === project.difficulty);

/** The effort at which an ordinary project is at the frontier. */
const frontierOf = ({ stages }) => stages[stages.length - 1].start;

/**
 * How many times the effort of an ordinary project such a one takes.
 *
 * @param {Rules} data
 * @param {Project} project
 * @returns {number}
 */
export function stretchOf(data, project) {
  const [, , times] = data.difficulties[difficultyOf(data, project)];
  return times;
}

/** The stage, with its names, that so many units bring such a project to. */
export const stageReached = (data, project, units) =>
  data.stages[stageOf(data.stages, units / stretchOf(data, project))];
export const stageNameOf = (data, project, units) => stageReached(data, project, units).name;

/**
 * Which of the curves that Python sent is this project's.
 *
 * @param {Rules} data
 * @param {Project} project
 */
export function curveOf(data, project) {
  const shape = data.shapes.findIndex(([name]) => name === project.shape);
  return shape * data.difficulties.length + difficultyOf(data, project);
}

/**
 * What the allocator needs to know of the projects.
 *
 * @param {Project[]} projects
 * @param {Rules} data
 */
export const boundsOf = (projects, data) => ({
  gains: projects.map((each) => data.gains[curveOf(data, each)]),
  weights: projects.map((each) => each.importance),
  caps: projects.map((each) => Math.min(each.cap ?? data.most, data.most)),
  floors: projects.map((each) => each.floor),
});

/**
 * The best allocation; the share of the way to the frontier that each project has come, and which has come furthest;
 * the budget and the weight that would take that one there; who gets the next hire's units, and what these are
 * worth; and what the next unit of each project gains.
 *
 * @param {Project[]} projects
 * @param {number} budget
 * @param {Rules} data
 * @returns {Outlook}
 */
export function outlookOf(projects, budget, data) {
  const { gains, weights, caps, floors } = boundsOf(projects, data);
  const starts = projects.map((each) => frontierOf(data) * stretchOf(data, each));
  const best = allocate(gains, weights, floors, caps, budget);
  const progress = best.map((units, i) => units / starts[i]);
  const furthest = progress.indexOf(Math.max(...progress));
  const start = Math.ceil(starts[furthest]);
  const needed = budgetNeeded(gains, weights, floors, caps, furthest, start);
  const weight = weightNeeded(gains, weights, floors, caps, furthest, start, budget);
  const grown = allocate(gains, weights, best, caps, budget + data.hire);
  const hired = grown.map((units, i) => units - best[i]);
  const worth = total(hired.map((units, i) => weights[i] * total(gains[i].slice(best[i], best[i] + units))));
  const next = best.map((units, i) => (units < caps[i] ? weights[i] * gains[i][units] : 0));
  return { best, progress, furthest, needed, weight, hired, worth, next };
}

/**
 * Who reaches the frontier, or what it would take.
 *
 * @param {Outlook} outlook
 * @param {Project[]} projects
 * @param {Rules} data
 */
export function frontierInWords({ progress, furthest, needed, weight }, projects, { words }) {
  const most = progress[furthest];
  if (most === 0) return words.nothing;
  if (most >= 1) {
    const there = projects.filter((_, i) => progress[i] >= 1).map((each) => each.name);
    const others = there.length > 3 ? [`${there.length - 3} more`] : [];
    return fill(words.there, { names: [...there.slice(0, 3), ...others].join(", ") });
  }
  const closest = fill(words.closest, { name: projects[furthest].name, share: Math.floor(100 * most) });
  const grow = needed === Infinity ? words.never : fill(words.budget, { months: needed });
  const importance = ((Math.floor(10 * weight) + 1) / 10).toFixed(1); // the first tenth above it
  const weigh = weight === Infinity ? words["no importance"] : fill(words.importance, { importance });
  return `${closest} ${grow}${weigh}`;
}

/**
 * Where the next hire's time should go, and what it is worth.
 *
 * @param {Outlook} outlook
 * @param {Project[]} projects
 * @param {Rules} data
 */
export function hireInWords({ hired, worth }, projects, { words, hire }) {
  if (!total(hired)) return words["no hire"];
  const order = hired.map((units, i) => [units, i]).sort((a, b) => b[0] - a[0]).filter(([units]) => units > 0);
  const parts = order.slice(0, 3).map(([units, i]) => fill(words.part, { units, name: projects[i].name }));
  const left = total(order.slice(3).map(([units]) => units));
  if (left) parts.push(fill(words.others, { units: left }));
  return fill(words.hire, { hire, worth: worth.toFixed(1), parts: parts.join(", ") });
}

/**
 * What work to expect, and what to ask in an interview.
 *
 * @param {Outlook} outlook
 * @param {Rules} data
 */
export function workInWords({ progress, furthest }, data) {
  const { stages, work } = data;
  const toGo = stages.length - 1 - stageOf(stages, progress[furthest] * frontierOf(data));
  return work[["frontier", "depth"][toGo] ?? "breadth"];
}
