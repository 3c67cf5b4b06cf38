// What follows for a company, in numbers and sentences: what `effort.outlook` says, in its words. Nothing here knows of
// a page.
import { allocate, budgetNeeded, total, weightNeeded } from "./allocate.js";
import { stageOf } from "./words.js";

/**
 * @typedef {{ name: string, importance: number, difficulty: string, shape: string, floor: number,
 *   cap: number | null, today: number | null, ageing: string, bought: number | null, adapt: number }} Project
 * @typedef {{ stages: { name: string, start: number }[], difficulties: [string, string, number][],
 *   ageing: [string, string, number][], stretches: number[], shapes: [string, string][], gains: number[][],
 *   values: number[][], most: number, hire: number, words: Record<string, string>,
 *   moveWords: Record<string, string>, work: Record<string, [string, string]> }} Rules
 * @typedef {{ best: number[], progress: number[], furthest: number, needed: number, weight: number, hired: number[],
 *   worth: number, next: number[], bought: number | null }} Outlook
 */

/** A sentence of Python's with its gaps filled. */
export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** How many times something is taken by what goes by this name. */
const timesOf = (named, word) => named.find(([name]) => name === word)[2];

/** The effort at which an ordinary project is at the frontier. */
const frontierOf = ({ stages }) => stages[stages.length - 1].start;

/**
 * How many times the effort of an ordinary project such a one takes.
 *
 * @param {Rules} data
 * @param {Project} project
 * @returns {number}
 */
export const stretchOf = (data, project) =>
  timesOf(data.difficulties, project.difficulty) * timesOf(data.ageing, project.ageing);

/** The units of own work that it is worth before anybody works on it. */
export const startOf = ({ bought }) => bought ?? 0;

/** What a unit gains, as a part of its gain in a model of the company's own that is as far. */
const partOf = ({ bought, adapt }) => (bought ? adapt : 1);

/** How far such a project is with so many units, on the scale of an ordinary one that is built. */
export const alongOf = (data, project, units) => (startOf(project) + units) / stretchOf(data, project);

/** The same, 0 where nobody works on it. */
export const workedOf = (data, project, units) =>
  units > 0 && partOf(project) > 0 ? alongOf(data, project, units) : 0;

/** The stage, with its names, that so many units bring such a project to. */
export const stageReached = (data, project, units) => data.stages[stageOf(data.stages, alongOf(data, project, units))];
export const stageNameOf = (data, project, units) => stageReached(data, project, units).name;

/**
 * Which of the curves that Python sent is this project's.
 *
 * @param {Rules} data
 * @param {Project} project
 */
function curveOf(data, project) {
  const shape = data.shapes.findIndex(([name]) => name === project.shape);
  return shape * data.stretches.length + data.stretches.indexOf(stretchOf(data, project));
}

/** The gains of projects that are bought, by the curve: the same array for the same start and part. */
const bought = new WeakMap();

/**
 * What each further unit of such a project gains.
 *
 * @param {Rules} data
 * @param {Project} project
 * @returns {number[]}
 */
function gainsOf(data, project) {
  const gains = data.gains[curveOf(data, project)];
  const [start, part] = [startOf(project), partOf(project)];
  if (start === 0) return gains;
  if (!bought.has(gains)) bought.set(gains, new Map());
  const known = bought.get(gains);
  const key = `${start} ${part}`;
  if (!known.has(key)) known.set(key, gains.slice(start).map((gain) => part * gain));
  return known.get(key);
}

/** What so many units make of such a project, along a curve's values. */
function valueAlong(values, project, units) {
  const start = startOf(project);
  return values[start] + partOf(project) * (values[start + units] - values[start]);
}

/** The accuracy of such a project with so many units, as it is shown. */
export const accuracyOf = (data, project, units) => valueAlong(data.values[curveOf(data, project)], project, units);

/**
 * The values that a curve's gains add up to; summed once for each curve.
 *
 * @type {WeakMap<number[], number[]>}
 */
const sums = new WeakMap();

/** What such a project earns with so many units, as exactly as its gains are known. */
export function valueOf(data, project, units) {
  const gains = data.gains[curveOf(data, project)];
  let found = sums.get(gains);
  if (!found) {
    found = [0];
    for (const gain of gains) found.push(found[found.length - 1] + gain);
    sums.set(gains, found);
  }
  return valueAlong(found, project, units);
}

/**
 * What the allocator needs to know of the projects.
 *
 * @param {Project[]} projects
 * @param {Rules} data
 */
export const boundsOf = (projects, data) => ({
  gains: projects.map((each) => gainsOf(data, each)),
  weights: projects.map((each) => each.importance),
  caps: projects.map((each) => Math.min(each.cap ?? data.most, data.most - startOf(each))),
  floors: projects.map((each) => each.floor),
});

/** What the projects earn with so many units each. */
export const earned = (data, projects, units) =>
  total(projects.map((each, i) => each.importance * valueOf(data, each, units[i])));

/** What is bought earns, beside building it with the same budget; null where nothing is. */
function boughtWorth(projects, budget, best, caps, data) {
  if (!projects.some(startOf)) return null;
  const built = projects.map((each) => ({ ...each, bought: null }));
  const { gains, weights, floors } = boundsOf(built, data);
  return earned(data, projects, best) - earned(data, built, allocate(gains, weights, floors, caps, budget));
}

/**
 * The best allocation; the share of the way to the frontier that each project has come, and which has come furthest;
 * the budget and the weight that would take that one there; who gets the next hire's units, and what these are
 * worth; what the next unit of each project gains; and what is bought is worth.
 *
 * @param {Project[]} projects
 * @param {number} budget
 * @param {Rules} data
 * @returns {Outlook}
 */
export function outlookOf(projects, budget, data) {
  const { gains, weights, caps, floors } = boundsOf(projects, data);
  const best = allocate(gains, weights, floors, caps, budget);
  const progress = best.map((units, i) => workedOf(data, projects[i], units) / frontierOf(data));
  const furthest = progress.indexOf(Math.max(...progress));
  const top = projects[furthest];
  const start = Math.max(Math.ceil(frontierOf(data) * stretchOf(data, top)) - startOf(top), 0);
  const can = partOf(top) > 0;
  const needed = can ? budgetNeeded(gains, weights, floors, caps, furthest, start) : Infinity;
  const weight = can ? weightNeeded(gains, weights, floors, caps, furthest, start, budget) : Infinity;
  const grown = allocate(gains, weights, best, caps, budget + data.hire);
  const hired = grown.map((units, i) => units - best[i]);
  const worth = total(hired.map((units, i) => weights[i] * total(gains[i].slice(best[i], best[i] + units))));
  const next = best.map((units, i) => (units < caps[i] ? weights[i] * gains[i][units] : 0));
  const more = boughtWorth(projects, budget, best, caps, data);
  return { best, progress, furthest, needed, weight, hired, worth, next, bought: more };
}

/**
 * What is bought is worth; nothing where nothing is bought.
 *
 * @param {Outlook} outlook
 * @param {Rules} data
 */
export const boughtInWords = ({ bought: worth }, { words }) =>
  worth === null ? "" : fill(words.bought, { worth: worth.toFixed(1) });

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
