// Python for the cells of a page: the distribution that the notebooks of the site run with, in a worker. What is sent
// is the source of cells, to be run one after the other; what comes back is how far it is, and what the last one shows.

const NOTEBOOKS = new URL("../lite/", location.href);
const say = (/** @type {string} */ progress) => postMessage({ progress });

const fetched = async (/** @type {string} */ name) => (await fetch(new URL(name, NOTEBOOKS))).arrayBuffer();

/** Python, with the book's library. */
async function start() {
  const answer = await fetch(new URL("python.json", NOTEBOOKS), { cache: "no-cache" });
  const { pyodide, packages, wheels } = await answer.json();
  const from = new URL(pyodide, NOTEBOOKS).href;
  say("Python is starting in your browser. The first time it is a download of some megabytes …");
  const scope = /** @type {any} */ (globalThis);
  scope.importScripts(`${from}pyodide.js`);
  const [python, files, runner] = await Promise.all([
    scope.loadPyodide({ indexURL: from, packages }),
    Promise.all(wheels.map(fetched)),
    fetch(new URL("run_cells.py", location.href)).then((found) => found.text()),
  ]);
  say("Python is starting: the book's library …");
  for (const file of files) python.unpackArchive(file, "whl");
  python.runPython(runner);
  return python.globals.get("run");
}

const started = start();
// One after the other.
let last = Promise.resolve();
addEventListener("message", ({ data: { id, sources } }) => {
  last = last.then(async () => {
    const run = await started;
    say(sources.length > 1 ? `Running this cell and the ${sources.length - 1} before it …` : "Running …");
    postMessage({ id, outputs: JSON.parse(run(JSON.stringify(sources))) });
  });
  // The page is told, as of any error in a worker.
  last.catch((error) => setTimeout(() => { throw error; }));
});
