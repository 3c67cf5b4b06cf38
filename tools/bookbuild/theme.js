// The colours that the reader chose, else the system's, before anything is drawn. The theme's own script, which does
// the same and sees to the switch, comes after the whole page.
{
  const root = document.documentElement;
  const chosen = localStorage.getItem("mode") ?? "";
  root.dataset.mode = ["light", "dark"].includes(chosen) ? chosen : "auto";
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.theme = root.dataset.mode === "auto" ? system : chosen;
}
