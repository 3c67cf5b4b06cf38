"""A reader's own projects: from a table, through the allocator, to a table and a picture; and tables that are wrong."""

import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pytest
from effort import LIFECYCLE, greedy
from effort.__main__ import main
from effort.company import DIFFICULTIES, SHAPES, Company, Project, read_company
from hypothesis import given
from hypothesis import strategies as st

NAMES = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30).filter(
    lambda name: name == name.strip()
)
PROJECTS = st.builds(
    Project,
    name=NAMES,
    importance=st.integers(0, 1000).map(lambda n: n / 10),
    difficulty=st.sampled_from(sorted(DIFFICULTIES)),
    shape=st.sampled_from(SHAPES),
    floor=st.integers(0, 20),
    cap=st.none() | st.integers(20, 60),
)
COMPANIES = st.lists(PROJECTS, min_size=1, max_size=8, unique_by=lambda project: project.name).map(Company)


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
                project.importance * float(project.curve().unit_gain(units))
                if project.cap is None or units < project.cap
                else -1.0
                for project, units in zip(company.projects, effort, strict=True)
            ]
        )

    expected = greedy(gain, best.spent - int(floors.sum()), floors)
    returns = [
        sum(
            project.importance * float(project.curve().value(units))
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
    needed = company.frontier_budget()
    assert "SotA research" in company.stages(company.allocate(needed))
    assert "SotA research" not in company.stages(company.allocate(needed - 1))
    assert Company([Project("a", cap=50), Project("b", importance=0)]).frontier_budget() is None


@given(company=COMPANIES)
def test_nobody_is_at_the_frontier_with_less(company):
    needed = company.frontier_budget()
    floors = sum(project.floor for project in company.projects)
    if needed is None:
        needed = floors + 3000  # the very hard ones begin research at 320 units, and there are eight at most
        assert "SotA research" not in company.stages(company.allocate(needed))
    else:
        assert "SotA research" in company.stages(company.allocate(needed))
        if needed > floors:
            assert "SotA research" not in company.stages(company.allocate(needed - 1))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "projects.csv, row 1: there is no column 'project'"),
        ("project\n", "projects.csv has no project"),
        ("name\nx\n", "row 1: column 'name', expected each of project, importance"),
        ("project,project\nx,y\n", "row 1: column 'project'"),
        ("project,importance\na,1\nb,lots\n", "row 3, column importance: 'lots', expected a number of at least 0"),
        ("project,importance\na,-1\n", "row 2, column importance is -1.0, expected a finite number of at least 0"),
        ("project,importance\na,nan\n", "row 2, column importance is nan"),
        ("project,floor\na,1.5\n", "row 2, column floor: '1.5', expected a whole number"),
        ("project,floor\na,-2\n", "row 2, column floor is -2, expected a whole number from 0"),
        ("project,floor,cap\na,9,5\n", "row 2, column floor is 9, expected at most the cap, 5"),
        ("project,difficulty\na,impossible\n", "row 2, column difficulty is 'impossible', expected one of easy"),
        ("project,shape\na,square\n", "row 2, column shape is 'square', expected one of keeps rising"),
        ("project\na\na\n", "row 3, column project: 'a' is there already"),
        ("project,importance\na,1,2\n", "row 2: 3 fields, expected 2"),
        ("project,importance\n,2\n", "row 2, column project is ''"),
        ("project\n\x1b[31mred\n", r"row 2, column project is '\\x1b\[31mred', expected a name of 1 to 200 visible"),
        ("project\n\u202eevil\n", "row 2, column project is"),
        (f"project\n{'x' * 201}\n", "row 2, column project is"),
        ('project\n"open\n', "projects.csv: unexpected end of data, expected a CSV file"),
        (b"project\n\xff\xfe\n", "projects.csv: byte 8 is not UTF-8"),
        (f"project\n{'x' * 200_000}\n", "projects.csv: field larger than field limit"),
    ],
    ids=range(21),
)
def test_what_is_wrong_with_a_table_is_named(tmp_path, capsys, text, message):
    path = written(tmp_path, text)
    with pytest.raises(ValueError, match=message):
        read_company(path)
    assert main(["allocate", str(path), "--budget", "10"]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("error: projects.csv") and said.err.count("\n") == 1


def test_a_huge_file_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr("effort.company.LARGEST_FILE", 20)
    with pytest.raises(ValueError, match="has 24 bytes, expected at most 20"):
        read_company(written(tmp_path, "project\n" + "x" * 16))


def test_tables_as_spreadsheets_write_them(tmp_path):
    text = '\ufeffProject;Importance;Floor\r\nsearch;1,5;\r\n\r\n"ads; banners";;3\r\n'
    assert read_company(written(tmp_path, text)).projects == (
        Project("search", importance=1.5),
        Project("ads; banners", floor=3),
    )


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
