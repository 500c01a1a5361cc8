"""Notes that are written when a session is looked back on: kept in its own file, each all or nothing.

docs/recording-format.md, ``notes``. Those that are written during a session are events of it (recorder.py).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from mirrorcam.acts import NOTED
from mirrorcam.face import microseconds
from mirrorcam.recorder import fold
from mirrorcam.recording import Noted
from mirrorcam.session_file import RecordingError, opened

LONGEST_NOTE, LONGEST_TAG, MOST_TAGS = 2000, 40, 12
"""Characters of a note and of a tag; tags of a note."""
LONGEST_PSEUDONYM = 60
WAIT_S = 5.0
"""For another program that is writing into the same session."""


def add_note(path: Path, now: datetime, note: Noted) -> Noted:
    """The note as it is kept: its ends in order, its words in one line. Raises RecordingError, with nothing written."""
    with writing(path) as file:
        return _insert(file, _fitting(note), now)


def change_note(path: Path, now: datetime, note: Noted, text: str, tags: Sequence[str] = ()) -> Noted:
    """The same note with other words. One that was written during the session is from then on one that was written when
    looking back. Raises RecordingError, with nothing changed."""
    fresh = _fitting(Noted(note.begin_s, note.end_s, text, tuple(tags)))
    with writing(path) as file:
        _delete(file, note)
        return _insert(file, fresh, now)


def remove_note(path: Path, note: Noted) -> None:
    """Raises RecordingError, with nothing removed."""
    with writing(path) as file:
        _delete(file, note)


def keep_pseudonym(path: Path, pseudonym: str) -> None:
    """The name that stands for whoever practised; "": none. Raises RecordingError, with nothing changed."""
    plain = " ".join(pseudonym.split())
    if len(plain) > LONGEST_PSEUDONYM or not plain.isprintable():
        raise RecordingError(f"{path}: a pseudonym has {LONGEST_PSEUDONYM} characters at most")
    with writing(path, "the pseudonym") as file:
        file.execute("DELETE FROM meta WHERE key = 'pseudonym'")
        if plain:
            file.execute("INSERT INTO meta VALUES ('pseudonym', ?)", (plain,))


def tags_of(words: str) -> tuple[str, tuple[str, ...]]:
    """A line as it is written, without the #tags in it, and those: "left brow lags #tired" → text, ("tired",)."""
    parts = words.split()
    tags = tuple(dict.fromkeys(part[1:] for part in parts if part.startswith("#") and len(part) > 1))
    return " ".join(part for part in parts if not (part.startswith("#") and len(part) > 1)), tags


def as_written(note: Noted) -> str:
    """The line that ``tags_of`` takes apart again."""
    return " ".join([note.text, *(f"#{tag}" for tag in note.tags)]).strip()


def _fitting(note: Noted) -> Noted:
    begin_s, end_s = sorted((max(0.0, note.begin_s), max(0.0, note.end_s)))
    text = " ".join(note.text.split())[:LONGEST_NOTE]
    tags = tuple(dict.fromkeys(tag.strip("# ")[:LONGEST_TAG] for tag in note.tags))[:MOST_TAGS]
    return Noted(begin_s, end_s, text, tuple(filter(None, tags)))


def _insert(file: sqlite3.Connection, note: Noted, now: datetime) -> Noted:
    row = (
        microseconds(note.begin_s),
        microseconds(note.end_s),
        note.text,
        json.dumps(note.tags),
        now.astimezone().isoformat(timespec="seconds"),
    )
    number = file.execute(
        "INSERT INTO notes (begin_us, end_us, text, tags, written) VALUES (?, ?, ?, ?, ?)", row
    ).lastrowid
    return Noted(note.begin_s, note.end_s, note.text, note.tags, number)


def _delete(file: sqlite3.Connection, note: Noted) -> None:
    if note.number is not None:
        file.execute("DELETE FROM notes WHERE number = ?", (note.number,))
    else:
        file.execute(
            "DELETE FROM events WHERE time_us = ? AND command = ?",
            (microseconds(note.begin_s), NOTED + note.text),
        )


@contextmanager
def writing(path: Path, what: str = "the note") -> Iterator[sqlite3.Connection]:
    """One transaction on a kept session. All that goes wrong is a RecordingError, and nothing is changed then."""
    with opened(path):
        pass  # it is a session, and a whole one
    file = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=WAIT_S)
    try:
        file.execute("PRAGMA trusted_schema=OFF")
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("PRAGMA synchronous=FULL")
        with file:
            file.execute("BEGIN IMMEDIATE")
            yield file
    except sqlite3.Error as error:
        raise RecordingError(
            f"{path}: {what} could not be kept ({_why(error)}); the session is as it was"
        ) from None
    finally:
        fold(file)


def _why(error: sqlite3.Error) -> str:
    """In words, where there are better ones than SQLite's."""
    words = {
        sqlite3.SQLITE_FULL: "the disk is full",
        sqlite3.SQLITE_READONLY: "the file or its folder may not be written to",
        sqlite3.SQLITE_CANTOPEN: "the file or its folder may not be written to",
        sqlite3.SQLITE_BUSY: "another program is writing into it",
    }
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return words.get(code, str(error))
