"""What somebody may do while a session runs, and how it stands in a recording."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Command(StrEnum):
    """What the person may do at any moment; kept as events in the recording."""

    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"  # to the next step
    EASIER = "easier"
    HARDER = "harder"
    REPEAT = "repeat"  # this step from its start
    NEUTRAL = "neutral"  # take the neutral again
    NEXT = "next"  # "I have read it", for a card
    STOP = "stop"


ANSWERED, NOTED = "answer ", "note "


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person answers to the step: the name of a choice, or a line of their own."""

    text: str

    @property
    def value(self) -> str:
        """As it stands in a recording, beside the commands."""
        return ANSWERED + self.text


@dataclass(frozen=True, slots=True)
class Note:
    """What the guide, or the person, wants to find again in the recording; without a text it is a mark. It changes
    nothing in the session."""

    text: str = ""
    began_s: float | None = None
    """The session's time at which its writing began; None: now. Two from the same instant are one, and the later
    text counts."""

    @property
    def value(self) -> str:
        return NOTED + self.text


Act = Command | Answer | Note
"""What somebody does in a session; ``value`` is how it stands in a recording."""


def read_act(value: str) -> Act:
    """Raises ValueError for what is none."""
    for word, kind in ((ANSWERED, Answer), (NOTED, Note)):
        if value.startswith(word):
            return kind(value.removeprefix(word))
    return Command(value)
