"""Keeping a session while it runs: ``Recorder`` writes the file that recording.py reads.

docs/recording-format.md is the authority for every byte here.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import astuple
from datetime import datetime
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from mirrorcam.acts import NOTED, Act, Note
from mirrorcam.blocks import TIME, Block, differences, pack, squeeze
from mirrorcam.calibration import Neutral
from mirrorcam.face import Sample, microseconds
from mirrorcam.instant import Instant, instant
from mirrorcam.safe_files import COMPANIONS
from mirrorcam.score import FORMULA_VERSION
from mirrorcam.session import Moment, Session
from mirrorcam.session_file import APPLICATION_ID, FORMAT, SCHEMA, RecordingError
from mirrorcam.timeline_rows import pack as pack_instants

Statement = tuple[str, tuple[Any, ...]]

NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)
"""How SQLite says that the disk is full: for the file, and for what it keeps beside it."""
ROW_S = 1.0
"""Samples are written after this much of their own time: what a crash may cost."""
ROW_SAMPLES = 250


class Recorder:
    """Keeps a session in a new file. Tell it every sample (``add``) and every command (``event``) in the
    order in which the session gets them, what it showed (``showed``), and ``finish`` at the end. As a context
    manager it closes the file, finished or not.

    Raises RecordingError when the file cannot be written, once: from then on it is silent and keeps nothing,
    so that practice can go on. What was kept until then stays readable.
    """

    def __init__(
        self, path: Path, session: Session, created: datetime, person: str = "", source: str = ""
    ) -> None:
        self.path = path
        self._session = session
        self._pending: list[Sample] = []
        self._instants: list[Instant] = []
        self._events: list[tuple[int, int, str]] = []
        self._filmed: list[int] = []
        self._pictures = 0
        self._count = 0
        self._neutrals = 0
        self._kept_s = 0.0
        self._file: sqlite3.Connection | None = _create(path)
        try:
            self._write(*_beginning(session, created, person, source))
        except RecordingError:
            _take_away(path)  # there is nothing in it
            raise

    @property
    def keeps(self) -> bool:
        """False once nothing more can be kept."""
        return self._file is not None

    def add(self, sample: Sample) -> None:
        """The sample that the session sees next."""
        if self._file is None:
            return
        if self._is_due(sample):
            self.flush()
        self._pending.append(sample)
        self._count += 1

    def showed(self, moment: Moment) -> None:
        """What the session made of the sample that was added last, for looking back at once."""
        if self._file is not None:
            self._instants.append(instant(moment, self._session.seen))

    def event(self, time_s: float, command: Act) -> None:
        """A command that acts before the sample that is added next. A note takes the place of an earlier one of the
        same instant."""
        self._events.append((self._count, microseconds(time_s), command.value))

    def film_begins(self) -> None:
        """A film of the session was agreed to. Kept before its first picture is: no film is one that the session does
        not know of."""
        self._write(_film_row(0, []))

    def filmed(self, time_s: float) -> None:
        """The sample that was added last has its picture in the film."""
        if self._file is not None:
            self._filmed.append(microseconds(time_s))

    def film_gone(self) -> None:
        """The film was deleted: what is known of it goes, too."""
        self._filmed, self._pictures = [], 0
        self._write(("PRAGMA secure_delete=ON", ()), ("DELETE FROM video", ()))

    def flush(self) -> None:
        """Writes what has come up to now, in one transaction."""
        samples, events, session = self._pending, self._events, self._session
        neutrals = session.taken[self._neutrals :], session.taken_beside[self._neutrals :]
        instants, self._instants = self._instants, []
        filmed, self._filmed = self._filmed, []
        self._pending, self._events, self._neutrals = [], [], len(session.taken)
        others = [sample.other for sample in samples if sample.other is not None]
        first = self._count - len(samples)
        self._write(
            *_sample_row("samples", first, samples),
            *_sample_row("others", first, others),
            *_timeline_row(first, instants),
            *((_film_row(self._pictures, filmed),) if filmed else ()),
            *(row for event in events for row in _event_rows(*event)),
            *(_neutral_row(at, "taken", neutral) for at, neutral in neutrals[0]),
            *(_neutral_row(at, "beside", neutral) for at, neutral in neutrals[1]),
        )
        self._pictures += len(filmed)
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
        """A note that was finished only after the session was. Raises RecordingError when it cannot be kept: then
        nothing is written, and nothing is made anew where the session is gone."""
        if self._file is None:
            self._file = self._again()
        self.event(time_s, note)
        self.close()

    def _again(self) -> sqlite3.Connection:
        try:
            uri = f"{self.path.resolve().as_uri()}?mode=rw"
            return sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise RecordingError(f"{self.path}: cannot be written any more ({error})") from None

    def close(self) -> None:
        """Closes the file, with what has come up to now in it; its companions are folded in."""
        try:
            self.flush()
        finally:
            file, self._file = self._file, None
            if file is not None:
                fold(file)

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
        full = getattr(error, "sqlite_errorcode", None) in NO_ROOM
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
        _take_away(path)  # there is nothing in it
        raise RecordingError(f"{path}: cannot be written ({error})") from None
    return file


def _take_away(path: Path) -> None:
    with suppress(OSError):
        for part in (path, *(path.with_name(path.name + ending) for ending in COMPANIONS)):
            part.unlink(missing_ok=True)


def fold(file: sqlite3.Connection) -> None:
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
        "rules": str(session.rules),
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


def _timeline_row(first: int, instants: Sequence[Instant]) -> Iterator[Statement]:
    if instants:
        row = (first, *astuple(pack_instants(instants)))
        yield f"INSERT INTO timeline VALUES ({', '.join('?' * len(row))})", row


def _film_row(first: int, times_us: Sequence[int]) -> Statement:
    """The first real one takes the place of the empty one that said that a film begins."""
    times = squeeze(differences(np.array(times_us, TIME)))
    return "INSERT OR REPLACE INTO video VALUES (?, ?, ?)", (first, len(times_us), times)


def _sample_row(table: str, first: int, samples: Sequence[Sample]) -> Iterator[Statement]:
    if samples:
        block = pack(samples)
        row = (first, *(getattr(block, name) for name in Block.__slots__))
        yield f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row
