// The rows of all projects: some at a time, as a thousand at once would make the page slow; to be removed and added,
// and gone through with the keys of a spreadsheet.
import { button, html } from "./controls.js";
import { projectOf } from "./projects.js";
import { makeRow } from "./row.js";

const AT_A_TIME = 50;
const HEADS = ["project", "importance", "difficulty", "today", "best", "the next gains", "stage"];

/**
 * The list, and buttons to show more and to add one; `show` brings the rows in step with the roster. `held` is told
 * which row the hand is in.
 */
export function makeBoard(parent, buttons, { data, roster, past, say, announced, update, held }) {
  const head = html(parent, "div", { className: "company-cells company-head", "aria-hidden": "true" });
  for (const title of HEADS) html(head, "span", {}, title);
  const list = html(parent, "div", { className: "company-rows", role: "group", "aria-label": "The projects" });
  const rows = [];
  let wanted = AT_A_TIME;
  const go = (i, column) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, i))];
    if (!row.inputs[column]) row.open(true);
    row.inputs[column].focus();
    row.inputs[column].select?.();
  };
  list.addEventListener("focusin", ({ target }) => held(rows.findIndex((row) => row.node.contains(target))));
  list.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (!(target instanceof HTMLElement) || !target.dataset.column) return;
    const { column } = target.dataset;
    const strong = event.ctrlKey || event.metaKey || column === "project";
    const way = key === "Enter" && target.tagName === "INPUT" ? (event.shiftKey ? -1 : 1)
      : strong && key === "ArrowDown" ? 1 : strong && key === "ArrowUp" ? -1 : 0;
    const i = rows.findIndex((row) => row.node.contains(target));
    if (!way || i + way < 0 || i + way >= rows.length) return;
    event.preventDefault();
    go(i + way, column);
  });
  const remove = (row) => {
    const projects = roster.projects();
    if (projects.length === 1) return say("One project is needed; nothing is changed.");
    say("");
    const at = rows.indexOf(row);
    // The row of a project that was not shown comes last.
    row.node.remove();
    rows.splice(at, 1);
    if (rows.length < Math.min(wanted, projects.length - 1)) append();
    past.next("");
    roster.store(projects.toSpliced(at, 1));
    (rows[at] ?? rows.at(-1)).more.focus();
  };
  const append = () => {
    const at = () => rows.indexOf(row);
    const row = makeRow(list, { data, roster, past, at, announced, act: { remove: () => remove(row) } });
    rows.push(row);
  };
  const more = button(buttons, "", () => {
    wanted += AT_A_TIME;
    update();
  });
  button(buttons, "Add a project", () => {
    const projects = roster.projects();
    const { length } = projects;
    if (length >= data.mostProjects) return say(`There are ${length} projects, as many as fit here.`);
    say("");
    const names = new Set(projects.map((each) => each.name));
    let k = length + 1;
    while (names.has(`project ${k}`)) k++;
    wanted = Math.max(wanted, length + 1);
    past.next("");
    roster.store([...projects, projectOf({ project: `project ${k}` }, roster.rules)]);
    go(length, "project");
  });
  /** Each with its best months, what the next of them gains, and how many more than today these are. */
  const show = (best, next, today) => {
    const projects = roster.projects();
    const shown = Math.min(wanted, projects.length);
    for (const { node } of rows.splice(shown)) node.remove();
    while (rows.length < shown) append();
    rows.forEach((row, i) => row.show(projects[i], best[i], next[i], today ? best[i] - today[i] : null));
    const hidden = projects.length - shown;
    more.hidden = !hidden;
    more.textContent = `Show ${Math.min(hidden, AT_A_TIME)} more of ${projects.length} projects`;
  };
  /** Other projects come: nothing of what was typed is about them. */
  const restart = () => {
    wanted = AT_A_TIME;
    for (const row of rows) row.clear();
  };
  return { show, restart };
}
