"""How far ahead to look when labels are divided, and how many curves of each method are concave."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import traitlets

from effort import figures
from effort.explorers.base import Explorer, packed
from effort.figures.world import learner_name
from effort.picture import Picture
from effort.public_curves import COMMON, Looks, read_looks, read_losses, read_shapes

__all__ = ["StepsExplorer"]

TITLES = {"all": "all methods", "common": "eleven common methods"}


class StepsExplorer(Explorer):
    """What looking so many labels ahead loses, with the learners of choice, beside equal parts and the envelope.

    Attributes:
        learners: "all", "common" or the name of a learner of LCDB 1.1
        ahead: how many labels the rule looks ahead, one of `looks.ahead`
        lost: the mean loss in per cent of the best gain

    >>> explorer = StepsExplorer()
    >>> explorer.ahead = 128
    >>> explorer.lost
    1.07
    """

    address = "steps"
    settings = ("learners", "ahead")
    looks: ClassVar[Looks] = read_looks()
    words: ClassVar[dict[str, str]] = {
        "loses": "Looking {ahead} labels ahead, with {who}, the rule loses {lost} %, {than} equal parts ({equal} %).",
        "more": "more than",
        "same": "about as much as",
        "less": "less than",
        "lowest": "Least is lost at {at} labels, {least} %; the envelope loses {envelope} %.",
        "shape": "Of their curves {share} % are concave within noise.",
    }
    learners = traitlets.Enum(looks.learners.tolist(), "common").tag(sync=True)
    ahead = traitlets.Int(int(looks.ahead[0])).tag(sync=True)
    lost = traitlets.Float(read_only=True)

    @traitlets.validate("ahead")
    def _valid_ahead(self, proposal):
        if proposal.value not in self.looks.ahead:
            step, last = self.looks.ahead[[0, -1]]
            raise traitlets.TraitError(f"ahead is {proposal.value}, expected a multiple of {step} up to {last}")
        return proposal.value

    def limits(self) -> dict[str, dict]:
        step, last = (int(each) for each in self.looks.ahead[[0, -1]])
        return {
            "learners": {"options": self.looks.learners.tolist()},
            "ahead": {"min": step, "max": last, "step": step},
        }

    def sent(self) -> dict[str, Any]:
        looks, share = self.looks, self._shares()
        return {
            "groups": [
                {
                    "key": key,
                    "name": self._called(key),
                    "common": key in COMMON,
                    "share": round(float(share[i]), 2),
                    "equal": float(looks.equal[i]),
                    "envelope": float(looks.envelope[i]),
                    "losses": packed(looks.loss[i], 4),
                }
                for i, key in enumerate(looks.learners.tolist())
            ]
        }

    @classmethod
    def _shares(cls) -> np.ndarray:
        """Per cent of the curves that are concave within noise, for each of `looks.learners`."""
        shapes = read_shapes()
        return np.array([shapes.only(each).share("concave").item() for each in cls.looks.learners])

    @staticmethod
    def _called(learners: str) -> str:
        return TITLES.get(learners, learner_name(learners))

    @property
    def _row(self) -> int:
        return self.looks.learners.tolist().index(self.learners)

    def answer(self, change: object = None) -> None:
        self.set_trait("lost", float(self.looks.loss[self._row, np.flatnonzero(self.looks.ahead == self.ahead)[0]]))

    def still(self) -> Picture:
        return figures.step_losses({TITLES[each]: read_losses(each) for each in TITLES})

    def phrases(self) -> dict[str, str]:
        losses, equal = self.looks.loss[self._row], self.looks.equal[self._row]
        than = "more" if self.lost > 1.1 * equal else "less" if self.lost < 0.9 * equal else "same"
        return {
            "loses": self.words["loses"].format(
                ahead=self.ahead, who=self._called(self.learners), lost=one_digit(self.lost), than=self.words[than],
                equal=one_digit(equal),
            ),
            "lowest": self.words["lowest"].format(
                at=self.looks.ahead[losses.argmin()], least=one_digit(losses.min()),
                envelope=one_digit(self.looks.envelope[self._row]),
            ),
            "shape": self.words["shape"].format(share=f"{self._shares()[self._row] + 1e-9:.0f}"),
        }  # fmt: skip


def one_digit(number: float) -> str:
    """A number with two decimals with one, halves upwards, as the page writes it.

    >>> one_digit(0.25)
    '0.3'
    """
    return f"{number + 1e-9:.1f}"
