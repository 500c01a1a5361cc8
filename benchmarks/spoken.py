"""Films in which somebody speaks: when that is told, and what it would have scored.

    python -m benchmarks.spoken FILM …

Each film begins with a face at rest for a second or so; its first ``REST_S`` are taken for the neutral. Of each: when
the lips opened first, when speech was told and from when on what was shown is taken back, and the highest of the six
expressions by its best half-second: with speech scored as if it were none, left out once it was told, and taken back to
where it began.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.alone import paths, plainly
from benchmarks.measurement.words import table

from mirrorcam.app.measuring import SIX
from mirrorcam.app.seeing import Eyes
from mirrorcam.calibration import Neutral, neutral_from, relative
from mirrorcam.expression import Expression
from mirrorcam.face import Sample
from mirrorcam.measures import measured
from mirrorcam.passing import SWING, Talking, opening_of
from mirrorcam.score import score
from mirrorcam.sources import open_source
from mirrorcam.target import Target, library
from mirrorcam.trial import BEST_S

REST_S = 0.8


@dataclass(frozen=True)
class Heard:
    """A look that can be scored. ``back_s`` as in ``Talking``."""

    time_s: float
    shown: Expression
    opening: float
    talking: bool
    back_s: float


def heard(samples: Sequence[Sample]) -> list[Heard]:
    neutral = neutral_from([one for one in samples if one.time_s <= REST_S])
    talking = Talking()
    return [_heard(one, neutral, talking) for one in samples]


def _heard(sample: Sample, neutral: Neutral, talking: Talking) -> Heard:
    seen = measured(sample)
    opening = opening_of(seen) - opening_of(neutral)
    so = talking.see(sample.time_s, opening_of(seen))
    return Heard(sample.time_s, relative(seen, neutral), opening, so, talking.back_s)


def row_of(film: Path) -> tuple[str, ...]:
    with open_source(str(film)) as source, Eyes.open(timed=False) as eyes:
        every = heard([one for one in map(eyes.see, source) if one.scored])
    opened = next((one.time_s for one in every if one.opening > SWING), None)
    told = next((one for one in every if one.back_s), None)
    from_s = told.time_s - told.back_s if told else None
    left_out = [(one, not one.talking) for one in every]
    taken_back = [
        (one, so and not (told and from_s is not None and from_s <= one.time_s < told.time_s))
        for one, so in left_out
    ]
    ways = ([(one, True) for one in every], left_out, taken_back)
    return (
        film.name, *map(_seconds, (opened, told.time_s if told else None, from_s)), *map(_highest, ways),
    )  # fmt: skip


def _seconds(time_s: float | None) -> str:
    return "–" if time_s is None else f"{time_s:.2f}"


def _highest(looks: Sequence[tuple[Heard, bool]]) -> str:
    """Of the six, and which; of all looks that count."""
    targets = library()
    best = {name: _best(looks, targets[name]) for name in SIX}
    name = max(best, key=lambda one: best[one])
    return f"{name} {best[name]:.0f}" if best[name] >= 0 else "nothing counts"


def _best(looks: Sequence[tuple[Heard, bool]], target: Target) -> float:
    """Mean of the best half-second of which every look counts; below 0: there is none."""
    times = np.array([one.time_s for one, _ in looks])
    scores = np.array([score(one.shown, target).shown if counts else np.nan for one, counts in looks])
    means = [
        scores[(times >= time_s) & (times <= time_s + BEST_S)].mean()
        for time_s in times[times <= times[-1] - BEST_S]
    ]
    return float(np.nanmax([-1.0, *means]))


HEAD = (
    "film", "lips open, s", "told, s", "taken back from, s", "highest half-second: all of it", "once told left out",
    "taken back",
)  # fmt: skip


def main(films: Sequence[Path]) -> None:
    print(table(HEAD, [row_of(film) for film in films]))


if __name__ == "__main__":
    with plainly():
        main(paths("films in which somebody speaks"))
