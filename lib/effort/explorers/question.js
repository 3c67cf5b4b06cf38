// The reader places the units first: with the dots, or in steps.
import { total } from "./allocate.js";
import { button, html } from "./controls.js";
import { divisionChart } from "./division.js";
import { change, clamp } from "./model.js";
import { counted } from "./words.js";

const STEP = 5; // units that a press gives or takes

/**
 * Ask how the reader would divide the budget. The answer is in the model's `guess`, and it ends with `asking`.
 *
 * @param {ReturnType<import("./controls.js").frame>} frame
 * @param {import("./model.js").Model} model
 * @param {any} data
 */
export function askFirst({ figure, controls, tell, say }, model, data) {
  const budget = model.get("budget");
  const guess = () => (model.get("guess").length ? model.get("guess") : data.names.map(() => 0));
  const left = () => budget - total(guess());
  const limits = (i) => ({ min: 0, max: Math.min(data.caps[i], guess()[i] + left()), step: 1 });
  const set = (i, units) => {
    const { max } = limits(i);
    say(units > max ? "No units left: take some from another project first." : "");
    change(model, { guess: guess().with(i, clamp(units, limits(i))) });
  };
  const place = (i) => ({
    label: `Your units for ${data.names[i]}`, limits: () => limits(i), get: () => guess()[i],
    set: (units) => set(i, units), text: (units) => counted(units, "unit"),
  });
  const drawn = html(figure, "div");
  figure.prepend(drawn); // before the answer, which is not shown yet
  const drawing = divisionChart(drawn, data, { most: budget, place });

  const asked = html(controls, "div", { className: "explorer-question" });
  const numbers = data.names.map((name, i) => {
    const row = html(asked, "div", { className: "explorer-place", role: "group", "aria-label": name });
    html(row, "span", {}, name);
    const step = (text, by, word) => {
      const node = button(row, text, () => set(i, guess()[i] + by));
      node.setAttribute("aria-label", `${STEP} units ${word} for ${name}`);
    };
    step("−", -STEP, "less");
    const number = html(row, "span", { className: "explorer-units" });
    step("+", STEP, "more");
    return number;
  });
  const buttons = html(asked, "div", { className: "explorer-buttons" });
  const answer = (/** @type {number[]} */ given) => {
    say("");
    change(model, { asking: false, guess: given });
  };
  button(buttons, "Compare with the best", () => answer(guess()));
  const skip = button(buttons, "Just show me", () => answer([]));
  skip.classList.add("skip");

  return {
    update() {
      const units = guess();
      drawing.update(units, budget);
      numbers.forEach((node, i) => (node.textContent = units[i]));
      const rest = left() ? `${counted(left(), "unit")} to place` : "All are placed";
      const how = "Drag the dots, use the arrow keys, or press + and −.";
      const placed = data.names.map((name, i) => `${name} ${units[i]}`).join("; ");
      tell(
        `First, your guess: how would you divide ${counted(budget, "unit")} to gain the most? ${rest}. ${how}`,
        `Your units so far: ${placed}.`,
      );
    },
    /** Take the question away; tells whether the reader was in it. */
    end() {
      const inside = asked.contains(document.activeElement);
      drawing.stop();
      drawn.remove();
      asked.remove();
      return inside;
    },
  };
}
