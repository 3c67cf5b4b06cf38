// Sentences about efforts and stages.

/**
 * Names as the beginning of a sentence: "Dynamic pricing and dispatching". Of more than two, just how many.
 *
 * @param {string[]} names
 */
function inWords(names) {
  if (names.length > 2) return `${names.length} projects`;
  const text = names.join(" and ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * So many of something; `counted` in base.py says the same.
 *
 * @param {number} number
 * @param {string} noun
 */
export function counted(number, noun) {
  const few = ["no", "one"][number];
  return few ? `${few} ${noun}` : `${number} ${noun}s`;
}

/**
 * A number with what it counts, in digits: "0 units", "1 unit".
 *
 * @param {number} number
 * @param {string} noun
 */
export const many = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** A share of the best as per cent; what is less than the best does not read as all of it. */
export const perCent = (/** @type {number} */ share) => `${Math.min(99.9, 100 * share).toFixed(1)} %`;

/**
 * The number of the stage that so many units reach.
 *
 * @param {{ start: number }[]} stages
 * @param {number} units
 */
export function stageOf(stages, units) {
  return stages.findLastIndex((stage) => units >= stage.start);
}

/**
 * Some of the names as the beginning of a sentence, which is short where they are many: "All but menu images".
 *
 * @param {string[]} names
 * @param {string[]} some
 */
function almostAll(names, some) {
  const others = names.filter((name) => !some.includes(name));
  if (some.length < 4 || others.length > 1) return inWords(some);
  return others.length ? `All but ${others[0]}` : "All projects";
}

/**
 * "Dispatching reaches deep learning; nobody reaches the frontier."
 *
 * @param {{ names: string[], stages: { name: string, start: number }[] }} data
 * @param {number[]} effort
 */
export function howFar(data, effort) {
  const reached = effort.map((units) => stageOf(data.stages, units));
  const furthest = Math.max(...reached);
  if (furthest === 0) return "Nobody has started.";
  const last = data.stages.length - 1;
  const there = data.names.filter((_, i) => reached[i] === furthest);
  const others = Math.max(0, ...reached.filter((stage) => stage < furthest));
  const verb = there.length === 1 ? "reaches" : "reach";
  const who = almostAll(data.names, there);
  if (furthest < last) return `${who} ${verb} ${data.stages[furthest].name}; nobody reaches the frontier.`;
  const rest = there.length === data.names.length ? "" : ` The others get no further than ${data.stages[others].name}.`;
  return `${who} ${verb} the research frontier.${rest}`;
}

/**
 * What a picture of efforts shows, for those who cannot see it: each project's units and stage.
 *
 * @param {{ names: string[], stages: { name: string, start: number }[] }} data
 * @param {number[]} effort as the stages count it
 * @param {number[]} [units] as they were given, if that is something else
 */
export function inFull(data, effort, units = effort) {
  const each = data.names.map((name, i) => {
    const counted = effort[i] === units[i] ? "" : `, which count as ${effort[i].toFixed(0)}`;
    return `${name} ${units[i]}${counted}, ${data.stages[stageOf(data.stages, effort[i])].name}`;
  });
  return `Units and stage of each project: ${each.join("; ")}.`;
}
