"""A session in one file: ``read_recording`` reads it, ``replay`` computes it anew; recorder.py writes it.

docs/recording-format.md is the authority for every byte here.
"""

from __future__ import annotations

import math
import sqlite3
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from mirrorcam.acts import Act, Note, read_act
from mirrorcam.blocks import Block, BlockError, unpack
from mirrorcam.calibration import Neutral
from mirrorcam.exercise import parse_exercise
from mirrorcam.face import Sample, microseconds
from mirrorcam.range_of_movement import Range
from mirrorcam.session import Moment, Session
from mirrorcam.session_file import MAX_ROW_SAMPLES, RecordingError, bounded_json, opened, read_meta
from mirrorcam.tables import TableError
from mirrorcam.target import parse_target
from mirrorcam.waiting import awake

T = TypeVar("T")

WORDS = ("program", "formula", "created", "exercise", "title", "person", "source")
"""What every session says of itself in ``meta``."""
MOST_US = 2**53
"""Of a session's length: up to there a float still tells one microsecond from the next."""


class Content(StrEnum):
    """What of a session is handed over; each has less than the one before."""

    FULL = "full"
    NO_LANDMARKS = "no-landmarks"
    SCORES = "scores"


@dataclass(frozen=True)
class About:
    """What a list of sessions tells of one; read without its samples."""

    path: Path
    program: str
    formula: str
    created: str
    exercise: str
    title: str
    person: str
    source: str
    attended: bool
    finished: bool
    """False: it was cut off (a crash), and holds what was kept until then."""
    frames: int
    duration_s: float
    """How long it took, without what the computer slept through."""
    pseudonym: str = ""
    """The name that stands for whoever practised."""
    received: str = ""
    """When it was opened that came from somebody else (ISO 8601); "": it was practised here."""
    handed: str = ""
    """The fingerprint of what was opened then, by which the same file is known when it comes again."""
    content: str = Content.FULL
    """Of a session that was handed over, what is in it: one of ``Content``."""

    @property
    def recomputable(self) -> bool:
        """Whether the points of the face are in it, from which everything is computed."""
        return self.content == Content.FULL

    @property
    def scores_only(self) -> bool:
        """Whether there is nothing in it that could be watched."""
        return self.content == Content.SCORES


@dataclass(frozen=True)
class Event:
    """What somebody did, and the number of samples that came before it."""

    at: int
    time_s: float
    command: Act


@dataclass(frozen=True, slots=True, order=True)
class Noted:
    """A note that is kept, about an instant or a span of the session's time. ``text`` "": a mark without words."""

    begin_s: float
    end_s: float
    text: str
    tags: tuple[str, ...] = ()
    number: int | None = None
    """Its place among the notes that were written when looking back; None: it was written during the session."""


@dataclass(frozen=True)
class Recording:
    """A session that was kept. ``samples()`` reads the file anew each time, a second at a time."""

    about: About
    exercise_text: str
    expressions: dict[str, str]
    given: Neutral | None
    kept: Neutral | None
    own: Range | None
    """How far the person's face goes, where the exercise asked for their own scale."""
    taken: tuple[tuple[int, Neutral], ...]
    events: tuple[Event, ...]
    steps: tuple[dict[str, Any], ...]
    """The live session's results; empty if it was cut off."""
    trials: tuple[list[dict[str, Any]], ...]

    rules: int
    """As in ``Session``."""
    notes: tuple[Noted, ...]
    """In order of time: what was noted during the session, and when looking back."""

    def samples(self, first: int = 0, end: int | None = None) -> Iterator[Sample]:
        """Every sample, exactly as the session saw it; or those from number ``first`` until ``end``. Raises
        RecordingError for a damaged file."""
        columns = ", ".join(Block.__slots__)
        end = sys.maxsize if end is None else end
        with opened(self.about.path) as file:
            for at, *row in file.execute(
                f"SELECT first, {columns} FROM samples WHERE first + count > ? AND first < ? ORDER BY first",
                (first, end),
            ):
                beside = file.execute(f"SELECT {columns} FROM others WHERE first = ?", (at,)).fetchone()
                samples: Iterable[Sample] = unpack(_block(row))
                samples = samples if beside is None else _for_two(list(samples), unpack(_block(beside)))
                yield from islice(samples, max(0, first - at), max(0, end - at))

    def blocks(self, read: Callable[[Block], T]) -> Iterator[T]:
        """What ``read`` makes of each second of samples; of two people, of the one who is kept first. Raises
        RecordingError for a damaged file."""
        columns = ", ".join(Block.__slots__)
        with opened(self.about.path) as file:
            for row in file.execute(f"SELECT {columns} FROM samples ORDER BY first"):
                yield read(_block(row))

    def second(self, time_s: float) -> list[Sample]:
        """The samples of the row in which that time of the session lies; empty before the first one."""
        columns = ", ".join(Block.__slots__)
        with opened(self.about.path) as file:
            row = file.execute(
                f"SELECT {columns} FROM samples WHERE first = (SELECT max(first) FROM samples WHERE begin_us <= ?)",
                (microseconds(time_s),),
            ).fetchone()
            return [] if row is None else unpack(_block(row))

    def check_recomputable(self, what: str) -> None:
        """Raises RecordingError where ``what`` needs the points of the face, and they were not handed over."""
        if not self.about.recomputable:
            raise RecordingError(
                f"{self.about.path.stem}: was handed over without the points of the face, so {what}. "
                f"What there is of it: mirrorcam report '{self.about.path.stem}' --out report.html"
            )

    def begin(self) -> Session:
        """The session as it was before its first sample. Raises RecordingError."""
        try:
            targets = {name: parse_target(text, name) for name, text in self.expressions.items()}
            exercise = parse_exercise(self.exercise_text, f"{self.about.exercise}.toml", targets)
        except TableError as error:
            raise RecordingError(f"{self.about.path}: {error}") from None
        return Session(
            exercise,
            targets,
            self.given,
            self.kept,
            self.about.attended,
            own=self.own,
            rules=self.rules,
        )


def read_recording(path: Path) -> Recording:
    """Reads and checks all of it but the samples. Raises RecordingError for what is no whole recording."""
    with opened(path) as file:
        if (found := file.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise RecordingError(f"{path}: is damaged ({found})")
        meta = read_meta(file)
        neutrals = [
            (_whole(at), origin, _neutral(path, bounded_json(value)))
            for at, origin, value in file.execute("SELECT at, origin, value FROM neutrals ORDER BY at")
        ]
        steps = file.execute("SELECT result, trials FROM steps ORDER BY position").fetchall()
        given = {origin: neutral for _, origin, neutral in neutrals}
        return Recording(
            about=_about(path, meta, file),
            exercise_text=meta["exercise_text"],
            expressions=dict(file.execute("SELECT name, text FROM expressions")),
            given=given.get("given"),
            kept=given.get("kept"),
            own=_range(meta),
            taken=tuple((at, neutral) for at, origin, neutral in neutrals if origin == "taken"),
            events=tuple(
                Event(_whole(at), _seconds(time_us), read_act(command))
                for at, time_us, command in file.execute("SELECT * FROM events ORDER BY at, rowid")
            ),
            steps=tuple(dict(bounded_json(result)) for result, _ in steps),
            trials=tuple(_trials(trials) for _, trials in steps),
            rules=_rules(meta),
            notes=_notes(file),
        )


def _neutral(path: Path, content: Any) -> Neutral:
    """Raises RecordingError, in words that do not speak of damage where it may only be another version's."""
    try:
        return Neutral.from_dict(content)
    except ValueError as error:
        raise RecordingError(
            f"{path}: its face at rest cannot be read by this version of mirrorcam ({error}). Another version, which "
            "measured other things, may have kept it: open it with that one. The file stays as it is."
        ) from None


def read_notes(path: Path) -> tuple[Noted, ...]:
    """Those of a session, in order of time, without anything else of it. Raises RecordingError."""
    with opened(path) as file:
        return _notes(file)


def _notes(file: sqlite3.Connection) -> tuple[Noted, ...]:
    during = (
        (_seconds(time_us), read_act(command))
        for time_us, command in file.execute("SELECT time_us, command FROM events")
    )
    notes = [Noted(time_s, time_s, act.text) for time_s, act in during if isinstance(act, Note)]
    rows = file.execute("SELECT begin_us, end_us, text, tags, number FROM notes")
    notes += [
        Noted(_seconds(begin_us), _seconds(end_us), str(text), tuple(map(str, bounded_json(tags))), number)
        for begin_us, end_us, text, tags, number in rows
    ]
    return tuple(sorted(notes, key=lambda note: (note.begin_s, note.end_s, note.number or 0)))


def read_about(path: Path) -> About:
    """Only what a list shows. Raises RecordingError."""
    with opened(path) as file:
        return _about(path, read_meta(file), file)


@dataclass(frozen=True)
class Came:
    """What a session came to, without its samples."""

    about: About
    exercise_text: str
    expressions: dict[str, str]
    steps: tuple[dict[str, Any], ...]
    """The live session's results; empty if it was cut off."""
    trials: tuple[list[dict[str, Any]], ...] = ()
    own: Range | None = None
    """As in ``Recording``."""


def read_results(path: Path) -> Came:
    """Only what is needed to look back on many sessions. Raises RecordingError."""
    with opened(path) as file:
        meta = read_meta(file)
        steps = file.execute("SELECT result, trials FROM steps ORDER BY position").fetchall()
        return Came(
            about=_about(path, meta, file),
            exercise_text=meta["exercise_text"],
            expressions=dict(file.execute("SELECT name, text FROM expressions")),
            steps=tuple(dict(bounded_json(result)) for result, _ in steps),
            trials=tuple(_trials(trials) for _, trials in steps),
            own=_range(meta),
        )


def moments(recording: Recording) -> Iterator[tuple[Sample, Moment]]:
    """The session again, computed from its samples and commands alone."""
    return _moments(recording, recording.begin())


def session_moments(recording: Recording) -> Iterator[tuple[Session, Sample, Moment]]:
    """As ``moments``, with the session as it is just then: whose neutral, which step."""
    session = recording.begin()
    return ((session, sample, moment) for sample, moment in _moments(recording, session))


def replay(recording: Recording) -> Session:
    """The session at its end, computed anew: its ``results()`` equal those of the live one exactly."""
    session = recording.begin()
    for _ in _moments(recording, session):
        pass
    return session


def _moments(recording: Recording, session: Session) -> Iterator[tuple[Sample, Moment]]:
    events = deque(recording.events)
    for number, sample in enumerate(recording.samples()):
        _obey(session, events, number)
        yield sample, session.advance(sample.time_s, sample)
    _obey(session, events, math.inf)


def _obey(session: Session, events: deque[Event], number: float) -> None:
    while events and events[0].at <= number:
        event = events.popleft()
        session.command(event.time_s, event.command)


def _range(meta: Mapping[str, str]) -> Range | None:
    """Raises ValueError."""
    return Range.from_dict(bounded_json(meta["range"])) if meta.get("range") else None


def _rules(meta: Mapping[str, str]) -> int:
    """Which it went by; the first two had a key each. Raises ValueError."""
    before = sum(meta.get(key) == "1" for key in ("taken_back", "sleep_skipped"))
    return int(meta.get("rules", before))


def _trials(text: Any) -> list[dict[str, Any]]:
    """Of one step. Raises ValueError and TypeError."""
    return [dict(trial) for trial in bounded_json(text)]


def _about(path: Path, meta: dict[str, str], file: sqlite3.Connection) -> About:
    """Where the samples were left out, ``meta`` says how many there were. Raises ValueError, KeyError or TypeError for
    what no list, page or report could show: it is looked at here, so that nobody after has to doubt it."""
    if not meta:
        raise RecordingError(
            f"{path}: nothing is kept in it. If it is a copy that was made while the session ran, copy it again now: "
            "until a session is over, most of it lies in a file beside it, whose name ends in -wal."
        )
    frames, length_us = _extent(file)
    if not frames and "frames" in meta:
        frames, length_us = _checked(int(meta["frames"]), int(meta["length_us"]))
    check_when(meta["created"])
    if meta.get("received"):
        check_when(meta["received"])
    return About(
        path=path,
        **{key: meta[key] for key in WORDS},
        attended=meta["attended"] == "1",
        finished=meta["finished"] == "1",
        frames=frames,
        duration_s=length_us / 1e6,
        pseudonym=meta.get("pseudonym", ""),
        received=meta.get("received", ""),
        handed=meta.get("handed", ""),
        content=Content(meta.get("content", Content.FULL)),
    )


def _extent(file: sqlite3.Connection) -> tuple[int, int]:
    """How many samples there are, and for how many microseconds the computer was awake with them: it can have slept
    only between two rows. Raises ValueError."""
    frames = length_us = last_us = 0
    for row in file.execute("SELECT count, begin_us, end_us FROM samples ORDER BY first"):
        count, begin_us, end_us = _checked(*row)
        between_us = microseconds(awake((begin_us - last_us) / 1e6))
        length_us += between_us + max(0, end_us - begin_us)
        frames, last_us = frames + count, end_us
    _checked(frames, length_us)
    return frames, length_us


def _whole(number: Any) -> int:
    """Raises ValueError for what is no number of samples or of microseconds."""
    if not isinstance(number, int) or abs(number) > MOST_US:
        raise ValueError("when something was done or noted is no number of samples or of microseconds")
    return number


def _seconds(time_us: Any) -> float:
    return _whole(time_us) / 1e6


def _checked(*numbers: Any) -> tuple[int, ...]:
    if not all(isinstance(number, int) and 0 <= number <= MOST_US for number in numbers):
        raise ValueError("how long it is, is no number of samples or of microseconds")
    return numbers


def check_when(text: str) -> None:
    """Raises ValueError for what is no time (ISO 8601), or one that has no day before or after it, which weeks and
    clocks of other places need."""
    try:
        sound = 1 < datetime.fromisoformat(text).year < 9999
    except ValueError:
        sound = False
    if not sound:
        raise ValueError(f'"{text[:40]}" is no time')


def _for_two(samples: Sequence[Sample], others: Sequence[Sample]) -> Iterator[Sample]:
    if len(samples) != len(others):
        raise BlockError("the samples of two people do not fit together")
    return (replace(one, other=other) for one, other in zip(samples, others, strict=True))


def _block(row: Sequence[Any]) -> Block:
    block = Block(*row)
    if not 0 < block.count <= MAX_ROW_SAMPLES:
        raise BlockError(f"a row of {block.count} samples")
    return block
