// A stock of which a part is lost each year. The same steps as in `effort.years`; shared vectors test one against the
// other.
import { allocate } from "./allocate.js";

/** The stock at the end of each year, in whole units, as `whole_years` in Python. */
export function wholeYears({ gains, weights }, team, loss, years) {
  const caps = gains.map((each) => each.length);
  const stock = [gains.map(() => 0)];
  let has = 0;
  for (let year = 0; year < years; year += 1) {
    has = (1 - loss) * has + team;
    const left = stock[year].map((units) => Math.floor((1 - loss) * units));
    stock.push(allocate(gains, weights, left, caps, Math.floor(has)));
  }
  return stock;
}

/** The year by whose end a team has so many units; infinite if it never has. As `years_until` in Python. */
export function yearsUntil(budget, team, loss) {
  if (budget > team && budget * loss >= team) return Infinity;
  let year = 0;
  for (let has = 0; has < budget; year += 1) has = (1 - loss) * has + team;
  return year;
}
