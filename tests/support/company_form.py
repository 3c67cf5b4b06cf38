"""The form for a company of the reader's own: what its reader sees, and what its reader can do to it."""

from typing import Self
from urllib.parse import quote

import numpy as np
from effort.company import AGEING, DIFFICULTIES, SHAPES, Company, Project
from effort.explorers import CompanyExplorer
from effort.outlook import WORDS
from effort.units import next_gains

from support.live import Live

NASTY = "<img src=x onerror=alert(1)>"
NAMES = ["search", NASTY, 'ads & "more"', "naïve, Bayes", "пошук", "🚲 rides", "a;b", "$x$ {name}", "</script>"]


# Of a company of twelve: name, importance, difficulty and today's months, as they are typed.
TWELVE = [
    ("checkout fraud", "6", "hard", "30"), ("search ranking", "5", "ordinary", "24"), ("prices", "4,5", "easy", "8"),
    ("delivery times", "3", "easy", "12"), ("photo quality", "1.5", "hard", "20"), ("returns", "2", "ordinary", "6"),
    ("support answers", "2.5", "hard", "4"), ("size advice", "1", "very hard", "18"), ("stock", "3.5", "easy", "2"),
    ("translations", "1", "hard", "10"), ("reviews", "0,5", "easy", "6"), ("warehouse robots", "2", "very hard", "0"),
]  # fmt: skip


def random_company(rng, today: bool = False) -> Company:
    """With any names, and floors that fit 160 person-months; what some get today, if asked for."""
    return Company(
        [
            Project(
                str(name),
                float(rng.choice([0, 0.5, 1, 2.25, 3, 7, 12, 40])),
                str(rng.choice(list(DIFFICULTIES))),
                str(rng.choice(SHAPES)),
                floor=int(rng.choice([0, 0, 3, 15])),
                cap=[None, None, 20, 90][rng.integers(4)],
                today=[None, 0, 5, 20, 33][rng.integers(5)] if today else None,
                ageing=str(rng.choice(["usual", *AGEING])),
                bought=[None, None, None, 0, 12, 35, 90][rng.integers(7)],
                adapt=float(rng.choice([0, 0.4, 1])),
            )
            for name in rng.permutation(NAMES)[: rng.integers(1, 9)]
        ]
    )


def changed(more: int | None) -> str:
    """How many months more than today, after the best ones."""
    return "" if more is None else f" {more:+d}" if more else " ±0"


# What the form calls the columns of a table.
TITLES = {
    "project": "Name", "importance": "Importance", "difficulty": "Difficulty", "today": "Today (months)",
    "shape": "Beyond the frontier", "floor": "At least (months)", "cap": "At most (months)", "ageing": "Ageing",
    "bought": "Bought: worth own work of (months)", "adapt": "A further month then gains (0 to 1)",
}  # fmt: skip
IN_DETAILS = ("shape", "floor", "cap", "ageing", "bought", "adapt")


def link_to(company: Company, months: int, leeway: int | None = None) -> str:
    near = "" if leeway is None else f"&leeway={leeway}"
    return f"#company?projects={quote(company.table())}&months={months}{near}"


class Form(Live):
    """The page with the board, and what can be done to it."""

    def open(self, setting: str = "", answered: bool = True, kept: bool = False) -> Self:
        """Open the page, as a new reader does or, if what the browser has `kept` is to be there, as one who returns."""
        super().open(setting, answered)
        if not kept and self.page.evaluate("localStorage.getItem('your-company')"):
            self.page.evaluate("localStorage.removeItem('your-company')")
            super().open(setting, answered)
        return self

    def row(self, i: int):
        return self.find(".company-row").nth(i)

    def more(self, i: int) -> None:
        """Open the rest of a row, if it is not open."""
        button = self.row(i).locator(".company-more")
        if button.get_attribute("aria-expanded") == "false":
            button.click()

    def field(self, i: int, column: str):
        """A box of a row, by the column that it is for, as its reader finds it."""
        if column in IN_DETAILS:
            self.more(i)
        row = self.row(i)
        box = row.locator(f"[data-column={column}]")
        label = self.page.locator(f"label[for={box.get_attribute('id')}]").inner_text()
        assert label == f"{TITLES[column]} of {row.get_attribute('aria-label')}"
        return box

    def error(self, i: int) -> str:
        """What is said beside the boxes of a row."""
        return self.row(i).locator(".company-error").all_inner_texts()[0] if self.has_error(i) else ""

    def has_error(self, i: int) -> bool:
        return self.row(i).locator(".company-error:visible").count() > 0

    def press(self, name: str) -> None:
        if not self.button(name).is_visible():
            self.find(".company-menu summary").click()
        super().press(name)

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
        """What the board says."""
        return self.page.evaluate(
            """() => {
              const text = (node) => node.textContent;
              const all = (selector) => [...document.querySelectorAll(`.explorer ${selector}`)];
              // How sure it is comes only once the hand rests.
              const answers = all('[data-answer]:not([data-answer=sure])').filter((node) => !node.parentElement.hidden);
              return {
                sentence: all('.explorer-sentence').map(text)[0],
                answers: Object.fromEntries(answers.map((node) => [node.dataset.answer, text(node)])),
                names: all('[data-column=project]').map((input) => input.value),
                best: all('.company-told.best').map(text),
                gains: all('.company-told.gain').map(text),
                stages: all('.company-told.stage .long').map(text),
                drawn: all('.explorer-figure svg .dot').map((dot) => [dot.dataset.project, text(dot)]),
                rings: all('.explorer-figure svg .guess').filter((ring) => ring.checkVisibility(
                  { visibilityProperty: true })).length,
                told: all('.explorer-figure p')[0].textContent,
              };
            }"""
        )

    def shows(self, company: Company, months: int, leeway: int | None = None, cost: float | None = None) -> None:
        """All that the board says is what the library says for this company."""
        explorer = CompanyExplorer(projects=company.rows(), months=months, leeway=leeway, cost=cost)
        assert explorer.months == months, "as many as earn what they must"
        seen, best = explorer.outlook, explorer.outlook.allocation
        said, words = self.read(), explorer.outlook.in_words()
        unspent = f" {best.unspent} months find no use." if best.unspent else ""
        frontier = words.pop("frontier")
        people = f"{months} person-months are {int(months / 1.2 + 0.5) / 10:.1f} people for a year."
        today, moves = company.today, explorer.company.moves()
        told = moves.in_words() if moves else {}
        earns = [WORDS["worth"].format(cost=f"{cost:g}")] if cost else []
        assert said["sentence"] == " ".join(
            [f"{people}{unspent}", *earns, *([told["staying"]] if told else []), frontier]
        )
        assert said["answers"] == words | ({"moves": told["moves"]} if told else {})
        rows = len(said["names"])
        assert rows == min(50, len(company.projects))
        assert said["names"] == [project.name for project in company.projects[:rows]]
        change = [None] * len(best.effort) if today is None else (best.effort - today).tolist()
        written = [f"{units}{changed(more)}" for units, more in zip(best.effort, change, strict=True)]
        assert [text.replace("\u2212", "-") for text in said["best"]] == written[:rows]
        np.testing.assert_allclose(
            [float(text) for text in said["gains"]], next_gains(best.portfolio, best.effort)[:rows], atol=0.0051
        )
        assert said["stages"] == list(seen.stages)[:rows]
        drawn = dict(said["drawn"])
        furthest = sorted(np.argsort(-seen.progress, kind="stable")[:12])
        if rows <= 12:
            assert list(drawn) == [best.portfolio.names[i] for i in furthest]
        for name, text in drawn.items():
            assert int(text.removesuffix(" →")) == best[name]
        assert said["rings"] == (0 if today is None else len(drawn))
        each = zip(best.portfolio.names, best.effort, [0] * rows if today is None else today, strict=False)
        listed = [f"{name} {units}" + ("" if today is None else f" (today {now})") for name, units, now in each]
        assert said["told"] == f"Months of each project: {'; '.join(listed)}." or len(company.projects) > 50
