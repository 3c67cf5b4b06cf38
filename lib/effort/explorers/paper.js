// The board on paper: what was entered and what follows, in a table that only a printed page shows.
import { html } from "./controls.js";
import { valuesOf } from "./projects.js";
import { TITLES } from "./row.js";

const ALWAYS = ["project", "importance", "difficulty", "shape", "floor", "cap", "today"];
// Columns that are there where a project has something else.
const OPTIONS = { ageing: "usual", bought: null, adapt: 0 };

/**
 * `rows()` gives each project, its best months and its stage. What is returned ends it.
 *
 * @param {Element} parent
 * @param {() => [any, number, string][]} rows
 */
export function makePaper(parent, rows) {
  const table = html(parent, "table", { className: "company-paper" });
  const write = () => {
    const all = rows();
    const options = Object.keys(OPTIONS).filter((name) => all.some(([project]) => project[name] !== OPTIONS[name]));
    const columns = [...ALWAYS, ...options];
    table.replaceChildren();
    const head = html(html(table, "thead"), "tr");
    for (const title of [...columns.map((name) => TITLES[name]), "Best (months)", "Stage"]) {
      html(head, "th", { scope: "col" }, title);
    }
    const body = html(table, "tbody");
    for (const [project, months, stage] of all) {
      const row = html(body, "tr");
      const values = valuesOf(project);
      for (const text of [...columns.map((name) => values[name] ?? "–"), months, stage]) html(row, "td", {}, `${text}`);
    }
  };
  const media = matchMedia("print");
  const changed = () => media.matches && write();
  media.addEventListener("change", changed);
  addEventListener("beforeprint", write);
  return () => {
    media.removeEventListener("change", changed);
    removeEventListener("beforeprint", write);
  };
}
