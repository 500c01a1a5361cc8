"""A session in one file: ``Recorder`` writes it, ``read_recording`` reads it, ``replay`` computes it anew.

docs/recording-format.md is the authority for every byte here.
"""

from __future__ import annotations

import json
import math
import os
import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from mirrorcam.blocks import Block, BlockError, pack, unpack
from mirrorcam.calibration import Neutral
from mirrorcam.errors import BadInput
from mirrorcam.exercise import parse_exercise
from mirrorcam.face import Sample, microseconds
from mirrorcam.range_of_movement import Range
from mirrorcam.score import FORMULA_VERSION
from mirrorcam.session import NOTED, Act, Moment, Note, Session, read_act
from mirrorcam.tables import TableError
from mirrorcam.target import parse_target

Statement = tuple[str, tuple[Any, ...]]

APPLICATION_ID = 0x4D435231
FORMAT = 1
ROW_S = 1.0
"""Samples are written after this much of their own time: what a crash may cost."""
ROW_SAMPLES = 250
MAX_ROW_SAMPLES = 10_000
SUFFIX = ".mirrorcam"

SCHEMA = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE expressions (name TEXT PRIMARY KEY, text TEXT NOT NULL)",
    "CREATE TABLE neutrals (at INTEGER NOT NULL, origin TEXT NOT NULL, value TEXT NOT NULL)",
    *(
        f"CREATE TABLE {table} (first INTEGER PRIMARY KEY, count INTEGER NOT NULL, begin_us INTEGER NOT NULL, "
        "end_us INTEGER NOT NULL, time_us BLOB NOT NULL, facts BLOB NOT NULL, files TEXT, "
        "landmarks BLOB NOT NULL, blendshapes BLOB NOT NULL, head BLOB NOT NULL, patches BLOB NOT NULL)"
        for table in ("samples", "others")
    ),
    "CREATE TABLE events (at INTEGER NOT NULL, time_us INTEGER NOT NULL, command TEXT NOT NULL)",
    "CREATE TABLE steps (position INTEGER PRIMARY KEY, result TEXT NOT NULL, trials TEXT NOT NULL)",
)
_MAGIC = b"SQLite format 3\0"


class RecordingError(BadInput):
    """A recording that cannot be written or read: which, why, and what to do."""


class Recorder:
    """Keeps a session in a new file. Tell it every sample (``add``) and every command (``event``) in the
    order in which the session gets them, and ``finish`` at the end. As a context manager it closes the file,
    finished or not.

    Raises RecordingError when the file cannot be written, once: from then on it is silent and keeps nothing,
    so that practice can go on. What was kept until then stays readable.
    """

    def __init__(
        self, path: Path, session: Session, created: datetime, person: str = "", source: str = ""
    ) -> None:
        self.path = path
        self._session = session
        self._pending: list[Sample] = []
        self._events: list[tuple[int, int, str]] = []
        self._count = 0
        self._neutrals = 0
        self._kept_s = 0.0
        self._file: sqlite3.Connection | None = _create(path)
        self._write(*_beginning(session, created, person, source))

    def add(self, sample: Sample) -> None:
        """The sample that the session sees next."""
        if self._file is None:
            return
        if self._is_due(sample):
            self.flush()
        self._pending.append(sample)
        self._count += 1

    def event(self, time_s: float, command: Act) -> None:
        """A command that acts before the sample that is added next. A note takes the place of an earlier one of the
        same instant."""
        self._events.append((self._count, microseconds(time_s), command.value))

    def flush(self) -> None:
        """Writes what has come up to now, in one transaction."""
        samples, events, session = self._pending, self._events, self._session
        neutrals = session.taken[self._neutrals :], session.taken_beside[self._neutrals :]
        self._pending, self._events, self._neutrals = [], [], len(session.taken)
        others = [sample.other for sample in samples if sample.other is not None]
        first = self._count - len(samples)
        self._write(
            *_sample_row("samples", first, samples),
            *_sample_row("others", first, others),
            *(row for event in events for row in _event_rows(*event)),
            *(_neutral_row(at, "taken", neutral) for at, neutral in neutrals[0]),
            *(_neutral_row(at, "beside", neutral) for at, neutral in neutrals[1]),
        )
        self._kept_s = samples[-1].time_s if samples else self._kept_s

    def finish(self) -> None:
        """Keeps the results, says that the session was closed in order, and closes the file."""
        self.flush()
        steps = zip(self._session.results(), self._session.trials(), strict=True)
        self._write(
            *(
                ("INSERT INTO steps VALUES (?, ?, ?)", (i, json.dumps(result), json.dumps(trials)))
                for i, (result, trials) in enumerate(steps)
            ),
            ("UPDATE meta SET value = '1' WHERE key = 'finished'", ()),
        )
        self.close()

    def note_late(self, time_s: float, note: Note) -> None:
        """A note that was finished only after the session was. Raises RecordingError."""
        if self._file is None:
            self._file = sqlite3.connect(self.path, check_same_thread=False)
        self.event(time_s, note)
        self.close()

    def close(self) -> None:
        """Closes the file, with what has come up to now in it; its companions are folded in."""
        try:
            self.flush()
        finally:
            file, self._file = self._file, None
            if file is not None:
                _fold(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _is_due(self, sample: Sample) -> bool:
        if not self._pending:
            return False
        if (sample.other is None) != (self._pending[0].other is None):
            return True  # so that a row has the other of all its samples, or of none
        return sample.time_s - self._pending[0].time_s >= ROW_S or len(self._pending) >= ROW_SAMPLES

    def _write(self, *statements: Statement) -> None:
        """All of them, or none."""
        if self._file is None:
            return
        try:
            with self._file:
                for statement, values in statements:
                    self._file.execute(statement, values)
        except sqlite3.Error as error:
            file, self._file = self._file, None
            file.close()
            raise RecordingError(self._trouble(error)) from error

    def _trouble(self, error: sqlite3.Error) -> str:
        full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        why = "the disk is full" if full else f"cannot be written any more ({error})"
        kept = f"what was kept until {self._kept_s:.0f} s is readable" if self._kept_s else "nothing is kept"
        return f"{self.path}: {why}; {kept}"


def _create(path: Path) -> sqlite3.Connection:
    """A new, empty recording that only its owner can read."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise RecordingError(f"{path}: there is a file of this name already; choose another") from None
    except OSError as error:
        raise RecordingError(f"{path}: cannot be made ({error.strerror})") from None
    file = sqlite3.connect(path, check_same_thread=False)
    try:
        with file:
            for statement in (
                f"PRAGMA application_id={APPLICATION_ID}",
                f"PRAGMA user_version={FORMAT}",
                *SCHEMA,
            ):
                file.execute(statement)
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("PRAGMA synchronous=NORMAL")
    except sqlite3.Error as error:
        file.close()
        raise RecordingError(f"{path}: cannot be written ({error})") from None
    return file


def _fold(file: sqlite3.Connection) -> None:
    """One plain file again. If that cannot be done (a full disk), its companions stay; readers use them."""
    with closing(file), suppress(sqlite3.Error):
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.execute("PRAGMA journal_mode=DELETE")


def _beginning(session: Session, created: datetime, person: str, source: str) -> Iterator[Statement]:
    """Everything besides samples and commands that decides what comes out of the session."""
    meta = {
        "program": _program(),
        "formula": str(FORMULA_VERSION),
        "created": created.astimezone().isoformat(timespec="seconds"),
        "exercise": session.exercise.name,
        "exercise_text": session.exercise.text,
        "title": session.exercise.title,
        "person": person,
        "source": source,
        "range": json.dumps(session.own.to_dict()) if session.own else "",
        "attended": "1" if session.attended else "0",
        "finished": "0",
    }
    for item in meta.items():
        yield "INSERT INTO meta VALUES (?, ?)", item
    for name, target in session.targets.items():
        yield "INSERT INTO expressions VALUES (?, ?)", (name, target.text)
    for origin, neutral in (("given", session.given), ("kept", session.kept)):
        if neutral is not None:
            yield _neutral_row(0, origin, neutral)


def _program() -> str:
    """Empty when it runs from a checkout that is not installed."""
    with suppress(metadata.PackageNotFoundError):
        return metadata.version("mirrorcam")
    return ""


def _event_rows(at: int, time_us: int, value: str) -> Iterator[Statement]:
    if value.startswith(NOTED):
        of_then = "DELETE FROM events WHERE time_us = ? AND substr(command, 1, ?) = ?"
        yield of_then, (time_us, len(NOTED), NOTED)
    yield "INSERT INTO events VALUES (?, ?, ?)", (at, time_us, value)


def _neutral_row(at: int, origin: str, neutral: Neutral) -> Statement:
    return "INSERT INTO neutrals VALUES (?, ?, ?)", (at, origin, json.dumps(neutral.to_dict()))


def _sample_row(table: str, first: int, samples: Sequence[Sample]) -> Iterator[Statement]:
    if samples:
        block = pack(samples)
        row = (first, *(getattr(block, name) for name in Block.__slots__))
        yield f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row


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


@dataclass(frozen=True)
class Event:
    """What somebody did, and the number of samples that came before it."""

    at: int
    time_s: float
    command: Act


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

    @property
    def notes(self) -> tuple[tuple[float, str], ...]:
        """What was noted, and the session's time in seconds at which its writing began; "": a mark without words."""
        notes = (
            (event.time_s, event.command.text) for event in self.events if isinstance(event.command, Note)
        )
        return tuple(sorted(notes))

    def samples(self) -> Iterator[Sample]:
        """Every sample, exactly as the session saw it. Raises RecordingError for a damaged file."""
        columns = ", ".join(Block.__slots__)
        with _opened(self.about.path) as file:
            for first, *row in file.execute(f"SELECT first, {columns} FROM samples ORDER BY first"):
                beside = file.execute(f"SELECT {columns} FROM others WHERE first = ?", (first,)).fetchone()
                samples = unpack(_block(row))
                yield from samples if beside is None else _for_two(samples, unpack(_block(beside)))

    def begin(self) -> Session:
        """The session as it was before its first sample. Raises RecordingError."""
        try:
            targets = {name: parse_target(text, name) for name, text in self.expressions.items()}
            exercise = parse_exercise(self.exercise_text, f"{self.about.exercise}.toml", targets)
        except TableError as error:
            raise RecordingError(f"{self.about.path}: {error}") from None
        return Session(exercise, targets, self.given, self.kept, self.about.attended, own=self.own)


def read_recording(path: Path) -> Recording:
    """Reads and checks all of it but the samples. Raises RecordingError for what is no whole recording."""
    with _opened(path) as file:
        if (found := file.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise RecordingError(f"{path}: is damaged ({found})")
        meta = dict(file.execute("SELECT key, value FROM meta"))
        neutrals = [
            (at, origin, Neutral.from_dict(json.loads(value)))
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
            own=Range.from_dict(json.loads(meta["range"])) if meta.get("range") else None,
            taken=tuple((at, neutral) for at, origin, neutral in neutrals if origin == "taken"),
            events=tuple(
                Event(at, time_us / 1e6, read_act(command))
                for at, time_us, command in file.execute("SELECT * FROM events ORDER BY at, rowid")
            ),
            steps=tuple(json.loads(result) for result, _ in steps),
            trials=tuple(json.loads(trials) for _, trials in steps),
        )


def read_about(path: Path) -> About:
    """Only what a list shows. Raises RecordingError."""
    with _opened(path) as file:
        return _about(path, dict(file.execute("SELECT key, value FROM meta")), file)


@dataclass(frozen=True)
class Came:
    """What a session came to, without its samples."""

    about: About
    exercise_text: str
    steps: tuple[dict[str, Any], ...]
    """The live session's results; empty if it was cut off."""


def read_results(path: Path) -> Came:
    """Only what is needed to look back on many sessions. Raises RecordingError."""
    with _opened(path) as file:
        meta = dict(file.execute("SELECT key, value FROM meta"))
        steps = file.execute("SELECT result FROM steps ORDER BY position").fetchall()
        results = tuple(dict(json.loads(result)) for (result,) in steps)
        return Came(_about(path, meta, file), meta["exercise_text"], results)


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


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A recording, read-only, that trusts nothing in it. Everything that goes wrong is a RecordingError."""
    _look_at_header(path)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as file:
            file.execute("PRAGMA trusted_schema=OFF")
            file.execute("PRAGMA cell_size_check=ON")
            found = {sql for (sql,) in file.execute("SELECT sql FROM sqlite_schema WHERE sql NOT NULL")}
            if found != set(SCHEMA):
                raise RecordingError(f"{path}: is no mirrorcam recording (its tables are other ones)")
            yield file
    except sqlite3.Error as error:
        raise RecordingError(f"{path}: cannot be read; it may be damaged ({error})") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RecordingError(f"{path}: is damaged ({error})") from None


def _look_at_header(path: Path) -> None:
    """Before SQLite is let near it. Places: https://www.sqlite.org/fileformat.html, 1.3."""
    if path.exists() and not path.is_file():
        raise RecordingError(f"{path}: is not a file")
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise RecordingError(f"{path}: cannot be opened ({error.strerror})") from None
    application, version = (int.from_bytes(header[at : at + 4]) for at in (68, 60))
    if not header.startswith(_MAGIC) or application != APPLICATION_ID:
        raise RecordingError(f"{path}: is no mirrorcam recording")
    if version > FORMAT:
        raise RecordingError(
            f"{path}: was written by a newer mirrorcam (format {version}, this one reads {FORMAT}); "
            "update mirrorcam to open it"
        )


def _about(path: Path, meta: dict[str, str], file: sqlite3.Connection) -> About:
    frames, end_us = file.execute("SELECT sum(count), max(end_us) FROM samples").fetchone()
    words = {
        key: meta[key] for key in ("program", "formula", "created", "exercise", "title", "person", "source")
    }
    return About(
        path=path,
        **words,
        attended=meta["attended"] == "1",
        finished=meta["finished"] == "1",
        frames=frames or 0,
        duration_s=(end_us or 0) / 1e6,
    )


def _for_two(samples: Sequence[Sample], others: Sequence[Sample]) -> Iterator[Sample]:
    if len(samples) != len(others):
        raise BlockError("the samples of two people do not fit together")
    return (replace(one, other=other) for one, other in zip(samples, others, strict=True))


def _block(row: Sequence[Any]) -> Block:
    block = Block(*row)
    if not 0 < block.count <= MAX_ROW_SAMPLES:
        raise BlockError(f"a row of {block.count} samples")
    return block
