"""Sessions that travel: what of one is handed over, and how one that comes from a stranger is let in.

Both ways it is never the file itself that goes on, but a fresh one, into which rows are copied: what was left out has
never been in it, and nothing of a stranger's file comes along but values of the right kind and size. Bytes in, bytes
out; docs/keeping.md tells what is in which kind of share.
"""

from __future__ import annotations

import json
import math
import re
import sqlite3
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np

from mirrorcam.blocks import REASONS
from mirrorcam.errors import BadInput
from mirrorcam.face import Sample
from mirrorcam.recording import (
    APPLICATION_ID,
    FORMAT,
    MAX_ROW_SAMPLES,
    MOST_JSON,
    MOST_TEXT,
    SCHEMA,
    RecordingError,
    check_header,
    distrust,
    opened,
    read_recording,
    replay,
)
from mirrorcam.session import NOTED
from mirrorcam.steps import StepResult
from mirrorcam.steps.reflect import DONE, LINE
from mirrorcam.timeline import Timeline, Told

SHARE_FORMAT = 1
HEADER = b"mirrorcam share "
MOST_BYTES = 2**29
"""Of a file from elsewhere: four hours with all points of a face take about as much. Opening takes five times that in
memory."""
MOST_SAMPLES = 1_000_000
"""Nine hours at 30 frames a second."""
MOST_ROWS = {"expressions": 500, "neutrals": 1000, "events": 100_000, "steps": 2000, "notes": 10_000}
MOST_NAME, MOST_NOTE, MOST_TOLD = 120, 4000, 256 * 1024
"""Characters of names in ``meta``, of what somebody wrote, of what was told in a second."""
LONGEST_S = 172_800.0
"""Two days."""
MOST_PX, MOST_SHOWN = 65_536, 1000.0
"""Of a picture; of scores and of degrees."""
DEEPEST = 6
"""Tables within tables of a result."""


class Content(StrEnum):
    """What of a session is handed over; each has less than the one before."""

    FULL = "full"
    NO_LANDMARKS = "no-landmarks"
    SCORES = "scores"


@dataclass(frozen=True, slots=True)
class What:
    content: Content = Content.FULL
    notes: bool = True
    """Notes, marks, and the line of one's own in ``reflect``."""
    pseudonym: str | None = None
    """The name that stands for the person; None: the session's own."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A session as a file of its own, and what a person should know of it."""

    database: bytes
    about: Mapping[str, str]
    """Its ``meta``."""
    for_two: bool

    @property
    def content(self) -> Content:
        return Content(self.about.get("content", Content.FULL))

    @property
    def when(self) -> datetime:
        return datetime.fromisoformat(self.about["created"])


# ------------------------------------------------------------ handing over


def hand_over(path: Path, what: What) -> Handed:
    """What shall be in the share, and nothing else. Raises RecordingError. A session that is still running, or was cut
    off, is handed over as far as it goes."""
    had = read_recording(path)  # checked, as any file
    content = max(what.content, Content(had.about.content), key=list(Content).index)
    results: list[tuple[int, str, str]] = []
    if content is not Content.FULL and not had.steps:
        session = replay(had)  # cut off: without the points nobody could find out any more
        steps = enumerate(zip(session.results(), session.trials(), strict=True))
        results = [(i, json.dumps(result), json.dumps(trials)) for i, (result, trials) in steps]
    with opened(path) as file:
        file.execute("BEGIN")  # all tables as they are at one moment
        about = {**dict(file.execute("SELECT key, value FROM meta")), "source": "", "content": content}
        about.pop("received", None)
        if what.pseudonym is not None:
            about["pseudonym"] = what.pseudonym
        if content is not Content.FULL:
            about |= {"frames": str(had.about.frames), "length_us": str(round(had.about.duration_s * 1e6))}
        for_two = any(file.execute(f"SELECT EXISTS (SELECT 1 FROM {one})").fetchone()[0] for one in _TWO)
        tables: dict[str, Iterable[tuple[Any, ...]]] = {
            table: _rows(file, table) for table in _TABLES[content]
        }
        tables["meta"] = about.items()
        tables["events"] = _events(file, content, what.notes)
        tables["steps"] = results or _rows(file, "steps")
        if not what.notes:
            tables["steps"] = map(_without_line, tables["steps"])
            tables["notes"] = ()
        for table in {"samples", "others"} & set(tables):
            tables[table] = map(_without_files, tables[table])
        fresh = _fresh(tables)
    if len(fresh) > MOST_BYTES:
        raise RecordingError(
            f"{path}: is larger than {MOST_BYTES // 2**20} MB, too large to be opened. Without landmarks it is smaller."
        )
    return Handed(fresh, about, for_two)


_TWO = ("others", "(SELECT 1 FROM timeline WHERE beside_worn NOT NULL)")
_TABLES = {
    Content.FULL: ("expressions", "neutrals", "samples", "others", "timeline", "notes"),
    Content.NO_LANDMARKS: ("expressions", "timeline", "notes"),
    Content.SCORES: ("expressions", "notes"),
}
"""What is copied as it is. ``video`` never: the film stays where it is."""


def _rows(file: sqlite3.Connection, table: str) -> Iterator[tuple[Any, ...]]:
    return file.execute(
        f"SELECT {', '.join(name for name, *_ in COLUMNS[table])} FROM {table} ORDER BY rowid"
    )


def _events(file: sqlite3.Connection, content: Content, notes: bool) -> Iterator[tuple[Any, ...]]:
    """With the scores alone, notes are all that still has a meaning."""
    for at, time_us, command in _rows(file, "events"):
        if command.startswith(NOTED):
            if notes:
                yield at, time_us, command
        elif content is not Content.SCORES:
            yield at, time_us, command if notes else _WRITTEN.sub(r"\1", command)


_WRITTEN = re.compile(rf"^(answer (?:{LINE}|{DONE})).*$", re.DOTALL)


def _without_line(row: tuple[Any, ...]) -> tuple[Any, ...]:
    position, result, trials = row
    content = json.loads(result)
    content.get("measured", {}).pop("line", None)
    return position, json.dumps(content), trials


def _without_files(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Names of pictures and films may be names of people."""
    return tuple(
        None if name == "files" else value for (name, *_), value in zip(COLUMNS["samples"], row, strict=True)
    )


def wrap(database: bytes) -> bytes:
    """What is sealed: a line that says what it is, and the file."""
    return HEADER + b"%d\n" % SHARE_FORMAT + database


def unwrap(content: bytes) -> memoryview:
    """What was wrapped; it can be large, and is not copied. Raises BadInput."""
    line = content[:64].partition(b"\n")[0]
    if not line.startswith(HEADER) or not line.removeprefix(HEADER).isdigit():
        raise BadInput("has something else in it than a session of mirrorcam")
    if int(line.removeprefix(HEADER)) > SHARE_FORMAT:
        raise BadInput("was made by a newer mirrorcam; update mirrorcam to open it")
    return memoryview(content)[len(line) + 1 :]


# ------------------------------------------------------------ letting in


def let_in(database: bytes | memoryview, now: datetime) -> Handed:
    """A stranger's session, copied value by value into a fresh file and marked as one. Raises RecordingError without a
    file's name before it. ``rehearse`` has to follow."""
    with _from_outside(database) as file:
        tables: dict[str, Iterable[tuple[Any, ...]]] = {table: _checked(file, table) for table in COLUMNS}
        about = {
            key: value if key in _LONG else _one_line(value)[:MOST_NAME] for key, value in tables["meta"]
        }
        Content(about.get("content", Content.FULL))
        datetime.fromisoformat(about["created"])
        about |= {"source": "", "received": now.astimezone().isoformat(timespec="seconds")}
        for_two = any(file.execute(f"SELECT EXISTS (SELECT 1 FROM {one})").fetchone()[0] for one in _TWO)
        tables |= {"meta": about.items(), "video": ()}
        return Handed(_fresh(tables), about, for_two)


def rehearse(path: Path) -> None:
    """Everything that will ever be done with it, but for showing and scoring it anew. Raises RecordingError."""
    recording = read_recording(path)
    begun = recording.begin()
    for text in (recording.exercise_text, *recording.expressions.values()):
        _no_control(tomllib.loads(text), path)
    time_s = 0.0
    for sample in recording.samples():
        _plausible(sample, time_s, path)
        time_s = sample.time_s
    _look_along(Timeline.read(path), len(begun.exercise.steps))
    if recording.steps and len(recording.steps) != len(begun.exercise.steps):
        raise RecordingError(f"{path}: is damaged (its results are not those of its exercise)")
    for result, trials in zip(recording.steps, recording.trials, strict=True):
        _result(result, trials, path)


def _plausible(sample: Sample, before_s: float, path: Path) -> None:
    """As a camera could have seen it: nothing else has a place in what is computed. Raises RecordingError."""
    numbers = (sample.face_px, sample.light, sample.sharpness)
    face = sample.face
    fits = (
        before_s <= sample.time_s <= LONGEST_S
        and 0 <= sample.width <= MOST_PX
        and 0 <= sample.height <= MOST_PX
        and all(0 <= number <= MOST_PX for number in numbers)
        and (face is None or (sample.width > 0 < sample.height and bool(np.isfinite(face.head).all())))
    )
    if not fits:
        raise RecordingError(f"{path}: is damaged (a sample that no camera could have seen)")
    if sample.other is not None:
        _plausible(sample.other, before_s, path)


def _look_along(timeline: Timeline, steps: int) -> None:
    """Raises RecordingError for a course that no session has."""
    times_s, facts = timeline.times_s, timeline.facts
    numbers = np.array([facts[name] for name in ("score", "together", "yaw_deg", "pitch_deg", "roll_deg")])
    if len(times_s):
        within = times_s[0] >= 0 and times_s[-1] <= LONGEST_S and bool((np.diff(times_s) >= 0).all())
        known = max(int(facts["waiting"].max()), int(facts["reason"].max())) <= len(REASONS)
        reached = int(facts["step"].min()) >= -1 and int(facts["step"].max()) < steps
        said = timeline.begins[:1] == (0,) and bool((np.diff(timeline.begins) > 0).all())
        told = all(type(one.step) is int and -1 <= one.step < steps and _words(one) for one in timeline.told)
        drawn = not np.isinf(numbers).any() and not (abs(numbers) > MOST_SHOWN).any()
        if not (
            within and known and reached and said and told and drawn and timeline.begins[-1] < len(times_s)
        ):
            raise RecordingError(f"{timeline.path}: is damaged (its course is that of no session)")
    for first in timeline.firsts:
        timeline.at(first)


def _words(told: Told) -> bool:
    words = (told.kind, told.title, told.phase, told.words, told.person)
    return all(isinstance(one, str) and len(one) <= MOST_NOTE for one in words)


@contextmanager
def _from_outside(database: bytes | memoryview) -> Iterator[sqlite3.Connection]:
    """In memory alone, so that SQLite finds no other files to look at."""
    try:
        check_header(bytes(database[:100]), "")
        if database[18:20] != b"\x01\x01":  # it says that it has companions, and in memory there are none
            database = b"".join((database[:18], b"\x01\x01", database[20:]))
        with closing(sqlite3.connect(":memory:")) as file:
            file.deserialize(database)
            distrust(file, "")
            file.execute("PRAGMA query_only=ON")
            if (found := file.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise RecordingError(f"is damaged ({found})")
            yield file
    except RecordingError as error:
        raise RecordingError(str(error).removeprefix(": ")) from None
    except sqlite3.Error as error:
        raise RecordingError(f"cannot be read; it may be damaged ({error})") from None
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
        raise RecordingError(f"is damaged ({_one_line(str(error))})") from None


def _columns(statement: str) -> tuple[str, list[tuple[str, type, bool]]]:
    """Of one line of ``SCHEMA``: the table; name, type and whether it may be empty, of each column."""
    table, inside = re.fullmatch(r"CREATE TABLE (\w+) \((.*)\)", statement).groups()  # type: ignore[union-attr]
    kinds = {"TEXT": str, "INTEGER": int, "BLOB": bytes}
    parts = [part.split() for part in inside.split(", ")]
    return table, [
        (name, kinds[kind], "NOT" not in rest and "PRIMARY" not in rest) for name, kind, *rest in parts
    ]


COLUMNS = dict(map(_columns, SCHEMA))
_LONG = ("exercise_text", "range")
_MOST = {
    "meta": MOST_TEXT + 1024, "expressions": MOST_TEXT, "neutrals": MOST_TEXT, "events": MOST_NOTE, "notes": MOST_NOTE,
    "steps": MOST_JSON, "timeline": MOST_TOLD, "samples": MOST_TOLD, "others": MOST_TOLD, "video": 0,
}  # fmt: skip
"""Characters of a text."""


def _checked(file: sqlite3.Connection, table: str) -> Iterator[tuple[Any, ...]]:
    """The rows, each value of the kind and size that its column is meant for. Raises ValueError."""
    columns, total = COLUMNS[table], 0
    counts = any(name == "count" for name, *_ in columns)
    most = MOST_SAMPLES if counts else MOST_ROWS.get(table, 64)
    for row in _rows(file, table):
        for value, (name, kind, empty) in zip(row, columns, strict=True):
            if not (isinstance(value, kind) or (value is None and empty)):
                raise ValueError(f"{table}.{name} is of another kind")
            if isinstance(value, str) and (len(value) > _MOST[table] or "\0" in value):
                raise ValueError(f"{table}.{name} is too long, or no text")
        count = dict(zip((name for name, *_ in columns), row, strict=True)).get("count", 1)
        if not 0 < count <= MAX_ROW_SAMPLES:
            raise ValueError(f"a row of {count} samples")
        total += count
        if total > most:
            raise ValueError(f"more than {most} of {table}")
        yield _tidied(table, row)


def _tidied(table: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """What people wrote, without signs that a terminal would obey."""
    if table in ("events", "notes"):
        return tuple(_one_line(value) if isinstance(value, str) else value for value in row)
    return _without_files(row) if table in ("samples", "others") else row


def _one_line(text: str) -> str:
    plain = "".join(" " if unicodedata.category(sign) in _OBEYED else sign for sign in text)
    return plain[:MOST_NOTE]


_OBEYED = ("Cc", "Zl", "Zp", "Cs", "Co")


def _no_control(content: Any, path: Path) -> None:
    """Names in an exercise or an expression are printed as they are."""
    if isinstance(content, str):
        if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in content):
            raise RecordingError(f"{path}: is damaged (a sign in its exercise is none)")
    elif isinstance(content, Mapping):
        for part in (*content.keys(), *content.values()):
            _no_control(part, path)
    elif isinstance(content, list):
        for part in content:
            _no_control(part, path)


def _result(result: Any, trials: Any, path: Path) -> None:
    """As a step of a live session would have made it. Raises RecordingError."""
    try:
        if not isinstance(result, dict) or not isinstance(trials, list):
            raise TypeError("no table")
        made = StepResult(**result)
        words = (made.kind, made.target, made.intensity, made.reason)
        numbers = (made.score, made.onset_s, made.held_s, made.steadiness, made.symmetry, made.coverage)
        if not all(isinstance(one, str) for one in words if one is not None) or not isinstance(
            made.scored, bool
        ):
            raise TypeError("no words")
        if not all(isinstance(one, int | float) and math.isfinite(one) for one in numbers if one is not None):
            raise TypeError("no numbers")
        _plain([made.measured, trials])
    except (TypeError, ValueError) as error:
        raise RecordingError(f"{path}: is damaged (a result: {_one_line(str(error))})") from None


def _plain(content: Any, depth: int = 0) -> None:
    """Raises ValueError for what no result has."""
    if depth > DEEPEST or (isinstance(content, float) and not math.isfinite(content)):
        raise ValueError("too deep, or no number")
    for part in (
        content.values() if isinstance(content, Mapping) else content if isinstance(content, list) else ()
    ):
        _plain(part, depth + 1)


# ------------------------------------------------------------ both


def _fresh(tables: Mapping[str, Iterable[tuple[Any, ...]]]) -> bytes:
    """A new file with these rows, as the recorder would have made it."""
    with closing(sqlite3.connect(":memory:")) as file:
        with file:
            for statement in (
                f"PRAGMA application_id={APPLICATION_ID}",
                f"PRAGMA user_version={FORMAT}",
                *SCHEMA,
            ):
                file.execute(statement)
            for table, rows in tables.items():
                places = ", ".join("?" * len(COLUMNS[table]))
                file.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
        return file.serialize()
