// Five curves in fog, which lifts where the reader walks. The optimum is Python's; the rule is the one of
// `effort.unknown`, on measurements that Python sent.
import { total } from "./allocate.js";
import { PER_CENT, chart, low } from "./charts.js";
import { button, frame, html, slider } from "./controls.js";
import { add, axisBelow, axisLeft, curve, dot, horizontal, line, moveTo, put, scale } from "./drawing.js";
import { change, live, setting, unpack } from "./model.js";
import { filled } from "./phrases.js";
import { counted } from "./words.js";

/** What one reader has seen, and what follows from it. */
function walkOf(data, { step, noise, draw, units }) {
  const { budget, values, best } = data;
  const samples = data.samples[draw - 1];
  let room = budget;
  const given = units.map((each) => {
    const fitting = Math.min(each, room);
    room -= fitting;
    return fitting;
  });
  const score = (i, at) => values[i][at] + noise * samples[i][at];
  /** What the last step of a project gained, for each unit; undefined if it has had none. */
  const lastGain = (i, at) => {
    const from = Math.max(0, at - step);
    return at ? (score(i, at) - score(i, from)) / (at - from) : undefined;
  };
  /** Where the rule goes next: to the first that is untried, or where the last step gained most. */
  const next = (effort) => {
    const gains = effort.map((at, i) => lastGain(i, at));
    const untried = gains.indexOf(undefined);
    return untried < 0 ? gains.indexOf(Math.max(...gains)) : untried;
  };
  const more = (effort, i) => effort.with(i, effort[i] + Math.min(step, budget - total(effort)));
  const byRule = (amount) => {
    let effort = units.map(() => 0);
    while (total(effort) < amount) {
      const i = next(effort);
      effort = effort.with(i, effort[i] + Math.min(step, amount - total(effort)));
    }
    return effort;
  };
  const spent = budget - room;
  const earned = (effort) => total(effort.map((at, i) => values[i][at]));
  const bestOf = (amount) => best.map((column) => column[amount]);
  const lost = (effort) => (100 * (1 - earned(effort) / earned(bestOf(total(effort))))).toFixed(1);
  const equal = units.map((_, i) => Math.floor(spent / units.length) + (i < spent % units.length ? 1 : 0));
  return { budget, step, given, spent, left: room, score, lastGain, next, more, byRule, lost, equal, bestOf };
}

/** The picture; `update(walk, open)` shows what has been walked, and all that is there if the fog is `open`. */
function fogChart(parent, { names, values, budget, shown }) {
  return chart(parent, (svg, { width, narrow }) => {
    const bottom = narrow ? low(180) : 400;
    const x = horizontal(0, shown, 40, width - 8);
    const y = scale(0, 100, bottom, 8);
    /** @returns {[number, number]} */
    const place = (value, at) => [x(Math.min(at, shown)), y(Math.min(100, Math.max(0, value)))];
    const [left, wide] = [x(0), x(shown) - x(0)];
    const box = { x: left, y: 0, width: wide, height: bottom };
    const fog = add(svg, "svg", { ...box, viewBox: `${left} 0 ${wide} ${bottom}`, class: "fog" });
    add(fog, "rect", box);
    const clear = names.map(() => add(fog, "path"));
    const hidden = add(svg, "g");
    values.forEach((each, i) => {
      put(curve(hidden, i, each.slice(0, shown + 1).map(place)), { "stroke-width": 1.2, opacity: 0.8 });
    });
    const rings = names.map(() => add(hidden, "circle", { r: 9, class: "fog-best" }));
    const walked = names.map((_, i) => curve(svg, i, [[0, 0]]));
    axisBelow(svg, x, bottom, 10, "effort (units)");
    axisLeft(svg, y, { values: PER_CENT, right: 34, middle: bottom / 2, title: "accuracy (%)" });
    const dots = names.map(() => dot(svg, { radius: 5.5 }));
    const update = ({ given, spent, score, bestOf }, open) => {
      put(fog, { visibility: open ? "hidden" : "visible" });
      put(hidden, { visibility: open ? "visible" : "hidden" });
      bestOf(spent || budget).forEach((units, i) => {
        const [cx, cy] = place(values[i][units], units);
        put(rings[i], { cx, cy });
      });
      given.forEach((units, i) => {
        const points = Array.from({ length: Math.min(units, shown) + 1 }, (_, at) => place(score(i, at), at));
        const way = line(points);
        put(walked[i], { d: way });
        put(clear[i], { d: way });
        moveTo(dots[i], ...place(score(i, units), units));
      });
    };
    return { height: bottom + 38, update };
  });
}

/** A row for each project: its units, what the last step gained, and a button for more; `update(walk)` sets them. */
function projectButtons(parent, names, give) {
  const box = html(parent, "div", { className: "fog-rows" });
  html(box, "p", {}, "units, and points a unit of the last step");
  const rows = names.map((name, i) => {
    const row = html(box, "div", { className: "fog-row", role: "group", "aria-label": name });
    const mark = add(row, "svg", { width: 20, height: 6, "aria-hidden": "true" });
    curve(mark, i, [[0, 3], [20, 3]]);
    html(row, "span", {}, name);
    const [units, gain] = ["fog-units", "fog-gain"].map((className) => html(row, "span", { className }));
    const node = button(row, "", () => give(i));
    const by = html(node, "span");
    const forWhom = html(node, "span", { className: "explorer-unseen" });
    return { units, gain, by, forWhom };
  });
  return ({ given, step, lastGain }) => rows.forEach(({ units, gain, by, forWhom }, i) => {
    const last = lastGain(i, given[i]);
    units.textContent = `${given[i]}`;
    gain.textContent = last === undefined ? "none" : last.toFixed(2);
    by.textContent = `+${step}`;
    forWhom.textContent = ` ${step === 1 ? "unit" : "units"} for ${names[i]}`;
  });
}

/** What is said: the comparison once it is open, else where the last step gained most. */
function inWords({ names }, { budget, step, given, spent, left, lastGain, lost, byRule, equal }, open) {
  if (!spent) {
    return open ? `The map. The rings: the best use of ${budget} units.`
      : `${budget} units, five projects, no map. Give a first step, ${counted(step, "unit")}, to one of them.`;
  }
  if (open) {
    const of = left ? ` with ${counted(spent, "unit")}` : "";
    return `Against the map, yours${of} loses ${lost(given)} %, the rule ${lost(byRule(spent))} %, ` +
      `equal parts ${lost(equal)} %.`;
  }
  const gains = given.map((at, i) => lastGain(i, at) ?? -Infinity);
  const most = gains.indexOf(Math.max(...gains));
  const untried = given.filter((at) => !at).length;
  const rest = untried ? ` ${untried} not tried yet.` : "";
  return `${counted(left, "unit")} left. Largest last gain: ${names[most]}, ${gains[most].toFixed(2)}.${rest}`;
}

/** As `phrases` in fog.py. */
function phrasesOf({ words }, { noise, step }, { budget, given, spent, left, lost, byRule }, open) {
  const values = {
    noise: noise ? filled(words.noisy, { noise }) : words.quiet, steps: counted(step, "unit"),
    rule: lost(byRule(budget)), given: counted(spent, "unit"), left: counted(left, "unit"), mine: lost(given),
  };
  const said = !spent ? "mine_none" : open ? "mine" : "mine_left";
  return { rule: filled(words.rule, values), mine: filled(words[said], values) };
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { root, figure, controls, tell, stop, say } = frame(el, "Five curves in fog", 130);
  root.classList.add("in-fog");
  const { names } = data;
  const seen = () => {
    const [step, noise, draw, units] = ["step", "noise", "draw", "units"].map((name) => model.get(name));
    return { step, noise, draw, units };
  };
  const drawing = fogChart(html(figure, "div"), data);
  const give = (i) => {
    const walk = walkOf(data, seen());
    say(walk.left ? "" : `All ${data.budget} units are given.`);
    if (walk.left) change(model, { units: walk.more(walk.given, i) });
  };
  const rows = projectButtons(controls, names, give);
  const buttons = html(controls, "div", { className: "explorer-buttons" });
  const begin = (values) => {
    say("");
    change(model, { units: data.defaults.units, view: "fog", ...values });
  };
  button(buttons, "By the rule", () => give(walkOf(data, seen()).next(walkOf(data, seen()).given)));
  const reveal = button(buttons, "Reveal", () => {
    say("");
    change(model, { view: model.get("view") === "map" ? "fog" : "map" });
  });
  button(buttons, "Another draw", () => begin({ draw: (model.get("draw") % data.samples.length) + 1 }));
  button(buttons, "Reset", () => begin(data.defaults));
  const sliders = [
    slider(controls, { label: "Step (units)", say, ...setting(model, data, "step") }),
    slider(controls, { label: "Noise (points)", say, ...setting(model, data, "noise") }),
  ];

  const update = () => {
    const now = seen();
    const walk = walkOf(data, now);
    const open = model.get("view") === "map" || !walk.left;
    drawing.update(walk, open);
    rows(walk);
    reveal.setAttribute("aria-pressed", `${model.get("view") === "map"}`);
    const each = names.map((name, i) => {
      const [at, gain] = [walk.given[i], walk.lastGain(i, walk.given[i])];
      if (gain === undefined) return `${name} 0, not tried`;
      return `${name} ${at}, measured ${walk.score(i, at).toFixed(1)} %, last gain ${gain.toFixed(2)} points a unit`;
    });
    const most = walk.bestOf(walk.spent || data.budget);
    const best = open ? ` Best use: ${names.map((name, i) => `${name} ${most[i]}`).join("; ")}.` : "";
    tell(
      inWords(data, walk, open),
      `Units of each project, in steps of ${now.step}, noise ${now.noise}, draw ${now.draw}: ` +
        `${each.join("; ")}.${best}`,
    );
    model.prose?.(() => phrasesOf(data, now, walk, open));
    for (const bring of sliders) bring();
  };
  return live(model, update, drawing.stop, stop);
}
