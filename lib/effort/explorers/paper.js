// The board on paper: what was entered and what follows, in a table that only a printed page shows.
import { html } from "./controls.js";
import { columnsOf, valuesOf } from "./projects.js";
import { TITLES } from "./row.js";

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
    const columns = columnsOf(all.map(([project]) => project), ["today"]);
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
