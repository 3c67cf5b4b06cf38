// The native controls of an explorer, and the frame that they stand in.
import { typedNumber } from "./fields.js";
import { calm, clamp } from "./model.js";

const ROOM = 136; // pixels that the page's bar and a control take beside what stays in view
const LETTERS = 240; // of a long sentence
const REST = 600; // milliseconds after which a hand has come to rest

/**
 * A new HTML element inside `parent`; properties are set as properties, `text` as text.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {Element} parent
 * @param {K} tag
 * @param {Record<string, any>} [properties]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function html(parent, tag, properties = {}, text) {
  const node = parent.appendChild(document.createElement(tag));
  for (const name in properties) {
    if (name.includes("-") || name === "role" || name === "for") node.setAttribute(name, properties[name]);
    else node[name] = properties[name];
  }
  if (text !== undefined) node.textContent = text;
  // JupyterLab would take keys such as the arrows for itself. It looks only at the element that has the focus.
  if (["input", "select", "button"].includes(tag)) node.dataset.lmSuppressShortcuts = "true";
  return node;
}

// In a notebook several explorers, each with its own copy of this module, share one document.
const copy = Math.random().toString(36).slice(2);
let made = 0;
export const newId = () => `explorer-${copy}-${++made}`;

/**
 * The frame of an explorer: what is seen (figure and sentence), which stays in view while the controls pass under it,
 * the controls, and a place for notes such as "set to the largest value". Where there is room, the controls stand
 * beside the figure, and what is put `below` it under both.
 *
 * @param {Element} el
 * @param {string} title
 * @param {number} [letters] how long its sentence may become: nothing moves when it does
 */
export function frame(el, title, letters = LETTERS) {
  const root = html(el, "div", { className: "explorer", role: "group", "aria-label": title });
  const body = html(root, "div", { className: "explorer-body" });
  const view = html(body, "div", { className: "explorer-view" });
  const figure = html(view, "div", { className: "explorer-figure" });
  const alternative = html(figure, "p", { className: "explorer-unseen" });
  const said = html(view, "div", { className: "explorer-said" });
  const sentence = html(said, "p", { className: "explorer-sentence" });
  const room = html(said, "p", { className: "explorer-room", "aria-hidden": "true" });
  const controls = html(body, "div", { className: "explorer-controls" });
  const below = html(body, "div", { className: "explorer-below" });
  const note = html(body, "p", { className: "explorer-note", role: "status" });
  const spoken = html(root, "p", { className: "explorer-unseen", role: "status" });
  room.textContent = "research goes on ".repeat(letters / 17 + 1).slice(0, letters);
  // What stays in view must leave room for the controls, whatever the size of the text and of the screen.
  // What gets the focus scrolls out from under it.
  const fit = () => {
    root.classList.toggle("stays", view.offsetHeight < innerHeight - ROOM);
    root.style.setProperty("--view", `${view.offsetHeight}px`);
  };
  const observer = new ResizeObserver(fit);
  observer.observe(view);
  let timer = 0;
  /**
   * Say what the figure shows: in a sentence, which is read out once the hand rests, and in whole for those who cannot
   * see it.
   *
   * @param {string} text
   * @param {string} shown
   */
  const tell = (text, shown) => {
    const first = sentence.textContent === "";
    sentence.textContent = text;
    alternative.textContent = shown;
    clearTimeout(timer);
    if (!first) timer = setTimeout(() => (spoken.textContent = text), REST);
  };
  const stop = () => {
    clearTimeout(timer);
    observer.disconnect();
  };
  const say = (/** @type {string} */ text) => void (note.textContent = text);
  /** Keep as much room as this sentence takes, so that nothing below moves when it comes. */
  const reserve = (/** @type {string} */ longest) => void (room.textContent = longest);
  return { root, figure, controls, below, tell, reserve, stop, say };
}

/**
 * A box for a number, with a comma or a point before its decimals, of which a browser's own number box may drop one.
 * The arrow keys change it by a step, as they do there: from what is typed, or else from `now()`. An input event tells
 * of it.
 */
export function numberBox(parent, properties, { limits, now }) {
  const fixed = { type: "text", inputMode: "decimal", autocomplete: "off", role: "spinbutton" };
  const box = html(parent, "input", { ...fixed, ...properties });
  box.addEventListener("keydown", (event) => {
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault(); // else the cursor would jump
    const { min = 0, max = Infinity, step = 1 } = limits();
    let from = now();
    try {
      from = typedNumber(box.value);
    } catch {
      // What makes no sense is no number to begin from.
    }
    // The next step in this direction, counted from the least, as a browser does it.
    const steps = (from - min) / step;
    const onStep = way > 0 ? Math.floor(steps + 1e-9) : Math.ceil(steps - 1e-9);
    const free = limits().free ? from + way * step : (onStep + way) * step + min;
    box.value = `${Number(Math.min(max, Math.max(min, free)).toFixed(6))}`;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
  return box;
}

/**
 * Tell who can't see a number box its value, and between which it may lie.
 *
 * @param {HTMLInputElement} box
 * @param {number | null | undefined} value
 * @param {import("./model.js").Limits} limits
 */
export function announce(box, value, { min, max }) {
  for (const [name, each] of Object.entries({ valuenow: value, valuemin: min, valuemax: max })) {
    if (each === null || each === undefined) box.removeAttribute(`aria-${name}`);
    else box.setAttribute(`aria-${name}`, `${each}`);
  }
}

/**
 * A value with its unit, which stands in the label's brackets: "12 units", "1 unit"; or "2.5 times", for a label
 * without.
 *
 * @param {string} label
 * @param {number} value
 */
export function inUnits(label, value) {
  const unit = /\((.+)\)$/.exec(label)?.[1] ?? "times";
  return `${value} ${value === 1 ? unit.replace(/s$/, "") : unit}`;
}

/**
 * A number box of one setting: what is typed is taken when it is left; a number out of range is clamped, and `say` says
 * so. What is returned brings it in step with `get()`.
 */
export function numberField(parent, properties, { label, limits, say, get, set }) {
  const number = numberBox(parent, properties, { limits, now: get });
  let typing = false; // what is being typed stays until it is taken
  const take = () => {
    if (!typing) return; // the Enter key and the change it makes both come here
    const { min, max, step = 1 } = limits();
    const text = number.value.trim();
    let wanted;
    try {
      wanted = typedNumber(text, `a number from ${min} to ${max}`);
    } catch (error) {
      number.setAttribute("aria-invalid", "true");
      return say(`${label}: ${text ? error.message : `a number from ${min} to ${max} is needed`}; ${get()} is kept.`);
    }
    typing = false;
    const value = clamp(wanted, limits());
    say("");
    set(value);
    update();
    if (value !== wanted) say(`${label} goes from ${min} to ${max} in steps of ${step}; ${text} became ${value}.`);
  };
  number.addEventListener("input", () => (typing = true));
  number.addEventListener("change", take);
  // In a notebook the Enter key alone does not make a change.
  number.addEventListener("keydown", (event) => {
    if (event.key === "Enter") take();
    if (event.key !== "Escape") return;
    typing = false; // what was there before comes back
    say("");
    update();
  });
  // What made no sense stays to be mended; who leaves it gets the number that was kept, and the note says what was
  // typed.
  number.addEventListener("blur", () => {
    take();
    typing = false;
    update();
  });
  const update = () => {
    announce(number, get(), limits());
    number.setAttribute("aria-valuetext", inUnits(label, get()));
    if (typing) return;
    number.value = get();
    number.removeAttribute("aria-invalid");
  };
  return update;
}

/** A labelled slider with a number beside it; a number out of range is clamped, and `say` says so. */
export function slider(parent, { label, limits, say, get, set }) {
  const id = newId();
  const box = html(parent, "div", { className: "explorer-slider" });
  html(box, "label", { htmlFor: id }, label);
  const range = html(box, "input", { type: "range", id });
  let dragged = false; // its ends stay where they are while a hand is on it
  range.addEventListener("input", () => (dragged = true));
  range.addEventListener("change", () => {
    dragged = false;
    update();
  });
  const choose = (value) => {
    say("");
    set(value);
  };
  const showNumber = numberField(box, { "aria-label": `${label}, as a number` }, { label, limits, say, get, set });
  range.addEventListener("input", () => choose(Number(range.value)));
  const update = () => {
    const { min, max, step = 1, usual = max } = limits();
    // Numbers beyond the usual ones can be typed; then the slider reaches as far.
    if (!dragged) Object.assign(range, { min, max: Math.max(usual, get()), step });
    range.value = get();
    showNumber();
    range.setAttribute("aria-valuetext", inUnits(label, get()));
  };
  return update;
}

/** A labelled list to choose from; what is returned brings it in step with `get()`. */
export function choice(parent, { label, options, get, set }) {
  const id = newId();
  const box = html(parent, "div", { className: "explorer-choice" });
  html(box, "label", { htmlFor: id }, label);
  const select = html(box, "select", { id });
  options.forEach(([value, text]) => html(select, "option", { value }, text));
  select.addEventListener("change", () => set(select.value));
  return () => (select.value = get());
}

/**
 * Choices of which one is taken, all in sight, each with a drawing by `draw` if that is given. What is returned brings
 * them in step with `get()`.
 *
 * @param {Element} parent
 * @param {object} options
 * @param {string} options.label
 * @param {[any, string][]} options.options
 * @param {() => any} options.get
 * @param {(value: any) => void} options.set
 * @param {(node: Element, value: any) => void} [options.draw]
 */
export function radios(parent, { label, options, get, set, draw }) {
  const [id, name] = [newId(), newId()];
  const box = html(parent, "div", { className: "explorer-radios", role: "radiogroup", "aria-labelledby": id });
  html(box, "span", { id }, label);
  const nodes = options.map(([value, text]) => {
    const choice = html(box, "label");
    const node = html(choice, "input", { type: "radio", name, value });
    draw?.(choice, value);
    html(choice, "span", {}, text);
    node.addEventListener("change", () => set(value));
    return node;
  });
  return () => nodes.forEach((node) => (node.checked = node.value === String(get())));
}

/**
 * @param {Element} parent
 * @param {string} text
 * @param {() => void} action
 */
export function button(parent, text, action) {
  const node = html(parent, "button", { type: "button" }, text);
  node.addEventListener("click", action);
  return node;
}

/**
 * A button that plays `step` until it returns false, slowly at first: `pace` tells how many milliseconds each step has.
 * For a reader who prefers reduced motion each press is a `leap`, and the button says so.
 *
 * @param {Element} parent
 * @param {string} text
 * @param {object} options
 * @param {() => void} options.start
 * @param {() => boolean} options.step
 * @param {[string, () => void]} options.leap
 * @param {(k: number) => number} [options.pace]
 */
export function player(parent, text, { start, step, leap, pace = () => 40 }) {
  let timer = 0;
  const stop = () => {
    clearTimeout(timer);
    timer = 0;
    node.textContent = calm() ? leap[0] : text;
  };
  const node = button(parent, text, () => {
    if (timer) return stop();
    if (calm()) return leap[1]();
    start();
    node.textContent = "Pause";
    let k = 0;
    const next = () => {
      timer = window.setTimeout(() => (step() ? next() : stop()), pace(k++));
    };
    next();
  });
  node.classList.add("explorer-play");
  stop();
  return stop;
}
