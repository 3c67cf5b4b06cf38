// Who publishes: a dot for each company, by market value and papers; and what share of those above a value publishes.
import { chart, draggable, low } from "./charts.js";
import { button, frame, html, radios, slider } from "./controls.js";
import { add, label, moveTo, put, scale } from "./drawing.js";
import { handle, operable } from "./handles.js";
import { change, glide, live, setting, unpack } from "./model.js";
import { filled } from "./phrases.js";

const LEFT = 48; // pixels that the numbers of an axis take
const PRIVATE = 0.13; // of the width, for companies whose value nobody quotes
const NEAR = 20; // pixels from which a dot that a mouse points at is named
const TICKS = [1, 10, 100, 1000];

/** What the text under the figure says, as `PublishersExplorer.phrases` puts it together. */
function phrases({ words, edges, shares, limits }, above, least) {
  const papers = filled(words[least === 1 ? "paper" : "papers"], { count: least });
  const at = edges.indexOf(above) * limits.papers.max + least - 1;
  return Object.fromEntries(Object.entries(shares).map(([name, columns]) => {
    const [all, some, ...ends] = columns.map((column) => column[at]);
    const [share, low, high] = ends.map((each) => each.toFixed(1));
    const values = { all, some, value: above, papers, share: filled(words.share, { share, low, high }) };
    return [name, filled(words[name], values)];
  }));
}

/** How a company's value is known. */
const kindOf = ({ values, before, known }, i) =>
  known[i] ? (before[i] ? "quoted" : "one") : values[i] ? "estimate" : "private";
const worth = (data, i) => filled(data.words[kindOf(data, i)], { value: data.values[i], before: data.before[i] });
const inWords = (data, i) =>
  `${data.names[i]}: ${worth(data, i)}; ${data.papers[i]} ${data.papers[i] === 1 ? "paper" : "papers"}`;

/** The dots, with a name beside the one that is picked; and a line at the value, which a hand moves. */
function companiesChart(parent, data, { picked, edge }) {
  const { names, values, papers, known, edges, across, up, ticks, border } = data;
  // From the smallest to the largest, then those whose value nobody quotes.
  const order = names.map((_, i) => i).sort((a, b) => (values[a] || Infinity) - (values[b] || Infinity) || a - b);
  let places = [];
  let hands;
  let axis;
  const drawing = chart(parent, (svg, { width, narrow }) => {
    const [top, bottom] = [18, narrow ? low(218) : 360];
    const end = (width - 6) * (1 - PRIVATE);
    const x = (part) => (part < 1 ? LEFT + part * (end - LEFT) : end + (part - 1) * (width - 6 - end));
    const y = scale(0, 1, bottom, top);
    axis = x;
    places = across.map((part, i) => [x(part), y(up[i])]);
    add(svg, "path", { d: `M${LEFT},${bottom}H${width - 6}M${end},${top}V${bottom}`, class: "publishers-axis" });
    TICKS.forEach((value, k) => {
      add(svg, "text", { x: x(ticks.across[k]), y: bottom + 15, "text-anchor": "middle" }, `${value}`);
      add(svg, "text", { x: LEFT - 5, y: y(ticks.up[k]) + 4, "text-anchor": "end" }, `${value}`);
    });
    const title = narrow ? "market value (billion $, Aug. 2024)" : "market value (billion US dollars, 28 August 2024)";
    add(svg, "text", { x: (LEFT + end) / 2, y: bottom + 32, "text-anchor": "middle" }, title);
    add(svg, "text", { x: width - 6, y: bottom + 15, "text-anchor": "end" }, "private");
    const upright = `translate(11 ${bottom / 2}) rotate(-90)`;
    add(svg, "text", { transform: upright, "text-anchor": "middle" }, narrow ? "papers" : "papers, 2022 to 2025");
    const dots = places.map(([cx, cy], i) => {
      return add(svg, "circle", { cx, cy, r: narrow ? 3 : 3.5, class: `publishers-${kindOf(data, i)}` });
    });
    const line = add(svg, "path", { class: "price" });
    const name = label(svg, "", { class: "halo publishers-name" });
    const hovered = label(svg, "", {});
    hands = [handle(svg, edge), handle(svg, { ...picked(order), small: true })];
    const beside = (node, i, text) => {
      const [cx, cy] = places[i];
      const left = cx > width / 2;
      const place = { x: cx + (left ? -8 : 8), y: Math.max(top + 8, cy - 8), "text-anchor": left ? "end" : "start" };
      put(node, place, text);
    };
    svg.onpointermove = (event) => {
      const i = event.pointerType === "mouse" ? nearest(event, NEAR) : -1;
      if (i < 0 || i === order[picked(order).get()]) put(hovered, {}, "");
      else beside(hovered, i, `${names[i]}, ${papers[i]}`);
    };
    svg.onpointerleave = () => put(hovered, {}, "");
    const update = (above, least, company) => {
      const i = names.indexOf(company);
      dots.forEach((node, k) =>
        node.classList.toggle("counted", known[k] > 0 && values[k] >= above && papers[k] >= least));
      const at = x(border[edges.indexOf(above)]);
      put(line, { d: `M${at},${top}V${bottom}` });
      moveTo(hands[0].node, at, top - 9);
      moveTo(hands[1].node, places[i][0], places[i][1]);
      beside(name, i, `${company}, ${papers[i]}`);
      put(hovered, {}, "");
      for (const each of hands) each.update();
    };
    return { height: bottom + 38, update };
  });
  const { svg } = drawing;
  operable(svg, "Companies by market value and papers");
  const nearest = (event, within = Infinity) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()?.inverse());
    const far = places.map(([x, y]) => Math.hypot(x - at.x, y - at.y));
    const least = Math.min(...far);
    return least < within ? far.indexOf(least) : -1;
  };
  draggable(svg, {
    everywhere: true,
    grab: ({ target }) => {
      const hand = hands.findIndex(({ node }) => target instanceof Element && node.contains(target));
      hands[hand ? 1 : 0].node.focus();
      return hand ? "company" : "edge";
    },
    move: (held, x, y) => {
      const far = held === "edge"
        ? border.map((part) => Math.hypot(axis(part) - x))
        : order.map((i) => Math.hypot(places[i][0] - x, places[i][1] - y));
      (held === "edge" ? edge : picked(order)).set(far.indexOf(Math.min(...far)));
    },
  });
  return drawing;
}

/** All companies as a table, for who would rather read it; made when it is opened. */
function companiesTable(parent, data) {
  const details = html(parent, "details", { className: "publishers-table" });
  html(details, "summary", {}, `All ${data.names.length} companies as a table`);
  details.addEventListener("toggle", () => {
    if (details.querySelector("table")) return;
    const table = html(details, "table");
    const row = (tag, cells, part) => {
      const line = html(part, "tr");
      for (const cell of cells) html(line, tag, {}, cell);
    };
    row("th", ["company", "market value (US dollars)", "papers"], html(table, "thead"));
    const body = html(table, "tbody");
    data.names.forEach((name, i) => row("td", [name, worth(data, i), `${data.papers[i]}`], body));
  });
}

export function render({ model, el }) {
  const data = unpack(model.get("data"));
  const { figure, controls, below, tell, stop, say } = frame(el, "Market value against papers", 260);
  const set = (values) => {
    say("");
    change(model, values);
  };
  const { edges, names } = data;
  const drawing = companiesChart(figure, data, {
    edge: {
      label: "Market value from which on companies are counted", sideways: true,
      limits: () => ({ min: 0, max: edges.length - 1 }), get: () => edges.indexOf(model.get("above")),
      set: (k) => set({ above: edges[k] }), text: (k) => `${edges[k]} billion US dollars`,
    },
    picked: (order) => ({
      label: "Company, by market value", sideways: true,
      limits: () => ({ min: 0, max: names.length - 1 }), get: () => order.indexOf(names.indexOf(model.get("company"))),
      set: (k) => set({ company: names[order[k]] }), text: (k) => inWords(data, order[k]),
    }),
  });
  const buttons = html(controls, "div", { className: "explorer-buttons" });
  button(buttons, "Reset", () => {
    say("");
    glide(model, data.defaults, data.limits);
  });
  const above = radios(controls, {
    label: "Worth at least (billion US dollars)", options: edges.map((edge) => [edge, edge]),
    get: () => model.get("above"), set: (edge) => set({ above: edge }),
  });
  const papers = slider(controls, { label: "At least so many (papers)", say, ...setting(model, data, "papers") });
  companiesTable(below, data);
  const update = () => {
    drawing.update(model.get("above"), model.get("papers"), model.get("company"));
    const texts = phrases(data, model.get("above"), model.get("papers"));
    const company = inWords(data, names.indexOf(model.get("company")));
    tell(`${company}. ${texts.publish}; ${texts.rest}.`, `A dot for each of ${names.length} companies. ${company}. ` +
      `${texts.publish}; ${texts.rest}. The table under the figure has them all.`);
    model.prose?.(() => texts);
    above();
    papers();
  };
  return live(model, update, drawing.stop, stop);
}
