"""Dividing effort over projects with diminishing returns: the model behind "How Far to Push a Model"."""

from effort.allocation import Allocation, allocate, greedy, water_filling
from effort.curves import Composed, Curve, Hyperbola, Log, Log1p, Mixed, Power, Saturation
from effort.growth import Path, frontier_budget, growth_path, log_frontier_budget, phase_map
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.portfolio import Portfolio, grocery_delivery, ml_first

__all__ = [
    "LIFECYCLE",
    "Allocation",
    "Composed",
    "Curve",
    "Hyperbola",
    "Lifecycle",
    "Log",
    "Log1p",
    "Mixed",
    "Path",
    "Portfolio",
    "Power",
    "Saturation",
    "allocate",
    "frontier_budget",
    "greedy",
    "grocery_delivery",
    "growth_path",
    "log_frontier_budget",
    "ml_first",
    "phase_map",
    "water_filling",
]
