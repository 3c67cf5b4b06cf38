"""The book's figures: each function draws computed data and describes it in words.

Every function returns a `Picture`, which a notebook shows as SVG in a wide and a narrow version.
"""

from effort.figures.allocations import allocation_bars, allocation_strips, effort_bars
from effort.figures.argument import built_or_bought, claims_strips, flat_top, fogged_curves, stock_lines
from effort.figures.curves import accuracy_curves, curve_comparison, lifecycle_curve, marginal_gains, unit_gains
from effort.figures.gains import gains_under_curve, shared_returns
from effort.figures.growth import growth_lines, marginal_value, phase_regions, smoothed
from effort.figures.parts import MOST_EFFORT
from effort.figures.series import lines, measured_curve
from effort.figures.world import concave_shares, publishing_shares, step_losses, value_against_papers

__all__ = [
    "MOST_EFFORT",
    "accuracy_curves",
    "allocation_bars",
    "allocation_strips",
    "built_or_bought",
    "claims_strips",
    "concave_shares",
    "curve_comparison",
    "effort_bars",
    "flat_top",
    "fogged_curves",
    "gains_under_curve",
    "growth_lines",
    "lifecycle_curve",
    "lines",
    "marginal_gains",
    "marginal_value",
    "measured_curve",
    "phase_regions",
    "publishing_shares",
    "shared_returns",
    "smoothed",
    "step_losses",
    "stock_lines",
    "unit_gains",
    "value_against_papers",
]
