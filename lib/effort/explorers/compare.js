// Two boards side by side: one that was set aside, and the one that is there now.
import { button, html } from "./controls.js";
import { within } from "./moves.js";
import { earned, outlookOf, stageNameOf } from "./outlook.js";
import { projectsIn } from "./projects.js";

const ROWS = 100;

/** What a board comes to: the months and the stage of each project by its name, and what all of them earn. */
function summaryOf({ projects, months, leeway }, data, rules) {
  const near = within(projectsIn(projects, "the board", rules), leeway, data.most);
  const { best } = outlookOf(near, months, data);
  const each = new Map(near.map((project, i) => {
    return [project.name, { months: best[i], stage: stageNameOf(data, project, best[i]) }];
  }));
  return { each, months, points: earned(data, near, best) };
}

/** "+3", "−3" or "0" */
const changed = (/** @type {number} */ by) => (by > 0 ? `+${by}` : by < 0 ? `−${-by}` : "0");

/**
 * Buttons to set a board aside, to change places with it, and to have done; `show()` brings the table in step.
 *
 * @param {Element} parent
 * @param {Element} buttons
 * @param {{ data: any, rules: any, past: any, put: (board: any) => void }} board
 */
export function makeComparison(parent, buttons, { data, rules, past, put }) {
  const box = html(parent, "section", { className: "company-compare", hidden: true, "aria-label": "Two boards" });
  const said = html(box, "p", {});
  const table = html(box, "table");
  const tools = html(box, "div", { className: "explorer-buttons" });
  /** @type {any} */
  let aside = null;
  const set = button(buttons, "Compare", () => {
    aside = past.kept().now;
    show();
  });
  set.title = "Set this board aside, to see beside it what you change from here on";
  button(tools, "Change places", () => {
    const { now } = past.kept();
    const other = aside;
    aside = now;
    put(other);
  });
  button(tools, "End the comparison", () => {
    aside = null;
    show();
    set.focus();
  });
  const show = () => {
    box.hidden = !aside;
    if (!aside) return;
    const [before, now] = [aside, past.kept().now].map((each) => summaryOf(each, data, rules));
    const more = now.points - before.points;
    const points = `${Math.max(more, -more).toFixed(1)} ${more < 0 ? "less" : "more"}`;
    said.textContent = `Set aside: ${before.months} months earn ${before.points.toFixed(1)} points. ` +
      `Now: ${now.months} months earn ${now.points.toFixed(1)}, ${points}.`;
    table.replaceChildren();
    const head = html(html(table, "thead"), "tr");
    for (const title of ["project", "set aside", "now", "change"]) html(head, "th", { scope: "col" }, title);
    const body = html(table, "tbody");
    const names = [...new Set([...before.each.keys(), ...now.each.keys()])];
    for (const name of names.slice(0, ROWS)) {
      const row = html(body, "tr");
      html(row, "th", { scope: "row" }, name);
      const [one, other] = [before.each.get(name), now.each.get(name)];
      for (const each of [one, other]) html(row, "td", {}, each ? `${each.months}, ${each.stage}` : "–");
      html(row, "td", {}, changed((other?.months ?? 0) - (one?.months ?? 0)));
    }
    if (names.length > ROWS) html(html(body, "tr"), "td", { colSpan: 4 }, `${names.length - ROWS} more`);
  };
  return show;
}
