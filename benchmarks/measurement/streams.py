"""Made-up streams of expressions, of which the truth is known: what a trial's result makes of them.

Each stream rests, rises within ``RISE_S``, holds and lets go. Its truth is the same stream without noise, at 250
samples a second. One thing is varied at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from benchmarks.measurement.blinks import unblinking
from benchmarks.measurement.extent import Extent
from benchmarks.measurement.words import signed, table

from mirrorcam.action_units import ACTION_UNITS
from mirrorcam.app.measuring import SIX
from mirrorcam.arrays import Floats
from mirrorcam.expression import LEFT, POSITION, Expression
from mirrorcam.passing import BlinkHold
from mirrorcam.score import score
from mirrorcam.sides import symmetry
from mirrorcam.target import Target, library
from mirrorcam.trial import Look, TrialResult, measure_trial

RISE_S, HOLD_S, END_S = 0.4, 2.0, 4.6
THRESHOLD = 50.0
TRUTH_FPS = 250.0
REPEATS = 8
UNEVEN = 0.2
"""SD of the time between two samples, as a share of it."""
BLINK_EVERY_S, BLINK_S = 1.3, 0.15
TREMBLE_HZ, TREMBLE_FPS = (2.0, 3.0, 4.0, 5.0), (8.0, 12.0, 15.0, 24.0, 30.0, 60.0)
TREMBLE_GAIN, TREMBLE_SHARE = 0.6, 0.25
"""Of what the target expects, so that no score comes to its end at 100; and how far it swings, of that."""
MEASURED = [POSITION[unit.code] for unit in ACTION_UNITS if unit.measured]


@dataclass(frozen=True)
class Stream:
    """``gain`` 1: what the target expects; ``left``: how much of it the left side makes; ``noise``: SD of each unit
    and side, from sample to sample; ``dropped``: share of the samples that never come."""

    lag_s: float = 0.6
    gain: float = 1.0
    left: float = 1.0
    noise: float = 0.02
    dropped: float = 0.0
    fps: float = 30.0
    blinks: bool = False
    tremble_hz: float = 0.0
    """0: none."""


VARIED: dict[str, list[Stream]] = {
    "as it is": [Stream()],
    "lag": [Stream(lag_s=value) for value in (0.2, 1.0, 1.5)],
    "gain": [Stream(gain=value) for value in (0.5, 0.75, 1.5)],
    "asymmetry": [Stream(left=value) for value in (0.75, 0.5, 0.25)],
    "noise": [Stream(noise=value) for value in (0.0, 0.04, 0.08)],
    "noise, slow": [Stream(fps=12, noise=value) for value in (0.04, 0.08)],
    "dropped frames": [Stream(dropped=value) for value in (0.1, 0.3, 0.5)],
    "dropped frames, slow": [Stream(fps=8, dropped=0.1)],
    "frame rate": [Stream(fps=value) for value in (8.0, 12.0, 15.0, 24.0, 60.0)],
    "blinks": [Stream(blinks=True)],
}


def measure_streams(extent: Extent) -> dict[str, Any]:
    repeats = extent.many(REPEATS)
    rows = []
    for what, streams in VARIED.items():
        for stream in extent.some(streams):
            rows.append({"what": what, "value": _value(what, stream), **_errors(stream, repeats)})
    tremble = [_trembling(hz, repeats) for hz in extent.some(TREMBLE_HZ)]
    return {
        "repeats": repeats,
        "expressions": list(SIX),
        "threshold": THRESHOLD,
        "rows": rows,
        "tremble": tremble,
    }


def _trembling(hz: float, repeats: int) -> dict[str, Any]:
    """A hold that trembles: how steady it is, and how far from that it is told at each frame rate."""
    streams = {fps: Stream(gain=TREMBLE_GAIN, fps=fps, tremble_hz=hz) for fps in TREMBLE_FPS}
    pairs = {f"{fps:g}": _pairs(stream, repeats) for fps, stream in streams.items()}
    truths = [truth.steadiness for _, truth in pairs["30"] if truth.steadiness is not None]
    errors = {fps: _compare(those, lambda result: result.steadiness) for fps, those in pairs.items()}
    return {"hz": hz, "truth": float(np.mean(truths)), "errors": errors}


def _value(what: str, stream: Stream) -> str:
    said = {
        "lag": f"{stream.lag_s:g} s",
        "gain": f"{stream.gain:g}",
        "asymmetry": f"left {stream.left:g} of right",
        "noise": f"SD {stream.noise:g}",
        "noise, slow": f"SD {stream.noise:g}, {stream.fps:g} a second",
        "dropped frames": f"{100 * stream.dropped:.0f} %",
        "dropped frames, slow": f"{100 * stream.dropped:.0f} % of {stream.fps:g} a second",
        "frame rate": f"{stream.fps:g} a second",
        "blinks": f"of {BLINK_S:g} s every {BLINK_EVERY_S:g} s",
    }
    return said.get(what, "30 a second, uneven; SD .02")


def _errors(stream: Stream, repeats: int) -> dict[str, Any]:
    pairs = _pairs(stream, repeats)
    return {
        "onset_ms": _compare(pairs, lambda result: result.onset_s, 1000),
        "rise_ms": _compare(pairs, lambda result: result.rise_s, 1000),
        "offset_ms": _compare(pairs, lambda result: result.offset_s, 1000),
        "score": _compare(pairs, lambda result: result.score),
        "held_s": _compare(pairs, lambda result: result.held_s),
        "steadiness": _compare(pairs, lambda result: result.steadiness),
        "symmetry": _compare(pairs, lambda result: result.symmetry),
        "missed": sum((one.onset_s is None) != (truth.onset_s is None) for one, truth in pairs),
        "trials": len(pairs),
    }


def _pairs(stream: Stream, repeats: int) -> list[tuple[TrialResult, TrialResult]]:
    """What is told of it, and what is true."""
    targets = _targets()
    exact = replace(stream, noise=0.0, dropped=0.0, fps=TRUTH_FPS, blinks=False)
    return [
        (trial(stream, targets[name], np.random.default_rng((place, repeat))), _truth(exact, targets[name]))
        for place, name in enumerate(SIX)
        for repeat in range(repeats)
    ]


@cache
def _targets() -> dict[str, Target]:
    return library()


@cache
def _truth(stream: Stream, target: Target) -> TrialResult:
    return trial(stream, target, None)


def _compare(
    pairs: Iterable[tuple[TrialResult, TrialResult]],
    get: Callable[[TrialResult], float | None],
    factor: float = 1.0,
) -> list[float] | None:
    """Mean error, and the 95th percentile of its size. None when nothing can be compared."""
    both = [(get(one), get(truth)) for one, truth in pairs]
    errors = factor * np.array([a - b for a, b in both if a is not None and b is not None])
    return [float(errors.mean()), float(np.percentile(np.abs(errors), 95))] if len(errors) else None


def trial(stream: Stream, target: Target, rng: np.random.Generator | None) -> TrialResult:
    """``rng`` None: even times, and nothing by chance."""
    expressions = _expressions(stream, target, rng)
    looks = [Look(time_s, score(one, target), symmetry(one, target)) for time_s, one in expressions]
    hold = (stream.lag_s + RISE_S, stream.lag_s + RISE_S + HOLD_S)
    return measure_trial(looks, 0.0, END_S, THRESHOLD, hold)


def _expressions(
    stream: Stream, target: Target, rng: np.random.Generator | None
) -> Iterable[tuple[float, Expression]]:
    apex = Expression.of({code: level for code, (level, _) in target.expect.items()}).values * stream.gain
    apex[:, LEFT] *= stream.left
    blinks: BlinkHold[Expression] = BlinkHold()
    swing, turn = TREMBLE_SHARE if stream.tremble_hz else 0.0, 2 * np.pi * stream.tremble_hz
    begin = 0.0 if rng is None or not swing else rng.uniform(0, 2 * np.pi)
    for time_s in _times(stream, rng):
        values = apex * _share(time_s - stream.lag_s) * (1 + swing * np.sin(begin + turn * time_s))
        if rng is not None:
            values[MEASURED] += rng.normal(0.0, stream.noise, (len(MEASURED), 2))
        if stream.blinks and time_s % BLINK_EVERY_S < BLINK_S:
            values[[POSITION[code] for code in ("AU43", "AU7", "AU5")]] += ((1.0,), (0.8,), (-1.5,))
        yield time_s, unblinking(blinks, time_s, Expression(values))


def _times(stream: Stream, rng: np.random.Generator | None) -> Floats:
    times = np.arange(0.0, END_S, 1 / stream.fps)
    if rng is None:
        return times
    times = np.sort(times + rng.normal(0.0, UNEVEN / stream.fps, len(times)))
    return times[(rng.random(len(times)) >= stream.dropped) & (times >= 0)]


def _share(since_s: float) -> float:
    """0 at rest, 1 while it is held; eased in and out."""
    rise = np.clip(since_s / RISE_S, 0, 1) - np.clip((since_s - RISE_S - HOLD_S) / RISE_S, 0, 1)
    return float((1 - np.cos(np.pi * rise)) / 2)


def streams_text(figures: dict[str, Any]) -> str:
    head = (
        "varied",
        "",
        "onset, ms",
        "rise, ms",
        "offset, ms",
        "best half-second",
        "held, s",
        "steadiness",
        "symmetry",
        "onset missed, not known or made up",
    )
    rows = [
        (
            row["what"], row["value"], *(_said(row[what], 0) for what in ("onset_ms", "rise_ms", "offset_ms")),
            _said(row["score"], 1), _said(row["held_s"], 2),
            _said(row["steadiness"], 2), _said(row["symmetry"], 2), f"{row['missed']} of {row['trials']}",
        )
        for row in figures["rows"]
    ]  # fmt: skip
    return (
        f"The six expressions, {figures['repeats']} streams each, threshold {figures['threshold']:.0f}. Mean error "
        f"and, in brackets, the size that 95 % of the errors stay within. A dash: nothing to compare, because "
        f"neither the truth nor the stream got there.\n\n{table(head, rows)}\n\n"
        f"Steadiness of a hold of {TREMBLE_GAIN:g} of what is expected that trembles by a quarter of "
        f"itself, noise of SD .02: error, as above.\n\n{_tremble_table(figures['tremble'])}"
    )


def _tremble_table(rows: Sequence[dict[str, Any]]) -> str:
    rates = [f"{fps:g} a second" for fps in TREMBLE_FPS]
    return table(
        ("tremble", "truth, mean", *rates),
        [
            (
                f"{row['hz']:.0f} Hz",
                f"{row['truth']:.2f}",
                *(_said(row["errors"][f"{fps:g}"], 2) for fps in TREMBLE_FPS),
            )
            for row in rows
        ],
    )


def _said(error: list[float] | None, places: int) -> str:
    return "–" if error is None else f"{signed(error[0], places)} ({error[1]:.{places}f})"
