// How far ahead to look when labels are divided: what is lost, beside equal parts; and how many curves of each method
// are concave.
import { chart, draggable, low } from "./charts.js";
import { button, choice, frame, html, slider } from "./controls.js";
import { add, axisBelow, axisLeft, curve, horizontal, label, line, moveTo, put, scale } from "./drawing.js";
import { handle, operable } from "./handles.js";
import { change, clamp, glide, live, setting, unpack } from "./model.js";
import { filled } from "./phrases.js";

const APART = 9; // pixels between dots that stand side by side or above each other
const ENDS = [10, 20, 100]; // per cent, of the axis: the first for nearly all methods
const WORDS = 90; // pixels that they and half a number take
const NUMBER = 22; // pixels that a number over a dot needs

/** A number with two decimals, with one: as Python writes it. */
const oneDigit = (/** @type {number} */ number) => (number + 1e-9).toFixed(1);

/** What the text under the figure says, as `StepsExplorer.phrases` puts it together. */
function phrases({ words, limits }, group, ahead) {
  const { step } = limits.ahead;
  const { losses, equal } = group;
  const lost = losses[ahead / step - 1];
  const than = words[lost > 1.1 * equal ? "more" : lost < 0.9 * equal ? "less" : "same"];
  const least = Math.min(...losses);
  const texts = { lost: oneDigit(lost), equal: oneDigit(equal), least: oneDigit(least) };
  const values = {
    ...texts, ahead, who: group.name, than, at: step * (losses.indexOf(least) + 1),
    envelope: oneDigit(group.envelope), share: (group.share + 1e-9).toFixed(0),
  };
  return Object.fromEntries(["loses", "lowest", "shape"].map((name) => [name, filled(words[name], values)]));
}

/** What is lost at each step, with a dot at the present one; dashed, what equal parts lose, dotted, the envelope. */
function lossChart(parent, data, hand) {
  const { max, step } = data.limits.ahead;
  let axis;
  let node;
  const drawing = chart(parent, (svg, { width, narrow }, group) => {
    const bottom = narrow ? low(150) : 230;
    const x = horizontal(0, max, 34, width - 8);
    const most = ENDS.find((end) => end >= Math.max(group.equal, ...group.losses)) ?? 100;
    const y = scale(0, most, bottom, 12);
    axis = x;
    axisBelow(svg, x, bottom, 100, "labels that the rule looks ahead");
    const values = [0, 1, 2, 3, 4].map((k) => (k * most) / 5);
    axisLeft(svg, y, { values, right: 28, middle: bottom / 2, title: "lost (% of the gain)" });
    const level = (value, dashes) =>
      add(svg, "path", { d: `M${x(0)},${y(value)}H${x(max)}`, class: "steps-level", "stroke-dasharray": dashes });
    level(group.equal, "7 4");
    level(group.envelope, "2 3");
    label(svg, "equal parts", { x: x(max), y: y(group.equal) - 5, "text-anchor": "end" });
    curve(svg, 0, group.losses.map((lost, k) => [x(step * (k + 1)), y(lost)]));
    const number = label(svg, "", { class: "halo number", "text-anchor": "middle" });
    node = handle(svg, {
      label: "Labels ahead, on the curve", ...hand, sideways: true, text: (ahead) => `${ahead} labels ahead`,
    });
    const update = (_, ahead) => {
      const lost = group.losses[ahead / step - 1];
      const [across, down] = [x(ahead), y(lost)];
      moveTo(node.node, across, down);
      // Not on the words at the end of the dashed line.
      const near = across > x(max) - WORDS && Math.hypot(down - 12 - y(group.equal)) < NUMBER;
      const under = near && down + NUMBER < bottom;
      put(number, { x: Math.max(across, x(0) + 24), y: under ? down + NUMBER : down - 13 }, `${oneDigit(lost)} %`);
      node.update();
    };
    return { height: bottom + 38, update };
  });
  operable(drawing.svg, "What is lost, by how far the rule looks ahead");
  draggable(drawing.svg, {
    everywhere: true,
    grab: () => (node.node.focus(), true),
    move: (_, x) => hand.set(clamp(axis.invert(x), data.limits.ahead)),
  });
  return drawing;
}

/** Heights of dots that stand side by side where they would lie on each other. */
function heights(places) {
  const ends = [];
  return places.map((place) => {
    const free = ends.findIndex((end) => place - end >= APART);
    const height = free < 0 ? ends.length : free;
    ends[height] = place;
    return height;
  });
}

/** A dot for each method, by the share of its curves that is concave; a hand chooses one, and so do arrow keys. */
function methodStrip(parent, data, { get, set }) {
  const order = data.groups.toSorted((a, b) => a.share - b.share);
  const least = Math.floor(order[0].share / 10) * 10;
  let places = [];
  let node;
  const at = () => order.findIndex(({ key }) => key === get());
  const drawing = chart(parent, (svg, { width }) => {
    const x = horizontal(least, 100, 34, width - 8);
    const raised = heights(order.map(({ share }) => x(share)));
    const bottom = 26 + APART * Math.max(...raised) + 12;
    places = order.map(({ share }, i) => [x(share), bottom - 9 - APART * raised[i]]);
    order.forEach(({ key, common }, i) => {
      const group = key === "all" || key === "common" ? "steps-group" : common ? "steps-common" : "steps-method";
      add(svg, "circle", { cx: places[i][0], cy: places[i][1], r: 3.5, class: group });
    });
    axisBelow(svg, x, bottom, 10, "curves concave within noise (%)");
    const name = label(svg, "", { y: 12 });
    const stem = add(svg, "path", { class: "cursor" });
    node = handle(svg, {
      label: "Method, by its share of concave curves", sideways: true, get: at,
      set: (i) => set(order[i].key), limits: () => ({ min: 0, max: order.length - 1 }),
      text: (i) => `${order[i].name}, ${oneDigit(order[i].share)} % concave`,
    });
    const update = () => {
      const [across, down] = places[at()];
      moveTo(node.node, across, down);
      put(stem, { d: line([[across, 16], [across, down - 8]]) });
      const end = across > width / 2;
      put(name, { x: across, "text-anchor": end ? "end" : "start" }, order[at()].name);
      node.update();
    };
    return { height: bottom + 38, update };
  });
  operable(drawing.svg, "Methods by the share of their curves that is concave");
  const nearest = (x, y) => {
    const far = places.map(([across, down]) => Math.hypot(across - x, down - y));
    set(order[far.indexOf(Math.min(...far))].key);
  };
  draggable(drawing.svg, {
    everywhere: true, grab: () => (node.node.focus(), true), move: (_, x, y) => nearest(x, y),
  });
  return drawing;
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, tell, stop, say } = frame(el, "How far ahead to look", 190);
  const ahead = setting(model, data, "ahead");
  const learners = {
    get: () => model.get("learners"),
    set: (key) => {
      say("");
      change(model, { learners: key });
    },
  };
  const losses = lossChart(html(figure, "div"), data, ahead);
  const strip = methodStrip(html(figure, "div"), data, learners);
  const buttons = html(controls, "div", { className: "explorer-buttons" });
  button(buttons, "Reset", () => {
    say("");
    glide(model, data.defaults, data.limits);
  });
  const method = choice(controls, {
    label: "Method", options: data.groups.map(({ key, name }) => [key, name]), ...learners,
  });
  const show = slider(controls, { label: "Look ahead (labels)", say, ...ahead });
  let drawn;
  const update = () => {
    const group = data.groups.find(({ key }) => key === learners.get());
    if (drawn === group) losses.update(group, ahead.get());
    else losses.redraw(group, ahead.get());
    drawn = group;
    strip.update();
    const texts = phrases(data, group, ahead.get());
    const each = group.losses.map((lost, k) => `${data.limits.ahead.step * (k + 1)}, ${oneDigit(lost)}`);
    tell(`${texts.loses} ${texts.shape}`, `${texts.lowest} Per cent lost, by labels ahead: ${each.join("; ")}.`);
    model.prose?.(() => texts);
    method();
    show();
  };
  return live(model, update, losses.stop, strip.stop, stop);
}
