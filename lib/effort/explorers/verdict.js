// The four claims under other assumptions: how far the top project gets in three companies, and which claims hold.
import { allocate, total, weightNeeded } from "./allocate.js";
import { PER_CENT, barRow, chart, draggable, rowsOf } from "./charts.js";
import { button, frame, html, radios, slider } from "./controls.js";
import { movableBands } from "./curve.js";
import { add, axisBelow, axisLeft, colour, horizontal, label, line, moveTo, put, scale } from "./drawing.js";
import { handle, operable } from "./handles.js";
import { change, clamp, glide, live, setting, unpack } from "./model.js";
import { filled } from "./phrases.js";
import { counted, stageOf } from "./words.js";

const COMPANIES = ["start-up", "grown company", "ML-first"];
const CLAIMS = [
  "start-up stops before deep learning", "it could reach the frontier, at a price",
  "grown company reaches the frontier", "ML-first reaches the frontier",
];
const SHORT = ["start-up", "price", "grown company", "ML-first"];
const ASIDE = 64; // pixels that "107 of 300" takes beside the bars

/** A weight that is enough, as `_at_least` in verdict.py writes it. */
const atLeast = (weight) => (weight <= 100 ? `${Math.ceil(10 * weight) / 10}` : "more than 100");

/**
 * What the rule does with the settings. The others are like one project with all of their gains, the largest first: the
 * best use of any units takes these.
 */
function worked(data, { family, returns, frontier, budget, weight }) {
  const { gains, needed } = data.assumed[family][returns];
  const [floors, caps] = [[0, 0], gains.map((each) => each.length)];
  const best = (units, worth) => allocate(gains, [worth, 1], floors, caps, units);
  const earned = (division) => total(division.map((units, i) => total(gains[i].slice(0, units))));
  const budgets = [budget, data.grown * budget, budget];
  const divisions = budgets.map((units, i) => best(units, i === 2 ? weight : 1));
  const units = divisions.map(([top]) => top);
  const within = frontier <= budget;
  const price = within ? 100 * (1 - earned([frontier, budget - frontier]) / earned(divisions[0])) : Infinity;
  return {
    frontier, budget, weight, budgets, units, price, within,
    deep: data.stages.at(-2).start,
    needed: needed[frontier - data.limits.frontier.min],
    enough: weightNeeded(gains, [weight, 1], floors, caps, 0, frontier, budget),
  };
}

/** Of each claim, whether it holds, and the number that says so. */
function verdicts({ frontier, budget, budgets, units, price, within, deep, needed, enough }) {
  const [small, large, focused] = units;
  const short = deep - small;
  const of = (i) => `${units[i]} of ${budgets[i]}`;
  const there = small >= frontier;
  const part = price.toFixed(1) === "0.0" ? "next to nothing" : `${price.toFixed(1)} % of its returns`;
  const weighs = enough === Infinity ? "no weight is enough"
    : `it takes a weight ${enough > 100 ? "above 100" : `of ${atLeast(enough)}`}`;
  return [
    [short > 0, short > 0 ? `${counted(small, "unit")}, ${short} short of it` : `${small} units; it begins at ${deep}`],
    [within && !there, there ? `it is there, with ${small} units`
      : within ? `it loses ${part}` : `${frontier} units, of a budget of ${budget}`],
    [large >= frontier, `${of(1)}; ${large >= frontier ? `${needed} would do` : `it takes ${needed}`}`],
    [focused >= frontier,
      `${of(2)}; ${focused >= frontier ? `a weight of ${atLeast(enough)} would do` : weighs}`],
  ];
}

/** A place for each claim; `update(verdicts)` marks it, with a word and a sign. */
function claimList(parent) {
  const list = html(parent, "ol", { className: "verdict-claims", "aria-label": "The four claims" });
  const items = CLAIMS.map((claim) => {
    const item = html(list, "li");
    const sign = html(item, "span", { className: "verdict-sign", "aria-hidden": "true" });
    const said = html(item, "p");
    const word = html(said, "strong");
    html(said, "span", {}, ` ${claim}`);
    return { item, sign, word, number: html(item, "p") };
  });
  return (found) => items.forEach(({ item, sign, word, number }, i) => {
    const [holds, text] = found[i];
    item.classList.toggle("fails", !holds);
    sign.textContent = holds ? "✓" : "✗";
    word.textContent = holds ? "Holds:" : "Fails:";
    number.textContent = text;
  });
}

/** What so many units earn, from what each of them gains. */
function summed(gains) {
  let sum = 0;
  return [0, ...gains.map((gain) => (sum += gain))];
}

/** The curve of the top project over the one that the book has; `update(family, returns)` draws both. */
function curves(svg, data, { x, top, bottom }) {
  const y = scale(0, 100, bottom, top); // points of accuracy, or of what it earns
  axisLeft(svg, y, { values: PER_CENT, right: x(0) - 6, middle: (top + bottom) / 2, title: "points" });
  const book = add(svg, "path", { class: "cursor" });
  const mine = add(svg, "path", { class: "curve", fill: "none", stroke: colour(0), "stroke-width": 2.6 });
  const end = { x: x(x.end) - 6, "text-anchor": "end" };
  const name = label(svg, "", { ...end, y: bottom - 24 });
  const other = label(svg, "", { ...end, y: bottom - 8 });
  const drawn = (family, returns) => {
    const points = summed(data.assumed[family][returns].gains[0]).slice(0, x.end + 1);
    return line(points.map((value, units) => [x(units), y(value)]));
  };
  return ({ family, returns }) => {
    const usual = data.defaults.family;
    const named = Object.fromEntries(data.families);
    put(book, { d: drawn(usual, returns) });
    put(mine, { d: drawn(family, returns) });
    put(name, {}, `${data.top}: ${named[family]}`);
    put(other, {}, family === usual ? "" : `dashed: ${named[usual]}`);
  };
}

/**
 * A row for each company across the stages, of which the last begins where a hand puts it; where there is room, the
 * curve over them.
 */
function companyChart(parent, data, hand) {
  const stages = data.stages.slice(1);
  let axis;
  let edge;
  const drawing = chart(parent, (svg, { width, narrow }) => {
    const { left, tall } = rowsOf(narrow);
    const [top, step] = [22, tall * 1.4];
    const above = narrow ? top : 190;
    const below = narrow ? top : above + 12;
    const bottom = below + COMPANIES.length * step + 20;
    const x = horizontal(0, data.shown, left, width - ASIDE);
    axis = x;
    const bands = movableBands(svg, { stages, x, names: top, bottom: above, below, deep: bottom });
    const follow = narrow ? () => {} : curves(svg, data, { x, top, bottom: above });
    axisBelow(svg, x, bottom, narrow ? 60 : 20, `units for ${data.top}`);
    const rows = COMPANIES.map((name, i) =>
      barRow(svg, { name, fill: colour(0), middle: below + (i + 0.5) * step, x, aside: true }));
    const starts = stages.map(({ start }) => start);
    edge = handle(svg, {
      label: `Start of ${stages.at(-1).name}`, ...hand, sideways: true, text: (units) => `from ${units} units`,
    });
    const update = ({ frontier, units, budgets }, settings) => {
      follow(settings);
      bands(starts.with(-1, frontier));
      rows.forEach((row, i) => row(units[i], `${units[i]} of ${budgets[i]}`));
      moveTo(edge.node, x(frontier), bottom - 10);
      edge.update();
    };
    return { height: bottom + 40, update };
  });
  operable(drawing.svg, "Units for the first project in three companies, and where research begins");
  draggable(drawing.svg, {
    selector: ".sideways",
    grab: () => (edge.node.focus(), true),
    move: (_, at) => hand.set(clamp(axis.invert(at), hand.limits())),
  });
  return drawing;
}

/** As `phrases` in verdict.py. */
function phrasesOf({ words, families, counts }, { family, returns }, found, holding) {
  const { units, frontier, budget, weight, price, within, needed, enough } = found;
  const values = {
    family: `the ${Object.fromEntries(families)[family]}`, returns: words[returns],
    claims: counts[holding], frontier, needed, budget, price: price.toFixed(1),
    units: units[2], weight, enough: atLeast(enough),
  };
  const priced = !within ? "price_never" : price.toFixed(1) === "0.0" ? "price_none" : "price";
  const weighed = units[2] >= frontier ? "weighed" : enough === Infinity ? "weighed_never" : "weighed_more";
  const said = { stand: "stand", needed: "needed", weighed };
  said.price = units[0] >= frontier ? "price_there" : priced;
  return Object.fromEntries(Object.entries(said).map(([name, word]) => [name, filled(words[word], values)]));
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { root, figure, controls, tell, stop, say } = frame(el, "What the four claims rest on", 120);
  root.classList.add("verdict");
  const of = (name) => setting(model, data, name);
  const companies = companyChart(html(figure, "div"), data, of("frontier"));
  const show = claimList(figure);

  const choose = (name, label, options) => {
    const { get, set } = of(name);
    return radios(controls, { label, options, get, set });
  };
  const set = [
    choose("family", "Formula of the curves", data.families),
    choose("returns", "A point is worth", data.worth),
    slider(controls, { label: "Frontier (units)", say, ...of("frontier") }),
    slider(controls, { label: "Budget (units)", say, ...of("budget") }),
    slider(controls, { label: `Weight of ${data.top}`, say, ...of("weight") }),
  ];
  button(controls, "Reset", () => {
    say("");
    const { family, returns } = data.defaults;
    change(model, { family, returns });
    glide(model, data.defaults, data.limits);
  });

  const update = () => {
    const now = ["family", "returns", "frontier", "budget", "weight"].map((name) => model.get(name));
    const [family, returns, frontier, budget, weight] = now;
    const settings = { family, returns, frontier, budget, weight };
    const found = worked(data, settings);
    const each = verdicts(found);
    const holding = each.filter(([holds]) => holds).length;
    companies.update(found, settings);
    show(each);
    const named = Object.fromEntries(data.families)[family];
    const failing = SHORT.filter((_, i) => !each[i][0]);
    tell(
      `With the ${named}, ${data.counts[holding]}.${failing.length ? ` Failing: ${failing.join(", ")}.` : ""}`,
      `Units for ${data.top}, research from ${found.frontier} units on: ${COMPANIES.map((name, i) => {
        const stage = found.units[i] >= found.frontier ? -1 : stageOf(data.stages.slice(0, -1), found.units[i]);
        return `${name} ${found.units[i]} of ${found.budgets[i]}, ${data.stages.at(stage).name}`;
      }).join("; ")}.`,
    );
    model.prose?.(() => phrasesOf(data, settings, found, holding));
    for (const bring of set) bring();
  };
  return live(model, update, companies.stop, stop);
}
