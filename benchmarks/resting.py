"""When a film's face at rest is found, from wherever in the film one begins to look.

    python -m benchmarks.resting FILM …

Of each film: the first rest, how far what is watched went in it (brackets: how far apart its two halves were), and how
long it took from beginnings a third of a second apart. What one beginning finds and the next does not is luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from benchmarks.alone import paths, plainly
from benchmarks.measurement.words import table

from mirrorcam.action_units import FEATURES
from mirrorcam.app.seeing import Eyes
from mirrorcam.face import Sample
from mirrorcam.measures import measured
from mirrorcam.resting import Settled, Settling
from mirrorcam.sources import open_source

EVERY_S, LONGEST_S = 1 / 3, 30.0
WATCHED = (
    "lips_apart",
    "jaw_down",
    "corner_up_out",
    "inner_brow_y",
    "mid_brow_low",
    "brow_gap",
    "cheek_high",
)
ROWS = [[feature.name for feature in FEATURES].index(name) for name in WATCHED]
SCALES = np.array([FEATURES[row].full_scale for row in ROWS])


def row_of(film: Path) -> tuple[str, ...]:
    with open_source(str(film)) as source, Eyes.open(timed=False) as eyes:
        samples = [eyes.see(frame) for frame in source]
    ends_s = samples[-1].time_s - 2.5
    places, next_s = [], 0.0
    for place, sample in enumerate(samples):
        if next_s <= sample.time_s <= ends_s:
            places.append(place)
            next_s = sample.time_s + EVERY_S
    found = [first_rest(samples[place:]) for place in places]
    waits_s = [
        min(rest[1] - samples[place].time_s, LONGEST_S) if rest else LONGEST_S
        for place, rest in zip(places, found, strict=True)
    ]
    if not waits_s:
        return (film.name, "too short", *[""] * (len(WATCHED) + 2))
    first = found[0]
    return (
        film.name,
        f"{first[0]:.2f} to {first[1]:.2f} s" if first else "–",
        *(went(samples, *first) if first else ["–"] * len(WATCHED)),
        f"{sum(rest is not None for rest in found)} of {len(found)}",
        f"{np.median(waits_s):.1f} s",
    )


def first_rest(samples: Sequence[Sample]) -> tuple[float, float] | None:
    """From when to when the face was first at rest."""
    settling, settled = Settling(), Settled(0.0)
    for sample in samples:
        if sample.time_s - samples[0].time_s > LONGEST_S:
            break
        settled = settling.see(sample, measured(sample) if sample.scored else None)
        if settled.neutral is not None and settled.from_s is not None:
            return settled.from_s, sample.time_s
    return None


def went(samples: Sequence[Sample], from_s: float, until_s: float) -> list[str]:
    """In full scales."""
    looks = [one for one in samples if one.scored and from_s <= one.time_s <= until_s]
    seen = np.array([measured(one).features[ROWS].mean(axis=1) / SCALES for one in looks])
    half = len(seen) // 2
    lasting = np.abs(np.median(seen[:half], axis=0) - np.median(seen[-half:], axis=0))
    return [f"{most:.2f} ({last:.2f})" for most, last in zip(np.ptp(seen, axis=0), lasting, strict=True)]


if __name__ == "__main__":
    heads = ("film", "first rest", *WATCHED, f"found within {LONGEST_S:.0f} s", "median wait")
    with plainly():
        print(table(heads, [row_of(film) for film in paths("films of faces")]))
