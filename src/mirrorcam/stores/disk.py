"""The person's data folder: sessions, their neutral and range, their settings. Only they may look into it."""

from __future__ import annotations

import errno
import json
import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from mirrorcam.calibration import Neutral
from mirrorcam.errors import BadInput
from mirrorcam.film import film_path, has_film
from mirrorcam.folders import data_folder
from mirrorcam.range_of_movement import Range
from mirrorcam.recording import read_about
from mirrorcam.safe_files import COMPANIONS, also_named, remove, sweep, write_new
from mirrorcam.session_file import SUFFIX, RecordingError
from mirrorcam.stores import Kept, Settings
from mirrorcam.tables import did_you_mean

FOLDER_MODE, FILE_MODE = 0o700, 0o600
NAME_CHARACTERS = 60
LONGEST_NAME = 100
DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{i}" for port in ("COM", "LPT") for i in range(1, 10))}
"""Names that Windows keeps for itself."""


class DiskStore:
    """``folder`` is made when something is first kept in it. Raises BadInput when it cannot be."""

    keeps = True

    def __init__(self, folder: Path | None = None) -> None:
        self.folder: Path = folder or data_folder()

    def new_session(self, exercise: str, now: datetime) -> Path:
        """As ``2026-11-22 1802 first-steps.mirrorcam``; a second one in the same minute gets a number."""
        stem = f"{now:%Y-%m-%d %H%M} {_plain(exercise)}"
        names = (f"{stem}{f' ({number})' if number > 1 else ''}{SUFFIX}" for number in count(1))
        folder = self._private(self.folder / "sessions")
        sweep(folder)
        return next(folder / name for name in names if not _taken(folder / name))

    def sessions(self) -> list[Kept]:
        sweep(self.folder / "sessions")
        kept = map(_kept, self._paths())
        return sorted(kept, key=lambda one: (_begun(one), one.name), reverse=True)

    def find(self, name: str) -> Path:
        paths = {path.stem: path for path in self._paths()}
        stem = name.removesuffix(SUFFIX)
        beginning = [path for known, path in paths.items() if known.startswith(stem)]
        if stem in paths or len(beginning) == 1:
            return paths.get(stem) or beginning[0]
        if beginning:
            raise BadInput(f'"{name}" could be any of {len(beginning)} sessions: give more of the name')
        near = did_you_mean(stem, paths) or " `mirrorcam list` names those that are kept."
        raise BadInput(f'no session called "{name}" is kept.{near}')

    def delete(self, path: Path) -> None:
        """With SQLite's companions, which a crash may have left beside it, and with its film. What lies in this folder
        is ours; elsewhere only a film that the session knows of."""
        _check_idle(path)
        try:
            remove(path, film=path.parent == self.folder / "sessions" or _filmed(path))
        except OSError as error:
            raise BadInput(f"{path}: cannot be deleted ({error.strerror})") from None

    def rename(self, path: Path, name: str) -> Path:
        """The film goes along. A crash in between leaves the session under both names, and nothing is lost."""
        new = path.with_name(f"{safe_name(name)}{SUFFIX}")
        if new == path:
            return path
        _check_idle(path)
        if _taken(new):
            raise BadInput(f'"{new.stem}" is the name of another session already; choose another')
        try:
            if film_path(path).exists():
                also_named(film_path(path), film_path(new))
            also_named(path, new)
            remove(path)
        except OSError as error:
            raise BadInput(f"{path}: cannot be renamed ({error.strerror})") from None
        return new

    def receive(self, name: str, content: bytes, check: Callable[[Path], None]) -> Path:
        folder, stem = self._private(self.folder / "sessions"), safe_name(name)
        sweep(folder)
        names = (folder / f"{stem}{f' ({number})' if number > 1 else ''}{SUFFIX}" for number in count(1))
        path = next(path for path in names if not _taken(path))
        write_new(path, content, check)
        return path

    def neutral(self) -> Neutral | None:
        """None, too, for one of another version of mirrorcam, and where it cannot be read: a new one is taken then."""
        with suppress(ValueError, BadInput):
            content = self._read("neutral.json")
            return Neutral.from_dict(content) if content else None
        return None

    def keep_neutral(self, neutral: Neutral) -> None:
        self._write("neutral.json", neutral.to_dict())

    def range(self) -> Range | None:
        """None, too, for a file that is none, or cannot be read: it can be measured again."""
        with suppress(ValueError, BadInput):
            content = self._read("range.json")
            return Range.from_dict(content) if content else None
        return None

    def keep_range(self, own: Range) -> None:
        self._write("range.json", own.to_dict())

    def settings(self) -> dict[str, Any]:
        with suppress(ValueError):
            return self._read("settings.json")
        return {}

    def keep_settings(self, settings: Settings) -> None:
        self._write("settings.json", settings)

    def _paths(self) -> list[Path]:
        """Of the sessions; none where the folder may not be looked into."""
        try:
            return list((self.folder / "sessions").glob(f"*{SUFFIX}"))
        except OSError:
            return []

    def _read(self, name: str) -> dict[str, Any]:
        return read_json(self.folder / name)

    def _write(self, name: str, content: Settings) -> None:
        write_json(private(self.folder) / name, content)

    def _private(self, folder: Path) -> Path:
        private(self.folder)
        return private(folder)


def safe_name(name: str) -> str:
    """What every file system takes as the name of a file, as near to ``name`` as can be. Raises BadInput where nothing
    is left of it."""
    plain = " ".join(re.sub(r"[^\w() ,.+-]+", " ", name.removesuffix(SUFFIX)).split())[:LONGEST_NAME].strip(
        " ."
    )
    if not plain or plain.split(".")[0].upper() in DEVICES:
        raise BadInput(f'"{name[:80]}" cannot be the name of a session: use letters, digits and blanks')
    return plain


def _taken(path: Path) -> bool:
    """By a session, or by what one has left beside it."""
    near = (path, film_path(path), *(path.with_name(path.name + ending) for ending in COMPANIONS))
    return any(map(os.path.lexists, near))


def _check_idle(path: Path) -> None:
    """Folds in what a crash has left beside it. Raises BadInput while another program is writing it; what is no
    session any more does not matter."""
    if not path.with_name(path.name + COMPANIONS[0]).exists():
        return
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=0.2)) as file:
            file.execute("PRAGMA trusted_schema=OFF")
            file.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise BadInput(f"{path.stem}: is just being written. Try again when that is over.") from None
    except sqlite3.Error:
        pass


def read_json(path: Path) -> dict[str, Any]:
    """Empty if there is none. Raises ValueError for what is no JSON table, and BadInput where there is one that may not
    be read: what is in it must not be taken for nothing, and written over."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise OSError(errno.EINVAL, "it is a pipe or a device")
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadInput(
            f"{path}: cannot be read ({error.strerror}). Make it readable for you again, or move it away "
            "to begin without it."
        ) from None
    except RecursionError:
        raise ValueError(f"{path.name} is nested too deeply") from None
    if not isinstance(content, dict):
        raise ValueError(f"{path.name} is no table")
    return content


def write_json(path: Path, content: Settings) -> None:
    """All or nothing: a new file, that only its owner can read, takes the place of the old one at once."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, FILE_MODE), "w") as file:
            file.write(json.dumps(dict(content), indent=1, ensure_ascii=True))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror})") from None
    finally:
        fresh.unlink(missing_ok=True)


def private(folder: Path) -> Path:
    """Made if need be, and for its owner only. Raises BadInput."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(FOLDER_MODE)
    except OSError as error:
        raise BadInput(f"{folder}: cannot be used to keep sessions ({error.strerror})") from None
    return folder


def _filmed(path: Path) -> bool:
    """Whether it knows of a film; not where it can no longer be read."""
    with suppress(RecordingError):
        return has_film(path)
    return False


def _plain(name: str) -> str:
    """What every file system takes."""
    return re.sub(r"[^\w-]+", "-", name).strip("-")[:NAME_CHARACTERS] or "session"


def _begun(kept: Kept) -> float:
    """When, in seconds; of what cannot be read, when its file was written last."""
    try:
        about = kept.about
        return datetime.fromisoformat(about.created).timestamp() if about else kept.path.stat().st_mtime
    except (OSError, OverflowError, ValueError):  # it was deleted just now, or has no date that there is
        return 0.0


def _kept(path: Path) -> Kept:
    try:
        return Kept(path.stem, path, read_about(path), film=has_film(path))
    except RecordingError as error:
        return Kept(path.stem, path, None, str(error))
