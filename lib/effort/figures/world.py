"""The figures of the chapters that look at the world: public learning curves, and who publishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from effort.palette import BAND, DOT, INK, MUTED, PROJECT_COLOURS
from effort.picture import Picture
from effort.public_curves import Losses, Shapes
from effort.publishing import Publishers, SizeClass

__all__ = ["concave_shares", "publishing_shares", "step_losses", "value_against_papers"]

SHADED = (50, 100)
"""Billion US dollars: where the source essay puts the beginning of research as a normal job."""
LETTER = 4.9
"""Points: the width of a letter of a label, at most."""


def concave_shares(shapes: Shapes, marked: Sequence[str]) -> Picture:
    """Of each learner's curves, what share is concave within noise; dots for the `marked` learners, bars for all."""
    share = shapes.share("concave")
    order = np.argsort(share, kind="stable")
    names = [learner_name(name) for name in shapes.learners]

    def draw(axes: Axes, narrow: bool) -> None:
        rows = np.arange(order.size)
        axes.barh(rows, share[order], height=0.66, color=BAND, alpha=0.35)
        for row, i in zip(rows, order, strict=True):
            if shapes.learners[i] in marked:
                axes.plot(share[i], row, "o", color=PROJECT_COLOURS[0], markersize=5)
            axes.annotate(
                f"{share[i]:.0f}", (share[i], row), (6, 0), textcoords="offset points", va="center", fontsize=8
            )
        axes.set_yticks(rows, [names[i] for i in order], fontsize=8)
        axes.set_ylim(-0.7, order.size - 0.3)
        axes.set_xlim(0, 108)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("concave within noise (% of curves)")

    listed = ", ".join(f"{names[i]} {share[i]:.0f}" for i in order[::-1])
    return Picture(
        draw,
        f"Per cent of each learner's curves that are concave within noise, from {share[order[-1]]:.0f} down to "
        f"{share[order[0]]:.0f}: {listed}. Dots mark the common learners.",
        (6.2, 6.2),
    )


def learner_name(name: str) -> str:
    """A learner as a reader would write it.

    >>> learner_name("ens.RandomForest"), learner_name("SVM_RBF"), learner_name("KNN")
    ('random forest', 'SVM (RBF)', 'KNN')
    """
    if name.startswith("SVM_"):
        kind = name.removeprefix("SVM_")
        return f"SVM ({kind if kind.isupper() else kind.lower()})"
    words = {
        "ens.RandomForest": "random forest", "ens.ExtraTrees": "extra trees",
        "ens.GradientBoosting": "gradient boosting",
        "LogisticRegression": "logistic regression", "Decision Tree": "decision tree", "ExtraTree": "extra tree",
        "DummyClassifier": "commonest class", "RidgeClassifier": "ridge", "SGDClassifier": "SGD",
        "Perceptron": "perceptron",
        "PassiveAggressive": "passive-aggressive", "NearestCentroid": "nearest centroid",
        "GaussianNB": "naive Bayes (Gaussian)",
        "BernoulliNB": "naive Bayes (Bernoulli)", "MultinomialNB": "naive Bayes (multinomial)",
        "ComplementNB": "naive Bayes (complement)", "TabPFNv2": "TabPFN",
    }  # fmt: skip
    return words.get(name, name)


def step_losses(groups: Mapping[str, Losses]) -> Picture:
    """What looking a step ahead loses, for each step and each group of learners; dashed: what equal parts lose."""

    def draw(axes: Axes, narrow: bool) -> None:
        highest = 0.0
        for i, (name, losses) in enumerate(groups.items()):
            ahead, equal = losses.of("next gain"), losses.of("equal parts").mean[0]
            highest = max(highest, equal, ahead.mean.max())
            axes.plot(ahead.ahead, ahead.mean, "-o", color=PROJECT_COLOURS[i], markersize=4, clip_on=False)
            axes.axhline(equal, color=PROJECT_COLOURS[i], linewidth=1.2, linestyle="--")
            last = (ahead.ahead[-1], ahead.mean[-1])
            axes.annotate(name, last, (5, 0), textcoords="offset points", va="center", color=PROJECT_COLOURS[i])
            axes.annotate(
                "equal parts", (ahead.ahead[-1], equal), (5, 0), textcoords="offset points", va="center",
                color=PROJECT_COLOURS[i],
            )  # fmt: skip
        axes.set_xscale("log")
        steps = next(iter(groups.values())).of("next gain").ahead
        axes.set_xlim(0.93 * steps[0], steps[-1])
        shown = [step for step in (16, 32, 64, 128, 256) if step in steps]
        axes.set_xticks(shown, [f"{step}" for step in shown])
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_ylim(0, 1.08 * highest)
        axes.set_xlabel("labels that the rule looks ahead")
        axes.set_ylabel("lost (% of the best gain)")

    def told(losses: Losses) -> str:
        ahead = losses.of("next gain")
        some = ", ".join(f"{mean:.1f} % at {step:g}" for step, mean in zip(ahead.ahead, ahead.mean, strict=True))
        return f"{some}; equal parts {losses.of('equal parts').mean[0]:.1f} %"

    listed = ". ".join(f"{name}: {told(losses)}" for name, losses in groups.items())
    return Picture(draw, f"Mean loss against the labels that the rule looks ahead. {listed}.", (3.4, 3.2))


def publishing_shares(classes: Sequence[SizeClass], at_least: int = 10) -> Picture:
    """Of the listed companies of each size, what share publishes, with its interval."""

    def draw(axes: Axes, narrow: bool) -> None:
        places = np.arange(len(classes))
        inside = [i for i, each in enumerate(classes) if SHADED[0] <= each.least and each.below <= SHADED[1]]
        axes.axvspan(min(inside) - 0.5, max(inside) + 0.5, color=BAND, alpha=0.16, lw=0)
        for place, each in zip(places, classes, strict=True):
            axes.vlines(place, *each.interval, color=DOT, linewidth=1.5)
            axes.plot(place, each.share, "o", color=DOT, markersize=5)
            axes.annotate(
                f"{each.share:.2g}",
                (place, each.interval[1]),
                (0, 3),
                textcoords="offset points",
                ha="center",
                fontsize=8,
            )
        axes.set_yscale("log")
        axes.set_yticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
        axes.yaxis.set_minor_locator(NullLocator())
        axes.set_ylim(0.02, 160)
        axes.set_xlim(-0.6, len(classes) - 0.4)
        axes.set_xticks(places, [_size(each, narrow) for each in classes], fontsize=7.5 if narrow else 8.5)
        axes.set_xlabel("market value (billion US dollars)")
        axes.set_ylabel(f"with {at_least} papers or more (%)")

    listed = "; ".join(
        f"{_size(each, False)}: {each.publishing} of {each.companies:,} or {each.share:.2g} % "
        f"({each.interval[0]:.2g} to {each.interval[1]:.2g})"
        for each in classes
    )
    return Picture(
        draw,
        f"Share of listed companies with {at_least} papers or more in 2022 to 2025, by market value in billion US "
        f"dollars. {listed}. "
        f"It rises from class to class but one; {SHADED[0]} to {SHADED[1]} is shaded.",
        (3.4, 3.4),
    )


def _size(each: SizeClass, narrow: bool) -> str:
    if np.isinf(each.below):
        return f"≥{each.least:g}"
    return f"{each.least:g}\n–{each.below:g}" if narrow else f"{each.least:g}–{each.below:g}"


def value_against_papers(publishers: Publishers, named: Sequence[str]) -> Picture:
    """Papers against market value, a dot for each company; names for as many of `named` as have room."""
    x, y = _places(publishers), publishers.papers
    estimated = publishers.value_is == "estimate"

    def draw(axes: Axes, narrow: bool) -> None:
        axes.axvspan(*SHADED, color=BAND, alpha=0.16, lw=0)
        axes.axvline(PRIVATE_FROM, color=MUTED, linewidth=0.8)
        look: dict[str, Any] = {
            "linestyle": "none",
            "marker": "o",
            "markersize": 4 if narrow else 4.5,
            "markeredgewidth": 1,
        }
        for chosen, colour, filled in (
            (publishers.listed & ~estimated, PROJECT_COLOURS[0], True),
            (estimated, PROJECT_COLOURS[0], False),
            (~publishers.listed, PROJECT_COLOURS[1], True),
        ):
            face = colour if filled else "none"
            axes.plot(x[chosen], y[chosen], **look, markeredgecolor=colour, markerfacecolor=face, alpha=0.8)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlim(0.14, PRIVATE_TO)
        axes.set_ylim(0.8, 1500)
        axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
        axes.set_yticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
        axes.xaxis.set_minor_locator(NullLocator())
        axes.yaxis.set_minor_locator(NullLocator())
        axes.set_xlabel("market value (billion US dollars)")
        axes.set_ylabel("papers, 2022 to 2025")
        axes.annotate("private", (np.sqrt(PRIVATE_FROM * PRIVATE_TO), 1150), ha="center", style="italic", fontsize=8)
        axes.annotate("50–100", (np.sqrt(SHADED[0] * SHADED[1]), 1150), ha="center", style="italic", fontsize=8)
        _name_dots(axes, x, y, list(publishers.name), named, narrow)

    largest = ", ".join(
        f"{name} {papers:g} papers at {value:g}"
        for name, papers, value in zip(publishers.name, y, publishers.value, strict=True)
        if name in named and np.isfinite(value)
    )
    return Picture(
        draw,
        f"Papers against market value (billion US dollars), a dot for each of {y.size} companies that publish: a loose "
        f"cloud that rises to the right. {largest}. Private companies stand apart at the right.",
        (4.6, 4.4),
    )


PRIVATE_FROM, PRIVATE_TO = 5000.0, 60000.0
"""Beyond the largest market value: the part of the axis on which private companies stand."""


def _places(publishers: Publishers) -> np.ndarray:
    """Where each company stands across; private ones side by side, in an order that keeps neighbours apart."""
    x = publishers.value.astype(float).copy()
    private = np.flatnonzero(np.isnan(x))
    apart = (0.12 + 0.76 * (np.arange(private.size) * 0.618034 % 1)) * np.log(PRIVATE_TO / PRIVATE_FROM)
    x[private] = PRIVATE_FROM * np.exp(apart)
    return x


SIDES = ((7, 0, "left"), (-7, 0, "right"), *((dx, dy, side) for far in (1, 2) for dx, dy, side in (
    (0, 11 * far, "center"), (0, -11 * far, "center"), (7 * far, 9 * far, "left"), (-7 * far, 9 * far, "right"),
    (7 * far, -9 * far, "left"), (-7 * far, -9 * far, "right"),
)))  # fmt: skip
"""Where a name may stand beside its dot, best first: the offset in points, and which end of the text that is."""


def _name_dots(axes: Axes, x: np.ndarray, y: np.ndarray, names: list[str], named: Sequence[str], narrow: bool) -> None:
    """Names beside their dots where they lie on no dot, no line and no other name; else none."""
    size = 72 * np.array([3.75 if narrow else 7.4, 4.4 if narrow else 4.6]) - (50, 42)  # of the axes, about
    low, high = np.log([axes.get_xlim(), axes.get_ylim()]).T
    dots = (np.log(np.column_stack([x, y])) - low) / (high - low) * size
    border = (np.log(PRIVATE_FROM) - low[0]) / (high[0] - low[0]) * size[0]
    taken: list[np.ndarray] = []
    for name in named:
        i, text = names.index(name), name.split(" (")[0]
        long = LETTER * len(text)
        for dx, dy, side in SIDES:
            left = dots[i, 0] + dx - {"left": 0, "center": long / 2, "right": long}[side]
            box = np.array([[left - 1, dots[i, 1] + dy - 5], [left + long + 1, dots[i, 1] + dy + 5]])
            outside = np.any(box[0] < 3) or np.any(box[1] > size - (0, 16))
            on_dot = np.any(np.all((dots > box[0] - 4) & (dots < box[1] + 4), axis=1))
            on_name = any(np.all((other[0] < box[1]) & (box[0] < other[1])) for other in taken)
            if not (outside or on_dot or on_name or box[0, 0] - 3 < border < box[1, 0] + 3):
                taken.append(box)
                # A line to the dot where the name does not stand right beside it.
                line = {"arrowstyle": "-", "color": MUTED, "linewidth": 0.7, "shrinkA": 1, "shrinkB": 3}
                note = axes.annotate(
                    text, (x[i], y[i]), (dx, dy), textcoords="offset points", ha=side, va="center", fontsize=8,
                    color=INK,
                    arrowprops=line if dy else None,
                )  # fmt: skip
                note.set_gid("class-halo")
                break
