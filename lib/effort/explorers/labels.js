// Where the names of curves can stand: beside their own, with no other curve through them.

const ASCENT = 0.73; // of its size a letter takes above its line
const DESCENT = 0.23; // and some take below it
const APART = 2.5; // pixels between a name and its curve
const HALF = 1.5; // pixels that a curve takes on either side
const MANY = 8; // of so many curves all ways are tried; the names of more stand under theirs

/** @typedef {{ text: string, width: number, size: number }} Name its text, and the pixels that it and a letter take */
/** @typedef {{ left: number, right: number, top: number, bottom: number, base: number }} Box */

/** Whether two boxes have a point in common. */
export const meet = (/** @type {Box} */ a, /** @type {Box} */ b) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Whether a curve runs through a box. */
const through = (/** @type {number[][]} */ points, /** @type {Box} */ { left, right, top, bottom }) =>
  points.some(([x, y]) => x > left - 2 && x < right + 2 && y > top - HALF && y < bottom + HALF);

/**
 * The box of a name that ends at `right`, under its curve or over it.
 *
 * @param {number[][]} points
 * @param {Name} name
 * @param {number} right
 * @param {boolean} under
 * @returns {Box}
 */
function boxBeside(points, { text, width, size }, right, under) {
  const near = points.filter(([x]) => x > right - width - 2 && x < right + 2).map(([, y]) => y);
  const [ascent, descent] = [size * ASCENT, /[gjpqy]/.test(text) ? size * DESCENT : 0];
  const base = under ? Math.max(...near) + APART + ascent : Math.min(...near) - APART - descent;
  return { left: right - width, right, top: base - ascent, bottom: base + descent, base };
}

/**
 * For each curve the box of its name, which ends at `right`, with its base line. Of all ways to put each under its
 * curve or over it, the one in which the fewest lie on something; rather under.
 *
 * @param {number[][][]} curves the points of each, in pixels, close together
 * @param {Name[]} names
 * @param {{ right: number, top: number, bottom: number }} within
 */
export function beside(curves, names, { right, top, bottom }) {
  const boxes = curves.map((points, i) => [true, false].map((under) => boxBeside(points, names[i], right, under)));
  const wrong = boxes.map((pair) =>
    pair.map((box) => {
      const outside = box.top < top || box.bottom > bottom;
      return Number(outside) + curves.filter((points) => through(points, box)).length;
    }),
  );
  const faults = (/** @type {number[]} */ sides) =>
    sides.reduce((sum, side, i) => {
      const others = sides.slice(0, i).filter((other, j) => meet(boxes[i][side], boxes[j][other]));
      return sum + wrong[i][side] + others.length;
    }, 0);
  const n = Math.min(curves.length, MANY);
  const ways = Array.from({ length: 1 << n }, (_, way) => curves.map((_, i) => (i < n ? (way >> i) & 1 : 0)));
  const counts = ways.map(faults);
  const best = ways[counts.indexOf(Math.min(...counts))];
  return best.map((side, i) => boxes[i][side]);
}
