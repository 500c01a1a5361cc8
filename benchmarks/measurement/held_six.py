"""Each of the six held before a live camera, drawn weakly on photographs at rest: how still its score holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from benchmarks.measurement.extent import some
from benchmarks.measurement.live import FPS, HELD_S, PEOPLE, SETTLE_S, Live, film
from benchmarks.measurement.photographs import Album
from benchmarks.measurement.poses import Poser
from benchmarks.measurement.shown import REST, SMILE, Shown, targets_of
from benchmarks.measurement.words import table

from mirrorcam.app.measuring import SIX
from mirrorcam.app.seeing import Eyes
from mirrorcam.calibration import neutral_from
from mirrorcam.face import STRAIGHT
from mirrorcam.score import Calmed, Smoothed

SEED = 12
CHANGES = (5, 10, 20, 50)
"""Points."""
MOST_TREMBLE = 2.0
"""Points that are aimed at."""
SWAYS = {"camera noise alone": 0.0, "a head that sways a little": 1.0, "three times as far": 3.0}


class Held(NamedTuple):
    """Of one expression: the mean of its score, SD of single scores and of the score that is shown; points as shown."""

    mean: float
    single: float
    shown: float


def measure_held_six(album: Album) -> dict[str, Any]:
    sitters = some(album.sitters, album.extent.many(PEOPLE, 1))
    people = [
        Shown(album.eyes, sitter, Poser(np.random.default_rng([SEED, number])))
        for number, sitter in enumerate(sitters)
    ]
    return {
        "people": len(people),
        "rows": {
            how: _row([_held(person, sway) for person in people])
            for how, sway in album.extent.some(SWAYS.items(), 1)
        },
    }


def _held(person: Shown, sway: float) -> dict[str, Held]:
    found, from_s = {}, 0.0
    with Eyes.open() as eyes:
        for what, pixels in person.held(STRAIGHT):
            seen = [eyes.see(frame) for frame in film(pixels, sway, from_s)]
            from_s += SETTLE_S + HELD_S
            if what == REST:
                neutral = neutral_from([sample for sample in seen[len(seen) // 3 :] if sample.scored])
                continue
            live = Live(neutral)
            for sample in seen:
                live.see(sample)
            name, after = targets_of(what)[0], int(SETTLE_S * FPS)
            single, shown = (np.array(values[name][after:]) for values in (live.single, live.shown))
            found[what] = Held(float(np.nanmean(shown)), float(np.nanstd(single)), float(np.nanstd(shown)))
    return found


def _row(people: Sequence[Mapping[str, Held]]) -> dict[str, Any]:
    """Median and most, of all six of all people and of each over people."""

    def bounds(every: Sequence[float]) -> list[float]:
        return [float(np.median(every)), float(np.max(every))]

    every = [person[name] for person in people for name in SIX]
    return {
        "single": bounds([one.single for one in every]),
        "shown": bounds([one.shown for one in every]),
        "below": float(np.mean([one.shown < MOST_TREMBLE for one in every])),
        "each": {what: bounds([person[what].shown for person in people]) for what in (SMILE, *SIX)},
        "mean": {what: float(np.mean([person[what].mean for person in people])) for what in (SMILE, *SIX)},
    }


def pace(points: float) -> tuple[float, float]:
    """After how many seconds half and four fifths of a sudden change by so many points are shown."""
    smoothed, calmed = Smoothed(), Calmed()
    course = [0.0] * FPS + [points] * (4 * FPS)
    shown = np.array(
        [calmed.see(i / FPS, smoothed.see(i / FPS, value) or 0.0) for i, value in enumerate(course)]
    )
    half, most = (int(np.argmax(shown >= share * points)) - FPS for share in (0.5, 0.8))
    return half / FPS, most / FPS


def held_six_text(figures: Mapping[str, Any]) -> str:
    rows = [
        (
            how,
            _both(row["single"]),
            _both(row["shown"]),
            f"{100 * row['below']:.0f} %",
            *(_both(row["each"][what]) for what in (*SIX, SMILE)),
        )
        for how, row in figures["rows"].items()
    ]
    mean = next(iter(figures["rows"].values()))["mean"]
    rows.append(("mean of the score", "", "", "", *(f"{mean[what]:.0f}" for what in (*SIX, SMILE))))
    head = (
        "held for 3 s",
        "single scores",
        "score that is shown",
        f"of those below {MOST_TREMBLE:g}",
        *SIX,
        SMILE,
    )
    return (
        f"SD in points as shown, of {figures['people']} people; median (most), first over all six of all people, then "
        f"of each.\n\n{table(head, rows)}\n\n{_pace_text()}"
    )


def _pace_text() -> str:
    paces = [(points, *pace(points)) for points in CHANGES]
    said = ", ".join(f"of {points} after {half:.1f} s and {most:.1f} s" for points, half, most in paces)
    return f"Half and four fifths of a sudden change are shown, at {FPS} pictures a second: {said}."


def _both(bounds: Sequence[float]) -> str:
    return f"{bounds[0]:.1f} ({bounds[1]:.1f})"
