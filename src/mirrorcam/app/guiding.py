"""Guiding a session: the strip and the second window's screen, and what they have to do with the session's guide."""

from __future__ import annotations

from collections.abc import Sequence

from mirrorcam.acts import Note
from mirrorcam.app.guided import Guided
from mirrorcam.app.painting.easel import Point
from mirrorcam.app.screens import Aside, Screen, Settings
from mirrorcam.app.screens.guiding import STRIP_HIGH, Attended, Strip
from mirrorcam.app.screens.overview import Overview
from mirrorcam.app.screens.stage import Stage
from mirrorcam.avatars import Avatar
from mirrorcam.session import Moment

SWITCHED = {Aside.SCORE: "live_score", Aside.PICTURE: "camera_shown"}
"""The setting that is overruled for this session."""


class Guiding:
    """``guided`` is the state that both screens share. Pure: it knows no window, and sends nothing by itself."""

    def __init__(self, settings: Settings, avatar: Avatar, wanted: bool = False) -> None:
        self.guided = Guided(wanted)
        self.strip = Strip(settings, self.guided)
        self.overview = Overview(settings, self.guided, avatar)
        self._attended: Attended | None = None

    def view(self, screen: Screen) -> Screen:
        """The screen, with the strip below it where there is one."""
        if not (isinstance(screen, Stage) and self.guided.strip):
            return screen
        if self._attended is None or self._attended.screen is not screen:
            self._attended = Attended(screen, self.strip)
        return self._attended

    def below(self, screen: Screen) -> float:
        """What the strip takes of the picture's height, in layout units."""
        return STRIP_HIGH if isinstance(self.view(screen), Attended) else 0.0

    def claims(self, screen: Screen, at: Point | None) -> bool:
        """Whether a click at ``at``, or a key (None), is for the strip and not for the person's screen."""
        view = self.view(screen)
        return isinstance(view, Attended) and (
            self.strip.writing if at is None else view.under(at) is self.strip
        )

    def begin(self, keeps: bool) -> None:
        self.guided.begin(keeps)
        self.guided.strip = self.guided.wanted and not self.guided.window

    def see(self, moment: Moment, stage: Stage, outline: Sequence[str]) -> None:
        """What ``stage`` shows at this moment, in a session with the steps of ``outline``."""
        self.guided.see(moment, stage, outline)

    def tick(self, now_s: float) -> list[Note]:
        """Notes that are being written, to be kept as they are by now."""
        self.guided.now_s = now_s
        return [note for one in (self.strip, self.overview) if (note := one.draft(now_s)) is not None]

    def unfinished(self) -> list[Note]:
        """Ends what is being written; to be kept before the session ends."""
        return [note for one in (self.strip, self.overview) if (note := one.unfinished()) is not None]

    def do(self, aside: Aside, settings: Settings) -> None:
        """``settings``: as they are shown just now."""
        if aside is Aside.STRIP:
            self._show_strip(not self.guided.strip)
        elif aside is Aside.WINDOW:
            self.open_window(not self.guided.window)
        else:
            shown = settings.number_shown if aside is Aside.SCORE else settings.camera_shown
            self.guided.switch(SWITCHED[aside], shown)

    def _show_strip(self, shown: bool) -> None:
        """Once it was asked for, it is there in the next session, too."""
        self.guided.strip = self.guided.wanted = shown

    def open_window(self, wanted: bool) -> None:
        """With the second window nothing is left on the person's screen; without it the keys are there again."""
        self.guided.window = wanted
        self.guided.strip = not wanted

    def dress(self, settings: Settings, avatar: Avatar) -> None:
        self.strip.settings = self.overview.settings = settings
        self.overview.dress(avatar)
