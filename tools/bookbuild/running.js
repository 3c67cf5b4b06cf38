// Change a cell of a chapter, and run it, in the page itself. Loaded with the first press, as is
// Python, which runs in a worker of its own: `python.js`.

/** What a cell shows: text that it prints, or a figure, with the state of a live one. */
/** @typedef {{ html?: string, text?: string, state?: any, error?: boolean }} Output */

const PUBLISHED = "This is the published code.";
/** @type {Worker | null} */
let worker = null;
let asked = 0;
const waiting = new Map(); // what to do with an answer, by the number of what was asked
const opened = new Map(); // what has been opened, by its cell

/** Python's worker, started once; while it starts, whoever waits is told how far it is. */
function python() {
  if (worker) return worker;
  worker = new Worker(new URL("python.js", import.meta.url));
  worker.addEventListener("message", ({ data: { id, progress, outputs } }) => {
    if (progress) for (const { told } of waiting.values()) told(progress);
    else {
      waiting.get(id).done(outputs);
      waiting.delete(id);
    }
  });
  worker.addEventListener("error", () => {
    for (const { done } of waiting.values()) done(null);
    waiting.clear();
    worker = null;
  });
  return worker;
}

/** The outputs of the last of these cells, run after the others; null if Python did not start. */
const run = (sources, told) =>
  new Promise((done) => {
    asked++;
    waiting.set(asked, { told, done });
    python().postMessage({ id: asked, sources });
  });

const published = (cell) => cell.querySelector(".cell_input pre").textContent.replace(/\n$/, "");
const sourceOf = (cell) => opened.get(cell)?.text.value ?? published(cell);

function element(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

/** @param {Output} output */
function shown({ html, text, error }) {
  if (html !== undefined) {
    const node = element("div", { className: "output text_html" });
    node.innerHTML = html; // what the reader's own Python made; the page's policy lets no script in it run
    return node;
  }
  const node = element("div", { className: `output stream notranslate${error ? " run-error" : ""}` });
  node.append(element("div", { className: "highlight" }, element("pre", { textContent: text, tabIndex: 0 })));
  return node;
}

/** Put outputs in the place of those that are there; what is returned puts those back. */
function put(cell, outputs) {
  let box = cell.querySelector(".cell_output");
  const made = box ? [] : [(box = element("div", { className: "cell_output docutils container" }))];
  if (made.length) cell.append(box);
  const before = [...box.querySelectorAll(".output")];
  const nodes = outputs.map(shown);
  const place = element("span", { hidden: true });
  if (before.length) before[0].before(place);
  else box.append(place);
  place.after(...nodes);
  for (const node of before) node.remove();
  const host = /** @type {any} */ (globalThis).effortFigures?.host;
  const ends = [];
  outputs.forEach(({ state }, k) => {
    const still = nodes[k].querySelector(".explorer-still");
    if (still && state && host) ends.push(host.replace(still, state));
  });
  return () => {
    for (const end of ends) end?.();
    for (const node of nodes) node.remove();
    place.replaceWith(...before);
    for (const node of made) node.remove();
    for (const node of before) for (const still of node.querySelectorAll(".explorer-still")) host?.back(still);
  };
}

/** The code as a text to be changed, with what runs it and what brings the published code and output back. */
function open(cell) {
  const code = cell.querySelector(".cell_input [class*=highlight-]");
  const source = published(cell);
  const text = element("textarea", {
    value: source, className: "run-source", spellcheck: false, autocomplete: "off", autocapitalize: "off",
  });
  text.setAttribute("aria-label", "Code of this cell");
  const fit = () => { text.rows = text.value.split("\n").length + 1; };
  fit();
  text.addEventListener("input", fit);
  const status = element("p", { className: "run-status" });
  status.setAttribute("role", "status");
  const say = (words) => { if (status.textContent !== words) status.textContent = words; };
  const go = element("button", { type: "button", textContent: "Run" });
  const reset = element("button", { type: "button", textContent: "Reset" });
  const bar = element("div", { className: "run-bar" }, go, reset, status);
  code.hidden = true;
  code.after(text, bar);
  let back = null;
  let busy = false;
  const start = async () => {
    if (busy) return;
    busy = true;
    go.setAttribute("aria-disabled", "true");
    const cells = [...document.querySelectorAll(".cell:has(.cell_input pre)")];
    const sources = cells.slice(0, cells.indexOf(cell) + 1).map(sourceOf);
    say(worker ? "Running …" : "Python is starting …");
    const outputs = await run(sources, say);
    busy = false;
    go.removeAttribute("aria-disabled");
    if (!outputs) return say("Python did not start. Press Run to try again, or open the notebook.");
    back?.();
    back = put(cell, outputs);
    const wrong = outputs.some(({ error }) => error);
    const ran = outputs.length ? "It ran; the output is below." : "It ran, and shows nothing.";
    say(wrong ? "It ended with an error, below." : ran);
  };
  go.addEventListener("click", start);
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    start();
  });
  reset.addEventListener("click", () => {
    if (busy) return say("It is still running.");
    back?.();
    back = null;
    text.value = source;
    fit();
    say(PUBLISHED);
  });
  opened.set(cell, { text });
  say(PUBLISHED);
  python(); // while the reader reads, it starts
  text.focus({ preventScroll: true });
}

/** What a press on a cell's button does. */
export function runCell(button) {
  const cell = button.closest(".cell");
  if (!opened.has(cell)) {
    open(cell);
    button.setAttribute("aria-expanded", "true");
  } else opened.get(cell).text.focus();
}
