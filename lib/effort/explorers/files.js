// What a reader takes along and brings: tables, pictures, links. Nothing leaves the page.
import { button, html } from "./controls.js";
import { projectsOf, tableOf } from "./projects.js";
import { assumed } from "./roster.js";

const LARGEST_FILE = 10_000_000;
const TABLES = ".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain";
const LOOKS = ["fill", "opacity", "stroke", "stroke-width", "paint-order", "font-family", "font-size", "font-weight"];

/** The beginning of a name. */
export const short = (name) => ([...name].length > 36 ? `${[...name].slice(0, 35).join("")}…` : name);

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
    for (const name of LOOKS) made[i].setAttribute(name, style.getPropertyValue(name));
  });
  copy.setAttribute("overflow", "visible");
  return new XMLSerializer().serializeToString(copy);
}

/** Buttons to save and load the projects as a table; `loaded` is called before new ones are stored. */
export function tableButtons(controls, buttons, { roster, say, loaded }) {
  button(buttons, "Save as CSV", () => save("projects.csv", "text/csv;charset=utf-8", tableOf(roster.rows())));
  const file = html(controls, "input", {
    type: "file", accept: TABLES, hidden: true, "aria-label": "A CSV file with projects",
  });
  button(buttons, "Load CSV", () => file.click());
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    file.value = ""; // so that the same file can be chosen again
    if (!chosen) return;
    const name = short(chosen.name);
    const { size } = chosen;
    try {
      if (size > LARGEST_FILE) throw new Error(`${name} has ${size} bytes, expected at most ${LARGEST_FILE}`);
      const read = projectsOf(new Uint8Array(await chosen.arrayBuffer()), name, roster.rules);
      const next = roster.fitting(read.projects);
      loaded();
      roster.store(next);
      say(`${name}: ${next.length} ${next.length === 1 ? "project" : "projects"} read.${assumed(read.notes)}`);
    } catch (error) {
      say(`${error.message}; nothing is changed.`);
    }
  });
}

/** A button to save the drawing as a picture. */
export function pictureButton(buttons, svg) {
  button(buttons, "Save the picture", () => save("allocation.svg", "image/svg+xml", standalone(svg)));
}

/** A button to copy a link, which is shown as well, where a browser lets no page copy. */
export function linkButton(controls, buttons, { link, say }) {
  const share = html(controls, "label", { className: "explorer-share", hidden: true });
  html(share, "span", {}, "The link");
  const text = html(share, "input", { type: "text", readOnly: true });
  button(buttons, "Copy a link", async () => {
    const address = link();
    if (!address) return say("That is too much for a link; save it as CSV instead.");
    share.hidden = false;
    text.value = address;
    text.select();
    try {
      await navigator.clipboard.writeText(address);
      say("The link is copied. It holds all that you have entered.");
    } catch {
      say("Copy the link from below. It holds all that you have entered.");
    }
  });
}
