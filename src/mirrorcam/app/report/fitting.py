"""Whether results that were kept with a session can be put on a page as they are: a file may come from a stranger.

Only the kinds of values and their bounds are looked at; what does not fit is computed anew.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from mirrorcam.expression import CODES
from mirrorcam.recognition import AT_REST
from mirrorcam.steps import Step
from mirrorcam.target import Target, unsided

DOES_NOT_FIT = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)
LETTERS = "ABCDE"
FURTHEST = 100.0
"""Of an action unit: far further than any face goes."""
MOST_TRIALS = 100_000

Kept = Mapping[str, Any]


def check(
    results: Sequence[Kept],
    trials: Sequence[Sequence[Kept]],
    steps: Sequence[Step],
    targets: Mapping[str, Target],
) -> None:
    """Raises one of ``DOES_NOT_FIT``."""
    for step, result, tried in zip(steps, results, trials, strict=True):
        _same(result["kind"], step.kind)
        if result["target"] is not None:
            _one_of(result["target"], targets)
        _number(result["score"], 0, 100)
        for share in ("symmetry", "coverage"):
            _number(result[share], -1, 1)
        _number(result["held_s"], 0, math.inf)
        for name, percent in result["measured"].get("needed_percent", {}).items():
            _one_of(name, targets)
            _number(percent, 0, 100)
        _one_of(len(tried) <= MOST_TRIALS, (True,))
        for trial in tried:
            _trial(step.kind, trial, targets)


def _trial(kind: str, trial: Kept, targets: Mapping[str, Target]) -> None:
    if kind == "recognise":
        _one_of(str(trial["target"]), (*targets, AT_REST))
        str(trial["answer"])
    if kind != "imitate":
        return
    _one_of(trial["intensity"], LETTERS)
    _number(trial["score"], 0, 100)
    _number(trial["symmetry"], -1, 1)
    if trial["unasked"] is not None:
        _one_of(unsided(trial["unasked"]), CODES)
    for code, (left, right) in trial["at_best"].items():
        _one_of(code, CODES)
        _number(left, -FURTHEST, FURTHEST)
        _number(right, -FURTHEST, FURTHEST)


def _same(found: object, wanted: object) -> None:
    if found != wanted:
        raise ValueError(f"{found!r} for {wanted!r}")


def _one_of(found: object, those: object) -> None:
    if found not in those:  # type: ignore[operator]
        raise ValueError(f"{found!r} is none of them")


def _number(value: object, low: float, high: float) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"{value!r} is no number from {low} to {high}")
