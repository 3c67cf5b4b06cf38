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
from effort.buying import Offer, allocate_buying, buying_path
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
    weights_needed,
)
from effort.lifecycle import LIFECYCLE, Lifecycle
from effort.polyline import Polyline
from effort.portfolio import Portfolio
from effort.robustness import claims, in_family, price_of_units, share_beyond
from effort.uncertainty import chances, versions
from effort.unknown import next_project, walk
from effort.years import run_years, sustained, years_until

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
    "Offer",
    "Plan",
    "Platform",
    "Polyline",
    "Portfolio",
    "Prerequisites",
    "Project",
    "SpillOver",
    "allocate",
    "allocate_at_cost",
    "allocate_buying",
    "allocate_dependent",
    "allocate_on_envelope",
    "allocate_samples",
    "budget_needed",
    "buying_path",
    "chances",
    "claims",
    "frontier_budget",
    "greedy",
    "greedy_dependent",
    "grocery_delivery",
    "growth_path",
    "in_family",
    "log_frontier_budget",
    "ml_first",
    "next_project",
    "next_stage",
    "phase_map",
    "price_of_effort",
    "price_of_units",
    "read_company",
    "run_years",
    "share_beyond",
    "stage_probability",
    "sustained",
    "versions",
    "walk",
    "water_filling",
    "weight_needed",
    "weights_needed",
    "years_until",
]
__all__ += families.__all__
