"""The command line as its user meets it: a process with files, standard input, and what comes out of it."""

import csv
import json
import re
import shlex
import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pytest
from effort.__main__ import EXAMPLES, main
from effort.company import Company, Project
from effort.doubts import doubts_of
from effort.evidence import FITTED, fit_family
from effort.measurements import MEASURED, read_measurements
from support.company_form import random_company
from support.tables import READ, WRONG

COMPANY = Company([Project("search", 2, today=20), Project("ads", today=40, floor=5), Project('a,b "c"', 3, "hard")])


def run(*arguments: str, given: str | bytes = "") -> subprocess.CompletedProcess:
    """The command as a process of its own."""
    data = given if isinstance(given, bytes) else given.encode()
    return subprocess.run([sys.executable, "-m", "effort", *arguments], input=data, capture_output=True, check=False)


def said(capsys, *arguments: str) -> tuple[int, str, str]:
    """The same without a process, which is quicker."""
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "projects.csv"
    path.write_text(COMPANY.table(), "utf-8")
    return str(path)


def test_all_formats_say_the_same(capsys, file):
    best, seen = COMPANY.allocate(90), COMPANY.outlook(90)
    code, out, err = said(capsys, "allocate", file, "--budget", "90", "--format", "json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert [each["units"] for each in found["projects"]] == best.effort.tolist()
    assert [each["stage"] for each in found["projects"]] == list(seen.stages)
    assert found["returns"] == pytest.approx(best.returns) and found["given"] == found["budget"] == 90
    words = COMPANY.moves().in_words() | seen.in_words()
    told = {name: text.removeprefix("Ask in an interview: ") for name, text in found["answers"].items()}
    assert told == {"given": "90 of 90 units are given out."} | words
    _, out, _ = said(capsys, "allocate", file, "--budget", "90", "--format", "csv")
    rows = list(csv.DictReader(out.splitlines()))
    assert rows == [{title: str(value) for title, value in each.items()} for each in found["projects"]]
    _, out, _ = said(capsys, "allocate", file, "--budget", "90")
    for sentence in words.values():
        assert sentence in out
    lines = out.splitlines()
    cells = [re.split(" {2,}", line) for line in lines[:4]]
    assert cells[0] == list(found["projects"][0])
    assert [int(row[3]) for row in cells[1:]] == best.effort.tolist()
    _, out, _ = said(capsys, "allocate", file, "--budget", "90", "--format", "svg")
    texts = {"".join(node.itertext()) for node in ElementTree.fromstring(out).iter("{http://www.w3.org/2000/svg}text")}
    assert set(best.portfolio.names) <= texts


def test_compare_says_what_python_says(capsys, tmp_path):
    """Word for word, for any company that says what it spends today."""
    rng, path, compared = np.random.default_rng(3), tmp_path / "projects.csv", 0
    for leeway in [None, 4] * 30:
        company = random_company(rng, today=True)
        path.write_text(company.table(), "utf-8")
        code, out, err = said(capsys, "compare", str(path), *([] if leeway is None else ["--leeway", str(leeway)]))
        moves = company.within(leeway).moves()
        if moves is None:
            assert (code, out) == (2, "") and err.startswith("error: no project says what it gets today")
        elif moves.best is None:
            assert (code, out, err) == (2, "", f"error: {moves.in_words()['staying']}\n")
        else:
            compared += 1
            assert code == 0 and out.endswith("\n".join(["", *moves.in_words().values(), ""]))
            _, out, _ = said(
                capsys, "compare", str(path), "--format", "json", *([] if leeway is None else ["--leeway", "4"])
            )
            found = json.loads(out)
            assert [each["best"] for each in found["projects"]] == moves.best.effort.tolist()
            assert sum(each["gain"] for each in found["projects"]) == pytest.approx(moves.gain, abs=1e-4)
            assert found["best"] - found["now"] == pytest.approx(moves.gain, abs=1e-4)
    assert compared > 20


def test_doubts_are_said_where_they_are_asked_for(capsys, file):
    doubts = doubts_of(COMPANY, 90).in_words()
    _, out, _ = said(capsys, "allocate", file, "--budget", "90", "--doubts")
    assert all(sentence in out.splitlines() for sentence in doubts.values())
    _, out, _ = said(capsys, "allocate", file, "--budget", "90")
    assert not any(sentence in out for sentence in doubts.values())


def test_what_a_unit_must_earn(capsys, file):
    _, out, _ = said(capsys, "allocate", file, "--cost", "0.5", "--format", "json")
    found = json.loads(out)
    units = [each["units"] for each in found["projects"]]
    assert sum(units) == found["budget"]
    for project, each in zip(COMPANY.projects, units, strict=True):
        gain = project.importance * project.curve().unit_gain(np.array([each - 1, each]))
        assert gain[1] < 0.5 and (gain[0] >= 0.5 or each == project.floor)


@pytest.mark.parametrize("family", FITTED)
def test_fit(capsys, family):
    code, out, _ = said(capsys, "fit", str(MEASURED), "--family", family, "--format", "json")
    found = json.loads(out)["projects"]
    assert code == 0
    for each, scores in zip(found, read_measurements(), strict=True):
        fit = fit_family(scores, family)
        assert each["project"] == scores.project
        assert each["start"] == pytest.approx(fit.start, rel=1e-4, abs=1e-4)
        assert each["off by"] == pytest.approx(fit.error(scores), abs=1e-5)
        for name in FITTED[family].parameters():
            assert each[name] == pytest.approx(getattr(fit.curve, name).item(), rel=1e-4)
        # Of two means of repetitions as scattered as these, the standard error, twice; and every step up to that one.
        off = [scores.score[scores.effort == x] - scores.score[scores.effort == x].mean() for x in scores.efforts]
        spread = np.sqrt(sum((o**2).sum() for o in off) / sum(len(o) - 1 for o in off))
        repeated = np.median([len(o) for o in off])
        assert each["stands out"] == pytest.approx(2 * spread * np.sqrt(2 / repeated), rel=0.02)
        last = int(np.ceil(scores.efforts[-1]))
        gains = fit.curve.value(np.arange(last, 3 * last)[:, None]).ravel() - fit.curve.value(last).item()
        tells = np.flatnonzero(gains[: last + 1] >= each["stands out"])
        assert each["next step"] == (tells[0] if tells.size else None)


def test_as_a_process(tmp_path):
    """Standard input and output, bytes as they are, on a terminal of any encoding."""
    done = run("compare", "-", "--format", "csv", given="project;today\nпошук;20\nads;40\n".encode())
    assert done.returncode == 0 and done.stderr == b""
    assert done.stdout.decode() == "project,today,best,change,gain\nпошук,20,30,10,4.966272\nads,40,30,-10,-3.544691\n"
    done = run("allocate", "-", "--budget", "10", given=b"project\n=1+1\n")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith("error: standard input, row 2, column project is '=1+1', expected a name")
    out = tmp_path / "out.json"
    done = run(
        "allocate", "-", "--budget", "10", "--format", "json", "--output", str(out), given="project,owner\na,b\n"
    )
    assert (done.returncode, done.stdout) == (0, b"") and done.stderr.startswith(
        b"note: standard input: column 'owner'"
    )
    assert json.loads(out.read_text("utf-8"))["budget"] == 10
    many = "project\n" + "".join(f"p{i}\n" for i in range(3000))
    command = f"{shlex.quote(sys.executable)} -m effort allocate - --budget 9000 | head -1"
    done = subprocess.run(["sh", "-c", command], input=many.encode(), capture_output=True, check=True)
    assert done.stderr == b"", "who reads only the beginning is told of no trouble"


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_hostile_input_is_refused_by_each_command(capsys, tmp_path, text, message):
    path = tmp_path / "x.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    for arguments in (["allocate", str(path), "--budget", "10"], ["compare", str(path)]):
        assert said(capsys, *arguments) == (2, "", f"error: x.csv{message}\n")


@pytest.mark.parametrize("case", READ)
def test_what_is_assumed_is_noted_by_each_command(capsys, tmp_path, case):
    text, _, notes = READ[case]
    path = tmp_path / "x.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    code, _, err = said(capsys, "allocate", str(path), "--cost", "2")
    assert (code, err) == (0, "".join(f"note: x.csv: {note}\n" for note in notes))


@pytest.mark.parametrize(
    "arguments",
    [
        ["allocate", "FILE"],
        ["allocate", "FILE", "--budget", "x"],
        ["allocate", "FILE", "--budget", "9", "--cost", "1"],
        ["allocate", "FILE", "--budget", "9", "--format", "xml"],
        ["compare"],
        ["fit", "FILE", "--family", "cubic"],
        ["divide", "FILE"],
        [],
    ],
)
def test_a_command_that_makes_no_sense_is_told_how_it_goes(capsys, file, arguments):
    with pytest.raises(SystemExit) as ended:
        main([each.replace("FILE", file) for each in arguments])
    assert ended.value.code == 2 and "usage: python -m effort" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["allocate", "FILE", "--budget", "4"], "floors add up to 5"),
        (["allocate", "FILE", "--cost", "0"], "cost is 0"),
        (["allocate", "FILE", "--budget", "90", "--leeway", "-1"], "leeway is -1, expected at least 0"),
        (["allocate", "FILE", "--budget", "9", "--output", "/nowhere/at/all"], "[Errno 2]"),
        (["compare", "/nowhere/at/all.csv"], "[Errno 2]"),
        (["fit", "FILE"], "projects.csv, row 1: there is no column 'effort'"),
    ],
)
def test_trouble_is_said_in_a_line(capsys, file, arguments, error):
    code, out, err = said(capsys, *(each.replace("FILE", file) for each in arguments))
    assert (code, out) == (2, "") and err.startswith(f"error: {error}") and err.count("\n") == 1


@pytest.mark.parametrize("command", EXAMPLES)
def test_help_has_an_example_that_works(capsys, tmp_path, monkeypatch, command):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert f"Example: {' '.join(EXAMPLES[command].split())}." in shown and "Exit codes: 0" in shown
    (tmp_path / "projects.csv").write_text(COMPANY.table(), "utf-8")
    (tmp_path / "scores.csv").write_bytes(MEASURED.read_bytes())
    line = EXAMPLES[command].replace("python", shlex.quote(sys.executable), 1 if command != "compare" else 0)
    if command == "compare":
        line = line.replace("| python", f"| {shlex.quote(sys.executable)}")
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout or (tmp_path / "curves.csv").read_text("utf-8").startswith("project,start,a,b,off by,")
