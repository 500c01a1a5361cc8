"""`imitate`: a target beside you."""

from __future__ import annotations

from mirrorcam.acts import Command
from mirrorcam.app.painting import controls as c
from mirrorcam.app.screens.pair import PairScreen
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment
from mirrorcam.steps import Phase

LABELS = {Phase.DEMONSTRATE: "watching", Phase.LET_GO: "letting_go", Phase.REST: "resting"}
"""The phrase over the target; otherwise it is asked for."""


class ImitateScreen(PairScreen):
    def label(self, moment: Moment) -> str:
        return phrase(f"imitate.{LABELS.get(Phase(moment.scene.phase), 'asking')}")

    def hints(self) -> list[c.Hint]:
        return [
            *super().hints(),
            c.Hint("−", phrase("hint.easier"), "easier", Command.EASIER),
            c.Hint("+", phrase("hint.harder"), "harder", Command.HARDER),
            c.Hint("R", phrase("hint.again"), "repeat", Command.REPEAT),
        ]
