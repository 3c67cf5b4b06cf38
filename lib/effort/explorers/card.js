// A project of the form: boxes for what is known of it, and what it gets.
import { announce, button, html, newId, numberBox } from "./controls.js";
import { add, line, put } from "./drawing.js";
import { quoted } from "./fields.js";
import { curveOf, stretchOf } from "./outlook.js";
import { COLUMNS, projectOf, typedValue, valuesOf } from "./projects.js";
import { stageOf } from "./words.js";

// The small drawing: its size, the room around what is in it, and the last effort on it.
const [WIDTH, HEIGHT, EDGE, LAST] = [96, 34, 2, 320];
const across = (units) => EDGE + ((WIDTH - 2 * EDGE) * Math.min(units, LAST)) / LAST;
const down = (points) => HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * points) / 100;

/** Take what is typed into a box; what makes no sense is named, marked, and leaves the project as it was before. */
function edit({ roster, at, before, column, input, say }) {
  const projects = roster.projects();
  const i = at();
  const replaced = (value) =>
    projects.with(i, projectOf({ ...valuesOf(projects[i]), [column.name]: value }, roster.rules));
  try {
    const next = replaced(typedValue(input.value, column));
    const { name } = next[i];
    if (projects.some((each, j) => j !== i && each.name === name)) {
      throw new Error(`project: ${quoted(name)} is there already, expected different names`);
    }
    roster.fitting(next);
    input.removeAttribute("aria-invalid");
    say("");
    roster.store(next);
  } catch (error) {
    input.setAttribute("aria-invalid", "true");
    // Of "1,200" the beginning was a number, and is not what was meant.
    const old = before[column.name];
    if (old !== undefined && valuesOf(projects[i])[column.name] !== old) roster.store(replaced(old));
    say(`${error.message}; nothing is changed.`);
  }
}

/** The labelled boxes, by their columns. */
function makeInputs(node, { data, roster, at, say }) {
  const columns = Object.fromEntries(COLUMNS.map((column) => [column.name, column]));
  const before = {}; // what stood in each box when it was entered
  const field = (name, title, tag, properties = {}, options = []) => {
    const id = newId();
    const box = html(node, "div", { className: `field field-${name}` });
    html(box, "label", { htmlFor: id }, title);
    const column = columns[name];
    const now = () => valuesOf(roster.projects()[at()])[name];
    const limits = () => ({ min: 0, free: column.kind === "number" });
    const input = tag === "number"
      ? numberBox(box, { ...properties, id }, { limits, now: () => now() ?? 0 })
      : html(box, tag, { ...properties, id });
    options.forEach(([value, text]) => html(input, "option", { value }, text));
    input.addEventListener("focus", () => (before[name] = now()));
    input.addEventListener("input", () => edit({ roster, at, before, column, input, say }));
    return input;
  };
  const text = { type: "text", maxLength: 200, autocomplete: "off", spellcheck: false };
  return {
    project: field("project", "Project", "input", text),
    difficulty: field("difficulty", "How hard is it?", "select", {}, data.difficulties),
    shape: field("shape", "Beyond the frontier?", "select", {}, data.shapes),
    importance: field("importance", "Importance", "number"),
    floor: field("floor", "At least (months)", "number"),
    cap: field("cap", "At most (months)", "number", { placeholder: "no limit" }),
  };
}

function showValues(inputs, project) {
  const values = { ...valuesOf(project), cap: project.cap ?? "" };
  for (const [column, input] of Object.entries(inputs)) {
    // What is being typed stays as it is typed.
    if (input !== document.activeElement || input.tagName === "SELECT") {
      input.value = values[column];
      input.removeAttribute("aria-invalid");
    }
    if (input.inputMode) announce(input, project[column], { min: 0 });
  }
}

/** The project's curve with its frontier, and a dot at the units that it gets; `(project, units)` draws them. */
function smallCurve(parent, data) {
  const size = { width: WIDTH, height: HEIGHT };
  const svg = add(parent, "svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, ...size, "aria-hidden": "true" });
  const frontier = add(svg, "path", { stroke: "var(--frontier)", "stroke-width": 2 });
  const path = add(svg, "path", { fill: "none", stroke: "var(--project-0)", "stroke-width": 2 });
  const mark = add(svg, "circle", { r: 4, class: "mark" });
  return (project, units) => {
    const values = data.values[curveOf(data, project)];
    const point = (effort) => [across(effort), down(values[Math.min(effort, LAST)])];
    put(frontier, { d: `M${across(data.stages.at(-1).start * stretchOf(data, project))},${EDGE}V${HEIGHT - 1}` });
    put(path, { d: line(Array.from({ length: 41 }, (_, k) => point((LAST / 40) * k))) });
    const [cx, cy] = point(units);
    put(mark, { cx: cx.toFixed(1), cy: cy.toFixed(1) });
  };
}

/**
 * A card, which shows what `show` is given. `at()` is the project's place in the roster; `remove` is told when it is to
 * go.
 */
export function makeCard(list, { data, roster, at, remove, say }) {
  const node = html(list, "li", { className: "explorer-project" });
  const inputs = makeInputs(node, { data, roster, at, say });
  const foot = html(node, "div", { className: "explorer-outcome" });
  const draw = smallCurve(foot, data);
  const outcome = html(foot, "output", { "aria-live": "off" }); // the sentence says enough
  const removal = button(foot, "Remove", remove);
  const show = (project, units) => {
    showValues(inputs, project);
    draw(project, units);
    const points = Math.round(data.values[curveOf(data, project)][units]);
    const stage = data.stages[stageOf(data.stages, units / stretchOf(data, project))].name;
    outcome.textContent = `${units} ${units === 1 ? "month" : "months"}: ${stage}, ${points} points`;
    put(removal, { "aria-label": `Remove ${project.name}` });
  };
  return { node, name: inputs.project, removal, show };
}
