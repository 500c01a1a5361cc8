"""The one worker thread: it reads, tracks, scores and keeps; the window takes the newest from a one-place box."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator

from mirrorcam.acts import Act
from mirrorcam.app.kept.unkept import why
from mirrorcam.app.practice import Glimpse, Practice
from mirrorcam.app.screens.film_mark import ENDED, ON, PAUSED
from mirrorcam.errors import BadInput
from mirrorcam.face import Frame, Sample
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment
from mirrorcam.session_file import RecordingError


class Feed:
    """Runs a ``Practice`` in a thread. Every frame of the source is seen and kept; the window may miss some.

    ``open_practice(say)`` is called in the thread (a model and a camera take a moment to open).
    """

    def __init__(
        self,
        open_practice: Callable[[Callable[[str], None]], Practice],
        wait: Callable[[float], object] | None = None,
    ) -> None:
        """``wait`` lets so many seconds go by, for what is not live."""
        self._open = open_practice
        self._said = ""
        self._box: Glimpse | None = None
        self._ending = threading.Event()
        self._wait = wait or self._ending.wait
        self._early: list[Act] = []
        self.practice: Practice | None = None
        self.error: BaseException | None = None
        """Why the worker ended, if not because the session was over."""
        self._thread = threading.Thread(target=self._work, name="mirrorcam feed", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def newest(self) -> tuple[Moment, Frame | None] | None:
        """The newest moment and its picture; None before the first one."""
        glimpse = self._box
        return None if glimpse is None else (glimpse.moment, glimpse.frame)

    @property
    def sample(self) -> Sample | None:
        """What was seen last; None before the first one."""
        glimpse = self._box
        return None if glimpse is None else glimpse.sample

    @property
    def outline(self) -> tuple[str, ...]:
        """What each step is called; empty before the first sample."""
        if self.practice is None:
            return ()
        session = self.practice.session
        return tuple(step.heading(session.targets) for step in session.exercise.steps)

    def command(self, command: Act) -> None:
        """What is noted when the session has just ended is kept, too."""
        if self.practice is None:
            self._early.append(command)
            return
        self.practice.command(command)
        if self.ended:
            self.practice.note_late()

    @property
    def notice(self) -> str:
        """One sentence, if something should be known: no camera, disk full."""
        practice = self.practice
        if practice is not None and practice.lost is not None:
            return phrase("going_on.no_more", why=why(practice.lost))
        return (practice.trouble if practice else None) or self._said

    @property
    def film(self) -> str:
        """``ON``, ``PAUSED`` or ``ENDED``; "": there is none, or none any more."""
        film, glimpse = self.practice.film if self.practice else None, self._box
        if film is None or not film.there:
            return ""
        if not film.running:
            return ENDED
        return PAUSED if glimpse is not None and glimpse.moment.paused else ON

    def end_film(self) -> None:
        """Ends it; deletes it where it has ended before. Raises BadInput, with words for the person, when it cannot be
        deleted: then there is a film as before."""
        film = self.practice.film if self.practice else None
        if film is None or not film.there:
            return
        if film.running:
            film.stop()
            return
        try:
            film.take_back()
        except RecordingError as error:
            raise BadInput(phrase("going_on.film", why=str(error))) from None
        self._say(phrase("film.deleted"))

    def _say(self, sentence: str) -> None:
        self._said = sentence

    @property
    def ended(self) -> bool:
        return not self._thread.is_alive()

    def close(self, wait_s: float = 5.0) -> None:
        """Ends the session, keeping what was done. A camera that hangs is left behind after ``wait_s``."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(wait_s)

    def _work(self) -> None:
        try:
            with self._open(self._say) as practice:
                self.practice = practice
                for command in self._early:
                    practice.command(command)
                self._run(practice)
        except BaseException as error:  # handed to the window, which says it kindly
            self.error = error

    def _run(self, practice: Practice) -> None:
        pace = Pace(practice.source.live, self._wait)
        for glimpse in practice:
            pace.keep(glimpse.sample.time_s)
            self._box = glimpse
            if self._ending.is_set():
                return


class Stepped(Feed):
    """The same without a thread and without waiting: each ``advance`` is one more sample. For films of the program,
    and for whoever scripts it."""

    def start(self) -> None:
        self._over = False
        self._running = self._played()

    def advance(self) -> None:
        """One sample on; opens what there is to open at the first one. Nothing happens once it is over."""
        next(self._running, None)

    @property
    def ended(self) -> bool:
        return self._over

    def close(self, wait_s: float = 5.0) -> None:
        self._running.close()
        self._over = True

    def _played(self) -> Generator[None]:
        try:
            with self._open(self._say) as practice:
                self.practice = practice
                for command in self._early:
                    practice.command(command)
                for self._box in practice:
                    yield
        except Exception as error:  # handed to the window, which says it kindly
            self.error = error
        self._over = True


class Pace:
    """Plays what is not live at its own pace: waits until as much time has gone by as in the source."""

    def __init__(
        self, live: bool, wait: Callable[[float], object], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._live, self._wait, self._clock = live, wait, clock
        self._behind_s: float | None = None

    def keep(self, time_s: float) -> None:
        now_s = self._clock()
        if (
            self._behind_s is None or now_s - time_s > self._behind_s + 1.0
        ):  # a hiccup is not caught up in a rush
            self._behind_s = now_s - time_s
        ahead_s = time_s + self._behind_s - now_s
        if not self._live and ahead_s > 0:
            self._wait(ahead_s)
