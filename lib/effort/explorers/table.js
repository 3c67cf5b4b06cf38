// A company's projects as CSV: the same files as `effort.company` reads, the same ones refused. Shared cases test one against
// the other. What is read is only ever shown as text.

const LARGEST_WHOLE = Number.MAX_SAFE_INTEGER + 1;
const LONGEST_NAME = 200;

const quoted = (text) => `'${text.slice(0, 40)}'`;

/** The rows of a CSV text: the number of the line on which each ends, and its fields. */
function* rowsOf(text, delimiter) {
  let [fields, field, line, at] = [[], "", 1, 0];
  let inQuotes = false;
  let closed = false; // whether a quoted field has just ended
  const bad = (what) => new Error(`${what}, expected a CSV file`);
  for (; at < text.length; at++) {
    const letter = text[at];
    const newLine = letter === "\n" || letter === "\r";
    if (letter === "\r" && text[at + 1] === "\n") at++;
    if (inQuotes) {
      if (letter !== '"') field += letter;
      else if (text[at + 1] === '"') field += text[++at];
      else [inQuotes, closed] = [false, true];
      if (newLine) line++;
    } else if (newLine) {
      yield { line, fields: [...fields, field] };
      [fields, field, closed] = [[], "", false];
      line++;
    } else if (letter === delimiter) {
      fields.push(field);
      [field, closed] = ["", false];
    } else if (closed) throw bad(`row ${line}: '${delimiter}' is missing after a quoted field`);
    else if (letter === '"' && field === "") inQuotes = true;
    else field += letter;
  }
  if (inQuotes) throw bad("unexpected end of data");
  if (fields.length || field || closed) yield { line, fields: [...fields, field] };
}

/** A project from the texts of its fields; the message of an error begins with the name of the column. */
export function projectOf(fields, { difficulties, shapes, most }) {
  const { project: name = "", importance = "1", difficulty = "ordinary", shape = "keeps rising", floor = "0", cap = "" } = fields;
  if (!name || name !== name.trim() || [...name].length > LONGEST_NAME || /[\p{C}\p{Zl}\p{Zp}]/u.test(name)) {
    throw new Error(`project is ${quoted(name)}, expected a name of 1 to ${LONGEST_NAME} visible characters`);
  }
  if (/^[=+@-]/.test(name)) throw new Error(`project is ${quoted(name)}, expected a name that does not begin with = + - @`);
  const number = Number(importance.replace(",", "."));
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(importance.replace(",", ".")) || !(number >= 0 && number < Infinity)) {
    throw new Error(`importance: ${quoted(importance)}, expected a number of at least 0`);
  }
  const known = (column, value, words) => {
    if (words.includes(value.toLowerCase())) return value.toLowerCase();
    throw new Error(`${column} is ${quoted(value)}, expected one of ${words.join(", ")}`);
  };
  const whole = (column, value) => {
    if (/^\+?\d+$/.test(value) && Number(value) <= LARGEST_WHOLE) return Number(value);
    throw new Error(`${column}: ${quoted(value)}, expected a whole number from 0`);
  };
  const read = {
    name, importance: number, floor: whole("floor", floor), cap: cap === "" ? null : whole("cap", cap),
    difficulty: known("difficulty", difficulty, difficulties), shape: known("shape", shape, shapes),
  };
  const limit = Math.min(read.cap ?? most, most);
  if (read.floor > limit) throw new Error(`floor is ${read.floor}, expected at most the cap, ${limit}`);
  return read;
}

/** The projects in a CSV text; an error names the file, the row and the column. */
export function projectsOf(text, file, rules) {
  const { columns, mostProjects } = rules;
  const first = text.split("\n", 1)[0];
  const count = (letter) => first.split(letter).length;
  const projects = [];
  const seen = new Set();
  let header;
  const fail = (row, what) => {
    throw new Error(`${file}${row ? `, row ${row}` : ""}${what}`);
  };
  try {
    for (const { line, fields } of rowsOf(text, count(";") > count(",") ? ";" : ",")) {
      if (!header) {
        header = fields.map((name) => name.trim().toLowerCase());
        for (const name of header) {
          if (!columns.includes(name) || header.indexOf(name) !== header.lastIndexOf(name)) {
            fail(1, `: column ${quoted(name)}, expected each of ${columns.join(", ")} at most once`);
          }
        }
        if (!header.includes("project")) break;
        continue;
      }
      if (fields.every((field) => !field.trim())) continue;
      if (fields.length !== header.length) fail(line, `: ${fields.length} fields, expected ${header.length} as in row 1`);
      const filled = fields.map((field, i) => [header[i], field.trim()]).filter(([, field]) => field);
      let project;
      try {
        project = projectOf(Object.fromEntries(filled), rules);
      } catch (error) {
        fail(line, `, column ${error.message}`);
      }
      if (seen.has(project.name)) fail(line, `, column project: ${quoted(project.name)} is there already, expected different names`);
      seen.add(project.name);
      projects.push(project);
      if (projects.length > mostProjects) fail(0, ` has more than ${mostProjects} projects, expected at most so many here`);
    }
  } catch (error) {
    throw error.message.startsWith(file) ? error : new Error(`${file}: ${error.message}`);
  }
  if (!header?.includes("project")) fail(1, ": there is no column 'project', expected the names of the projects in one");
  if (!projects.length) fail(0, " has no project, expected one in each row after the first");
  return projects;
}

/** Projects as CSV, which both sides read. */
export function tableOf(projects, columns) {
  const field = (value) => (/[",\n\r]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : `${value}`);
  const rows = projects.map((each) => [each.name, each.importance, each.difficulty, each.shape, each.floor, each.cap ?? ""]);
  return [columns, ...rows].map((row) => `${row.map(field).join(",")}\n`).join("");
}
