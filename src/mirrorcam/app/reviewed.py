"""The session that is looked back on: its screen, what it is compared with, its notes."""

from __future__ import annotations

from collections.abc import Callable

from mirrorcam.app.places import Place
from mirrorcam.app.protocols import Desk
from mirrorcam.app.reviewing import Comparing, Review, Scores, alike, compared
from mirrorcam.app.screens import Go, Jot, KeepExpression, Screen, Unfilm, Unjot
from mirrorcam.app.screens.home import Entry
from mirrorcam.app.screens.review import ReviewScreen
from mirrorcam.app.screens.review.comparing import CompareScreen, CompareWith
from mirrorcam.app.screens.review.line import clock
from mirrorcam.app.screens.scores import ScoresScreen
from mirrorcam.app.terminal import say
from mirrorcam.avatars import Avatar
from mirrorcam.errors import BadInput
from mirrorcam.phrases import phrase
from mirrorcam.timeline import Attempt

LOOKING_BACK = (Go.REVIEW, Go.COMPARE, Go.COMPARED)
"""A session; what it may be compared with; or both side by side."""


class Reviewed:
    """``screen`` stays the same while the session is compared with something; None: none is looked back on."""

    def __init__(self, desk: Desk, avatar: Callable[[], Avatar]) -> None:
        self._desk, self._avatar = desk, avatar
        self.screen: ReviewScreen | None = None

    def opens(self, place: Place) -> str | None:
        """The session that has to be opened before this place can be shown; None: none has."""
        where, name = place
        here = self.screen
        if where is Go.REVIEW:
            return name if here is None or here.review.session != name else None
        return name if where is Go.COMPARED and here is not None and not name.startswith("#") else None

    def show(self, place: Place, opened: Review | Scores | None = None) -> Screen | None:
        """One of ``LOOKING_BACK``, with what had to be opened for it; None where it cannot be shown."""
        where, name = place
        if isinstance(opened, Scores):
            self.forget()
            return ScoresScreen(self._desk.settings, self._avatar(), opened)
        if where is Go.REVIEW and opened is not None:
            self.forget()
            self.screen = ReviewScreen(self._desk.settings, self._avatar(), opened, self._desk.mask())
        here = self.screen
        if here is None or where is Go.REVIEW:
            return here
        if where is Go.COMPARE:
            return CompareWith(self._desk.settings, self._comparable(here))
        if opened is None:
            return self._compare(self._within(here, here.review.attempts[int(name[1:])]))
        return self._compare(compared(here.review, opened, here.review.attempt_at(here.time_s)))

    def forget(self) -> None:
        """Lets go of the session and of its film."""
        if self.screen is not None:
            self.screen.review.close()
        self.screen = None

    def close(self) -> None:
        """The program ends: a note that is being written is kept as if Enter had been pressed; where it cannot be, it
        is said in the terminal."""
        unfinished = self.screen.notes.unfinished() if self.screen is not None else None
        try:
            if isinstance(unfinished, Jot):
                self._keep_or_say(unfinished)
        finally:
            self.forget()

    def _keep_or_say(self, jot: Jot) -> None:
        try:
            self._desk.note(jot.session, jot.note, jot.instead)
        except BadInput as error:
            say(phrase("going_on.note_lost", why=error, text=jot.note.text))

    def note(self, action: Jot | Unjot | Unfilm | KeepExpression) -> None:
        """What cannot be kept is told on the screen itself, where what was written stays."""
        if self.screen is None:
            return
        if isinstance(action, KeepExpression):
            self._keep_expression(self.screen, action)
            return
        try:
            match action:
                case Jot():
                    notes = self._desk.note(action.session, action.note, action.instead)
                case Unjot():
                    notes = self._desk.drop_note(action.session, action.note)
                case Unfilm():
                    self.screen.review.close()
                    self._desk.drop_film(action.session)
                    self.screen.without_film()
                    return
        except BadInput as error:
            why = phrase("review.not_kept", why=error) if isinstance(action, Jot) else str(error)
            self.screen.notes.not_kept(why)
            return
        self.screen.noted(notes)

    def _keep_expression(self, screen: ReviewScreen, action: KeepExpression) -> None:
        try:
            screen.face_kept(self._desk.keep_expression(action.session, action.face, action.title))
        except BadInput as error:
            screen.face_not_kept(str(error))

    def _comparable(self, here: ReviewScreen) -> tuple[Entry, ...]:
        """Other attempts of the same session first."""
        review, attempt = here.review, here.review.attempt_at(here.time_s)
        if attempt is None:
            return ()
        own = [
            Entry(
                f"#{review.attempts.index(one)}",
                f"{one.title} · {phrase('compare.try', number=one.number + 1)}",
                phrase("compare.this_session", time=clock(one.go_s)),
            )
            for one in alike(review, attempt)
        ]
        return (*own, *self._desk.comparable(review))

    def _within(self, here: ReviewScreen, other: Attempt) -> Comparing:
        """Two attempts of the same session."""
        review, attempt = here.review, here.review.attempt_at(here.time_s)
        assert attempt is not None
        return Comparing(review, review, ((attempt, other),))

    def _compare(self, comparing: Comparing) -> Screen:
        return CompareScreen(self._desk.settings, self._avatar(), comparing)
