"""The reader's own company in the page: its answers are the library's, its tables are the command line's, and no text does harm."""

import re
from dataclasses import asdict, replace
from urllib.parse import quote
from xml.etree import ElementTree

import numpy as np
import pytest
from accessibility import violations
from effort import evidence
from effort.company import COLUMNS, DIFFICULTIES, SHAPES, Company, Project, company_of, read_company
from effort.explorers import CompanyExplorer
from effort.explorers.bundle import joined
from effort.fields import HIDDEN, checked_name
from effort.growth import budget_needed, weight_needed
from effort.tables import read_table
from live import MUDDLED, settle
from portfolios import random_portfolio
from tables import READ, SCORES_READ, SCORES_WRONG, WRONG

DESK = {"width": 1280, "height": 1000}
NASTY = "<img src=x onerror=alert(1)>"
NAMES = ["search", NASTY, 'ads & "more"', "naïve, Bayes", "пошук", "🚲 rides", "a;b", "$x$ {name}", "</script>"]
RULES = {
    "difficulties": list(DIFFICULTIES),
    "shapes": list(SHAPES),
    "most": 2**53,
    "mostProjects": 2000,
}
PAGE_COLUMNS, PAGE_MEASURED = (
    [{"name": name} | asdict(column) for name, column in columns.items()] for columns in (COLUMNS, evidence.COLUMNS)
)
FRONT_ENDS = CompanyExplorer.front_end.parent
READER = f"""{joined(FRONT_ENDS / "projects.js")}
  const {{ COLUMNS, projectsOf, tableOf }} = modules.projects;
  const {{ readTable }} = modules.tables;
  const {{ HIDDEN, nameOf, numberOf }} = modules.fields;"""


def random_company(rng) -> Company:
    """With any names, and floors that fit 40 person-months."""
    return Company(
        [
            Project(
                str(name),
                float(rng.choice([0, 0.5, 1, 2.25, 3, 7, 12, 40])),
                str(rng.choice(list(DIFFICULTIES))),
                str(rng.choice(SHAPES)),
                floor=int(rng.choice([0, 0, 3, 15])),
                cap=[None, None, 20, 90][rng.integers(4)],
            )
            for name in rng.permutation(NAMES)[: rng.integers(1, 9)]
        ]
    )


class Form:
    """The page with the form, and what can be done to it."""

    def __init__(self, page, address: str):
        self.page, self.address = page, f"{address}book/your-company.html"

    def open(self, link: str = "") -> "Form":
        self.page.goto("about:blank")
        self.page.goto(self.address + link)
        self.page.wait_for_selector(".explorer .explorer-sentence:not(:empty)")
        return self

    def follow(self, link: str) -> None:
        """Follow a link to the page that is open."""
        self.page.evaluate(
            """(link) => new Promise((done) => {
                 addEventListener('hashchange', () => done(), { once: true });
                 location.hash = link;
               })""",
            link,
        )

    def find(self, selector: str):
        return self.page.locator(".explorer").locator(selector)

    def field(self, i: int, label: str):
        return self.find(".explorer-project").nth(i).get_by_label(label, exact=True)

    def press(self, name: str):
        self.find("button").get_by_text(name, exact=True).click()

    def note(self) -> str:
        return self.find(".explorer-note").inner_text()

    def load(self, text: str | bytes, name: str = "projects.csv") -> None:
        content = text if isinstance(text, bytes) else text.encode()
        self.page.evaluate("() => document.querySelector('.explorer-note').textContent = ''")
        self.find("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
        self.page.wait_for_function("() => document.querySelector('.explorer-note').textContent")

    def saved(self, button: str, path):
        with self.page.expect_download() as download:
            self.press(button)
        download.value.save_as(path)
        return path

    def read(self) -> dict:
        """What the form says."""
        return self.page.evaluate(
            """() => {
              const text = (node) => node.textContent;
              const all = (selector) => [...document.querySelectorAll(`.explorer ${selector}`)];
              return {
                sentence: all('.explorer-sentence').map(text)[0],
                answers: Object.fromEntries(all('[data-answer]').map((node) => [node.dataset.answer, text(node)])),
                names: all('.field-project input').map((input) => input.value),
                outcomes: all('output').map(text),
                drawn: all('.explorer-figure svg .number').map(text),
              };
            }"""
        )

    def shows(self, company: Company, months: int) -> None:
        """All that the form says is what the library says for this company."""
        explorer = CompanyExplorer(projects=company.table(), months=months)
        seen, best = explorer.outlook, explorer.outlook.allocation
        said, words = self.read(), explorer.outlook.in_words()
        unspent = f" {best.unspent} weeks find no use." if best.unspent else ""
        frontier = words.pop("frontier")
        assert said["sentence"] == f"{months} person-months are {4 * months} weeks.{unspent} {frontier}"
        assert said["answers"] == words
        cards = len(said["names"])
        assert cards == min(50, len(company.projects))
        assert said["names"] == [project.name for project in company.projects[:cards]]
        rows = zip(best.effort[:cards], seen.stages, best.accuracy, strict=False)
        for outcome, (units, stage, points) in zip(said["outcomes"], rows, strict=True):
            shown = re.fullmatch(rf"{units} weeks?: {re.escape(stage)}, (\d+) points", outcome)
            assert shown and abs(int(shown[1]) - points) <= 0.51
        largest = np.argsort(-best.effort, kind="stable")[:12]
        assert [int(text.removesuffix(" →")) for text in said["drawn"]] == best.effort[largest].tolist()


def link_to(company: Company, months: int) -> str:
    return f"#company?projects={quote(company.table())}&months={months}"


@pytest.fixture(scope="module")
def tab(browser, address):
    """One tab for all tests, and what troubles the browser in it; to ask another host is trouble too."""
    context = browser.new_context(viewport=DESK, color_scheme="light", accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page, troubles = context.new_page(), []
    page.on(
        "request", lambda request: request.url.startswith((address, "blob:", "about:")) or troubles.append(request.url)
    )
    page.on("console", lambda said: said.type in ("error", "warning") and troubles.append(said.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("dialog", lambda dialog: troubles.append(dialog.message))
    yield page, troubles
    context.close()


@pytest.fixture
def form(tab, address):
    """The form as it is when its page is opened."""
    page, troubles = tab
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light")
    yield Form(page, address).open()
    assert page.locator(".explorer img, .explorer script").count() == 0
    found = [*troubles]
    troubles.clear()  # the next test is not to blame for them
    assert not found


EXAMPLE = company_of(CompanyExplorer().projects)


# The steps that both sides do


def in_the_page(page, expression: str, *values):
    """What the page's reader of tables makes of each of these; a refusal is its message. Bytes are handed over as bytes."""
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
        "a",
        "b",
        "Café",
        "Cafe\u0301",
        "#x",
        "x y",
        " c\u00a0",
        "é",
        "\U0001fae8",
        "x\u202e",
        "Total",
        "",
        "one\ntwo",
    ],
    "importance": [
        "0",
        "1",
        "2.5",
        "1,5",
        "1.200",
        "1,200",
        "1 200",
        "1,200.5",
        "\u22123",
        "1e3",
        "12%",
        "7 %",
        "$5",
        "٣",
        "",
    ],
    "floor": ["0", "1", "10.0", "1.200", "1,200", "2 000", "1.5", "-1", ""],
    "difficulty": ["hard", "Very  hard", ""],
    "owner": ["", "Kim", "1"],
    "": ["", "", "", "1"],
}
NOISE = [
    "project",
    "cap",
    '"',
    '""',
    "# c",
    "\n",
    "\r\n",
    "\r",
    ",",
    ";",
    "\t",
    "\x00.",
    "\ufeff",
    "sep=;",
    "\u2028",
    "a",
    "1,200",
]


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
        f"() => {{ {READER}\nreturn Array.from({{ length: 0x110000 }}, (_, i) => i).filter((i) => String.fromCodePoint(i).search(HIDDEN) === 0); }}"
    )
    assert hidden == [point for point in range(0x110000) if HIDDEN.match(chr(point))]
    names = [
        "Total",
        "SUMME:",
        "Total recall",
        "итого",
        "=x",
        "x" * 200,
        "x" * 201,
        "\U0001fae8" * 200,
        " a\u3000 b\n",
        "\u212b",
        "-",
        "#",
    ]
    names += [
        "\U0001f3f4\U000e0067\U000e007f",
        "\U000e0067",
        "",
        "\u200d",
        "a\u200bb",
        "\u0600",
        "\ue000",
        "o\u0308\u0323",
    ]
    found = in_the_page(form.page, "(source) => [nameOf(source)]", names)
    for name, read in zip(names, found, strict=True):
        try:
            assert read == [checked_name(name)]
        except ValueError as error:
            assert read == str(error)


def test_what_the_form_saves_is_what_the_library_saves(form):
    rng = np.random.default_rng(8)
    companies = [random_company(rng) for _ in range(200)]
    tables = [company.table() for company in companies]
    tables += [table.replace("\n", "\r\n") for table in tables[:50]]
    companies += companies[:50]
    read = in_the_page(form.page, "(source, rules) => projectsOf(source, 'x.csv', rules)", tables, RULES)
    for company, found in zip(companies, read, strict=True):
        assert [Project(**each) for each in found["projects"]] == list(company.projects) and found["notes"] == []
    lists = [found["projects"] for found in read]
    written = form.page.evaluate(f"(lists) => {{ {READER}\nreturn lists.map(tableOf); }}", lists)
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


# The form


def test_what_the_form_says_is_what_the_library_says(form):
    form.shows(EXAMPLE, 25)
    rng = np.random.default_rng(2026)
    for _ in range(60):
        company, months = random_company(rng), int(rng.integers(32, 200))
        form.follow(link_to(company, months))
        form.shows(company, months)


def test_the_examples(form):
    names = form.page.get_by_role("group", name="Examples to begin with").get_by_role("button").all_inner_texts()
    explorer = CompanyExplorer()
    assert names == [example["name"] for example in explorer.data["examples"]]
    for example in reversed(explorer.data["examples"]):
        form.press(example["name"])
        form.shows(company_of(example["projects"]), example["months"])


def test_every_field(form):
    form.field(1, "Importance").fill("8")
    form.field(2, "How hard is it?").select_option("very hard")
    form.field(3, "Beyond the frontier?").select_option("levels off")
    form.field(4, "At least (weeks)").fill("12")
    form.field(0, "At most (weeks)").fill("9")
    form.field(0, "Project").fill("pricing")
    each = EXAMPLE.projects
    company = Company(
        [
            Project("pricing", each[0].importance, cap=9),
            Project(each[1].name, 8),
            Project(each[2].name, each[2].importance, "very hard"),
            Project(each[3].name, each[3].importance, shape="levels off"),
            Project(each[4].name, each[4].importance, floor=12),
        ]
    )
    form.shows(company, 25)
    number = form.page.get_by_label("The team's effort (person-months), as a number")
    number.fill("700")
    number.press("Enter")
    form.shows(company, 700)
    assert float(form.page.get_by_label("The team's effort (person-months)", exact=True).input_value()) == 700
    form.press("Reset")
    form.shows(EXAMPLE, 25)


def test_the_keyboard_is_enough(form):
    form.field(0, "Importance").focus()
    form.page.keyboard.press("ArrowUp")
    form.page.get_by_label("The team's effort (person-months)", exact=True).focus()
    form.page.keyboard.press("ArrowRight")
    changed = Project(EXAMPLE.projects[0].name, float(form.field(0, "Importance").input_value()))
    assert changed.importance > EXAMPLE.projects[0].importance
    form.shows(Company([changed, *EXAMPLE.projects[1:]]), 26)


@pytest.mark.parametrize(("typed", "taken"), [("1,5", 1.5), ("2.25", 2.25), (",5", 0.5), ("1,2000", 1.2), ("12,", 12)])
def test_decimal_commas(form, typed, taken):
    field = form.field(0, "Importance")
    field.focus()
    form.page.keyboard.press("Control+a")
    form.page.keyboard.type(typed)
    assert form.note() == "" and field.input_value() == typed, "what is being typed stays as it is typed"
    form.page.keyboard.press("Tab")
    form.shows(Company([Project(EXAMPLE.projects[0].name, taken), *EXAMPLE.projects[1:]]), 25)
    form.field(1, "Importance").fill("9")  # and is shown with a point once another is changed
    assert float(field.input_value()) == taken and field.get_attribute("aria-valuenow") == f"{taken:g}"


@pytest.mark.parametrize(
    ("label", "typed", "message"),
    [
        ("Importance", "1,200", "importance: '1,200' can be read as 1.2 or as 1200, expected one of these"),
        ("Importance", "1.125", "importance: '1.125' can be read as 1.1250 or as 1125, expected one of these"),
        ("Importance", "1 200", "importance: '1 200', expected a number of at least 0, without thousands marks"),
        ("Importance", "12 %", "importance: '12 %', expected a number of at least 0, without thousands marks"),
        ("At least (weeks)", "1,000", "floor: '1,000' can be read as 1 or as 1000, expected one of these"),
        ("At most (weeks)", "10 weeks", "cap: '10 weeks', expected a whole number from 0 to 2^53, or nothing, without"),
    ],
)
def test_what_is_typed_letter_by_letter_and_is_no_number_leaves_nothing_behind(form, label, typed, message):
    """Of "1,200" the first letters are a number; it is not kept."""
    field = form.field(0, label)
    field.focus()
    form.page.keyboard.press("Control+a")
    form.page.keyboard.type(typed)
    assert form.note().startswith(message) and form.note().endswith("; nothing is changed.")
    assert field.input_value() == typed and field.get_attribute("aria-invalid") == "true"
    form.shows(EXAMPLE, 25)


def test_arrow_keys_in_the_number_boxes(form):
    first = EXAMPLE.projects[0]
    for label, keys in (
        ("Importance", "Up Up Down Up"),
        ("At least (weeks)", "Down Up Up"),
        ("At most (weeks)", "Up Up Up"),
    ):
        form.field(0, label).focus()
        for key in keys.split():
            form.page.keyboard.press(f"Arrow{key}")
    form.shows(Company([Project(first.name, first.importance + 2, floor=2, cap=3), *EXAMPLE.projects[1:]]), 25)
    form.field(0, "Importance").fill("2,25")
    form.page.keyboard.press("ArrowDown")
    form.page.keyboard.press("ArrowDown")
    form.page.keyboard.press("ArrowDown")
    form.shows(Company([Project(first.name, 0, floor=2, cap=3), *EXAMPLE.projects[1:]]), 25)


def test_projects_come_and_go(form):
    form.press("Add a project")
    assert form.page.evaluate("() => document.activeElement.value") == "project 6"
    form.page.keyboard.type("fraud")
    form.shows(Company([*EXAMPLE.projects, Project("fraud")]), 25)
    form.page.get_by_role("button", name="Remove dispatching").click()
    form.shows(Company([EXAMPLE.projects[0], *EXAMPLE.projects[2:], Project("fraud")]), 25)
    for _ in range(4):
        form.find(".explorer-project button").first.click()
    form.find(".explorer-project button").first.click()
    assert form.note() == "One project is needed; nothing is changed."
    form.shows(Company([Project("fraud")]), 25)


@pytest.mark.parametrize(
    ("label", "text", "message"),
    [
        ("Project", "", "project is '', expected a name"),
        ("Project", "dispatching", "project: 'dispatching' is there already"),
        ("Project", "=1+1", "expected a name that does not begin with"),
        ("Importance", "-2", "importance: '-2', expected a number of at least 0"),
        ("At least (weeks)", "1.5", "floor: '1.5', expected a whole number"),
        ("At least (weeks)", "101", "floor: they add up to 101 weeks, expected at most the budget, 100"),
        ("At least (weeks)", "900", "floor is 900, expected at most the cap, 640"),
        ("At most (weeks)", "-1", "cap: '-1', expected a whole number"),
    ],
)
def test_what_makes_no_sense_is_named_and_changes_nothing(form, label, text, message):
    field = form.field(0, label)
    field.fill(text)
    assert message in form.note() and form.note().endswith("nothing is changed.")
    assert field.get_attribute("aria-invalid") == "true"
    before = form.read()
    before["names"][0] = EXAMPLE.projects[0].name
    field.fill({"Project": "x", "Importance": "3"}.get(label, ""))
    assert form.note() == "" and field.get_attribute("aria-invalid") is None
    if label != "Project":
        form.shows(EXAMPLE, 25)


def test_the_effort_can_not_fall_below_the_floors(form):
    form.field(0, "At least (weeks)").fill("50")
    number = form.page.get_by_label("The team's effort (person-months), as a number")
    number.fill("3")
    number.press("Enter")
    assert "goes from 13 to 1000" in form.note()
    changed = Project(EXAMPLE.projects[0].name, EXAMPLE.projects[0].importance, floor=50)
    form.shows(Company([changed, *EXAMPLE.projects[1:]]), 13)


# Tables, links, pictures


def test_saved_and_loaded(form, tmp_path):
    company = random_company(np.random.default_rng(1))
    form.load(company.table())
    assert re.fullmatch(r"projects\.csv: \d projects? read\.", form.note())
    form.shows(company, 25)
    path = form.saved("Save as CSV", tmp_path / "saved.csv")
    assert read_company(path) == company
    form.press("Reset")
    form.load(path.read_bytes())
    form.shows(company, 25)


def test_a_wrong_table_changes_nothing(form):
    for text, message in WRONG.values():
        form.load(text)
        assert form.page.evaluate("() => document.querySelector('.explorer-note').textContent") == (
            f"projects.csv{message}; nothing is changed."
        )
    form.shows(EXAMPLE, 25)


def test_what_is_assumed_of_a_table_is_said(form):
    for text, rows, notes in READ.values():
        form.load(text)
        read = f"projects.csv: {len(rows)} {'project' if len(rows) == 1 else 'projects'} read."
        assert form.page.evaluate("() => document.querySelector('.explorer-note').textContent") == (
            f"{read} Assumed: {'; '.join(notes)}." if notes else read
        )
        assert form.read()["names"] == [row["project"] for row in rows.values()]


def test_a_huge_table_is_refused_unread(form):
    form.load(b"project\n" + b"x" * 10_000_000)
    assert form.note() == "projects.csv has 10000008 bytes, expected at most 10000000; nothing is changed."
    form.load("project\n" + "".join(f"p{i}\n" for i in range(2001)))
    assert "more than 2000 projects" in form.note()
    form.shows(EXAMPLE, 25)


def test_a_thousand_projects_stay_usable(form):
    rng = np.random.default_rng(4)
    kinds = rng.choice(list(DIFFICULTIES), 1000), rng.choice(SHAPES, 1000)
    company = Company(
        [Project(f"p{i}", float(rng.integers(1, 40)), str(kinds[0][i]), str(kinds[1][i])) for i in range(1000)]
    )
    number = form.page.get_by_label("The team's effort (person-months), as a number")
    number.fill("900")
    number.press("Enter")
    form.load(company.table())
    form.shows(company, 900)
    changed = Company([Project("p0", 99, "easy"), *company.projects[1:]])
    form.field(0, "Importance").fill("99")
    form.field(0, "How hard is it?").select_option("easy")
    form.field(0, "Beyond the frontier?").select_option("keeps rising")
    form.shows(changed, 900)
    form.press("Show 50 more of 1000 projects")
    assert form.find(".explorer-project").count() == 100
    form.press("Copy a link")
    assert form.note() == "That is too much for a link; save it as CSV instead."


def test_a_link_holds_it_all(form, address):
    company = random_company(np.random.default_rng(3))
    form.load(company.table())
    form.press("Copy a link")
    form.page.wait_for_function(
        "() => document.querySelector('.explorer-note').textContent.startsWith('The link is copied')"
    )
    link = form.page.evaluate("() => navigator.clipboard.readText()")
    assert link == form.find(".explorer-share input").input_value()
    form.open(link.removeprefix(form.address)).shows(company, 25)
    form.press("Reset")
    form.press("Copy a link")
    form.page.wait_for_function("() => !document.querySelector('.explorer-share input').value.includes('?')")
    assert form.find(".explorer-share input").input_value() == f"{address}book/your-company.html#company"


@pytest.mark.parametrize(
    "query",
    [
        "projects=nonsense",
        "projects=project%0A%3Dcmd",
        "projects=project%2Cfloor%0Aa%2C200",
        "projects=" + "x" * 7000,
        "months=-1",
        "months=1e9",
        "months=25&__proto__=1",
        f"projects=project%0A%22{quote(NASTY)}",
    ],
)
def test_links_that_make_no_sense_show_the_example(form, query):
    form.open(f"#company?{query}").shows(EXAMPLE, 25)


def test_a_hostile_name_is_a_name(form, tmp_path):
    company = Company([Project(NASTY, 3), Project("</text><script>alert(2)</script>"), Project("{units} ${x}")])
    form.open(link_to(company, 25)).shows(company, 25)
    drawing = ElementTree.parse(form.saved("Save the picture", tmp_path / "a.svg"))
    texts = {"".join(text.itertext()) for text in drawing.iter("{http://www.w3.org/2000/svg}text")}
    assert {NASTY, "</text><script>alert(2)</script>", "{units} ${x}"} <= texts
    assert {element.tag.split("}")[1] for element in drawing.iter()} == {"svg", "rect", "text", "path", "g", "circle"}


def test_the_saved_picture_needs_no_style_sheet(form, tmp_path):
    text = form.saved("Save the picture", tmp_path / "a.svg").read_text("utf-8")
    assert "var(" not in text and "light-dark" not in text and 'fill="rgb' in text
    shown = form.page.context.new_page()
    shown.goto((tmp_path / "a.svg").as_uri())
    assert shown.locator("text").get_by_text("dynamic pricing").bounding_box()["x"] < 60
    shown.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_looks(form, theme, width):
    form.page.emulate_media(color_scheme=theme)
    form.page.set_viewport_size({"width": width, "height": 900})
    form.open()
    for example in ("Big tech", "Foundation model", "Start-up"):
        form.press(example)
        settle(form.page)
        assert form.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        if width > 320:
            assert form.page.evaluate(MUDDLED, "text") == []
    form.field(0, "Importance").fill("-1")
    assert not violations(form.page, ".explorer")
