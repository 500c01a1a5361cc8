"""`say`: a card with words, read at the person's own pace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mirrorcam.phrases import translated
from mirrorcam.steps import Phase, Run, Scene, Seen, Step, Words
from mirrorcam.target import Target

FIRST_LOOK_S = 1.5
WORDS_A_SECOND = 3.0
"""A calm reading pace, 180 words a minute; silent readers of English manage about 240 (Brysbaert, 2019)."""


class Say(Step):
    """A card with words. Goes on when the person says so, or after `seconds`."""

    example: ClassVar[str] = 'words = "Hello."'

    kind: Literal["say"]
    words: Annotated[Words, Field(min_length=1)]
    """What the card says; the title is its headline."""
    seconds: Annotated[float, Field(ge=0.5, le=600)] | None = None
    """Goes on by itself after this time. Without it a card waits for the person; where nobody can press a key
    (a run without a window), it stays for as long as its words take to read."""

    def run(self, targets: Mapping[str, Target], attended: bool) -> SayRun:
        return SayRun(self, self.seconds if attended or self.seconds else reading_s(self.words))


class SayRun(Run):
    kind: ClassVar[str] = "say"

    def __init__(self, step: Say, seconds: float | None) -> None:
        self._words = step.words
        self._seconds = seconds

    def advance(self, time_s: float, seen: Seen) -> Scene:
        self.finished = self.finished or (self._seconds is not None and time_s >= self._seconds)
        return Scene(Phase.SAY, translated(self._words))


def reading_s(words: str) -> float:
    """Seconds to read a card."""
    return FIRST_LOOK_S + len(words.split()) / WORDS_A_SECOND
