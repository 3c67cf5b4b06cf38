// Curves through measurements: the nearest concave one, the nearest of each family from its sampled shapes, and what
// stands out from the noise. `effort.evidence` and `effort.advice` do the same with formulae; tests compare them.

const LIKELY = 1.645; // as in `effort.advice`
const SURE = 2;
const FACTOR = 1.6; // from one rate that is tried to the next
const ROUNDS = 40;

const sum = (values) => values.reduce((total, each) => total + each, 0);
/** The square root of a whole number. */
const root = (count) => Math.hypot(...Array(count).fill(1));

/** The values x that make matrix · x equal to `right`, by elimination. */
function solved(matrix, right) {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    const sizes = rows.slice(k).map((row) => Math.hypot(row[k]));
    const largest = k + sizes.indexOf(Math.max(...sizes));
    [rows[k], rows[largest]] = [rows[largest], rows[k]];
    for (let i = k + 1; i < n; i++) {
      const times = rows[i][k] / (rows[k][k] || 1e-300);
      for (let j = k; j <= n; j++) rows[i][j] -= times * rows[k][j];
    }
  }
  const found = Array(n).fill(0);
  for (let k = n - 1; k >= 0; k--) {
    const rest = sum(rows[k].slice(k + 1, n).map((each, j) => each * found[k + 1 + j]));
    found[k] = (rows[k][n] - rest) / (rows[k][k] || 1e-300);
  }
  return found;
}

/** Weights of at least 0 that minimise the quadratic form of `gram` and `right`: Lawson and Hanson's active sets. */
function nonnegative(gram, right) {
  const n = right.length;
  let weight = Array(n).fill(0);
  let active = [];
  const small = 1e-11 * Math.max(...right.map((each) => Math.hypot(each)), 1e-300);
  for (let tries = 0; tries < 20 * n; tries++) {
    const slope = right.map((each, i) => each - sum(gram[i].map((g, j) => g * weight[j])));
    const free = slope.map((each, i) => (active.includes(i) ? -Infinity : each));
    const best = free.indexOf(Math.max(...free));
    if (!(free[best] > small)) break;
    active.push(best);
    for (;;) {
      const some = solved(active.map((i) => active.map((j) => gram[i][j])), active.map((i) => right[i]));
      const wanted = Array(n).fill(0);
      active.forEach((i, k) => (wanted[i] = some[k]));
      const falling = active.filter((i) => wanted[i] <= 0);
      if (!falling.length) {
        weight = wanted;
        break;
      }
      const share = Math.min(...falling.map((i) => weight[i] / Math.max(weight[i] - wanted[i], 1e-300)));
      weight = weight.map((each, i) => each + share * (wanted[i] - each));
      active = active.filter((i) => weight[i] > 1e-14);
      weight = weight.map((each, i) => (active.includes(i) ? each : 0));
    }
  }
  return weight;
}

/** The concave, never falling curve nearest to the scores, as `fit_concave`: its start, and the points it bends at. */
export function concaveFit({ efforts, means, counts }) {
  const knots = efforts.filter((x) => x > 0);
  const all = sum(counts);
  const mean = (column) => sum(column.map((each, i) => counts[i] * each)) / all;
  const columns = knots.map((knot) => efforts.map((x) => Math.min(x, knot)));
  const scales = columns.map((column) => Math.max(...column) || 1);
  const centred = columns.map((column, k) => column.map((each) => (each - mean(column)) / scales[k]));
  const product = (a, b) => sum(a.map((each, i) => counts[i] * each * b[i]));
  const target = means.map((each) => each - mean(means));
  const gram = centred.map((a) => centred.map((b) => product(a, b)));
  const weight = nonnegative(gram, centred.map((a) => product(a, target))).map((each, k) => each / scales[k]);
  const most = Math.max(...weight);
  const ends = knots.filter((_, k) => weight[k] > 1e-9 * most);
  const x = [0, ...(ends.length ? ends : [knots[knots.length - 1]])];
  const value = (at) => sum(weight.map((each, k) => each * Math.min(at, knots[k])));
  const start = mean(means) - sum(weight.map((each, k) => each * mean(columns[k])));
  return { start, x, y: x.map(value) };
}

/** A polyline's value: straight between its points, level after the last. */
export function valueAt(xs, ys, at) {
  const last = xs.length - 1;
  if (at >= xs[last]) return ys[last];
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= at) low = middle;
    else high = middle;
  }
  return ys[low] + ((at - xs[low]) * (ys[high] - ys[low])) / (xs[high] - xs[low]);
}

/** What each further unit gains, on one line always the same. */
export function unitGains({ x, y }, units) {
  let k = 0;
  return Array.from({ length: units }, (_, u) => {
    while (k < x.length - 1 && x[k + 1] <= u) k++;
    if (k === x.length - 1) return 0;
    if (u + 1 <= x[k + 1]) return (y[k + 1] - y[k]) / (x[k + 1] - x[k]);
    return valueAt(x, y, u + 1) - valueAt(x, y, u);
  });
}

/** The member of a family nearest to the means, from its sampled shapes and what lies between neighbouring ones. */
export function familyFit({ efforts, means, counts }, { name, shapes }, sampled) {
  const all = sum(counts);
  const most = efforts[efforts.length - 1];
  const mean = (column) => sum(column.map((each, i) => counts[i] * each)) / all;
  const middle = mean(means);
  const shaped = (place, rate) => {
    const k = Math.min(Math.floor(place), shapes.length - 1);
    const part = place - k;
    return (x) => {
      const near = valueAt(sampled, shapes[k], rate * x);
      return part ? (1 - part) * near + part * valueAt(sampled, shapes[k + 1], rate * x) : near;
    };
  };
  const tried = (place, rate) => {
    const shape = shaped(place, rate);
    const g = efforts.map(shape);
    const lean = g.map((each) => each - mean(g));
    const spread = sum(lean.map((each, i) => counts[i] * each * each));
    const rise = sum(lean.map((each, i) => counts[i] * each * (means[i] - middle)));
    const scale = spread > 1e-12 ? Math.max(rise / spread, 1e-12) : 1e-12;
    const start = middle - scale * mean(g);
    const off = g.map((each, i) => start + scale * each - means[i]);
    const loss = sum(off.map((each, i) => counts[i] * each * each));
    return { place, rate, loss, off, curve: (x) => start + scale * shape(x) };
  };
  const last = shapes.length - 1;
  const rates = [1 / most];
  if (name !== "power") {
    const end = Math.min(sampled[sampled.length - 1] / most, 1e4 / efforts.find((x) => x > 0));
    for (let rate = 1e-3 / most; rate < end; rate *= FACTOR) rates.push(rate);
  }
  const least = (best, each) => (each.loss < best.loss ? each : best);
  let best = shapes.flatMap((_, k) => rates.map((rate) => tried(k, rate))).reduce(least);
  let [aside, factor] = [0.5, FACTOR];
  for (let round = 0; round < ROUNDS; round++) {
    const places = [best.place, Math.max(0, best.place - aside), Math.min(last, best.place + aside)];
    const around = name === "power" ? [best.rate] : [best.rate, best.rate * factor, best.rate / factor];
    const found = places.flatMap((place) => around.map((rate) => tried(place, rate))).reduce(least);
    if (found.loss < best.loss) best = found;
    else [aside, factor] = [aside / 2, (1 + factor) / 2];
  }
  return { name, off: Math.hypot(...best.off) / root(means.length), curve: best.curve };
}

/** How much repetitions of one effort spread, as `effort.advice.noise`; NaN if there are none. */
function noiseOf({ rows, efforts, means }) {
  const spare = rows.length - efforts.length;
  if (!spare) return NaN;
  return Math.hypot(...rows.map(({ effort, score }) => score - means[efforts.indexOf(effort)])) / root(spare);
}

/** The smallest gain that stands out from the noise, as `effort.advice.gain_that_tells`. */
export const gainThatTells = (measured) =>
  (SURE * noiseOf(measured) * root(2) * root(measured.efforts.length)) / root(measured.rows.length);

/** Efforts at which the mean scores are not concave by more than noise, as `effort.advice.bends`. */
export function bends(measured) {
  const { efforts: x, means: y, counts } = measured;
  const noise = noiseOf(measured);
  return x.filter((_, i) => {
    if (!i || i === x.length - 1) return false;
    const share = (x[i] - x[i - 1]) / (x[i + 1] - x[i - 1]);
    const gap = (1 - share) * y[i - 1] + share * y[i + 1] - y[i];
    const [before, here, after] = [i - 1, i, i + 1].map((k) => root(counts[k]));
    return gap > Math.max(LIKELY * noise * Math.hypot((1 - share) / before, share / after, 1 / here), 1e-9);
  });
}

/** The smallest whole step whose gain stands out, as `effort.advice.step_that_tells`; null if there is none. */
export function stepThatTells({ x, y }, effort, least, last) {
  const gain = (step) => valueAt(x, y, effort + step) - valueAt(x, y, effort);
  let [low, high] = [1, Math.max(1, Math.ceil(last - effort))];
  if (!(gain(high) >= least)) return null;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (gain(middle) >= least) high = middle;
    else low = middle + 1;
  }
  return low;
}
