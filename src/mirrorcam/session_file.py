"""The file of a session: its tables, and how one is opened of which nothing is known. recording.py says what is in it.

docs/recording-format.md is the authority for every byte here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from mirrorcam.blocks import BlockError
from mirrorcam.errors import BadInput

APPLICATION_ID = 0x4D435231
FORMAT = 1
MAX_ROW_SAMPLES = 10_000
MOST_VALUE = 32 * 2**20
"""Bytes of one value in a file; a row of ``MAX_ROW_SAMPLES`` that cannot be compressed has less."""
MOST_META, MOST_TEXT, MOST_JSON = 64, 64 * 1024, 4 * 2**20
"""Rows of ``meta``, characters of one of its values, characters of any JSON."""
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
    "CREATE TABLE timeline (first INTEGER PRIMARY KEY, count INTEGER NOT NULL, time_us BLOB NOT NULL, "
    "facts BLOB NOT NULL, told TEXT NOT NULL, target BLOB NOT NULL, worn BLOB NOT NULL, seen BLOB NOT NULL, "
    "beside_facts BLOB, beside_worn BLOB, beside_seen BLOB)",
    "CREATE TABLE notes (number INTEGER PRIMARY KEY, begin_us INTEGER NOT NULL, end_us INTEGER NOT NULL, "
    "text TEXT NOT NULL, tags TEXT NOT NULL, written TEXT NOT NULL)",
    "CREATE TABLE video (first INTEGER PRIMARY KEY, count INTEGER NOT NULL, time_us BLOB NOT NULL)",
)
_MAGIC = b"SQLite format 3\0"


class RecordingError(BadInput):
    """A recording that cannot be written or read: which, why, and what to do."""


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A recording, read-only, that trusts nothing in it. Everything that goes wrong is a RecordingError."""
    _look_at_header(path)
    try:
        with closing(_to_read(path)) as file:
            distrust(file, path)
            yield file
    except sqlite3.Error as error:
        raise RecordingError(f"{path}: cannot be read; it may be damaged ({error})") from None
    except BlockError as error:  # what another version measured has another size
        raise RecordingError(
            f"{path}: is damaged, or was kept by another version of mirrorcam ({error})"
        ) from None
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
        raise RecordingError(f"{path}: is damaged ({error})") from None


def _to_read(path: Path) -> sqlite3.Connection:
    """What a program left half-written beside it when it was killed is undone first, as SQLite does for whoever may
    write."""
    try:
        return _connected(path, "ro")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_READONLY_ROLLBACK:
            raise
    _connected(path, "rw").close()
    return _connected(path, "ro")


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    """Once its first page has been read, so that what stands in the way is known."""
    file = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True)
    try:
        file.execute("PRAGMA schema_version").fetchone()
    except sqlite3.Error:
        file.close()
        raise
    return file


def distrust(file: sqlite3.Connection, where: object) -> None:
    """Before anything is read: nothing in it is executed, no value is huge, and its tables are ours. Raises
    RecordingError and sqlite3.Error."""
    file.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_VALUE)
    file.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    file.execute("PRAGMA trusted_schema=OFF")
    file.execute("PRAGMA cell_size_check=ON")
    found = {sql for (sql,) in file.execute("SELECT sql FROM sqlite_schema WHERE sql NOT NULL LIMIT 100")}
    if found != set(SCHEMA):
        raise RecordingError(f"{where}: is no mirrorcam recording (its tables are other ones)")


def bounded_json(text: Any) -> Any:
    """Raises ValueError for what is too long, and RecursionError for what is too deep."""
    if not isinstance(text, str) or len(text) > MOST_JSON:
        raise ValueError("a text is too long, or is none")
    return json.loads(text)


def read_meta(file: sqlite3.Connection) -> dict[str, str]:
    rows = file.execute("SELECT key, value FROM meta LIMIT ?", (MOST_META + 1,)).fetchall()
    if len(rows) > MOST_META or any(not isinstance(v, str) or len(v) > MOST_TEXT + 1024 for _, v in rows):
        raise ValueError("what stands at its beginning is too long")
    return dict(rows)


def _look_at_header(path: Path) -> None:
    try:
        if path.exists() and not path.is_file():
            raise RecordingError(f"{path}: is not a file")
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise RecordingError(f"{path}: cannot be opened ({error.strerror})") from None
    check_header(header, path)


def check_header(header: bytes, path: object) -> None:
    """The first 100 bytes, before SQLite is let near them. Raises RecordingError. Places:
    https://www.sqlite.org/fileformat.html, 1.3."""
    application, version = (int.from_bytes(header[at : at + 4]) for at in (68, 60))
    if header.startswith(b"age-encryption.org/"):
        raise RecordingError(
            f"{path}: is sealed. `mirrorcam open` opens it and keeps it among your sessions."
        )
    if not header.startswith(_MAGIC) or application != APPLICATION_ID:
        raise RecordingError(f"{path}: is no mirrorcam recording")
    if version > FORMAT:
        raise RecordingError(
            f"{path}: was written by a newer mirrorcam (format {version}, this one reads {FORMAT}); "
            "update mirrorcam to open it"
        )
