// What was, to be brought back: every change of some settings, whoever made it.
import { change } from "./model.js";

const MOST = 200; // steps that are kept
const PAUSE = 1500; // milliseconds after which the same hand begins another step

/**
 * @param {import("./model.js").Model} model
 * @param {readonly string[]} names the settings
 */
export function makePast(model, names) {
  const look = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
  const equal = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);
  const lists = (a, b) => Array.isArray(a) && Array.isArray(b) && a.length === b.length;
  // Of a thousand rows nearly all are the same objects.
  const alike = (a, b) => (lists(a, b) ? a.every((each, i) => equal(each, b[i])) : equal(a, b));
  const same = (a, b) => names.every((name) => alike(a[name], b[name]));
  let now = look();
  /** @type {Record<string, any>[]} */
  let before = [];
  /** @type {Record<string, any>[]} */
  let after = [];
  let going = false; // back or forth
  let key = "";
  let last = { key: "", time: 0 };
  /** Say what the next change is about; those about the same thing in a row are one step. */
  const next = (/** @type {string} */ about) => void (key = about);
  /** Take note of a change, if there is one, and say whether there is. */
  const record = () => {
    const found = look();
    if (same(found, now)) return false;
    if (going) {
      now = found; // no step of its own
      return true;
    }
    const time = Date.now();
    if (!(key && key === last.key && time - last.time < PAUSE)) before = [...before, now].slice(-MOST);
    after = [];
    last = { key, time };
    key = "";
    now = found;
    return true;
  };
  const go = (from, to) => {
    const found = from.at(-1);
    if (!found) return false;
    const left = now;
    going = true;
    last = { key: "", time: 0 };
    if (to === "after") [before, after] = [before.slice(0, -1), [...after, left]];
    else [before, after] = [[...before, left], after.slice(0, -1)];
    change(model, found);
    going = false;
    return true;
  };
  return {
    next,
    record,
    /** Begin with what there is now. */
    begin: () => void (now = look()),
    undo: () => go(before, "after"),
    redo: () => go(after, "before"),
    /** @returns {[boolean, boolean]} whether there is something to undo, and to redo */
    has: () => [before.length > 0, after.length > 0],
    /** What was, to be kept, and brought back from there. */
    kept: () => ({ now, before }),
    restore(/** @type {Record<string, any>[]} */ steps) {
      before = steps;
    },
  };
}
