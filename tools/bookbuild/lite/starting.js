// Say how far Python is, and offer what a reader wants next: run everything, start over, go back to the page, have the
// newest edition.

import { chapterOf, copiesAside, isAside, published, putAside } from "./edition.js";

const path = new URLSearchParams(location.search).get("path") ?? "";
const chapter = chapterOf(path);
const page = `../../book/${chapter}.html`;
// JupyterLite keeps a notebook in the first of these two that works, and else in a stand-in that forgets.
const keeps = new Promise((tell) => {
  const own = localStorage instanceof Storage;
  try {
    const request = indexedDB.open("kept?");
    request.onsuccess = () => { request.result.close(); indexedDB.deleteDatabase("kept?"); tell(true); };
    request.onerror = () => tell(own);
  } catch {
    tell(own);
  }
});
let kept = "";
keeps.then((does) => { if (does) kept = "Your changes stay in this browser."; });

const bar = document.createElement("div");
bar.id = "starting";
bar.innerHTML = `<span class="turning"></span><p role="status"></p>
  <button id="run-all" disabled>Run all cells</button> <button id="start-over" disabled>Start over</button>
  <a>Back to the page</a>
  <p id="edition" aria-live="polite" hidden></p>`;
const [turning, line, runAll, startOver, back, edition] = ["span", "p", "#run-all", "#start-over", "a", "#edition"].map(
  (selector) => /** @type {any} */ (bar.querySelector(selector)),
);
back.href = page;
startOver.title = "Drop your changes to this chapter";
startOver.hidden = isAside(path);
document.body.append(bar);

const began = Date.now();
let shown = null;
const show = (text, ready = false) => {
  if (text === shown) return;
  shown = text;
  line.textContent = text;
  turning.hidden = ready;
  runAll.disabled = startOver.disabled = !ready;
};
const jupyter = () => /** @type {any} */ (window).jupyterapp;
const panel = () => jupyter()?.shell?.currentWidget;

const look = () => {
  const session = panel()?.sessionContext;
  const status = session?.kernelDisplayStatus ?? "opening";
  if (["idle", "busy"].includes(status)) {
    show(status === "idle" ? `Python is ready. ${kept}`.trim() : "Python is at work …", true);
    turning.hidden = status === "idle";
  } else if (status === "dead") {
    show("Python did not start. Reload this page, or try another browser.");
    turning.hidden = true;
  } else if (Date.now() - began > 120_000) {
    const patience = "Some browsers take minutes; if nothing comes of it, reload this page or try another.";
    show(`Python is not ready yet. ${patience}`);
  } else {
    const starting = "Python is starting in your browser. The first time it is a download of some megabytes …";
    show(status === "opening" ? "Opening the chapter …" : starting);
  }
};
// The edition

function say(...parts) {
  edition.replaceChildren(...parts);
  edition.hidden = false;
  // The notebook, below the bar, has to fit anew.
  dispatchEvent(new Event("resize"));
}
function link(to, text) {
  const node = document.createElement("a");
  node.href = `?path=${encodeURIComponent(to)}`;
  node.textContent = text;
  return node;
}

async function renew({ context }) {
  const { contents } = jupyter().serviceManager;
  try {
    if (context.model.dirty) await context.save();
    await putAside(contents, context.path);
  } catch (error) {
    say(`Your copy could not be put aside, so nothing is changed: ${error.message ?? error}`);
    return;
  }
  context.model.dirty = false;
  location.reload();
}

async function compare(opened) {
  if (!await keeps) return say("This browser keeps nothing here: your changes are lost when you leave this page.");
  if (isAside(path)) {
    return say("This is a copy of your own. ", link(`${chapter}.ipynb`, "The chapter as it is published"));
  }
  const newest = await published(chapter);
  if (newest !== null && opened.context.model.getMetadata("edition") !== newest) {
    const button = document.createElement("button");
    button.id = "renew";
    button.textContent = "Open it, and keep yours";
    button.addEventListener("click", () => { button.disabled = true; renew(opened); });
    return say("This is your copy of an older edition of this chapter; a newer one is published. ", button);
  }
  const copies = await copiesAside(jupyter().serviceManager.contents, chapter);
  const links = copies.flatMap((copy) => [link(copy, copy.replace(/\.ipynb$/, "")), " "]);
  if (copies.length) say("Your copies of older editions: ", ...links);
}

// The cell that a page has sent the reader to.
const wanted = /^#cell-id=(.+)$/.exec(location.hash)?.[1];

/** Show that cell, ready to be changed. */
function goTo(notebook) {
  const index = notebook.widgets.findIndex((cell) => cell.model.id === decodeURIComponent(wanted ?? ""));
  if (index < 0) return;
  notebook.activeCellIndex = index;
  notebook.scrollToItem(index, "center");
}

const opening = setInterval(() => {
  const opened = panel();
  if (!opened?.context?.isReady) return;
  clearInterval(opening);
  compare(opened);
  if (wanted) opened.revealed.then(() => goTo(opened.content));
}, 100);

show("Opening the chapter …");
setInterval(look, 200);

// What has changed is kept first, so that leaving is no question.
back.addEventListener("click", async (event) => {
  const context = panel()?.context;
  if (!kept || !context?.isReady || !context.model.dirty) return;
  event.preventDefault();
  await context.save().catch(() => {}); // the browser itself then asks
  location.href = back.href;
});
runAll.addEventListener("click", () => jupyter().commands.execute("notebook:run-all-cells"));
startOver.addEventListener("click", async () => {
  if (!confirm("Drop your changes to this chapter?")) return;
  const { context } = panel();
  context.model.dirty = false;
  await jupyter().serviceManager.contents.delete(context.path);
  location.reload();
});
