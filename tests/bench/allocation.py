"""The allocator beside other ways to the same optimum, in one run: medians, ratios, and what each finds.

Two floors beside them: one multiplication over an array of n numbers, as nothing that looks at every project can be
quicker; and one pass of the essay's loop, the gain of one more unit in each of the n projects.
"""

import heapq
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
from effort import (
    Hill,
    Log1p,
    Platform,
    Portfolio,
    allocate,
    allocate_dependent,
    allocate_on_envelope,
    greedy,
    grocery_delivery,
)
from scipy.optimize import minimize
from support.hard_portfolios import hard_portfolio
from support.portfolios import FAMILIES

SIZES = ((5, 100), (100, 10**4), (10**4, 10**6), (10**6, 10**7), (10**6, 10**9))
ROW = "{:>9} {:>11}  {:22} {:>12} {:>9} {:>18} {:>10}"


def by_heap(a: np.ndarray, b: np.ndarray, budget: int) -> np.ndarray:
    """One unit at a time from a heap, with plain numbers, which is quicker than arrays here."""
    from math import log1p

    a, b = a.tolist(), b.tolist()
    effort = [0] * len(a)
    heap = [(-a[i] * log1p(b[i]), i) for i in range(len(a))]
    heapq.heapify(heap)
    for _ in range(budget):
        i = heap[0][1]
        effort[i] += 1
        heapq.heapreplace(heap, (-a[i] * log1p(b[i] / (1 + b[i] * effort[i])), i))
    return np.array(effort)


def by_slsqp(portfolio: Portfolio, budget: int) -> np.ndarray:
    n = len(portfolio)
    return minimize(
        lambda x: -portfolio.returns(x),
        np.full(n, budget / n),
        jac=lambda x: -portfolio.gradient(x),
        bounds=[(0, budget)] * n,
        constraints={"type": "eq", "fun": lambda x: x.sum() - budget, "jac": lambda x: np.ones(n)},
        method="SLSQP",
        options={"maxiter": 500},
    ).x


def by_cvxpy(a: np.ndarray, b: np.ndarray, budget: int) -> np.ndarray:
    import cvxpy

    x = cvxpy.Variable(a.size)
    problem = cvxpy.Problem(
        cvxpy.Maximize(cvxpy.sum(cvxpy.multiply(a, cvxpy.log1p(cvxpy.multiply(b, x))))),
        [x >= 0, cvxpy.sum(x) <= budget],
    )
    problem.solve()
    return x.value


def timed(run: Callable) -> tuple[float, np.ndarray]:
    """The median time of some runs, fewer of slow ones, and the result."""
    start = time.perf_counter()
    result = run()
    once = time.perf_counter() - start
    times = [once] if once > 2 else []
    for _ in range(0 if once > 2 else int(np.clip(1 / once, 3, 200))):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return float(np.median(times)), result


def main() -> None:
    try:
        import cvxpy  # noqa: F401

        with_cvxpy = True
    except ImportError:
        with_cvxpy = False
        print("cvxpy is not installed; leaving it out")
    rng = np.random.default_rng(0)
    print(ROW.format("projects", "budget", "method", "median", "/ ours", "returns", "short by"))
    for n, budget in SIZES:
        a, b = rng.uniform(1, 20, n), rng.uniform(0.1, 20, n)
        portfolio = Portfolio(tuple(map(str, range(n))), Log1p(a, b))
        methods = {"ours": lambda p=portfolio, k=budget: allocate(p, k).effort}
        if budget <= 10**6:
            methods["heap"] = lambda a=a, b=b, k=budget: by_heap(a, b, k)
        if n * budget <= 10**6:
            methods["the essay's loop"] = lambda p=portfolio, k=budget, n=n: greedy(p.unit_gain, k, np.zeros(n))
        if n <= 100:
            methods["scipy SLSQP (real)"] = lambda p=portfolio, k=budget: by_slsqp(p, k)
        if n <= 10**4 and with_cvxpy:
            methods["cvxpy (real)"] = lambda a=a, b=b, k=budget: by_cvxpy(a, b, k)
        times = {name: timed(run) for name, run in methods.items()}
        ours, best = times["ours"][0], portfolio.returns(times["ours"][1])
        for name, (seconds, effort) in times.items():
            returns = portfolio.returns(effort)
            print(
                ROW.format(
                    n,
                    budget,
                    name,
                    f"{1e3 * seconds:.3f} ms",
                    f"{seconds / ours:.1f}",
                    f"{returns:.6f}",
                    f"{1 - returns / best:.1e}",
                )
            )
        units = np.full(n, budget // n)
        floors = {
            "one multiplication": timed(lambda a=a, b=b: a * b)[0],
            "one look at all gains": timed(lambda p=portfolio, x=units: p.unit_gain(x))[0],
        }
        for name, floor in floors.items():
            print(ROW.format(n, budget, name, f"{1e3 * floor:.3f} ms", f"{floor / ours:.4f}", "", ""))
        tracemalloc.start()
        allocate(portfolio, budget)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        if n >= 10**4:
            times_floor = " and ".join(f"{ours / floor:.0f} times {name}" for name, floor in floors.items())
            print(f"          ours takes {times_floor}, and {peak / (8 * n):.1f} arrays of length n at its peak")

    hard_inputs()
    other_problems()


def hard_inputs() -> None:
    """The slowest of many inputs with scales, rates and weights over tens of orders of magnitude, beside the median."""
    kinds = len(FAMILIES) + 1  # the last is all families mixed, which asks each part on its own
    for n, largest in ((8, 15.9), (17, 5), (1000, 9)):
        for kind, seeds in (
            ("of one family", [seed for seed in range(240) if seed % kinds < kinds - 1]),
            ("of five families mixed", range(kinds - 1, 240, kinds)),
        ):
            times = []
            for seed in seeds:
                portfolio, budget = hard_portfolio(seed, n), int(10 ** np.random.default_rng(seed).uniform(4, largest))
                with np.errstate(all="ignore"):
                    budget = max(budget, int(portfolio.floor.sum()))
                    times.append(min(timed_once(lambda p=portfolio, b=budget: allocate(p, b)) for _ in range(5)))
            median, worst = 1e3 * np.median(times), 1e3 * max(times)
            print(
                f"{len(times)} hard inputs, {n} projects {kind}: "
                f"median {median:.2f} ms, worst {worst:.2f}, {worst / median:.1f} times"
            )


def other_problems() -> None:
    """Curves that are not concave, and a platform, by budget."""
    rng = np.random.default_rng(0)
    for budget in (10**5, 10**6, 10**9):
        curve = Hill(rng.uniform(5, 50, 10), 10 / budget * 10 ** rng.uniform(-1, 1, 10), rng.choice([1.5, 2, 3, 5], 10))
        portfolio = Portfolio(tuple("abcdefghij"), curve)
        seconds = timed_once(lambda p=portfolio, b=budget: allocate_on_envelope(p, b))
        print(f"the envelope of 10 Hill curves, {budget} units: {1e3 * seconds:.0f} ms")
    for budget in (300, 1000, 10**4):
        seconds = timed_once(lambda b=budget: allocate_dependent(Platform(grocery_delivery()), b))
        print(f"a platform, {budget} units: {1e3 * seconds:.0f} ms")


def timed_once(run: Callable) -> float:
    """Seconds of the processor's time, so that what else runs does not count."""
    start = time.process_time()
    run()
    return time.process_time() - start


if __name__ == "__main__":
    main()
