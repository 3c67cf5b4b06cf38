// The whole argument in one picture: three kinds of company, or any in between. A new reader of a page is asked first.
import { allocate, total } from "./allocate.js";
import { button, frame, html, slider } from "./controls.js";
import { divisionChart } from "./division.js";
import { change, clamp, glide, live, setting, unpack } from "./model.js";
import { ofOpening, worth } from "./phrases.js";
import { askFirst } from "./question.js";
import { counted, howFar, inFull, perCent } from "./words.js";

/** What is said of the reader's own division, beside the best. */
function compared(mine, best, left) {
  if (mine >= best - 1e-9) return "Yours is the best there is.";
  const unspent = left ? ` (with ${counted(left, "unit")} not used)` : "";
  return `Yours${unspent}, the rings, earns ${perCent(mine / best)} of the best.`;
}

/** The best division and its controls. */
function showAnswer({ figure, controls, tell, say }, model, data) {
  const drawn = html(figure, "div");
  const { limits, get, set } = setting(model, data, "budget");
  const end = {
    limits, get,
    set: (units) => {
      say("");
      set(clamp(units, limits()));
    },
  };
  const drawing = divisionChart(drawn, data, { most: data.limits.budget.max, end });
  const box = html(controls, "div", { className: "explorer-answered" });
  const buttons = html(box, "div", { className: "explorer-buttons" });
  const presets = html(buttons, "div", { className: "explorer-segments", role: "group", "aria-label": "Companies" });
  const choose = (values) => {
    say("");
    glide(model, values, data.limits);
  };
  const choices = data.presets.map((preset) => {
    const { budget, weight } = preset;
    return [button(presets, preset.name, () => choose({ budget, weight })), preset];
  });
  button(buttons, "Reset", () => {
    choose(data.defaults);
    if (model.get("guess").length) change(model, { guess: [] });
  });
  const budget = slider(box, { label: "Budget (units)", say, limits, get, set });
  const weight = slider(box, { label: `Weight of ${data.names[0]}`, say, ...setting(model, data, "weight") });
  const guessedAt = { ...data.defaults };

  return {
    drawing,
    /** Show it, or hide it while the question is asked, and remember of which company. */
    show(shown) {
      drawn.hidden = box.hidden = !shown;
      if (!shown) for (const name in guessedAt) guessedAt[name] = model.get(name);
    },
    focus: () => choices[0][0].focus(),
    update() {
      const weights = data.weights.with(0, model.get("weight"));
      const units = model.get("budget");
      const effort = allocate(data.gains, weights, data.floors, data.caps, units);
      const asAsked = Object.entries(guessedAt).every(([name, value]) => model.get(name) === value);
      const guess = asAsked ? model.get("guess") : [];
      drawing.update(effort, units, guess);
      for (const [node, preset] of choices) {
        const chosen = preset.budget === units && preset.weight === model.get("weight");
        node.setAttribute("aria-pressed", `${chosen}`);
      }
      const earned = (each) => worth(data, weights, each);
      const mine = guess.length ? `${compared(earned(guess), earned(effort), units - total(guess))} ` : "";
      const placed = guess.length ? ` Yours: ${data.names.map((name, i) => `${name} ${guess[i]}`).join("; ")}.` : "";
      tell(`${mine}${howFar(data, effort)}`, `${inFull(data, effort)}${placed}`);
      model.prose?.(() => ofOpening(data, weights, effort, units));
      budget();
      weight();
    },
  };
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const parts = frame(el, "How far a company pushes its models");
  const answer = showAnswer(parts, model, data);
  /** @type {ReturnType<typeof askFirst> | null} */
  let question = null;
  const update = () => {
    const asking = model.get("asking");
    parts.root.classList.toggle("asking", asking);
    const inside = !asking && question?.end();
    question = asking ? question ?? askFirst(parts, model, data) : null;
    answer.show(!asking);
    (question ?? answer).update();
    if (inside) answer.focus();
  };
  return live(model, update, () => question?.end(), answer.drawing.stop, parts.stop);
}
