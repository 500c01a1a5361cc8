"""The guide leads from screen to screen. It knows no window: it is told of keys and clicks, and shows a screen.

``Desk`` is what it asks the rest of the program for (``protocols.py``). ``running.py`` leads through a session,
``reviewed.py`` through one that is looked back on.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import Any

from mirrorcam.acts import Answer, Command, Note
from mirrorcam.app.guiding import Guiding
from mirrorcam.app.kept.unkept import why
from mirrorcam.app.places import Place, open_place
from mirrorcam.app.protocols import Desk, Feed
from mirrorcam.app.reviewed import LOOKING_BACK, Reviewed
from mirrorcam.app.reviewing import Review, Scores
from mirrorcam.app.running import Running, may_be_kept, question
from mirrorcam.app.screens import (
    Action,
    Aside,
    Begin,
    Choose,
    Compare,
    Copy,
    Delete,
    DropExpression,
    Forget,
    Go,
    Introduce,
    Jot,
    KeepExpression,
    MakeKey,
    Open,
    Rename,
    Screen,
    Settings,
    Show,
    Unfilm,
    Unjot,
)
from mirrorcam.app.screens.key import KeyScreen
from mirrorcam.app.screens.notice import NoticeScreen
from mirrorcam.app.screens.page import Page
from mirrorcam.app.screens.progress import Progress, ProgressScreen
from mirrorcam.app.screens.summary import SummaryScreen
from mirrorcam.app.sound.sounds import Sounds
from mirrorcam.avatars import Avatar
from mirrorcam.errors import BadInput
from mirrorcam.phrases import phrase, system_language, use

ASIDE = (Go.SETTINGS, Go.PEOPLE)
"""Places that a session can be left for, for a moment."""
THINKS_S = 20.0
"""Who writes may think for so long between two signs before the highlight of the one key walks on."""


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
        self._rests_until_s = 0.0
        self.guiding = Guiding(desk.settings, desk.avatar(), guided)
        self.quit = False
        self._now_s = 0.0
        self._running = Running(desk, self.guiding, self.sounds)
        self._reviewed = Reviewed(desk, self._avatar)
        self._trail: list[Place] = []
        """The places that lead back home, or to the session that was left for a moment."""
        self._summary: SummaryScreen | None = None
        """Of the session that is over, as long as it is what one comes back to."""
        self._were: dict[Place, tuple[str, float]] = {}
        """Where on the pages of the trail the focus was, and how far they were scrolled."""
        self._opening: Future[Any] | None = None
        """What is waited for before there is something to be shown."""
        self._opened: Callable[[Any], None]
        """What is done with it then."""
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="mirrorcam review")
        self.screen: Screen = self._notice_screen("welcome", "one_moment")
        self.do(Go.HOME if first is None else first)

    @property
    def settings(self) -> Settings:
        return self.desk.settings

    @property
    def feed(self) -> Feed | None:
        """The session that runs, or what the camera check sees."""
        return self._running.feed

    @property
    def view(self) -> Screen:
        """``screen``, with the keys of whoever guides below it."""
        return self.guiding.view(self.screen)

    def tick(self, now_s: float) -> None:
        """The window's clock: follows the session, and whatever else was being waited for."""
        self._now_s = now_s
        self._kindly(self._follow)
        self._kindly(self._await)
        self._tell_of_film()
        self.screen.tick(now_s)
        self._walk_highlight()

    def take_highlighted(self) -> None:
        """The one key: does what the highlight is on, which then stays a while longer."""
        self._walked_s = self._now_s
        self.do(self.screen.take_highlighted())

    def rest_highlight(self, *, back: bool) -> None:
        """Somebody writes with many keys: the highlight waits for them, ``back`` on the line that they write on."""
        self._rests_until_s = self._now_s + THINKS_S
        if back:
            self.screen.focus = self.screen.line_field

    def _walk_highlight(self) -> None:
        """On to the next thing, when its time has come or what it was on is gone."""
        if not self.settings.one_key or (self.screen.writing and self._now_s < self._rests_until_s):
            return
        here = self._walked is self.screen and self.screen.highlighted
        if here and self._now_s - self._walked_s < self.settings.walk_s:
            return
        if here or not self.screen.highlighted:
            self.screen.walk()
        self._walked, self._walked_s = self.screen, self._now_s

    def do(self, action: Action | None) -> None:
        """What goes wrong while a session runs is told on its screen, and the session goes on from where it is;
        elsewhere a notice tells it, and leads back to where one was."""
        if action is None:
            return
        trail, aside = self._trail, self._running.aside
        try:
            self._do(action)
        except Exception as error:
            self._trail = trail
            if self._running.feed is None:
                return self._give_up(error, Show(*trail[-1]) if trail else Go.HOME)
            self._running.aside = aside
            self._running.tell(_in_words(error))

    def close(self) -> None:
        """Ends what is running, keeping what was done and what is being written."""
        with ExitStack() as all_of_it:  # from below, each whatever becomes of the others
            all_of_it.callback(self.sounds.close)
            all_of_it.callback(self._threads.shutdown, wait=False, cancel_futures=True)
            all_of_it.callback(self._reviewed.close)
            all_of_it.callback(self._running.close)

    def _kindly(self, attempt: Callable[[], None]) -> None:
        """What the program does by itself, without which it cannot go on from here."""
        try:
            attempt()
        except Exception as error:
            self._give_up(error)

    def _give_up(self, error: Exception, way_back: Go | Show = Go.HOME) -> None:
        """Whatever goes wrong is told in words; it never ends the program."""
        self._running.drop()
        self._opening = None
        title = phrase("notice.did_not_work")
        self.screen = NoticeScreen(self.settings, title, _in_words(error), way_back)

    def _notice_screen(self, title: str, words: str) -> NoticeScreen:
        """While something opens; both are names of phrases."""
        return NoticeScreen(self.settings, phrase(f"notice.{title}"), phrase(f"notice.{words}"))

    def _do(self, action: Action) -> None:
        match action:
            case Settings():
                self._set(action)
            case Command() | Answer() | Note():
                self._running.command(action)
            case Aside.FILM:
                self._running.end_film()
                self._tell_of_film()
            case Aside():
                self.guiding.do(action, self.guiding.guided.over(self.settings))
            case Begin():
                self._begin(action)
            case Open():
                self._go(Go.REVIEW, action.session)
            case Delete() | Rename() | Jot() | Unjot() | Unfilm() | KeepExpression() | Compare():
                self._with_session(action)
            case DropExpression():
                self.desk.drop_expression(action.name)
                self._back()
            case Copy() | MakeKey():
                self._with_key(action)
            case Go():
                self._go(action)
            case Show():
                self._go(action.place, action.name)
            case Choose() | Introduce() | Forget():
                self._meet(action)

    def _with_session(
        self, action: Delete | Rename | Jot | Unjot | Unfilm | KeepExpression | Compare
    ) -> None:
        match action:
            case Delete() | Rename():
                self._reviewed.forget()
                if isinstance(action, Delete):
                    self.desk.delete(action.session)
                else:
                    self.desk.rename(action.session, action.name)
                self._go(Go.SESSIONS)
            case Compare():
                self._go(Go.COMPARED, action.with_what)
            case Jot() | Unjot() | Unfilm() | KeepExpression():
                self._reviewed.note(action)

    def _with_key(self, action: Copy | MakeKey) -> None:
        if isinstance(action, MakeKey):
            self.desk.key(make=True)
            self._go(Go.KEY)
        elif isinstance(self.screen, KeyScreen):
            self.screen.copied = self.desk.copy(action.text)

    # ------------------------------------------------------------ places

    def _set(self, settings: Settings) -> None:
        """Settings that cannot be kept hold all the same, for now. Raises BadInput then."""
        before = self.settings
        if settings.language != before.language:
            use(settings.language or system_language())
        try:
            self.desk.save(self.guiding.guided.without(settings, before))
        finally:
            self._dress(settings, before)

    def _dress(self, settings: Settings, before: Settings) -> None:
        """Everything that is shown is as the settings are now."""
        for screen in self._screens():
            screen.settings = self.settings
            screen.dress(self._avatar())
        self.guiding.dress(self.settings, self._avatar())
        check = self._running.check
        if check is not None and settings.camera != before.camera:
            self.screen = self._running.look(check.exercise)
        elif settings.plan != before.plan and self._trail:
            self.screen = open_place(self.desk, self._trail[-1])

    def _screens(self) -> list[Screen]:
        """The one that is shown, and those that are kept to be shown again."""
        reviewed = [self._reviewed.screen] if self._reviewed.screen else []
        summary = [self._summary] if self._summary else []
        return [self.screen, *self._running.stages.values(), *reviewed, *summary]

    def _avatar(self) -> Avatar:
        shown = self._trail[-1][1] if self._trail and self._trail[-1][0] is Go.EXERCISE else ""
        return self.desk.avatar(self.desk.person(shown) if shown else self._running.person)

    def _go(self, place: Go, name: str = "") -> None:
        if place is Go.BACK:
            return self._back()
        if place in ASIDE and self._running.practising:
            self._running.leave()
        else:
            self._running.drop()
        self._opening = None
        if place is Go.AGAIN and self._running.last_session is not None:
            return self._go(Go.REVIEW, self._running.last_session)
        if place is Go.QUIT:
            self.quit = True
            return None
        self._walk_to((place, name))
        return None

    def _walk_to(self, place: Place) -> None:
        """A place that is on the way already is gone back to."""
        back = place in self._trail
        if place[0] is Go.HOME:
            self._summary = None
        elif not self._trail and isinstance(self.screen, SummaryScreen):
            self._summary = self.screen
        if self._trail and isinstance(self.screen, Page) and not back:
            self._were[self._trail[-1]] = self.screen.focus, self.screen.scrolled
        known = self._trail.index(place) if back else len(self._trail)
        self._trail = [] if place[0] is Go.HOME else [*self._trail[:known], place]
        if place[0] is Go.PROGRESS:
            self._open("looking_back", self.desk.progress, self._show_progress)
        elif place[0] is Go.CAMERA:
            self.screen = self._running.look(place[1])
        elif place[0] in LOOKING_BACK:
            self._look_back(place)
        else:
            self.screen = open_place(self.desk, place, self._running.person)
        if back and isinstance(self.screen, Page) and place in self._were:
            self.screen.focus, self.screen.scrolled = self._were[place]

    def _back(self) -> None:
        """To the place before; to the session that was left for a moment, which the next picture shows; to the summary
        that one came from; else home."""
        self._trail = self._trail[:-1]
        if self._trail:
            return self._go(*self._trail[-1])
        if self._running.aside:
            self._running.aside = False
            return None
        if self._summary is not None:
            self._opening, self.screen = None, self._summary
            return None
        return self._go(Go.HOME)

    def _meet(self, action: Choose | Introduce | Forget) -> None:
        """What the others kept is put away before anybody goes."""
        self._running.put_away()
        match action:
            case Choose():
                self.desk.choose(action.person)
            case Introduce():
                self.desk.introduce(action.title, action.colour, action.person)
            case Forget():
                self.desk.forget(action.person)
        self._running.last_session = None
        another = isinstance(action, Choose) or action.person is None
        self._go(Go.HOME if another else Go.WHO)

    # ------------------------------------------------------------ looking back

    def _look_back(self, place: Place, opened: Review | Scores | None = None) -> None:
        session = self._reviewed.opens(place) if opened is None else None
        if session is not None:
            self._open("opening", lambda: self.desk.review(session), partial(self._look_back, place))
        elif (screen := self._reviewed.show(place, opened)) is not None:
            self.screen = screen
        else:
            self._go(Go.HOME)

    def _show_progress(self, progress: Progress) -> None:
        self.screen = ProgressScreen(self.settings, progress)

    def _open(self, title: str, what: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """In a thread; ``title``: of the notice that is shown meanwhile."""
        self._opening, self._opened = self._threads.submit(what), then
        self.screen = self._notice_screen(title, f"{title}_words")

    def _await(self) -> None:
        if self._opening is not None and self._opening.done():
            opened, self._opening = self._opening, None
            self._opened(opened.result())

    # ------------------------------------------------------------ a session

    def _begin(self, begin: Begin) -> None:
        not_kept = self._remember(begin.keep) if begin.remember else ""
        keep = may_be_kept(self.desk, begin)
        if keep is None or (begin.film is None and self.desk.scores(begin.exercise)):
            self.screen = question(self.desk, begin.exercise, keep)
            return
        self._trail, self._summary = [], None
        self._running.begin(begin.exercise, keep, keep and begin.film is True)
        self._running.tell(not_kept)
        self.screen = self._notice_screen("waking", "waking_words")

    def _remember(self, keep: bool | None) -> str:
        """Whether sessions are kept from now on. An answer that cannot be kept holds for now, and keeps nobody from
        beginning; what hindered is to be told."""
        try:
            self._set(replace(self.settings, keep=keep))
        except BadInput as error:
            return str(error)
        return ""

    def _follow(self) -> None:
        self._running.keep(self.guiding.tick(self._now_s))
        self.screen = self._running.follow(self.screen, self._now_s)

    def _tell_of_film(self) -> None:
        """On whatever screen is shown while it is made, and on the second window."""
        self.screen.film = self.guiding.overview.film = self._running.film


def _in_words(error: Exception) -> str:
    return (why(error) if isinstance(error, OSError) else str(error)) or type(error).__name__
