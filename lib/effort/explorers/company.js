// The reader's own company: a board of projects, and what follows for them. Nothing leaves the page.
import { total } from "./allocate.js";
import { makeBoard } from "./board.js";
import { makeComparison } from "./compare.js";
import { announce, button, frame, html, inUnits, numberBox, slider } from "./controls.js";
import { doubtsInWords, doubtsOf } from "./doubts.js";
import { put } from "./drawing.js";
import { linkButton, pictureButton, tableButtons } from "./files.js";
import { makeLanes } from "./lanes.js";
import { change, clamp, live, setting, unpack } from "./model.js";
import { movesInWords, movesOf, todayOf, within } from "./moves.js";
import { boughtInWords, fill, frontierInWords, hireInWords, outlookOf, stageNameOf, workInWords } from "./outlook.js";
import { makePaper } from "./paper.js";
import { makePast } from "./past.js";
import { tableOf, typedValue } from "./projects.js";
import { makeRoster } from "./roster.js";
import { inFormWords } from "./row.js";
import { makeStore } from "./store.js";

const QUESTIONS = {
  moves: "From today to the best", bought: "Bought or built", hire: "The next hire", expect: "What work to expect",
  ask: "What to ask in an interview", sure: "How sure this is",
};
const DOUBTED = 40; // of more projects it would take too long to try all guesses
const LETTERS = 330; // of a long sentence
const REST = 600; // milliseconds after which a hand has come to rest
const SETTINGS = ["projects", "months", "leeway", "cost"];

/** What stands in an address for a setting. */
export const written = (/** @type {any} */ value) => (Array.isArray(value) ? tableOf(value) : String(value));

/** The questions that follow; gives what sets an answer's text. */
function makeAnswers(parent) {
  const list = html(parent, "dl", { className: "explorer-answers" });
  const answers = Object.entries(QUESTIONS).map(([name, title]) => {
    const box = html(list, "div");
    html(box, "dt", {}, title);
    return { name, box, node: html(box, "dd", { "data-answer": name }) };
  });
  return (texts) => {
    for (const { name, box, node } of answers) {
      if (!(name in texts)) continue;
      box.hidden = !texts[name];
      if (node.textContent !== texts[name]) node.textContent = texts[name] ?? "";
    }
  };
}

/** Buttons and keys that take steps back and forth; what is returned brings the buttons in step. */
function makeSteps(root, buttons, { past, say }) {
  const step = (way) => {
    if (!past.has()[way ? 1 : 0]) return say(`There is nothing to ${way ? "redo" : "undo"}.`);
    say("");
    if (way) past.redo();
    else past.undo();
  };
  const nodes = ["Undo", "Redo"].map((name, way) => button(buttons, name, () => step(way)));
  root.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y")) return;
    event.preventDefault();
    step(key === "y" || event.shiftKey ? 1 : 0);
  });
  return () => past.has().forEach((there, i) => nodes[i].setAttribute("aria-disabled", `${!there}`));
}

/** Says a message of a field once the hand rests, where the figure's sentence is said; beside the field it stands. */
function whenAtRest(root) {
  const node = root.querySelector(".explorer-unseen[role=status]");
  let timer = 0;
  const say = (/** @type {string} */ text) => {
    clearTimeout(timer);
    if (text) timer = window.setTimeout(() => (node.textContent = text), REST);
  };
  return { say, stop: () => clearTimeout(timer) };
}

/**
 * A box for a number that need not be given: taken as it is typed, if `check` lets it pass. What is returned brings it
 * in step.
 */
function optionalBox(parent, { label, column, get, set, check, say }) {
  const box = html(parent, "label", { className: "company-option" });
  html(box, "span", {}, label);
  const step = column.kind === "whole" ? 1 : 0.1;
  const limits = () => ({ min: column.least, step, free: true });
  const input = numberBox(box, { placeholder: "any" }, { limits, now: () => get() ?? 0 });
  input.addEventListener("input", () => {
    try {
      const value = typedValue(input.value, { ...column, name: label, needed: false }) ?? null;
      check(value);
      input.removeAttribute("aria-invalid");
      say("");
      set(value);
    } catch (error) {
      input.setAttribute("aria-invalid", "true");
      say(`${error.message}; nothing is changed.`);
    }
  });
  return (hidden) => {
    box.hidden = hidden;
    announce(input, get(), { min: column.least });
    put(input, { "aria-valuetext": get() === null ? "any" : inUnits(label, get()) });
    if (input === document.activeElement) return;
    input.value = `${get() ?? ""}`;
    input.removeAttribute("aria-invalid");
  };
}

/** What a month must earn, and how far from today a project may go, which is asked only where today is known. */
function makeOptions(parent, { model, data, roster, past, say }) {
  const box = html(parent, "div", { className: "company-options" });
  const take = (name) => (/** @type {number | null} */ value) => {
    past.next(name);
    change(model, { [name]: value });
  };
  const must = "A month must earn (points)";
  const { min, max } = data.limits.cost;
  const cost = optionalBox(box, {
    label: must, column: { kind: "number", least: min }, get: () => model.get("cost"), set: take("cost"), say,
    check(value) {
      if (value !== null && value > max) throw new Error(`${must}: ${value}, expected at most ${max}`);
      if (value !== null && clamp(value, data.limits.cost) !== value) {
        throw new Error(`${must}: ${value}, expected no more than two decimals`);
      }
    },
  });
  const near = "Change at most (months)";
  const leeway = optionalBox(box, {
    label: near, column: { kind: "whole", least: 0 }, get: () => model.get("leeway"), set: take("leeway"), say,
    check(value) {
      try {
        roster.fitting(roster.projects(), value);
      } catch (error) {
        throw new Error(error.message.replace(/^floor: they/, `${near}: the months that stay`));
      }
    },
  });
  return () => {
    cost(false);
    leeway(!todayOf(roster.projects()));
  };
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { root, figure, controls, below, tell, stop, say } = frame(el, "Your company", LETTERS);
  root.classList.add("explorer-form", "company");
  const roster = makeRoster(model, data, say);
  const past = makePast(model, SETTINGS);
  const drawing = makeLanes(figure, data, (i, today) => {
    const projects = roster.projects();
    if (projects[i].today === today) return;
    const next = projects.with(i, { ...projects[i], today });
    try {
      roster.fitting(next);
      say("");
      past.next(`today ${i}`);
      roster.store(next);
    } catch (error) {
      say(`${inFormWords(error.message, projects[i])}; nothing is changed.`);
    }
  });
  /** Only who prints wants these. @type {() => [any, number, string][]} */
  let printed = () => [];
  const unprinted = makePaper(below, () => printed());
  const answer = makeAnswers(below);
  const spoken = whenAtRest(root);
  const same = (name) => written(model.get(name)) === written(data.defaults[name]);
  const linked = !SETTINGS.every(same);
  let doubts = 0; // the timer
  /** What becomes of the plan if the guesses are off is worked out once the hand rests. */
  const doubt = (projects, budget) => {
    clearTimeout(doubts);
    ranges = null;
    if (projects.length > DOUBTED) return answer({ sure: "" });
    doubts = window.setTimeout(() => {
      const found = doubtsOf(projects, budget, data);
      ({ ranges } = found);
      answer({ sure: doubtsInWords(found, projects, data) });
      draw();
    }, REST);
  };
  /** @type {number[][] | null} */
  let ranges = null;
  let held = -1;
  let draw = () => {};
  /** Other projects come: the way back is Undo, and the browser's own Back. */
  const fresh = () => {
    past.next("");
    model.mark?.();
    board.restart();
  };
  const choose = (values) => {
    say("");
    fresh();
    change(model, values);
  };
  const examples = html(controls, "div", {
    className: "explorer-buttons company-examples", role: "group", "aria-label": "Examples to begin with",
  });
  for (const { name, ...values } of data.examples) button(examples, name, () => choose(values));
  const effort = setting(model, data, "months");
  const months = slider(controls, {
    label: "The team's effort (person-months)", say, ...effort,
    limits: () => ({ ...data.limits.months, min: roster.monthsForFloors() }),
    set: (value) => {
      past.next("months");
      change(model, { months: value, cost: null });
    },
  });
  const rows = html(controls, "div", { className: "company-board" });
  const buttons = html(controls, "div", { className: "explorer-buttons" });
  const board = makeBoard(rows, buttons, {
    data, roster, past, say, announced: spoken.say, update: () => update(),
    held(i) {
      held = i;
      draw();
    },
  });
  const options = makeOptions(controls, { model, data, roster, past, say });
  const steps = makeSteps(root, buttons, { past, say });
  const menu = html(buttons, "details", { className: "company-menu" });
  html(menu, "summary", {}, "Save and share");
  const share = html(menu, "div", { className: "explorer-buttons" });
  tableButtons(controls, share, { roster, say, loaded: fresh });
  pictureButton(share, drawing.svg);
  // In a notebook the address is not that of the company.
  if (model.link) linkButton(controls, share, { link: model.link, say });
  button(buttons, "Reset", () => choose(data.defaults));
  const compare = makeComparison(below, buttons, { data, rules: roster.rules, past, put: choose });
  const store = model.link ? makeStore(controls, { model, data, past, linked, say }) : null;

  const update = () => {
    roster.read();
    const worth = roster.worth();
    if (worth !== null && worth !== roster.budget()) return change(model, { months: worth });
    if (past.record()) store?.changed();
    const [all, budget] = [roster.projects(), roster.budget()];
    const projects = within(all, roster.leeway(), data.most);
    const floors = total(projects.map((each) => each.floor));
    // Python, or a link, may lower the effort below the floors.
    if (floors > budget) {
      say(`The floors add up to ${floors} months, more than the budget; the effort is set to what they take.`);
      return change(model, { months: roster.monthsForFloors() });
    }
    const outlook = outlookOf(projects, budget, data);
    const today = todayOf(all);
    const moves = movesOf(projects, data);
    doubt(projects, budget);
    draw = () => drawing.show(all, outlook, { today, ranges, held });
    draw();
    board.show(outlook.best, outlook.next, today);
    printed = () => all.map((each, i) => [each, outlook.best[i], stageNameOf(data, each, outlook.best[i])]);
    const unspent = budget - total(outlook.best);
    const left = unspent ? ` ${unspent} months find no use.` : "";
    const none = { staying: "", moves: "" };
    const { staying, moves: told } = moves ? movesInWords(moves, projects, data.moveWords) : none;
    const frontier = frontierInWords(outlook, projects, data);
    const now = (i) => (today ? ` (today ${today[i]})` : "");
    const units = all.map(({ name }, i) => `${name} ${outlook.best[i]}${now(i)}`).join("; ");
    const people = (budget / 12).toFixed(1);
    const earns = worth === null ? "" : fill(data.words.worth, { cost: model.get("cost") });
    const said = [`${budget} person-months are ${people} people for a year.${left}`, earns, staying, frontier];
    tell(said.filter(Boolean).join(" "), `Months of each project: ${units}.`);
    const [expect, ask] = workInWords(outlook, data);
    const bought = boughtInWords(outlook, data);
    answer({ moves: told, bought, hire: hireInWords(outlook, projects, data), expect, ask });
    months();
    options();
    steps();
    compare();
  };
  // A link's text becomes projects before there is a step to take back.
  roster.read();
  past.begin();
  const ends = [() => clearTimeout(doubts), () => store?.stop(), spoken.stop, unprinted, drawing.stop, stop];
  return live(model, update, ...ends);
}
