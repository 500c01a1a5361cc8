"""Even treatment: smiles and faces at rest by age, gender and ethnicity, as far as a few dozen people can tell; and by
gender among smiles of one kind, with the lips apart or closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from benchmarks.measurement.comparing import interval
from benchmarks.measurement.photographs import Album, Sitter
from benchmarks.measurement.small import jpeg
from benchmarks.measurement.words import range_words, table
from benchmarks.measurement.worn import darker, moved

from mirrorcam.app.measuring import SIX
from mirrorcam.sources.images import read_picture

FEWEST = 3
"""People in a group of which figures are given."""
LIPS_APART = 0.15
"""Of AU25, in a smile."""
AGES = ((0, 24, "up to 24"), (25, 31, "25 to 31"), (32, 200, "32 and more"))


def measure_groups(album: Album) -> dict[str, Any]:
    seen = {s.person: found for s in album.sitters if (found := _values(album, s)) is not None}
    values = {person: found[:3] for person, found in seen.items()}
    known = [s for s in album.sitters if s.person in values]
    apart = {person for person, found in seen.items() if found[3] > LIPS_APART}
    fewest = album.extent.many(FEWEST)
    groups = {
        f"{kind}: {name}": members
        for kind, name, members in (*_groups(known), *_lips(known, apart))
        if len(members) >= fewest
    }
    return {
        "people": len(album.sitters),
        "scored": len(known),
        "rows": {name: _figures([values[s.person] for s in members]) for name, members in groups.items()},
        "too_few": sorted(
            {s.ethnicity for s in known if sum(o.ethnicity == s.ethnicity for o in known) < fewest}
        ),
    }


def _groups(known: Sequence[Sitter]) -> list[tuple[str, str, list[Sitter]]]:
    found = [("everyone", "", list(known))]
    for kind in ("gender", "ethnicity"):
        names = sorted({getattr(s, kind) for s in known})
        found += [(kind, name, [s for s in known if getattr(s, kind) == name]) for name in names]
    found += [("age", name, [s for s in known if s.age and low <= s.age <= high]) for low, high, name in AGES]
    return found


def _lips(known: Sequence[Sitter], apart: set[str]) -> list[tuple[str, str, list[Sitter]]]:
    """Smiles of one kind, which say more of how they are measured than smiles of any kind."""
    found = []
    for gender in sorted({s.gender for s in known}):
        for lips in ("apart", "closed"):
            members = [s for s in known if s.gender == gender and (s.person in apart) == (lips == "apart")]
            found.append((f"lips {lips}", gender, members))
    return found


def _values(album: Album, sitter: Sitter) -> tuple[float, float, float, float] | None:
    """Happiness of the smile; the most that any other expression has of it; the most that any has of a face at rest,
    which is the neutral photograph a second time: smaller, darker, rolled and worn. And how far the lips are apart."""
    row = album.row(read_picture(sitter.smile), sitter.neutral)
    smile = row.scores
    again = jpeg(moved(darker(read_picture(sitter.neutral), 0.7), 0.03, 0.02, 0.85, 5.0), 60)
    rest = album.row(again, sitter.neutral).scores
    if None in smile.values() or None in rest.values() or row.expression is None:
        return None
    others = [smile[name] for name in SIX if name != "happiness"]
    most = max(others), max(rest.values())  # type: ignore[type-var]
    return smile["happiness"], *most, row.expression["AU25"]  # type: ignore[return-value]


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
