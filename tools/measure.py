"""Measure effort-accuracy curves on real data: ``python tools/measure.py`` writes the table of the book's evidence.

The data are those that scikit-learn brings along (handwritten digits, tumours, wines); nothing is fetched. Each run
splits a data set anew by its seed, works on one part, and scores on the other, which no step of the work has seen.
"""

from __future__ import annotations

import argparse
import csv
import platform
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import sklearn
from effort.measurements import MEASURED
from sklearn import datasets
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

__all__ = ["STUDIES", "measure"]

SEEDS = 20
EXAMPLES = (3, 5, 10, 15, 25, 40, 60, 100, 160, 250, 400, 640, 1000)
TRIALS = (1, 2, 3, 5, 8, 13, 21, 34)
EPOCHS = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89)


def _split(data: str, seed: int, test: float = 0.3) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(work, work's classes, test, test's classes) of one data set, shuffled by the seed."""
    load = {"digits": datasets.load_digits, "tumours": datasets.load_breast_cancer, "wines": datasets.load_wine}[data]
    x, y = load(return_X_y=True)
    work, test_x, classes, test_y = train_test_split(x, y, test_size=test, random_state=seed, stratify=y)
    return work, classes, test_x, test_y


def _linear(c: float = 1.0) -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=c, max_iter=2000))


def _kernel(c: float, gamma: float) -> Pipeline:
    return make_pipeline(StandardScaler(), SVC(C=c, gamma=gamma))


def _trials(seed: int, count: int) -> np.ndarray:
    """Random settings of a kernel machine, shape (count, 2); few of a wide range work well."""
    rng = np.random.default_rng([seed, 7])
    return 10 ** rng.uniform([-3, -6], [3, 1], (count, 2))


def _guess(truth: np.ndarray, seed: int) -> float:
    """What naming one class, any one, gets right: all that can be done with nothing."""
    return float(np.mean(truth == np.random.default_rng([seed, 1]).choice(np.unique(truth))))


def examples(data: str, seed: int) -> Iterator[tuple[int, float]]:
    """Effort: labelled examples. A linear model on the first n of them; the majority class while there is only one."""
    work, classes, test, truth = _split(data, seed)
    yield 0, _guess(truth, seed)
    for n in (n for n in EXAMPLES if n <= len(work)):
        seen = classes[:n]
        if len(np.unique(seen)) < 2:
            yield n, float(np.mean(truth == seen[0]))
        else:
            yield n, _linear().fit(work[:n], seen).score(test, truth)


def trials(data: str, seed: int) -> Iterator[tuple[int, float]]:
    """Effort: settings tried. The one that does best on a part set aside for it is scored on the test part."""
    work, classes, test, truth = _split(data, seed)
    fit, choose, fit_y, choose_y = train_test_split(work, classes, test_size=0.3, random_state=seed, stratify=classes)
    models = [_kernel(*each).fit(fit, fit_y) for each in _trials(seed, TRIALS[-1])]
    chosen = np.array([model.score(choose, choose_y) for model in models])
    scores = np.array([model.score(test, truth) for model in models])
    yield 0, float(np.mean(truth == np.bincount(classes).argmax()))  # the majority class
    for n in TRIALS:
        yield n, float(scores[chosen[:n].argmax()])


def epochs(data: str, seed: int, activation: str, rate: float) -> Iterator[tuple[int, float]]:
    """Effort: computing, in passes over the data, of a small neural network trained by gradient steps of one size."""
    work, classes, test, truth = _split(data, seed)
    scaler = StandardScaler().fit(work)
    network = MLPClassifier(
        (32, 32),
        activation,
        solver="sgd",
        learning_rate_init=rate,
        momentum=0.0,
        batch_size=32,
        random_state=seed,
        max_iter=1,
    )
    work, test = scaler.transform(work), scaler.transform(test)
    yield 0, _guess(truth, seed)
    for epoch in range(1, EPOCHS[-1] + 1):
        network.partial_fit(work, classes, classes=np.unique(classes))
        if epoch in EPOCHS:
            yield epoch, network.score(test, truth)


def ladder(data: str, seed: int) -> Iterator[tuple[int, float]]:
    """Effort: rungs climbed on a ladder of approaches, in the order one would try them; 0 is the majority class."""
    work, classes, test, truth = _split(data, seed)
    rungs = (
        DummyClassifier(),
        DecisionTreeClassifier(max_depth=2, random_state=seed),
        _linear(),
        GridSearchCV(_linear(), {"logisticregression__C": [0.01, 0.03, 0.1, 0.3, 1, 3, 10]}, cv=3),
        GridSearchCV(_kernel(1, 0.01), {"svc__C": [0.3, 1, 3, 10, 30], "svc__gamma": [0.001, 0.003, 0.01, 0.03]}, cv=3),
        make_pipeline(StandardScaler(), MLPClassifier((64, 64), max_iter=400, random_state=seed)),
    )
    for rung, model in enumerate(rungs):
        yield rung, model.fit(work, classes).score(test, truth)


STUDIES = {
    "examples: digits": partial(examples, "digits"),
    "examples: tumours": partial(examples, "tumours"),
    "examples: wines": partial(examples, "wines"),
    "tuning trials: digits": partial(trials, "digits"),
    "tuning trials: tumours": partial(trials, "tumours"),
    "epochs: digits": partial(epochs, "digits", activation="relu", rate=0.1),
    "epochs, slow start: digits": partial(epochs, "digits", activation="logistic", rate=0.1),
    "ladder: digits": partial(ladder, "digits"),
    "ladder: tumours": partial(ladder, "tumours"),
    "ladder: wines": partial(ladder, "wines"),
}
"""Each study by its name: what measures it, from a seed."""


def measure(study: str, seed: int) -> list[tuple[str, int, int, float]]:
    """One run of one study: (study, seed, effort, percent of the test part that is right) for each effort."""
    with warnings.catch_warnings():
        # Work that is not yet done is the point here: networks that have not converged, classes not yet seen.
        warnings.simplefilter("ignore")
        return [(study, seed, effort, round(100 * float(score), 2)) for effort, score in STUDIES[study](seed=seed)]


def _one(task: tuple[str, int]) -> list[tuple[str, int, int, float]]:
    return measure(*task)


def main(arguments: list[str] | None = None) -> int:
    """Measure all studies and write the table; 0 if all went well."""
    parser = argparse.ArgumentParser(prog="python tools/measure.py", description=__doc__)
    parser.add_argument("--to", type=Path, default=MEASURED, help="the CSV file to write")
    options = parser.parse_args(arguments)
    tasks = [(study, seed) for study in STUDIES for seed in range(SEEDS)]
    with ProcessPoolExecutor() as pool:
        rows = [row for run in pool.map(_one, tasks) for row in run]
    with options.to.open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# Measured by `python tools/measure.py` on data sets of scikit-learn, "
            "on the part of the data held back for it.\n"
            f"# scikit-learn {sklearn.__version__}, numpy {np.__version__}, Python {platform.python_version()}.\n"
        )
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("project", "seed", "effort", "score"))
        writer.writerows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
