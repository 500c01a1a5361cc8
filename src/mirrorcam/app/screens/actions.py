"""What a screen hands back for others to do: plain data, one for each thing that can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mirrorcam.expression import Expression
from mirrorcam.recording import Noted


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin an exercise. ``keep`` None: as the settings say, and ask if they say nothing."""

    exercise: str
    keep: bool | None = None
    remember: bool = False
    """``keep`` is the person's answer from now on, not only for this time."""
    film: bool | None = False
    """Whether they said yes to a film of this one session; None: ask them first."""


@dataclass(frozen=True, slots=True)
class Open:
    """Look at a session kept earlier."""

    session: str


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete a session kept earlier, for good."""

    session: str


@dataclass(frozen=True, slots=True)
class Jot:
    """Keep a note of a session; ``instead``: in the place of another."""

    session: str
    note: Noted
    instead: Noted | None = None


@dataclass(frozen=True, slots=True)
class Unjot:
    """Delete a note of a session."""

    session: str
    note: Noted


@dataclass(frozen=True, slots=True)
class Unfilm:
    """Delete the film beside a session, for good."""

    session: str


@dataclass(frozen=True, slots=True)
class KeepExpression:
    """Keep a face of a session as an expression of one's own; ``title``: "" for one that nobody gave."""

    session: str
    face: Expression
    title: str


@dataclass(frozen=True, slots=True)
class DropExpression:
    """Delete one of the person's own expressions, for good."""

    name: str


@dataclass(frozen=True, slots=True)
class Compare:
    """The session that is looked back on: with another (its name), or an attempt of its own ("#3")."""

    with_what: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Call a session kept earlier something else."""

    session: str
    name: str


@dataclass(frozen=True, slots=True)
class Copy:
    """To the clipboard."""

    text: str


@dataclass(frozen=True, slots=True)
class MakeKey:
    """The key that others hand sessions over with; made once."""


@dataclass(frozen=True, slots=True)
class Show:
    """To a page about one thing: a programme, an exercise, the camera before it."""

    place: Go
    name: str


@dataclass(frozen=True, slots=True)
class Choose:
    """Somebody else is before the screen now: the name of one of several people."""

    person: str


@dataclass(frozen=True, slots=True)
class Introduce:
    """What somebody is called, and their colour; ``person`` None: somebody new."""

    title: str
    colour: str
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Forget:
    """All that was kept of somebody goes, for good."""

    person: str


class Go(StrEnum):
    """To another place of the program."""

    HOME = "home"
    BACK = "back"  # to the session that was left for a moment; home where there is none
    EXERCISES = "exercises"
    SESSIONS = "sessions"
    SETTINGS = "settings"
    PEOPLE = "people"
    PROGRESS = "progress"
    PROGRAMMES = "programmes"
    PROGRAMME = "programme"
    EXERCISE = "exercise"
    WHO = "who"
    CAMERA = "camera"
    ABOUT = "about"
    PLANS = "plans"
    REVIEW = "review"  # a session that was kept
    COMPARE = "compare"  # what it can be compared with
    COMPARED = "compared"
    KEY = "key"
    AGAIN = "again"  # the recording of the session that has just ended
    QUIT = "quit"


class Aside(StrEnum):
    """What whoever guides does beside the session; it is not part of the recording."""

    STRIP = "strip"  # their keys, shown or not
    WINDOW = "window"  # the second window
    SCORE = "score"  # shown or not, for this session
    PICTURE = "picture"
    FILM = "film"  # ends; once it has ended: is deleted


@dataclass(frozen=True, slots=True)
class Own:
    """Something that the screen does by itself."""

    what: str
    of: str = ""
