"""The reader's own measurements: fitted, divided a budget among, and told which step stands out from their noise."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import traitlets

from effort import figures
from effort.advice import Advice, advise
from effort.evidence import FITTED, fit_concave
from effort.explorers.base import Explorer, packed
from effort.measurements import Measurements, measurements_in, read_measurements
from effort.picture import Picture

__all__ = ["OwnCurveExplorer"]

REPETITIONS = 5
"""So many of the book's own are enough for an example."""
SAMPLED = np.concatenate([[0.0], np.logspace(-4, 5, 73)])
"""Where the shapes of the families are sampled: effort times rate."""
# Of those with an exponent these are sent, and what lies between is mixed from them.
EXPONENTS = {
    "power": (0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9),
    "errorpower": (0.1, 0.25, 0.5, 1, 2, 4),
    "hill": (0.5, 1, 1.5, 2, 3, 5, 8),
}


def example(*projects: str) -> str:
    """Some of the book's own measurements, as the text of a CSV file."""
    rows = ["project,effort,score,seed"]
    for each in read_measurements():
        if each.project in projects:
            name = each.project.partition(": ")[2] if len(projects) > 1 else "slow start"
            chosen = each.only(each.seed < REPETITIONS)
            rows += [
                f"{name},{x:g},{y:.1f},{seed:g}"
                for x, y, seed in zip(chosen.effort, chosen.score, chosen.seed, strict=True)
            ]
    return "\n".join(rows) + "\n"


class OwnCurveExplorer(Explorer):
    """Measurements of the reader's own, as the text of a CSV file, and what follows for the next step.

    Attributes:
        measurements: with the columns project, effort, score, and seed if there were repetitions
        total: whole units of effort to divide among the projects
        step: units of the next step
        units: shape (n,) as a list, the best division

    >>> explorer = OwnCurveExplorer(total=100)
    >>> sum(explorer.units)
    100
    """

    address = "own-curve"
    settings = ("measurements", "total", "step")
    MOST_PROJECTS: ClassVar[int] = 5
    MOST_EFFORTS: ClassVar[int] = 60
    MOST_UNITS: ClassVar[int] = 20_000
    EXAMPLES: ClassVar[dict[str, str]] = {
        "Three problems": example("examples: digits", "examples: tumours", "examples: wines"),
        "A slow start": example("epochs, slow start: digits"),
    }
    WORDS: ClassVar[dict[str, str]] = {
        "divided": "{budget} units: {parts}.",
        "part": "{name} {units}",
        "nothing": " No step from there gains anything that was measured.",
        "next": " {step} more gain most in {name}, {gain} points, ",
        "tells": "which stands out from the noise.",
        "hidden": "no more than noise: take steps of {least} or more.",
        "lost": "no more than noise, as does any step from there.",
        "once": "but nobody knows the noise, as no effort was measured twice.",
        "concave": "concave",
        "within": "concave within noise",
        "bent": "not concave at {efforts}",
    }
    measurements = traitlets.Unicode(EXAMPLES["Three problems"]).tag(sync=True)
    total = traitlets.Int(200, min=0, max=MOST_UNITS).tag(sync=True)
    step = traitlets.Int(16, min=1, max=MOST_UNITS).tag(sync=True)
    units = traitlets.List(traitlets.Int(), read_only=True)

    def limits(self) -> dict[str, dict]:
        return {
            # Longer addresses are cut by some of the programs that people send them with.
            "measurements": {"text": 6000},
            "total": {"min": 0, "max": self.MOST_UNITS, "step": 1},
            "step": {"min": 1, "max": self.MOST_UNITS, "step": 1},
        }

    def sent(self) -> dict[str, Any]:
        shapes = {
            # What the rate is for others, the exponent is for a power law.
            name: [family(1, *parameters).value(SAMPLED) for parameters in self._sampled(name)]
            for name, family in FITTED.items()
        }
        return {
            "words": self.WORDS,
            "sampled": packed(SAMPLED, 6),
            "families": [
                {"name": name, "label": FITTED[name].label, "shapes": [packed(shape, 6) for shape in each]}
                for name, each in shapes.items()
            ],
            "most": {"projects": self.MOST_PROJECTS, "efforts": self.MOST_EFFORTS},
            "examples": [list(pair) for pair in self.EXAMPLES.items()],
        }

    @staticmethod
    def _sampled(family: str) -> list[tuple[float, ...]]:
        exponents = EXPONENTS.get(family)
        if exponents is None:
            return [(1.0,)]
        return [(each,) if family == "power" else (1.0, each) for each in exponents]

    def measured(self, text: str | None = None) -> list[Measurements]:
        """The projects, no more and none with more efforts than the page can take."""
        projects, _ = measurements_in(self.measurements if text is None else text)
        if len(projects) > self.MOST_PROJECTS:
            raise ValueError(f"the table has {len(projects)} projects, expected at most {self.MOST_PROJECTS} here")
        for each in projects:
            if each.efforts.size > self.MOST_EFFORTS:
                raise ValueError(
                    f"{each.project!r} has {each.efforts.size} different efforts, expected at most "
                    f"{self.MOST_EFFORTS} here"
                )
        return projects

    @traitlets.validate("measurements")
    def _valid_measurements(self, proposal):
        try:
            self.measured(proposal.value)
        except ValueError as error:
            raise traitlets.TraitError(str(error)) from None
        return proposal.value

    def advice(self) -> list[Advice]:
        """What is found for each project."""
        return advise(self.measured(), self.total, self.step)

    def answer(self, change: object = None) -> None:
        self.set_trait("units", [each.units for each in self.advice()])

    def still(self) -> Picture:
        first = self.measured()[0]
        return figures.measured_curve(first, fit_concave(first), f"effort on {first.project}")

    def sentence(self) -> str:
        """What is said of the division and of the next step."""
        found, words = self.advice(), self.WORDS
        parts = ", ".join(words["part"].format(name=each.project, units=each.units) for each in found)
        said = words["divided"].format(budget=self.total, parts=parts)
        most = max(found, key=lambda each: each.gain)
        if most.gain < 0.05:
            return said + words["nothing"]
        said += words["next"].format(step=self.step, name=most.project, gain=f"{most.gain:.1f}")
        if np.isnan(most.least):
            return said + words["once"]
        if most.gain >= most.least:
            return said + words["tells"]
        return said + words["lost" if most.step is None else "hidden"].format(least=most.step)
