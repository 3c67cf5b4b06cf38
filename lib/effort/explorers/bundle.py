"""The modules of the front ends joined to one text, for a notebook and for the site.

A notebook loads a front end from one text, and a page opened without a server runs classic scripts only, so no module
can be left to import another. `joined` follows the imports. It knows three forms of statement, each at the beginning of
a line:

    import { one, other as another } from "./file.js";
    export function name ... (also async, and function*)
    export const name = ...

Whatever else has the word `import` or `export` in it, comments apart, is an error with its file and line.
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

__all__ = ["Module", "apart", "joined", "modules_of", "without_comments"]

_COMMENT = re.compile(r"/\*.*?\*/|(?<!\S)//[^\n]*", re.DOTALL)
_NAME = r"[A-Za-z_$][\w$]*"
_ONE = rf"\s*{_NAME}(?: as {_NAME})?\s*"
_IMPORT = re.compile(rf'^import \{{({_ONE}(?:,{_ONE})*,?\s*)\}} from "(\.[^"\n]*\.js)";$', re.MULTILINE)
_EXPORT = re.compile(rf"^export (?=(?:(?:async )?function(?:\*| |\* )|const )({_NAME}))", re.MULTILINE)
_OTHER = re.compile(r"\b(?:import|export)\b[^\n]*")


class Module:
    """One file of JavaScript, with what it imports and exports.

    Attributes:
        path: the file
        imports: for each statement the line that it is on, the file, and the names with those that they get here
        exports: the names that others can import
    """

    def __init__(self, path: Path):
        self.path = path
        # Comments may say what they like; blank characters in their place keep every line where it is.
        self._text = _COMMENT.sub(lambda found: re.sub(r"\S", " ", found[0]), path.read_text("utf-8"))
        self.imports = [
            (self._line(found.start()), path.parent.joinpath(found[2]).resolve(), _names(found[1]))
            for found in _IMPORT.finditer(self._text)
        ]
        self.exports = tuple(found[1] for found in _EXPORT.finditer(self._text))
        rest = _EXPORT.sub(lambda found: " " * len(found[0]), _IMPORT.sub(lambda found: _blank(found[0]), self._text))
        if other := _OTHER.search(rest):
            raise self.error(
                self._line(other.start()),
                f"{other[0].strip()!r}, expected no import or export but "
                '`import { name } from "./file.js";`, `export function name` and `export const name`',
            )
        if not re.fullmatch(_NAME, self.name):
            raise ValueError(f"{path.name}: expected a file name of letters and digits alone")

    @property
    def name(self) -> str:
        """The name of the file without its ending."""
        return self.path.stem

    def error(self, line: int, what: str) -> ValueError:
        """An error that says where it is."""
        return ValueError(f"{self.path.name}, line {line}: {what}")

    def scope(self) -> str:
        """The module as a function's body, which leaves what it exports in `modules`."""
        text = self.path.read_text("utf-8")
        for found in reversed(list(_IMPORT.finditer(self._text))):
            names = ", ".join(name if name == here else f"{name}: {here}" for name, here in _names(found[1]))
            text = f"{text[: found.start()]}const {{ {names} }} = modules.{Path(found[2]).stem};{text[found.end() :]}"
        body = re.sub(r"^export (?=(?:async )?function\b|const )", "", without_comments(text), flags=re.MULTILINE)
        return f"modules.{self.name} = (() => {{\n{body.rstrip()}\nreturn {{ {', '.join(self.exports)} }};\n}})();\n"

    def _line(self, at: int) -> int:
        return self._text.count("\n", 0, at) + 1


def joined(*paths: Path) -> str:
    """The modules in these files, with all that they import, as one text that makes them the fields of `modules`.

    Args:
        paths: files of JavaScript

    Raises:
        ValueError: for a statement that is not understood, a file that is not there, a name that it does not export,
            modules that import each other, and two of one name
    """
    return "const modules = {};\n" + "".join(module.scope() for module in modules_of(*paths))


def modules_of(*paths: Path) -> list[Module]:
    """The modules in these files and all that they import, each after what it imports; errors as of `joined`."""
    found: dict[str, Module] = {}
    for path in paths:
        _follow(Module(path.resolve()), found, ())
    return list(found.values())


def apart(first: Path, others: Sequence[Path], many: int) -> tuple[list[Module], dict[Path, list[Module]]]:
    """The modules for a page that loads what many pages need, and beside it only what it needs itself.

    Args:
        first: the file that every page needs
        others: files of which each page needs some
        many: what at least so many of them need is for every page

    Returns:
        the modules for every page, and for each of the others those that it needs beside them

    Raises:
        ValueError: as of `joined`
    """
    needed = {path: modules_of(path) for path in others}
    counts = Counter(module.name for modules in needed.values() for module in modules)
    shared = modules_of(first, *(m.path for modules in needed.values() for m in modules if counts[m.name] >= many))
    names = {module.name for module in shared}
    return shared, {path: [m for m in modules if m.name not in names] for path, modules in needed.items()}


def without_comments(program: str) -> str:
    r"""A program without its types and the lines that are comments alone, which only whoever reads the files needs.

    >>> without_comments("/** Twice\n * as much. */\nconst twice = (/** @type {number} */ x) => 2 * x; // exactly\n")
    'const twice = (x) => 2 * x; // exactly\n'
    """
    lines = re.sub(r"^ *(//.*|/\*\*(?s:.*?)\*/)\n", "", program, flags=re.MULTILINE)
    return re.sub(r"/\*\* @type [^*\n]*\*/ ?", "", lines)


def _follow(module: Module, found: dict[str, Module], importers: tuple[str, ...]) -> None:
    """Add a module after all that it imports."""
    if module.name in found:
        if found[module.name].path != module.path:
            raise ValueError(f"there are two modules {module.path.name}, expected different names")
        return
    within = (*importers, module.name)
    for line, path, names in module.imports:
        if not path.is_file():
            raise module.error(line, f"there is no file {path.name}")
        if path.stem in within:
            raise module.error(line, f"{path.name} imports this module, expected no circle")
        other = Module(path)
        for name, _ in names:
            if name not in other.exports:
                raise module.error(line, f"{path.name} exports no {name!r}, only {', '.join(other.exports)}")
        _follow(other, found, within)
    found[module.name] = module


def _names(braces: str) -> list[tuple[str, str]]:
    """What stands in the braces of an import: each name there, and the name here."""
    pairs = [each.split() for each in braces.split(",") if each.strip()]
    return [(pair[0], pair[-1]) for pair in pairs]


def _blank(text: str) -> str:
    return re.sub(r"\S", " ", text)
