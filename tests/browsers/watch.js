// Before all else in a page: what goes wrong in it, for any browser.
window.troubles = [];
addEventListener("error", (event) => {
  troubles.push(event.message ?? `did not load: ${event.target.outerHTML.slice(0, 200)}`);
}, true);
addEventListener("unhandledrejection", (event) => troubles.push(`unhandled: ${event.reason}`));
addEventListener("securitypolicyviolation", (event) => {
  troubles.push(`against the policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
for (const kind of ["error", "warn"]) {
  const own = console[kind];
  console[kind] = (...said) => { troubles.push(said.join(" ")); own.apply(console, said); };
}
