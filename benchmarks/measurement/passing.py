"""Made-up lips that speak, and lips that do something else: what is taken for speech.

Speech opens the lips by a chance amount for each syllable, closes them by chance, and rests between phrases. All
streams are uneven in time and noisy; one in ten samples is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from benchmarks.measurement.extent import Extent
from benchmarks.measurement.words import table

from mirrorcam.arrays import Floats
from mirrorcam.passing import Talking

SECONDS, REPEATS = 20.0, 6
BEGINS_S = 2.0
"""Before that nobody can know."""
RATES = (8.0, 15.0, 30.0, 60.0)
NOISE, MUCH_NOISE = 0.02, 0.05
"""SD from sample to sample, in full scales of parted lips."""

Course = Callable[[Floats], Floats]
"""From times to parted lips, in full scales."""


def speech(hz: float, size: float, rng: np.random.Generator) -> Course:
    """``hz`` syllables a second, opened by ``size`` in the median; a rest of .3 s after seven."""
    at, opening, time_s = [0.0], [0.05], 0.0
    for syllable in range(int(SECONDS * hz) + 1):
        between_s = rng.normal(1, 0.2) / hz
        at += [time_s + 0.5 * between_s, time_s + between_s]
        opening += [size * rng.lognormal(0, 0.4), size * rng.uniform(0, 0.3)]
        time_s += max(between_s, 0.3 / hz) + (0.3 if syllable % 7 == 6 else 0.0)
    return lambda times: np.interp(times, np.maximum.accumulate(at), opening)


def once(rise_s: float) -> Course:
    """Opened within ``rise_s``, held for two seconds and closed again, three times."""
    return lambda t: np.clip((t % 6 - 1) / rise_s, 0, 1) - np.clip((t % 6 - 3 - rise_s) / rise_s, 0, 1)


def waving(hz: float, size: float) -> Course:
    return lambda t: size * (0.5 - 0.5 * np.cos(2 * np.pi * hz * t))


SPEAKING = {
    f"{hz:g} syllables a second, opened by {size:g}": (hz, size) for hz in (3, 4.5, 6) for size in (0.25, 0.5)
}
SILENT: dict[str, Course] = {
    "shut, or held open": np.zeros_like,
    "dropped within 0.15 s, three times": once(0.15),
    "dropped within 0.4 s, three times": once(0.4),
    "opened and closed every 2 s": waving(0.5, 1.0),
    "opened and closed every second, slow and exaggerated": waving(1.0, 1.0),
    "chewed, 1.3 times a second": waving(1.3, 0.3),
    "trembling 5 times a second by 0.06": waving(5.0, 0.06),
}


def told(course: Course, fps: float, noise: float, rng: np.random.Generator) -> tuple[float, float | None]:
    """Share of the time from ``BEGINS_S`` on that is taken for speech, and when it first was."""
    times = np.sort(np.arange(0, SECONDS, 1 / fps) + rng.normal(0, 0.2 / fps, int(np.ceil(SECONDS * fps))))
    times = times[rng.random(len(times)) > 0.1]
    talking, seen = Talking(), []
    for time_s, opening in zip(times, course(times) + rng.normal(0, noise, len(times)), strict=True):
        seen.append(talking.see(float(time_s), float(opening)))
    so = np.array(seen)
    return float(so[times >= BEGINS_S].mean()), float(times[so.argmax()]) if so.any() else None


def measure_passing(extent: Extent) -> dict[str, Any]:
    repeats = extent.many(REPEATS)
    speaking = {
        name: _row(partial(speech, hz, size), NOISE, repeats) for name, (hz, size) in SPEAKING.items()
    }
    silent = {
        f"{name}; noise {noise:g}": _row(partial(_always, course), noise, repeats)
        for name, course in SILENT.items()
        for noise in (NOISE, MUCH_NOISE)
    }
    return {"repeats": repeats, "seconds": SECONDS, "speaking": speaking, "silent": silent}


def _always(course: Course, _: np.random.Generator) -> Course:
    return course


def _row(course: Callable[[np.random.Generator], Course], noise: float, repeats: int) -> list[dict[str, Any]]:
    """For each of ``RATES``."""
    rows = []
    for fps in RATES:
        rng = np.random.default_rng(int(fps))
        found = [told(course(rng), fps, noise, rng) for _ in range(repeats)]
        firsts = [first for _, first in found if first is not None]
        rows.append({"share": float(np.mean([share for share, _ in found])), "first_s": _median(firsts)})
    return rows


def _median(values: list[float]) -> float | None:
    return float(np.median(values)) if values else None


def passing_text(figures: dict[str, Any]) -> str:
    head = ("the lips", *(f"at {fps:g} a second" for fps in RATES))
    speaking = table(head, [(name, *map(_told, rows)) for name, rows in figures["speaking"].items()])
    silent = table(head, [(name, *map(_told, rows)) for name, rows in figures["silent"].items()])
    return (
        f"{figures['repeats']} streams of {figures['seconds']:.0f} s each. Share of the time that is taken for speech "
        f"and, in brackets, when it first was.\n\n{speaking}\n\nThe same of lips that do not speak, which should be 0:"
        f"\n\n{silent}"
    )


def _told(row: dict[str, Any]) -> str:
    first = "" if row["first_s"] is None else f" ({row['first_s']:.1f} s)"
    return f"{100 * row['share']:.0f} %{first}"
