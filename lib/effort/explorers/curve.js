// A curve over its stages, with a bar under it for what a unit gains as each begins: all of it can be dragged.
import { PER_CENT, chart, draggable, low } from "./charts.js";
import { add, axisBelow, axisLeft, bandFill, horizontal, label, line, moveTo, put, scale } from "./drawing.js";
import { handle, operable } from "./handles.js";
import { clamp } from "./model.js";
import { many } from "./words.js";

// Where the two handles stand: of the scale at this effort, of the steepness where the sampled curve has this one.
const [AT_SCALE, AT_STEEPNESS] = [112, 20];
const NEAR = 24; // pixels from a handle within which it is taken
const LETTER = 5.6; // a letter of a stage's name takes at most about this many pixels
const NUMBER = 30; // pixels that a number takes
const APART = 4; // units between the beginnings of stages that are dragged

export const points = (gain) => (gain < 1 ? gain.toFixed(2) : gain.toPrecision(2));

/** Where the middles of texts go that are so wide: as near to where they belong as those before and after let them. */
function sideBySide(middles, widths, end) {
  const places = [];
  let edge = -Infinity;
  middles.forEach((middle, i) => {
    places[i] = Math.max(middle, edge + widths[i] / 2);
    edge = places[i] + widths[i] / 2;
  });
  edge = end;
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i], edge - widths[i] / 2);
    edge = places[i] - widths[i] / 2;
  }
  return places;
}

/** The stages as bands whose beginnings can move; `update(starts)` moves them. */
export function movableBands(svg, { stages, x, names, bottom, below, deep }) {
  const nodes = stages.map((_, i) => {
    const frontier = i === stages.length - 1;
    const bands = [[0, bottom], [below, deep]].map(([y, end]) =>
      add(svg, "rect", { y, height: end - y, ...bandFill(i, frontier) }));
    const edge = add(svg, "path", { class: frontier ? "boundary frontier" : "boundary" });
    return { bands, edge };
  });
  const texts = stages.map(() => add(svg, "text", { class: "stage", y: names / 2 + 4, "text-anchor": "middle" }));
  return (starts) => {
    const ends = [...starts.slice(1), x.end];
    const middles = starts.map((start, i) => (x(start) + x(ends[i])) / 2);
    const called = stages.map(({ name, short }, i) =>
      (name.length * LETTER < x(ends[i]) - x(starts[i]) ? name : short));
    const places = sideBySide(middles, called.map((name) => name.length * LETTER + 6), x(x.end));
    nodes.forEach(({ bands, edge }, i) => {
      const [from, room] = [x(starts[i]), x(ends[i]) - x(starts[i])];
      for (const band of bands) put(band, { x: from, width: Math.max(0, room) });
      put(edge, { d: `M${from},0V${bottom}M${from},${below}V${deep}` });
      put(texts[i], { x: places[i] }, called[i]);
    });
  };
}

/** The curve as far as it stays on the chart, and an arrow where it leaves it; `update(accuracy)` draws it. */
function drawnCurve(svg, { x, y, shown }) {
  const path = add(svg, "path", { class: "curve", fill: "none", stroke: "currentColor", "stroke-width": 2.6 });
  const hit = add(svg, "path", { class: "dot hit" });
  const arrow = add(svg, "path", { class: "leaves", d: "M-5,7L0,-1L5,7Z" });
  const said = label(svg, "", { y: y(100) + 14 });
  const efforts = Array.from({ length: 121 }, (_, k) => shown * (k / 120) ** 2);
  return (accuracy) => {
    const values = efforts.map(accuracy);
    const beyond = values.findIndex((value) => value > 100);
    const on = beyond < 0 ? efforts.length : beyond;
    const drawn = efforts.slice(0, on).map((units, k) => [x(units), y(values[k])]);
    if (beyond > 0) {
      const [low, high] = [values[beyond - 1], values[beyond]];
      const leaves = efforts[beyond - 1] + ((100 - low) / (high - low)) * (efforts[beyond] - efforts[beyond - 1]);
      drawn.push([x(leaves), y(100)]);
      moveTo(arrow, x(leaves), y(100));
      const atRight = x(leaves) + 100 > x(x.end);
      put(said, { x: x(leaves) + (atRight ? -12 : 12), "text-anchor": atRight ? "end" : "start" });
    }
    put(said, {}, beyond > 0 ? "beyond 100\u00a0%" : "");
    put(arrow, { opacity: beyond > 0 ? 1 : 0 });
    for (const node of [path, hit]) put(node, { d: line(drawn) });
  };
}

/** A bar where each stage begins, with its number above; `update(starts, gains)` sets them. */
function gainBars(svg, { stages, x, most, below, deep, thick }) {
  const long = scale(0, most, 0, deep - below - 20);
  const rows = stages.map(() => ({
    bar: add(svg, "rect", { width: thick, fill: "currentColor" }),
    number: label(svg, "", { y: below + 13, class: "halo gain" }),
  }));
  return (starts, gains, written) => {
    const middles = starts.map((start) => x(start) + 3 + NUMBER / 2);
    const places = sideBySide(middles, middles.map(() => NUMBER), x(x.end) + 2);
    rows.forEach(({ bar, number }, i) => {
      const height = Math.max(1, Math.min(long(gains[i]), long(most)));
      put(bar, { x: x(starts[i]), y: (deep - height).toFixed(1), height: height.toFixed(1) });
      put(number, { x: places[i] - NUMBER / 2 }, points(written[i]));
    });
  };
}

/**
 * The drawing; `update({ accuracy, curve, starts, scale, steepness, gains })` shows it. `hands` are the settings that
 * it sets: `scale`, `steepness`, and `starts`.
 */
export function curveAndGains(parent, data, hands) {
  const stages = data.stages.slice(1);
  let shown; // what was drawn last
  let taken; // what can be taken hold of, by where it is
  const starts = hands.starts.get;
  const startOf = (i) => ({
    get: () => starts()[i],
    set: (value) => hands.starts.set(starts().with(i, value)),
    limits: () => ({
      min: i ? starts()[i - 1] + APART : 1,
      max: i < stages.length - 1 ? starts()[i + 1] - APART : data.limits.starts.max,
      step: 1,
    }),
  });
  let axes;
  const drawing = chart(parent, (svg, { width, narrow }) => {
    const [names, tall, bars] = narrow ? [20, low(104), low(54)] : [24, 270, 150];
    const x = horizontal(0, data.shown, 40, width - 4);
    const top = names + 10;
    const [bottom, below] = [top + tall, top + tall + 22];
    const deep = below + bars;
    const y = scale(0, 100, bottom, top);
    axes = { x, y };
    const place = { stages, x, names, bottom, below, deep };
    const bands = movableBands(svg, place);
    add(svg, "path", { d: line([[x(0), bottom], [x(x.end), bottom]]), stroke: "var(--muted)", fill: "none" });
    add(svg, "text", { x: x(0), y: bottom + 17 }, "points gained by one more unit");
    axisBelow(svg, x, deep, narrow ? 40 : 20, "effort (units)");
    axisLeft(svg, y, { values: PER_CENT, right: 34, middle: (top + bottom) / 2, title: "accuracy (%)" });
    const gains = gainBars(svg, { ...place, most: data.most, thick: narrow ? 9 : 14 });
    const curve = drawnCurve(svg, { x, y, shown: data.shown });
    const dots = stages.map(() => add(svg, "circle", { r: 4, fill: "currentColor", class: "stage-start" }));
    const edges = stages.map(({ name }, i) => handle(svg, {
      label: `Start of ${name}`, ...startOf(i), text: (units) => `from ${many(units, "unit")}`,
      sideways: true, small: true,
    }));
    const steep = handle(svg, {
      label: "Steepness of the curve", ...hands.steepness, text: (times) => `${times} times`,
      sideways: true, mirrored: true,
    });
    const high = handle(svg, {
      label: "Scale of the curve", ...hands.scale, text: (scaled) => `${scaled} points`,
    });
    const move = {
      edge: (i, units) => startOf(i).set(clamp(units, startOf(i).limits())),
      steep: (units) => hands.steepness.set(clamp(AT_STEEPNESS / Math.max(units, 1), data.limits.steepness)),
      high: (value) =>
        hands.scale.set(clamp(value / shown.curve(shown.steepness * AT_SCALE), data.limits.scale)),
    };
    const update = (now) => {
      shown = now;
      const height = (units) => y(Math.min(100, now.accuracy(units)));
      bands(now.starts);
      gains(now.starts, now.gains, now.written);
      curve(now.accuracy);
      const across = now.starts.map((start) => x(start));
      dots.forEach((node, i) => put(node, {
        cx: across[i], cy: height(now.starts[i]), opacity: now.accuracy(now.starts[i]) > 100 ? 0 : 1,
      }));
      const [side, up] = [AT_STEEPNESS / now.steepness, AT_SCALE];
      taken = [
        ...edges.map((edge, i) => ({ ...edge, at: [across[i], bottom], move: (units) => move.edge(i, units) })),
        { ...steep, at: [x(side), height(side)], move: move.steep },
        { ...high, at: [x(up), height(up)], move: (_, value) => move.high(value) },
      ];
      for (const each of taken) {
        moveTo(each.node, each.at[0], each.at[1]);
        each.update();
      }
    };
    return { height: deep + 38, update };
  });
  operable(drawing.svg, "The curve, and the beginnings of the stages");
  draggable(drawing.svg, {
    grab: ({ target }, px, py) => {
      const far = ({ at }) => Math.hypot(at[0] - px, at[1] - py);
      const nearest = taken.reduce((a, b) => (far(b) < far(a) ? b : a));
      if (far(nearest) < NEAR) {
        nearest.node.focus();
        return { move: nearest.move };
      }
      if (!(target instanceof Element && target.closest(".hit"))) return null;
      // The point of the curve that was taken stays under the hand.
      const sampled = shown.steepness * Math.max(1, axes.x.invert(px));
      return { move: (units, value) => hands.stretch({
        steepness: clamp(sampled / Math.max(units, 1), data.limits.steepness),
        scale: clamp(value / shown.curve(sampled), data.limits.scale),
      }) };
    },
    move: (held, px, py) => held.move(axes.x.invert(px), Math.max(1, Math.min(100, axes.y.invert(py)))),
  });
  return drawing;
}
