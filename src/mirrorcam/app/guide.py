"""The guide leads from screen to screen. It knows no window: it is told of keys and clicks, and shows a screen.

``Desk`` is what it asks the rest of the program for, ``Feed`` a session that is running: both are in ``seams.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from mirrorcam.app.guiding import Guiding
from mirrorcam.app.places import Place, open_place
from mirrorcam.app.reviewing import Comparing, Review, alike, compared
from mirrorcam.app.screens import (
    Action,
    Aside,
    Begin,
    Choose,
    Compare,
    Copy,
    Delete,
    Forget,
    Go,
    Introduce,
    Jot,
    MakeKey,
    Open,
    Rename,
    Screen,
    Settings,
    Show,
    Unfilm,
    Unjot,
)
from mirrorcam.app.screens.check import CheckScreen
from mirrorcam.app.screens.consent import ConsentScreen, FilmScreen
from mirrorcam.app.screens.home import Entry
from mirrorcam.app.screens.key import KeyScreen
from mirrorcam.app.screens.kinds import open_screen
from mirrorcam.app.screens.neutral import NeutralScreen
from mirrorcam.app.screens.notice import NoticeScreen
from mirrorcam.app.screens.page import Page
from mirrorcam.app.screens.progress import Progress, ProgressScreen
from mirrorcam.app.screens.review import ReviewScreen
from mirrorcam.app.screens.review.comparing import CompareScreen, CompareWith
from mirrorcam.app.screens.review.line import clock
from mirrorcam.app.screens.stage import Stage
from mirrorcam.app.screens.summary import SummaryScreen
from mirrorcam.app.seams import Desk, Feed, Finished
from mirrorcam.app.sounds import Sounds
from mirrorcam.avatars import Avatar
from mirrorcam.errors import BadInput
from mirrorcam.face import Frame, Sample
from mirrorcam.phrases import phrase, system_language, use
from mirrorcam.session import Act, Answer, Command, Moment, Note
from mirrorcam.timeline import Attempt

LEAVE_WITHIN_S = 3.0
"""A session that was asked to stop and cannot (a camera that hangs) is left behind after this long."""
LET_GO_S = 2.0
"""How long the camera check may take to let go of the camera, which what follows wants."""
ASIDE = (Go.SETTINGS, Go.PEOPLE)
"""Places that a session can be left for, for a moment."""
NOTICE_S = 8.0
"""How long a banner stays when nothing new is to be said."""


class Guide:
    """``view`` is what is to be shown now. Call ``tick`` before every picture and ``do`` with every action.
    ``guided``: somebody guides, and gets keys of their own."""

    def __init__(
        self, desk: Desk, first: Action | None = None, guided: bool = False, sounds: Sounds | None = None
    ) -> None:
        self.desk = desk
        self.sounds = sounds or Sounds()
        self._walked: Screen | None = None
        self._walked_s = 0.0
        """The screen that the one key's highlight walks over, and since when it is where it is."""
        self.guiding = Guiding(desk.settings, desk.avatar(), guided)
        self.quit = False
        self.feed: Feed | None = None
        self._exercise = ""
        """The one that is running."""
        self._now_s = 0.0
        self._leave_at_s: float | None = None
        self._stages: dict[str, Stage] = {}
        """The screens of the running session, by the kind of step."""
        self._check: CheckScreen | None = None
        """While the camera is only looked through."""
        self._trail: list[Place] = []
        """The places that lead back home, or to the session that was left for a moment."""
        self._were: dict[Place, tuple[str, float]] = {}
        """Where on the pages of the trail the focus was, and how far they were scrolled."""
        self._aside = False
        """The session that runs was left for a moment."""
        self._left: list[Feed] = []
        """Sessions that may still be putting away what they keep."""
        self._notice, self._noticed_s = "", 0.0
        self._last_session: str | None = None
        self._reviewed: ReviewScreen | None = None
        """The session that is looked back on, also while it is compared with something."""
        self._opening: Future[Review] | None = None
        self._opened: Callable[[Review], Screen] = self._review_screen
        self._looking_back: Future[Progress] | None = None
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="mirrorcam review")
        self.screen: Screen = self._notice_screen("welcome", "one_moment")
        self.do(Go.HOME if first is None else first)

    @property
    def settings(self) -> Settings:
        return self.desk.settings

    @property
    def view(self) -> Screen:
        """``screen``, with the keys of whoever guides below it."""
        return self.guiding.view(self.screen)

    def tick(self, now_s: float) -> None:
        """The window's clock: follows the session, and whatever else was being waited for."""
        self._now_s = now_s
        self._keep(self.guiding.tick(now_s))
        self._kindly(self._follow)
        self._kindly(self._await_review)
        self._kindly(self._await_progress)
        self._tell_of_film()
        self.screen.tick(now_s)
        self._walk_highlight()

    def take_highlighted(self) -> None:
        """The one key: does what the highlight is on, which then stays a while longer."""
        self._walked_s = self._now_s
        self.do(self.screen.take_highlighted())

    def _walk_highlight(self) -> None:
        """On to the next thing, when its time has come or what it was on is gone."""
        if not self.settings.one_key:
            return
        here = self._walked is self.screen and self.screen.highlighted
        if here and self._now_s - self._walked_s < self.settings.walk_s:
            return
        if here or not self.screen.highlighted:
            self.screen.walk()
        self._walked, self._walked_s = self.screen, self._now_s

    def do(self, action: Action | None) -> None:
        if action is not None:
            self._kindly(lambda: self._do(action))

    def close(self) -> None:
        """Ends what is running, keeping what was done."""
        self._keep(self.guiding.unfinished())
        if self.feed is not None:
            self.feed.command(Command.STOP)
            self.feed.close()
        self._forget_reviewed()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self.sounds.close()

    def _kindly(self, attempt: Callable[[], None]) -> None:
        """Whatever goes wrong is told in words, and leads home; it never ends the program."""
        try:
            attempt()
        except Exception as error:
            self._drop_feed()
            self._opening = None
            self._tell(phrase("notice.did_not_work"), str(error) or type(error).__name__)

    def _notice_screen(self, title: str, words: str) -> NoticeScreen:
        """While something opens; both are names of phrases."""
        return NoticeScreen(self.settings, phrase(f"notice.{title}"), phrase(f"notice.{words}"))

    def _tell(self, title: str, words: str) -> None:
        self.screen = NoticeScreen(self.settings, title, words, way_back=True)

    def _do(self, action: Action) -> None:
        match action:
            case Settings():
                self._set(action)
            case Command() | Answer() | Note():
                self._command(action)
            case Aside.FILM:
                self._end_film()
            case Aside():
                self.guiding.do(action, self.guiding.guided.over(self.settings))
            case Begin():
                self._begin(action)
            case Open():
                self._go(Go.REVIEW, action.session)
            case Delete() | Rename() | Jot() | Unjot() | Unfilm() | Compare():
                self._with_session(action)
            case Copy() | MakeKey():
                self._with_key(action)
            case Go():
                self._go(action)
            case Show():
                self._go(action.place, action.name)
            case Choose() | Introduce() | Forget():
                self._meet(action)

    def _with_session(self, action: Delete | Rename | Jot | Unjot | Unfilm | Compare) -> None:
        match action:
            case Delete() | Rename():
                self._forget_reviewed()
                if isinstance(action, Delete):
                    self.desk.delete(action.session)
                else:
                    self.desk.rename(action.session, action.name)
                self._go(Go.SESSIONS)
            case Compare():
                self._go(Go.COMPARED, action.with_what)
            case Jot() | Unjot() | Unfilm():
                self._note(action)

    def _with_key(self, action: Copy | MakeKey) -> None:
        if isinstance(action, MakeKey):
            self.desk.key(make=True)
            self._go(Go.KEY)
        elif isinstance(self.screen, KeyScreen):
            self.screen.copied = self.desk.copy(action.text)

    # ------------------------------------------------------------ places

    def _set(self, settings: Settings) -> None:
        before = self.settings
        if settings.language != before.language:
            use(settings.language or system_language())
        self.desk.save(self.guiding.guided.without(settings, before))
        for screen in (self.screen, *self._stages.values(), *([self._reviewed] if self._reviewed else [])):
            screen.settings = self.settings
            screen.dress(self._avatar())
        self.guiding.dress(self.settings, self._avatar())
        if self._check is not None and settings.camera != before.camera:
            self._look(self._check.exercise)
        elif settings.plan != before.plan and self._trail:
            self.screen = open_place(self.desk, self._trail[-1])

    def _avatar(self) -> Avatar:
        shown = self._trail[-1][1] if self._trail and self._trail[-1][0] is Go.EXERCISE else ""
        return self.desk.avatar(self._exercise or shown)

    def _go(self, place: Go, name: str = "") -> None:
        if place is Go.BACK:
            return self._back()
        if place in ASIDE and self.feed is not None and self._check is None:
            self._aside = True
            self.sounds.hush()
        else:
            self._drop_feed()
        self._opening = self._looking_back = None
        if place is Go.AGAIN and self._last_session is not None:
            return self._go(Go.REVIEW, self._last_session)
        if place is Go.QUIT:
            self.quit = True
            return None
        self._walk_to((place, name))
        return None

    def _walk_to(self, place: Place) -> None:
        """A place that is on the way already is gone back to."""
        back = place in self._trail
        if self._trail and isinstance(self.screen, Page) and not back:
            self._were[self._trail[-1]] = self.screen.focus, self.screen.scrolled
        known = self._trail.index(place) if back else len(self._trail)
        self._trail = [] if place[0] is Go.HOME else [*self._trail[:known], place]
        if place[0] is Go.PROGRESS:
            self._looking_back = self._threads.submit(self.desk.progress)
            self.screen = self._notice_screen("looking_back", "looking_back_words")
        elif place[0] is Go.CAMERA:
            self._look(place[1])
        elif place[0] in (Go.REVIEW, Go.COMPARE, Go.COMPARED):
            self._look_back(*place)
        else:
            self.screen = open_place(self.desk, place, self._exercise)
        if back and isinstance(self.screen, Page) and place in self._were:
            self.screen.focus, self.screen.scrolled = self._were[place]

    def _back(self) -> None:
        """To the place before; to the session that was left for a moment, which the next picture shows; else home."""
        self._trail = self._trail[:-1]
        if self._trail:
            return self._go(*self._trail[-1])
        if self._aside:
            self._aside = False
            return None
        return self._go(Go.HOME)

    def _look(self, exercise: str) -> None:
        """The camera check; ``exercise`` is what begins afterwards."""
        self._drop_feed()
        self._check = CheckScreen(self.settings, self.desk.cameras(), exercise)
        self.feed = self.desk.look()
        self.screen = self._check

    def _meet(self, action: Choose | Introduce | Forget) -> None:
        """What the others kept is put away before anybody goes."""
        self._drop_feed()
        for feed in self._left:
            feed.close()
        self._left = []
        match action:
            case Choose():
                self.desk.choose(action.person)
            case Introduce():
                self.desk.introduce(action.title, action.colour, action.person)
            case Forget():
                self.desk.forget(action.person)
        self._last_session = None
        self._go(Go.HOME if isinstance(action, Choose) or not self._known(action) else Go.WHO)

    def _known(self, action: Introduce | Forget) -> bool:
        return action.person is not None

    def _await_progress(self) -> None:
        if self._looking_back is not None and self._looking_back.done():
            found, self._looking_back = self._looking_back, None
            self.screen = ProgressScreen(self.settings, found.result())

    # ------------------------------------------------------------ looking back on a session

    def _look_back(self, place: Go, name: str) -> None:
        """A session; what it may be compared with; or both side by side."""
        reviewed = self._reviewed
        if place is Go.REVIEW and (reviewed is None or reviewed.review.session != name):
            self._open(name, self._review_screen)
        elif reviewed is None:
            self._go(Go.HOME)
        elif place is Go.REVIEW:
            self.screen = reviewed
        elif place is Go.COMPARE:
            self.screen = CompareWith(self.settings, self._comparable(reviewed))
        elif name.startswith("#"):
            self.screen = self._compare_with(reviewed, reviewed.review.attempts[int(name[1:])])
        else:
            self._open(name, lambda other: self._compare_both(reviewed, other))

    def _open(self, session: str, then: Callable[[Review], Screen]) -> None:
        self._opening, self._opened = self._threads.submit(self.desk.review, session), then
        self.screen = self._notice_screen("opening", "opening_words")

    def _await_review(self) -> None:
        if self._opening is not None and self._opening.done():
            opened, self._opening = self._opening, None
            self.screen = self._opened(opened.result())

    def _forget_reviewed(self) -> None:
        """Lets go of the session that was looked back on, and of its film."""
        if self._reviewed is not None:
            self._reviewed.review.close()
        self._reviewed = None

    def _review_screen(self, review: Review) -> Screen:
        self._forget_reviewed()
        self._reviewed = ReviewScreen(self.settings, self._avatar(), review, self.desk.mask())
        return self._reviewed

    def _comparable(self, reviewed: ReviewScreen) -> tuple[Entry, ...]:
        """Other attempts of the same session first."""
        review, here = reviewed.review, reviewed.review.attempt_at(reviewed.time_s)
        if here is None:
            return ()
        own = [
            Entry(
                f"#{review.attempts.index(one)}",
                f"{one.title} · {phrase('compare.try', number=one.number + 1)}",
                phrase("compare.this_session", time=clock(one.go_s)),
            )
            for one in alike(review, here)
        ]
        return (*own, *self.desk.comparable(review))

    def _compare_with(self, reviewed: ReviewScreen, other: Attempt) -> Screen:
        review, here = reviewed.review, reviewed.review.attempt_at(reviewed.time_s)
        assert here is not None
        return CompareScreen(self.settings, self._avatar(), Comparing(review, review, ((here, other),)))

    def _compare_both(self, reviewed: ReviewScreen, other: Review) -> Screen:
        here = reviewed.review.attempt_at(reviewed.time_s)
        comparing = compared(reviewed.review, other, here)
        return CompareScreen(self.settings, self._avatar(), comparing)

    def _note(self, action: Jot | Unjot | Unfilm) -> None:
        """What cannot be kept is told on the screen itself, where what was written stays."""
        reviewed = self._reviewed
        if reviewed is None:
            return
        try:
            match action:
                case Jot():
                    notes = self.desk.note(action.session, action.note, action.instead)
                case Unjot():
                    notes = self.desk.drop_note(action.session, action.note)
                case Unfilm():
                    reviewed.review.close()
                    self.desk.drop_film(action.session)
                    reviewed.without_film()
                    return
        except BadInput as error:
            reviewed.not_noted(str(error))
            return
        reviewed.noted(notes)

    # ------------------------------------------------------------ a session

    def _begin(self, begin: Begin) -> None:
        if begin.remember:
            self._set(replace(self.settings, keep=begin.keep))
        keep = self._may_be_kept(begin)
        if keep is None or (begin.film is None and self.desk.scores(begin.exercise)):
            self._ask(begin.exercise, keep)
            return
        self._drop_feed()
        self._trail = []
        self.feed = self.desk.begin(begin.exercise, keep, keep and begin.film is True)
        self._exercise = begin.exercise
        self.guiding.begin(keep)
        for name, wanted in self.desk.shown(begin.exercise).items():
            self.guiding.guided.switch(name, not wanted)
        self.guiding.dress(self.settings, self._avatar())
        self.screen = self._notice_screen("waking", "waking_words")

    def _ask(self, exercise: str, keep: bool | None) -> None:
        """Whether it may be kept, and a film of it; the film alone where the rest is settled."""
        for_two = self.desk.for_two(exercise)
        if keep and not for_two:
            self.screen = FilmScreen(self.settings, exercise)
        else:
            anew = for_two or self.settings.keep is not None
            self.screen = ConsentScreen(
                self.settings, exercise, self.desk.folder, for_two=for_two, remember=not anew
            )

    def _may_be_kept(self, begin: Begin) -> bool | None:
        """None: the person has to be asked. What is not scored (the free mirror) is never kept."""
        if not self.desk.scores(begin.exercise):
            return False
        if begin.keep is None and self.settings.keep and self.desk.for_two(begin.exercise):
            return None  # one of them has agreed once; now both are asked
        return self.settings.keep if begin.keep is None else begin.keep

    def _keep(self, notes: Sequence[Note]) -> None:
        for note in notes:
            self._command(note)

    def _command(self, command: Act) -> None:
        if isinstance(command, Note):
            self.guiding.guided.noted(command)
        if command is Command.STOP:
            self._keep(self.guiding.unfinished())
        if self.feed is not None:
            self.feed.command(command)
            if command is Command.STOP and self._leave_at_s is None:
                self._leave_at_s = self._now_s + LEAVE_WITHIN_S

    def _follow(self) -> None:
        if self.feed is None:
            return
        ended, newest = self.feed.ended, self.feed.newest()
        if self._check is not None:
            return self._see(self._check, self.feed)
        if self._aside and not ended:
            return None
        if ended or (self._leave_at_s is not None and self._now_s > self._leave_at_s):
            self._finish(self.feed, newest is not None)
        elif newest is not None:
            self._show(*newest, self._fresh(self.feed.notice), self.feed.sample)
        return None

    def _see(self, check: CheckScreen, feed: Feed) -> None:
        newest = feed.newest()
        if feed.ended and feed.error is not None:
            self._drop_feed()
            self._tell(phrase("notice.did_not_work"), str(feed.error))
        elif newest is not None:
            check.show(feed.sample, newest[1], self._now_s, feed.notice)

    def _tell_of_film(self) -> None:
        """On whatever screen is shown while it is made, and on the second window."""
        film = self.feed.film if self.feed is not None and self._check is None else ""
        self.screen.film = self.guiding.overview.film = film

    def _end_film(self) -> None:
        if self.feed is not None:
            self.feed.end_film()
        self._tell_of_film()

    def _fresh(self, notice: str) -> str:
        """The notice, until it has been there for a while."""
        if notice != self._notice:
            self._notice, self._noticed_s = notice, self._now_s
        return notice if self._now_s - self._noticed_s < NOTICE_S else ""

    def _show(self, moment: Moment, frame: Frame | None, notice: str, sample: Sample | None) -> None:
        stage = self._stage(moment.kind)
        self.guiding.see(moment, stage, self.feed.outline if self.feed else ())
        stage.settings = self.guiding.guided.over(self.settings)
        if stage is not self.screen:
            if isinstance(self.screen, Stage):
                stage.follow_on(self.screen)
            self.screen = stage
        self.sounds.hear(moment, stage.settings, self._now_s)
        stage.caption = self.sounds.caption(stage.settings, self._now_s)
        stage.show(moment, frame, self._now_s, notice, sample)

    def _stage(self, kind: str) -> Stage:
        if kind not in self._stages:
            self._stages[kind] = self._open_stage(kind)
        return self._stages[kind]

    def _open_stage(self, kind: str) -> Stage:
        if kind == "neutral":
            return NeutralScreen(self.settings, self._avatar())
        free = kind == "mirror" and self.desk.free(self._exercise)
        return open_screen(kind, self.settings, self._avatar(), free)

    def _finish(self, feed: Feed, begun: bool) -> None:
        self._keep(self.guiding.unfinished())
        exercise = self._exercise
        self._drop_feed()
        if feed.error is not None:
            early = phrase("notice.stopped_early" if begun else "notice.did_not_work")
            self._tell(early, f"{feed.error} {phrase('notice.not_lost') if begun else ''}".rstrip())
            return
        finished = self.desk.finished(feed)
        self._last_session = finished.session
        again = finished.session is not None
        self.screen = SummaryScreen(
            self.settings, self._avatar(), finished.summary, finished.length, again, exercise=exercise
        )
        self.sounds.say(" ".join([finished.summary.headline, *finished.summary.told]), self.settings)

    def _drop_feed(self) -> None:
        self._keep(self.guiding.unfinished())
        self.guiding.guided.end()
        feed, self.feed, self._leave_at_s = self.feed, None, None
        looked, self._check = self._check, None
        self._notice, self._aside = "", False
        self._exercise = ""
        self._stages = {}
        self.sounds.end()
        if feed is not None and not feed.ended:
            feed.close(0.0 if looked is None else LET_GO_S)
            self._left = [one for one in (*self._left, feed) if not one.ended]


__all__ = ["LEAVE_WITHIN_S", "LET_GO_S", "Desk", "Feed", "Finished", "Guide"]
