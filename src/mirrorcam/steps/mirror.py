"""`mirror`: the avatar is you. Nothing is asked and, on purpose, nothing is measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from mirrorcam.steps import Phase, Scene, Seen, Step, Unmeasured, Words

if TYPE_CHECKING:
    from mirrorcam.target import Target

INVITATION = "This is you. Move your face as you like."


class Mirror(Step):
    """The free mirror, for a while."""

    kind: Literal["mirror"]
    words: Words = INVITATION
    """The one sentence below the avatar."""
    seconds: Annotated[float, Field(ge=1, le=3600)] = 60
    """How long; the person can go on earlier."""

    def heading(self, targets: Mapping[str, Target]) -> str:
        return self.title or "Mirror"

    def run(self, targets: Mapping[str, Target], attended: bool) -> MirrorRun:
        return MirrorRun(self)


class MirrorRun(Unmeasured):
    kind: ClassVar[str] = "mirror"

    def __init__(self, step: Mirror) -> None:
        super().__init__()
        self._step = step

    def advance(self, time_s: float, seen: Seen) -> Scene:
        self.finished = self.finished or time_s >= self._step.seconds
        return Scene(Phase.MIRROR, self._step.words)
