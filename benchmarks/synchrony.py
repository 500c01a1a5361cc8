"""What ``mirrorcam.synchrony`` says of synthetic movers: ``python -m benchmarks.synchrony``. Under a minute.

A leader goes through expressions with random onsets, holds, offsets, strengths and pauses. A follower does
the same with a known lag and gain, its own strength in each action unit, and noise (white and slowly
drifting); an unrelated mover goes through an order and times of its own, of the same expressions. Not people:
no films of people who follow a face were to be had.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirrorcam.expression import CODES, POSITION, Expression
from mirrorcam.synchrony import Synchrony, Together

Array = NDArray[np.float64]

SECONDS = 40.0
SHAPES: tuple[dict[str, float], ...] = (
    {"AU6": 0.55, "AU12": 0.8, "AU25": 0.4},
    {"AU1": 0.5, "AU4": 0.45, "AU15": 0.35, "AU17": 0.2},
    {"AU4": 0.6, "AU7": 0.5, "AU24": 0.3, "AU17": 0.25},
    {"AU4": 0.3, "AU7": 0.3, "AU9": 0.6, "AU10": 0.5},
    {"AU1": 0.5, "AU2": 0.3, "AU4": 0.2, "AU5": 0.5, "AU20": 0.4, "AU25": 0.3},
    {"AU1": 0.7, "AU2": 0.7, "AU5": 0.6, "AU25": 0.6, "AU26": 0.7},
)
"""Happiness, sadness, anger, disgust, fear, surprise (EMFACS, as docs/measurement.md gives them)."""
SMILE = Expression.of(SHAPES[0]).values
MOVED = sorted({POSITION[code] for shape in SHAPES for code in shape})


@dataclass(frozen=True)
class Mover:
    """Expressions one after the other: each row of ``times`` is begin, onset, hold, offset in seconds."""

    times: Array
    peaks: Array

    @classmethod
    def of(cls, rng: np.random.Generator, seconds: float = SECONDS, shapes: int = len(SHAPES)) -> Mover:
        """Durations from docs/measurement.md, "Numbers from the field"; pauses of 0.3 to 2.5 s. ``shapes``: of how many
        of the expressions."""
        times, peaks, begin_s = [], [], float(rng.uniform(-3.0, 1.5))
        while begin_s < seconds:
            row = [begin_s, *rng.uniform([0.2, 0.8, 0.5], [0.9, 2.5, 1.2])]
            times.append(row)
            peaks.append(Expression.of(SHAPES[rng.integers(shapes)]).values * rng.uniform(0.5, 1.1))
            begin_s += sum(row[1:]) + rng.uniform(0.3, 2.5)
        return cls(np.array(times), np.array(peaks))

    def at(self, time_s: Array) -> Array:
        """(times, codes, 2)."""
        begin, onset, hold, offset = self.times.T[:, :, None]
        rise = _eased((time_s - begin) / onset)
        fall = _eased((time_s - begin - onset - hold) / offset)
        shown: Array = np.einsum("et,ecs->tcs", rise * (1.0 - fall), self.peaks)
        return shown


@dataclass(frozen=True)
class Stage:
    """What a row of the table is about."""

    gain: float = 1.0
    noise: float = 0.03
    left_gain: float = 1.0
    rate_hz: float = 30.0
    dropped: float = 0.0
    """The share of frames that never came."""
    gaps: bool = False
    """Not scored for a second, every 8 s."""
    leader_noise: float = 0.0
    shapes: int = len(SHAPES)
    """1: they only smile."""


Part = Callable[[Mover, Array, np.random.Generator, float], Array]


class AtOnce(Synchrony):
    """Answers before chance can be judged, to see what that is worth."""

    def _enough(self) -> bool:
        return True


def follower(leader: Mover, time_s: Array, rng: np.random.Generator, lag_s: float) -> Array:
    own = np.exp(rng.normal(0.0, 0.25, (len(CODES), 1)))
    return leader.at(time_s - lag_s) * own


def unrelated(leader: Mover, time_s: Array, rng: np.random.Generator, lag_s: float) -> Array:
    return Mover.of(rng).at(time_s)


def unrelated_smiles(leader: Mover, time_s: Array, rng: np.random.Generator, lag_s: float) -> Array:
    return Mover.of(rng, shapes=1).at(time_s)


def still(leader: Mover, time_s: Array, rng: np.random.Generator, lag_s: float) -> Array:
    return np.zeros((len(time_s), len(CODES), 2))


def held_smile(leader: Mover, time_s: Array, rng: np.random.Generator, lag_s: float) -> Array:
    return np.broadcast_to(SMILE, (len(time_s), *SMILE.shape))


def too_late(leader: Mover, time_s: Array, rng: np.random.Generator, lag_s: float) -> Array:
    return leader.at(time_s - 2.5)


def anti_phase(leader: Mover, time_s: Array, rng: np.random.Generator, lag_s: float) -> Array:
    level: Array = leader.peaks.mean(axis=0)
    return level - leader.at(time_s)


def frames(stage: Stage, rng: np.random.Generator) -> Array:
    """When frames come: uneven by a tenth of a frame, some dropped."""
    time_s = np.arange(0.0, SECONDS, 1.0 / stage.rate_hz)
    time_s = np.sort(time_s + rng.uniform(0.0, 0.1 / stage.rate_hz, len(time_s)))
    return time_s[rng.random(len(time_s)) >= stage.dropped]


def noise(time_s: Array, size: float, rng: np.random.Generator) -> Array:
    """White, plus as much that drifts over 1.5 s, the same at every frame rate; in the units that move."""
    grid_s = np.arange(0.0, SECONDS + 1.0, 0.1)
    stay = math.exp(-0.1 / 1.5)
    drift = rng.normal(0.0, size, (len(grid_s), len(MOVED)))
    for i in range(1, len(grid_s)):
        drift[i] = stay * drift[i - 1] + math.sqrt(1.0 - stay**2) * drift[i]
    seen = np.zeros((len(time_s), len(CODES), 2))
    for n, position in enumerate(MOVED):
        seen[:, position] = np.interp(time_s, grid_s, drift[:, n])[:, None]
    seen[:, MOVED] += rng.normal(0.0, size, (len(time_s), len(MOVED), 2))
    return seen


def run(
    part: Part, stage: Stage, seed: int, memory_s: float = 30.0, kind: type[Synchrony] = Synchrony
) -> list[tuple[float, float, Together]]:
    """(time_s, true lag_s, Together) of every frame that has one."""
    movers, camera = np.random.default_rng([seed, 0]), np.random.default_rng([seed, 1])
    lag_s = float(movers.uniform(0.1, 1.2))
    leader, time_s = Mover.of(movers, shapes=stage.shapes), frames(stage, camera)
    shown = leader.at(time_s) + noise(time_s, stage.leader_noise, camera)
    answer = part(leader, time_s, movers, lag_s) * stage.gain * np.array([stage.left_gain, 1.0])
    answer = answer + noise(time_s, stage.noise, camera)
    synchrony, seen = kind(memory_s=memory_s), []
    for t, lead, follow in zip(time_s, shown, answer, strict=True):
        scored = not (stage.gaps and t % 8.0 > 7.0)
        together = synchrony.see(float(t), Expression(lead), Expression(follow) if scored else None)
        if together is not None:
            seen.append((float(t), lag_s, together))
    return seen


def auc(higher: list[float], lower: list[float]) -> float:
    """How often a value of the first list exceeds one of the second; ties count half."""
    more = np.subtract.outer(np.array(higher), np.array(lower))
    return float(np.mean(more > 0) + np.mean(more == 0) / 2)


def _eased(share: Array) -> Array:
    share = np.clip(share, 0.0, 1.0)
    return share * share * (3.0 - 2.0 * share)


ROWS: tuple[tuple[str, Part, Stage, int], ...] = (
    ("follower", follower, Stage(), 24),
    ("unrelated mover", unrelated, Stage(), 24),
    ("still", still, Stage(), 8),
    ("held smile", held_smile, Stage(), 8),
    ("anti-phase", anti_phase, Stage(), 8),
    ("2.5 s behind, out of range", too_late, Stage(), 8),
    *((f"follower, gain {gain}", follower, Stage(gain=gain), 8) for gain in (0.3, 0.5, 1.5)),
    *((f"follower, noise {size}", follower, Stage(noise=size), 8) for size in (0.0, 0.06, 0.1)),
    ("follower, left side at 0.3", follower, Stage(left_gain=0.3), 8),
    ("follower, a third of frames dropped", follower, Stage(dropped=0.33), 8),
    ("follower, 1 s in 8 not scored", follower, Stage(gaps=True), 8),
    ("follower, leader measured too", follower, Stage(leader_noise=0.03), 8),
    ("unrelated, leader measured too", unrelated, Stage(leader_noise=0.03), 8),
    *((f"follower, {rate} frames/s", follower, Stage(rate_hz=rate), 8) for rate in (8, 12, 24, 60)),
    *((f"unrelated, {rate} frames/s", unrelated, Stage(rate_hz=rate), 8) for rate in (8, 60)),
)


def print_rows() -> None:
    print(f"At the end of {SECONDS:.0f} s: mean (range) over seeds; lag error: median, largest")
    print(f"{'':37}{'correlation':>12}{'floor':>7}{'strength':>17}{'lag error, ms':>16}{'first, s':>9}")
    for name, part, stage, seeds in ROWS:
        runs = [run(part, stage, seed) for seed in range(seeds)]
        last = [seen[-1][2] for seen in runs]
        strength = [t.strength for t in last]
        errors = [
            1e3 * abs(seen[-1][2].lag_s - seen[-1][1]) for seen in runs if seen[-1][2].lag_s is not None
        ]
        lag = f"{np.median(errors):.0f}, {max(errors):.0f}" if part is follower and errors else ""
        spread = f"{np.mean(strength):.2f} ({min(strength):.2f}-{max(strength):.2f})"
        print(
            f"{name:37}{np.mean([t.correlation for t in last]):12.2f}{np.mean([t.floor for t in last]):7.2f}"
            f"{spread:>17}{lag:>16}{max(seen[0][0] for seen in runs):9.1f}"
        )


def print_telling_apart() -> None:
    print("\nFollower told from unrelated mover: AUC; mean strength of the follower, of the unrelated mover")
    both = [[run(part, Stage(), seed) for seed in range(100, 148)] for part in (follower, unrelated)]
    for at_s in (6.0, 8.0, 12.0, 20.0, 39.5):
        now = [[_at(seen, at_s) for seen in runs if seen[0][0] <= at_s] for runs in both]
        means = [np.mean([t.strength for t in side]) for side in now]
        apart = auc(*([t.correlation for t in side] for side in now))
        print(f"after {at_s:4.1f} s: AUC {apart:.3f}; {means[0]:.2f}, {means[1]:.2f}")
    alone = [
        [run(part, Stage(), seed, memory_s=1e-3, kind=AtOnce) for seed in range(100, 148)]
        for part in (follower, unrelated)
    ]
    windows = [[t.correlation for seen in runs for _, _, t in seen[::30] if t.known] for runs in alone]
    print(f"single windows of 4 s: AUC {auc(*windows):.3f} ({len(windows[0])} and {len(windows[1])} windows)")


def print_early() -> None:
    """What is told early, and what would be told if chance did not have to be judged first."""
    print(
        "\nEarly: of 30, how many are told anything and how many over .5 (at once, as if nothing had to be judged)"
    )
    rows = (
        ("follower, six expressions", follower, Stage()),
        ("unrelated, six expressions", unrelated, Stage()),
        ("follower, smiles only", follower, Stage(shapes=1)),
        ("unrelated, smiles only", unrelated_smiles, Stage(shapes=1)),
    )
    times_s = (6.0, 8.0, 10.0, 15.0, 20.0, 39.5)
    print(f"{'':28}" + "".join(f"{f'{at_s:.0f} s':>17}" for at_s in times_s))
    for name, part, stage in rows:
        ends = [
            [run(part, stage, seed, math.inf, kind) for seed in range(200, 230)]
            for kind in (Synchrony, AtOnce)
        ]
        print(f"{name:28}" + "".join(f"{_early(ends, at_s):>17}" for at_s in times_s))


def _early(ends: list[list[list[tuple[float, float, Together]]]], at_s: float) -> str:
    counts = []
    for runs in ends:
        told = [_at(seen, at_s).strength for seen in runs if seen and seen[0][0] <= at_s]
        counts.append(f"{len(told)}, {sum(strength > 0.5 for strength in told)}")
    return f"{counts[0]} ({counts[1]})"


def print_frame_rates() -> None:
    ends = [[run(follower, Stage(rate_hz=rate), s)[-1][2] for rate in (8, 15, 30, 60)] for s in range(8)]
    strengths = [np.ptp([t.strength for t in rates]) for rates in ends]
    lags = [1e3 * np.ptp([t.lag_s for t in rates if t.lag_s is not None]) for rates in ends]
    print(f"\nthe same follower at 8, 15, 30 and 60 frames/s: strength within {max(strengths):.3f},", end=" ")
    print(f"lag within {max(lags):.0f} ms")


def print_cost() -> None:
    rng = np.random.default_rng(0)
    time_s = frames(Stage(), rng)
    shown = [Expression(v) for v in Mover.of(rng).at(time_s) + noise(time_s, 0.03, rng)]
    synchrony, begin = Synchrony(), time.perf_counter()
    for t, expression in zip(time_s, shown, strict=True):
        synchrony.see(float(t), expression, expression)
    print(f"cost: {1e3 * (time.perf_counter() - begin) / len(time_s):.3f} ms a frame at 30 frames/s")


def _at(seen: list[tuple[float, float, Together]], time_s: float) -> Together:
    return [together for t, _, together in seen if t <= time_s][-1]


if __name__ == "__main__":
    print_rows()
    print_telling_apart()
    print_early()
    print_frame_rates()
    print_cost()
