// What scrolls sideways must be reachable with the keyboard; the theme sees to code and outputs, not to formulae.
const boxes = () => document.querySelectorAll("div.math > .formula, .pst-scrollable-table-container, .text_html");
const mark = () => boxes().forEach((box) => {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
});
addEventListener("DOMContentLoaded", mark);
addEventListener("load", mark);
addEventListener("resize", mark);

// From a folder, or within a sandboxed frame, a page may read no other.
const alone = location.protocol === "file:" || self.origin === "null";
// The search does, to show where a word stands.
if (alone) DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

// The page does not know where it is until it is somewhere.
addEventListener("DOMContentLoaded", () => {
  for (const node of document.querySelectorAll("[data-address]")) node.textContent = new URL(node.dataset.address, location);
  // There a browser does not run Python.
  if (alone || "withoutPython" in document.documentElement.dataset) document.querySelectorAll(".run-here").forEach((link) => { link.hidden = true; });
});

// What runs a cell in the page comes with the first press.
addEventListener("click", async ({ target }) => {
  const button = target.closest?.(".run-cell button");
  if (button) (await import("./running.js")).runCell(button);
});

// Code is folded away. One press shows all of it, here and on the pages that follow; `?code=shown` does so for a link.
addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector(".show-code");
  if (!button) return;
  const show = (shown) => {
    for (const cell of document.querySelectorAll("details.hide.above-input")) cell.open = shown;
    button.setAttribute("aria-pressed", shown);
  };
  const asked = new URLSearchParams(location.search).get("code");
  if ((asked ?? localStorage.getItem("code")) === "shown") show(true);
  button.addEventListener("click", () => {
    const shown = button.getAttribute("aria-pressed") !== "true";
    show(shown);
    localStorage.setItem("code", shown ? "shown" : "hidden");
  });
});

// Paper is light.
const root = document.documentElement;
let theme;
addEventListener("beforeprint", () => { theme = root.dataset.theme; root.dataset.theme = "light"; });
addEventListener("afterprint", () => { root.dataset.theme = theme; });

// An explorer that has not come to life by now, for whatever reason, never will.
addEventListener("load", () => {
  for (const still of document.querySelectorAll(".explorer-still:not(.replaced)")) {
    const sentence = document.createElement("p");
    sentence.className = "explorer-failed";
    sentence.textContent = "This figure can't be changed here; what you see is its picture.";
    still.before(sentence);
  }
});
