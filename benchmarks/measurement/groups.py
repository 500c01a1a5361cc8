"""Even treatment: smiles and faces at rest by age, gender and ethnicity, as far as a few dozen people can tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from benchmarks.measurement.comparing import interval
from benchmarks.measurement.photographs import Album, Sitter
from benchmarks.measurement.words import range_words, table
from benchmarks.measurement.worn import darker, jpeg, moved
from numpy.typing import NDArray

from mirrorcam.app.measure import SIX
from mirrorcam.sources.images import read_picture

FEWEST = 3
"""People in a group of which figures are given."""
AGES = ((0, 24, "up to 24"), (25, 31, "25 to 31"), (32, 200, "32 and more"))
Floats = NDArray[np.float64]


def measure_groups(album: Album) -> dict[str, Any]:
    values = {s.person: found for s in album.sitters if (found := _values(album, s)) is not None}
    known = [s for s in album.sitters if s.person in values]
    groups = {f"{kind}: {name}": members for kind, name, members in _groups(known)}
    return {
        "people": len(album.sitters),
        "scored": len(known),
        "rows": {name: _figures([values[s.person] for s in members]) for name, members in groups.items()},
        "too_few": sorted(
            {s.ethnicity for s in known if sum(o.ethnicity == s.ethnicity for o in known) < FEWEST}
        ),
    }


def _groups(known: Sequence[Sitter]) -> list[tuple[str, str, list[Sitter]]]:
    found = [("everyone", "", list(known))]
    for kind in ("gender", "ethnicity"):
        names = sorted({getattr(s, kind) for s in known})
        found += [(kind, name, [s for s in known if getattr(s, kind) == name]) for name in names]
    found += [("age", name, [s for s in known if s.age and low <= s.age <= high]) for low, high, name in AGES]
    return [group for group in found if len(group[2]) >= FEWEST]


def _values(album: Album, sitter: Sitter) -> tuple[float, float, float] | None:
    """Happiness of the smile; the most that any other expression has of it; the most that any has of a face at rest,
    which is the neutral photograph a second time: smaller, darker, rolled and worn."""
    smile = album.row(read_picture(sitter.smile), sitter.neutral).scores
    again = jpeg(moved(darker(read_picture(sitter.neutral), 0.7), 0.03, 0.02, 0.85, 5.0), 60)
    rest = album.row(again, sitter.neutral).scores
    if None in smile.values() or None in rest.values():
        return None
    others = [smile[name] for name in SIX if name != "happiness"]
    return smile["happiness"], max(others), max(rest.values())  # type: ignore[type-var,return-value]


def _figures(rows: Sequence[tuple[float, float, float]]) -> dict[str, Any]:
    smiles, others, rest = np.array(rows).T
    return {
        "n": len(rows),
        "smile": float(np.median(smiles)),
        "interval": interval(smiles, lambda values: float(np.median(values))),
        "outscored": int((others >= smiles).sum()),
        "rest": [float(np.median(rest)), float(rest.max())],
    }


def groups_text(figures: dict[str, Any]) -> str:
    rows = [
        (
            name.removesuffix(": "), str(row["n"]), f"{row['smile']:.0f} {range_words(row['interval'])}",
            str(row["outscored"]), f"{row['rest'][0]:.1f} ({row['rest'][1]:.1f})",
        )
        for name, row in figures["rows"].items()
    ]  # fmt: skip
    head = (
        "group", "people", "happiness of the smile, median (95 % interval over people)",
        "another expression scores higher", "highest of the six at rest: median (most)",
    )  # fmt: skip
    few = f" Too few people for a row: {', '.join(figures['too_few'])}." if figures["too_few"] else ""
    return f"{figures['scored']} of {figures['people']} people could be scored.{few}\n\n{table(head, rows)}"
