// The one step that Python and the browser both do: take the largest unit gain, again and again.
// `effort.allocation.allocate` finds the same units without the loop; shared vectors test one against the other.

/** The sum of the units. */
export const total = (units) => units.reduce((sum, each) => sum + each, 0);

/** The project that receives each unit, one after the other, from the floors up to the budget. */
export function* unitsInOrder(gains, weights, floors, caps, budget) {
  const effort = [...floors];
  let left = budget - total(floors);
  while (left-- > 0) {
    let winner = -1;
    let most = 0; // a unit that gains nothing is not given
    for (let i = 0; i < gains.length; i++) {
      const gain = effort[i] < caps[i] ? weights[i] * gains[i][effort[i]] : 0;
      if (gain > most) {
        most = gain; // only a larger gain wins: of equal ones the first project's stays
        winner = i;
      }
    }
    if (winner < 0) return;
    effort[winner] += 1;
    yield winner;
  }
}

const FEW = 16; // units, which are given out one after the other
const MANY = 20_000; // looks at a gain; up to so many, one unit after the other is quicker than a search for the price

/** The optimal whole units for each project. */
export function allocate(gains, weights, floors, caps, budget) {
  const many = gains.length * (budget - total(floors)) > MANY;
  const effort = many ? sureUnits(gains, weights, floors, caps, budget) : [...floors];
  for (const i of unitsInOrder(gains, weights, [...effort], caps, budget)) effort[i] += 1;
  return effort;
}

/** Units that are in the optimum for sure: those above a price at which they fit the budget, found by halving. */
function sureUnits(gains, weights, floors, caps, budget) {
  let sure = [...floors];
  let low = 0;
  let high = Math.max(...gains.map((each, i) => weights[i] * each[floors[i]] || 0));
  let left = budget - total(floors);
  for (let k = 0; k < 40 && left > FEW && high < Infinity; k++) {
    const price = (low + high) / 2;
    const units = unitsAbove(gains, weights, floors, caps, price);
    const rest = budget - total(units);
    if (rest >= 0) [sure, high, left] = [units, price, rest];
    else low = price;
  }
  return sure;
}

/** How many of a project's units, from its floor to its cap, gain at least so much, or more; `gains` only fall. */
function unitsWorth(gains, weight, floor, cap, price, orAsMuch) {
  let [low, high] = [floor, cap];
  while (low < high) {
    const middle = (low + high) >> 1;
    const gain = weight * gains[middle];
    if (gain > price || (orAsMuch && gain === price)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The units of all projects, from their floors on, that gain more than a price, or as much, if these count. */
export function unitsAbove(gains, weights, floors, caps, price, orAsMuch = false) {
  return gains.map((each, i) => unitsWorth(each, weights[i], floors[i], caps[i], price, orAsMuch));
}

/** What one more unit would earn: the price that a unit must beat. As `shadow_price` in `effort.allocation`. */
export function shadowPrice(gains, weights, caps, effort) {
  const next = effort.map((units, i) => (units < caps[i] ? weights[i] * gains[i][units] || 0 : 0));
  return Math.max(...next);
}

/** The smallest budget whose optimum gives project i so many units; infinite if none does. As in `effort.growth`. */
export function budgetNeeded(gains, weights, floors, caps, i, units) {
  if (units <= floors[i]) return total(floors);
  const price = units <= caps[i] ? weights[i] * gains[i][units - 1] : 0;
  if (!(price > 0)) return Infinity;
  return total(
    gains.map((each, j) => (j === i ? units : unitsWorth(each, weights[j], floors[j], caps[j], price, j < i))),
  );
}

/** The weight above which project i gets so many units of the budget; infinite if none does. As in `effort.growth`. */
export function weightNeeded(gains, weights, floors, caps, i, units, budget) {
  if (units <= floors[i]) return 0;
  const others = weights.map((weight, j) => (j === i ? 0 : weight));
  const kept = floors.map((floor, j) => (j === i ? 0 : floor));
  const left = budget - units;
  if (units > caps[i] || left < total(kept)) return Infinity;
  const without = allocate(gains, others, kept, caps, left);
  const next = without.map((each, j) => (each < caps[j] ? others[j] * gains[j][each] : 0));
  return Math.max(...next) / gains[i][units - 1];
}
