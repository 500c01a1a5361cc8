"""What was asked, so far as it decides what a number means: only numbers of the same are compared. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mirrorcam.expression import INTENSITIES
from mirrorcam.steps import Step
from mirrorcam.steps.imitate import Imitate
from mirrorcam.target import Target

BESIDE = {"title", "words", "repetitions"}
"""What a step may say without asking for anything else."""


@dataclass(frozen=True, slots=True, order=True)
class Asked:
    """Equal where the same was asked."""

    intensity: str = ""
    """A to E; "" where there is none."""
    scale: str = "common"
    """"common", or "own": what was asked is a share of how far this face goes."""
    of: str = ""
    """A fingerprint of all else: how far each unit is to go, in hundredths, and what takes away."""


def asked_in(step: Step | None, letter: str | None, targets: Mapping[str, Target], scale: str) -> Asked:
    """``targets`` as they were asked for, on their scale. ``step`` None: it cannot be read any more. Raises ValueError
    for a letter that is none."""
    if letter is not None and letter not in [*INTENSITIES]:
        raise ValueError(f"no intensity {letter!r}")
    if step is None:
        return Asked(letter or "", scale)
    if isinstance(step, Imitate):
        found = [targets[name] for name in step.names() if name in targets]
        of = "".join(
            _demands(target, letter or step.intensity, step.too_much, step.symmetry) for target in found
        )
        return Asked(letter or "", scale, of)
    shown = [_demands(targets[name], "D", None, None) for name in step.names() if name in targets]
    return Asked(letter or "", scale, _fingerprint((step.model_dump(exclude=BESIDE), shown)))


@lru_cache(maxsize=2048)
def _demands(target: Target, letter: str, too_much: float | None, symmetry: float | None) -> str:
    asked = target.at(letter)
    return _fingerprint(
        (
            sorted((code, round(level, 2), weight) for code, (level, weight) in asked.expect.items()),
            sorted((code, rate, round(above, 2)) for code, (rate, above) in asked.contradict.items()),
            sorted(asked.tells.items()),
            asked.typical,
            sorted(rival.name for rival in asked.rivals),
            asked.too_much if too_much is None else too_much,
            asked.symmetry if symmetry is None else symmetry,
        )
    )


def _fingerprint(plain: Any) -> str:
    """With a letter before it, so that no table takes it for a number."""
    return f"x{hashlib.sha256(repr(plain).encode()).hexdigest()[:8]}"
