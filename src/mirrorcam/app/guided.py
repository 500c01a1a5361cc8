"""A session as it is for somebody who guides it in the room: where it stands, what was marked, what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mirrorcam.acts import Note
from mirrorcam.app.screens import Settings, changed
from mirrorcam.app.screens.stage import Stage
from mirrorcam.session import Moment
from mirrorcam.waiting import awake

MOST_NOTES = 40
"""The newest are shown; all of them are kept."""


class Guided:
    """State that the strip and the second window share. ``now_s`` is the window's clock, all else the session's."""

    def __init__(self, strip: bool = False) -> None:
        self.strip = strip
        """Whether the keys of whoever guides are shown on the practice screens."""
        self.window = False
        """Whether the second window is wanted."""
        self.wanted = strip
        """Guiding was asked for: a second screen is used where there is one."""
        self.now_s = 0.0
        self.stage: Stage | None = None
        self._shown: dict[str, bool] = {}
        self.begin(True)

    def begin(self, keeps: bool) -> None:
        """A session begins; nothing of the last one is left. ``keeps``: it is recorded."""
        self.keeps = keeps
        self.moment: Moment | None = None
        self.outline: Sequence[str] = ()
        self.notes: list[Jotting] = []
        self.noted_s = -1.0
        """When the last mark or note was made, of the window's clock."""
        self._place: tuple[int, str] | None = None
        self.in_step_s = self.waiting_s = 0.0
        """Since the step began, with all that its timers waited, and for how long they wait; the computer awake."""
        self._shown = {}

    def end(self) -> None:
        """The session is over; its notes can still be read."""
        self.moment, self.stage = None, None

    @property
    def running(self) -> bool:
        return self.moment is not None and not self.moment.done

    def see(self, moment: Moment, stage: Stage, outline: Sequence[str]) -> None:
        """The newest moment, as the person sees it on ``stage``; ``outline``: the headings of all steps."""
        since_s = awake(moment.time_s - self.time_s) if self.moment else 0.0
        self.moment, self.stage, self.outline = moment, stage, outline
        before, self._place = self._place, (moment.step, moment.kind)
        self.in_step_s = self.in_step_s + since_s if before == self._place else 0.0
        self.waiting_s = 0.0 if moment.waiting is None else self.waiting_s + since_s

    @property
    def time_s(self) -> float:
        return self.moment.time_s if self.moment else 0.0

    @property
    def instant_s(self) -> float:
        """Now, or a millionth of a second after the note of just now: no two begin at the same instant."""
        time_s, taken = self.time_s, {one.time_s for one in self.notes}
        while time_s in taken:
            time_s = round(time_s + 1e-6, 6)
        return time_s

    def noted(self, note: Note) -> None:
        """What was written anew takes the place of what was there from the same instant."""
        time_s = self.time_s if note.began_s is None else note.began_s
        self.notes = [one for one in self.notes if one.time_s != time_s][1 - MOST_NOTES :]
        self.notes.append(Jotting(time_s, note.text))
        self.noted_s = self.now_s

    # ------------------------------------------------------------ what the person sees, for this session only

    def switch(self, name: str, now: bool) -> None:
        """``name``: of a setting that is a yes or a no. ``now``: as it is shown just now."""
        self._shown[name] = not now

    def over(self, settings: Settings) -> Settings:
        """The person's settings, as whoever guides wants them shown."""
        return changed(settings, **self._shown) if self._shown else settings

    def without(self, chosen: Settings, own: Settings) -> Settings:
        """What to keep of settings that were chosen on a screen: not what only holds for this session. What the person
        changes themselves counts again."""
        self._shown = {name: now for name, now in self._shown.items() if getattr(chosen, name) == now}
        return changed(chosen, **{name: getattr(own, name) for name in self._shown})


@dataclass(frozen=True, slots=True)
class Jotting:
    """A note, or without a text a mark, and the session's time at which it began."""

    time_s: float
    text: str
