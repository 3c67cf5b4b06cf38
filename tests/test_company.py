"""A reader's own projects: from a table, through the allocator, to a table and a picture; and tables that are wrong."""

import subprocess
import sys
import warnings
from contextlib import suppress
from dataclasses import asdict, replace
from xml.etree import ElementTree

import numpy as np
import pytest
from effort import LIFECYCLE, allocate, budget_needed, greedy
from effort.__main__ import main
from effort.company import AGEING, DIFFICULTIES, SHAPES, Company, Project, read_company
from effort.doubts import doubts_of
from effort.examples import EXAMPLES
from effort.fields import HIDDEN, TOTALS
from effort.outlook import HIRE
from effort.tables import Assumed
from hypothesis import given
from hypothesis import strategies as st
from support.tables import READ, WRONG

NAMES = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30).filter(
    lambda name: (
        name.strip() and name.strip()[0] not in "=+-@" and not HIDDEN.search(name) and not TOTALS.fullmatch(name)
    )
)
PROJECTS = st.builds(
    Project,
    name=NAMES,
    importance=st.integers(0, 1000).map(lambda n: n / 10),
    difficulty=st.sampled_from(sorted(DIFFICULTIES)),
    shape=st.sampled_from(SHAPES),
    floor=st.integers(0, 20),
    cap=st.none() | st.integers(20, 60),
    today=st.none() | st.integers(0, 80),
    ageing=st.sampled_from(sorted(AGEING)),
    bought=st.none() | st.integers(0, 90),
    adapt=st.sampled_from([0.0, 0.5, 1.0]),
)
COMPANIES = st.lists(PROJECTS, min_size=1, max_size=8, unique_by=lambda project: project.name).map(Company)


def first_at_the_frontier(company: Company) -> int | None:
    """The budget at which the first of the projects gets there; None if none ever does."""
    budgets = []
    for project in (each for each in company.projects if each.part):
        with suppress(ValueError):  # out of its reach
            start = int(np.ceil(LIFECYCLE.frontier * project.stretch)) - project.start
            # A bought model is there when somebody works on it.
            budgets.append(budget_needed(company.portfolio, project.name, max(start, 1 if project.bought else 0)))
    return min(budgets, default=None)


def at_the_frontier(company: Company, budget: int) -> bool:
    """Whether somebody works there."""
    return bool(company.along(company.allocate(budget).effort, worked=True).max() >= LIFECYCLE.frontier)


def written(tmp_path, text: str | bytes):
    path = tmp_path / "projects.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@given(company=COMPANIES)
def test_what_is_saved_is_read_again(company, tmp_path_factory):
    path = written(tmp_path_factory.mktemp("saved"), company.table())
    assert read_company(path) == company


@given(company=COMPANIES, more=st.integers(0, 150))
def test_the_allocation_is_the_optimum_of_the_curves(company, more):
    """Against the loop on the projects' own curves, one by one, without the portfolio that joins them."""
    floors = np.array([project.floor for project in company.projects])
    best = company.allocate(int(floors.sum()) + more)

    def gain(effort):
        return np.array(
            [
                project.importance * project.part * float(project.curve().unit_gain(project.start + units))
                if project.cap is None or units < project.cap
                else -1.0
                for project, units in zip(company.projects, effort, strict=True)
            ]
        )

    expected = greedy(gain, best.spent - int(floors.sum()), floors)
    returns = [
        sum(
            project.importance * project.part * float(project.curve().value(project.start + units))
            for project, units in zip(company.projects, effort, strict=True)
        )
        for effort in (best.effort, expected)
    ]
    assert returns[0] == pytest.approx(returns[1], rel=1e-12)
    if best.unspent:
        assert max(gain(best.effort)) <= 0


@pytest.mark.parametrize("shape", SHAPES)
def test_a_harder_problem_stretches_the_scale(shape):
    for difficulty, stretch in DIFFICULTIES.items():
        curve = Project("p", difficulty=difficulty, shape=shape).curve()
        ordinary = Project("p", shape=shape).curve()
        np.testing.assert_allclose(
            curve.value(LIFECYCLE.starts * stretch), ordinary.value(LIFECYCLE.starts), rtol=1e-12
        )


def test_stages_are_those_of_the_stretched_scale():
    company = Company([Project("p", difficulty="hard", floor=70), Project("q", difficulty="easy", floor=17)])
    assert company.stages(company.allocate(87)) == ["deep learning", "basic feature engineering"]


def test_the_budget_that_the_frontier_takes():
    company = Company([Project("a", importance=3, difficulty="hard"), Project("b"), Project("c", cap=50)])
    needed = first_at_the_frontier(company)
    assert "SotA research" in company.stages(company.allocate(needed))
    assert "SotA research" not in company.stages(company.allocate(needed - 1))
    assert first_at_the_frontier(Company([Project("a", cap=50), Project("b", importance=0)])) is None


@given(company=COMPANIES)
def test_the_outlook_against_trying_it_out(company):
    """What is said to bring the furthest project to the frontier does, a bit less does not; and the next hire."""
    budget = sum(project.floor for project in company.projects) + 40
    seen = company.outlook(budget)
    top = int(seen.progress.argmax())
    name, start = company.projects[top].name, LIFECYCLE.frontier * company.projects[top].stretch
    start -= company.projects[top].start
    if seen.progress[top] < 1:
        if seen.budget_needed is not None and seen.progress[top] > 0:
            assert company.allocate(seen.budget_needed)[name] >= start > company.allocate(seen.budget_needed - 1)[name]
        if seen.importance_needed is not None:
            for factor, there in ((1.001, True), (0.999, False)):
                weight = factor * seen.importance_needed + (1e-9 if there else 0)
                best = allocate(company.portfolio.weighted(name, weight), budget)
                assert (best[name] >= start) == there
    grown = company.allocate(budget + HIRE)
    np.testing.assert_array_equal(seen.hire, grown.effort - company.allocate(budget).effort)
    assert seen.hire_worth == pytest.approx(grown.returns - seen.allocation.returns)
    words = seen.in_words()
    bought = ["bought"] if any(each.bought for each in company.projects) else []
    assert list(words) == ["frontier", "hire", "expect", "ask", *bought]


@given(company=COMPANIES)
def test_nobody_is_at_the_frontier_with_less(company):
    needed = first_at_the_frontier(company)
    floors = sum(project.floor for project in company.projects)
    if needed is None:
        needed = floors + 6000  # the very hard ones that age fast begin research at 640, and there are eight at most
        assert not at_the_frontier(company, needed)
    else:
        assert at_the_frontier(company, needed)
        assert needed == floors or not at_the_frontier(company, needed - 1)


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_table_is_named(tmp_path, capsys, text, message):
    path = written(tmp_path, text)
    with pytest.raises(ValueError) as refused:
        read_company(path)
    assert str(refused.value) == f"projects.csv{message}"
    assert main(["allocate", str(path), "--budget", "10"]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err == f"error: projects.csv{message}\n"


@pytest.mark.parametrize(("text", "rows", "notes"), READ.values(), ids=READ)
def test_what_is_assumed_of_a_table_is_said(tmp_path, capsys, text, rows, notes):
    path = written(tmp_path, text)
    assert main(["allocate", str(path), "--budget", "60"]) == 0
    said = capsys.readouterr()
    assert said.err == "".join(f"note: projects.csv: {note}\n" for note in notes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Assumed)
        read = read_company(path)
    defaults = {"importance": 1.0, "difficulty": "ordinary", "shape": "keeps rising", "floor": 0}
    defaults |= {"cap": None, "today": None, "ageing": "usual", "bought": None, "adapt": 0.0}
    expected = [
        {"name": row["project"]} | defaults | {k: row[k] for k in row if k != "project"} for row in rows.values()
    ]
    assert [asdict(project) for project in read.projects] == expected


def test_a_project_has_a_name_however_it_is_made():
    assert Project(" Cafe\u0301\u00a0menus\n") == Project("Caf\u00e9 menus")
    for name in ("", "a\u202eb", "Total", "=1", "x" * 201, "\ud800"):
        with pytest.raises(ValueError, match="project is"):
            Project(name)
    with pytest.raises(ValueError, match=r"importance is 1e\+300, expected at most 10\^15"):
        Project("a", importance=1e300)


def test_a_huge_file_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr("effort.tables.LARGEST_FILE", 20)
    with pytest.raises(ValueError, match="has 24 bytes, expected at most 20"):
        read_company(written(tmp_path, "project\n" + "x" * 16))


def test_from_the_command_line(tmp_path):
    path = written(tmp_path, "project,importance\n<b>search</b>,2\n$ads$,1\n")
    figure = tmp_path / "figure.svg"
    command = [sys.executable, "-m", "effort", "allocate", str(path), "--budget", "60", "--figure", str(figure)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    rows = [line.split() for line in done.stdout.splitlines()[1:3]]
    best = read_company(path).allocate(60)
    assert [(row[0], int(row[2])) for row in rows] == [
        ("<b>search</b>", best["<b>search</b>"]),
        ("$ads$", best["$ads$"]),
    ]
    drawing = ElementTree.parse(figure)
    texts = ["".join(text.itertext()) for text in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert "<b>search</b>" in texts and "$ads$" in texts
    assert "var(" not in figure.read_text("utf-8") and "currentColor" not in figure.read_text("utf-8")


@pytest.mark.parametrize("arguments", [["--budget", "-5"], ["--budget", "60", "--figure", "/nowhere/at/all.svg"]])
def test_other_trouble_is_said_in_a_line(tmp_path, capsys, arguments):
    path = written(tmp_path, "project\na\n")
    assert main(["allocate", str(path), *arguments]) == 2
    assert capsys.readouterr().err.startswith("error: ")
    assert main(["allocate", str(tmp_path / "nothing.csv"), "--budget", "1"]) == 2


@pytest.mark.parametrize(
    ("name", "work", "furthest"),
    [
        ("Start-up", "breadth", "dynamic pricing"),
        ("Scale-up", "frontier", "dynamic pricing"),
        ("Big tech", "frontier", "advertising"),
        ("Sidewalk robots", "frontier", "perception"),
        ("OCR service", "frontier", "text recognition"),
        ("Foundation model", "frontier", "the model itself"),
    ],
)
def test_the_examples_show_the_conclusion(name, work, furthest):
    company, months = EXAMPLES[name]
    seen = company.outlook(months)
    assert seen.work == work
    assert company.projects[int(seen.progress.argmax())].name == furthest
    if name not in ("Big tech", "Start-up"):
        assert np.count_nonzero(seen.progress >= 1) == 1
    if name == "Start-up":
        assert seen.budget_needed > 2 * months


def test_a_project_at_the_frontier_and_nothing_to_do():
    assert Company([Project("a", cap=0)]).outlook(10).in_words()["frontier"] == "Nothing is started yet."
    assert Company([Project("a", cap=0)]).outlook(10).in_words()["hire"] == "Another person would gain nothing here."
    many = Company([Project(f"p{i}", floor=80) for i in range(5)]).outlook(400).in_words()
    assert many["frontier"] == "At the research frontier: p0, p1, p2, 2 more."
    assert many["hire"].endswith("3 months to p0, 3 months to p1, 2 months to p2, 4 to others.")
    stuck = Company([Project("a", cap=60)]).outlook(50).in_words()["frontier"]
    assert stuck.endswith("No budget brings it there; with today's budget no importance would do.")


def test_a_thousand_projects(tmp_path):
    rng = np.random.default_rng(5)
    company = Company(
        [
            Project(
                f"project {i}", float(rng.integers(1, 50)), str(rng.choice(list(DIFFICULTIES))), str(rng.choice(SHAPES))
            )
            for i in range(1000)
        ]
    )
    best = read_company(written(tmp_path, company.table())).allocate(20_000)
    assert best.spent == 20_000
    assert best.returns == pytest.approx(company.allocate(20_000).returns)


@given(company=COMPANIES, leeway=st.none() | st.integers(0, 30))
def test_moves_lead_from_today_to_the_best(company, leeway):
    """Made one after the other they end in the best division, and gain what they say; first of all, at least that."""
    near = company.within(leeway)
    moves = near.moves()
    if moves is None or moves.best is None:
        assert moves is None or sum(each.floor for each in near.projects) > moves.today.sum()
        return
    portfolio, at = near.portfolio, company.today.copy()
    best = allocate(portfolio, int(at.sum()))
    assert moves.gain == pytest.approx(best.returns - portfolio.returns(at), abs=1e-9)
    moving = {each.source for each in moves.moves} | {each.target for each in moves.moves}
    assert len(moves.moves) <= max(0, len(moving) - 1)
    total = 0.0
    for move in moves.moves:
        alone = company.today.copy()
        for effort in (alone, at):
            effort[move.source] -= move.units
            effort[move.target] += move.units
        assert portfolio.returns(alone) - portfolio.returns(company.today) >= move.gain - 1e-9
        total += move.gain
    if not best.unspent:
        np.testing.assert_array_equal(at, best.effort)
        assert total == pytest.approx(moves.gain, abs=1e-9)
    if leeway is not None:
        kept = np.array([each.floor for each in company.projects])
        assert np.all((np.abs(best.effort - company.today) <= leeway) | (best.effort == kept) | (best.unspent > 0))


@given(company=COMPANIES)
def test_doubts_against_trying_each_out(company):
    budget = sum(project.floor for project in company.projects) + 40
    doubts = doubts_of(company, budget)
    i = len(company.projects) - 1
    project, found = company.projects[i], []
    known = list(DIFFICULTIES)
    at = known.index(project.difficulty)
    for importance, difficulty in (
        (1, at), (0.5, at), (2, at), (1, max(at - 1, 0)), (1, min(at + 1, len(known) - 1)),
    ):  # fmt: skip
        changed = replace(project, importance=importance * project.importance, difficulty=known[difficulty])
        best = Company([*company.projects[:i], changed]).allocate(budget)
        found.append((changed.start + best[changed.name]) / changed.stretch)
    assert (doubts.low[i], doubts.high[i]) == (min(found), max(found))
    assert 0 <= doubts.chance <= 1


def test_the_chance_of_the_frontier_grows_with_the_budget():
    company = Company([Project("a", 3), Project("b"), Project("c", difficulty="hard")])
    chances = [doubts_of(company, budget).chance for budget in (20, 60, 120, 200, 400, 900)]
    assert chances == sorted(chances) and chances[0] == 0 and chances[-1] == 1 and 0.1 < chances[2] < 0.95
