"""What the chapters on evidence say: every number from the committed tables, and every claim that is in words."""

import csv
import json
import re
from pathlib import Path
from statistics import geometric_mean

import numpy as np
import pytest
from effort import Mixed, Portfolio, allocate
from effort.evidence import concavity_violations, fit_concave, fit_family, held_out, read_measurements
from effort.explorers import PublishersExplorer, StepsExplorer
from effort.public_curves import COMMON
from effort.publishing import LISTED_FILE, size_classes, size_slope

BOOK = Path(__file__).parents[1] / "book"
TABLES = Path(LISTED_FILE).parent


def table(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def glued(chapter: str) -> dict[str, str]:
    """The computed numbers that a chapter's prose holds."""
    found = {}
    for cell in json.loads((BOOK / f"{chapter}.ipynb").read_text("utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            if named := output.get("metadata", {}).get("scrapbook"):
                found[named["name"]] = "".join(output["data"]["application/papermill.record/text/plain"])
    return found


def prose(chapter: str) -> str:
    cells = json.loads((BOOK / f"{chapter}.ipynb").read_text("utf-8"))["cells"]
    return " ".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


SHAPES = {
    row["learners"]: {k: float(v or "nan") for k, v in row.items() if k != "learners"}
    for row in table("lcdb_shapes.csv")
}
LOSSES = {
    (row["learners"], row["start"], row["rule"], row["labels_ahead"]): {
        k: float(v) for k, v in row.items() if k.endswith(("loss", "equal", "error", "test"))
    }
    for row in table("lcdb_divisions.csv")
}
COMPANIES = {row["company"]: row for row in table("publishing_companies.csv")}
MEASURED = {each.project: each for each in read_measurements()}
CURVES = [each for name, each in MEASURED.items() if not name.startswith("ladder")]


def loss(rule: str, ahead: str, learners: str = "common", what: str = "mean_loss") -> float:
    return LOSSES[learners, "commonest class", rule, ahead][what]


def evidence_numbers() -> dict[str, float]:
    everything, each = SHAPES["all"], {name: row for name, row in SHAPES.items() if name not in ("all", "common")}
    bent = everything["curves"] - everything["concave"]
    share = [100 * row["concave"] / row["curves"] for row in each.values()]
    ladder, wines = MEASURED["ladder: digits"].mean(), MEASURED["examples: wines"].mean()
    beyond = {
        name: np.median([held_out(one, True)[name] for one in CURVES])
        for name in ("log1p", "hill", "saturation", "errorpower", "concave")
    }
    level = [error for name, error in beyond.items() if name != "log1p"]
    worst = sorted((row["falling"] for row in each.values()), reverse=True)[:4]
    scores = divided_scores()
    return {
        "curves": everything["curves"],
        "learners": len(each),
        "concave": 100 * everything["concave"] / everything["curves"],
        "fewer_chords": 100 * everything["concave_fewer_chords"] / everything["curves"],
        "larger_errors": 100 * everything["concave_larger_errors"] / everything["curves"],
        "common_concave": 100
        * sum(each[name]["concave"] for name in COMMON)
        / sum(each[name]["curves"] for name in COMMON),
        "first": min(float(key[3]) for key in LOSSES if key[3]),
        "least": min(share),
        "most": max(share),
        "falling": 100 * everything["falling"] / bent,
        "four": 100 * sum(worst) / everything["falling"],
        "late": 100 * (everything["middle"] + everything["end"]) / bent,
        "over_five": 100 * everything["over_5_points"] / everything["curves"],
        "near": 100 * everything["within_1_point"] / everything["up_to_2000"],
        "both_fail": 100 * (1 - everything["concave_never_falling"] / everything["curves"]),
        "ties": loss("next gain, ties to the first", "16"),
        "next_128": loss("next gain", "128"),
        "concave_16": loss("next gain", "16", "common, concave"),
        "worse_16": loss("next gain", "16", what="worse_than_equal"),
        "test_128": loss("next gain", "128", what="mean_loss_on_test"),
        "all_128": loss("next gain", "128", "all"),
        "seeds": len(np.unique(MEASURED["examples: digits"].seed)),
        "studies": len(MEASURED),
        "dip": max(wines[:-1] - wines[1:]),
        "linear": ladder[2],
        "highest": max(ladder),
        "network": max(ladder) - ladder[-1],
        "log_beyond": beyond["log1p"],
        "least_beyond": min(level),
        "most_beyond": max(level),
        "rule_gain": scores["rule"] - scores["equal"],
        "class_gap": scores["rule"] - scores["classes"],
    }


def divided_scores() -> dict[str, float]:
    """200 labels divided by fits to the first ten seeds, scored on the others, by plain means."""
    names = ("examples: digits", "examples: tumours", "examples: wines")
    first = [MEASURED[name].only(MEASURED[name].seed < 10) for name in names]
    rest = [MEASURED[name].only(MEASURED[name].seed >= 10) for name in names]
    best = allocate(Portfolio(names, Mixed([fit_concave(each).curve for each in first])), 200).effort
    classes = np.round(200 * np.array([10, 2, 3]) / 15).astype(int)
    assert classes.sum() == 200
    divisions = {"rule": best, "classes": classes, "equal": (67, 67, 66)}
    return {
        name: sum(np.interp(x, each.efforts, each.mean()) for x, each in zip(division, rest, strict=True))
        for name, division in divisions.items()
    }


def who_numbers() -> dict[str, float | str]:
    papers = {name: int(row["papers"]) for name, row in COMPANIES.items()}
    kinds = [row["value_is"] for row in COMPANIES.values()]
    by_group = {
        group: sum(papers[n] for n, row in COMPANIES.items() if row["group"] == group)
        for group in {r["group"] for r in COMPANIES.values()}
    }
    total = sum(papers.values())
    venues = table("publishing_venues.csv")
    neurips = [row for row in venues if row["venue"] == "neurips"]
    groups = list(by_group)
    size = size_slope()
    share = {group: 100 * count / total for group, count in by_group.items()}
    return {
        "venues": sum(row["main"] == "1" for row in venues),
        "papers": total,
        "companies": len(COMPANIES),
        "quoted": kinds.count("quoted"),
        "two_dates": kinds.count("mean of two dates"),
        "one_date": kinds.count("one date"),
        "estimates": kinds.count("estimate"),
        **{
            name.lower(): papers[name]
            for name in ("Baidu", "Uber", "Spotify", "Criteo", "Naver", "Roblox", "SenseTime", "Apple")
        },
        **{f"{name.lower()}_worth": float(COMPANIES[name]["value"]) for name in ("Baidu", "Uber", "Spotify", "Criteo")},
        "slope": 2**size.slope,
        "slope_low": 2 ** size.interval[0],
        "slope_high": 2 ** size.interval[1],
        "explained": 100 * size.explained,
        "explained_low": 100 * size.explained_interval[0],
        "explained_high": 100 * size.explained_interval[1],
        "all_listed": sum(int(row["companies"]) for row in table("publishing_listed.csv")),
        "top": 100 * published("500", "inf") / companies("500", "inf"),
        "least": 100 * published("1", "3") / companies("1", "3"),
        "over_50": share["listed, above 50"],
        "giants": share["private, very large"],
        "smaller": 100 - share["listed, above 50"] - share["private, very large"],
        "five": 100 * sum(papers[name] for name in ("Alphabet", "Microsoft", "Amazon", "Meta", "Apple")) / total,
        "flagship": 100
        * sum(int(row["listed, above 50"]) for row in neurips)
        / sum(int(row[g]) for row in neurips for g in groups),
        "below": 100 * published("30", "50") / companies("30", "50"),
        "few": 100 * published("50", "70") / companies("50", "70"),
        "inside": 100 * published("50", "100") / companies("50", "100"),
    }


def published(least: str, below: str) -> int:
    values = [(float(row["value_2024"] or "nan"), int(row["papers"])) for row in COMPANIES.values()]
    return sum(float(least) <= value < float(below) and count >= 10 for value, count in values)


def companies(least: str, below: str) -> int:
    rows = table("publishing_listed.csv")
    return sum(int(row["companies"]) for row in rows if float(least) <= float(row["from"]) < float(below))


@pytest.mark.parametrize(
    ("chapter", "numbers", "figure"),
    [("evidence", evidence_numbers, StepsExplorer), ("who-publishes", who_numbers, PublishersExplorer)],
)
def test_every_number_in_the_prose_is_recomputed(chapter, numbers, figure):
    said = figure().phrases()
    stored, computed = glued(chapter), numbers()
    assert {name: stored.pop(name, None) for name in said} == said
    assert set(stored) == set(computed)
    assert set(re.findall(r"\{glue:text\}`(\w+)`", prose(chapter))) <= {*stored, *said}
    for name, value in computed.items():
        shown = stored[name].replace("\u202f", "").split(" ")[0]
        digits = len(shown.partition(".")[2])
        assert abs(float(shown) - value) <= 0.5001 * 10**-digits, name


# What the words of the chapters claim


def test_looking_far_enough_ahead_beats_equal_parts_and_sixteen_labels_do_not():
    for learners in ("all", "common", "common, concave"):
        for start in ("commonest class", "16 labels"):
            at = {ahead: LOSSES[learners, start, "next gain", ahead] for ahead in ("16", "64", "128", "256")}
            equal = LOSSES[learners, start, "equal parts", ""]["mean_loss"]
            assert (
                at["128"]["mean_loss"] < 0.5 * equal
                and at["128"]["mean_loss"] < at["64"]["mean_loss"] < at["16"]["mean_loss"]
            )
            assert at["16"]["mean_loss"] > 0.7 * equal
            assert LOSSES[learners, start, "envelope", "16"]["mean_loss"] < 0.6
    same = LOSSES["common", "commonest class", "next gain", "16"]
    assert abs(same["mean_loss"] - loss("equal parts", "")) < 2 * same["standard_error"]
    assert loss("next gain, ties to the first", "16") > loss("equal parts", "") + 5 * same["standard_error"]


def test_no_step_helps_a_method_that_has_not_begun_to_learn():
    row = next(row for row in table("lcdb_looks.csv") if row["learners"] == "TabNet")
    losses = {float(cell) for name, cell in row.items() if name.startswith("next_")}
    assert len(losses) > 1 and min(*losses, float(row["equal_parts"])) > 90


def test_four_methods_make_most_of_the_falls():
    falls = {name: row["falling"] for name, row in SHAPES.items() if name not in ("all", "common")}
    assert set(sorted(falls, key=falls.get)[-4:]) == {"LDA", "QDA", "SVM_Sigmoid", "TabNet"}
    assert SHAPES["all"]["falling"] > 0.5 * (SHAPES["all"]["curves"] - SHAPES["all"]["concave"])


def test_trees_forests_and_boosting_nearly_always_are_concave():
    for name in (
        "Decision Tree",
        "ExtraTree",
        "ens.ExtraTrees",
        "ens.RandomForest",
        "ens.GradientBoosting",
        "CatBoost",
    ):
        assert SHAPES[name]["concave"] > 0.96 * SHAPES[name]["curves"]


def test_best_of_n_is_concave_whatever_is_tuned():
    """The mean of the best of n draws, exactly, for scores of any kind: gains only fall."""
    rng = np.random.default_rng(0)
    for scores in (rng.uniform(size=30), rng.exponential(size=30), np.repeat([0.0, 1.0], 15), rng.normal(size=30) ** 3):
        ordered, n = np.sort(scores), np.arange(1, 40)[:, None]
        below = np.arange(ordered.size + 1) / ordered.size
        best = ((below[1:] ** n - below[:-1] ** n) * ordered).sum(axis=1)
        assert np.all(np.diff(best) >= -1e-12) and np.all(np.diff(best, 2) <= 1e-12)


def test_every_concave_formula_fails_on_the_slow_start_and_only_it_and_the_wines_bend():
    errors = held_out(MEASURED["epochs, slow start: digits"], True)
    assert min(errors[name] for name in ("log1p", "power", "hyperbola", "saturation", "errorpower")) > 100
    assert errors["hill"] < 10
    bent = [
        name for name, each in MEASURED.items() if not name.startswith("ladder") and concavity_violations(each).size
    ]
    assert bent == ["examples: wines", "epochs, slow start: digits"]
    digits = MEASURED["examples: digits"]
    assert fit_family(digits, "errorpower").error(digits) < 0.2 * fit_family(digits, "log1p").error(digits)


def test_publishing_rises_with_size_in_every_step_but_one():
    shares = [each.share for each in size_classes()]
    assert np.sum(np.diff(shares) < 0) == 1
    below, inside = size_classes(edges=(30, 50, 100))[:2]
    assert size_classes(at_least=1, edges=(50,))[0].share < 50
    assert 2.7 < inside.share / below.share < 3.3 and inside.interval[0] < below.interval[1] and inside.share < 10


def test_size_is_neither_needed_nor_enough():
    listed = [(float(row["value_2024"]), int(row["papers"])) for row in COMPANIES.values() if row["value_2024"]]
    for low, high in ((25, 35), (170, 240)):
        papers = [count for value, count in listed if low <= value <= high]
        assert min(papers) <= 2 and max(papers) > 100


def test_a_mean_of_two_dates_is_one():
    for row in COMPANIES.values():
        if row["value_is"] == "mean of two dates":
            mean = geometric_mean([float(row["value_2022"]), float(row["value_2024"])])
            assert float(row["value"]) == pytest.approx(mean, rel=0.02, abs=0.06), row["company"]
