// Tables that people really have: the bytes of a CSV file to rows of checked values, and what was assumed on the way.
// The same dialect as `effort.tables`, step by step; shared cases test one against the other, word for word.
import { DOUBTFUL, bare, checkedNumber, marksOf, nameOf, quoted } from "./fields.js";

// The mark before decimals that goes with each mark between fields. With tabs both are usual.
const DELIMITERS = { ",": ".", ";": ",", "\t": "" };
/** @type {[number[], string, string][]} */
const UNICODE = [
  [[0xef, 0xbb, 0xbf], "utf-8", "UTF-8"],
  [[0xff, 0xfe], "utf-16le", "UTF-16"],
  [[0xfe, 0xff], "utf-16be", "UTF-16"],
];
const A_CSV_FILE = "expected a CSV file in UTF-8, UTF-16 or Windows-1252";
const NOT_IN_WINDOWS = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/**
 * The text of a file, and what was assumed of it.
 *
 * @param {Uint8Array} bytes
 * @param {string} file
 * @returns {[string, string[]]}
 */
function decoded(bytes, file) {
  const decode = (encoding, from = 0) =>
    new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes.subarray(from));
  for (const [mark, encoding, called] of UNICODE) {
    if (!mark.every((byte, i) => bytes[i] === byte)) continue;
    try {
      return [decode(encoding, mark.length), []];
    } catch {
      throw new Error(`${file} begins as ${called} and does not go on so, ${A_CSV_FILE}`);
    }
  }
  try {
    return [decode("utf-8"), []];
  } catch {
    const at = bytes.findIndex((byte) => NOT_IN_WINDOWS.includes(byte));
    if (at >= 0) throw new Error(`${file}: byte ${at} is in no Windows-1252 file, ${A_CSV_FILE}`);
    return [decode("windows-1252"), ["read as Windows-1252, as it is not UTF-8"]];
  }
}

/** Where the header begins, and what lies between the fields. */
function startOf(text, columns, file) {
  let [at, line] = [0, 1];
  let given = "";
  let comments = false;
  for (const found of text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    const [whole, row, end] = found;
    const said = line === 1 ? row.match(/^"?sep=(.)"?$/iu) : null;
    if (said) {
      given = said[1];
      if (!(given in DELIMITERS)) {
        throw new Error(`${file}, row 1: ${quoted(row)}, expected a comma, a semicolon or a tab after sep=`);
      }
    } else if (row.startsWith("#")) comments = true;
    else if (!/^[,;\t"\u00a0 ]*$/.test(row)) break;
    if (!end) break;
    at += whole.length;
    line++;
  }
  const known = (delimiter) => {
    try {
      const [header] = recordsIn(text, at, line, delimiter, file);
      const names = (header?.fields ?? []).map((field) => bare(field).toLowerCase());
      return names.filter((each) => columns.some(({ name }) => name === each)).length;
    } catch {
      return -1;
    }
  };
  const most = (best, each) => (known(each) > known(best) ? each : best);
  const delimiter = given || Object.keys(DELIMITERS).reduce(most);
  return { at, line, delimiter, comments };
}

/** The line on which each record begins, and its fields. */
function* recordsIn(text, at, line, delimiter, file) {
  const ends = new RegExp(`[${delimiter}\r\n]`, "g");
  const opening = /[ \u00a0]*"/y;
  while (at < text.length) {
    /** @type {string[]} */
    const fields = [];
    const first = line;
    for (let more = true; more; ) {
      let field;
      opening.lastIndex = at;
      if (opening.test(text)) {
        [field, at] = inQuotes(text, opening.lastIndex, `${file}, row ${line}`);
        line += (field.match(/\r\n|\r|\n/g) ?? []).length;
      }
      ends.lastIndex = at;
      const until = ends.exec(text)?.index ?? text.length;
      const rest = text.slice(at, until);
      if (field !== undefined && bare(rest)) {
        throw new Error(`${file}, row ${line}: ${quoted(rest)} after a quoted field, expected the next field`);
      }
      fields.push(field ?? rest);
      more = text[until] === delimiter;
      at = until + (text.startsWith("\r\n", until) ? 2 : 1);
    }
    line++;
    yield { line: first, fields };
  }
}

/**
 * A field whose opening quote is just before `at`, and where it ends.
 *
 * @returns {[string, number]}
 */
function inQuotes(text, at, place) {
  const parts = [];
  for (let [begin, end] = [at, 0]; (end = text.indexOf('"', begin)) >= 0; begin = end + 2) {
    parts.push(text.slice(begin, end));
    if (text[end + 1] !== '"') return [parts.join('"'), end + 1];
  }
  throw new Error(`${place}: ${quoted(text.slice(at))} is never closed, expected another quotation mark`);
}

/** Where each of the known columns stands. */
function placesIn(header, columns, start, file) {
  const names = header.map((title) => title.toLowerCase());
  const places = [];
  for (const column of columns) {
    const count = names.filter((name) => name === column.name).length;
    const place = `${file}, row ${start.line}`;
    if (count > 1) throw new Error(`${place}: there are ${count} columns '${column.name}', expected one`);
    if (column.needed && !count) {
      const meaning = column.meaning && ` (${column.meaning})`;
      const there = header.slice(0, 12).map(quoted).join(", ") || "an empty row";
      const skipped = start.comments ? " (rows before it that begin with # are left out)" : "";
      throw new Error(
        `${place}: there is no column '${column.name}'${meaning} in ${there}, ` +
          `expected the names of the columns: ${columns.map(({ name }) => name).join(", ")}${skipped}`,
      );
    }
    if (count) places.push([column, names.indexOf(column.name)]);
  }
  return places;
}

/** Rows longer than the header are refused; shorter ones, as some spreadsheets write them, are said. */
function shortRows(rows, header, start, file) {
  const full = header.findLastIndex((title) => title) + 1;
  for (const { line, cells } of rows) {
    const filled = cells.findLastIndex((text) => text) + 1;
    if (filled > full) {
      throw new Error(`${file}, row ${line}: ${filled} fields, expected ${full} as in row ${start.line}`);
    }
  }
  const short = rows.filter(({ cells }) => cells.length < full);
  const more = short.length > 1 ? ` and ${short.length - 1} more` : "";
  if (!short.length) return [];
  return [`row ${short[0].line}${more} with less than ${full} fields: the others are taken as empty`];
}

/** Columns that are not known are ignored, and said; one without a name must be empty, or count the rows. */
function unknownColumns(rows, header, columns, file) {
  const names = columns.map(({ name }) => name);
  const notes = [];
  header.forEach((title, place) => {
    const filled = rows.filter(({ cells }) => cells[place]);
    if (names.includes(title.toLowerCase()) || !filled.length) return;
    const { line, cells } = filled[0];
    const value = cells[place];
    const counts = ["0", "1"].includes(value) && filled.every((row, i) => row.cells[place] === `${i + Number(value)}`);
    if (title) notes.push(`column ${quoted(title)} is ignored, as it is none of ${names.join(", ")}`);
    else if (place === 0 && counts) {
      notes.push("the first column has no name and counts the rows; it is ignored");
    } else throw new Error(`${file}, row ${line}: ${quoted(value)} in column ${place + 1}, expected a name above it`);
  });
  return notes;
}

const numeric = ({ kind }) => kind === "number" || kind === "whole";
const signed = (cells, column) => column.kind === "number" && cells.some(({ text }) => text.endsWith("%"));
const unsigned = (text) => (text.endsWith("%") ? text.slice(0, -1) : text);

/**
 * The marks before decimals: those that the numbers leave no doubt about, else the one that goes with the delimiter.
 */
function decimalIn(written, delimiter, { kind }) {
  const sure = written.map(([mark]) => mark).join("");
  const apart = written.map(([, mark]) => mark).join("");
  const usual = sure || kind === "whole" ? "" : DELIMITERS[delimiter];
  return [",", "."].filter((mark) => (sure + usual).includes(mark) && !apart.includes(mark)).join("");
}

/** The values of a column. */
function valuesIn(cells, column, decimal, file) {
  const percent = signed(cells, column);
  const value = (text) => {
    if (column.kind === "name") return nameOf(text);
    if (column.kind === "word") return text.toLowerCase();
    if (percent && !text.endsWith("%")) {
      throw new Error(`${column.name}: ${quoted(text)}, expected a per cent sign as in other rows, or none in all`);
    }
    return checkedNumber(column, percent ? bare(unsigned(text)) : text, decimal);
  };
  return cells.map(({ line, text }) => {
    try {
      return value(text);
    } catch (error) {
      throw new Error(`${file}, row ${line}, column ${error.message}`);
    }
  });
}

/** What is said of a column's numbers once they are read. */
function assumedIn(cells, column, delimiter) {
  const notes = [];
  if (!numeric(column)) return notes;
  const { text: doubtful } = cells.find(({ text }) => DOUBTFUL.test(text)) ?? {};
  if (doubtful && !(delimiter === "," && column.kind === "number" && doubtful.includes("."))) {
    const point = doubtful.replace(",", ".");
    const how = `${point}, a number with decimals, not as thousands`;
    notes.push(`column ${column.name}: ${quoted(doubtful)} is read as ${how}`);
  }
  if (signed(cells, column)) {
    const [{ text }] = cells;
    notes.push(`column ${column.name}: ${quoted(text)} is read as ${bare(unsigned(text))}`);
  }
  return notes;
}

/**
 * The rows of a table, with the line and the values of each; and what was assumed, a clause each.
 *
 * @param {Uint8Array | string} source its bytes or its text
 * @param {{ name: string, kind: string, needed: boolean, least: number | null, meaning: string }[]} columns
 * @param {string} what a row is about
 * @param {string} file its name
 */
export function readTable(source, columns, what, file) {
  /** @type {[string, string[]]} */
  const read = typeof source === "string" ? [source.replace(/^\ufeff/, ""), []] : decoded(source, file);
  const [text, notes] = read;
  if (text.includes("\0")) throw new Error(`${file} has a zero character in it, ${A_CSV_FILE}`);
  const start = startOf(text, columns, file);
  const records = recordsIn(text, start.at, start.line, start.delimiter, file);
  const header = (records.next().value?.fields ?? []).map(bare);
  const places = placesIn(header, columns, start, file);
  const all = [...records].map(({ line, fields }) => ({ line, cells: fields.map(bare) }));
  const rows = all.filter(({ cells }) => cells.some((text) => text));
  if (!rows.length) throw new Error(`${file} has no ${what}, expected one in each row after row ${start.line}`);
  notes.push(...shortRows(rows, header, start, file), ...unknownColumns(rows, header, columns, file));
  const textsAt = (place) => rows.map(({ line, cells }) => ({ line, text: cells[place] ?? "" }));
  const texts = places.map(([column, place]) => [column, textsAt(place)]);
  const numbers = texts.filter(([column]) => numeric(column)).flatMap(([, cells]) => cells);
  const written = numbers.map(({ text }) => marksOf(unsigned(text)));
  const found = rows.map(({ line }) => ({ line, values: {} }));
  /** @type {string[]} */
  const percent = []; // columns whose numbers have per cent signs
  const valuesOn = new Map(found.map(({ line, values }) => [line, values]));
  for (const [column, cells] of texts) {
    const filled = cells.filter(({ text }) => text || column.needed);
    const values = valuesIn(filled, column, decimalIn(written, start.delimiter, column), file);
    filled.forEach(({ line }, i) => Object.assign(valuesOn.get(line) ?? {}, { [column.name]: values[i] }));
    notes.push(...assumedIn(filled, column, start.delimiter));
    if (signed(filled, column)) percent.push(column.name);
  }
  return { rows: found, notes, percent };
}
