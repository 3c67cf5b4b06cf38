"""How the book writes and what it refers to: per cent, words before they are used, works, objections, the source."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from effort import allocate
from pybtex.database import parse_file
from support.contents import chapters, pages
from support.shop import SHOP

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "book"
LIBRARY = "\n".join(path.read_text("utf-8") for path in sorted(ROOT.glob("lib/effort/**/*.py")))
WORKS = parse_file(BOOK / "references.bib").entries
WITHOUT_ADDRESS = {"gross1956"}
"""Works of which no lasting address is known."""


def cells(chapter: str) -> list[dict]:
    return json.loads((BOOK / f"{chapter}.ipynb").read_text("utf-8"))["cells"]


def prose(page: str) -> str:
    """What is written in a page, captions included, without code."""
    if (ROOT / f"{page}.md").is_file():
        return (ROOT / f"{page}.md").read_text("utf-8")
    parts = []
    for cell in cells(Path(page).name):
        if cell["cell_type"] == "markdown":
            parts.append("".join(cell["source"]))
        parts.append(cell["metadata"].get("mystnb", {}).get("figure", {}).get("caption", ""))
    return "\n\n".join(parts)


def shown(chapter: str) -> list[str]:
    """What a chapter's code puts into its page in words: glued phrases and tables."""
    outputs = [output.get("data", {}) for cell in cells(chapter) for output in cell.get("outputs", [])]
    texts = [text for data in outputs for mime, text in data.items() if mime.endswith("text/plain")]
    return ["".join(text) for text in texts]


def running(text: str) -> str:
    """The words of a text that a reader reads in order: no formulae, tables or literal text."""
    text = re.sub(r"^```\{math\}.*?^```$|^\$\$.*?^\$\$$|^\|.*?$", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"\$[^$]*\$|(?<!\})`[^`]*`", "x", text)


def glued(chapter: str) -> dict[str, str]:
    outputs = [output for cell in cells(chapter) for output in cell.get("outputs", [])]
    records = [(o["metadata"]["scrapbook"]["name"], o["data"]) for o in outputs if "scrapbook" in o.get("metadata", {})]
    return {name: next(iter(data.values())) for name, data in records}


@pytest.mark.parametrize("page", pages())
def test_per_cent_is_a_sign_set_off_from_its_number(page):
    """The build makes the blank before the sign one at which no line breaks."""
    words = running(prose(page))
    if not page.endswith(("library", "changes")):
        assert not re.findall(r".*(?:[\d}`]%|\d per ?cent).*", re.sub(r"\{glue:text\}`\w+`", "7", words))
    if page.removeprefix("book/") in chapters():
        assert not [text for text in shown(page.removeprefix("book/")) if re.search(r"\d%|\d per ?cent", text)]


def test_the_source_and_what_it_builds_on_can_be_opened():
    for page, address in (
        ("book/index", "https://mlumiste.com/general/research-startups/"),
        ("book/allocation", "https://mlumiste.com/datascience/optimising-for-impact/"),
    ):
        assert f"]({address})" in prose(page)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("index", ("a PhD", "NeurIPS", "the smaller a company's market value", "nearly all of it is done by big tech")),
        ("lifecycle", ('"V1"', '"V2"')),
        ("allocation", ("lights", "novelty")),
        ("growth", ("farmer", "prompt engineers", "quarterly", "KDD")),
        ("take-away", ("big tech might be", "the amount of interesting ML engineering grows with size")),
    ],
)
def test_what_the_source_says_is_carried(page, words):
    text = " ".join(prose(f"book/{page}").split())
    assert not [each for each in words if each not in text]


@pytest.mark.parametrize(
    ("page", "short"), [("index", "ML"), ("index", "SotA"), ("lifecycle", "ML"), ("lifecycle", "DL")]
)
def test_short_forms_are_spelled_out_where_they_first_stand(page, short):
    text = prose(f"book/{page}").replace("ML research and startups", "").replace("first ML model", "")
    first = re.search(rf"\b{short}\b", text)
    assert first and text[first.start() - 1] == "(" and text[first.end()] == ")", text[first.start() - 60 : first.end()]


@pytest.mark.parametrize("key", WORKS)
def test_every_work_is_used_and_can_be_found(key):
    fields = WORKS[key].fields
    cited = set(re.findall(r"\{cite:p\}`([^`]*)`", "\n".join(prose(page) for page in pages())))
    if not any(key in group.split(",") for group in cited):
        author = WORKS[key].persons["author"][0].last_names[0]
        assert re.search(rf"{author}[^.]*{fields['year']}", LIBRARY), "no chapter cites it, nor does the library"
    assert (key in WITHOUT_ADDRESS) != ("doi" in fields or "url" in fields)
    assert re.fullmatch(r"10\.\d{4,}/\S+", fields.get("doi", "10.1234/none"))
    assert fields.get("url", "https://").startswith("https://")


def test_what_the_library_names_is_in_the_bibliography():
    named = set(
        re.findall(r"\b(?!August\b)([A-Z][a-z]+)(?:, \w+)*(?: and \w+| et al\.)?,? \(?((?:19|20)\d\d)\b", LIBRARY)
    )
    known = {
        (person.last_names[0], work.fields["year"]) for work in WORKS.values() for person in work.persons["author"]
    }
    assert named and named <= known


def test_there_are_fourteen_objections_each_with_a_verdict_and_a_section_that_is_there():
    items = re.split(r"^\d+\. ", prose("book/objections"), flags=re.MULTILINE)[1:]
    assert len(items) == 14
    assert [int(n) for n in re.findall(r"^(\d+)\. ", prose("book/objections"), re.MULTILINE)] == [*range(1, 15)]
    for item in items:
        assert re.match(r'\*\*"[^"*]+"\*\* \*(Answered|Granted|In part)\b', item), item
        targets = re.findall(r"\]\(([\w-]+)\.ipynb(?:#([\w-]+))?\)", item)
        assert targets and item.count("](") == len(targets), item
        for chapter, section in targets:
            headings = re.findall(r"^##+ (.*)$", prose(f"book/{chapter}"), re.MULTILINE)
            assert not section or section in {_anchor(heading) for heading in headings}, (chapter, section)
    for page in ("index", "take-away"):
        assert "(objections.md)" in prose(f"book/{page}")


def _anchor(heading: str) -> str:
    """What a heading is called in addresses.

    >>> _anchor("Why not just hire?")
    'why-not-just-hire'
    """
    return re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-"))


def test_the_words_of_the_chapters_are_in_the_glossary():
    text = prose("book/glossary")
    terms = re.findall(r"(?:^|\n\n)(\w[^\n]*)\n  \S", text[text.index("{glossary}\n") + 11 :])
    wanted = "machine learning (ML)|deep learning (DL)|state of the art (SotA)|V1, V2|stage|share|pull|platform|"
    wanted += (
        "spill-over|prerequisite|prize|threshold|envelope|Hill curve|person-month|greedy rule|shadow price|floor|cap"
    )
    assert not set(wanted.split("|")) - set(terms)
    assert [term.lower() for term in terms] == sorted(term.lower() for term in terms)


@pytest.mark.parametrize("chapter", ["lifecycle", "allocation"])
def test_the_first_chapters_are_short(chapter):
    assert len(running(prose(f"book/{chapter}")).split()) < 1150


@pytest.mark.parametrize("page", ["index", "ml-first", "take-away"])
def test_more_ways_than_two_are_named_where_the_two_are(page):
    text = " ".join(prose(f"book/{page}").split()).lower()
    for way in (r"short list", r"near the top\W+dependence|threshold", r"others build on", r"bought\W+buying"):
        assert re.search(way, text), way


def test_shared_work_brings_the_frontier_nearer():
    """By trying every platform, and by plain loops over the two groups that a spill-over makes."""
    said, a, b = glued("dependence"), SHOP.curve.a, SHOP.curve.b
    value = lambda effort: float(np.sum(a * np.log1p(b * np.asarray(effort))))  # noqa: E731

    def pricing_counts(budget: int) -> float:
        earned = []
        for built in range(budget):
            times = 1 + built / (built + 10)
            effort = _greedy(a, b * times, budget - built)
            earned.append((value(effort * times), effort[0] * times))
        return max(earned)[1]

    at = int(said["platform_at"])
    assert pricing_counts(at) >= 80 > pricing_counts(at - 1)
    assert said["top_counts"] == f"{pricing_counts(100):.0f}"

    def dispatching(budget: int) -> int:
        share, best = np.array([0.25, 0, 0, 0.25, 0]), (0.0, 0)
        for source in range(40, min(budget, 120)):
            effort = _greedy(np.delete(a, 1), np.delete(b, 1), budget - source, np.delete(share * source, 1))
            best = max(best, (value(np.insert(effort, 1, 0.0) + share * source + np.eye(5)[1] * source), source))
        return best[1]

    at = int(said["source_at"])
    assert dispatching(at) >= 80 > dispatching(at - 1)


def _greedy(a, b, budget: int, given=0.0) -> np.ndarray:
    """Units by the rule for a log(1 + b (x + given))."""
    effort = np.zeros(len(a))
    for _ in range(budget):
        gains = a * (np.log1p(b * (effort + 1 + given)) - np.log1p(b * (effort + given)))
        effort[np.argmax(gains)] += 1
    return effort


def test_a_floor_elsewhere_gives_the_top_project_no_more():
    """Objection 9 leans on it."""
    rng = np.random.default_rng(9)
    for _ in range(200):
        shop = replace(SHOP, weight=rng.uniform(0.2, 5, 5))
        floor = np.r_[0, rng.integers(0, 20, 4)]
        assert allocate(replace(shop, floor=floor), 100).effort[0] <= allocate(shop, 100).effort[0]


def test_data_that_raise_all_curves_alike_change_no_division():
    """Objection 7 leans on it."""
    for times in (0.5, 2, 7):
        raised = replace(SHOP, curve=replace(SHOP.curve, a=times * SHOP.curve.a))
        np.testing.assert_array_equal(allocate(raised, 100).effort, allocate(SHOP, 100).effort)
