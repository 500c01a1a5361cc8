"""Whole or nothing: what an export writes stands in a hidden folder until all of it is there, and safe on the disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import IO

from mirrorcam.errors import BadInput
from mirrorcam.safe_files import to_disk

PREFIX = ".mirrorcam-unfinished-"
LOCK, TAKING = "lock", "taking"
FILE_MODE = 0o600


@contextmanager
def whole(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """A hidden folder to write ``names`` into (files or folders), beside where they go. At the end each takes its place
    in ``folder``, which is made if need be, by one rename; after any error, or Ctrl-C, none does.

    A kill leaves the hidden folder behind, which the next export into ``folder`` clears away. Raises BadInput when a
    name is taken, or when something cannot be written; nothing is ever overwritten.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(folder)
        for name in names:
            _check_free(folder / name)
        stage = Path(mkdtemp(prefix=PREFIX, dir=folder))
    except OSError as error:
        raise BadInput(f"{folder}: cannot be written ({error.strerror})") from None
    try:
        with _locked(stage):
            yield stage
            _sync(stage)
            _place([(stage / name, folder / name) for name in names])
    except OSError as error:
        raise BadInput(f"{folder}: cannot be written ({error.strerror}); nothing was exported") from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def new_file(path: Path) -> IO[str]:
    """For text, with its folder; only its owner may read it. What UTF-8 cannot keep becomes a question mark."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE)
    return os.fdopen(number, "w", encoding="utf-8", errors="replace", newline="")


def _check_free(path: Path) -> None:
    if os.path.lexists(path):
        what = "folder" if path.is_dir() else "file"
        raise BadInput(f"{path}: there is a {what} of this name already; choose another folder")


def _place(moves: Sequence[tuple[Path, Path]]) -> None:
    """All of them; if one cannot take its place, the others leave theirs again."""
    placed: list[Path] = []
    try:
        for before, after in moves:
            _move(before, after)
            placed.append(after)
    except BaseException:
        for path in placed:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise
    to_disk(moves[0][1].parent)


def _move(before: Path, after: Path) -> None:
    """A second name of a file is given only where there is none of that name yet, whoever else writes there; file
    systems without such names, and folders, are looked at first."""
    if before.is_file():
        with suppress(OSError):
            os.link(before, after)
            return
    _check_free(after)
    before.rename(after)


def _sync(stage: Path) -> None:
    """To the disk with it, so that no name stands there without its content after the power has failed."""
    for path in stage.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


# ------------------------------------------------------------ what a killed export left


@contextmanager
def _locked(stage: Path) -> Iterator[None]:
    """As long as this process lives, nobody takes the folder for a leftover. The lock is there before its name is."""
    with (stage / TAKING).open("w") as file:
        if _lock(file):
            with suppress(OSError):  # Windows renames no open file; it does not delete one either
                (stage / TAKING).rename(stage / LOCK)
        yield


def _clear_leftovers(folder: Path) -> None:
    for stage in folder.glob(f"{PREFIX}*"):
        if _is_left(stage):
            shutil.rmtree(stage, ignore_errors=True)


def _is_left(stage: Path) -> bool:
    if stage.is_symlink() or not (stage / LOCK).is_file():
        return False
    with suppress(OSError), (stage / LOCK).open("r+") as file:
        return _lock(file)
    return False


def _lock(file: IO[str]) -> bool:
    """False where another process has it, or where there are no locks."""
    try:
        import fcntl
    except ImportError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
