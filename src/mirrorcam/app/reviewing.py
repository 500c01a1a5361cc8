"""A session that is looked back on: what was kept of it, opened without computing it anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirrorcam.app.kept.keeping import whose_it_is
from mirrorcam.app.report.story import read_story
from mirrorcam.errors import BadInput
from mirrorcam.face import Sample
from mirrorcam.instant import instant
from mirrorcam.noting import add_note, change_note, remove_note
from mirrorcam.phrases import day_and_time, duration, phrase, translated
from mirrorcam.recording import About, Noted, Recording, read_notes, read_recording, session_moments
from mirrorcam.review import Row
from mirrorcam.sources.film_reader import Film
from mirrorcam.timeline import Attempt, Spared, Timeline

Picture = NDArray[np.uint8]


def no_face(_: float) -> Sample | None:
    """Where landmarks were not kept."""
    return None


def no_picture(_: float) -> Picture | None:
    """Where no film was kept."""
    return None


def nothing_open() -> None:
    """Where there is nothing to let go of."""


@dataclass(frozen=True)
class Review:
    """What there is to see of a session. ``face`` and ``picture`` tell what the tracker and the camera saw at a time of
    the session, where that was kept."""

    session: str
    """What it is called when it is asked for again."""
    title: str
    """When it was: "Session 14 Nov, 18:02"."""
    words: str
    """What was practised, and what was kept of it."""
    timeline: Timeline
    notes: tuple[Noted, ...] = ()
    trials: tuple[Sequence[Mapping[str, Any]], ...] = ()
    """What was kept of each step's trials."""
    face: Callable[[float], Sample | None] = no_face
    picture: Callable[[float], Picture | None] = no_picture
    asked: frozenset[str] = frozenset()
    """The expressions that were asked for."""
    filmed: bool = False
    """A film was kept beside it."""
    words_unfilmed: str = ""
    """``words``, once the film has been deleted."""
    close: Callable[[], None] = nothing_open
    """Lets go of the film, if there is one."""

    @property
    def gone(self) -> bool:
        """Its file is not there any more, or cannot be read: what was not at hand by then is missing."""
        source = self.timeline.source
        return isinstance(source, Spared) and source.gone

    @cached_property
    def attempts(self) -> tuple[Attempt, ...]:
        return self.timeline.attempts

    def trial(self, attempt: Attempt) -> Mapping[str, Any]:
        """What was kept of an attempt; empty where that is not known."""
        if not 0 <= attempt.step < len(self.trials) or attempt.number >= len(self.trials[attempt.step]):
            return {}
        return self.trials[attempt.step][attempt.number]

    def onset_s(self, attempt: Attempt) -> float:
        """When the expression began to show; when it was asked for, where that is not known."""
        onset_s = self.trial(attempt).get("onset_s")
        return attempt.go_s + (onset_s if isinstance(onset_s, int | float) else 0.0)

    def score(self, attempt: Attempt) -> float | None:
        score = self.trial(attempt).get("score")
        return float(score) if isinstance(score, int | float) else None

    def attempt_at(self, time_s: float) -> Attempt | None:
        """The one that was going on, or the last one before; the first one before there is any."""
        before = [one for one in self.attempts if one.go_s <= time_s]
        return before[-1] if before else (self.attempts[0] if self.attempts else None)


@dataclass(frozen=True)
class Scores:
    """What there is of a session that was handed over as scores only: nothing to watch."""

    title: str
    """When it was, as that of a review."""
    practised: str
    """What was practised, and by whom."""
    length: str
    rows: tuple[Row, ...]
    notes: tuple[Noted, ...] = ()


@dataclass(frozen=True)
class Comparing:
    """Two sessions, or one with itself, and which attempts stand side by side: aligned where each began to show."""

    one: Review
    other: Review
    pairs: tuple[tuple[Attempt, Attempt], ...]
    first: int = 0
    """The pair that is shown first."""


def alike(review: Review, attempt: Attempt) -> list[Attempt]:
    """The other attempts of the session at the same; all others where there is none."""
    others = [one for one in review.attempts if one != attempt]
    return [one for one in others if one.title == attempt.title] or others


def compared(one: Review, other: Review, attempt: Attempt | None) -> Comparing:
    """Two sessions, trial by trial: the first try at something with the first one, and so on. Raises BadInput where
    nothing that was tried in the one was tried in the other."""
    pairs = tuple(_pairs(one, other))
    if not pairs:
        raise BadInput(phrase("review.nothing_alike"))
    first = next((i for i, (mine, _) in enumerate(pairs) if mine == attempt), 0)
    return Comparing(one, other, pairs, first)


def _pairs(one: Review, other: Review) -> Sequence[tuple[Attempt, Attempt]]:
    theirs: dict[str, list[Attempt]] = {}
    for attempt in other.attempts:
        theirs.setdefault(attempt.title, []).append(attempt)
    return [(mine, theirs[mine.title].pop(0)) for mine in one.attempts if theirs.get(mine.title)]


# ------------------------------------------------------------ opening


def open_kept(path: Path, session: str = "") -> Review | Scores:
    """Whatever there is of a session. Raises BadInput."""
    recording = read_recording(path)
    return _scores(recording) if recording.about.scores_only else open_review(path, session)


def _scores(recording: Recording) -> Scores:
    about = recording.about
    return Scores(
        _called(about),
        " · ".join(filter(None, (translated(about.title), whose_it_is(about)))),
        duration(about.duration_s),
        read_story(recording).summary.rows,
        recording.notes,
    )


def _called(about: About) -> str:
    return phrase("replay.title", when=day_and_time(datetime.fromisoformat(about.created)))


def open_review(path: Path, session: str = "") -> Review:
    """Raises BadInput for what is no whole recording, or holds nothing to show."""
    recording = read_recording(path)
    timeline = Timeline.read(path)
    if not len(timeline):
        recording.check_recomputable("there is nothing of it to be moved along")
        timeline = Timeline.of([instant(moment, seen.seen) for seen, _, moment in session_moments(recording)])
    if not len(timeline):
        raise BadInput(phrase("replay.nothing", file=path))
    timeline = replace(timeline, source=Spared(timeline.source, len(timeline)))
    about, film = recording.about, Film(path)
    exercise = translated(about.title)
    without = phrase("replay.words", title=exercise)
    return Review(
        session=session or str(path),
        title=_called(about),
        words=phrase("review.words_filmed", title=exercise) if film else without,
        words_unfilmed=without,
        timeline=timeline,
        notes=recording.notes,
        trials=recording.trials,
        asked=frozenset(recording.begin().exercise.targets),
        face=_Faces(recording).at,
        picture=film.at,
        filmed=bool(film),
        close=film.close,
    )


class _Faces:
    """The samples of a session by their time, a second of them at hand."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._second: Sequence[Sample] = ()

    def at(self, time_s: float) -> Sample | None:
        """The newest one at that time; None where there is none, or it cannot be read."""
        if not self._holds(time_s):
            with suppress(BadInput, sqlite3.Error):
                self._second = self._recording.second(time_s)
        before = [sample for sample in self._second if sample.time_s <= time_s + 1e-6]
        return before[-1] if before else None

    def _holds(self, time_s: float) -> bool:
        return bool(self._second) and self._second[0].time_s <= time_s < self._second[-1].time_s


# ------------------------------------------------------------ notes


def keep_note(path: Path, note: Noted, instead: Noted | None) -> tuple[Noted, ...]:
    """A new note, or another text for one; answers with all of them. Raises BadInput, with nothing lost."""
    now = datetime.now().astimezone()
    if instead is None:
        add_note(path, now, note)
    else:
        change_note(path, now, instead, note.text, note.tags)
    return read_notes(path)


def drop_note(path: Path, note: Noted) -> tuple[Noted, ...]:
    """As ``keep_note``, without it."""
    remove_note(path, note)
    return read_notes(path)
