"""What the guide asks for: a session that runs, what came of it, and the desk: all the rest of the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mirrorcam.acts import Act
from mirrorcam.app.kept.expressions import KeptExpression
from mirrorcam.app.reviewing import Review, Scores
from mirrorcam.app.screens import Settings
from mirrorcam.app.screens.badge import Person
from mirrorcam.app.screens.check import Cameras
from mirrorcam.app.screens.exercise import ExercisePage
from mirrorcam.app.screens.home import Entry, Home
from mirrorcam.app.screens.plans import PlanPage
from mirrorcam.app.screens.programmes import Card, ProgrammePage, Told
from mirrorcam.app.screens.progress import Progress
from mirrorcam.avatars import Avatar
from mirrorcam.avatars.mask import Mask
from mirrorcam.expression import Expression
from mirrorcam.face import Frame, Sample
from mirrorcam.recording import Noted
from mirrorcam.review import Summary
from mirrorcam.session import Moment


class Feed(Protocol):
    """A session that runs in a thread of its own. Nothing here may block."""

    error: BaseException | None
    """Why it ended, if it could not go on; its text is shown to the person."""

    def newest(self) -> tuple[Moment, Frame | None] | None:
        """The newest moment and its picture, as often as asked; None before the first."""

    def command(self, command: Act) -> None: ...

    @property
    def sample(self) -> Sample | None:
        """What was seen last; None before the first."""

    @property
    def outline(self) -> Sequence[str]:
        """What each step is called, in their order; empty before the first sample."""

    @property
    def notice(self) -> str:
        """One friendly sentence for the banner, or "": no camera found, camera gone, disk full."""

    @property
    def film(self) -> str:
        """What there is to tell of the session's film, as in film_mark.py; "": there is none."""

    def end_film(self) -> None:
        """Ends the film; deletes it where it has ended before. At once, whatever the session does. Raises BadInput
        when it cannot be deleted."""

    @property
    def ended(self) -> bool:
        """The session is over, and what is to be kept has been kept."""

    def close(self, wait_s: float = 5.0) -> None:
        """Ends it, keeping what was done, and waits for that at most so long."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What there is to say about a session that is over."""

    summary: Summary
    length: str = ""
    """How long it took: "4 min 12 s"."""
    session: str | None = None
    """Its name, if there is something of it to be watched again: what ``Desk.review`` takes."""
    unkept: tuple[str, ...] = ()
    """A sentence for each thing that should have been kept and could not be."""
    ended: str = ""
    """Why it ended in the middle, where nobody ended it: a sentence."""


class Desk(Protocol):
    """What the guide asks the rest of the program for. Any exception is shown to the person as its text; a session
    that runs goes on meanwhile."""

    settings: Settings
    folder: str
    """Where sessions are kept, for a person to read."""

    def avatar(self, asked: str = "") -> Avatar:
        """Who is drawn where an exercise asks for somebody, or for nobody (""); to be drawn in the window's thread."""

    def person(self, exercise: str) -> str:
        """Whom of the cast an exercise asks for; "": nobody."""

    def mask(self) -> Mask | None:
        """Who draws landmarks, if they can be drawn."""

    def cast(self) -> Sequence[Avatar]:
        """All who can be chosen, as ``avatar``."""

    def home(self) -> Home: ...

    def exercises(self) -> tuple[Entry, ...]:
        """All of them."""

    def sessions(self) -> tuple[Entry, ...]:
        """Newest first."""

    def programmes(self) -> tuple[tuple[Card, ...], int]:
        """With how many exercises there are in all."""

    def programme(self, name: str) -> ProgrammePage: ...

    def exercise(self, name: str) -> ExercisePage: ...

    def plans(self) -> tuple[Mapping[str, str], PlanPage | None, str]:
        """Name → title, the one that is followed, and the folder for one's own."""

    def shown(self, exercise: str) -> Mapping[str, bool]:
        """Settings, by name, that the exercise or the plan wants while this exercise runs."""

    def everybody(self) -> tuple[Sequence[Person], str]:
        """All people on this computer, and the name of who is there."""

    def choose(self, person: str) -> None:
        """They are there now: ``settings``, ``folder``, language and all that is kept are theirs from now on."""

    def introduce(self, title: str, colour: str, person: str | None) -> None:
        """Somebody new (None), who is there from now on, or another name and colour for somebody."""

    def forget(self, person: str) -> None:
        """Deletes all that was kept of them, for good."""

    def cameras(self) -> Cameras: ...

    def look(self) -> Feed:
        """What the camera sees, for the camera check; nothing is kept of it."""

    def about(self) -> tuple[Told, Mapping[str, str]]:
        """What the about page says, and the licences of the parts."""

    def save(self, settings: Settings) -> None:
        """The person has changed a setting: ``self.settings`` are these from now on. Raises BadInput where they cannot
        be kept, and then they hold all the same."""

    def scores(self, exercise: str) -> bool:
        """Whether anything in it is scored."""

    def for_two(self, exercise: str) -> bool:
        """Whether two people do it, who both have to agree to what is kept."""

    def free(self, exercise: str) -> bool:
        """Whether it asks for nothing but to look into the mirror."""

    def begin(self, exercise: str, keep: bool, film: bool = False) -> Feed:
        """Starts a session and returns at once: camera and model are opened in the feed's thread. From now on it needs
        none of the files that the exercise came from. ``film``: the person said yes to a film of this one session."""

    def finished(self, feed: Feed) -> Finished:
        """Asked once, after the feed has ended (or was left behind)."""

    def progress(self) -> Progress:
        """All that was kept, looked at together. Called in a thread, since it may take a second."""

    def review(self, session: str) -> Review | Scores:
        """A session that was kept. Called in a thread, since a long one may take a moment."""

    def comparable(self, review: Review) -> tuple[Entry, ...]:
        """Other sessions in which something of the same was asked, newest first."""

    def note(self, session: str, note: Noted, instead: Noted | None) -> tuple[Noted, ...]:
        """Keeps a note of a session, perhaps in the place of another; answers with all of them."""

    def drop_note(self, session: str, note: Noted) -> tuple[Noted, ...]:
        """Deletes one; answers with those that are left."""

    def keep_expression(self, session: str, face: Expression, title: str) -> KeptExpression:
        """Keeps a face of a session as an expression of the person's own, which can be practised from now on. Raises
        BadInput, with words for the person."""

    def drop_expression(self, name: str) -> None:
        """Deletes one of the person's own, for good."""

    def drop_film(self, session: str) -> None:
        """Deletes the film beside a session, for good."""

    def delete(self, session: str) -> None:
        """Deletes a session kept earlier, for good."""

    def rename(self, session: str, name: str) -> None:
        """Calls a session kept earlier something else."""

    def key(self, *, make: bool = False) -> tuple[str, str]:
        """The public key, for others to hand sessions over with ("": there is none yet), and the file in which its
        other half is. ``make``: makes it, if there is none."""

    def copy(self, text: str) -> bool:
        """To the clipboard; False where that cannot be done."""
