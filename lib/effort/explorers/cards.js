// The cards of all projects: some at a time, as a thousand at once would make the page slow; to be removed and added.
import { makeCard } from "./card.js";
import { button } from "./controls.js";
import { projectOf } from "./projects.js";

const AT_A_TIME = 50;

/**
 * The list, and buttons to show more and to add one; `show(effort)` brings the cards in step with the roster.
 */
export function makeCards(list, buttons, { data, roster, say, update }) {
  const cards = [];
  let wanted = AT_A_TIME;
  const remove = (card) => {
    const projects = roster.projects();
    if (projects.length === 1) return say("One project is needed; nothing is changed.");
    say("");
    const at = cards.indexOf(card);
    roster.store(projects.toSpliced(at, 1));
    // The card of a project that was not shown comes last.
    card.node.remove();
    cards.splice(at, 1);
    if (cards.length < Math.min(wanted, projects.length - 1)) append();
    update();
    (cards[at] ?? cards.at(-1)).removal.focus();
  };
  const append = () => {
    const card = makeCard(list, { data, roster, say, at: () => cards.indexOf(card), remove: () => remove(card) });
    cards.push(card);
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
    roster.store([...projects, projectOf({ project: `project ${k}` }, roster.rules)]);
    cards.at(-1).name.focus();
    cards.at(-1).name.select();
  });
  const show = (effort) => {
    const projects = roster.projects();
    const shown = Math.min(wanted, projects.length);
    for (const { node } of cards.splice(shown)) node.remove();
    while (cards.length < shown) append();
    cards.forEach((card, i) => card.show(projects[i], effort[i]));
    const hidden = projects.length - shown;
    more.hidden = !hidden;
    more.textContent = `Show ${Math.min(hidden, AT_A_TIME)} more of ${projects.length} projects`;
  };
  return { show, restart: () => (wanted = AT_A_TIME) };
}
