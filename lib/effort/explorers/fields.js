// What stands in one field of a table, or is typed into a box: a name or a number. The same as `effort.fields`; shared
// cases test one against the other, word for word.

const LARGEST_WHOLE = Number.MAX_SAFE_INTEGER + 1;
const LARGEST_NUMBER = 1e15;
const LONGEST_NAME = 200;
// Characters that show nothing, or make others show elsewhere; see `effort.fields` for why this list, and what is not
// in it.
export const HIDDEN = new RegExp(
  "[\\0-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u200b\\u200e\\u200f\\u2028-\\u202e" +
    "\\u2060-\\u206f\\u3164\\ud800-\\udfff\\ufdd0-\\ufdef\\ufeff\\uffa0\\ufff0-\\ufffb\\u{13430}-\\u{1343f}" +
    "\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e00ff}\\u{e01f0}-\\u{e0fff}" +
    Array.from({ length: 17 }, (_, plane) => `\\u{${plane.toString(16)}fffe}\\u{${plane.toString(16)}ffff}`).join("") +
    "]",
  "gu",
);
const FLAG = /\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]+\u{e007f}/gu;
const BLANKS = /[\t\n\r \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+/g;
const FORMULAS = "=+-@";
const TOTALS = new RegExp(
  "^((grand )?totals?|sub-?totals?|sums?|average|mean|summe|gesamt(summe|ergebnis)?|zwischensumme|mittelwert|totale|" +
    "totaal|suma|somme|soma|razem|итого|всего|合計|总计|總計|합계)$",
);
const ONE_MARK = /^([+-]?)([0-9]*)([.,]?)([0-9]*)([eE][+-]?[0-9]+)?$/;
const THOUSANDS = /^([+-]?)([1-9][0-9]{0,2}(?:([ '.,])[0-9]{3})(?:\3[0-9]{3})*)(?:(?!\3)([.,])([0-9]+))?$/;
export const DOUBTFUL = /^([+-]?)([1-9][0-9]{0,2})([.,])([0-9]{3})$/;

const code = (letter) => `U+${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

/** The beginning of a text for a message, with a code for each character that shows nothing. */
export function quoted(text) {
  const letters = [...text];
  const short = letters.length <= 40 ? text : `${letters.slice(0, 40).join("")}…`;
  return `'${short.replace(HIDDEN, (letter) => `<${code(letter)}>`)}'`;
}

const unspaced = (text) => text.replace(BLANKS, " ").replace(/^ +| +$/g, "");

/** The text in Unicode's composed form, no blanks around it, and each run of blanks inside one space. */
export const bare = (text) => unspaced(text.normalize("NFC"));

/** A project's name, made `bare`. */
export function nameOf(text) {
  const found = bare(text);
  const [hidden] = found.replace(FLAG, "").match(HIDDEN) ?? [];
  const bad = (wanted) => new Error(`project is ${quoted(found)}, expected ${wanted}`);
  if (!found || [...found].length > LONGEST_NAME || hidden) {
    throw bad(`a name of 1 to ${LONGEST_NAME} visible characters${hidden ? `, without ${code(hidden)}` : ""}`);
  }
  if (FORMULAS.includes(found[0])) throw bad(`a name that does not begin with ${[...FORMULAS].join(" ")}`);
  if (TOTALS.test(found.replace(/:+$/, "").toLowerCase())) {
    throw bad("a project and no sum of others (one with that name needs another)");
  }
  return found;
}

// A number's text with one kind of blank, minus and apostrophe.
const plainNumber = (text) => unspaced(text).replaceAll("\u2212", "-").replaceAll("\u2019", "'");

function hintAt(plain) {
  if (/[0-9]/.test(plain)) return /[^0-9.,' eE+-]/.test(plain) ? ", without a currency, a unit or other signs" : "";
  return [...plain].some((letter) => letter > "\x7f") ? ", in the digits 0 to 9" : "";
}

/** The number that is written here; one mark with three digits after it is refused, but for marks in `decimal`. */
export function numberOf(text, wanted = "a number", decimal = "") {
  const plain = plainNumber(text);
  const doubt = plain.match(DOUBTFUL);
  if (doubt && !decimal.includes(doubt[3])) {
    const [, sign, whole, , rest] = doubt;
    const short = rest.replace(/0+$/, "");
    const small = `${sign}${whole}${short && `.${short}`}${short.length === 3 ? "0" : ""}`;
    throw new Error(`${quoted(text)} can be read as ${small} or as ${sign}${whole}${rest}, expected one of these`);
  }
  const one = plain.match(ONE_MARK);
  const apart = plain.match(THOUSANDS);
  let value = NaN;
  if (one && (one[2] || one[4])) value = Number(plain.replace(",", "."));
  else if (apart) value = Number(`${apart[1]}${apart[2].replaceAll(apart[3], "")}.${apart[5] ?? 0}`);
  if (!Number.isFinite(value)) throw new Error(`${quoted(text)}, expected ${wanted}${hintAt(plain)}`);
  return value + 0; // not -0
}

/** A number as it is typed: with a comma or a point, and no thousands apart. */
export function typedNumber(text, wanted) {
  if (!ONE_MARK.test(plainNumber(text))) {
    throw new Error(`${quoted(text)}, expected ${wanted}, without thousands marks or other signs`);
  }
  return numberOf(text, wanted);
}

/**
 * The mark that is without doubt before the decimals of this number, and the one between its thousands; "" if none is.
 */
export function marksOf(text) {
  const plain = plainNumber(text);
  if (DOUBTFUL.test(plain)) return ["", ""];
  const one = plain.match(ONE_MARK);
  if (one && (one[2] || one[4])) return [one[3], ""];
  const apart = plain.match(THOUSANDS);
  return apart ? [apart[4] ?? "", apart[3]] : ["", ""];
}

/** What a message says was expected in a column. */
export function wantedIn({ kind, needed, least }) {
  if (kind === "whole") return `a whole number from 0 to 2^53${needed ? "" : ", or nothing"}`;
  return least === null ? "a finite number" : `a number of at least ${least}`;
}

/** A number that a column may hold; the message of an error begins with the column. */
export function checkedNumber(column, text, decimal = "", read = numberOf) {
  const whole = column.kind === "whole";
  const bad = (what) => new Error(`${column.name}: ${what}`);
  let value;
  try {
    value = read(text, wantedIn(column), decimal);
  } catch (error) {
    throw bad(error.message);
  }
  const small = column.least !== null && value < column.least;
  if (small || (whole && value % 1)) throw bad(`${quoted(text)}, expected ${wantedIn(column)}`);
  const most = whole ? LARGEST_WHOLE : LARGEST_NUMBER;
  if (value > most || value < -most) throw bad(`${quoted(text)}, expected at most ${whole ? "2^53" : "10^15"}`);
  return value;
}
