"""Sessions that travel: what of one is handed over.

It is never the file itself that goes, but a fresh one, into which rows are copied: what was left out has never been in
it. docs/keeping.md tells what is in which kind of share; sharing/letting_in.py is the other way round.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from mirrorcam.acts import NOTED
from mirrorcam.errors import BadInput
from mirrorcam.recording import Content, read_recording, replay
from mirrorcam.session_file import APPLICATION_ID, FORMAT, SCHEMA, RecordingError, opened
from mirrorcam.steps.reflect import DONE, LINE

SHARE_FORMAT = 1
HEADER = b"mirrorcam share "
MOST_BYTES = 2**29
"""Of a file from elsewhere: four hours with all points of a face take about as much. Opening takes five times that in
memory."""


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
        for mark in ("received", "handed"):
            about.pop(mark, None)
        if what.pseudonym is not None:
            about["pseudonym"] = what.pseudonym
        if content is not Content.FULL:
            about |= {"frames": str(had.about.frames), "length_us": str(round(had.about.duration_s * 1e6))}
        for_two = any(file.execute(f"SELECT EXISTS (SELECT 1 FROM {one})").fetchone()[0] for one in TWO)
        tables: dict[str, Iterable[tuple[Any, ...]]] = {
            table: rows(file, table) for table in _TABLES[content]
        }
        tables["meta"] = about.items()
        tables["events"] = _events(file, content, what.notes)
        tables["steps"] = results or rows(file, "steps")
        if not what.notes:
            tables["steps"] = map(_without_line, tables["steps"])
            tables["notes"] = ()
        for table in {"samples", "others"} & set(tables):
            tables[table] = map(without_files, tables[table])
        database = fresh(tables)
    if len(database) > MOST_BYTES:
        raise RecordingError(
            f"{path}: is larger than {MOST_BYTES // 2**20} MB, too large to be opened. Without landmarks it is smaller."
        )
    return Handed(database, about, for_two)


TWO = ("others", "(SELECT 1 FROM timeline WHERE beside_worn NOT NULL)")
_TABLES = {
    Content.FULL: ("expressions", "neutrals", "samples", "others", "timeline", "notes"),
    Content.NO_LANDMARKS: ("expressions", "timeline", "notes"),
    Content.SCORES: ("expressions", "notes"),
}
"""What is copied as it is. ``video`` never: the film stays where it is."""


def rows(file: sqlite3.Connection, table: str) -> Iterator[tuple[Any, ...]]:
    return file.execute(
        f"SELECT {', '.join(name for name, *_ in COLUMNS[table])} FROM {table} ORDER BY rowid"
    )


def _events(file: sqlite3.Connection, content: Content, notes: bool) -> Iterator[tuple[Any, ...]]:
    """With the scores alone, notes are all that still has a meaning."""
    for at, time_us, command in rows(file, "events"):
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


def without_files(row: tuple[Any, ...]) -> tuple[Any, ...]:
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


# ------------------------------------------------------------ a fresh file


def _columns(statement: str) -> tuple[str, list[tuple[str, type, bool]]]:
    """Of one line of ``SCHEMA``: the table; name, type and whether it may be empty, of each column."""
    table, inside = re.fullmatch(r"CREATE TABLE (\w+) \((.*)\)", statement).groups()  # type: ignore[union-attr]
    kinds = {"TEXT": str, "INTEGER": int, "BLOB": bytes}
    parts = [part.split() for part in inside.split(", ")]
    return table, [
        (name, kinds[kind], "NOT" not in rest and "PRIMARY" not in rest) for name, kind, *rest in parts
    ]


COLUMNS = dict(map(_columns, SCHEMA))


def fresh(tables: Mapping[str, Iterable[tuple[Any, ...]]]) -> bytes:
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
