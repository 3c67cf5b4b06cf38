"""The form for a company of the reader's own: what its reader sees, and what its reader can do to it."""

import re

import numpy as np
from effort.company import DIFFICULTIES, SHAPES, Company, Project
from effort.explorers import CompanyExplorer

from support.live import Live

NASTY = "<img src=x onerror=alert(1)>"
NAMES = ["search", NASTY, 'ads & "more"', "naïve, Bayes", "пошук", "🚲 rides", "a;b", "$x$ {name}", "</script>"]


def random_company(rng) -> Company:
    """With any names, and floors that fit 160 person-months."""
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


class Form(Live):
    """The page with the form, and what can be done to it."""

    def field(self, i: int, label: str):
        return self.find(".explorer-project").nth(i).get_by_label(label, exact=True)

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
        unspent = f" {best.unspent} months find no use." if best.unspent else ""
        frontier = words.pop("frontier")
        people = f"{months} person-months are {int(months / 1.2 + 0.5) / 10:.1f} people for a year."
        assert said["sentence"] == f"{people}{unspent} {frontier}"
        assert said["answers"] == words
        cards = len(said["names"])
        assert cards == min(50, len(company.projects))
        assert said["names"] == [project.name for project in company.projects[:cards]]
        rows = zip(best.effort[:cards], seen.stages, best.accuracy, strict=False)
        for outcome, (units, stage, points) in zip(said["outcomes"], rows, strict=True):
            shown = re.fullmatch(rf"{units} months?: {re.escape(stage)}, (\d+) points", outcome)
            assert shown and abs(int(shown[1]) - points) <= 0.51
        largest = np.argsort(-best.effort, kind="stable")[:12]
        assert [int(text.removesuffix(" →")) for text in said["drawn"]] == best.effort[largest].tolist()
