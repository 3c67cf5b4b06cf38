"""Every family is increasing and concave, and its parts agree with each other."""

import numpy as np
import pytest
from effort import Composed, Curve, Hyperbola, Log, Log1p, Mixed, Power, Saturation
from hypothesis import assume, given
from hypothesis import strategies as st
from support.portfolios import FAMILIES, FINITE

positive = st.floats(0.01, 100)
rate = st.floats(0.01, 2)

SIMPLE = {
    family.__name__: st.builds(family, positive, *(st.floats(*limits) for limits in family.usual))
    for family in FAMILIES
}
CURVES = SIMPLE | {
    # The returns curves are those with a finite slope at zero accuracy.
    "Composed": st.builds(
        Composed,
        st.one_of(
            st.builds(Log1p, positive, rate),
            st.builds(Saturation, positive, st.floats(0.001, 0.05)),
            st.builds(Hyperbola, positive, st.floats(0.001, 0.1)),
        ),
        # Beyond that, a returns curve that levels off has a slope smaller than a float can hold.
        st.one_of(SIMPLE["Log1p"], SIMPLE["Hyperbola"], SIMPLE["Power"]).filter(lambda curve: curve.value(600) < 1e4),
    ),
    "Mixed": st.builds(Mixed, st.lists(st.one_of(*SIMPLE.values()), min_size=1, max_size=4)),
}
efforts = st.floats(0.5, 500)
every_family = pytest.mark.parametrize("family", CURVES)


@every_family
@given(data=st.data())
def test_increasing_and_concave(family, data):
    curve = data.draw(CURVES[family])
    x = np.sort(data.draw(st.lists(efforts, min_size=3, max_size=3, unique=True)))
    assume(np.diff(x).min() > 1e-3)
    low, middle, high = (curve.value(point) for point in x)
    slack = 1e-9 * (1 + np.abs(high))
    assert np.all(low <= middle + slack) and np.all(middle <= high + slack)
    share = (x[1] - x[0]) / (x[2] - x[0])
    assert np.all(middle >= (1 - share) * low + share * high - slack)


@every_family
@given(data=st.data(), x=efforts, step=st.floats(0.1, 50))
def test_gradient_is_positive_and_falls(family, data, x, step):
    curve = data.draw(CURVES[family])
    here, further = curve.gradient(x), curve.gradient(x + step)
    assert np.all(here > 0)
    assert np.all(further < here)


@every_family
@given(data=st.data(), x=efforts)
def test_gradient_agrees_with_finite_differences(family, data, x):
    curve = data.draw(CURVES[family])
    h = 1e-5 * x
    slope = (curve.value(x + h) - curve.value(x - h)) / (2 * h)
    # What the subtraction can lose: some rounding errors of the values, divided by the step.
    rounding = 1e-14 * (np.abs(curve.value(x)) + 1) / h
    np.testing.assert_allclose(curve.gradient(x), slope, rtol=1e-6, atol=rounding.max())


@every_family
@given(data=st.data(), k=st.integers(0, 1000))
def test_unit_gain_is_the_difference_of_values_and_falls(family, data, k):
    curve = data.draw(CURVES[family])
    gain = curve.unit_gain(k)
    np.testing.assert_allclose(
        gain, curve.value(k + 1) - curve.value(k), rtol=1e-9, atol=1e-12 * (1 + np.abs(curve.value(k + 1)).max())
    )
    rounding = 1e-14 * np.abs(curve.value(k + 2)).max() if family == "Composed" else 0
    assert np.all(curve.unit_gain(k + 1) <= gain * (1 + 1e-12) + rounding)


@every_family
@given(data=st.data(), x=efforts)
def test_inverse_gradient_takes_the_gradient_back(family, data, x):
    curve = data.draw(CURVES[family])
    assume(np.all(curve.gradient(x) > 1e-100))
    if family == "Mixed":
        for part in curve.parts:
            np.testing.assert_allclose(part.inverse_gradient(part.gradient(x)), x, rtol=1e-6)
    else:
        np.testing.assert_allclose(curve.inverse_gradient(curve.gradient(x)), x, rtol=1e-6)


@pytest.mark.parametrize("family", FINITE)
def test_inverse_gradient_is_zero_above_the_first_slope(family):
    curve = family(10, *(np.array(limits) for limits in family.usual))
    np.testing.assert_array_equal(curve.inverse_gradient(curve.gradient(0) * 1.01), [0, 0])


def test_closed_forms_agree_with_the_bisection_of_the_base_class():
    price = np.array([[0.01], [0.3], [2.0]])
    for family in FAMILIES:
        curve = family([30, 90], *family.typical)
        np.testing.assert_allclose(Curve.inverse_gradient(curve, price), curve.inverse_gradient(price), rtol=1e-9)


def test_composition_follows_the_chain_rule():
    returns, accuracy = Saturation(a=100, b=0.03), Log1p(a=[12, 9], b=[10, 16])
    x = np.array([[1.0], [20.0], [90.0]])
    np.testing.assert_allclose(
        Composed(returns, accuracy).gradient(x), returns.gradient(accuracy.value(x)) * accuracy.gradient(x)
    )


def test_curves_broadcast_over_projects_and_efforts():
    curve = Log1p(a=[12, 9, 7], b=10)
    assert (curve.n, curve.shape) == (3, (3,))
    assert curve.value([1, 2, 3]).shape == (3,)
    assert curve.value(np.arange(5)[:, None]).shape == (5, 3)
    np.testing.assert_array_equal(curve[[2, 0]].a, [7, 12])


def test_mixed_curves_keep_their_order():
    parts = [Log1p([12, 9], 10), Power(10, 0.5), Log1p(7, 10)]
    mixed = Mixed(parts)
    np.testing.assert_allclose(mixed.value(4), np.concatenate([np.atleast_1d(part.value(4)) for part in parts]))
    np.testing.assert_allclose(mixed[[3, 0, 2, 1]].value(4), mixed.value(4)[[3, 0, 2, 1]])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Log1p(a=np.nan, b=1), r"Log1p a is nan, expected a finite number above 0"),
        (lambda: Log1p(a=[1, np.inf], b=1), r"Log1p a\[1\] is inf, expected a finite number above 0"),
        (lambda: Hyperbola(a=1, b=-2), r"Hyperbola b is -2.0, expected a finite number above 0"),
        (lambda: Saturation(a=0, b=1), r"Saturation a is 0.0, expected a finite number above 0"),
        (lambda: Power(a=1, b=1), r"Power b is 1.0, expected a finite number above 0 below 1"),
        (lambda: Log(a="much", b=1), r"Log a is 'much', expected numbers"),
        (
            lambda: Log1p(a=[1, 2], b=[1, 2, 3]),
            r"Log1p a, b have shapes \(2,\), \(3,\), expected shapes that broadcast",
        ),
        (lambda: Mixed([]), r"Mixed parts is empty, expected at least one curve"),
    ],
)
def test_bad_parameters_are_named(make, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        make()


def test_curves_cannot_be_changed():
    curve = Log1p(a=[12, 9], b=10)
    with pytest.raises(ValueError, match="read-only"):
        curve.a[0] = 1
