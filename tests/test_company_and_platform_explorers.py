"""The Python side of the board and of the platform's figure: settings, checks, and what is sent."""

import numpy as np
import pytest
import traitlets
from effort import allocate_dependent
from effort.company import AGEING, DIFFICULTIES, SHAPES, Project
from effort.explorers import (
    CompanyExplorer,
    PlatformExplorer,
)
from support.sent import unpacked


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"projects": [{"project": "a", "importance": "lots"}]}, "projects, project 1, column importance: 'lots'"),
        (
            {"projects": [{"project": "a", "floor": 101}]},
            "floors add up to 101 units, expected at most the budget, 100",
        ),
        ({"projects": [{"project": "a", "floor": 700}], "months": 1000}, "floor is 700, expected at most the cap, 640"),
        ({"projects": [{"project": f"p{i}"} for i in range(2001)]}, "2001 projects, expected at most 2000"),
        ({"projects": []}, "expected at least one project"),
        ({"projects": [{"project": "a", "today": 600, "bought": 41}]}, "today is 600, expected at most 599"),
        ({"projects": [{"project": "a", "bought": 641}]}, "bought is 641, expected at most 640"),
        ({"projects": [{"project": "a", "today": 641}]}, "today is 641, expected at most 640"),
        ({"projects": [{"project": "a", "today": 120}], "leeway": 5}, "floors add up to 115 units"),
        ({"leeway": -1}, "-1"),
        ({"cost": 0.0}, "0.0"),
        ({"cost": 1000.5}, "1000.5"),
        ({"months": -1}, "-1"),
        ({"months": 10001}, "10001"),
    ],
)
def test_a_company_that_makes_no_sense_is_refused(settings, message):
    with pytest.raises(traitlets.TraitError, match=message):
        CompanyExplorer(**settings)
    explorer = CompanyExplorer()
    before = explorer.projects, explorer.months, explorer.allocation
    with pytest.raises(traitlets.TraitError, match=message):
        for name, value in sorted(settings.items()):
            setattr(explorer, name, value)
    explorer.months = before[1]
    assert (explorer.projects, explorer.months, explorer.allocation) == before


def test_the_gains_sent_to_the_form_are_the_curves():
    data = CompanyExplorer().data
    projects = [
        Project("p", difficulty=difficulty, shape=shape, ageing=ageing)
        for shape in SHAPES
        for difficulty in DIFFICULTIES
        for ageing in AGEING
    ]
    assert {each.stretch for each in projects} == set(data["stretches"])
    assert len(data["gains"]) == len(data["values"]) == len(SHAPES) * len(data["stretches"])
    for project in projects:
        place = SHAPES.index(project.shape) * len(data["stretches"]) + data["stretches"].index(project.stretch)
        gains, values, curve = data["gains"][place], data["values"][place], project.curve()
        np.testing.assert_allclose(unpacked(gains), curve.unit_gain(np.arange(640)), rtol=1e-8)
        np.testing.assert_allclose(unpacked(values), curve.value(np.arange(641)), rtol=1e-3)
        assert np.all(np.diff(unpacked(gains)) <= 0) and unpacked(values)[-1] < 100


def test_the_plans_sent_to_the_page_are_the_best_of_each_platform():
    explorer = PlatformExplorer()
    model = explorer.platform
    for budget, plans in zip(explorer.data["budgets"], explorer.data["plans"], strict=True):
        returns = unpacked(plans["returns"])
        units = np.array([unpacked(column) for column in plans["units"]]).T
        assert returns.size == budget + 1 and units.sum(axis=1).tolist() == list(range(budget, -1, -1))
        np.testing.assert_allclose(model.returns(np.column_stack([units, np.arange(budget + 1)])), returns, rtol=1e-8)
        best = allocate_dependent(model, budget)
        assert (returns.argmax(), returns.max()) == (best["platform"], pytest.approx(best.returns))
        # No other division of the same units that moves one of them is better.
        for s in range(0, budget, 7):
            for to in np.eye(5):
                moved = units[s] + to - np.eye(5)
                moved = moved[(moved >= 0).all(axis=1)]
                assert np.all(model.returns(np.column_stack([moved, np.full(len(moved), s)])) <= returns[s] + 1e-6)


@pytest.mark.parametrize(
    ("name", "value", "message"), [("budget", 70, "one of 50, 100"), ("built", 201, "at most 200"), ("built", -1, "-1")]
)
def test_platforms_that_make_no_sense_are_refused(name, value, message):
    explorer = PlatformExplorer(built=9)
    before = explorer.allocation
    with pytest.raises(traitlets.TraitError, match=message):
        setattr(explorer, name, value)
    assert explorer.allocation == before
    explorer.budget, explorer.built = 50, 200
    assert explorer.plan["platform"] == 50 and explorer.allocation == [0, 0, 0, 0, 0]
