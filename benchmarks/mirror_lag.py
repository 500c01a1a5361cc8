"""How much of the tracker's tremble is taken out of what is drawn, and how late that makes it.

    python -m benchmarks.mirror_lag [FILM …]

A still face with noise of .02 and .03 (standard deviation, each action unit, each frame), and smiles 0 → 1 and 0 → ½
with noise of .025, at 30 frames a second and with uneven gaps. Prints the change from frame to frame before and after,
the mean delay over the whole rise (the area between the two courses, in units of its height), the delay at the half,
and the mean delay with the window's own easing at 60 pictures a second (30 ms are aimed at; half a smile in 2.5 s
takes .7 more).

Of films of people: the change from frame to frame in the seconds in which a unit rests (its course, smoothed over
five frames, stays within .05), and the shift in time at which what is drawn fits best what was seen.
"""

from __future__ import annotations

import sys

import numpy as np
from benchmarks.alone import plainly
from numpy.typing import NDArray

from mirrorcam.app.screens.wearing import Following, Wear
from mirrorcam.app.seeing import eyes_for
from mirrorcam.calibration import AVERAGE, relative
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT
from mirrorcam.life import smooth
from mirrorcam.measures import measure
from mirrorcam.mirroring import Steadied
from mirrorcam.sources import open_source

FPS, WINDOW_FPS, NOISE = 30, 60, 0.025
SMILES = (
    (0.2, 1.0),
    (0.3, 1.0),
    (0.5, 1.0),
    (0.9, 1.0),
    (1.5, 1.0),
    (2.5, 1.0),
    (0.9, 0.5),
    (1.5, 0.5),
    (2.5, 0.5),
)
"""Seconds and height."""
TIMES = 10
BEGIN_S, LENGTH_S = 1.0, 5.0
RESTING, MOVED = 0.05, 0.06
"""How far a unit that rests may drift in a second, and how much (standard deviation) one that moves does."""

Course = NDArray[np.float64]


def drawn(times_s: Course, seen: Course) -> Course:
    """(frames, channels) of what is drawn for what is seen."""
    steadied, shown = Steadied(), []
    for since_s, values in zip(np.diff(times_s, prepend=times_s[0]), seen, strict=True):
        expression, _ = steadied.see(float(since_s), expression_of(values), STRAIGHT)
        shown.append(expression.values.ravel())
    return np.array(shown)


def expression_of(values: Course) -> Expression:
    return Expression(values.reshape(NEUTRAL.values.shape))


def in_window(times_s: Course, shown: Course) -> tuple[Course, Course, Course]:
    """Times of the window's pictures, and each channel in them: the newest sample, and as it is followed."""
    pictures_s = np.arange(times_s[0], times_s[-1], 1 / WINDOW_FPS)
    newest = shown[np.searchsorted(times_s, pictures_s, side="right") - 1]
    following = Following()
    worn = [
        following.follow(Wear(expression_of(values)), float(now_s)).expression.values.ravel()
        for now_s, values in zip(pictures_s, newest, strict=True)
    ]
    return pictures_s, newest, np.array(worn)


def tremble(noise: float, rng: np.random.Generator) -> tuple[float, float]:
    """Standard deviation of the change from frame to frame, seen and drawn."""
    seen = rng.normal(0, noise, (20 * FPS, NEUTRAL.values.size))
    shown = drawn(np.arange(len(seen)) / FPS, seen)
    return float(np.diff(seen, axis=0).std()), float(np.diff(shown[FPS:], axis=0).std())


def delays_ms(rise_s: float, height: float, jitter_s: float, rng: np.random.Generator) -> Course:
    """Mean over the rise, at the half, and mean over the rise in the window."""
    times_s = np.arange(0, LENGTH_S, 1 / FPS)
    times_s = times_s + rng.uniform(-jitter_s, jitter_s, len(times_s))
    smile = height * np.array([smooth((time_s - BEGIN_S) / rise_s) for time_s in times_s])
    seen = smile[:, None] + rng.normal(0, NOISE, (len(times_s), NEUTRAL.values.size))
    steady = drawn(times_s, seen)
    shown = steady.mean(axis=1)
    half = [np.interp(height / 2, np.maximum.accumulate(course), times_s) for course in (shown, smile)]
    pictures_s, newest, worn = in_window(times_s, steady)
    window = area(pictures_s, newest.mean(axis=1) - worn.mean(axis=1), rise_s)
    late = area(times_s, smile - shown, rise_s)
    return 1000 * np.array([late / height, half[0] - half[1], (late + window) / height])


def area(times_s: Course, behind: Course, rise_s: float) -> float:
    near = (times_s > BEGIN_S - 0.2) & (times_s < BEGIN_S + rise_s + 0.5)
    return float((behind * np.gradient(times_s))[near].sum())


def filmed(path: str) -> tuple[Course, Course]:
    """Times, and (frames, channels) of what is seen of the face, against an average one at rest."""
    with eyes_for(path, timed=False) as eyes, open_source(path) as source:
        samples = [sample for sample in map(eyes.see, source) if sample.face is not None]
    faces = [relative(measure(s.face, s.width, s.height), AVERAGE).values.ravel() for s in samples if s.face]
    return np.array([sample.time_s for sample in samples]), np.array(faces)


def rests(seen: Course, shown: Course, fps: int) -> Course:
    """(seconds of a unit at rest, 2): the change from frame to frame, seen and drawn."""
    found = []
    for unit in range(seen.shape[1]):
        for start in range(fps, len(seen) - fps, fps // 2):
            second = slice(start, start + fps)
            drift = np.ptp(np.convolve(seen[second, unit], np.full(5, 0.2), "valid"))
            if 0 < drift < RESTING:
                found.append([np.diff(course[second, unit]).std() for course in (seen, shown)])
    return np.array(found)


def lags_ms(times_s: Course, seen: Course, shown: Course) -> list[float]:
    """Of each unit that moves: the shift at which what is drawn fits best what was seen."""
    soft = np.hanning(9)[1:-1] / np.hanning(9).sum()
    shifts_s, lags = np.arange(-0.05, 0.3, 0.005), []
    for unit in np.flatnonzero(seen.std(axis=0) > MOVED):
        course = np.convolve(seen[:, unit], soft, "same")[5:-5]
        off = [np.interp(times_s[5:-5], times_s - s, shown[:, unit]) - course for s in shifts_s]
        lags.append(1000 * float(shifts_s[int(np.argmin(np.square(off).mean(axis=1)))]))
    return lags


def print_film(path: str) -> None:
    times_s, seen = filmed(path)
    shown, fps = drawn(times_s, seen), round(1 / float(np.median(np.diff(times_s))))
    found, lags = rests(seen, shown, fps), lags_ms(times_s, seen, shown)
    before, after = found.mean(axis=0)
    print(
        f"{path}: {len(found)} seconds of units at rest, {before:.4f} seen, {after:.4f} drawn; "
        f"{len(lags)} units move, {np.median(lags):.0f} ms later (median), {max(lags):.0f} at most"
    )


def main() -> None:
    rng = np.random.default_rng(4)
    print("still face, change from frame to frame")
    for noise in (0.02, 0.03):
        before, after = tremble(noise, rng)
        print(f"  noise {noise:.2f}: {before:.4f} seen, {after:.4f} drawn, {before / after:.1f} times less")
    print("a smile, added delay")
    for rise_s, height in SMILES:
        found = [
            [delays_ms(rise_s, height, jitter_s, rng) for _ in range(TIMES)] for jitter_s in (0.0, 0.008)
        ]
        even, uneven = np.mean(found, axis=1)
        print(
            f"  0 → {height:g} in {rise_s} s: {even[0]:5.1f} ms over the rise, {even[1]:5.1f} ms at the half; "
            f"uneven frames {uneven[0]:5.1f}, {uneven[1]:5.1f}; in the window {even[2]:5.1f}, {uneven[2]:5.1f}"
        )
    for path in sys.argv[1:]:
        print_film(path)


if __name__ == "__main__":
    with plainly():
        main()
