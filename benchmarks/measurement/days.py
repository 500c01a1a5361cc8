"""The same face before the camera on several days: how far its scores lie apart from day to day.

Each day has a camera, a light and a way of sitting of its own, and a neutral of its own, as in a session. The face does
the very same each day: photographs at rest, drawn with the same poses (``poses.py``), and half of the person's own
smile. What living people do otherwise from day to day comes on top. ``LEAST_SPREAD`` of src/mirrorcam/history.py is
from here.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any, Literal, NamedTuple

import numpy as np
from benchmarks.measurement.comparing import root_mean_square
from benchmarks.measurement.extent import some
from benchmarks.measurement.live import CAMERA_NOISE, SWAY, SWAY_S
from benchmarks.measurement.photographs import Album, Sitter
from benchmarks.measurement.poses import Poser
from benchmarks.measurement.shown import REST, SMILE, Shown, targets_of
from benchmarks.measurement.small import jpeg
from benchmarks.measurement.words import table
from benchmarks.measurement.worn import moved, tinted

from mirrorcam.app.measuring import SIX
from mirrorcam.app.measuring.films import rows_of_film
from mirrorcam.app.measuring.row import Row
from mirrorcam.app.seeing import Eyes
from mirrorcam.arrays import Floats, Pixels
from mirrorcam.calibration import Neutral, neutral_from
from mirrorcam.expression import CODES, Expression
from mirrorcam.face import STRAIGHT, Frame, HeadPose, Sample
from mirrorcam.sides import symmetry_of
from mirrorcam.target import Target, library
from mirrorcam.trial import BEST_S

PEOPLE, DAYS, SEED = 12, 5, 12
FPS, REST_S, SHOWN_S, CUT_S = 15, 2.4, 1.0, 0.4
"""How long rest and each expression are there; of rest the first and the last ``CUT_S`` are no part of the neutral."""
GAMMA = 2.2
"""Of a display, as in worn.py."""
HEAD_DEG, MOST_DEG = (4.0, 5.0, 3.0), 10.0
"""SD of yaw, pitch and roll from day to day, and the most of each."""
THERE, FEWEST = 0.15, 5
"""From how much on a unit is there, and in how many courses of days it must be to be told."""


@dataclass(frozen=True)
class Day:
    """How somebody sits before what kind of camera."""

    head: HeadPose
    """As held for all of the day: a laptop on a table, a screen on a pile of books."""
    across: float
    up: float
    size: float
    light: float
    side: float
    """Of the light, what the darker edge of the picture gets."""
    warmth: float
    noise: float
    quality: int
    """JPEG's, of each frame."""

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Day:
        across, up, warmth = rng.uniform(-1, 1, 3).tolist()
        return cls(
            head=HeadPose(*np.clip(rng.normal(0, HEAD_DEG), -MOST_DEG, MOST_DEG).tolist()),
            across=0.06 * across,
            up=0.06 * up,
            size=float(rng.uniform(0.75, 1.2)),
            light=float(np.exp(rng.uniform(np.log(0.15), 0))),
            side=float(rng.uniform(0.3, 1)),
            warmth=0.15 * warmth,
            noise=CAMERA_NOISE * float(rng.uniform(0.5, 1.5)),
            quality=int(rng.integers(70, 96)),
        )

    def lit(self, pixels: Pixels) -> Pixels:
        fall = np.linspace(1.0, self.side, pixels.shape[1])[None, :, None]
        tint = tinted(pixels, 1 + self.warmth, 1.0, 1 - self.warmth)
        return np.asarray(tint * (self.light * fall) ** (1 / GAMMA), np.uint8)

    def film(self, pixels: Pixels, from_s: float, seconds: float) -> Iterator[Frame]:
        """Of a head that is held still by its owner."""
        lit = self.lit(pixels)
        rng = np.random.default_rng(round(from_s * FPS))
        for number in range(round(from_s * FPS), round((from_s + seconds) * FPS)):
            time_s = number / FPS
            across, up, size, roll_deg = np.sin(2 * np.pi * time_s / np.array(SWAY_S)) * SWAY
            seen = moved(lit, self.across + across, self.up + up, self.size * (1 + size), roll_deg)
            noise = rng.standard_normal(seen.shape, np.float32) * self.noise
            yield Frame(
                time_s, number, jpeg(np.asarray(np.clip(seen + noise, 0, 255), np.uint8), self.quality)
            )


class Held(NamedTuple):
    """What came of one expression on one day."""

    score: float
    """Shown, as what it was; at rest as that of the six that scores highest."""
    units: Floats
    """(codes,), the mean of both sides."""
    sides: Floats
    """(codes,), how alike both sides move, 0..100; NaN where that is not told."""


Person = Mapping[str, Mapping[str, Sequence[Held]]]
"""What was shown → each of ``WAYS`` → one a day; NaN where it could not be scored."""
OWN, KEPT, HEAD = "own", "kept", "head"
WAYS = {
    OWN: "SD from day to day",
    KEPT: "with the first day's neutral",
    HEAD: "with the head held alike each day",
}


def look_at(album: Album, people: int = PEOPLE) -> list[Person]:
    days = album.extent.many(DAYS)
    return [
        _over_days(album, sitter, number, days) for number, sitter in enumerate(some(album.sitters, people))
    ]


def _over_days(album: Album, sitter: Sitter, number: int, days: int) -> Person:
    rng = np.random.default_rng([SEED, number])
    faces = Shown(album.eyes, sitter, Poser(rng))
    every = [Day.drawn(rng) for _ in range(days)]
    seen = [seen_on(day, faces) for day in every]
    alike = [seen_on(replace(day, head=STRAIGHT), faces) for day in every]
    scores = {
        OWN: [held_beside(one, one.neutral) for one in seen],
        KEPT: [held_beside(one, seen[0].neutral) for one in seen],
        HEAD: [held_beside(one, one.neutral) for one in alike],
    }
    return {
        what: {way: [one[what] for one in each] for way, each in scores.items()}
        for what in (REST, SMILE, *SIX)
    }


class Seen(NamedTuple):
    neutral: Neutral | None
    samples: list[Sample]
    until_s: Mapping[str, float]
    """When each expression ended."""


def seen_on(day: Day, faces: Shown) -> Seen:
    samples: list[Sample] = []
    until: dict[str, float] = {}
    now_s = 0.0
    with Eyes.open() as eyes:
        for what, pixels in faces.held(day.head):
            lasts_s = REST_S if what == REST else SHOWN_S
            samples += [eyes.see(frame) for frame in day.film(pixels, now_s, lasts_s)]
            now_s += lasts_s
            until[what] = now_s
    resting = [s for s in samples if CUT_S <= s.time_s < REST_S - CUT_S and s.scored]
    return Seen(neutral_from(resting) if resting else None, samples, until)


def held_beside(seen: Seen, neutral: Neutral | None) -> dict[str, Held]:
    """The last half-second of each."""
    targets = {name: library()[name] for name in SIX}
    rows = list(rows_of_film(seen.samples, "", targets, neutral, found_in_it=True))
    found = {}
    for what, until_s in seen.until_s.items():
        last = [row for row in rows if until_s - BEST_S <= row.sample.time_s < until_s]
        names = targets_of(what)
        known = [row for row in last if row.scores[names[0]] is not None]
        found[what] = (
            _mean(known, [targets[name] for name in names]) if 2 * len(known) > len(last) else UNSEEN
        )
    return found


def _mean(rows: Sequence[Row], targets: Sequence[Target]) -> Held:
    shown = Expression(np.mean([row.expression.values for row in rows if row.expression is not None], axis=0))
    scores = [
        [min(100.0, 100 * (row.scores[one.name] or 0.0) / one.typical) for row in rows] for one in targets
    ]
    alike = [symmetry_of(shown, code) for code in CODES]
    sides = np.array([np.nan if one is None else 100 * one for one in alike])
    return Held(max(map(fmean, scores)), shown.values.mean(axis=1), sides)


UNSEEN = Held(np.nan, *np.full((2, len(CODES)), np.nan))


def figures_of(people: Sequence[Person]) -> dict[str, Any]:
    rows = {what: _figures_of([person[what] for person in people]) for what in people[0]}
    return {
        "people": len(people),
        "days": len(people[0][REST][OWN]),
        "rows": rows,
        "all_sd": {
            way: root_mean_square([row[way]["sd"] for what, row in rows.items() if what != REST])
            for way in WAYS
        },
        "units": _unit_figures(people, "units"),
        "sides": _unit_figures(people, "sides"),
    }


def _figures_of(people: Sequence[Mapping[str, Sequence[Held]]]) -> dict[str, Any]:
    found = {way: np.array([[day.score for day in person[way]] for person in people]) for way in WAYS}
    return {
        "mean": float(np.nanmean(found[OWN])),
        **{way: {"sd": _apart(days), "lost": int(np.isnan(days).sum())} for way, days in found.items()},
    }


def _unit_figures(people: Sequence[Person], figure: Literal["units", "sides"]) -> dict[str, float]:
    """SD from day to day of each unit's figure, where somebody's expression has it."""
    held = [person[what][OWN] for person in people for what in person if what != REST]
    units = np.array([[day.units for day in days] for days in held])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of what was seen on no day
        there = np.nanmean(units, axis=1) >= THERE
    values = np.array([[getattr(day, figure) for day in days] for days in held])
    apart = {
        code: _apart(values[there[:, i], :, i]) for i, code in enumerate(CODES) if there[:, i].sum() >= FEWEST
    }
    return {code: sd for code, sd in apart.items() if np.isfinite(sd)}


def _apart(values: Floats) -> float:
    """SD of one row's days, over all rows (rows, days)."""
    each = [known.var(ddof=1) for row in values if len(known := row[np.isfinite(row)]) > 1]
    return float(np.sqrt(np.mean(each))) if each else float("nan")


def measure_days(album: Album) -> dict[str, Any]:
    return figures_of(look_at(album, album.extent.many(PEOPLE, 1)))


def days_text(figures: Mapping[str, Any]) -> str:
    of = figures["people"] * figures["days"]
    rows = [
        (what, f"{row['mean']:.0f}", *(f"{row[way]['sd']:.1f}{_lost(row[way]['lost'])}" for way in WAYS))
        for what, row in figures["rows"].items()
    ]
    rows.append(("all but rest, root mean square", "", *(f"{figures['all_sd'][way]:.1f}" for way in WAYS)))
    head = ("the same face on each of some days, as what it shows", "score, mean", *WAYS.values())
    return (
        f"{figures['people']} people on {figures['days']} days each; in brackets how many of {of} could not be "
        f"scored. Points as shown; at rest of that expression that scores highest.\n\n{table(head, rows)}\n\n"
        f"Action units that are there ({THERE:g} and more), SD of their intensity from day to day: "
        f"{', '.join(f'{code} {sd:.2f}' for code, sd in figures['units'].items())}. How alike both sides of them "
        f"move, of 100: {', '.join(f'{code} {sd:.0f}' for code, sd in figures['sides'].items())}."
    )


def _lost(count: int) -> str:
    return f" ({count})" if count else ""
