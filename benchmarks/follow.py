"""What `follow` says of synthetic followers of its own dances: ``python -m benchmarks.follow``. About two minutes.

A follower does what the avatar shows, a known time later, with its own strength in each action unit and the noise of
``benchmarks/synchrony.py``. An unrelated mover dances another seed of the same dance, an idle one keeps still, a
random one goes through expressions of its own. Not people: no films of people who follow a face were to be had.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from benchmarks.synchrony import Mover, noise
from numpy.typing import NDArray

from mirrorcam.exercise import parse_exercise
from mirrorcam.expression import CODES, Expression
from mirrorcam.steps import Seen, StepResult
from mirrorcam.steps.follow import Follow, Trajectory, trajectory
from mirrorcam.target import Target, library

Array = NDArray[np.float64]
FRAME_S = 1 / 30
SEEDS = range(6)
LIST = 'targets = ["soft-smile", "brow-raise", "pucker", "open-smile", "lips-pressed"]'
DANCES = {
    "five, shuffled, twice": f'{LIST}\norder = "shuffled"\nrounds = 2',
    "five, in order, twice": f"{LIST}\nrounds = 2",
    "five, in order, once": LIST,
    "five, evenly timed, twice": f"{LIST}\nrounds = 2\nvary = 0",
    "five, at A, shuffled, twice": f'{LIST}\norder = "shuffled"\nrounds = 2\nintensity = "A"',
    "five, at E, shuffled, twice": f'{LIST}\norder = "shuffled"\nrounds = 2\nintensity = "E"',
    "one smile, eight times": 'targets = ["soft-smile"]\nrounds = 8',
    "one smile, evenly, eight times": 'targets = ["soft-smile"]\nrounds = 8\nvary = 0',
}
Shown = Callable[[Array], Array]


def dance(text: str, seed: int, targets: dict[str, Target]) -> tuple[Follow, Trajectory]:
    written = f'title = "x"\n[[steps]]\nkind = "follow"\nseed = {seed}\n{text}'
    step = parse_exercise(written, "x.toml", targets).steps[0]
    assert isinstance(step, Follow)
    return step, trajectory(step, targets)


def values(course: Trajectory) -> Shown:
    return lambda time_s: np.array([course.at(float(t)).values for t in time_s])


def result(step: Follow, targets: dict[str, Target], shown: Array) -> StepResult:
    run = step.run(targets, False)
    for number, face in enumerate(shown):
        run.advance(number * FRAME_S, Seen(Expression(face), None, FRAME_S))
        if run.finished:
            break
    return run.result()


def movers(text: str, seed: int, targets: dict[str, Target]) -> dict[str, tuple[float, StepResult]]:
    """Name → (true lag_s, what was found)."""
    step, course = dance(text, seed, targets)
    rng = np.random.default_rng(seed)
    time_s = np.arange(0.0, course.end_s + 0.1, FRAME_S)
    lag_s = float(rng.uniform(0.1, 1.2))
    own = np.exp(rng.normal(0.0, 0.25, (len(CODES), 1)))
    shown = {
        "follower": (lag_s, values(course)(time_s - lag_s) * own),
        "half as far": (lag_s, values(course)(time_s - lag_s) * own * 0.5),
        "another dance": (0.0, values(dance(text, seed + 100, targets)[1])(time_s)),
        "moves at random": (0.0, Mover.of(rng).at(time_s)),
        "still": (0.0, np.zeros((len(time_s), len(CODES), 2))),
    }
    return {
        name: (lag, result(step, targets, face + noise(time_s, 0.03, rng)))
        for name, (lag, face) in shown.items()
    }


def print_dances() -> None:
    targets = library()
    print(
        f"synchrony, mean (range) over {len(SEEDS)} seeds; lag error of the follower in ms: median, largest"
    )
    for title, text in DANCES.items():
        found = [movers(text, seed, targets) for seed in SEEDS]
        seconds = dance(text, 1, targets)[1].end_s
        print(f"\n{title} ({seconds:.0f} s)")
        for name in found[0]:
            print(f"  {name:16} {_strengths([one[name][1] for one in found])}{_lags(name, found)}")


def _strengths(results: list[StepResult]) -> str:
    known = [result.measured["synchrony"] for result in results if result.measured]
    return f"{np.mean(known):.2f} ({min(known):.2f}-{max(known):.2f})" if known else "not known"


def _lags(name: str, found: list[dict[str, tuple[float, StepResult]]]) -> str:
    if name != "follower":
        return ""
    pairs = [(one[name][0], one[name][1].measured.get("lag_s")) for one in found]
    errors = [1e3 * abs(lag - true) for true, lag in pairs if lag is not None]
    known = f"{len(errors)} of {len(pairs)} known"
    return f"   lag {np.median(errors):.0f}, {max(errors):.0f}; {known}" if errors else f"   lag {known}"


if __name__ == "__main__":
    print_dances()
