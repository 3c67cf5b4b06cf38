// One unit at a time: step or play the rule, change what it is given, or try to beat it by hand.
import { allocate, total } from "./allocate.js";
import { button, frame, html, player, slider } from "./controls.js";
import { handChart } from "./handchart.js";
import { change, clamp, glide, live, unpack } from "./model.js";
import { ofAllocation } from "./phrases.js";
import { projectRows } from "./rows.js";
import { howFar, inFull, many, perCent } from "./words.js";

const SLOW = 180; // milliseconds; a step that takes longer is shown by itself
const PLAYED = 100; // units, to which the rule is played
const pace = (/** @type {number} */ k) => Math.max(40, 440 - 24 * k);

/** The reader's best division of what there is to divide, as a share of the best; another problem begins anew. */
function record() {
  let [problem, best] = ["", 0];
  return (/** @type {string} */ now, /** @type {number} */ share) => {
    if (now !== problem) [problem, best] = [now, 0];
    return (best = Math.max(best, share));
  };
}

/** A division by hand with at least the floors, which fits the budget; `fitted` in allocation.py does the same. */
function fitted(hand, floors, budget) {
  const units = hand.map((each, i) => Math.max(each, floors[i]));
  for (let over = total(units) - budget; over > 0; over--) {
    const above = units.map((each, i) => each - floors[i]);
    units[above.indexOf(Math.max(...above))] -= 1;
  }
  return units;
}

/** What is said of the reader's own division: its points, beside the most that there are, and the best so far. */
function compared({ mine, most, left, bestSoFar }) {
  if (mine >= most - 1e-9) return `Yours is the optimum: ${mine.toFixed(1)} points. It can't be beaten.`;
  const unspent = `${many(left, "unit")} left`;
  const kept = bestSoFar > 0 ? `Your best so far: ${perCent(bestSoFar)}.` : "Drag the red dots, or use the arrow keys.";
  const share = `${perCent(mine / most)} of the best, ${most.toFixed(1)}`;
  return `Yours: ${mine.toFixed(1)} points, ${share}. ${unspent}. ${kept}`;
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, below, tell, stop, say } = frame(el, "Divide the effort");
  const get = (name) => model.get(name);
  const floor = () => total(get("floors"));
  const largest = data.limits.budget.max;
  const optimum = () => allocate(data.gains, get("weights"), get("floors"), data.caps, get("budget"));
  const returns = (units) => total(units.map((each, i) => get("weights")[i] * data.values[i][each]));
  let scored = record();
  let effort = optimum(); // as it is shown

  /** Between which units a dot can be moved: from the floor to all that is not spent elsewhere. */
  const range = (i) => {
    const left = Math.max(0, get("budget") - total(effort));
    return { min: get("floors")[i], max: Math.min(data.caps[i], effort[i] + left) };
  };
  /** The first dot that is moved begins the trying by hand. */
  const moveByHand = (i, units) => {
    pause();
    const { min, max } = range(i);
    const wanted = Math.round(units);
    const tooMany = wanted > max ? "No units left: take some from another project first." : "";
    say(wanted < min && min ? "That is the project's floor." : tooMany);
    const hand = effort.with(i, clamp(wanted, { min, max }));
    // What could not be moved is still the rule's division, and not the reader's.
    if (get("by_hand") || hand[i] !== effort[i]) change(model, { by_hand: true, hand });
  };
  const chart = handChart(figure, data, { range, move: moveByHand });

  const buttons = html(controls, "div", { className: "explorer-buttons" });
  const restart = () => change(model, { budget: floor(), by_hand: false });
  button(buttons, "Start at zero", () => {
    pause();
    say("");
    restart();
  });
  /** The rule's next unit; whether there was one, and it is shown on its way if it comes slowly. */
  const oneStep = (slowly) => {
    if (get("budget") >= largest) return false;
    const before = optimum();
    change(model, { budget: get("budget") + 1, by_hand: false });
    const winner = effort.findIndex((units, i) => units > before[i]);
    if (slowly && winner >= 0) chart.give(winner);
    return true;
  };
  button(buttons, "One unit more", () => {
    pause();
    say(oneStep(true) ? "" : `The budget goes to ${largest} units.`);
  });
  let given = 0; // units, in this play
  const pause = player(buttons, "Play", {
    start: () => {
      given = 0;
      say("");
      if (get("budget") >= PLAYED) restart();
    },
    step: () => oneStep(pace(given++) > SLOW) && get("budget") < PLAYED,
    leap: ["Ten units more", () => {
      const next = get("budget") >= largest ? floor() : Math.min(largest, get("budget") + 10);
      change(model, { budget: next, by_hand: false });
    }],
    pace,
  });
  const byHand = button(buttons, "", () => {
    pause();
    say("");
    // Half of the units are placed, equally, so that no dot hides another; the rest is the reader's.
    const each = Math.floor((get("budget") - floor()) / 2 / data.names.length);
    const hand = get("floors").map((units, i) => Math.min(units + each, data.caps[i], data.shown));
    change(model, { by_hand: !get("by_hand"), hand });
  });
  byHand.classList.add("explorer-turn");
  button(buttons, "Reset", () => {
    pause();
    say("");
    scored = record();
    const { floors, ...rest } = data.defaults;
    change(model, { floors, by_hand: false }); // at once, so that they always fit the budget
    glide(model, rest, data.limits);
  });

  const budget = slider(controls, {
    label: "Budget (units)", say, limits: () => ({ ...data.limits.budget, min: floor() }), get: () => get("budget"),
    set: (value) => {
      pause();
      // What was placed by hand must still fit.
      change(model, { budget: value, hand: fitted(get("hand"), get("floors"), value) });
    },
  });
  const setting = (name, label, limits, set) => (i) => ({
    label: label(data.names[i]), say, limits: () => limits(i), get: () => get(name)[i],
    set: (value) => {
      pause();
      change(model, set(get(name).with(i, value)));
    },
  });
  const free = (i) => get("budget") - floor() + get("floors")[i];
  const rows = projectRows(below, data.names, {
    weightOf: setting("weights", (name) => `Weight of ${name}`, () => data.limits.weights, (weights) => ({ weights })),
    floorOf: setting(
      "floors",
      (name) => `Floor of ${name} (units)`,
      (i) => ({ ...data.limits.floors, max: Math.min(data.limits.floors.max, free(i)) }),
      (floors) => ({ floors, hand: fitted(get("hand"), floors, get("budget")) }),
    ),
  });

  const update = () => {
    const weights = get("weights");
    const best = optimum();
    effort = get("by_hand") ? get("hand") : best;
    chart.update(effort, weights);
    const gains = effort.map((units, i) => (units < data.caps[i] ? weights[i] * (data.gains[i][units] ?? 0) : 0));
    const most = Math.max(...gains);
    const next = most > 0 ? gains.indexOf(most) : -1;
    rows(effort, gains, next);
    byHand.textContent = get("by_hand") ? "Show the best" : "Try by hand";
    if (get("by_hand")) {
      const [mine, all, left] = [returns(effort), returns(best), get("budget") - total(effort)];
      // A division counts once all units are placed.
      const share = left === 0 && all > 0 ? mine / all : 0;
      const bestSoFar = scored(JSON.stringify([get("budget"), weights, get("floors")]), share);
      tell(compared({ mine, most: all, left, bestSoFar }), inFull(data, effort));
    } else {
      const winner = next < 0 ? " No unit gains anything." : ` Next unit: ${data.names[next]}.`;
      const coming = get("budget") < largest ? winner : "";
      tell(`With ${many(get("budget"), "unit")}: ${howFar(data, effort)}${coming}`, inFull(data, effort));
    }
    model.prose?.(() => ofAllocation(data, weights, best, get("budget")));
    budget();
  };
  return live(model, update, pause, chart.stop, stop);
}
