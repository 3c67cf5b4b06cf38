// What to buy and what to build: every set of purchases is tried, and for each the rule divides what is left.
import { barRow, chart, draggable, low, rowsOf } from "./charts.js";
import { button, frame, html, slider } from "./controls.js";
import { add, axisBelow, axisLeft, bandFill, colour, effortAxis, horizontal, label, line, moveTo, put,
  scale } from "./drawing.js";
import { handle, operable } from "./handles.js";
import { change, clamp, glide, live, setting, unpack } from "./model.js";
import { filled } from "./phrases.js";
import { buyingPath } from "./purchases.js";
import { stageOf } from "./words.js";

const MARGIN = 11; // pixels

/** The stretches of budgets at which the first project is built so far: of each the first and the last. */
function stretches(path, frontier) {
  const there = path.map(({ bought, effort }) => !bought[0] && effort[0] >= frontier);
  const starts = there.flatMap((yes, budget) => (yes && !there[budget - 1] ? [budget] : []));
  return starts.map((from) => {
    const end = there.indexOf(false, from);
    return [from, end < 0 ? path.length - 1 : end - 1];
  });
}

/** At which budgets that is, in words. */
function spans(words, found, most) {
  if (!found.length) return filled(words.spans_none, { most });
  const [[first, last], [again] = [0]] = found;
  const on = found.at(-1)?.[1] === most;
  if (found.length === 1) return filled(on ? words.spans : words.spans_alone, { first, last });
  return filled(found.length === 2 && on ? words.spans_twice : words.spans_many, { first, last, again });
}

/** The first project's units at every budget, over the stages; the budget can be dragged. */
function budgetChart(parent, data, alone, hand) {
  const { names, stages, shown, limits } = data;
  const { max } = limits.budget;
  let across;
  let cursor;
  const drawing = chart(parent, (svg, { width, narrow }) => {
    const bottom = narrow ? low(130) : 230;
    const x = horizontal(0, max, 44, width - MARGIN);
    const y = scale(0, shown, bottom, 6);
    across = x;
    stages.slice(1).forEach((stage, i) => {
      const frontier = i === stages.length - 2;
      const [from, to] = [y(stage.start), y(frontier ? shown : stages[i + 2].start)];
      add(svg, "rect", { x: x(0), y: to, width: x(max) - x(0), height: from - to, ...bandFill(i, frontier) });
      const edge = { d: line([[x(0), from], [x(max), from]]), class: frontier ? "boundary frontier" : "boundary" };
      add(svg, "path", edge);
    });
    // A budget is at least as large as a project's units, so that nothing is drawn in this corner.
    label(svg, stages.at(-1)[narrow ? "short" : "name"], { x: x(0) + 6, y: 20, class: "halo stage" });
    axisLeft(svg, y, { values: [0, 40, 80, 120], right: 38, middle: bottom / 2, title: "units" });
    const title = narrow ? "budget (units)" : `budget (units); line: units for ${names[0]}`;
    axisBelow(svg, x, bottom, narrow ? 100 : 50, title);
    // As far as it is on the chart, which it may leave and come back to.
    const along = (units) => units.map((each, budget) => {
      if (each > shown) return "";
      return `${units[budget - 1] <= shown ? "L" : "M"}${x(budget).toFixed(1)},${y(each).toFixed(1)}`;
    }).join("");
    add(svg, "path", { d: along(alone), class: "buying-alone" });
    const own = add(svg, "path", { class: "curve", fill: "none", stroke: colour(0), "stroke-width": 2.6 });
    const rule = add(svg, "path", { class: "cursor" });
    const mark = add(svg, "circle", { r: 5, class: "mark" });
    const text = (units) => `${units} units`;
    cursor = handle(svg, { label: "Budget that is shown", ...hand, sideways: true, text });
    const update = (path, budget) => {
      put(own, { d: along(path.map(({ effort }) => effort[0])) });
      put(rule, { d: line([[x(budget), 6], [x(budget), bottom]]) });
      put(mark, { cx: x(budget), cy: y(Math.min(shown, path[budget].effort[0])) });
      moveTo(cursor.node, x(budget), bottom - 4);
      cursor.update();
    };
    return { height: bottom + 38, update };
  });
  operable(drawing.svg, `Units for ${names[0]}, by budget`);
  draggable(drawing.svg, {
    grab: () => (cursor.node.focus(), true),
    move: (_, at) => hand.set(clamp(across.invert(at), hand.limits())),
  });
  return drawing;
}

/** A row for each project: as far as it is built, or bought, which is drawn pale. */
function rowsChart(parent, data) {
  return chart(parent, (svg, { width, narrow }) => {
    const { left, tall } = rowsOf(narrow);
    const size = { left, width, narrow: true, height: 8 + data.names.length * tall };
    const { x, top, bottom } = effortAxis(svg, data, size);
    const rows = data.names.map((name, i) => {
      const group = add(svg, "g");
      return { group, show: barRow(group, { name, fill: colour(i), middle: top + 4 + (i + 0.5) * tall, x }) };
    });
    const update = ({ bought, effort }, head) =>
      rows.forEach(({ group, show }, i) => {
        show(bought[i] ? head : effort[i], bought[i] ? `${effort[i]}, bought` : effort[i]);
        put(group, { class: bought[i] ? "buying-bought" : "" });
      });
    return { height: bottom + 40, update };
  });
}

/** A button for each project that puts a model for it up for sale, or takes it off. */
function saleButtons(parent, names, { get, set }) {
  const group = { className: "explorer-buttons buying-sale", role: "group", "aria-label": "For sale" };
  const box = html(parent, "div", group);
  html(box, "span", {}, "For sale:");
  const nodes = names.map((name, i) => button(box, name, () => set(get().with(i, 1 - get()[i]))));
  return () => nodes.forEach((node, i) => node.setAttribute("aria-pressed", `${get()[i] === 1}`));
}

/** What stands in the text; `phrases` in Python puts the same together. */
function phrasesOf(data, { bought, effort, earned }, alone, said) {
  const { words, names, stages, start } = data;
  const some = names.filter((_, i) => bought[i]);
  const listed = [some.slice(0, -1).join(", "), some.at(-1)].filter(Boolean).join(" and ");
  const [[before], [after]] = [alone.effort, effort];
  const gain = earned - alone.earned;
  const top = bought[0] ? words.top_bought : before === after ? words.top_same : words.top;
  return {
    bought: filled(some.length ? words.bought : words.bought_none, { names: listed }),
    gain: filled(some.length ? words.gain : words.gain_none, {
      gain: gain.toFixed(1), share: ((100 * gain) / (start + alone.earned)).toFixed(0),
    }),
    top: filled(top, { top: names[0], before, after, stage: stages[stageOf(stages, after)].name }),
    frontier: filled(words.frontier, { top: names[0], spans: said }),
  };
}

/** What is bought, how far the first project is built, and with which budgets it gets to the frontier. */
function inWords({ names, stages }, { bought, effort }, said) {
  const some = names.filter((_, i) => bought[i]);
  const who = names[0].charAt(0).toUpperCase() + names[0].slice(1);
  const stage = stages[stageOf(stages, effort[0])].name;
  const stands = bought[0] ? who : `${who} is built with ${effort[0]} units, ${stage}; it`;
  return `Bought: ${some.join(", ") || "nothing"}. ${stands} is built to the frontier ${said}.`;
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, tell, stop, say } = frame(el, "Build or buy", 250);
  const { names, limits, stages } = data;
  const { max } = limits.budget;
  const nothing = buyingPath(data, names.map(() => 0), 0, 0, max);
  const of = (name) => ({ say, ...setting(model, data, name) });
  const chart = budgetChart(html(figure, "div"), data, nothing.map(({ effort }) => effort[0]), of("budget"));
  const bars = rowsChart(html(figure, "div"), data);

  const sale = saleButtons(controls, names, {
    get: () => model.get("sale"),
    set: (value) => (say(""), change(model, { sale: value })),
  });
  const sliders = [
    slider(controls, { label: "Budget (units)", ...of("budget") }),
    slider(controls, { label: "Head start (units)", ...of("head_start") }),
    slider(controls, { label: "Fee (points)", ...of("fee") }),
  ];
  const buttons = html(controls, "div", { className: "explorer-buttons" });
  button(buttons, "Reset", () => {
    say("");
    glide(model, data.defaults, limits);
  });

  let made = "";
  let path = nothing;
  const update = () => {
    const [offered, head, fee, budget] = ["sale", "head_start", "fee", "budget"].map((name) => model.get(name));
    const asked = `${offered} ${head} ${fee}`;
    if (asked !== made) path = buyingPath(data, offered.map((yes) => (head ? yes : 0)), head, fee, max);
    made = asked;
    const best = path[budget];
    const said = spans(data.words, stretches(path, stages.at(-1).start), max);
    chart.update(path, budget);
    bars.update(best, head);
    const each = names.map((name, i) => {
      const stage = stages[stageOf(stages, best.effort[i])].name;
      return `${name} ${best.effort[i]}, ${best.bought[i] ? `bought, as good as ${head}` : `built, ${stage}`}`;
    });
    tell(inWords(data, best, said), `With a budget of ${budget}, units of own work: ${each.join("; ")}.`);
    model.prose?.(() => phrasesOf(data, best, nothing[budget], said));
    sale();
    for (const each of sliders) each();
  };
  return live(model, update, chart.stop, bars.stop, stop);
}
