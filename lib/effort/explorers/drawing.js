// Drawing in SVG, in CSS pixels, so that text keeps its size on every screen. Colours are the CSS variables of
// picture.css; the shapes follow the book's printed figures.

const NAMESPACE = "http://www.w3.org/2000/svg";
const LETTER = 6.2; // a letter of a label takes at most about this many pixels,
const SMALL_LETTER = 5.6; // and one of a stage's name
const DASHES = ["", "9 3", "8 3 2 3", "5 3", "2 3"]; // with the colour, a second way to tell the projects apart

/** Set attributes of a node, and its text if there is one. */
export function put(node, attributes, text) {
  for (const name in attributes) node.setAttribute(name, attributes[name]);
  if (text !== undefined && node.textContent !== text) node.textContent = text;
  return node;
}

/** A new SVG element inside `parent`. */
export function add(parent, tag, attributes = {}, text) {
  return put(parent.appendChild(document.createElementNS(NAMESPACE, tag)), attributes, text);
}

/** Let a finger that starts on the node drag it instead of scrolling the page (`touch-action` has no effect in SVG). */
export function keepTouch(node, active = () => true) {
  node.addEventListener("touchstart", (event) => active() && event.preventDefault(), { passive: false });
}

/** An `<svg>` that is laid out anew by `layout(svg, width)` whenever its width changes, or `again` is called. */
export function responsive(parent, layout) {
  const svg = add(parent, "svg", { "aria-hidden": "true", focusable: "false" });
  let known = 0;
  const fit = () => {
    const width = Math.round(parent.clientWidth);
    if (width === known || width < 100) return;
    known = width;
    svg.replaceChildren();
    const height = layout(svg, width);
    put(svg, { viewBox: `0 0 ${width} ${height}`, width, height });
  };
  const observer = new ResizeObserver(fit);
  observer.observe(parent);
  fit();
  const again = () => {
    known = 0;
    fit();
  };
  return { svg, again, stop: () => observer.disconnect() };
}

/** A straight scale from numbers to pixels, and back. */
export function scale(from, to, start, end) {
  const slope = (end - start) / (to - from);
  const pixels = (value) => start + (value - from) * slope;
  pixels.invert = (at) => from + (at - start) / slope;
  return pixels;
}

/** Positions moved apart to keep a gap, in the order in which they come, and inside the limits. */
export function spread(positions, gap, low, high) {
  const order = positions.map((at, i) => [at, i]).sort((a, b) => a[0] - b[0]);
  const moved = [];
  let edge = low - gap;
  for (const [at, i] of order) moved[i] = edge = Math.max(at, edge + gap);
  edge = high + gap;
  for (const [, i] of order.reverse()) moved[i] = edge = Math.min(moved[i], edge - gap);
  return moved;
}

/** An SVG path through the points. */
export function line(points) {
  return "M" + points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L");
}

export function colour(i) {
  return `var(--project-${i})`;
}

/** A curve in a project's colour and dashes. */
export function curve(parent, i, points) {
  return add(parent, "path", {
    d: line(points), fill: "none", stroke: colour(i), "stroke-width": 2.6, "stroke-dasharray": DASHES[i], class: "curve",
  });
}

export function label(parent, text, attributes) {
  return add(parent, "text", { class: "halo", ...attributes }, text);
}

/** The stages as bands along the effort axis, with their names above `top`; gives the height that the names took. */
export function stageNames(stages, x, narrow) {
  const rows = stages.slice(1).map((stage, i) => {
    const end = i + 2 < stages.length ? stages[i + 2].start : x.end;
    const words = stage.name.split(" ");
    const half = Math.ceil(words.length / 2);
    const lines = [words.slice(0, half).join(" "), words.slice(half).join(" ")].filter(Boolean);
    const longest = Math.max(...lines.map((text) => text.length)) * SMALL_LETTER;
    return { from: stage.start, to: end, lines, longest, upright: longest > x(end) - x(stage.start) };
  });
  const height = 12 + Math.max(28, ...rows.filter((row) => row.upright).map((row) => row.longest));
  return { rows, height: narrow ? height : Math.min(height, 96) };
}

export function drawBands(parent, { rows, height }, x, top, bottom) {
  rows.forEach((row, i) => {
    const last = i === rows.length - 1;
    add(parent, "rect", {
      x: x(row.from), y: top - height, width: x(row.to) - x(row.from), height: bottom - top + height,
      fill: last ? "var(--frontier)" : "var(--band)", opacity: last ? 0.2 : i % 2 ? 0.09 : 0.04,
    });
    const middle = (x(row.from) + x(row.to)) / 2;
    row.lines.forEach((text, j) => {
      const shift = (j - (row.lines.length - 1) / 2) * 12;
      add(parent, "text", row.upright
        ? { transform: `translate(${middle + shift + 4} ${top - 6}) rotate(-90)`, class: "stage" }
        : { x: middle, y: top - height / 2 + shift + 4, class: "stage", "text-anchor": "middle" }, text);
    });
  });
}

/** A horizontal axis with round numbers and its name. */
export function axisBelow(parent, x, at, step, title) {
  add(parent, "path", { d: line([[x(x.begin), at], [x(x.end), at]]), stroke: "var(--muted)", fill: "none" });
  for (let value = x.begin; value <= x.end; value += step) {
    add(parent, "text", { x: x(value), y: at + 16, "text-anchor": value === x.begin ? "start" : value + step > x.end ? "end" : "middle" }, `${value}`);
  }
  add(parent, "text", { x: (x(x.begin) + x(x.end)) / 2, y: at + 32, "text-anchor": "middle" }, title);
}

/** A scale along effort or budget that knows where it begins and ends. */
export function horizontal(begin, end, left, right) {
  return Object.assign(scale(begin, end, left, right), { begin, end });
}

/**
 * The projects' accuracy curves over the stages, with a dot on each.
 * `update(effort)` moves the dots; `at(i, units)` tells where a dot is.
 */
export function accuracyChart(parent, data, { draggable } = {}) {
  let parts;
  let current = data.names.map(() => 0);
  const layout = (svg, width) => {
    const narrow = width < 520;
    const x = horizontal(0, data.shown, 40, width - 4);
    const names = stageNames(data.stages, x, narrow);
    const top = names.height;
    const bottom = top + Math.max(230, Math.min(330, width * 0.42));
    const y = scale(0, 100, bottom, top);
    drawBands(svg, names, x, top, bottom);
    axisBelow(svg, x, bottom, narrow ? 40 : 20, "effort (units)");
    for (let value = 0; value <= 100; value += 20) add(svg, "text", { x: 34, y: y(value) + 4, "text-anchor": "end" }, `${value}`);
    add(svg, "text", { transform: `translate(11 ${(top + bottom) / 2}) rotate(-90)`, "text-anchor": "middle" }, "accuracy (%)");
    const curves = add(svg, "g");
    const ends = data.names.map((name, i) => {
      const left = data.shown - (name.length * LETTER) / (x(1) - x(0)); // where the text begins, the line is lower
      return y(data.values[i][Math.max(0, Math.round(left))]) + 15;
    });
    const texts = spread(ends, 14, top, bottom - 3);
    data.names.forEach((name, i) => {
      const points = data.values[i].slice(0, data.shown + 1).map((value, units) => [x(units), y(value)]);
      curve(curves, i, points);
      label(curves, name, { x: x(data.shown) - 2, y: texts[i], "text-anchor": "end" });
    });
    const dots = data.names.map((name, i) => {
      const group = add(svg, "g", { class: "dot", "data-project": name });
      if (draggable) add(group, "circle", { r: 22, class: "grip" });
      add(group, "circle", { r: 6, class: "mark" });
      return { group, number: label(group, "", { class: "halo number" }) };
    });
    parts = { svg, x, y, dots };
    place();
    if (draggable) draggable(parts);
    return bottom + 40;
  };
  const place = () => {
    if (!parts) return; // a notebook renders before it gives the figure a width
    parts.dots.forEach(({ group, number }, i) => {
      const units = current[i];
      const beyond = units > data.shown;
      const shown = Math.min(units, data.shown);
      put(group, { transform: `translate(${parts.x(shown).toFixed(1)} ${parts.y(data.values[i][shown]).toFixed(1)})` });
      const right = units < 10;
      put(number, { x: right ? 9 : -8, y: right ? 5 : -8, "text-anchor": right ? "start" : "end" }, beyond ? `${units} →` : `${units}`);
    });
  };
  const { stop } = responsive(parent, layout);
  return {
    stop,
    update(effort) {
      current = effort;
      place();
    },
  };
}

/** One row for each project: a bar along the stages up to its effort, and beside it the effort, or another number. */
export function stageBars(parent, data) {
  let parts;
  let current = data.names.map(() => 0);
  let numbers = current;
  const layout = (svg, width) => {
    const narrow = width < 520;
    const x = horizontal(0, data.shown, 4, width - 4);
    const names = stageNames(data.stages, x, narrow);
    const top = names.height;
    const bottom = top + 10 + data.names.length * 38;
    drawBands(svg, names, x, top, bottom);
    axisBelow(svg, x, bottom, narrow ? 40 : 20, "effort (units)");
    const rows = data.names.map((name, i) => {
      const middle = top + 30 + i * 38;
      label(svg, name, { x: x(0) + 2, y: middle - 10 });
      const bar = add(svg, "rect", { x: x(0), y: middle - 3, height: 6, rx: 3, fill: colour(i) });
      const group = add(svg, "g", { class: "dot", "data-project": name });
      add(group, "circle", { r: 6.5, class: "mark" });
      return { bar, group, middle, number: label(group, "", { class: "halo number", y: 4 }) };
    });
    parts = { x, rows };
    place();
    return bottom + 40;
  };
  const place = () => {
    if (!parts) return;
    parts.rows.forEach(({ bar, group, middle, number }, i) => {
      const at = parts.x(Math.min(current[i], data.shown));
      const left = current[i] > 0.85 * data.shown;
      put(bar, { width: Math.max(0, at - parts.x(0)).toFixed(1) });
      put(group, { transform: `translate(${at.toFixed(1)} ${middle})` });
      put(number, { x: left ? -11 : 11, "text-anchor": left ? "end" : "start" }, current[i] > data.shown ? `${numbers[i]} →` : `${numbers[i]}`);
    });
  };
  const { stop } = responsive(parent, layout);
  return {
    stop,
    update(effort, written = effort) {
      [current, numbers] = [effort, written];
      place();
    },
  };
}
