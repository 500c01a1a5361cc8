"""Letting a stranger's session in: copied value by value into a fresh file, each of the right kind and size.

Bytes in, bytes out; nothing of the file itself comes along. ``rehearsing.rehearse`` has to follow. docs/keeping.md has
the bounds.
"""

from __future__ import annotations

import hashlib
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

from mirrorcam.recording import WORDS, Content, check_when
from mirrorcam.session_file import (
    MAX_ROW_SAMPLES,
    MOST_JSON,
    MOST_TEXT,
    RecordingError,
    check_header,
    distrust,
)
from mirrorcam.sharing import COLUMNS, TWO, Handed, fresh, rows, without_files

MOST_SAMPLES = 1_000_000
"""Nine hours at 30 frames a second."""
MOST_ROWS = {"expressions": 500, "neutrals": 1000, "events": 100_000, "steps": 2000, "notes": 10_000}
MOST_NAME, MOST_NOTE, MOST_TOLD = 120, 4000, 256 * 1024
"""Characters of names in ``meta``, of what somebody wrote, of what was told in a second."""
_LONG = ("exercise_text", "range")
_MOST = {
    "meta": MOST_TEXT + 1024, "expressions": MOST_TEXT, "neutrals": MOST_TEXT, "events": MOST_NOTE, "notes": MOST_NOTE,
    "steps": MOST_JSON, "timeline": MOST_TOLD, "samples": MOST_TOLD, "others": MOST_TOLD, "video": 0,
}  # fmt: skip
"""Characters of a text."""


def let_in(database: bytes | memoryview, now: datetime) -> Handed:
    """A stranger's session, copied value by value into a fresh file and marked as one. Raises RecordingError without a
    file's name before it. ``rehearse`` has to follow."""
    with _from_outside(database) as file:
        tables: dict[str, Iterable[tuple[Any, ...]]] = {table: _checked(file, table) for table in COLUMNS}
        about = {key: value if key in _LONG else one_line(value)[:MOST_NAME] for key, value in tables["meta"]}
        if lacking := sorted({*WORDS} - {*about}):
            raise ValueError(f"it does not say its {lacking[0]}")
        Content(about.get("content", Content.FULL))
        check_when(about["created"])
        about |= {"source": "", "received": now.astimezone().isoformat(timespec="seconds")}
        about["handed"] = hashlib.sha256(database).hexdigest()
        for_two = any(file.execute(f"SELECT EXISTS (SELECT 1 FROM {one})").fetchone()[0] for one in TWO)
        tables |= {"meta": about.items(), "video": ()}
        return Handed(fresh(tables), about, for_two)


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
        raise RecordingError(f"is damaged ({one_line(str(error))})") from None


def _checked(file: sqlite3.Connection, table: str) -> Iterator[tuple[Any, ...]]:
    """The rows, each value of the kind and size that its column is meant for. Raises ValueError."""
    columns, total = COLUMNS[table], 0
    counts = any(name == "count" for name, *_ in columns)
    most = MOST_SAMPLES if counts else MOST_ROWS.get(table, 64)
    for row in rows(file, table):
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
        return tuple(one_line(value) if isinstance(value, str) else value for value in row)
    return without_files(row) if table in ("samples", "others") else row


def one_line(text: str) -> str:
    plain = "".join(" " if unicodedata.category(sign) in _OBEYED else sign for sign in text)
    return plain[:MOST_NOTE]


_OBEYED = ("Cc", "Zl", "Zp", "Cs", "Co")
