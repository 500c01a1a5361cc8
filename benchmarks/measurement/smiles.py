"""Posed smiles of living people: the six scores, both sides of the face, and what moved unasked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from benchmarks.measurement.photographs import Album
from benchmarks.measurement.words import counted, signed, table

from mirrorcam.action_units import ACTION_UNITS
from mirrorcam.app.measuring import SIX
from mirrorcam.expression import Expression
from mirrorcam.sides import symmetry_of, unasked
from mirrorcam.sources.images import read_picture

OFTEN = 0.8
"""Symmetry is told of units that move enough in this share of the smiles."""


MOVED = ("AU1", "AU2", "AU4", "AU6", "AU7", "AU9", "AU12")
"""What skin that is found again tells of; brows and nose have nothing to do with a smile."""


def measure_smiles(album: Album) -> dict[str, Any]:
    looks = [album.looks(read_picture(sitter.smile)) for sitter in album.sitters]
    pairs = list(zip(looks, album.sitters, strict=True))
    rows = [album.row_of_looks(seen, sitter.neutral) for seen, sitter in pairs]
    tracked = [
        album.row_of_looks([replace(one, closeup=None) for one in seen], sitter.neutral)
        for seen, sitter in pairs
    ]
    seen = [row for row in rows if row.expression is not None]
    expressions = [row.expression for row in seen if row.expression is not None]
    found = [unasked(one, album.targets["happiness"]) for one in expressions]
    scores = {name: [float(row.scores[name] or 0.0) for row in seen] for name in SIX}
    return {
        "people": len(rows),
        "scored": len(seen),
        "highest": dict(Counter(max(SIX, key=lambda name: scores[name][i]) for i in range(len(seen)))),
        "scores": {name: [float(q) for q in np.percentile(v, (50, 10, 90))] for name, v in scores.items()},
        "units": {
            code: [_spread(expressions, code), _spread([r.expression for r in tracked if r.expression], code)]
            for code in MOVED
        },
        "symmetry": _symmetry(expressions),
        "unasked": [f"{one.code} {one.excess:.2f}" for one in found if one is not None],
    }


def _spread(expressions: Sequence[Expression], code: str) -> list[float]:
    """Mean and SD over people, and the SD of what the left shows more than the right."""
    values = [one[code] for one in expressions]
    sides = [one.left(code) - one.right(code) for one in expressions]
    return [float(np.mean(values)), float(np.std(values)), float(np.std(sides))]


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
    scored = table(("score of the smile as", "median", "tenth to ninetieth percentile"), rows)
    return (
        f"{figures['scored']} of {figures['people']} smiles could be scored, against the same person's neutral; raw "
        f"scores. What scores highest: {counted(figures['highest'])}.\n\n{scored}\n\n"
        f"{_units_text(figures['units'])}\n\n"
        f"Symmetry, median (tenth percentile): {sides or 'of no unit'}. One side moved without being asked {moved}."
    )


def _units_text(units: Mapping[str, Sequence[Sequence[float]]]) -> str:
    rows = [
        (code, *(f"{signed(mean, 2)} ± {sd:.2f} ({sides:.2f})" for mean, sd, sides in (tracked, on_skin)))
        for code, (on_skin, tracked) in units.items()
    ]
    return (
        "The same smiles, mean ± SD over people, and in brackets the SD of left less right:\n\n"
        f"{table(('unit', 'as tracked', 'on the skin, beside the neutral'), rows)}"
    )
