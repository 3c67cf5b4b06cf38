// Say how far Python is, and offer what a reader wants next: run everything, start over, go back to the page.

const path = new URLSearchParams(location.search).get("path") ?? "";
const page = `../../book/${path.replace(/\.ipynb$/, "")}.html`;
const bar = document.createElement("div");
bar.id = "starting";
bar.innerHTML = `<span class="turning"></span><p role="status"></p>
  <button id="run-all" disabled>Run all cells</button> <button id="start-over" disabled>Start over</button> <a>Back to the page</a>`;
bar.querySelector("a").href = page;
bar.querySelector("#start-over").title = "Drop your changes to this chapter";
document.body.append(bar);

const [turning, line, runAll, startOver] = ["span", "p", "#run-all", "#start-over"].map((name) => bar.querySelector(name));
const began = Date.now();
let shown = null;
const show = (text, ready = false) => {
  if (text === shown) return;
  shown = text;
  line.textContent = text;
  turning.hidden = ready;
  runAll.disabled = startOver.disabled = !ready;
};
const panel = () => window.jupyterapp?.shell?.currentWidget;

const look = () => {
  const session = panel()?.sessionContext;
  const status = session?.kernelDisplayStatus ?? "opening";
  if (["idle", "busy"].includes(status)) {
    show(status === "idle" ? "Python is ready. Your changes stay in this browser." : "Python is at work …", true);
    turning.hidden = status === "idle";
  } else if (status === "dead" || Date.now() - began > 120_000) {
    show("Python did not start. Reload this page, or try another browser.");
    turning.hidden = true;
  } else {
    show(status === "opening" ? "Opening the chapter …" : "Python is starting in your browser. The first time it is a download of some megabytes …");
  }
};
show("Opening the chapter …");
setInterval(look, 200);

runAll.addEventListener("click", () => window.jupyterapp.commands.execute("notebook:run-all-cells"));
startOver.addEventListener("click", async () => {
  if (!confirm("Drop your changes to this chapter?")) return;
  const { context } = panel();
  context.model.dirty = false;
  await window.jupyterapp.serviceManager.contents.delete(context.path);
  location.reload();
});
