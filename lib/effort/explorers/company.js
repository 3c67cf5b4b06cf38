// The reader's own company: projects in words, and what follows for them. Nothing leaves the page.
import { total } from "./allocate.js";
import { makeCards } from "./cards.js";
import { barRow, chart } from "./charts.js";
import { button, frame, html, slider } from "./controls.js";
import { add, effortAxis } from "./drawing.js";
import { linkButton, pictureButton, short, tableButtons } from "./files.js";
import { change, live, setting, unpack } from "./model.js";
import { frontierInWords, hireInWords, outlookOf, stretchOf, workInWords } from "./outlook.js";
import { makeRoster } from "./roster.js";

const ROWS = 12; // of the figure; the others are in the list
const QUESTIONS = { hire: "The next hire", expect: "What work to expect", ask: "What to ask in an interview" };

/** How far the projects with the most effort get, on the scale of an ordinary project. */
function furthestProjects(figure, data) {
  const drawing = chart(figure, (svg, { width, narrow }, projects, effort) => {
    const ground = add(svg, "rect", { width, fill: "var(--ground)" }); // for the saved picture
    const order = effort.map((units, i) => [units, i]).sort((a, b) => b[0] - a[0]).slice(0, ROWS);
    const title = "effort (months of an ordinary project)";
    const { x, top, bottom } = effortAxis(svg, data, { left: 4, width, narrow, height: 10 + order.length * 34, title });
    order.forEach(([units, i], row) => {
      const project = projects[i].name;
      const middle = top + 28 + row * 34;
      add(svg, "text", { x: x(0), y: middle - 9, class: "row" }, short(project)); // any name has room above its bar
      const place = barRow(svg, { name: "", project, fill: "var(--project-0)", middle, x });
      place(units / stretchOf(data, projects[i]), units);
    });
    ground.setAttribute("height", `${bottom + 40}`);
    return { height: bottom + 40 };
  });
  const others = html(figure, "p", { className: "explorer-more" });
  const show = (projects, effort) => {
    drawing.redraw(projects, effort);
    const hidden = projects.length - ROWS;
    others.textContent = hidden > 0 ? `The ${ROWS} projects with the most effort; ${hidden} more are not drawn.` : "";
  };
  return { show, svg: drawing.svg, stop: drawing.stop };
}

/** The questions that follow; gives what sets an answer's text. */
function makeAnswers(parent) {
  const list = html(parent, "dl", { className: "explorer-answers" });
  const answers = Object.entries(QUESTIONS).map(([name, title]) => {
    html(list, "dt", {}, title);
    return { name, node: html(list, "dd", { "data-answer": name }) };
  });
  return (texts) => answers.forEach(({ name, node }) => (node.textContent = texts[name]));
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { root, figure, controls, below, tell, stop, say } = frame(el, "Your company");
  root.classList.add("explorer-form");
  const roster = makeRoster(model, data, say);
  const drawing = furthestProjects(figure, data);
  const answer = makeAnswers(below);
  const choose = (values) => {
    say("");
    change(model, values);
  };
  const examples = html(controls, "div", {
    className: "explorer-buttons", role: "group", "aria-label": "Examples to begin with",
  });
  for (const { name, projects, months } of data.examples) button(examples, name, () => choose({ projects, months }));
  const months = slider(controls, {
    label: "The team's effort (person-months)", say, ...setting(model, data, "months"),
    limits: () => ({ ...data.limits.months, min: roster.monthsForFloors() }),
  });
  const list = html(controls, "ol", { className: "explorer-projects" });
  const buttons = html(controls, "div", { className: "explorer-buttons" });
  const cards = makeCards(list, buttons, { data, roster, say, update: () => update() });
  tableButtons(controls, buttons, { roster, say, loaded: cards.restart });
  pictureButton(buttons, drawing.svg);
  // In a notebook the address is not that of the company.
  if (model.link) linkButton(controls, buttons, { link: model.link, say });
  button(buttons, "Reset", () => choose(data.defaults));

  const update = () => {
    roster.read();
    const [projects, budget] = [roster.projects(), roster.budget()];
    const floors = total(projects.map((each) => each.floor));
    // Python, or a link, may lower the effort below the floors.
    if (floors > budget) {
      say(`The floors add up to ${floors} months, more than the budget; the effort is set to what they take.`);
      return change(model, { months: roster.monthsForFloors() });
    }
    const outlook = outlookOf(projects, budget, data);
    drawing.show(projects, outlook.best);
    cards.show(outlook.best);
    const unspent = budget - total(outlook.best);
    const left = unspent ? ` ${unspent} months find no use.` : "";
    const frontier = frontierInWords(outlook, projects, data);
    const units = projects.map(({ name }, i) => `${name} ${outlook.best[i]}`).join("; ");
    const people = (budget / 12).toFixed(1);
    const said = `${budget} person-months are ${people} people for a year.${left} ${frontier}`;
    tell(said, `Months of each project: ${units}.`);
    const [expect, ask] = workInWords(outlook, data);
    answer({ hire: hireInWords(outlook, projects, data), expect, ask });
    months();
  };
  return live(model, update, drawing.stop, stop);
}
