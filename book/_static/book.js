// What scrolls sideways must be reachable with the keyboard; the theme sees to code and outputs, not to formulae.
const boxes = () => document.querySelectorAll("div.math > .formula, .pst-scrollable-table-container, .text_html");
const mark = () => boxes().forEach((box) => {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
});
addEventListener("DOMContentLoaded", mark);
addEventListener("load", mark);
addEventListener("resize", mark);
