// Brings the explorers to life in a static page: no kernel, no server. The page holds each one's state as Jupyter wrote
// it, and a picture that stays where a script cannot run.
import { isAllowed } from "../../lib/effort/explorers/model.js";
import { SETTING, keeping, remember } from "./keep.js";

/** What a front end needs of a Jupyter widget model, without a kernel behind it. */
function makeModel(state) {
  const listeners = new Set();
  return {
    get: (name) => state[name],
    set(name, value) {
      if (state[name] === value) return;
      state[name] = value;
      this.changed = true;
    },
    // All changes of one action are told at once.
    save_changes() {
      if (!this.changed) return;
      this.changed = false;
      for (const listener of [...listeners]) listener();
    },
    on: (_, listener) => listeners.add(listener),
    off: (_, listener) => listeners.delete(listener),
  };
}

/** A number as a control would write it, else NaN (`Number` alone takes "" and "0x10"). */
const number = (text) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN);

/** The same limits for a file, which may hold as long a text as there is. */
const ofFile = (limit) => limit && { ...limit, text: limit.text && Infinity };

/** The settings in an address for the explorer of this name; nothing at all if any of it makes no sense. */
function fromAddress(name, { limits, defaults }, address = location.href) {
  const hash = address.split("#")[1];
  const [where, query] = (hash || (document.documentElement.dataset[SETTING] ?? "")).split("?");
  if (where !== name || !query) return null;
  const settings = {};
  for (const [key, text] of new URLSearchParams(query)) {
    const limit = Object.hasOwn(limits, key) ? limits[key] : undefined;
    const allowed = hash ? limit : ofFile(limit);
    if (!allowed || text === "") return null;
    const value = allowed.options || allowed.text ? text : allowed.length ? text.split(",").map(number) : number(text);
    if (!isAllowed(value, allowed)) return null;
    settings[key] = value;
  }
  const { budget, floors = [] } = { ...defaults, ...settings };
  return floors.reduce((total, units) => total + units, 0) > budget ? null : settings;
}

/**
 * The address of a model's settings, just the page's own if they are the defaults; null if they are too long and not
 * wanted `whole`. A front end may have a way of its own to write them.
 */
function addressOf(name, model, { limits, defaults }, written = String, whole = false) {
  const text = (key) => written(model.get(key));
  const changed = Object.keys(limits).filter((key) => text(key) !== written(defaults[key]));
  const texts = changed.filter((key) => limits[key].text);
  if (!whole && !texts.every((key) => isAllowed(text(key), limits[key]))) return null;
  const safe = (key) => (texts.includes(key) ? encodeURIComponent(text(key)) : text(key));
  const query = changed.map((key) => `${key}=${safe(key)}`).join("&");
  const bare = location.href.split("#")[0];
  return query ? `${bare}#${name}?${query}` : bare;
}

/**
 * Keep the settings in the address, and in the browser's history what is too long for that. Before a front end changes
 * everything at once it may `mark` what there is: the browser's Back leads there.
 */
function keepInAddress(name, model, data, written) {
  let timer = 0;
  const write = () => {
    clearTimeout(timer);
    const settings = Object.fromEntries(Object.keys(data.limits).map((key) => [key, model.get(key)]));
    const address = addressOf(name, model, data, written) ?? location.href.split("#")[0];
    history.replaceState({ ...history.state, [name]: settings }, "", address);
  };
  model.on("change", () => {
    // Browsers allow only so many changes of the address in a second.
    clearTimeout(timer);
    timer = setTimeout(write, 250);
  });
  model.mark = () => {
    write();
    history.pushState(history.state, "", location.href);
  };
  addEventListener("popstate", ({ state }) => {
    const settings = state?.[name] ?? {};
    for (const key in settings) model.set(key, settings[key]);
    model.save_changes();
  });
}

/** What Jupyter stored on the page for the explorer with this picture. */
function storedState(still) {
  const embedded = document.querySelector('script[type="application/vnd.jupyter.widget-state+json"]');
  return JSON.parse(embedded?.textContent ?? "").state[still.dataset.model].state;
}

/**
 * What sets the places in the text that follow a figure; the work waits for the next frame, of which there are fewer
 * than changes.
 */
function proseOf(name) {
  let asked = 0;
  return (phrases) => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => {
      for (const [key, text] of Object.entries(phrases())) {
        for (const place of document.querySelectorAll(`.live-${name}-${key}`)) {
          place.classList.add("follows");
          place.setAttribute("title", "Follows the figure");
          if (place.textContent !== text) place.textContent = text;
        }
      }
    });
  };
}

/**
 * Whether a reader is to be asked, before the figure shows its answer: one who has not been asked before, and whom no
 * link has sent to something else. That it has been answered is remembered.
 */
function asks(name, model, settings) {
  const key = `answered-${name}`;
  if (model.get("asking") === undefined || settings || localStorage.getItem(key)) return;
  model.set("asking", true);
  model.on("change", () => model.get("asking") || localStorage.setItem(key, "yes"));
}

/** What draws each explorer, by the name of its class: the script of each adds itself. */
export const frontEnds = {};

/** The model of each figure that lives, by its picture. */
const alive = new WeakMap();

/** Let a figure that was away say again, in the text and in the address, what it shows. */
export function back(still) {
  const model = alive.get(still);
  if (!model) return;
  model.changed = true;
  model.save_changes();
}

/**
 * Let a figure come to life where its picture stands, as it is `given` by a cell that the reader has run, or as it is
 * published; what is returned ends it.
 */
export function replace(still, given = null) {
  const kind = still.dataset.explorer;
  const mount = document.createElement("div");
  try {
    const state = given ?? storedState(still);
    const front = frontEnds[kind];
    const name = still.id;
    const settings = given ? null : fromAddress(name, state.data);
    const model = makeModel({ ...state, ...settings });
    model.link = () => {
      const address = addressOf(name, model, state.data, front.written);
      return address?.includes("#") ? address : address && `${address}#${name}`;
    };
    model.prose = proseOf(name);
    if (!given) asks(name, model, settings);
    still.before(mount);
    const end = front.render({ model, el: mount });
    keepInAddress(name, model, state.data, front.written);
    // A link to another setting of this very page does not load the page again.
    addEventListener("hashchange", ({ newURL }) => {
      const asked = fromAddress(name, state.data, newURL); // by now the address may be that of the last setting again
      const whole = asked ? { ...state, ...asked } : {};
      for (const key in whole) model.set(key, whole[key]);
      model.save_changes();
    });
    still.classList.add("replaced");
    alive.set(still, model);
    // Under a figure in its chapter, or on the page of its own.
    const line = still.parentElement?.parentElement?.querySelector(".keep-figure");
    const title = mount.querySelector(".explorer")?.getAttribute("aria-label") ?? name;
    const setting = (whole = false) => addressOf(name, model, state.data, front.written, whole)?.split("#")[1] ?? "";
    if (line) keeping(line, { name, title, mount, setting });
    if (settings) mount.scrollIntoView();
    return end;
  } catch (error) {
    mount.remove();
    console.warn(error);
  }
}

// After all scripts of the page.
addEventListener("DOMContentLoaded", () => {
  if (document.querySelector(".save-alone")) remember();
  for (const still of document.querySelectorAll(".explorer-still")) replace(still);
});
