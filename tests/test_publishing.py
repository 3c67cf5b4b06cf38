"""Who publishes: tables against the counts they come from, intervals against scipy's, figures that can be read."""

import csv
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from effort import figures
from effort.facts import read_facts
from effort.public_curves import read_losses, read_shapes
from effort.publishing import (
    COMPANIES_FILE,
    GROUPS,
    LISTED_FILE,
    VENUES_FILE,
    group_of,
    group_shares,
    read_publishers,
    share_together,
    size_classes,
    size_slope,
    wilson,
)
from scipy.stats import binomtest, bootstrap, linregress

COUNTS = Path(os.environ.get("WHO_PUBLISHES", Path(__file__).parents[1] / "../shared/data/who_publishes.csv"))
NAMED = ("Alphabet", "Baidu", "Uber", "Apple", "Criteo", "SenseTime", "Naver", "Tesla", "NVIDIA", "JD.com", "Huawei")


@pytest.mark.parametrize(("successes", "trials"), [(0, 18), (7, 284), (16, 220), (9, 18), (5, 5)])
def test_the_interval_is_scipy_s(successes, trials):
    exact = binomtest(successes, trials).proportion_ci(method="wilson")
    assert wilson(successes, trials) == pytest.approx((exact.low, exact.high), abs=1e-6)


@pytest.mark.parametrize(("successes", "trials"), [(3, 2), (-1, 2), (0, 0)])
def test_a_share_of_nothing_is_refused(successes, trials):
    with pytest.raises(ValueError, match=f"successes is {successes} of {trials} trials"):
        wilson(successes, trials)


def test_size_classes_count_listed_companies_once():
    fine, coarse = size_classes(), size_classes(edges=(1, 50))
    assert sum(each.companies for each in fine) == sum(each.companies for each in coarse) == 5409
    assert sum(each.publishing for each in fine[:5]) == coarse[0].publishing
    assert [each.publishing for each in size_classes(1)] >= [each.publishing for each in fine]
    for each in fine:
        assert each.interval[0] <= each.share <= each.interval[1]
    with pytest.raises(ValueError, match="edges is"):
        size_classes(edges=(1, 40))


def test_groups_of_companies_follow_their_market_values():
    publishers = read_publishers()
    for i in range(publishers.name.size):
        value = publishers.value[i] if publishers.listed[i] else None
        assert publishers.group[i] == group_of(value, publishers.group[i] == GROUPS[3])
    assert publishers["Baidu"].group == GROUPS[1] and publishers["Huawei"].group == GROUPS[3]
    with pytest.raises(ValueError, match="no company is called 'Baidoo'"):
        publishers["Baidoo"]


def test_venues_and_companies_count_the_same_papers():
    publishers, venues = read_publishers(), read_facts(VENUES_FILE)
    main = venues["main"] == 1
    assert main.sum() == 55
    for group in GROUPS:
        assert venues[group][main].sum() == publishers.papers[publishers.group == group].sum()
    assert sum(share for share, _, _ in group_shares().values()) == pytest.approx(100)
    with pytest.raises(ValueError, match="no venue begins with 'icml2'"):
        group_shares("icml2")


def test_intervals_of_shares_are_those_of_scipy_s_bootstrap():
    venues = read_facts(VENUES_FILE)
    main = venues["main"] == 1
    counts = np.column_stack([venues[group][main] for group in GROUPS])

    def share(*rows, axis=-1):
        return np.sum(rows[0], axis=axis) / np.sum(sum(rows), axis=axis)

    found = bootstrap(
        tuple(counts.T), share, paired=True, method="percentile", n_resamples=4000, rng=np.random.default_rng(1)
    ).confidence_interval
    assert group_shares()[GROUPS[0]][1:] == pytest.approx((100 * found.low, 100 * found.high), abs=0.4)
    # The others together have what the first leaves.
    share, low, high = share_together(GROUPS[1:])
    assert share == pytest.approx(100 - group_shares()[GROUPS[0]][0])
    assert (low, high) == pytest.approx((100 - 100 * found.high, 100 - 100 * found.low), abs=0.4)


def test_the_slope_is_scipy_s():
    publishers = read_publishers()
    known = np.isfinite(publishers.value)
    line = linregress(np.log(publishers.value[known]), np.log(publishers.papers[known]))
    size = size_slope()
    assert (size.slope, size.explained) == pytest.approx((line.slope, line.rvalue**2))
    assert size.interval == pytest.approx((line.slope - 1.96 * line.stderr, line.slope + 1.96 * line.stderr), abs=0.05)
    apart = 1.96 / np.sqrt(known.sum() - 3)  # Fisher's z
    ends = [np.tanh(np.arctanh(line.rvalue) + each) ** 2 for each in (-apart, apart)]
    assert size.explained_interval == pytest.approx(ends, abs=0.05)


def test_the_tables_are_made_from_the_counts(tmp_path, monkeypatch):
    if not COUNTS.exists():
        pytest.skip(f"the counts are not at {COUNTS}; the environment variable WHO_PUBLISHES says where they are")
    monkeypatch.syspath_prepend(Path(__file__).parents[1] / "tools")
    publishing = __import__("publishing")
    assert publishing.main([str(COUNTS), "--to", str(tmp_path)]) == 0
    for path in (COMPANIES_FILE, VENUES_FILE):
        assert (tmp_path / path.name).read_text("utf-8") == path.read_text("utf-8")
    with COUNTS.open(encoding="utf-8", newline="") as file:
        counted = {row["company"]: row["papers_2022_2025"] for row in csv.DictReader(file)}
    publishers = read_publishers()
    for name, papers in zip(publishers.name, publishers.papers, strict=True):
        assert papers == int(counted[name])
    assert "publishing" in sys.modules


def test_listed_companies_are_counted_in_the_list_of_all(tmp_path, monkeypatch):
    """In any order, and with some that are too small."""
    if not COUNTS.exists():
        pytest.skip(f"the counts are not at {COUNTS}; the environment variable WHO_PUBLISHES says where they are")
    monkeypatch.syspath_prepend(Path(__file__).parents[1] / "tools")
    publishing = __import__("publishing")
    stored, rng = read_facts(LISTED_FILE), np.random.default_rng(3)
    ends = np.nan_to_num(stored["to"], nan=4000)
    values = [
        rng.uniform(low, high * 0.999, int(n))
        for low, high, n in zip(stored["from"], ends, stored["companies"], strict=True)
    ]
    values = rng.permutation(np.concatenate([*values, rng.uniform(0, 0.999, 50)]))
    everybody = tmp_path / "all.csv"
    everybody.write_text("Name,marketcap\n" + "".join(f"c{i},{1e9 * v:.0f}\n" for i, v in enumerate(values)))
    assert publishing.main([str(COUNTS), "--listed", str(everybody), "--to", str(tmp_path)]) == 0
    assert (tmp_path / LISTED_FILE.name).read_text("utf-8") == LISTED_FILE.read_text("utf-8")


# Figures

PICTURES = {
    "papers": lambda: figures.value_against_papers(read_publishers(), NAMED),
    "sizes": lambda: figures.publishing_shares(size_classes()),
    "steps": lambda: figures.step_losses({"all": read_losses("all"), "common": read_losses()}),
    "learners": lambda: figures.concave_shares(read_shapes().each(), ("KNN", "MLP")),
}
every_picture = pytest.mark.parametrize("make", PICTURES.values(), ids=PICTURES)


@every_picture
def test_pictures_are_the_same_again_and_say_what_they_show(make):
    picture = make()
    assert picture._repr_html_() == make()._repr_html_()
    assert len(picture.shows) > 100 and any(letter.isdigit() for letter in picture.shows)


@every_picture
@pytest.mark.parametrize("narrow", [False, True])
def test_labels_lie_on_no_dot_and_on_no_other_label(make, narrow):
    figure = make().figure(narrow)
    figure.draw_without_rendering()
    axes = figure.axes[0]
    width, height = figure.get_size_inches() * figure.dpi
    boxes = [text.get_window_extent() for text in axes.texts if text.get_text()]
    for box in boxes:
        assert box.x0 > -8 and box.x1 < width + 8 and box.y0 > -4 and box.y1 < height + 4
    for i, box in enumerate(boxes):
        for other in boxes[:i]:
            assert not (box.x0 < other.x1 and other.x0 < box.x1 and box.y0 < other.y1 and other.y0 < box.y1)
    dots = [line.get_xydata() for line in axes.lines if line.get_marker() == "o" and line.get_xydata().size]
    places = axes.transData.transform(np.vstack(dots))
    for box in boxes:
        assert not np.any((places > [box.x0, box.y0]).all(axis=1) & (places < [box.x1, box.y1]).all(axis=1))


def test_dots_are_where_the_companies_are():
    publishers = read_publishers()
    axes = PICTURES["papers"]().figure().axes[0]
    points = {tuple(point) for line in axes.lines if line.get_marker() == "o" for point in line.get_xydata()}
    baidu = publishers["Baidu"]
    assert (baidu.value[0], baidu.papers[0]) in points
    assert sum(line.get_xdata().size for line in axes.lines if line.get_marker() == "o") == publishers.name.size
    named = [text.get_text() for text in axes.texts]
    assert {"Alphabet", "Baidu", "Uber", "private"} <= set(named)


def test_a_few_years_give_a_range():
    venues = read_facts(VENUES_FILE)
    chosen = venues["venue"] == "neurips"
    counts = np.column_stack([venues[group][chosen] for group in GROUPS])
    yearly = 100 * counts[:, 0] / counts.sum(axis=1)
    share, low, high = group_shares("neurips")[GROUPS[0]]
    assert (low, high) == pytest.approx((yearly.min(), yearly.max())) and low < share < high
