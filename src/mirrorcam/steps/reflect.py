"""`reflect`: "What did you notice?" Feeling words to choose, a line of one's own; nothing is measured.

What was answered is kept with the session: as events, and in the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mirrorcam.phrases import listed, phrase, translated
from mirrorcam.steps import NOT_MEASURED, Choice, Run, Scene, Seen, Step, StepResult, Words
from mirrorcam.target import Target

Feeling = Annotated[str, Field(min_length=1, max_length=30, pattern=r"^[^:]*$")]

ASKING = "asking"
"""The phase."""
LINE, DONE = "line: ", "done: "
"""What an answer begins with that is a line of one's own, and one that ends the step with it."""
LONGEST_LINE = 400
PASS_S = 5.0
FEELINGS = (
    "calm", "warm", "glad", "curious", "touched", "sad",
    "tense", "tired", "restless", "distant", "awkward", "nothing much",
)  # fmt: skip
"""Pleasant and unpleasant, of the body and of the heart, and nothing much."""


class Reflect(Step):
    """A moment to notice."""

    keeps: ClassVar[bool] = True

    kind: Literal["reflect"]
    words: Words = ""
    """The question; without it, "What did you notice?"."""
    feelings: Annotated[
        list[Feeling], Field(min_length=1, max_length=18, default_factory=lambda: list(FEELINGS))
    ]
    """Words to choose from, as many as fit."""
    line: bool = True
    """Whether a line of one's own may be written."""

    def heading(self, targets: Mapping[str, Target]) -> str:
        return translated(self.title) or phrase("reflect.title")

    def in_words(self, result: StepResult, targets: Mapping[str, Target]) -> str:
        chosen, line = result.measured.get("feelings", ()), result.measured.get("line", "")
        words = (
            [phrase("reflect.noticed", list=listed([translated(word) for word in chosen]))] if chosen else []
        )
        return " ".join([*words, *([phrase("reflect.wrote", line=line)] if line else [])])

    def run(self, targets: Mapping[str, Target], attended: bool) -> ReflectRun:
        return ReflectRun(self, attended)


class ReflectRun(Run):
    kind: ClassVar[str] = "reflect"

    def __init__(self, step: Reflect, attended: bool) -> None:
        self._step = step
        self._attended = attended
        self._chosen: list[str] = []
        self._line = ""

    def advance(self, time_s: float, seen: Seen) -> Scene:
        """Where nobody can answer, it is passed when the question could have been read."""
        words = translated(self._step.words) or phrase("reflect.ask")
        self.finished = self.finished or (not self._attended and time_s >= PASS_S)
        return Scene(
            ASKING,
            words,
            choices=tuple(Choice(word, translated(word)) for word in dict.fromkeys(self._step.feelings)),
            chosen=tuple(self._chosen),
            writing=self._step.line,
        )

    def answer(self, text: str) -> None:
        """A word is chosen, or no longer; a line takes the place of the one before."""
        if text.startswith((LINE, DONE)) and self._step.line:
            self._line = text.partition(": ")[2].strip()[:LONGEST_LINE]
        elif text in self._chosen:
            self._chosen.remove(text)
        elif text in self._step.feelings:
            self._chosen.append(text)
        self.finished = self.finished or text.startswith(DONE)

    def result(self, early: str | None = None) -> StepResult:
        answered = {"feelings": list(self._chosen), "line": self._line}
        kept = {name: what for name, what in answered.items() if what}
        return StepResult(self._step.kind, reason=NOT_MEASURED if self.finished else early, measured=kept)
