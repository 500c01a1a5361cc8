"""The session that runs: whether it may be kept, its beginning, its screens from step to step, its end."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from mirrorcam.acts import Act, Command, Note
from mirrorcam.app.banner import Banner
from mirrorcam.app.guiding import Guiding
from mirrorcam.app.protocols import Desk, Feed
from mirrorcam.app.screens import Begin, Go, Screen
from mirrorcam.app.screens.check import CheckScreen
from mirrorcam.app.screens.consent import ConsentScreen, FilmScreen
from mirrorcam.app.screens.kinds import open_screen
from mirrorcam.app.screens.neutral import NeutralScreen
from mirrorcam.app.screens.notice import NoticeScreen
from mirrorcam.app.screens.stage import Stage
from mirrorcam.app.screens.summary import SummaryScreen
from mirrorcam.app.sound.sounds import Sounds
from mirrorcam.errors import BadInput
from mirrorcam.face import Frame, Sample
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment

LEAVE_WITHIN_S = 3.0
"""A session that was asked to stop and cannot (a camera that hangs) is left behind after this long."""
LET_GO_S = 2.0
"""How long the camera check may take to let go of the camera, which what follows wants."""


def may_be_kept(desk: Desk, begin: Begin) -> bool | None:
    """None: the person has to be asked. What is not scored (the free mirror) is never kept."""
    if not desk.scores(begin.exercise):
        return False
    if begin.keep is None and desk.settings.keep and desk.for_two(begin.exercise):
        return None  # one of them has agreed once; now both are asked
    return desk.settings.keep if begin.keep is None else begin.keep


def question(desk: Desk, exercise: str, keep: bool | None) -> Screen:
    """Whether it may be kept, and a film of it; the film alone where the rest is settled."""
    for_two = desk.for_two(exercise)
    if keep and not for_two:
        return FilmScreen(desk.settings, exercise)
    anew = for_two or desk.settings.keep is not None
    return ConsentScreen(desk.settings, exercise, desk.folder, for_two=for_two, remember=not anew)


class Running:
    """``feed``: None while nothing runs. The camera check runs in the same way, with nothing kept."""

    def __init__(self, desk: Desk, guiding: Guiding, sounds: Sounds) -> None:
        self._desk, self._guiding, self._sounds = desk, guiding, sounds
        self.feed: Feed | None = None
        self.exercise = ""
        """The one that is running."""
        self.person, self._free = "", False
        """Whom it asks for, and whether it is the free mirror: as its file said when it began."""
        self.check: CheckScreen | None = None
        """While the camera is only looked through."""
        self.stages: dict[str, Stage] = {}
        """The screens of the running session, by the kind of step."""
        self.aside = False
        """It was left for a moment."""
        self.last_session: str | None = None
        """What the one before was kept as."""
        self._now_s = 0.0
        self._leave_at_s: float | None = None
        self._left: list[Feed] = []
        """Sessions that may still be putting away what they keep."""
        self._banner = Banner()

    @property
    def practising(self) -> bool:
        """A session runs, not only the camera check."""
        return self.feed is not None and self.check is None

    @property
    def film(self) -> str:
        """What there is to tell of its film, as in film_mark.py."""
        return self.feed.film if self.feed is not None and self.check is None else ""

    # ------------------------------------------------------------ its beginning and its end

    def begin(self, exercise: str, keep: bool, film: bool) -> None:
        """What it needs of its files is read now, and not again."""
        self.drop()
        desk = self._desk
        person, free, shown = desk.person(exercise), desk.free(exercise), desk.shown(exercise)
        avatar = desk.avatar(person)
        self.feed = desk.begin(exercise, keep, film)
        self.exercise, self.person, self._free = exercise, person, free
        self._guiding.begin(keep)
        for name, wanted in shown.items():
            self._guiding.guided.switch(name, not wanted)
        self._guiding.dress(desk.settings, avatar)

    def look(self, exercise: str) -> CheckScreen:
        """The camera check; ``exercise`` is what begins afterwards."""
        self.drop()
        self.check = CheckScreen(self._desk.settings, self._desk.cameras(), exercise)
        self.feed = self._desk.look()
        return self.check

    def leave(self) -> None:
        """For a moment: it runs on."""
        self.aside = True
        self._sounds.hush()

    def drop(self) -> None:
        self.keep(self._guiding.unfinished())
        self._guiding.guided.end()
        feed, self.feed, self._leave_at_s = self.feed, None, None
        looked, self.check = self.check, None
        self._banner, self.aside = Banner(), False
        self.exercise, self.person, self._free = "", "", False
        self.stages = {}
        self._sounds.end()
        if feed is not None and not feed.ended:
            feed.close(0.0 if looked is None else LET_GO_S)
            self._left = [one for one in (*self._left, feed) if not one.ended]

    def put_away(self) -> None:
        """Drops it, and waits until this one and those before have kept what they keep."""
        self.drop()
        self._wait()

    def close(self) -> None:
        """Ends it, keeping what was done; those before have kept what they keep, too."""
        try:
            self.keep(self._guiding.unfinished())
        finally:
            if self.feed is not None:
                self.feed.command(Command.STOP)
                self.feed.close()
                self._remember(self.feed)
            self._wait()

    def _remember(self, feed: Feed) -> None:
        """What is known of the person from now on is kept of a session without a summary, too."""
        if feed.ended and self.check is None:
            with suppress(BadInput):  # it had not begun
                self._desk.finished(feed)

    def _wait(self) -> None:
        for feed in self._left:
            feed.close()
        self._left = []

    # ------------------------------------------------------------ what it is told

    def keep(self, notes: Sequence[Note]) -> None:
        for note in notes:
            self.command(note)

    def command(self, command: Act) -> None:
        if isinstance(command, Note):
            self._guiding.guided.noted(command)
        if command is Command.STOP:
            self.keep(self._guiding.unfinished())
        if self.feed is not None:
            self.feed.command(command)
            if command is Command.STOP and self._leave_at_s is None:
                self._leave_at_s = self._now_s + LEAVE_WITHIN_S

    def tell(self, sentence: str) -> None:
        """In a banner, before what else there is to be said: what was asked for could not be done, and it goes on."""
        self._banner.tell(sentence)

    def end_film(self) -> None:
        if self.feed is not None:
            self.feed.end_film()

    # ------------------------------------------------------------ what is shown of it

    def follow(self, shown: Screen, now_s: float) -> Screen:
        """What is to be shown at ``now_s`` of the window's clock, where ``shown`` was until now."""
        self._now_s = now_s
        if self.feed is None:
            return shown
        ended, newest = self.feed.ended, self.feed.newest()
        if self.check is not None:
            return self._see(self.check, self.feed, shown)
        if self.aside and not ended:
            return shown
        if ended or (self._leave_at_s is not None and now_s > self._leave_at_s):
            return self._finish(self.feed, newest is not None)
        if newest is not None:
            return self._show(shown, *newest, self._banner.at(now_s, self.feed.notice), self.feed.sample)
        return shown

    def _see(self, check: CheckScreen, feed: Feed, shown: Screen) -> Screen:
        newest = feed.newest()
        if feed.ended and feed.error is not None:
            self.drop()
            return self._told(phrase("notice.did_not_work"), str(feed.error))
        if newest is not None:
            notice = self._banner.at(self._now_s, "") or feed.notice
            check.show(feed.sample, newest[1], self._now_s, notice)
        return shown

    def _show(
        self, shown: Screen, moment: Moment, frame: Frame | None, notice: str, sample: Sample | None
    ) -> Stage:
        stage = self._stage(moment.kind)
        self._guiding.see(moment, stage, self.feed.outline if self.feed else ())
        stage.settings = self._guiding.guided.over(self._desk.settings)
        if stage is not shown and isinstance(shown, Stage):
            stage.follow_on(shown)
        self._sounds.hear(moment, stage.settings, self._now_s)
        stage.caption = self._sounds.caption(stage.settings, self._now_s)
        stage.show(moment, frame, self._now_s, notice, sample)
        return stage

    def _stage(self, kind: str) -> Stage:
        if kind not in self.stages:
            self.stages[kind] = self._open_stage(kind)
        return self.stages[kind]

    def _open_stage(self, kind: str) -> Stage:
        settings, avatar = self._desk.settings, self._desk.avatar(self.person)
        if kind == "neutral":
            return NeutralScreen(settings, avatar)
        return open_screen(kind, settings, avatar, kind == "mirror" and self._free)

    def _finish(self, feed: Feed, begun: bool) -> Screen:
        self.keep(self._guiding.unfinished())
        exercise = self.exercise
        self.drop()
        if feed.error is not None:
            self._remember(feed)
            early = phrase("notice.stopped_early" if begun else "notice.did_not_work")
            return self._told(early, f"{feed.error} {phrase('notice.not_lost') if begun else ''}".rstrip())
        finished, settings = self._desk.finished(feed), self._desk.settings
        self.last_session = finished.session
        again = finished.session is not None
        summary = SummaryScreen(
            settings,
            self._desk.avatar(),
            finished.summary,
            finished.length,
            again,
            exercise=exercise,
            unkept=finished.unkept,
            ended=finished.ended,
        )
        said = finished.summary
        self._sounds.say(
            " ".join(filter(None, [finished.ended, said.headline, *finished.unkept, *said.told])), settings
        )
        return summary

    def _told(self, title: str, words: str) -> NoticeScreen:
        return NoticeScreen(self._desk.settings, title, words, Go.HOME)
