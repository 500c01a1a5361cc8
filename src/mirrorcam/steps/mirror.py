"""`mirror`: the avatar is you. Nothing is asked and, on purpose, nothing is measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from mirrorcam.mirroring import MODES, Mirroring, Mode
from mirrorcam.phrases import phrase, translated
from mirrorcam.steps import Name, Phase, Run, Scene, Seen, Step, Words
from mirrorcam.target import Target

ModeName = Literal["warm", "exaggerated", "subtle", "left-on-both", "right-on-both", "delayed", "blend"]


class Mirror(Step):
    """The free mirror, for a while."""

    kind: Literal["mirror"]
    words: Words = ""
    """The one sentence below the avatar; without it, an invitation."""
    seconds: Annotated[float, Field(ge=1, le=3600)] = 60
    """How long; the person can go on earlier."""

    mode: ModeName | None = None
    """How the avatar answers; without it, it does what you do."""
    amount: Annotated[float, Field(ge=0, le=3)] | None = None
    """How much of the mode; without it, the usual amount."""
    delay_s: Annotated[float, Field(ge=0, le=5)] | None = None
    """For `delayed`: by how much later."""
    target: Name | None = None
    """For `blend`: the name of the expression to blend with."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if reason := _misfit(self):
            raise ValueError(reason)
        return self

    def names(self) -> tuple[str, ...]:
        return (self.target,) if self.target else ()

    def mirroring(self, targets: Mapping[str, Target]) -> Mirroring | None:
        if self.mode is None:
            return None
        given = self.delay_s if self.mode == "delayed" else self.amount
        amount = MODES[self.mode].usual if given is None else given
        mode = Mode(self.mode, amount, self.target or "")
        return Mirroring(mode, targets[self.target].show) if self.target else Mirroring(mode)

    def heading(self, targets: Mapping[str, Target]) -> str:
        return translated(self.title) or phrase("mirror.title")

    def run(self, targets: Mapping[str, Target], attended: bool) -> MirrorRun:
        return MirrorRun(self)


class MirrorRun(Run):
    kind: ClassVar[str] = "mirror"

    def __init__(self, step: Mirror) -> None:
        self._step = step

    def advance(self, time_s: float, seen: Seen) -> Scene:
        self.finished = self.finished or time_s >= self._step.seconds
        return Scene(Phase.MIRROR, translated(self._step.words) or phrase("mirror.invitation"))


def _misfit(step: Mirror) -> str:
    """What does not go together, in words; empty when all does."""
    if step.delay_s is not None and step.mode != "delayed":
        return 'delay_s goes with mode = "delayed"'
    if (step.target is not None) != (step.mode == "blend"):
        return 'mode = "blend" and a target go together'
    if step.amount is None:
        return ""
    if step.mode is None or step.mode == "delayed":
        return "amount goes with a mode, and delay_s with delayed"
    lowest, highest = MODES[step.mode].bounds
    if not lowest <= step.amount <= highest:
        return f"the amount of {step.mode} is from {lowest:g} to {highest:g}, not {step.amount:g}"
    return ""
