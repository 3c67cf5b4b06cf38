"""The live figures of the two chapters on evidence, against the tables that they come from."""

import csv
import re
from pathlib import Path

import numpy as np
import pytest
import traitlets
from effort import public_curves
from effort.explorers import PublishersExplorer, StepsExplorer
from effort.public_curves import COMMON
from scipy.stats import binomtest

TABLES = Path(public_curves.__file__).parent


def rows(name: str, key: str) -> dict[str, dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8") as file:
        return {row[key]: row for row in csv.DictReader(line for line in file if not line.startswith("#"))}


LOOKS, SHAPES = rows("lcdb_looks.csv", "learners"), rows("lcdb_shapes.csv", "learners")
COMPANIES, LISTED = rows("publishing_companies.csv", "company"), rows("publishing_listed.csv", "from")


def unpacked(column: dict) -> np.ndarray:
    return np.array(column["numbers"].split(), dtype=float)


def numbers(text: str) -> list[float]:
    return [float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*\.?\d*", text)]


# How far ahead to look


@pytest.mark.parametrize("learners", ["all", "common", "LDA", "QDA", "TabNet", "ens.RandomForest"])
@pytest.mark.parametrize("ahead", [16, 112, 128, 400])
def test_what_is_said_of_looking_ahead_is_in_the_table(learners, ahead):
    explorer, row = StepsExplorer(learners=learners, ahead=ahead), LOOKS[learners]
    losses = {int(name[5:]): float(cell) for name, cell in row.items() if name.startswith("next_")}
    assert explorer.lost == losses[ahead]
    said = explorer.phrases()
    lost, equal = numbers(said["loses"])[1:]
    assert lost == pytest.approx(losses[ahead], abs=0.0501) and equal == pytest.approx(
        float(row["equal_parts"]), abs=0.0501
    )
    ratio = losses[ahead] / float(row["equal_parts"])
    word = "more than" if ratio > 1.1 else "less than" if ratio < 0.9 else "about as much as"
    assert f"%, {word} equal parts" in said["loses"]
    at, least, envelope = numbers(said["lowest"])
    assert losses[at] == min(losses.values()) == pytest.approx(least, abs=0.0501)
    assert envelope == pytest.approx(float(row["envelope"]), abs=0.0501)
    shape = SHAPES[learners]
    assert numbers(said["shape"]) == [pytest.approx(100 * int(shape["concave"]) / int(shape["curves"]), abs=0.501)]


def test_what_is_sent_of_each_method_is_the_table():
    groups = StepsExplorer().data["groups"]
    assert [each["key"] for each in groups] == list(LOOKS)
    for each in groups:
        row, shape = LOOKS[each["key"]], SHAPES[each["key"]]
        np.testing.assert_array_equal(unpacked(each["losses"]), [float(row[f"next_{k}"]) for k in range(16, 401, 16)])
        assert (each["equal"], each["envelope"]) == (float(row["equal_parts"]), float(row["envelope"]))
        assert each["share"] == pytest.approx(100 * int(shape["concave"]) / int(shape["curves"]), abs=0.0051)
        assert each["common"] == (each["key"] in COMMON)
    assert len({each["name"] for each in groups}) == len(groups)


@pytest.mark.parametrize(("name", "value"), [("ahead", 17), ("ahead", 0), ("ahead", 416), ("learners", "tree")])
def test_steps_that_were_not_measured_are_refused(name, value):
    explorer = StepsExplorer()
    before = repr(explorer)
    with pytest.raises(traitlets.TraitError, match=str(value)):
        setattr(explorer, name, value)
    assert repr(explorer) == before


# Who publishes


@pytest.mark.parametrize("above", PublishersExplorer.EDGES)
@pytest.mark.parametrize("papers", [1, 10, 30])
def test_shares_and_their_intervals_are_those_of_the_tables(above, papers):
    said = PublishersExplorer(above=above, papers=papers).phrases()
    for name, inside in (("publish", lambda v: v >= float(above)), ("rest", lambda v: 1 <= v < float(above))):
        listed = sum(int(row["companies"]) for start, row in LISTED.items() if inside(float(start)))
        known = [row for row in COMPANIES.values() if row["value_2024"] and inside(float(row["value_2024"]))]
        publishing = sum(int(row["papers"]) >= papers for row in known)
        exact = binomtest(publishing, listed).proportion_ci(method="wilson")
        expected = [100 * publishing / listed, 100 * exact.low, 100 * exact.high]
        found = numbers(said[name])
        assert found[0] == listed and publishing in found
        np.testing.assert_allclose(found[-3:], expected, atol=0.0501)


def test_what_is_sent_of_each_company_is_the_table():
    data = PublishersExplorer().data
    for name, value, papers, known in zip(
        data["names"], unpacked(data["values"]), unpacked(data["papers"]), unpacked(data["known"]), strict=True
    ):
        row = COMPANIES[name]
        assert papers == int(row["papers"]) and known == (row["value_2024"] != "")
        assert value == float(row["value_2024"] or (row["value"] if row["listed"] == "1" else 0) or 0)
        assert known or row["value_is"] in ("estimate", "")
    assert len(data["names"]) == len(COMPANIES)


def test_what_is_sent_of_each_line_is_what_is_said():
    explorer = PublishersExplorer()
    most = explorer.MOST_PAPERS
    for name in ("publish", "rest"):
        columns = np.array([unpacked(each) for each in explorer.data["shares"][name]])
        for above, papers in (("10", 1), ("50", 10), ("500", most)):
            explorer.above, explorer.papers = above, papers
            sent = columns[:, explorer.EDGES.index(above) * most + papers - 1]
            found = numbers(explorer.phrases()[name])
            assert found[0] == sent[0] and sent[1] in found and found[-3:] == sent[2:].tolist()


@pytest.mark.parametrize(("name", "value"), [("above", "40"), ("papers", 0), ("papers", 31), ("company", "Baidoo")])
def test_what_nobody_counted_is_refused(name, value):
    explorer = PublishersExplorer()
    with pytest.raises(traitlets.TraitError, match=str(value)):
        setattr(explorer, name, value)
    assert explorer.above == "50" and explorer.company == "Baidu"
