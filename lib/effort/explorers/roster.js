// The projects of the board, kept in step with the model, which holds a dict for each: set by Python, by a link (as the
// text of a table), or by the board.
import { total, unitsAbove } from "./allocate.js";
import { change } from "./model.js";
import { within } from "./moves.js";
import { boundsOf } from "./outlook.js";
import { projectsIn, projectsOf, rowsOf } from "./projects.js";

/**
 * @typedef {import("./outlook.js").Project} Project
 * @typedef {ReturnType<typeof makeRoster>} Roster
 */

/**
 * What was assumed of a table, as a sentence.
 *
 * @param {string[]} notes
 */
export const assumed = (notes) => (notes.length ? ` Assumed: ${notes.join("; ")}.` : "");

/**
 * The projects and the team's effort.
 *
 * @param {import("./model.js").Model} model
 * @param {any} data what Python sent
 * @param {(text: string) => void} say
 */
export function makeRoster(model, data, say) {
  const rules = {
    ...data,
    difficulties: data.difficulties.map((/** @type {string[]} */ [name]) => name),
    shapes: data.shapes.map((/** @type {string[]} */ [name]) => name),
    ageings: data.ageing.map((/** @type {string[]} */ [name]) => name),
  };
  /** @type {Project[]} */
  let projects = [];
  /** @type {any} */
  let rows; // what `projects` was read from, or is written as
  const budget = () => model.get("months");
  const leeway = () => model.get("leeway");
  const floorsOf = (/** @type {Project[]} */ each, near = leeway()) =>
    total(within(each, near, data.most).map((project) => project.floor));
  const monthsForFloors = () => floorsOf(projects);
  const most = data.limits.months.max;
  /** The effort that is worth it, where it is said what a month must earn; null where the effort itself is said. */
  const worth = () => {
    const cost = model.get("cost");
    if (cost === null) return null;
    const { gains, weights, floors, caps } = boundsOf(within(projects, leeway(), data.most), data);
    return Math.min(most, total(unitsAbove(gains, weights, floors, caps, cost, true)));
  };
  /** The same projects, if the team's effort is enough for what they get in any case. */
  const fitting = (/** @type {Project[]} */ next, near = leeway()) => {
    const floors = floorsOf(next, near);
    const limit = model.get("cost") === null ? budget() : most;
    if (floors <= limit) return next;
    throw new Error(`floor: they add up to ${floors} months, expected at most the budget, ${limit}`);
  };
  const store = (/** @type {Project[]} */ next) => {
    projects = next;
    rows = rowsOf(next);
    change(model, { projects: rows });
  };
  /** Take what others have set; what makes no sense is said, and set back. */
  const read = () => {
    const given = model.get("projects");
    if (given === rows) return;
    try {
      const text = typeof given === "string";
      const found = text
        ? projectsOf(given, "the table", rules)
        : { projects: projectsIn(given, "the board", rules), notes: [] };
      projects = fitting(found.projects);
      rows = text ? rowsOf(projects) : given;
      if (found.notes.length) say(assumed(found.notes).trim());
    } catch (error) {
      const first = rows === undefined;
      say(`${error.message}; ${first ? "this is the example instead" : "nothing is changed"}.`);
      rows ??= data.defaults.projects;
      if (first) projects = projectsIn(rows, "the board", rules);
      if (floorsOf(projects) > budget()) {
        model.set("months", data.defaults.months);
        model.set("leeway", null);
        model.set("cost", null);
      }
    }
    if (rows === given) return;
    model.set("projects", rows);
    model.save_changes();
  };
  return {
    rules, budget, leeway, worth, monthsForFloors, fitting, store, read, rows: () => rows, projects: () => projects,
  };
}
