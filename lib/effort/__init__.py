"""Dividing effort over projects with diminishing returns: the model behind "How Far to Push a Model"."""

from effort import families
from effort.allocation import (
    Allocation,
    allocate,
    allocate_at_cost,
    allocate_samples,
    greedy,
    water_filling,
)
from effort.company import Company, Project, read_company
from effort.curves import Composed, Curve, Mixed
from effort.dependence import (
    Plan,
    Platform,
    Prerequisites,
    SpillOver,
    allocate_dependent,
    greedy_dependent,
)
from effort.envelope import EnvelopeAllocation, allocate_on_envelope
from effort.examples import grocery_delivery, ml_first
from effort.families import *  # noqa: F403 - a new family needs no line here
from effort.growth import (
    GrowthPath,
    budget_needed,
    frontier_budget,
    growth_path,
    log_frontier_budget,
    next_stage,
    phase_map,
    price_of_effort,
    stage_probability,
    weight_needed,
)
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.polyline import Polyline
from effort.portfolio import Portfolio

__all__ = [
    "LIFECYCLE",
    "Allocation",
    "Company",
    "Composed",
    "Curve",
    "EnvelopeAllocation",
    "GrowthPath",
    "Lifecycle",
    "Mixed",
    "Plan",
    "Platform",
    "Polyline",
    "Portfolio",
    "Prerequisites",
    "Project",
    "SpillOver",
    "allocate",
    "allocate_at_cost",
    "allocate_dependent",
    "allocate_on_envelope",
    "allocate_samples",
    "budget_needed",
    "frontier_budget",
    "greedy",
    "greedy_dependent",
    "grocery_delivery",
    "growth_path",
    "log_frontier_budget",
    "ml_first",
    "next_stage",
    "phase_map",
    "price_of_effort",
    "read_company",
    "stage_probability",
    "water_filling",
    "weight_needed",
]
__all__ += families.__all__
