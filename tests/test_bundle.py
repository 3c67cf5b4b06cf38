"""Modules of JavaScript become one text; whatever the joiner does not know is refused by name, with its place."""

import json
import shutil
import subprocess

import pytest
from effort.explorers import EXPLORERS
from effort.explorers.bundle import Module, apart, joined


@pytest.fixture
def write(tmp_path):
    """Writes modules of these names and texts; gives the path of the first."""

    def written(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.js").write_text(text, "utf-8")
        return tmp_path / f"{next(iter(texts))}.js"

    return written


def result(program: str) -> object:
    """What the module `main` calls `result`, once it has run by itself."""
    node = shutil.which("node")
    if not node:
        pytest.skip("there is no node to run it")
    end = "process.stdout.write(JSON.stringify(modules.main.result));"
    done = subprocess.run([node, "--input-type=module", "-"], input=program + end, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


MAIN = """// A comment may say: import everything from "./nowhere.js";
import {
  double,
  three as four,
} from "./numbers.js";
import { words } from "./words.js";

/* export default of a comment
export const no = 1; */
const double_ = double(four); // no export
export const result = [double_, ...words(2)];
export async function later() {}
"""
NUMBERS = "const hidden = 2;\nexport function double(x) {\n  return hidden * x;\n}\nexport const three = 3;\n"
WORDS = """import { double } from "./numbers.js";
const hidden = "w";
export function* words(n) {
  while (n--) yield hidden + double(n);
}
"""


def test_modules_are_joined_in_the_order_in_which_they_need_each_other(write):
    """Also where two have the same private name, one is imported twice, and one under another name."""
    path = write(main=MAIN, numbers=NUMBERS, words=WORDS)
    assert result(joined(path)) == [6, "w2", "w0"]
    assert joined(path) == joined(path, path.with_name("numbers.js"))
    assert joined(path).count("const three = 3;") == 1


def test_only_what_is_needed_is_joined(write):
    path = write(main="export const result = 1;\n", numbers=NUMBERS)
    assert "hidden" not in joined(path)


def test_what_many_pages_need_is_apart_from_what_one_needs(write):
    one = write(
        one='import { double } from "./numbers.js";\nimport { words } from "./words.js";\nexport const a = words(1);\n',
        two='import { three } from "./numbers.js";\nexport const b = three;\n',
        first="export const c = 1;\n",
        numbers=NUMBERS,
        words=WORDS,
    )
    two = one.with_name("two.js")

    def names(modules):
        return [module.name for module in modules]

    shared, own = apart(one.with_name("first.js"), [one, two], 2)
    assert names(shared) == ["first", "numbers"]
    assert {path.stem: names(modules) for path, modules in own.items()} == {"one": ["words", "one"], "two": ["two"]}
    shared, own = apart(one.with_name("first.js"), [one, two], 3)
    assert names(shared) == ["first"]
    assert {path.stem: names(modules) for path, modules in own.items()} == {
        "one": ["numbers", "words", "one"],
        "two": ["numbers", "two"],
    }


@pytest.mark.parametrize(
    "statement",
    [
        'import * as numbers from "./numbers.js";',
        'import numbers from "./numbers.js";',
        'import "./numbers.js";',
        'import numbers, { double } from "./numbers.js";',
        "import { double } from './numbers.js';",
        'import { double } from "numbers";',
        'import { double } from "./numbers.js"',
        'import { "double" as twice } from "./numbers.js";',
        'import { double three } from "./numbers.js";',
        'import { default as twice } from "./numbers.js" with { type: "js" };',
        '  import { double } from "./numbers.js";',
        'const x = 1; import { double } from "./numbers.js";',
        'const numbers = await import("./numbers.js");',
        "const here = import.meta.url;",
        "export default { render };",
        "export { double };",
        'export { double } from "./numbers.js";',
        'export * from "./numbers.js";',
        "export let x = 1;",
        "export class Numbers {}",
        "export const { x } = y;",
        "const x = 1; export const y = x;",
        "  export const x = 1;",
    ],
)
def test_any_other_statement_is_refused_with_its_place(write, statement):
    path = write(main=f"// one\n/* two\n*/\nconst z = 0;\n{statement}\n", numbers=NUMBERS)
    with pytest.raises(ValueError, match=r"^main\.js, line 5: .*, expected no import or export but `import \{ name \}"):
        joined(path)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (
            {"main": '\nimport { double, hidden } from "./numbers.js";\n', "numbers": NUMBERS},
            "main.js, line 2: numbers.js exports no 'hidden', only double, three",
        ),
        ({"main": '\n\nimport { a } from "./gone.js";\n'}, "main.js, line 3: there is no file gone.js"),
        (
            {
                "main": 'import { a } from "./other.js";\nexport const b = 1;\n',
                "other": '// The other.\nimport { b } from "./main.js";\nexport const a = 1;\n',
            },
            "other.js, line 2: main.js imports this module, expected no circle",
        ),
        ({"two-words": "const x = 1;\n"}, "two-words.js: expected a file name of letters and digits alone"),
    ],
    ids=["no such name", "no such file", "a circle", "a name of two words"],
)
def test_what_can_not_be_joined_is_named(write, texts, message):
    with pytest.raises(ValueError) as caught:
        joined(write(**texts))
    assert str(caught.value) == message


def test_two_modules_of_one_name_are_refused(write, tmp_path):
    (tmp_path / "deep").mkdir()
    shutil.copy(write(numbers=NUMBERS), tmp_path / "deep/numbers.js")
    path = write(main='import { three } from "./numbers.js";\nimport { double } from "./deep/numbers.js";\n')
    with pytest.raises(ValueError, match=r"there are two modules numbers\.js, expected different names"):
        joined(path)


@pytest.mark.parametrize("kind", EXPLORERS)
def test_every_front_end_exports_what_draws_it(kind):
    assert "render" in Module(kind.front_end).exports
