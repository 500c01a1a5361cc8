"""Files that are there whole or not at all, and go the same way; ``sweep`` takes away what a crash has left.

A new file is written under a hidden name beside its place, brought to the disk, and then gets its own name, which
nobody may have had before. A file that goes loses its name first: from then on it is gone, whatever happens.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from typing import IO, TYPE_CHECKING

from mirrorcam.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE_MODE = 0o600
COMING, GOING = ".coming", ".going"
"""How the hidden names of what is not yet whole, and of what is deleted, end."""
UNFINISHED_S = 86400.0
"""What is not whole after a day never will be."""
FILM = ".mkv"
COMPANIONS = ("-wal", "-shm")
"""SQLite's companions of a file."""


def check_plain(path: Path) -> None:
    """Raises BadInput for what is not there, a link, a folder, a pipe, a device."""
    try:
        mode = path.lstat().st_mode
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise BadInput(f"{path}: cannot be opened ({why})") from None
    if S_ISLNK(mode):
        raise BadInput(f"{path}: is a link. Give the file itself.")
    if not S_ISREG(mode):
        raise BadInput(f"{path}: is not a file")


def read_bounded(path: Path, most: int) -> bytes:
    """A plain file of at most so many bytes. Raises BadInput for anything else: a link, a folder, a pipe, a device."""
    check_plain(path)
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise BadInput(f"{path}: cannot be opened ({why})") from None
    if len(content) > most:
        size = f"{most // 2**20} MB" if most >= 2**20 else f"{most // 1024} kB"
        raise BadInput(f"{path}: is larger than {size}, too large for this kind of file")
    return content


def write_new(path: Path, content: bytes, check: Callable[[Path], None] = lambda _: None) -> None:
    """Whole, readable by its owner only, and never over a file that is there. ``check`` sees it before it gets its
    name, and may raise. Raises BadInput, and then nothing was written."""
    with making(path, check) as file:
        file.write(content)


@contextmanager
def making(path: Path, check: Callable[[Path], None] = lambda _: None) -> Iterator[IO[bytes]]:
    """As ``write_new``, for a file that is written bit by bit."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}{COMING}")
    try:
        if os.path.lexists(path):
            raise FileExistsError
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        check(unfinished)
        _give_name(unfinished, path)
        to_disk(path.parent)
    except FileExistsError:
        raise BadInput(f"{path}: there is a file of this name already; choose another") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise BadInput(f"{path}: cannot be written ({why})") from None
    finally:
        with suppress(OSError, ValueError):
            unfinished.unlink(missing_ok=True)


def _give_name(unfinished: Path, path: Path) -> None:
    """Never one that somebody has; a file system without hard links only looks before. Raises OSError."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(path):
            raise FileExistsError(f"{path}") from None
        unfinished.rename(path)


def also_named(path: Path, new: Path) -> None:
    """Another name for it, which nobody has; where the file system cannot do that, a copy. Raises OSError;
    FileExistsError where somebody has it."""
    try:
        os.link(path, new)
    except FileExistsError:
        raise
    except OSError:
        with (
            path.open("rb") as given,
            os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE), "wb") as made,
        ):
            shutil.copyfileobj(given, made)
            made.flush()
            os.fsync(made.fileno())


def remove(path: Path, film: bool = True) -> None:
    """A session with all that lies beside it: it is gone with its name, at once. ``film``: the film of its name is its
    own, and goes too. Raises OSError."""
    hidden = path.with_name(f".{path.name}{GOING}")
    if os.path.lexists(path):
        path.replace(hidden)
        to_disk(path.parent)
    _clear(hidden, path, film)


def sweep(folder: Path) -> None:
    """Takes away what a crash has left. What cannot be taken away is left for the next time."""
    with suppress(OSError):
        _sweep(folder)


def _sweep(folder: Path) -> None:
    for hidden in folder.glob(f".*{GOING}"):
        with suppress(OSError):
            _clear(hidden, hidden.with_name(hidden.name[1 : -len(GOING)]))
    for unfinished in folder.glob(f".*{COMING}"):
        with suppress(OSError):
            old = time.time() - unfinished.stat().st_mtime > UNFINISHED_S
            if old or not _running(unfinished.name.removesuffix(COMING).rpartition(".")[2]):
                unfinished.unlink(missing_ok=True)


def _clear(hidden: Path, path: Path, film: bool = True) -> None:
    """What lay beside the file, and the file itself last: as long as it is there, there is something to clear."""
    if not os.path.lexists(path):  # else there is another one of this name by now
        films = [path.with_suffix(FILM)] if film else []
        for part in (*(path.with_name(path.name + ending) for ending in COMPANIONS), *films):
            part.unlink(missing_ok=True)
    hidden.unlink(missing_ok=True)


def _running(number: str) -> bool:
    """Whether a process of this number may still be at work."""
    try:
        if os.name == "nt":
            return True
        os.kill(int(number), 0)
    except (ValueError, ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def to_disk(folder: Path) -> None:
    """The names in a folder, too; where the system can (Windows opens no folders)."""
    with suppress(OSError, AttributeError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
