// What changes from one edition to the next under the same name is asked for anew, else a browser may take its old
// copy: of the settings, which name the library's wheel by its hash, and of the chapters.
const ask = window.fetch;
window.fetch = (what, how) => {
  const { pathname, search } = new URL(what instanceof Request ? what.url : what, location.href);
  const renewed = search === "" && /\.(json|ipynb)$/.test(pathname);
  return ask.call(window, what, renewed ? { ...how, cache: "no-cache" } : how);
};
