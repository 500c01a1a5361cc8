"""`imitate`: a target beside you."""

from __future__ import annotations

from mirrorcam.app import controls as c
from mirrorcam.app.screens.pair import PairScreen
from mirrorcam.session import Command, Moment
from mirrorcam.steps import Phase

LABELS = {Phase.DEMONSTRATE: "Watch", Phase.LET_GO: "Let go", Phase.REST: "Rest"}
"""Over the target; otherwise it is asked for."""


class ImitateScreen(PairScreen):
    def label(self, moment: Moment) -> str:
        return LABELS.get(Phase(moment.scene.phase), "Show me this")

    def hints(self) -> list[c.Hint]:
        return [
            *super().hints(),
            c.Hint("−", "easier", "easier", Command.EASIER),
            c.Hint("+", "harder", "harder", Command.HARDER),
            c.Hint("R", "again", "repeat", Command.REPEAT),
        ]
