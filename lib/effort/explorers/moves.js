// From today's division to the best one: what moving gains, what staying costs, where to begin. The same step, and the
// same sentences, as in `effort.moves`; shared cases test one against the other.
import { allocate, total } from "./allocate.js";
import { boundsOf, fill, valueOf } from "./outlook.js";

const MOVES_TOLD = 3;

/** Of so many digits, as Python rounds what it sorts by. */
const rounded = (/** @type {number} */ value) => Number(value.toPrecision(6));

/** @param {number} units */
export const monthsOf = (units) => `${units} month${units === 1 ? "" : "s"}`;

/** @param {number} points */
export function signed(points) {
  const written = points.toFixed(1);
  return Number(written) === 0 ? "+0.0" : points > 0 ? `+${written}` : written;
}

/**
 * What each project gets today; null if none says so.
 *
 * @param {import("./outlook.js").Project[]} projects
 * @returns {number[] | null}
 */
export const todayOf = (projects) =>
  projects.every((each) => each.today === null) ? null : projects.map((each) => each.today ?? 0);

/**
 * The same projects, none of which gets more than so much more or less than today, but for its floor.
 *
 * @param {import("./outlook.js").Project[]} projects
 * @param {number | null} leeway
 * @param {number} most
 */
export function within(projects, leeway, most) {
  const today = todayOf(projects);
  if (leeway === null || !today) return projects;
  return projects.map((each, i) => {
    const floor = Math.max(each.floor, today[i] - leeway);
    return { ...each, floor, cap: Math.max(floor, Math.min(each.cap ?? most, today[i] + leeway)) };
  });
}

/**
 * The moves from today to the best use of as many units, the one that gains most first; null if nobody says what is
 * spent today.
 *
 * @param {import("./outlook.js").Project[]} projects
 * @param {import("./outlook.js").Rules} data
 */
export function movesOf(projects, data) {
  const today = todayOf(projects);
  if (!today) return null;
  const { gains, weights, floors, caps } = boundsOf(projects, data);
  const months = total(today);
  const worth = (i, units) => weights[i] * valueOf(data, projects[i], units);
  const earned = (effort) => total(effort.map((units, i) => worth(i, units)));
  const now = earned(today);
  if (total(floors) > months) return { months, now, floors: total(floors), best: null, gain: 0, moves: [] };
  const best = allocate(gains, weights, floors, caps, months);
  const each = best.map((units, i) => rounded((worth(i, units) - worth(i, today[i])) / (units - today[i] || 1)));
  const order = best.map((_, i) => i);
  const giving = order.filter((i) => best[i] < today[i]).sort((a, b) => each[a] - each[b]);
  const getting = order.filter((i) => best[i] > today[i]).sort((a, b) => each[b] - each[a]);
  const at = [...today];
  const moves = [];
  for (let [g, t] = [0, 0]; g < giving.length && t < getting.length; ) {
    const [source, target] = [giving[g], getting[t]];
    const units = Math.min(at[source] - best[source], best[target] - at[target]);
    const before = worth(source, at[source]) + worth(target, at[target]);
    at[source] -= units;
    at[target] += units;
    moves.push({ source, target, units, gain: worth(source, at[source]) + worth(target, at[target]) - before });
    if (at[source] === best[source]) g++;
    if (at[target] === best[target]) t++;
  }
  moves.sort((a, b) => rounded(b.gain) - rounded(a.gain));
  const could = earned(best);
  return { months, now, floors: total(floors), best, could, gain: could - now, moves };
}

/**
 * What staying costs, and the moves that gain most.
 *
 * @param {NonNullable<ReturnType<typeof movesOf>>} found
 * @param {import("./outlook.js").Project[]} projects
 * @param {Record<string, string>} words
 */
export function movesInWords(found, projects, words) {
  const { now, best, could = 0, gain, moves } = found;
  const months = monthsOf(found.months);
  if (!best) {
    return { staying: fill(words.short, { months, floors: monthsOf(found.floors) }), moves: words["no moves"] };
  }
  const size = Math.max(gain, -gain);
  if (!moves.length && size < 0.05) return { staying: fill(words.best, { months }), moves: words["no moves"] };
  const share = (could ? (100 * size) / could : 0).toFixed(1);
  const values = { months, now: now.toFixed(1), gain: size.toFixed(1), share };
  return { staying: fill(gain > 0 ? words.gain : words.limits, values), moves: told(moves, projects, words) };
}

function told(moves, projects, words) {
  if (!moves.length) return words["no moves"];
  const parts = moves.slice(0, MOVES_TOLD).map(({ source, target, units, gain }) =>
    fill(words.move, {
      months: monthsOf(units), source: projects[source].name, target: projects[target].name, gain: signed(gain),
    }));
  const left = moves.slice(MOVES_TOLD);
  if (left.length) parts.push(fill(words.others, { gain: signed(total(left.map((each) => each.gain))) }));
  return fill(words.moves, { moves: parts.join("; ") });
}
