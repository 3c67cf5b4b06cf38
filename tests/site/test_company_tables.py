"""Tables, names and needs are in the page what they are in the library: the steps that both sides do."""

import re
from dataclasses import asdict, replace

import numpy as np
import pytest
from effort import evidence
from effort.company import AGEING, COLUMNS, DIFFICULTIES, SHAPES, Company, Project
from effort.explorers import CompanyExplorer
from effort.explorers.bundle import joined
from effort.fields import HIDDEN, checked_name
from effort.growth import budget_needed, weight_needed
from effort.tables import read_table
from support.company_form import random_company
from support.portfolios import random_portfolio
from support.tables import READ, SCORES_READ, SCORES_WRONG, WRONG

RULES = {
    "difficulties": list(DIFFICULTIES),
    "shapes": list(SHAPES),
    "ageings": list(AGEING),
    "most": 2**53,
    "mostProjects": 2000,
}
PAGE_COLUMNS, PAGE_MEASURED = (
    [{"name": name} | asdict(column) for name, column in columns.items()] for columns in (COLUMNS, evidence.COLUMNS)
)
FRONT_ENDS = CompanyExplorer.front_end.parent
READER = f"""{joined(FRONT_ENDS / "projects.js")}
  const {{ COLUMNS, projectsIn, projectsOf, rowsOf, tableOf }} = modules.projects;
  const {{ readTable }} = modules.tables;
  const {{ HIDDEN, nameOf, numberOf }} = modules.fields;"""


def in_the_page(page, expression: str, *values):
    """What the page makes of each of these tables; a refusal is its message. Bytes are handed over as bytes."""
    sources = [list(value) if isinstance(value, bytes) else value for value in values[0]]
    return page.evaluate(
        f"""([sources, ...others]) => {{
             {READER}
             return sources.map((given) => {{
               const source = Array.isArray(given) ? new Uint8Array(given) : given;
               try {{ return ({expression})(source, ...others); }} catch (error) {{ return error.message; }}
             }});
           }}""",
        [sources, *values[1:]],
    )


def in_the_library(source: str | bytes, columns, what: str):
    try:
        table = read_table(source, columns, what, "x.csv")
    except ValueError as error:
        return str(error)
    return [[[row.line, row.values] for row in table.rows], list(table.notes)]


ROWS = """(source, columns, what) => {
  const { rows, notes } = readTable(source, columns, what, 'x.csv');
  return [rows.map(({ line, values }) => [line, values]), notes];
}"""


def test_tables_are_read_as_the_library_reads_them(form):
    """What is read, what is said, and what is refused, word for word."""
    assert form.page.evaluate(f"() => {{ {READER}\nreturn COLUMNS; }}") == PAGE_COLUMNS
    said = in_the_page(
        form.page, "(source, rules) => projectsOf(source, 'x.csv', rules)", [s for s, _ in WRONG.values()], RULES
    )
    assert said == [f"x.csv{message}" for _, message in WRONG.values()]
    for cases, columns, page_columns, what in (
        ({**READ, **WRONG}, COLUMNS, PAGE_COLUMNS, "project"),
        ({**SCORES_READ, **SCORES_WRONG}, evidence.COLUMNS, PAGE_MEASURED, "measurement"),
    ):
        sources = [source for source, *_ in cases.values()]
        found = in_the_page(form.page, ROWS, sources, page_columns, what)
        assert dict(zip(cases, found, strict=True)) == {
            name: in_the_library(source, columns, what) for name, (source, *_) in cases.items()
        }


PARTS = {
    "project": [
        "a", "b", "Café", "Cafe\u0301", "#x", "x y", " c\u00a0", "é", "\U0001fae8", "x\u202e", "Total", "", "one\ntwo",
    ],
    "importance": [
        "0", "1", "2.5", "1,5", "1.200", "1,200", "1 200", "1,200.5", "\u22123", "1e3", "12%", "7 %", "$5", "٣", "",
    ],
    "floor": ["0", "1", "10.0", "1.200", "1,200", "2 000", "1.5", "-1", ""],
    "difficulty": ["hard", "Very  hard", ""],
    "owner": ["", "Kim", "1"],
    "": ["", "", "", "1"],
}  # fmt: skip
NOISE = [
    "project", "cap", '"', '""', "# c", "\n", "\r\n", "\r", ",", ";", "\t", "\x00.", "\ufeff", "sep=;", "\u2028", "a",
    "1,200",
]  # fmt: skip


def table_of_chance(rng) -> str:
    """Mostly a table; now and then with a piece of noise in it, or nothing but noise."""
    if rng.random() < 0.1:
        return "".join(rng.choice(NOISE, rng.integers(0, 12)))
    columns = list(rng.permutation(list(PARTS)[1:])[: rng.integers(0, 4)])
    columns.insert(int(rng.integers(0, len(columns) + 1)), "project")
    rows = [columns, *([str(rng.choice(PARTS[column])) for column in columns] for _ in range(rng.integers(1, 4)))]
    delimiter, end = rng.choice([",", ";", "\t"]), rng.choice(["\n", "\r\n", "\r"])
    quote = [
        [f'"{cell}"' if rng.random() < 0.3 or "," in cell or "\n" in cell else cell for cell in row] for row in rows
    ]
    text = rng.choice(["", "# made\n\n", f"sep={delimiter}\n"], p=[0.8, 0.1, 0.1]) + end.join(
        map(delimiter.join, quote)
    )
    if rng.random() < 0.2:
        at = int(rng.integers(0, len(text) + 1))
        text = text[:at] + str(rng.choice(NOISE)) + text[at:]
    return text


def test_tables_of_chance_are_read_as_the_library_reads_them(form):
    rng = np.random.default_rng(17)
    texts = [table_of_chance(rng) for _ in range(4000)]
    sources = [*texts, *(text.encode(coding) for text in texts[:300] for coding in ("utf-8", "utf-16"))]
    sources += [text.encode("cp1252", "ignore") for text in texts[:300]]
    sources += [bytes(rng.integers(0, 256, 12).tolist()) + b"\nproject,floor\na,1" for _ in range(200)]
    found = in_the_page(form.page, ROWS, sources, PAGE_COLUMNS, "project")
    expected = [in_the_library(source, COLUMNS, "project") for source in sources]
    different = [each for each in zip(sources, found, expected, strict=True) if each[1] != each[2]]
    assert not different, different[:3]
    read = [each for each in expected if not isinstance(each, str)]
    assert len(read) > 300 and sum(bool(notes) for _, notes in read) > 50
    assert len({re.sub("'.*?'|[0-9]+", "", each) for each in expected if isinstance(each, str)}) > 15


def test_the_same_characters_are_refused(form):
    """Every character there is; nothing of it may depend on the tables of this Python or this browser."""
    hidden = form.page.evaluate(
        f"""() => {{
             {READER}
             const points = Array.from({{ length: 0x110000 }}, (_, i) => i);
             return points.filter((point) => String.fromCodePoint(point).search(HIDDEN) === 0);
           }}"""
    )
    assert hidden == [point for point in range(0x110000) if HIDDEN.match(chr(point))]
    names = [
        "Total", "SUMME:", "Total recall", "итого", "=x", "-", "#", "", "x" * 200, "x" * 201, "\U0001fae8" * 200,
        " a\u3000 b\n", "\u212b", "\U0001f3f4\U000e0067\U000e007f", "\U000e0067", "\u200d", "a\u200bb", "\u0600",
        "\ue000", "o\u0308\u0323",
    ]  # fmt: skip
    found = in_the_page(form.page, "(source) => [nameOf(source)]", names)
    for name, read in zip(names, found, strict=True):
        try:
            assert read == [checked_name(name)]
        except ValueError as error:
            assert read == str(error)


def test_what_the_form_saves_is_what_the_library_saves(form):
    rng = np.random.default_rng(8)
    companies = [random_company(rng, today=k % 2 == 0) for k in range(200)]
    tables = [company.table() for company in companies]
    tables += [table.replace("\n", "\r\n") for table in tables[:50]]
    companies += companies[:50]
    read = in_the_page(form.page, "(source, rules) => projectsOf(source, 'x.csv', rules)", tables, RULES)
    for company, found in zip(companies, read, strict=True):
        assert [Project(**each) for each in found["projects"]] == list(company.projects) and found["notes"] == []
    lists = [found["projects"] for found in read]
    written = form.page.evaluate(
        f"(lists) => {{ {READER}\nreturn lists.map((each) => tableOf(rowsOf(each))); }}", lists
    )
    assert written == [company.table() for company in companies]


def test_what_takes_a_project_there_is_what_the_library_says(form):
    rng = np.random.default_rng(11)
    vectors, expected = [], []
    while len(vectors) < 600:
        portfolio, budget = random_portfolio(rng)
        gains = portfolio.curve.unit_gain(np.arange(budget + 41)[:, None]).T
        i, units = int(rng.integers(len(portfolio))), int(rng.integers(0, budget + 2))
        caps = np.minimum(portfolio.cap, budget + 40)
        portfolio = replace(portfolio, cap=caps)
        name = portfolio.names[i]
        if not np.all(np.isfinite(gains)) or units > caps[i]:
            continue
        try:
            needed = budget_needed(portfolio, name, units)
        except ValueError:
            needed = None
        weight = weight_needed(portfolio, name, units, budget)
        expected.append((needed, weight if np.isfinite(weight) else None))
        vectors.append(
            [gains.tolist(), portfolio.weight.tolist(), portfolio.floor.tolist(), caps.tolist(), i, units, budget]
        )
    found = form.page.evaluate(
        f"""(vectors) => {{
             {joined(FRONT_ENDS / "allocate.js")}
             const {{ budgetNeeded, weightNeeded }} = modules.allocate;
             const finite = (value) => (Number.isFinite(value) ? value : null);
             return vectors.map((v) => [finite(budgetNeeded(...v.slice(0, 6))), finite(weightNeeded(...v))]);
           }}""",
        vectors,
    )
    assert [budget for budget, _ in found] == [budget for budget, _ in expected]
    for (_, page), (_, library) in zip(found, expected, strict=True):
        assert (page is None) == (library is None) and (page is None or page == pytest.approx(library, rel=1e-9))
    assert sum(budget is None for budget, _ in expected) > 5 and sum(w is not None and w > 0 for _, w in expected) > 100


def test_many_units_are_given_out_as_the_library_does(form):
    """Where there is much to give out, the page searches for the price, and finds the same units."""
    rng = np.random.default_rng(12)
    kinds = [(difficulty, shape) for difficulty in DIFFICULTIES for shape in SHAPES]
    curves = [Project("p", 1, *kind).curve().unit_gain(np.arange(640)).tolist() for kind in kinds]
    vectors, expected = [], []
    for _ in range(60):
        n, budget = int(rng.integers(30, 400)), int(rng.integers(800, 4000))
        which = rng.integers(len(kinds), size=n).tolist()
        weights = rng.choice([0, 0.3, 1, 1.7, 2.9, 6, 13], size=n).tolist()
        floors, caps = rng.integers(0, 3, size=n).tolist(), rng.choice([640, 640, 9], size=n).tolist()
        each = zip(which, weights, floors, caps, strict=True)
        projects = [
            Project(f"p{i}", weight, *kinds[kind], floor=floor, cap=cap)
            for i, (kind, weight, floor, cap) in enumerate(each)
        ]
        vectors.append([which, weights, floors, caps, budget])
        expected.append(Company(projects).allocate(budget).effort.tolist())
    found = form.page.evaluate(
        f"""([curves, vectors]) => {{
             {joined(FRONT_ENDS / "allocate.js")}
             return vectors.map(([which, ...v]) => modules.allocate.allocate(which.map((kind) => curves[kind]), ...v));
           }}""",
        [curves, vectors],
    )
    assert found == expected
