"""Posed smiles of living people: the six scores, both sides of the face, and what moved unasked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from benchmarks.measurement.photographs import Album
from benchmarks.measurement.words import table

from mirrorcam.action_units import ACTION_UNITS
from mirrorcam.app.measure import SIX
from mirrorcam.expression import Expression
from mirrorcam.sides import symmetry_of, unasked
from mirrorcam.sources.images import read_picture

OFTEN = 0.8
"""Symmetry is told of units that move enough in this share of the smiles."""


def measure_smiles(album: Album) -> dict[str, Any]:
    rows = [album.row(read_picture(sitter.smile), sitter.neutral) for sitter in album.sitters]
    seen = [row for row in rows if row.expression is not None]
    expressions = [row.expression for row in seen if row.expression is not None]
    found = [unasked(one, album.targets["happiness"]) for one in expressions]
    scores = {name: [float(row.scores[name] or 0.0) for row in seen] for name in SIX}
    return {
        "people": len(rows),
        "scored": len(seen),
        "scores": {name: [float(q) for q in np.percentile(v, (50, 10, 90))] for name, v in scores.items()},
        "symmetry": _symmetry(expressions),
        "unasked": [f"{one.code} {one.excess:.2f}" for one in found if one is not None],
    }


def _symmetry(expressions: Sequence[Expression]) -> dict[str, list[float]]:
    """Unit → median and tenth percentile, where it moves enough in most of the smiles."""
    result = {}
    for unit in ACTION_UNITS:
        known = [v for one in expressions if (v := symmetry_of(one, unit.code)) is not None]
        if expressions and len(known) >= OFTEN * len(expressions):
            result[unit.code] = [float(np.median(known)), float(np.percentile(known, 10))]
    return result


def smiles_text(figures: dict[str, Any]) -> str:
    rows = [
        (name, f"{mid:.0f}", f"{low:.0f} to {high:.0f}")
        for name, (mid, low, high) in figures["scores"].items()
    ]
    sides = ", ".join(f"{code} {mid:.2f} ({low:.2f})" for code, (mid, low) in figures["symmetry"].items())
    others = figures["unasked"]
    moved = f"in {len(others)}: {', '.join(others)}" if others else "in none"
    return (
        f"{figures['scored']} of {figures['people']} smiles could be scored, against the same person's neutral; raw "
        f"scores.\n\n{table(('score of the smile as', 'median', 'tenth to ninetieth percentile'), rows)}\n\n"
        f"Symmetry, median (tenth percentile): {sides or 'of no unit'}. One side moved without being asked {moved}."
    )
