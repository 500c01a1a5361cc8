"""The film of a session: where it is, whether there is one, and how it is really deleted. No picture is read here.

A session without the person's yes has no film and no row in its table ``video``. docs/recording-format.md.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from mirrorcam.recorder import fold
from mirrorcam.safe_files import FILM, to_disk
from mirrorcam.session_file import SUFFIX, RecordingError, opened

WAIT_S = 5.0
"""For another program that is writing into the same session."""


def film_path(session: Path) -> Path:
    """Where the film of a session is, if it has one: beside it, with its name."""
    return session.with_suffix(FILM)


def session_path(film: Path) -> Path:
    """The session that a film lies beside."""
    return film.with_suffix(SUFFIX)


def has_film(session: Path) -> bool:
    """A film was agreed to, and is there. A file of that name beside any other session is somebody else's."""
    return film_path(session).is_file() and _agreed(session)


def delete_film(session: Path) -> bool:
    """Deletes the film of a session and what the session knows of it, for good; the session stays. Returns whether
    there was anything to delete. May be called again after whatever cut it off.

    The film's content goes first (also for who has it open), then its name, then the times of its pictures: at no
    moment is there a film that nobody knows of. Raises RecordingError when something could not be deleted.
    """
    if not _agreed(session):
        return False
    there = film_path(session).is_file()
    remove(film_path(session))
    _forget(session)
    return there


def remove(film: Path) -> None:
    """The file's content and its name; nothing happens when it is not there. Raises RecordingError."""
    try:
        with suppress(OSError):  # not ours to write, yet perhaps to remove
            flags = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
            with os.fdopen(os.open(film, flags), "wb") as file:
                file.truncate(0)
                os.fsync(file.fileno())
        film.unlink(missing_ok=True)
        to_disk(film.parent)  # so that a power cut does not bring the name back
    except OSError as error:
        raise RecordingError(
            f"{film}: cannot be deleted ({error.strerror}). Make its folder writable and try again."
        ) from None


def lone_films(folder: Path) -> list[Path]:
    """Films in a store's folder of which the session is gone."""
    return [film for film in sorted(folder.glob(f"*{FILM}")) if not session_path(film).exists()]


def _agreed(session: Path) -> bool:
    """The session says that a film of it was begun. Raises RecordingError for what is no session."""
    with opened(session) as file:
        return file.execute("SELECT 1 FROM video LIMIT 1").fetchone() is not None


def _forget(session: Path) -> None:
    file = sqlite3.connect(f"{session.resolve().as_uri()}?mode=rw", uri=True, timeout=WAIT_S)
    try:
        file.execute("PRAGMA trusted_schema=OFF")
        file.execute("PRAGMA secure_delete=ON")
        with file:
            file.execute("DELETE FROM video")
    except sqlite3.Error as error:
        raise RecordingError(
            f"{session}: its film is deleted; the times of its pictures could not be ({error}). Try again."
        ) from None
    finally:
        fold(file)
