"""How much of the tracker's tremble is taken out of what is drawn, and how late that makes it.

    python benchmarks/mirror_lag.py

A still face with noise of .02 and .03 (standard deviation, each action unit, each frame), and smiles 0 → 1 with
noise of .025, at 30 frames a second and with uneven gaps. Prints the change from frame to frame before and after,
the mean delay over the whole rise (the area between the two courses) and the delay at the half.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT
from mirrorcam.life import smooth
from mirrorcam.mirroring import Steadied

FPS, NOISE = 30, 0.025
RISES_S = (0.2, 0.3, 0.5, 0.9, 1.5)
BEGIN_S, LENGTH_S = 1.0, 4.0

Course = NDArray[np.float64]


def drawn(times_s: Course, seen: Course) -> Course:
    """(frames, channels) of what is drawn for what is seen."""
    steadied, shown = Steadied(), []
    for since_s, values in zip(np.diff(times_s, prepend=times_s[0]), seen, strict=True):
        expression, _ = steadied.see(
            float(since_s), Expression(values.reshape(NEUTRAL.values.shape)), STRAIGHT
        )
        shown.append(expression.values.ravel())
    return np.array(shown)


def tremble(noise: float, rng: np.random.Generator) -> tuple[float, float]:
    """Standard deviation of the change from frame to frame, seen and drawn."""
    seen = rng.normal(0, noise, (20 * FPS, NEUTRAL.values.size))
    shown = drawn(np.arange(len(seen)) / FPS, seen)
    return float(np.diff(seen, axis=0).std()), float(np.diff(shown[FPS:], axis=0).std())


def delays_ms(rise_s: float, jitter_s: float, rng: np.random.Generator) -> tuple[float, float]:
    """Mean over the rise, and at the half."""
    times_s = np.arange(0, LENGTH_S, 1 / FPS)
    times_s = times_s + rng.uniform(-jitter_s, jitter_s, len(times_s))
    smile = np.array([smooth((time_s - BEGIN_S) / rise_s) for time_s in times_s])
    seen = smile[:, None] + rng.normal(0, NOISE, (len(times_s), NEUTRAL.values.size))
    shown = drawn(times_s, seen).mean(axis=1)
    near = (times_s > BEGIN_S - 0.2) & (times_s < BEGIN_S + rise_s + 0.5)
    area_s = float(((smile - shown) * np.gradient(times_s))[near].sum())
    half = [float(np.interp(0.5, np.maximum.accumulate(course), times_s)) for course in (shown, smile)]
    return 1000 * area_s, 1000 * (half[0] - half[1])


def main() -> None:
    rng = np.random.default_rng(4)
    print("still face, change from frame to frame")
    for noise in (0.02, 0.03):
        before, after = tremble(noise, rng)
        print(f"  noise {noise:.2f}: {before:.4f} seen, {after:.4f} drawn, {before / after:.1f} times less")
    print("a smile 0 → 1, added delay")
    for rise_s in RISES_S:
        found = [[delays_ms(rise_s, jitter_s, rng) for _ in range(5)] for jitter_s in (0.0, 0.008)]
        even, uneven = np.mean(found, axis=1)
        print(
            f"  in {rise_s} s: {even[0]:5.1f} ms over the rise, {even[1]:5.1f} ms at the half; "
            f"uneven frames {uneven[0]:5.1f}, {uneven[1]:5.1f}"
        )


if __name__ == "__main__":
    main()
