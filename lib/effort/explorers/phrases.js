// What the text under each figure says of it. The words are Python's, in `data.words`; the numbers are those that are
// drawn. Each explorer's `phrases` in Python puts the same together.
import { allocate, budgetNeeded, total, weightNeeded } from "./allocate.js";
import { counted, stageOf } from "./words.js";

/**
 * @typedef {Record<string, string>} Phrases what stands in each place of the text
 */

/** A sentence of Python's with its gaps filled. */
export const filled = (/** @type {string} */ template, /** @type {Record<string, string | number>} */ values) =>
  template.replace(/\{(\w+)\}/g, (_, name) => `${values[name]}`);

/** What the units of a division earn. */
export const worth = (data, weights, effort) => total(effort.map((units, i) => weights[i] * data.values[i][units]));

const nameOf = (stages, units) => stages[stageOf(stages, units)].name;

/** @returns {Phrases} */
export function ofOpening({ words, ...data }, weights, effort, budget) {
  const [units] = effort;
  const frontier = data.stages.at(-1).start;
  const preset = data.presets.find((each) => each.budget === budget && each.weight === weights[0]);
  const given = filled(units ? words.given : words.given_none, {
    budget: counted(budget, "unit"), who: preset?.called ?? words.company, top: data.names[0], units,
    stage: nameOf(data.stages, units),
  });
  if (units >= frontier) return { given, afford: words.afford_there };
  if (budget < frontier) return { given, afford: words.afford_not };
  const pushed = allocate(data.gains, weights, data.floors.with(0, frontier), data.caps, budget);
  const lost = (100 * (1 - worth(data, weights, pushed) / worth(data, weights, effort))).toFixed(1);
  return { given, afford: filled(lost === "0.0" ? words.afford_nearly : words.afford, { lost }) };
}

/** @returns {Phrases} */
export function ofLifecycle({ words }, accuracy, frontier) {
  const most = accuracy(frontier);
  let half = 0;
  while (accuracy(half) < 0.4999 * most) half += 1; // as in Python: what is sent has fewer digits
  return { half: filled(words.half, { frontier, points: most.toFixed(0), units: counted(half, "unit") }) };
}

/** @returns {Phrases} */
export function ofAllocation({ words, ...data }, weights, effort, budget) {
  const [units] = effort;
  const values = { top: data.names[0], units: counted(units, "unit"), stage: nameOf(data.stages, units) };
  const top = filled(units ? words.top : words.top_none, values);
  if (units === total(effort)) return { top, all_in: words.all_in_already };
  const allIn = effort.map((_, i) => (i ? 0 : budget));
  const [accuracy, all_accuracy] = [units, budget].map((each) => data.values[0][each].toFixed(0));
  const [returns, all_returns] = [effort, allIn].map((each) => worth(data, weights, each).toFixed(0));
  const stage = nameOf(data.stages, budget);
  const above = Number(all_accuracy) > 100 ? words.above : "";
  return { top, all_in: filled(words.all_in, { budget, stage, accuracy, all_accuracy, returns, all_returns }) + above };
}

/** @returns {Phrases} */
export function ofGrowth({ words, stages }, effort, budget) {
  const last = stages.length - 1;
  const [there, before] = [last, last - 1].map((stage) =>
    counted(effort.filter((units) => stageOf(stages, units) === stage).length, "project"));
  const values = { budget: counted(budget, "unit"), there, before, stage: stages[last - 1].name };
  return { stand: filled(words.stand, values) };
}

/** @returns {Phrases} */
export function ofMap({ words, ...data }, weights, effort, budget) {
  const frontier = data.stages.at(-1).start;
  const there = effort[0] >= frontier;
  const say = (name, needed) =>
    filled(words[name], { budget: counted(budget, "unit"), weight: weights[0], needed });
  const upTo = weightNeeded(data.gains, weights, data.floors, data.caps, 0, frontier, budget);
  const rightTo = (times) => {
    const heavier = weights.with(0, times * weights[0]);
    return counted(budgetNeeded(data.gains, heavier, data.floors, data.caps, 0, frontier), "unit");
  };
  const along = (name, word, times) => (weights[0] ? say(word, rightTo(times)) : say(`${name}_never`));
  return {
    place: say("place"),
    right: along("right", there ? "right_there" : "right", 1),
    double: along("double", "double", 2),
    up: say(there ? "up_there" : upTo === Infinity ? "up_never" : "up", Math.ceil(10 * upTo) / 10),
  };
}

/** @returns {Phrases} */
export function ofPlatform({ words, names }, { returns, units }, budget, built) {
  const best = returns.indexOf(Math.max(...returns));
  const lost = (size) => (100 * (1 - returns[size] / returns[best])).toFixed(1);
  const [before, after] = [0, best].map((size) => units[0][size]);
  const top = names[0].charAt(0).toUpperCase() + names[0].slice(1);
  return {
    most: filled(words.most, { best, budget, lost: lost(0) }),
    built: filled(built === best ? words.built_best : built ? words.built : words.built_none, {
      built, lost: lost(built),
    }),
    top: filled(words.top, { top, before, after }),
  };
}
