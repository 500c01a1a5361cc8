"""Photographs at rest, drawn again with one movement that is less on one side: how far apart both sides are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from benchmarks.measurement.anatomy import posed
from benchmarks.measurement.extent import some
from benchmarks.measurement.photographs import Album
from benchmarks.measurement.turned import StandingFilm
from benchmarks.measurement.words import table

from mirrorcam.action_units import BY_CODE
from mirrorcam.calibration import Neutral, relative
from mirrorcam.expression import POSITION
from mirrorcam.face import Face, Frame
from mirrorcam.measures import Measures, intensities, measure
from mirrorcam.sides import symmetry_of
from mirrorcam.sources.images import read_picture

PEOPLE = 18
MOVEMENTS: Mapping[str, Mapping[str, float]] = {
    "smile": {"AU12": 0.8, "AU6": 0.4},
    "small smile": {"AU12": 0.4},
    "raised brows": {"AU1": 0.7, "AU2": 0.7},
    "lowered brows": {"AU4": 0.8},
    "wide eyes": {"AU5": 0.8},
    "closed eyes": {"AU43": 1.0},
    "wrinkled nose": {"AU9": 0.8},
    "raised upper lip": {"AU10": 0.8},
    "corners down": {"AU15": 0.8},
    "pucker": {"AU18": 0.8},
    "stretched lips": {"AU20": 0.8},
    "pressed lips": {"AU24": 0.8},
}
EVEN, HALF, ONE = ((1.0, 1.0),), ((1.0, 0.5), (0.5, 1.0)), ((1.0, 0.0), (0.0, 1.0))
"""How much of it on the left and right."""
LEAST = 0.05
"""Of a unit in both sides together: less was not told at all."""


class Told(NamedTuple):
    """Of one unit in one picture."""

    apart: float
    """(L − R) / (|L| + |R|) of what its features and lines tell; NaN: nothing."""
    symmetry: float
    """As it is told of the face; NaN: none."""


def measure_one_sided(album: Album) -> dict[str, Any]:
    people, movements = some(album.sitters, PEOPLE), album.extent.some(MOVEMENTS)
    found: dict[tuple[str, str], dict[tuple[float, float], list[Told]]] = {}
    with StandingFilm() as film:
        for sitter in people:
            for movement, sides, told in _of_sitter(film, sitter.neutral, movements):
                for code, one in told.items():
                    found.setdefault((movement, code), {}).setdefault(sides, []).append(one)
    rows = [_row(movement, code, of_sides) for (movement, code), of_sides in found.items()]
    return {"people": len(people), "rows": rows}


def _of_sitter(
    film: StandingFilm, path: Path, movements: Sequence[str]
) -> Iterator[tuple[str, tuple[float, float], dict[str, Told]]]:
    pixels = read_picture(path)
    face = film.see(Frame(0.0, 0, pixels))
    assert face is not None, f"{path}: no face was seen"
    height, width = pixels.shape[:2]
    rest = _neutral(measure(face, width, height))
    for movement in movements:
        units = MOVEMENTS[movement]
        for sides in (*EVEN, *HALF, *ONE):
            left, right = sides
            shown = {code: (left * level, right * level) for code, level in units.items()}
            seen = film.see(Frame(0.0, 0, posed(pixels, face, shown)))
            if seen is not None:
                yield movement, sides, {code: _told(seen, width, height, rest, code) for code in units}


def _neutral(measures: Measures) -> Neutral:
    return Neutral(measures.features, measures.patches, measures.face_size, measures.nearness)


def _told(seen: Face, width: int, height: int, rest: Neutral, code: str) -> Told:
    measures = measure(seen, width, height)
    left, right = intensities(measures, rest)[POSITION[code]]
    both = abs(left) + abs(right)
    alike = symmetry_of(relative(measures, rest), code)
    return Told((left - right) / both if both >= LEAST else np.nan, np.nan if alike is None else alike)


def _row(movement: str, code: str, of_sides: Mapping[tuple[float, float], Sequence[Told]]) -> dict[str, Any]:
    def parts(pairs: Sequence[tuple[float, float]]) -> list[float]:
        return [
            one.apart * (left + right) / (left - right)
            for left, right in pairs
            for one in of_sides[left, right]
        ]

    return {
        "movement": movement,
        "code": code,
        "apart": BY_CODE[code].apart,
        "told": [_middle(parts(pairs)) for pairs in (HALF, ONE)],
        "symmetry": [
            _spread([one.symmetry for sides in pairs for one in of_sides[sides]])
            for pairs in (EVEN, HALF, ONE)
        ],
    }


def _middle(values: Sequence[float]) -> float | None:
    known = np.array(values)[np.isfinite(values)]
    return float(np.median(known)) if len(known) else None


def _spread(values: Sequence[float]) -> list[float] | None:
    """Median, tenth and ninetieth percentile; None where it is told of fewer than half."""
    known = np.array(values)[np.isfinite(values)]
    return [float(q) for q in np.percentile(known, (50, 10, 90))] if 2 * len(known) >= len(values) else None


def one_sided_text(figures: dict[str, Any]) -> str:
    head = (
        "movement", "unit", "of the difference is told: half, one side", "times", "symmetry told: both alike",
        "half on one side (.67)", "one side alone (0)",
    )  # fmt: skip
    rows = [
        (
            row["movement"], row["code"], ", ".join("–" if part is None else f"{part:.2f}" for part in row["told"]),
            f"{row['apart']:g}", *("–" if one is None else _said(one) for one in row["symmetry"]),
        )
        for row in figures["rows"]
    ]  # fmt: skip
    return (
        f"{figures['people']} people, both sides of each in turn, as a film sees them.\n\n{table(head, rows)}"
    )


def _said(spread: Sequence[float]) -> str:
    middle, low, high = spread
    return f"{middle:.2f} ({low:.2f} to {high:.2f})"
