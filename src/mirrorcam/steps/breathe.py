"""`breathe`: a pacer that fills and empties, nothing else."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mirrorcam.phrases import phrase, translated
from mirrorcam.steps import Phase, Run, Scene, Seen, Step, Words
from mirrorcam.target import Target

Breath = Annotated[float, Field(ge=1, le=15)]
Pause = Annotated[float, Field(ge=0, le=10)]


class Breathe(Step):
    """Slow breaths. The defaults are six a minute, with the longer way out."""

    kind: Literal["breathe"]
    words: Words = ""
    """Said in place of "Breathe in" and "Breathe out"; leave it out to be led."""
    in_s: Breath = 4
    hold_s: Pause = 0
    """With full lungs."""
    out_s: Breath = 6
    pause_s: Pause = 0
    """With empty lungs."""
    rounds: Annotated[int, Field(ge=1, le=60)] = 4

    @property
    def round_s(self) -> float:
        return self.in_s + self.hold_s + self.out_s + self.pause_s

    def heading(self, targets: Mapping[str, Target]) -> str:
        return translated(self.title) or phrase("breathe.title")

    def run(self, targets: Mapping[str, Target], attended: bool) -> BreatheRun:
        return BreatheRun(self)


class BreatheRun(Run):
    kind: ClassVar[str] = "breathe"

    def __init__(self, step: Breathe) -> None:
        self._step = step

    def advance(self, time_s: float, seen: Seen) -> Scene:
        step = self._step
        self.finished = self.finished or time_s >= step.rounds * step.round_s
        rounds, part_s = divmod(min(time_s, step.rounds * step.round_s - 1e-6), step.round_s)
        words, breath = pace(step, part_s)
        return Scene(
            Phase.BREATHE,
            translated(step.words) or words,
            breath=breath,
            progress=(rounds * step.round_s + part_s) / (step.rounds * step.round_s),
            progress_words=phrase("breathe.count", number=int(rounds) + 1, rounds=step.rounds),
        )


def pace(step: Breathe, part_s: float) -> tuple[str, float]:
    """Words and fullness 0..1 at a time within one round; it fills and empties along half a cosine."""
    if part_s < step.in_s:
        return phrase("breathe.in"), swell(part_s / step.in_s)
    part_s -= step.in_s
    if part_s < step.hold_s:
        return phrase("breathe.full"), 1.0
    part_s -= step.hold_s
    if part_s < step.out_s:
        return phrase("breathe.out"), 1 - swell(part_s / step.out_s)
    return phrase("breathe.empty"), 0.0


def swell(share: float) -> float:
    """0 → 1 along half a cosine."""
    return (1 - math.cos(math.pi * min(1.0, max(0.0, share)))) / 2
