// The one step that Python and the browser both do: take the largest unit gain, again and again.
// `effort.allocation.allocate` finds the same units without the loop; shared vectors test one against the other.

/** The project that receives each unit, one after the other, from the floors up to the budget. */
export function* unitsInOrder(gains, weights, floors, caps, budget) {
  const effort = [...floors];
  let left = budget - floors.reduce((total, units) => total + units, 0);
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

/** The optimal whole units for each project. */
export function allocate(gains, weights, floors, caps, budget) {
  const effort = [...floors];
  for (const i of unitsInOrder(gains, weights, floors, caps, budget)) effort[i] += 1;
  return effort;
}
