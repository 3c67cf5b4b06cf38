// What the reader's browser keeps of the board for the next visit, with the way back to what it was.
import { button, html } from "./controls.js";
import { isAllowed } from "./model.js";

const KEY = "your-company";
const STEPS = 20; // of the way back
const LARGEST = 1_000_000; // letters
const REST = 500; // milliseconds after a change
const KEEPS = "This browser, and nobody else, keeps the board for your next visit.";
const FORGOTTEN = "Nothing is kept. What you change from now on will be.";
const FULL = "The board is too large for this browser to keep; save it as CSV.";

/** Whether these are settings of a board; what is wrong with its projects is found where they are read. */
const isBoard = (found, limits) =>
  Boolean(found) && Array.isArray(found.projects) && isAllowed(found.months, limits.months) &&
  ["leeway", "cost"].every((name) => found[name] === null || isAllowed(found[name], limits[name]));

/** What was kept, if any of it makes sense. */
function kept(limits) {
  try {
    const { now, before } = JSON.parse(localStorage.getItem(KEY) ?? "null") ?? {};
    if (!isBoard(now, limits) || !Array.isArray(before)) return null;
    return { now, before: before.filter((each) => isBoard(each, limits)) };
  } catch {
    return null;
  }
}

/**
 * Bring back what was kept, or else have it one step back, where a link has brought another board; and keep what comes.
 * What is returned is told of every change.
 *
 * @param {Element} parent
 * @param {{ model: any, data: any, past: any, linked: boolean, say: (text: string) => void }} board
 */
export function makeStore(parent, { model, data, past, linked, say }) {
  const line = html(parent, "p", { className: "company-kept" });
  const text = html(line, "span", {}, KEEPS);
  let timer = 0;
  const found = kept(data.limits);
  if (found && linked) {
    past.restore([...found.before, found.now]);
    say("This board came with the link; Undo brings back your own.");
  } else if (found) {
    for (const name in found.now) model.set(name, found.now[name]);
    past.restore(found.before);
    say("This is the board as you left it.");
  }
  const write = () => {
    clearTimeout(timer);
    if (!timer) return;
    timer = 0;
    const { now, before } = past.kept();
    for (let steps = Math.min(STEPS, before.length); steps >= 0; steps--) {
      const whole = JSON.stringify({ now, before: steps ? before.slice(-steps) : [] });
      if (whole.length > LARGEST) continue;
      try {
        localStorage.setItem(KEY, whole);
        text.textContent = KEEPS;
        return;
      } catch {
        // With fewer steps it may fit.
      }
    }
    text.textContent = FULL;
  };
  button(line, "Forget it", () => {
    clearTimeout(timer);
    timer = 0;
    localStorage.removeItem(KEY);
    text.textContent = FORGOTTEN;
  });
  addEventListener("pagehide", write);
  return {
    changed() {
      clearTimeout(timer);
      timer = window.setTimeout(write, REST);
    },
    stop() {
      write();
      removeEventListener("pagehide", write);
    },
  };
}
