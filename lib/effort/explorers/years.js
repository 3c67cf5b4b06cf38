// The years of a team: of its stock a part is lost each year, and what it adds goes by the rule on top of what is left.
import { wholeYears, yearsUntil } from "./ageing.js";
import { allocate, total } from "./allocate.js";
import { chart, draggable, low, stageBars } from "./charts.js";
import { button, frame, html, player, slider } from "./controls.js";
import { add, axisBelow, axisLeft, bandFill, curve, horizontal, line, moveTo, put, scale } from "./drawing.js";
import { handle, operable } from "./handles.js";
import { change, clamp, glide, live, setting, unpack } from "./model.js";
import { filled } from "./phrases.js";
import { counted, inFull } from "./words.js";

const PACE = 450; // milliseconds that a year takes when it plays
const LEAST_BAND = 12; // pixels that a stage's name takes

/** What becomes of a team at these settings, for the drawing and for what is said of it. */
function outcome(data, get) {
  const [team, lost, progress, year] = ["team", "lost", "progress", "year"].map(get);
  const added = data.months * team;
  const loss = 1 - (1 - lost / 100) / (1 + progress / 100);
  const kept = loss ? Math.round(added / loss) : Infinity;
  const most = data.months * data.limits.team.max * data.limits.year.max; // so far go the gains that were sent
  const none = data.gains.map(() => 0);
  const caps = data.gains.map((each) => each.length);
  return {
    team, year, added, loss, kept,
    stock: wholeYears(data, added, loss, data.limits.year.max),
    end: allocate(data.gains, data.weights, none, caps, Math.min(kept, most)),
    arrival: yearsUntil(data.needed, added, loss),
    people: Math.floor((data.needed * loss) / data.months) + 1,
  };
}

/** What stands in the text; `phrases` in Python puts the same together. */
function phrasesOf({ words, names, needed, shown }, { team, year, added, loss, kept, stock, end, arrival, people }) {
  const [top] = names;
  const [units] = stock[year];
  const limit = Math.round(100 * Math.min(1, added / needed));
  const keeps = !loss ? words.keeps_ever : end[0] <= shown ? words.keeps : words.keeps_many;
  return {
    team: filled(team === 1 ? words.team_one : words.team, { people: team, added }),
    lost: filled(loss ? words.lost : words.lost_none, { loss: Math.round(100 * loss) }),
    keeps: filled(keeps, { kept, units: end[0], top }),
    when: filled(arrival < Infinity ? words.when : words.when_never, { arrival, needed: people }),
    limit: filled(added < needed ? words.limit : words.limit_any, { limit }),
    now: filled(words.now, { year, stock: counted(total(stock[year]), "unit"), units, top }),
  };
}

/** In a sentence: whether, and when, the first project gets to the frontier. */
function inWords({ names }, { team, year, added, loss, kept, stock, arrival, people }) {
  const who = names[0].charAt(0).toUpperCase() + names[0].slice(1);
  const when = `${who} reaches the frontier in year ${arrival}.`;
  const never = `${who} never reaches the frontier: it would take a team of ${people}.`;
  const those = team === 1 ? "one person" : `${team} people`;
  const end = loss ? `${kept} in the end` : "and nothing is lost";
  const has = `With ${those}, ${added} units a year: ${total(stock[year])} after ${counted(year, "year")}, ${end}.`;
  return `${arrival < Infinity ? when : never} ${has}`;
}

/** The stages as bands across the years, named at the right. */
function drawStages(svg, stages, x, y, right, narrow) {
  stages.slice(1).forEach((stage, i) => {
    const frontier = i === stages.length - 2;
    const [from, to] = [y(stage.start), y(frontier ? y.most : stages[i + 2].start)];
    add(svg, "rect", { x: x(0), y: to, width: right - x(0), height: from - to, ...bandFill(i, frontier) });
    const edge = { d: line([[x(0), from], [right, from]]), class: frontier ? "boundary frontier" : "boundary" };
    add(svg, "path", edge);
    if (from - to < LEAST_BAND) return;
    const place = { x: right - 4, y: (from + to) / 2 + 4, "text-anchor": "end", class: "stage" };
    add(svg, "text", place, narrow ? stage.short : stage.name);
  });
}

/** A line as far as it is below the upper edge; a stock that grows from nothing does not come back. */
function within(stock, most) {
  const over = stock.findIndex((units) => units > most);
  const points = stock.map((units, year) => [year, units]).slice(0, over < 0 ? undefined : over);
  if (over < 0) return points;
  const [before, after] = [stock[over - 1], stock[over]];
  return [...points, [over - 1 + (most - before) / (after - before), most]];
}

/** Every project's stock over the years, with a line at the year that is dragged, and at the right what is kept up. */
function yearsChart(parent, data, hand) {
  const { names, stages, shown, limits } = data;
  let across;
  let cursor;
  const drawing = chart(parent, (svg, { width, narrow }) => {
    const bottom = narrow ? low(150) : 250;
    const right = width - 4;
    const x = horizontal(0, limits.year.max, 44, right - (narrow ? 56 : 170));
    const y = Object.assign(scale(0, shown, bottom, 6), { most: shown });
    across = x;
    drawStages(svg, stages, x, y, right, narrow);
    axisLeft(svg, y, { values: [0, 40, 80, 120], right: 38, middle: bottom / 2, title: "units" });
    axisBelow(svg, x, bottom, 2, "years");
    const last = x(x.end) + 14;
    add(svg, "text", { x: last - 8, y: bottom + 16, class: "fine" }, narrow ? "kept" : "kept up");
    const rule = add(svg, "path", { class: "cursor" });
    const lines = names.map((_, i) => curve(svg, i, [[0, 0]]));
    const ends = names.map((_, i) => add(svg, "path", { stroke: `var(--project-${i})`, "stroke-width": 3 }));
    const there = add(svg, "circle", { r: 10, class: "years-there" });
    const dots = names.map(() => add(svg, "circle", { r: 4, class: "mark" }));
    const inYears = (year) => `after ${year === 1 ? "1 year" : `${year} years`}`;
    cursor = handle(svg, { label: "Year that is shown", ...hand, sideways: true, text: inYears });
    const update = ({ year, stock, end, arrival }) => {
      names.forEach((_, i) => {
        const own = stock.map((each) => each[i]);
        put(lines[i], { d: line(within(own, shown).map(([at, units]) => [x(at), y(units)])) });
        put(ends[i], { d: end[i] > shown ? "" : line([[last - 8, y(end[i])], [last + 8, y(end[i])]]) });
        put(dots[i], { cx: x(year), cy: y(own[year]), visibility: own[year] > shown ? "hidden" : "visible" });
      });
      const arrived = stock[arrival]?.[0] ?? Infinity;
      put(there, { visibility: arrived > shown ? "hidden" : "visible" });
      if (arrived <= shown) put(there, { cx: x(arrival), cy: y(arrived) });
      put(rule, { d: line([[x(year), 6], [x(year), bottom]]) });
      moveTo(cursor.node, x(year), bottom - 4);
      cursor.update();
    };
    return { height: bottom + 38, update };
  });
  operable(drawing.svg, "The projects' stocks over the years");
  draggable(drawing.svg, {
    grab: () => (cursor.node.focus(), true),
    move: (_, at) => hand.set(clamp(across.invert(at), hand.limits())),
  });
  return drawing;
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, tell, stop, say } = frame(el, "A team over the years", 190);
  const of = (name) => setting(model, data, name);
  const year = of("year");
  const chosen = { ...year, set: (value) => (pause(), say(""), year.set(value)) };
  const lines = yearsChart(html(figure, "div"), data, chosen);
  const bars = stageBars(html(figure, "div"), data);

  const buttons = html(controls, "div", { className: "explorer-buttons" });
  const { max } = data.limits.year;
  const next = () => (model.get("year") < max ? model.get("year") + 1 : 0);
  const pause = player(buttons, "Play", {
    start: () => model.get("year") === max && change(model, { year: 0 }),
    step: () => {
      change(model, { year: next() });
      return model.get("year") < max;
    },
    pace: () => PACE,
    leap: ["Next year", () => change(model, { year: next() })],
  });
  button(buttons, "Reset", () => {
    pause();
    say("");
    glide(model, data.defaults, data.limits);
  });
  const sliders = [
    slider(controls, { label: "Team (people)", say, ...of("team") }),
    slider(controls, { label: "Lost each year (per cent)", say, ...of("lost") }),
    slider(controls, { label: "Progress elsewhere (per cent a year)", say, ...of("progress") }),
    slider(controls, { label: "Shown after (years)", say, ...chosen }),
  ];

  const update = () => {
    const found = outcome(data, (name) => model.get(name));
    const stock = found.stock[found.year];
    lines.update(found);
    bars.update(stock);
    const kept = found.loss ? ` In the end: ${data.names.map((name, i) => `${name} ${found.end[i]}`).join("; ")}.` : "";
    tell(inWords(data, found), `After ${counted(found.year, "year")}. ${inFull(data, stock)}${kept}`);
    model.prose?.(() => phrasesOf(data, found));
    for (const each of sliders) each();
  };
  return live(model, update, pause, lines.stop, bars.stop, stop);
}
