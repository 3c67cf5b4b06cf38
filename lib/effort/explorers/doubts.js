// How sure a plan is: the same step, and the same sentences, as in `effort.doubts`; shared cases test one against the
// other.
import { allocate } from "./allocate.js";
import { alongOf, boundsOf, fill, workedOf } from "./outlook.js";
import { stageOf } from "./words.js";

const CASES = 200;
const TOLD = 3;
const WAYS = [[-1, 0], [1, 0], [0, -1], [0, 1]];

/** The numbers -1, 0 and 1 as by chance, always the same ones. */
function* draws() {
  for (let state = 1; ; ) {
    state = (state * 16807) % 2147483647; // Park and Miller's
    yield (Math.floor(state / 65536) % 3) - 1;
  }
}

/** The project with its importance doubled so many times, and so many steps harder, as far as there are steps. */
function other(data, project, doubled, harder) {
  const known = data.difficulties.map(([name]) => name);
  const step = Math.min(Math.max(known.indexOf(project.difficulty) + harder, 0), known.length - 1);
  const importance = project.importance * (doubled < 0 ? 0.5 : doubled + 1);
  return { ...project, importance, difficulty: known[step] };
}

/**
 * How far each project gets, on the scale of an ordinary one, at the least and at the most if one of its guesses is
 * off; and in which share of the cases one is at the frontier if all may be.
 *
 * @param {import("./outlook.js").Project[]} projects
 * @param {number} budget
 * @param {any} data
 */
export function doubtsOf(projects, budget, data) {
  const reached = (others, measure = alongOf) => {
    const { gains, weights, floors, caps } = boundsOf(others, data);
    const best = allocate(gains, weights, floors, caps, budget);
    return best.map((units, i) => measure(data, others[i], units));
  };
  const now = reached(projects);
  const ranges = projects.map((project, i) => {
    const ends = WAYS.map(([doubled, harder]) => reached(projects.with(i, other(data, project, doubled, harder)))[i]);
    return [Math.min(now[i], ...ends), Math.max(now[i], ...ends)];
  });
  const drawn = draws();
  const draw = () => Number(drawn.next().value);
  const frontier = data.stages.at(-1).start;
  let there = 0;
  for (let k = 0; k < CASES; k++) {
    // One after the other: first what is said of importance, then of difficulty.
    const cases = projects.map((each) => {
      const doubled = draw();
      return other(data, each, doubled, draw());
    });
    if (Math.max(...reached(cases, workedOf)) >= frontier) there++;
  }
  return { ranges, chance: there / CASES };
}

/** Which project's stage hangs on a guess, and how likely the frontier is. */
export function doubtsInWords({ ranges, chance }, projects, { doubtWords: words, stages }) {
  const reach = ranges.map((ends) => ends.map((units) => stageOf(stages, units)));
  const wide = ([low, high]) => high - low;
  const unsure = reach.map((_, i) => i).filter((i) => wide(reach[i]));
  const order = unsure.sort((a, b) => wide(reach[b]) - wide(reach[a]));
  const told = order.slice(0, TOLD).map((i) => {
    const [low, high] = reach[i].map((stage) => stages[stage].name);
    return fill(words.range, { name: projects[i].name, low, high });
  });
  if (order.length > TOLD) told.push(fill(words.more, { count: order.length - TOLD }));
  const some = { count: order.length, all: projects.length, which: told.join("; ") };
  const doubt = order.length ? fill(words.some, some) : words.firm;
  return `${doubt} ${fill(words.chance, { share: Math.floor(100 * chance + 0.5) })}`;
}
