// The reader's own company: projects in words, and what follows for them. Nothing leaves the page.
import { allocate, budgetNeeded, weightNeeded } from "./allocation.js";
import { announce, button, change, frame, html, newId, numberBox, slider, stageOf, unpack } from "./controls.js";
import { add, axisBelow, drawBands, horizontal, label, line, put, responsive, stageNames } from "./drawing.js";
import { quoted } from "./fields.js";
import { COLUMNS, projectOf, projectsOf, tableOf, typedValue, valuesOf } from "./projects.js";

const ROWS = 12; // of the figure; the others are in the list
const CARDS = 50; // at a time: a thousand at once would make the page slow
const LARGEST_FILE = 10_000_000;
const sum = (units) => units.reduce((total, each) => total + each, 0);
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const assumed = (notes) => (notes.length ? ` Assumed: ${notes.join("; ")}.` : "");
const short = (name) => ([...name].length > 36 ? `${[...name].slice(0, 35).join("")}…` : name);

function save(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** A drawing with its colours and letters written into it, as it has no style sheet once it is saved. */
function standalone(svg) {
  const copy = svg.cloneNode(true);
  const [drawn, made] = [svg, copy].map((root) => [root, ...root.querySelectorAll("*")]);
  drawn.forEach((node, i) => {
    const style = getComputedStyle(node);
    for (const name of ["fill", "stroke", "stroke-width", "paint-order", "font-family", "font-size", "font-weight"]) {
      made[i].setAttribute(name, style.getPropertyValue(name));
    }
  });
  copy.setAttribute("overflow", "visible");
  return new XMLSerializer().serializeToString(copy);
}

function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, sentence, controls, say } = frame(el, "Your company");
  const rules = { ...data, difficulties: data.difficulties.map(([name]) => name), shapes: data.shapes.map(([name]) => name) };
  const stretch = Object.fromEntries(data.difficulties.map(([name, , times]) => [name, times]));
  const kind = (project) => rules.shapes.indexOf(project.shape) * rules.difficulties.length + rules.difficulties.indexOf(project.difficulty);
  const frontier = data.stages.at(-1).start;
  let projects;
  let written; // the table that `projects` was read from
  let cards = [];
  let shown = CARDS;
  let best = []; // units
  const budget = () => model.get("months") * data.unitsPerMonth;
  const floors = (list = projects) => sum(list.map((each) => each.floor));
  const fits = (list, units) => {
    if (floors(list) > units) throw new Error(`floor: they add up to ${floors(list)} weeks, expected at most the budget, ${units}`);
    return list;
  };

  // The answers: what the library's `Outlook` says, in its words.
  const outlook = () => {
    const gains = projects.map((each) => data.gains[kind(each)]);
    const weights = projects.map((each) => each.importance);
    const caps = projects.map((each) => Math.min(each.cap ?? data.most, data.most));
    const kept = projects.map((each) => each.floor);
    best = allocate(gains, weights, kept, caps, budget());
    const progress = best.map((units, i) => units / (frontier * stretch[projects[i].difficulty]));
    const most = Math.max(...progress);
    const i = progress.indexOf(most);
    const start = Math.ceil(frontier * stretch[projects[i].difficulty]);
    const needed = budgetNeeded(gains, weights, kept, caps, i, start);
    const weight = weightNeeded(gains, weights, kept, caps, i, start, budget());
    const grown = allocate(gains, weights, best, caps, budget() + data.hire);
    const hired = grown.map((units, j) => units - best[j]);
    const worth = sum(hired.map((units, j) => weights[j] * sum(gains[j].slice(best[j], best[j] + units))));
    return { progress, most, i, needed, weight, hired, worth };
  };
  const frontierWords = ({ progress, most, i, needed, weight }) => {
    const { words } = data;
    if (most === 0) return words.nothing;
    if (most >= 1) {
      const there = projects.filter((_, j) => progress[j] >= 1).map((each) => each.name);
      const more = there.length > 3 ? [`${there.length - 3} more`] : [];
      return fill(words.there, { names: [...there.slice(0, 3), ...more].join(", ") });
    }
    const closest = fill(words.closest, { name: projects[i].name, share: Math.floor(100 * most) });
    const grow = needed === Infinity ? words.never : fill(words.budget, { months: Math.ceil(needed / data.unitsPerMonth) });
    const weigh = weight === Infinity ? words["no importance"] : fill(words.importance, { importance: ((Math.floor(10 * weight) + 1) / 10).toFixed(1) });
    return `${closest} ${grow}${weigh}`;
  };
  const hireWords = ({ hired, worth }) => {
    const { words } = data;
    if (!sum(hired)) return words["no hire"];
    const order = hired.map((units, j) => [units, j]).sort((a, b) => b[0] - a[0]).filter(([units]) => units > 0);
    const parts = order.slice(0, 3).map(([units, j]) => fill(words.part, { units, name: projects[j].name }));
    const left = sum(order.slice(3).map(([units]) => units));
    if (left) parts.push(fill(words.others, { units: left }));
    return fill(words.hire, { hire: data.hire, worth: worth.toFixed(1), parts: parts.join(", ") });
  };

  // The figure: how far the projects with the most effort get, on the scale of an ordinary project.
  const { svg, again, stop } = responsive(figure, (svg, width) => {
    const narrow = width < 520;
    const x = horizontal(0, data.shown, 4, width - 4);
    const names = stageNames(data.stages, x, narrow);
    const top = names.height;
    const order = best.map((units, i) => [units, i]).sort((a, b) => b[0] - a[0]).slice(0, ROWS);
    const bottom = top + 10 + order.length * 34;
    add(svg, "rect", { width, height: bottom + 40, fill: "var(--ground)" }); // for the saved picture
    drawBands(svg, names, x, top, bottom);
    axisBelow(svg, x, bottom, narrow ? 40 : 20, "effort (weeks of an ordinary project)");
    order.forEach(([units, i], row) => {
      const middle = top + 28 + row * 34;
      const share = units / stretch[projects[i].difficulty];
      const end = x(Math.min(share, data.shown));
      label(svg, short(projects[i].name), { x: x(0) + 2, y: middle - 9 });
      add(svg, "rect", { x: x(0), y: middle - 3, height: 6, rx: 3, width: Math.max(0, end - x(0)).toFixed(1), fill: "var(--project-0)" });
      const dot = add(svg, "g", { class: "dot", "data-project": projects[i].name, transform: `translate(${end.toFixed(1)} ${middle})` });
      add(dot, "circle", { r: 6, class: "mark" });
      const left = share > 0.8 * data.shown;
      label(dot, share > data.shown ? `${units} →` : `${units}`, { class: "halo number", x: left ? -11 : 11, y: 4, "text-anchor": left ? "end" : "start" });
    });
    return bottom + 40;
  });
  const more = html(figure, "p", { className: "explorer-more" });
  const answers = document.createElement("dl");
  answers.className = "explorer-answers";
  sentence.after(answers);
  const answer = Object.fromEntries(
    [["hire", "The next hire"], ["expect", "What work to expect"], ["ask", "What to ask in an interview"]].map(([name, title]) => {
      html(answers, "dt", {}, title);
      return [name, html(answers, "dd", { "data-answer": name })];
    }),
  );

  // The controls.
  const examples = html(controls, "div", { className: "explorer-buttons", role: "group", "aria-label": "Examples to begin with" });
  for (const { name, projects: table, months } of data.examples) {
    button(examples, name, () => { say(""); change(model, { projects: table, months }); });
  }
  const months = slider(controls, {
    label: "The team's effort (person-months)", say,
    limits: () => ({ ...data.limits.months, min: Math.ceil(floors() / data.unitsPerMonth) }),
    get: () => model.get("months"), set: (value) => change(model, { months: value }),
  });
  const list = html(controls, "ol", { className: "explorer-projects" });

  const store = (next) => {
    projects = next;
    written = tableOf(projects);
    change(model, { projects: written });
  };
  /** Take a field's text into its project; what makes no sense is named, marked, and leaves the project as it was before. */
  const edit = (card, column, input) => {
    const i = cards.indexOf(card);
    const replaced = (value) => projects.with(i, projectOf({ ...valuesOf(projects[i]), [column.name]: value }, rules));
    try {
      const next = replaced(typedValue(input.value, column));
      const { name } = next[i];
      if (projects.some((each, j) => j !== i && each.name === name)) {
        throw new Error(`project: ${quoted(name)} is there already, expected different names`);
      }
      fits(next, budget());
      input.removeAttribute("aria-invalid");
      say("");
      store(next);
    } catch (error) {
      input.setAttribute("aria-invalid", "true");
      // Of "1,200" the beginning was a number, and is not what was meant.
      const before = card.before[column.name];
      if (before !== undefined && valuesOf(projects[i])[column.name] !== before) store(replaced(before));
      say(`${error.message}; nothing is changed.`);
    }
  };
  const makeCard = (project) => {
    const node = html(list, "li", { className: "explorer-project" });
    const card = { node, before: {} }; // what stood in each box when it was entered
    const field = (name, title, tag, properties, options = []) => {
      const id = newId();
      const box = html(node, "div", { className: `field field-${name}` });
      html(box, "label", { htmlFor: id }, title);
      const column = COLUMNS.find((each) => each.name === name);
      const now = () => valuesOf(projects[cards.indexOf(card)])[name];
      const limits = () => ({ min: 0, free: column.kind === "number" });
      const input = tag === "number" ? numberBox(box, { ...properties, id }, { limits, now: () => now() ?? 0 }) : html(box, tag, { ...properties, id });
      options.forEach(([value, text]) => html(input, "option", { value }, text));
      input.addEventListener("focus", () => (card.before[name] = now()));
      input.addEventListener("input", () => edit(card, column, input));
      return input;
    };
    card.inputs = {
      project: field("project", "Project", "input", { type: "text", maxLength: 200, autocomplete: "off", spellcheck: false }),
      difficulty: field("difficulty", "How hard is it?", "select", {}, data.difficulties),
      shape: field("shape", "Beyond the frontier?", "select", {}, data.shapes),
      importance: field("importance", "Importance", "number", {}),
      floor: field("floor", "At least (weeks)", "number", {}),
      cap: field("cap", "At most (weeks)", "number", { placeholder: "no limit" }),
    };
    const foot = html(node, "div", { className: "explorer-outcome" });
    const curve = add(foot, "svg", { viewBox: "0 0 96 34", width: 96, height: 34, "aria-hidden": "true" });
    card.tick = add(curve, "path", { stroke: "var(--frontier)", "stroke-width": 2 });
    card.path = add(curve, "path", { fill: "none", stroke: "var(--project-0)", "stroke-width": 2 });
    card.dot = add(curve, "circle", { r: 4, class: "mark" });
    card.outcome = html(foot, "output", {});
    card.remove = button(foot, "Remove", () => {
      if (projects.length === 1) return say("One project is needed; nothing is changed.");
      say("");
      const at = cards.indexOf(card);
      store(projects.toSpliced(at, 1));
      // A card of a project that was not shown comes last.
      node.remove();
      cards.splice(at, 1);
      if (cards.length < Math.min(shown, projects.length)) cards.push(makeCard());
      update();
      (cards[at] ?? cards.at(-1)).remove.focus();
    });
    return card;
  };
  const across = (units) => 2 + (92 * Math.min(units, 320)) / 320;
  const down = (project, units) => 32 - 0.3 * data.values[kind(project)][Math.min(units, 320)];
  const describe = ({ inputs, tick, path, dot, outcome, remove }, project, units) => {
    const values = { ...project, project: project.name, cap: project.cap ?? "" };
    for (const [column, input] of Object.entries(inputs)) {
      // What is being typed stays as it is typed.
      if (input !== document.activeElement || input.tagName === "SELECT") {
        input.value = values[column];
        input.removeAttribute("aria-invalid");
      }
      if (input.inputMode) announce(input, project[column], { min: 0 });
    }
    const start = across(frontier * stretch[project.difficulty]);
    put(tick, { d: `M${start},2V33` });
    put(path, { d: line(Array.from({ length: 41 }, (_, k) => [across(8 * k), down(project, 8 * k)])) });
    put(dot, { cx: across(units).toFixed(1), cy: down(project, units).toFixed(1) });
    const points = Math.round(data.values[kind(project)][units]);
    outcome.textContent = `${units} ${units === 1 ? "week" : "weeks"}: ${data.stages[stageOf(data.stages, units / stretch[project.difficulty])].name}, ${points} points`;
    put(remove, { "aria-label": `Remove ${project.name}` });
  };

  const buttons = html(controls, "div", { className: "explorer-buttons" });
  const further = button(buttons, "", () => { shown += CARDS; update(); });
  button(buttons, "Add a project", () => {
    if (projects.length >= data.mostProjects) return say(`There are ${projects.length} projects, as many as fit here.`);
    say("");
    const names = new Set(projects.map((each) => each.name));
    let k = projects.length + 1;
    while (names.has(`project ${k}`)) k++;
    shown = Math.max(shown, projects.length + 1);
    store([...projects, projectOf({ project: `project ${k}` }, rules)]);
    cards.at(-1).inputs.project.focus();
    cards.at(-1).inputs.project.select();
  });
  button(buttons, "Save as CSV", () => save("projects.csv", "text/csv;charset=utf-8", written));
  const file = html(controls, "input", { type: "file", accept: ".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain", hidden: true, "aria-label": "A CSV file with projects" });
  button(buttons, "Load CSV", () => file.click());
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    file.value = ""; // so that the same file can be chosen again
    if (!chosen) return;
    const name = short(chosen.name);
    try {
      if (chosen.size > LARGEST_FILE) throw new Error(`${name} has ${chosen.size} bytes, expected at most ${LARGEST_FILE}`);
      const read = projectsOf(new Uint8Array(await chosen.arrayBuffer()), name, rules);
      store(fits(read.projects, budget()));
      shown = CARDS;
      say(`${name}: ${projects.length} ${projects.length === 1 ? "project" : "projects"} read.${assumed(read.notes)}`);
    } catch (error) {
      say(`${error.message}; nothing is changed.`);
    }
  });
  button(buttons, "Save the picture", () => save("allocation.svg", "image/svg+xml", standalone(svg)));
  // In a notebook the address is not that of the company.
  if (model.link) {
    const share = html(controls, "label", { className: "explorer-share", hidden: true });
    html(share, "span", {}, "The link");
    const text = html(share, "input", { type: "text", readOnly: true });
    button(buttons, "Copy a link", async () => {
      const link = model.link();
      if (!link) return say("That is too much for a link; save it as CSV instead.");
      share.hidden = false;
      text.value = link;
      text.select();
      try {
        await navigator.clipboard.writeText(link);
        say("The link is copied. It holds all that you have entered.");
      } catch {
        say("Copy the link from below. It holds all that you have entered.");
      }
    });
  }
  button(buttons, "Reset", () => { say(""); change(model, data.defaults); });

  const read = () => {
    const table = model.get("projects");
    if (table === written) return;
    try {
      const read = projectsOf(table, "the table", rules);
      projects = fits(read.projects, budget());
      written = table;
      if (read.notes.length) say(assumed(read.notes).trim());
    } catch (error) {
      say(`${error.message}; ${projects ? "nothing is changed" : "this is the example instead"}.`);
      const kept = projects ? written : data.defaults.projects;
      if (!projects) ({ projects } = projectsOf(kept, "the table", rules));
      written = kept;
      model.set("projects", kept);
      if (floors() > budget()) model.set("months", data.defaults.months);
      model.save_changes();
    }
  };
  const update = () => {
    read();
    // Python, or a link, may lower the effort below the floors.
    if (floors() > budget()) {
      say(`The floors add up to ${floors()} weeks, more than the budget; the effort is set to what they take.`);
      return change(model, { months: Math.ceil(floors() / data.unitsPerMonth) });
    }
    const found = outlook();
    again();
    const wanted = Math.min(shown, projects.length);
    while (cards.length > wanted) cards.pop().node.remove();
    while (cards.length < wanted) cards.push(makeCard());
    cards.forEach((card, i) => describe(card, projects[i], best[i]));
    const hidden = projects.length - wanted;
    further.hidden = !hidden;
    further.textContent = `Show ${Math.min(hidden, CARDS)} more of ${projects.length} projects`;
    const unshown = projects.length - ROWS;
    more.textContent = unshown > 0 ? `The ${ROWS} projects with the most effort; ${unshown} more are not drawn.` : "";
    const unspent = budget() - sum(best);
    const left = unspent ? ` ${unspent} weeks find no use.` : "";
    sentence.textContent = `${model.get("months")} person-months are ${budget()} weeks.${left} ${frontierWords(found)}`;
    const stage = stageOf(data.stages, found.most * frontier);
    const [expect, ask] = data.work[stage === data.stages.length - 1 ? "frontier" : stage === data.stages.length - 2 ? "depth" : "breadth"];
    answer.hire.textContent = hireWords(found);
    answer.expect.textContent = expect;
    answer.ask.textContent = ask;
    months();
  };
  model.on("change", update);
  update();
  return () => { model.off("change", update); stop(); };
}

export default { render };
