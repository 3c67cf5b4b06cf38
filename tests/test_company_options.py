"""Ageing and buying as options of a project: the same models as in their chapters."""

import numpy as np
import pytest
from effort.buying import Offer
from effort.company import AGEING, DIFFICULTIES, SHAPES, Company, Project, company_of
from effort.curves import Mixed
from effort.portfolio import Portfolio
from effort.years import sustained
from support.portfolios import best_by_dynamic_programming


@pytest.mark.parametrize("ageing", AGEING)
def test_what_is_kept_up_is_what_years_of_work_come_to(ageing):
    """Year after year: a share is lost, and so many months are added."""
    usual, months = 0.2, 30.0
    loss, stock = AGEING[ageing] * usual, 0.0
    for _ in range(300):
        stock = (1 - loss) * stock + usual * months  # months: what the usual share keeps up
    aged = Project("p", ageing=ageing)
    assert aged.curve().value(months) == pytest.approx(Project("p").curve().value(stock), rel=1e-9)
    assert Company([aged]).along(np.array([months]))[0] == pytest.approx(stock)


def test_ageing_alike_is_the_chapter_on_years():
    """If all lose the share that is usual, the months are the budget that the team keeps up."""
    projects = [Project(f"{difficulty}", difficulty=difficulty) for difficulty in DIFFICULTIES]
    kept = sustained(Company(projects).portfolio, team=50, loss=0.25).effort
    assert np.abs(Company(projects).allocate(200).effort - kept).max() <= 1


def random_company(rng: np.random.Generator) -> Company:
    """A few projects, some bought."""
    return Company(
        [
            Project(
                f"project {i}", float(rng.integers(1, 9)), str(rng.choice(list(DIFFICULTIES))), str(rng.choice(SHAPES)),
                ageing=str(rng.choice(list(AGEING))), bought=int(rng.choice([0, 3, 20, 60])),
                adapt=float(rng.choice([0, 0.4, 1])),
            )
            for i in range(rng.integers(1, 5))
        ]
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(30))
def test_what_is_bought_is_the_chapter_on_buying(seed):
    """The same returns, and no better use of the months by dynamic programming."""
    rng = np.random.default_rng(seed)
    company, budget = random_company(rng), int(rng.integers(0, 60))
    built = Portfolio(
        tuple(each.name for each in company.projects), Mixed([each.curve() for each in company.projects]),
        weight=[each.importance for each in company.projects],
    )  # fmt: skip
    heads, parts = ([getattr(each, name) or 0 for each in company.projects] for name in ("bought", "adapt"))
    offer = Offer(built, head_start=heads, adapt=parts)
    taken = np.array(heads) > 0
    best = company.allocate(budget)
    own, _, start = offer.taken(taken)
    gained = own.returns(best.effort) - own.returns(np.zeros(len(own)))
    assert best.returns == pytest.approx(start + gained, rel=1e-12)
    impossible, most = best_by_dynamic_programming(company.portfolio, budget)
    assert impossible == 0
    assert best.returns == pytest.approx(most, rel=1e-12)
    worth = company.outlook(budget).bought_worth
    if taken.any():
        assert worth == pytest.approx(best.returns - best_by_dynamic_programming(built, budget)[1], abs=1e-9)
        assert worth >= -1e-9 or parts != [1] * len(parts)
    else:
        assert worth is None


def test_a_bought_model_is_work_only_where_somebody_works_on_it():
    closed = Company([Project("search", 9, bought=100), Project("ads")])
    seen = closed.outlook(60)
    assert seen.stages[0] == "SotA research"
    assert seen.allocation.effort.tolist() == [0, 60]
    assert seen.progress[0] == 0 and "At the research frontier" not in seen.in_words()["frontier"]
    weights = Company([Project("search", 9, bought=70, adapt=1), Project("ads")]).outlook(60)
    assert weights.in_words()["frontier"] == "At the research frontier: search."


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"ageing": "quick"}, "ageing is 'quick', expected one of usual, fast"),
        ({"adapt": 1.5}, "adapt is 1.5, expected at most 1"),
        ({"bought": -1}, "bought is -1, expected a whole number from 0"),
        ({"bought": 2.5}, "bought is 2.5, expected a whole number from 0"),
    ],
)
def test_options_that_make_no_sense_are_named(row, message):
    with pytest.raises(ValueError, match=message):
        company_of([{"project": "search", **row}])


def test_options_that_nobody_has_are_left_out():
    plain = Company([Project("search", 2)])
    assert plain.table() == "project,importance,difficulty,shape,floor,cap\nsearch,2,ordinary,keeps rising,0,\n"
    bought = Company([Project("search", 2, bought=35, adapt=0.5), Project("ads", ageing="fast")])
    assert bought.table().splitlines()[0].endswith(",cap,ageing,bought,adapt")
    assert company_of(bought.table()) == bought == company_of(bought.rows())
