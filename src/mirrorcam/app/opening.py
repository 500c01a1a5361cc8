"""What a run begins with: which pictures, which eyes, whose neutral, kept where."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import SystemRandom

from mirrorcam.app.filmed import Filmed
from mirrorcam.app.measuring.at_rest import neutral_of
from mirrorcam.app.own_expressions import expressions
from mirrorcam.app.practice import Practice
from mirrorcam.app.seeing import Eyes, Viewer, existing, eyes_for
from mirrorcam.avatars import DEFAULT, open_avatar, people
from mirrorcam.avatars.picture import picture
from mirrorcam.errors import BadInput
from mirrorcam.exercise import Exercise, drawn, find_exercise
from mirrorcam.film import film_path
from mirrorcam.phrases import listed, phrase
from mirrorcam.range_of_movement import Range, hardly_measured
from mirrorcam.recorder import Recorder
from mirrorcam.session import Session
from mirrorcam.session_file import RecordingError
from mirrorcam.sources import Draw, Source, SourceError, kind_of, open_source
from mirrorcam.sources.filming import Filming
from mirrorcam.sources.synthetic import Pair
from mirrorcam.steps.imitate import Imitate
from mirrorcam.stores import Store
from mirrorcam.target import Target
from mirrorcam.trackers.model import ensure_model

PERFORMER = "synthetic"
FRAME_SIZE = (640, 480)
HALF_FRAME = (480, 480)
"""Where two perform side by side."""
TWO_PERFORMERS = ("mateo", "amara")
SEEDS = 100_000

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of a run. ``source`` None: the camera, or the performer without one. ``save`` None: in the
    store, if ``keep``."""

    exercise: Exercise
    source: str | None = None
    neutral_files: Sequence[Path] = ()
    person: str | None = None
    keep: bool = True
    save: Path | None = None
    attended: bool = False
    """Somebody can turn the cards over."""
    film: bool = False
    """The person said yes to a film of this one session; only of one that is kept."""
    camera: str = ""
    """Which camera, where no source is given: "camera:NAME"; any other where it is not there."""
    targets: Mapping[str, Target] = field(default_factory=dict)
    """The expressions that the exercise was read with: one of them may have been deleted or broken since."""


def wish_of(arguments: argparse.Namespace) -> Wish:
    """What the command line asks for. Raises BadInput."""
    film = bool(getattr(arguments, "video", False))
    if film and arguments.no_save:
        raise BadInput(
            "--video keeps a film beside the session, and --no-save keeps no session: leave one out."
        )
    return Wish(
        exercise=find_exercise(arguments.exercise, expressions(), people()),
        source=arguments.source,
        neutral_files=arguments.neutral or (),
        person=arguments.person,
        keep=not arguments.no_save,
        save=arguments.save,
        film=film,
    )


def open_practice(wish: Wish, store: Store, say: Say) -> Practice:
    """Opens all that a run needs; ``say`` gets a sentence when something is not as one might expect.

    Raises BadInput for what cannot be opened; nothing is left open then.
    """
    if wish.film and wish.source is not None and kind_of(wish.source) == "recording":
        raise BadInput(f"{wish.source}: a kept session has no pictures of which a film could be made.")
    ensure_model()  # fetched, if need be, before anything else is opened
    with Viewer() as viewer:
        neutral = neutral_of(existing(wish.neutral_files), viewer) if wish.neutral_files else None
    person, for_two = wish.person or wish.exercise.person or DEFAULT, wish.exercise.for_two
    source, eyes = open_source_or_performer(wish.source, person, say, for_two=for_two, camera=wish.camera)
    try:
        own = own_range(wish.exercise, store, say)
        targets = {**wish.targets, **expressions()}
        exercise = drawn(wish.exercise, SystemRandom().randrange(SEEDS), targets)
        session = Session(exercise, targets, neutral, store.neutral(), wish.attended, own=own)
        tell_if_small(session, say)
        return Practice(source, eyes, session, *_kept(wish, session, source, store))
    except BaseException:
        eyes.close()
        source.close()
        raise


def open_source_or_performer(
    name: str | None, person: str, say: Say, *, for_two: bool = False, camera: str = ""
) -> tuple[Source, Eyes]:
    """``for_two``: two people are to be seen, so two perform. ``camera``: the one to try first, where none is named."""
    if name is None:
        for one in filter(None, (camera, "camera")):
            with suppress(SourceError):
                return _with_eyes(open_source(one), one, for_two)
        say(phrase("notice.steps_in"))
        name = PERFORMER
    source = performers(person) if for_two and name == PERFORMER else open_source(name, performing(person))
    return _with_eyes(source, name, for_two)


def _with_eyes(source: Source, name: str, for_two: bool) -> tuple[Source, Eyes]:
    """A camera that nobody can look through is let go of: its light goes out."""
    try:
        return source, eyes_for(name, for_two=for_two)
    except BaseException:
        source.close()
        raise


def performing(person: str, size: tuple[int, int] = FRAME_SIZE) -> Draw:
    """Draws the avatar as a camera would see it."""
    avatar = open_avatar(person)
    return lambda expression, head: picture(avatar, expression, head, *size)


def performers(person: str) -> Source:
    """``person``, and somebody else beside them."""
    other = next(one for one in TWO_PERFORMERS if one != person)
    return Pair((performing(person, HALF_FRAME), performing(other, HALF_FRAME)))


def _kept(
    wish: Wish, session: Session, source: Source, store: Store
) -> tuple[Recorder | None, Filmed | None]:
    """What keeps the session, and what keeps its film; a film only where there was a yes, and only beside a session."""
    now = datetime.now().astimezone()
    path = wish.save or (store.new_session(wish.exercise.name, now) if wish.keep else None)
    if path is None:
        return None, None
    filming = Filming(film_path(path)) if wish.film else None
    try:
        recorder = Recorder(path, session, now, wish.person or "", source.name)
    except BaseException as error:
        if filming is not None:
            filming.close()
        if isinstance(error, RecordingError) and wish.save is None:
            raise BadInput(phrase("going_on.not_begun", why=error)) from None
        raise
    return recorder, None if filming is None else Filmed(filming)


def own_range(exercise: Exercise, store: Store, say: Say) -> Range | None:
    """How far this face goes, if the exercise asks for it and it is known."""
    if exercise.scale == "common":
        return None
    own = store.range()
    if own is None:
        say(phrase("notice.no_range"))
    return own


def tell_if_small(session: Session, say: Say) -> None:
    """That something asked for on the own scale is hardly more than a still face moves."""
    asked = [step for step in session.exercise.steps if isinstance(step, Imitate)] if session.own else []
    small = [step for step in asked if hardly_measured(session.targets[step.target], step.intensity)]
    if small:
        titles = dict.fromkeys(step.heading(session.targets) for step in small)
        say(phrase("notice.small_range", list=listed(list(titles))))


def remember_face(practice: Practice, store: Store) -> None:
    """Keeps what a person (not a film, not the performer) showed of their face, if the session is kept, too: the last
    neutral, for when they skip the next; and how far it goes. Of two people nobody knows whose face it would be."""
    if not practice.source.live or practice.session.exercise.for_two or practice.kept_in is None:
        return
    if practice.session.taken:
        store.keep_neutral(practice.session.taken[-1][1])
    session, known = practice.session, store.range()
    if (found := session.measured_range()).reaches:
        store.keep_range(known.updated(found, session.usual_range()) if known else found)
