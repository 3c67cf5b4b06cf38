// What to buy and what to build at every budget. The same steps as in `effort.buying`; shared vectors test one against
// the other.
import { total, unitsInOrder } from "./allocate.js";

const NEAR = 1e-6; // points; what differs by less is equally good

/**
 * Every set of purchases, with 1 for what is bought, smaller ones first; as `_sets` in Python.
 *
 * @param {number[]} sale
 * @returns {number[][]}
 */
function purchases(sale) {
  const sets = sale.reduce(
    (all, offered, i) => all.flatMap((set) => (offered ? [set, set.with(i, 1)] : [set])), [sale.map(() => 0)]);
  return sets.sort((a, b) => total(a) - total(b)); // equal ones keep their order
}

/**
 * For every budget which models to buy, the units of own work and what all earns beyond what it does without any work;
 * as `buying_path` in Python.
 */
export function buyingPath({ gains, weights, setup }, sale, head, fee, most) {
  /** @type {{ earned: number, bought: number[], effort: number[] }[]} */
  const found = Array.from({ length: most + 1 }, () => ({ earned: -Infinity, bought: [], effort: [] }));
  for (const bought of purchases(sale)) {
    const own = weights.map((weight, i) => (bought[i] ? 0 : weight));
    const ahead = bought.map((taken, i) => (taken ? weights[i] * total(gains[i].slice(0, head)) - fee : 0));
    const effort = bought.map((taken) => (taken ? setup : 0));
    let earned = total(ahead);
    const keep = (budget) => {
      if (earned > found[budget].earned + NEAR) found[budget] = { earned, bought, effort: [...effort] };
    };
    let budget = total(effort);
    if (budget > most) continue;
    keep(budget);
    const caps = gains.map((each) => each.length);
    for (const i of unitsInOrder(gains, own, effort, caps, most)) {
      earned += own[i] * gains[i][effort[i]];
      effort[i] += 1;
      budget += 1;
      keep(budget);
    }
    while (budget < most) keep((budget += 1)); // no unit gains anything more
  }
  return found;
}
