// The projects of the form, kept in step with the model, which holds them as a table's text: set by Python, a link or
// the form.
import { total } from "./allocate.js";
import { change } from "./model.js";
import { projectsOf, tableOf } from "./projects.js";

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

/** @param {Project[]} projects */
const floorsOf = (projects) => total(projects.map((each) => each.floor));

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
  };
  /** @type {Project[]} */
  let projects = [];
  /** @type {string | undefined} */
  let table; // what `projects` was read from, or is written as
  const budget = () => model.get("months");
  const monthsForFloors = () => floorsOf(projects);
  /** The same projects, if the team's effort is enough for their floors. */
  const fitting = (/** @type {Project[]} */ next) => {
    const floors = floorsOf(next);
    if (floors <= budget()) return next;
    throw new Error(`floor: they add up to ${floors} months, expected at most the budget, ${budget()}`);
  };
  const store = (/** @type {Project[]} */ next) => {
    projects = next;
    table = tableOf(next);
    change(model, { projects: table });
  };
  /** Take what others have set; what makes no sense is said, and set back. */
  const read = () => {
    const given = model.get("projects");
    if (given === table) return;
    try {
      const found = projectsOf(given, "the table", rules);
      projects = fitting(found.projects);
      table = given;
      if (found.notes.length) say(assumed(found.notes).trim());
    } catch (error) {
      const first = table === undefined;
      say(`${error.message}; ${first ? "this is the example instead" : "nothing is changed"}.`);
      table ??= data.defaults.projects;
      if (first) ({ projects } = projectsOf(table, "the table", rules));
      model.set("projects", table);
      if (floorsOf(projects) > budget()) model.set("months", data.defaults.months);
      model.save_changes();
    }
  };
  return { rules, budget, monthsForFloors, fitting, store, read, projects: () => projects, table: () => table };
}
