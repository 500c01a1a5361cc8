"""What of a session could not be kept, and why, in words for whoever practised."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from mirrorcam.app.practice import Practice
from mirrorcam.errors import disk_is_full
from mirrorcam.phrases import duration, phrase
from mirrorcam.recording import read_about
from mirrorcam.session_file import RecordingError


def unkept(practice: Practice) -> Iterator[str]:
    """A sentence for each thing; none where all was kept that should be. Asked when the session is over."""
    path, lost = practice.kept_in, practice.lost
    try:
        gone = path is not None and not path.is_file()
    except OSError as hindered:  # its folder cannot be looked into any more: a drive that was taken away, say
        yield phrase("going_on.unreached", why=why(hindered))
        return
    if gone:
        yield phrase("going_on.gone", file=path)
    elif path is not None and lost is not None:
        kept_s = watchable(path)
        name = "going_on.nothing" if kept_s is None else "going_on.cut"
        yield phrase(name, kept=duration(kept_s or 0.0), why=why(lost))
    for error in list(practice.unkept_notes.values())[:1]:
        yield phrase("going_on.note", why=phrase("going_on.no_file") if gone else why(error))


def watchable(path: Path) -> float | None:
    """How many seconds of a session there are to be watched again; None: there is nothing."""
    with suppress(RecordingError):
        about = read_about(path)
        return about.duration_s if about.frames else None
    return None


def why(error: BaseException) -> str:
    """What hindered, on one line: in the language in use where that is known, else where and what it was."""
    if any(map(_full, (error, error.__cause__, error.__context__))):
        return phrase("going_on.full")
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _full(error: BaseException | None) -> bool:
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
    return disk_is_full(error)
