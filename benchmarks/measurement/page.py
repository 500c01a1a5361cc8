"""docs/measurement.md: a fixed text with places for what the code says and for the figures that were measured."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from math import isfinite
from pathlib import Path
from typing import Any

from benchmarks.measurement.about import formula_text, gates_text, units_text
from benchmarks.measurement.cost import cost_text
from benchmarks.measurement.covering import covers_text
from benchmarks.measurement.days import days_text
from benchmarks.measurement.drawn import drawn_text, turned_text
from benchmarks.measurement.glance import glance_text
from benchmarks.measurement.grey import grey_text
from benchmarks.measurement.groups import groups_text
from benchmarks.measurement.held_six import held_six_text
from benchmarks.measurement.labelled_text import labelled_text
from benchmarks.measurement.live import films_text, held_text
from benchmarks.measurement.morphs import morphs_text
from benchmarks.measurement.nearer import nearer_text
from benchmarks.measurement.one_sided import one_sided_text
from benchmarks.measurement.other_heads import other_heads_text
from benchmarks.measurement.passing import passing_text
from benchmarks.measurement.permuted import permuted_text
from benchmarks.measurement.plot import plot_units
from benchmarks.measurement.program import programs_text
from benchmarks.measurement.simulated import simulated_text
from benchmarks.measurement.six import six_text
from benchmarks.measurement.smiles import smiles_text
from benchmarks.measurement.strangers import strangers_text
from benchmarks.measurement.streams import streams_text
from benchmarks.measurement.turned import photographs_turned_text
from benchmarks.measurement.unusual import unusual_text
from benchmarks.measurement.warped import warped_text
from benchmarks.measurement.worn import worn_text

from mirrorcam.history import LEAST_SPREAD, LEAST_UNIT_SPREAD
from mirrorcam.score import FORMULA_VERSION

HERE = Path(__file__).parent
TEMPLATE = HERE / "page.md"
FIGURES = HERE / "figures.json"
PAGE = HERE.parents[1] / "docs" / "measurement.md"
UNITS = PAGE.parent / "images" / "measurement-units.png"
DECIMALS = 4
ALIKE_SINCE = 5
"""The version of the formula (rescoring/formulas.py) from which on whatever says nothing of too much or symmetry, the
six expressions among it, has had the score that it has today."""

Kept = dict[str, dict[str, Any]]
"""Name of a measurement → its figures, with ``formula`` and ``program`` (program.py) that they were measured with."""

TEXTS: dict[str, Callable[[Any], str]] = {
    "drawn": drawn_text,
    "smiles": smiles_text,
    "morphs": morphs_text,
    "streams": streams_text,
    "passing": passing_text,
    "permuted": lambda figures: permuted_text(figures, "drawn people, the six at D"),
    "permuted-smiles": lambda figures: permuted_text(figures, "smiling people"),
    "worn": worn_text,
    "turned-photographs": photographs_turned_text,
    "other-heads": other_heads_text,
    "nearer": nearer_text,
    "one-sided": one_sided_text,
    "held": held_text,
    "held-six": held_six_text,
    "days": days_text,
    "six": six_text,
    "films": films_text,
    "groups": groups_text,
    "labelled": labelled_text,
    "simulated": simulated_text,
    "warped": warped_text,
    "grey": grey_text,
    "covers": covers_text,
    "strangers": strangers_text,
    "unusual": unusual_text,
    "cost": cost_text,
}


def read_figures() -> Kept:
    return json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.is_file() else {}


def keep_figures(kept: Mapping[str, Any]) -> None:
    if quick := [name for name, figures in kept.items() if figures.get("quick")]:
        raise ValueError(f"{', '.join(quick)}: figures of a quick run are not kept.")
    lines = [f"{json.dumps(name)}: {json.dumps(rounded(figures))}" for name, figures in sorted(kept.items())]
    FIGURES.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def rounded(value: Any) -> Any:
    """Numbers with few decimals, NaN as null: what is kept, and what the page is made of."""
    if isinstance(value, float):
        return round(value, DECIMALS) if isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: rounded(one) for key, one in value.items()}
    return [rounded(one) for one in value] if isinstance(value, list | tuple) else value


def section_text(name: str, figures: Mapping[str, Any]) -> str:
    """One section, as on the page."""
    return TEXTS[name](figures)


def page(kept: Kept) -> str:
    """The whole page."""
    texts: dict[str, str] = {
        "people": str(kept["groups"]["people"]) if "groups" in kept else "No",
        "formula": formula_text(),
        "version": str(FORMULA_VERSION),
        "glance": glance_text(kept),
        "programs": programs_text(kept),
        "units": units_text(kept.get("drawn")),
        "gates": gates_text(),
        "least_spread": f"{LEAST_SPREAD:g}",
        "least_unit_spread": f"{LEAST_UNIT_SPREAD:g}",
        "turned": _section("drawn", kept, turned_text),
        **{name: _section(name, kept, text) for name, text in TEXTS.items()},
    }
    template = TEMPLATE.read_text(encoding="utf-8")
    return re.sub(r"\{\{([\w-]+)\}\}", lambda place: texts[place[1]], template)


def _section(name: str, kept: Kept, text: Callable[[Any], str]) -> str:
    if name not in kept:
        return "Not measured yet."
    said = text(kept[name])
    version = kept[name]["formula"]
    old = "" if version >= ALIKE_SINCE else f"\n\nMeasured with version {version} of the formula."
    return said + old


def write_page() -> None:
    kept = read_figures()
    PAGE.write_text(page(kept), encoding="utf-8")
    if "drawn" in kept:
        plot_units(kept["drawn"]["units"], UNITS)
