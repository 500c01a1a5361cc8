"""What is to be heard with a moment: words read aloud, and a soft tone. Pure; voice.py and tones.py make the sound.

Each tone says what stands on the screen at the same time, and has a caption: nothing is to be heard only.
"""

from __future__ import annotations

from dataclasses import dataclass

from mirrorcam.session import Moment
from mirrorcam.steps import Phase

TONES = {
    Phase.MAKE: "begin",
    Phase.HOLD: "hold",
    Phase.LET_GO: "let_go",
    Phase.DONE: "done",
}
"""Phase → the tone with which it begins."""


@dataclass(frozen=True, slots=True)
class Cue:
    """``words`` to be read and the name of a ``tone``; each "" for nothing."""

    words: str = ""
    tone: str = ""


class Cues:
    """Every sentence once, when it appears; again after something else was said."""

    def __init__(self) -> None:
        self._words = ""
        self._phase = ""

    def see(self, moment: Moment) -> Cue:
        words = _read(moment)
        new_words, new_phase = words != self._words, moment.scene.phase != self._phase
        self._words, self._phase = words, moment.scene.phase
        tone = TONES.get(Phase(moment.scene.phase), "") if moment.scene.phase in set(Phase) else ""
        return Cue(words if new_words else "", tone if new_phase and not moment.paused else "")


def _read(moment: Moment) -> str:
    """The one sentence that stands below the faces, with what can be answered."""
    if moment.paused:
        return ""
    if moment.waiting is not None:
        return moment.waiting.words
    choices = ", ".join(choice.words for choice in moment.scene.choices)
    return f"{moment.scene.words} {choices}".strip()
