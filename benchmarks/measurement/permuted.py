"""A null: scores of real and drawn expressions by targets whose action units were exchanged at random.

Renaming the units of a target is the same as exchanging the rows of the expression, for its rivals too. So a score
that said only "this face moves" would be as high for exchanged units as for the right ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from benchmarks.avatar_closed_loop import Loop
from benchmarks.measurement.extent import Extent
from benchmarks.measurement.photographs import Album
from benchmarks.measurement.words import table

from mirrorcam.action_units import ACTION_UNITS
from mirrorcam.app.measuring import SIX
from mirrorcam.avatars import people
from mirrorcam.expression import INTENSITIES, POSITION, Expression
from mirrorcam.score import score
from mirrorcam.sources.images import read_picture
from mirrorcam.target import Target, library
from mirrorcam.trackers.model import find_model

PERMUTATIONS = 200
ROWS = np.array([POSITION[unit.code] for unit in ACTION_UNITS if unit.measured])


def measure_permuted(extent: Extent) -> dict[str, Any]:
    cast = extent.some(people())
    shown: dict[str, list[Expression]] = {name: [] for name in SIX}
    for person in cast:
        for name, expression in _drawn(person):
            shown[name].append(expression)
    targets = library()
    rows = {name: null_of(seen, targets[name]) for name, seen in shown.items()}
    return {"people": len(cast), "permutations": PERMUTATIONS, "rows": rows}


def _drawn(person: str) -> Iterable[tuple[str, Expression]]:
    loop, targets = Loop(person, find_model()), library()
    try:
        for name in SIX:
            yield name, loop.see(targets[name].show.scaled(INTENSITIES["D"]))
    finally:
        loop.close()


def measure_permuted_smiles(album: Album) -> dict[str, Any]:
    rows = [album.row(read_picture(sitter.smile), sitter.neutral) for sitter in album.sitters]
    seen = [row.expression for row in rows if row.expression is not None]
    found = null_of(seen, library()["happiness"])
    return {"people": len(seen), "permutations": PERMUTATIONS, "rows": {"happiness": found}}


def null_of(seen: Sequence[Expression], target: Target) -> dict[str, float]:
    """Median score by the target; median and 95th percentile by the exchanged ones; how often these reach it."""
    rng = np.random.default_rng(0)
    orders = [rng.permutation(ROWS) for _ in range(PERMUTATIONS)]
    own = np.array([score(one, target).value for one in seen])
    exchanged = np.array([[score(_exchanged(one, order), target).value for order in orders] for one in seen])
    return {
        "own": float(np.median(own)),
        "null": float(np.median(exchanged)),
        "null_95": float(np.percentile(exchanged, 95)),
        "reached": float((exchanged >= own[:, None]).mean()),
    }


def _exchanged(expression: Expression, order: np.ndarray) -> Expression:
    values = expression.values.copy()
    values[ROWS] = expression.values[order]
    return Expression(values)


def permuted_text(figures: dict[str, Any], shown: str) -> str:
    rows = [
        (
            name,
            f"{row['own']:.0f}",
            f"{row['null']:.0f}",
            f"{row['null_95']:.0f}",
            f"{100 * row['reached']:.1f} %",
        )
        for name, row in figures["rows"].items()
    ]
    head = (
        "target",
        "median score",
        "median, exchanged",
        "95th percentile, exchanged",
        "exchanged reaches the right one",
    )
    return f"{figures['people']} {shown}, {figures['permutations']} exchanges each, raw scores.\n\n{table(head, rows)}"
