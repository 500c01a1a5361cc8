"""A held expression before a live camera: how still its score holds. And films, of which no truth is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.measurement.blinks import unblinking
from benchmarks.measurement.extent import some
from benchmarks.measurement.photographs import Album, Sitter
from benchmarks.measurement.words import counted, signed, table
from benchmarks.measurement.worn import moved, smaller

from mirrorcam.action_units import ACTION_UNITS, FEATURES
from mirrorcam.app.measuring import SIX
from mirrorcam.app.measuring.at_rest import first_steady
from mirrorcam.app.seeing import Eyes, Viewer, existing
from mirrorcam.arrays import Floats, Pixels
from mirrorcam.calibration import Neutral, neutral_from, relative
from mirrorcam.expression import POSITION, Expression
from mirrorcam.face import Frame, Sample
from mirrorcam.measures import intensities, mean_of, measured
from mirrorcam.passing import BlinkHold
from mirrorcam.score import Calmed, Smoothed, score
from mirrorcam.sides import symmetry, two_sided
from mirrorcam.sources.images import read_picture
from mirrorcam.target import STILL, library
from mirrorcam.trial import BEST_S, Look, measure_trial

PEOPLE = 8
FPS, HELD_S, SETTLE_S = 30, 3.0, 1.0
HEIGHT = 480
"""Of the pictures, at most."""
CAMERA_NOISE = 4.0
"""SD of a webcam's noise in 8-bit steps, in a room with a lamp."""
SWAY = (0.01, 0.008, 0.015, 2.0)
"""Of a head that is held still by its owner: across, up (shares of the picture), size, roll in degrees."""
SWAY_S = (2.3, 1.7, 3.1, 2.9)
SWAYS = {
    "camera noise alone": 0.0,
    "and a head that sways a little": 1.0,
    "and one that sways three times as far": 3.0,
}
"""How far, of ``SWAY``."""
IN_BLINKS = ("AU43", "AU7", "AU6", "AU4")
EYE_BLINK = [feature.name for feature in FEATURES].index("eyeBlink")
CLOSED, OPEN = 0.45, 0.3
"""Of the blendshape eyeBlink, when an eye is closed and when it is open."""
BEFORE_S, NEAR = 0.4, 5


@dataclass
class Live:
    """Scores as they are shown in practice: blinks held, smoothed, and calmed. NaN where nothing is scored."""

    neutral: Neutral
    single: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in SIX})
    shown: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in SIX})

    def __post_init__(self) -> None:
        self._blinks: BlinkHold[Expression] = BlinkHold()
        self._smoothed = {name: (Smoothed(), Calmed()) for name in SIX}
        self._targets = library()

    def see(self, sample: Sample) -> None:
        seen = self._scored(sample) if sample.scored else None
        for name in SIX:
            value = None if seen is None else score(seen, self._targets[name]).shown
            smoothed, calmed = self._smoothed[name]
            now = smoothed.see(sample.time_s, value)
            self.single[name].append(np.nan if value is None else value)
            self.shown[name].append(
                np.nan if value is None or now is None else calmed.see(sample.time_s, now)
            )

    def _scored(self, sample: Sample) -> Expression:
        return unblinking(self._blinks, sample.time_s, relative(measured(sample), self.neutral))


def measure_held(album: Album) -> dict[str, Any]:
    sitters = some(album.sitters, PEOPLE)
    return {
        "people": len(sitters),
        "rows": {how: _held_rows(sitters, sway) for how, sway in album.extent.some(SWAYS.items())},
    }


def _still(samples: Sequence[Sample], neutral: Neutral) -> float:
    """Share of looks at a unit whose sides are measured apart in which neither goes as far as a movement has to."""
    rows = [POSITION[unit.code] for unit in ACTION_UNITS if unit.measured and two_sided(unit.code)]
    moved = np.array(
        [relative(measured(sample), neutral).values[rows] for sample in samples if sample.scored]
    )
    return float((moved.max(axis=2) < STILL).mean())


def _sided(samples: Sequence[Sample], neutral: Neutral) -> float:
    """Share of half-seconds at rest that would have a symmetry, if raised brows were asked for at A: the movement that
    a still face is soonest taken for."""
    target = library()["brow-raise"].at("A")
    seen = [(sample.time_s, relative(measured(sample), neutral)) for sample in samples if sample.scored]
    looks = [Look(time_s, score(one, target), symmetry(one, target)) for time_s, one in seen]
    begins = [look.time_s for look in looks if look.time_s + BEST_S <= looks[-1].time_s]
    found = [measure_trial(looks, begin_s, begin_s + BEST_S, threshold=60).symmetry for begin_s in begins]
    return float(np.mean([one is not None for one in found])) if found else 0.0


def _held_rows(sitters: Sequence[Sitter], sway: float) -> dict[str, Any]:
    found = [_held(sitter, sway) for sitter in sitters]
    single, shown, most, still, sided = np.array(found).T
    return {
        "single": [float(np.nanmedian(single)), float(np.nanmax(single))],
        "shown": [float(np.nanmedian(shown)), float(np.nanmax(shown))],
        "at_rest": [float(np.nanmedian(most)), float(np.nanmax(most))],
        "still": float(still.mean()),
        "sided": float(sided.mean()),
    }


def _held(sitter: Sitter, sway: float) -> tuple[float, float, float, float, float]:
    """SD of single scores of the smile, of the shown ones, the most that any expression shows at rest, how much of the
    rest is still, and how much of it would have a symmetry."""
    with Eyes.open() as eyes:
        rest = [eyes.see(frame) for frame in film(_picture(sitter.neutral), sway, 0.0)]
        neutral = neutral_from([s for s in rest[len(rest) // 3 : len(rest) * 2 // 3] if s.scored])
        still = Live(neutral)
        for sample in rest[len(rest) * 2 // 3 :]:
            still.see(sample)
        resting = _still(rest[len(rest) * 2 // 3 :], neutral)
        sided = _sided(rest[len(rest) // 3 :], neutral)
        smile = Live(neutral)
        for frame in film(_picture(sitter.smile), sway, SETTLE_S + HELD_S):
            smile.see(eyes.see(frame))
    after = int(SETTLE_S * FPS)
    single, shown = (np.array(values["happiness"][after:]) for values in (smile.single, smile.shown))
    return (
        float(np.nanstd(single)),
        float(np.nanstd(shown)),
        float(np.nanmax(list(still.shown.values()))),
        resting,
        sided,
    )


def _picture(path: Path) -> Pixels:
    pixels = read_picture(path)
    return smaller(pixels, min(1.0, HEIGHT / pixels.shape[0]))


def film(pixels: Pixels, sway: float, from_s: float) -> Iterable[Frame]:
    """``SETTLE_S`` and ``HELD_S`` of it."""
    rng = np.random.default_rng(0)
    grain = rng.normal(0.0, CAMERA_NOISE, pixels.shape).astype(np.float32)
    for index in range(int((SETTLE_S + HELD_S) * FPS)):
        time_s = from_s + index / FPS
        phase = np.sin(2 * np.pi * index / FPS / np.array(SWAY_S))
        across, up, size, roll_deg = sway * phase * SWAY
        noise = np.roll(grain, rng.integers(0, min(pixels.shape[:2]), 2), axis=(0, 1))
        moving = moved(pixels, across, up, 1 + size, roll_deg)
        yield Frame(time_s, round(time_s * FPS), np.asarray(np.clip(moving + noise, 0, 255), np.uint8))


def measure_films(paths: Sequence[Path]) -> dict[str, Any]:
    with Viewer() as viewer:
        return {"rows": {path.stem: _film_figures(path, viewer) for path in existing(paths)}}


def _film_figures(path: Path, viewer: Viewer) -> dict[str, Any]:
    """``tremble``: SD of the shown score around its mean over half a second, of the six the largest."""
    samples = [look for look, *_ in viewer.looks(path)]
    good = [sample for sample in samples if sample.scored]
    seconds = samples[-1].time_s - samples[0].time_s if samples else 0.0
    rest = first_steady(path, viewer)
    return {
        "seconds": seconds,
        "frames": len(samples),
        "scored": len(good),
        "reasons": dict(Counter(str(s.reason) for s in samples if s.reason)),
        "rested": rest is not None,
        "tremble": _trembles(samples, rest.neutral if rest else neutral_from(good), seconds)
        if good
        else None,
        "blinks": _blinks(good),
    }


def _blinks(samples: Sequence[Sample]) -> dict[str, float] | None:
    """What the units of ``IN_BLINKS`` seem to do when an eye closes: the mean over closures, at their deepest, against
    a third of a second before."""
    looks = [(sample.time_s, measured(sample)) for sample in samples]
    closed = np.array([one.features[EYE_BLINK].mean() for _, one in looks])
    found = []
    for i in range(2, len(looks) - 2):
        before = [j for j in range(i) if 0.2 <= looks[i][0] - looks[j][0] <= BEFORE_S]
        around = closed[max(0, i - NEAR) : i + NEAR + 1]
        if before and closed[i] >= CLOSED and closed[i] == around.max() and closed[before].max() < OPEN:
            found.append(intensities(looks[i][1], mean_of([looks[j][1] for j in before])).mean(axis=1))
    if not found:
        return None
    return {
        "closures": len(found),
        **{code: float(np.mean(found, axis=0)[POSITION[code]]) for code in IN_BLINKS},
    }


def _trembles(samples: Sequence[Sample], neutral: Neutral, seconds: float) -> float:
    live = Live(neutral)
    for sample in samples:
        live.see(sample)
    half_s = max(2, round(0.5 * len(samples) / max(seconds, 0.1)))
    return max(_tremble(np.array(values), half_s) for values in live.shown.values())


def _tremble(values: Floats, frames: int) -> float:
    known = values[np.isfinite(values)]
    if len(known) < 2 * frames:
        return 0.0
    mean = np.convolve(known, np.ones(frames) / frames, mode="valid")
    inside = known[frames // 2 : frames // 2 + len(mean)]
    return float(np.std(inside - mean))


def held_text(figures: dict[str, Any]) -> str:
    rows = [
        (
            name,
            *(f"{row[key][0]:.1f} ({row[key][1]:.1f})" for key in ("single", "shown", "at_rest")),
            *(f"{100 * row[key]:.1f} %" for key in ("still", "sided")),
        )
        for name, row in figures["rows"].items()
    ]
    head = (
        "a smile held for 3 s",
        "SD of single scores",
        "SD of the score that is shown",
        "most shown at rest",
        f"looks at a unit at rest with both sides below {STILL:g}",
        "half-seconds at rest with a symmetry, of brows raised at A",
    )
    return (
        f"Films of {FPS} pictures a second, {HEIGHT} px high, made of photographs of {figures['people']} people, "
        f"with noise of SD {CAMERA_NOISE:.0f} of 255; the neutral from a film of the same kind. Points as shown; "
        f"median (most) over people.\n\n{table(head, rows)}"
    )


def films_text(figures: dict[str, Any]) -> str:
    rows = [(name, *_film_row(row)) for name, row in figures["rows"].items()]
    head = (
        "film",
        "seconds",
        "scored",
        "frames not scored",
        "neutral",
        "tremble of the score shown, SD in points",
        "a blink reads as",
    )
    return table(head, rows)


def _film_row(row: dict[str, Any]) -> tuple[str, ...]:
    scored = f"{100 * row['scored'] / max(row['frames'], 1):.0f} %"
    neutral = "two steady seconds" if row["rested"] else "the film's median: no two steady seconds"
    tremble = "–" if row["tremble"] is None else f"{row['tremble']:.1f}"
    return (
        f"{row['seconds']:.0f}",
        scored,
        counted(row["reasons"]),
        neutral,
        tremble,
        _blinks_text(row["blinks"]),
    )


def _blinks_text(blinks: dict[str, float] | None) -> str:
    if not blinks:
        return "–"
    moved = ", ".join(f"{code} {signed(blinks[code], 2)}" for code in IN_BLINKS)
    return f"{moved} (mean of {blinks['closures']:.0f})"
