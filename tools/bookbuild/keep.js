// A figure to take along: the code that embeds it in another page, or one file that works alone.

const MARGIN = 220; // pixels that the page of a figure has beside the figure

/** A saved page knows its setting from this attribute of its root, as it has no address that would. */
export const SETTING = "setting";

/** The page as it was before any figure came to life: with all that it needs, where it is the page of one figure. */
let untouched = "";
export const remember = () => (untouched = `<!DOCTYPE html>\n${document.documentElement.outerHTML}\n`);

const escaped = (/** @type {string} */ text) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** What another page needs to show the figure of this address, as high as it is here. */
export function embedCode(address, title, height) {
  const style = `width: 100%; height: ${height}px; border: 0`;
  return `<iframe src="${escaped(address)}" title="${escaped(title)}" style="${style}" loading="lazy"></iframe>`;
}

/** The page of one figure as a file, at this setting; what it links to is where it is now. */
export function asFile(page, setting, here) {
  const absolute = here.protocol.startsWith("http");
  const linked = absolute ? page.replace(/href="(\.\.\/[^"]*)"/g, (_, to) => `href="${new URL(to, here)}"`) : page;
  return linked.replace("<html ", `<html data-${SETTING}="${escaped(setting)}" `);
}

function save(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/html" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/**
 * Bring the line under a figure to life: `setting()` is the figure's setting as it stands in an address, without the
 * number sign; `setting(true)` is it however long it may be, for a file.
 */
export function keeping(line, { name, title, mount, setting }) {
  const own = () => {
    const page = line.querySelector("a")?.href ?? location.href.split("#")[0];
    return setting() ? `${page}#${setting()}` : page;
  };
  const said = line.querySelector("[role=status]");
  line.querySelector("a")?.addEventListener("click", (event) => { event.currentTarget.href = own(); });
  line.querySelector(".copy-embed").addEventListener("click", async () => {
    const code = embedCode(own(), title, Math.ceil(mount.offsetHeight) + MARGIN);
    // The code is shown as well: a browser may let no page copy, and a reader may want to change it.
    let shown = line.querySelector("textarea");
    if (!shown) {
      shown = document.createElement("textarea");
      Object.assign(shown, { readOnly: true, rows: 4 });
      shown.setAttribute("aria-label", "The code that embeds this figure");
      line.append(shown);
    }
    shown.value = code;
    shown.select();
    try {
      await navigator.clipboard.writeText(code);
      said.textContent = "Copied.";
    } catch {
      said.textContent = "Copy it from here.";
    }
  });
  line.querySelector(".save-alone")?.addEventListener("click", () => {
    save(`${name}.html`, asFile(untouched, setting(true), location));
    said.textContent = "Saved, with the setting that you see.";
  });
}
