"""`mirrorcam backup` and `restore`: everything of a person in one file, and back. docs/keeping.md tells its form.

The file is a zip archive that any program opens: ``backup.json`` names every file in it with its SHA-256. Sealed, it
is that archive in one age file.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

from mirrorcam.app.headless import speak
from mirrorcam.app.kept.profiles import own_store
from mirrorcam.app.kept.share import KEY_FILE, ask_passphrase, check_out, opening_keys, recipient
from mirrorcam.app.terminal import say
from mirrorcam.errors import BadInput, disk_is_full
from mirrorcam.phrases import phrase
from mirrorcam.recording import read_recording
from mirrorcam.safe_files import FILM, check_plain, making, read_bounded, write_new
from mirrorcam.session_file import SUFFIX
from mirrorcam.sharing.sealing import is_sealed, seal, unseal
from mirrorcam.stores.disk import private, safe_name

BACKUP_FORMAT = 1
LIST = "backup.json"
TABLES = ("neutral.json", "range.json", "settings.json")
SESSIONS = "sessions/"
MOST_SEALED = 2**30
"""Bytes that are sealed, or opened, at once: all of them are held in memory."""
MOST_FILES, MOST_FILE, MOST_LIST = 20_000, 2**36, 16 * 2**20
CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Part:
    """A file in a backup."""

    name: str
    size: int
    sha256: str


# ------------------------------------------------------------ backup


def back_up(arguments: argparse.Namespace) -> int:
    """The command. Raises BadInput, and then nothing is written."""
    store = own_store()
    speak(store)
    if store.folder is None or not store.folder.is_dir():
        raise BadInput("nothing is kept here so far, so there is nothing to back up")
    sealed = bool(arguments.to) or arguments.passphrase
    check_out(arguments.out, ".zip.age" if sealed else ".zip")
    to = [recipient(one) for one in arguments.to or ()]
    passphrase = ask_passphrase(twice=True) if arguments.passphrase else None
    names = list(_names(store.folder, with_key=arguments.with_key))
    if sealed:
        archive = io.BytesIO()
        parts = write_archive(archive, store.folder, names, MOST_SEALED)
        read_back(archive)
        write_new(arguments.out, seal(archive.getvalue(), to, passphrase))
    else:
        with making(arguments.out, _read_back_file) as file:
            parts = write_archive(file, store.folder, names)
    print(arguments.out)
    sessions = sum(part.name.endswith(SUFFIX) for part in parts)
    say(phrase("keeping.backed_up", count=sessions))
    if not sealed:
        say(phrase("keeping.not_sealed"))
    return 0


def _names(folder: Path, *, with_key: bool) -> Iterator[str]:
    kept = [*TABLES, *((KEY_FILE,) if with_key else ())]
    yield from (name for name in kept if (folder / name).is_file())
    for path in sorted((folder / "sessions").glob("*")):
        if path.suffix in (SUFFIX, FILM) and not path.name.startswith(".") and path.is_file():
            yield f"{SESSIONS}{path.name}"


def write_archive(file: IO[bytes], folder: Path, names: list[str], most: int | None = None) -> list[Part]:
    """What was in every file at one moment, also of a session that is just running. Raises BadInput."""
    parts = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in names:
            parts.append(_add(archive, name, folder / name))
            if most is not None and file.tell() > most:
                raise BadInput(
                    f"this is more than {most // 2**30} GB, too much to be sealed at once. Leave the seal away and put "
                    "the .zip on an encrypted disk, or delete films and sessions that you do not need any more."
                )
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        files = {part.name: {"size": part.size, "sha256": part.sha256} for part in parts}
        archive.writestr(
            LIST, json.dumps({"mirrorcam backup": BACKUP_FORMAT, "created": now, "files": files}, indent=1)
        )
    return parts


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> Part:
    digest, size = hashlib.sha256(), 0
    try:
        with _content(path) as given, archive.open(name, "w", force_zip64=True) as into:
            while chunk := given.read(CHUNK):
                into.write(chunk)
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        if disk_is_full(error):  # it is the backup that has no room
            raise
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeEncodeError:
        raise BadInput(
            f"{path}: its name is no UTF-8, so no backup can hold it. Give it another name."
        ) from None
    return Part(name, size, digest.hexdigest())


@contextmanager
def _content(path: Path) -> Iterator[IO[bytes]]:
    """A session as it is at this moment. One that is broken is taken as it is: a backup leaves nothing out."""
    if path.suffix == SUFFIX and (snapshot := _snapshot(path)) is not None:
        yield io.BytesIO(snapshot)
        return
    with path.open("rb") as file:
        yield file


def _snapshot(path: Path) -> bytes | None:
    try:
        with (
            closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as kept,
            closing(sqlite3.connect(":memory:")) as copy,
        ):
            kept.execute("PRAGMA trusted_schema=OFF")
            kept.backup(copy)
            content = copy.serialize()
            return content[:18] + b"\x01\x01" + content[20:]  # one plain file, without companions
    except sqlite3.Error:
        return None


def _read_back_file(path: Path) -> None:
    with path.open("rb") as file:
        read_back(file)


def read_back(file: IO[bytes]) -> list[Part]:
    """Every file in it, read and compared with the list. Raises BadInput where it is not as it was written."""
    with _archive(file) as archive:
        parts = _list(archive)
        for part in parts:
            for _ in _chunks(archive, part):
                pass
        return parts


# ------------------------------------------------------------ restore


def restore(arguments: argparse.Namespace) -> int:
    """The command. Raises BadInput. What is here already stays as it is."""
    store = own_store()
    speak(store)
    if store.folder is None:
        raise BadInput("this store keeps nothing")
    path: Path = arguments.file
    try:
        with _opened(path, arguments) as file:
            parts = read_back(file)  # all of it is whole, before anything is taken from it
            private(store.folder)
            _check_room(parts, store.folder)
            private(store.folder / "sessions")
            with _archive(file) as archive:
                taken = [part for part in parts if _take(archive, part, store.folder)]
    except BadInput as error:
        said = str(error)
        raise BadInput(said if said.startswith(str(path)) else f"{path}: {said}") from None
    for part in taken:
        print(part.name)
    say(phrase("keeping.restored", count=len(taken)))
    if len(taken) < len(parts):
        say(phrase("keeping.were_here", count=len(parts) - len(taken)))
    return 0


@contextmanager
def _opened(path: Path, arguments: argparse.Namespace) -> Iterator[IO[bytes]]:
    check_plain(path)
    with path.open("rb") as file:
        sealed = is_sealed(file.read(64))
        file.seek(0)
        if not sealed:
            yield file
            return
    content = read_bounded(path, MOST_SEALED + 2**24)
    yield io.BytesIO(unseal(content, *opening_keys(arguments, own_store(), content)))


def _check_room(parts: Sequence[Part], folder: Path) -> None:
    """Raises BadInput where the disk has no room for all of it."""
    needed, free = sum(part.size for part in parts), shutil.disk_usage(folder).free
    if needed > free:
        raise BadInput(
            f"needs {needed // 2**20} MB, and the disk has {free // 2**20} MB left. Nothing was taken from it."
        )


def _take(archive: zipfile.ZipFile, part: Part, folder: Path) -> bool:
    """Whether it was not here yet. A session, or what belongs to one, is looked at first."""
    place = folder / part.name
    if os.path.lexists(place):
        return False
    with making(place, partial(_look, place.name) if place.suffix == SUFFIX else _nothing) as file:
        for chunk in _chunks(archive, part):
            file.write(chunk)
    return True


def _look(name: str, path: Path) -> None:
    """One that was broken when it was backed up comes back as broken as it was, and is listed as such."""
    try:
        read_recording(path)
    except BadInput as error:
        say(phrase("keeping.broken", name=name, why=str(error).partition(": ")[2]))


def _nothing(_: Path) -> None:
    """Tables are read with care whenever they are read."""


# ------------------------------------------------------------ the archive


@contextmanager
def _archive(file: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (
        zipfile.BadZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        KeyError,
        OSError,
    ) as error:
        raise BadInput(f"is no backup of mirrorcam, or not whole ({error})") from None
    except Exception as error:
        if type(error).__module__ != "zlib":
            raise
        raise BadInput(f"is damaged ({error})") from None


def _list(archive: zipfile.ZipFile) -> list[Part]:
    """Raises BadInput for anything that is no backup, and for names that lead elsewhere."""
    names = archive.namelist()
    if LIST not in names or len(names) > MOST_FILES:
        raise BadInput("is no backup of mirrorcam")
    if archive.getinfo(LIST).file_size > MOST_LIST:
        raise BadInput("is no backup of mirrorcam (its list is too long)")
    try:
        listed: Any = json.loads(archive.read(LIST))
        if listed["mirrorcam backup"] > BACKUP_FORMAT:
            raise BadInput("was made by a newer mirrorcam; update mirrorcam to restore it")
        parts = [
            Part(str(name), int(one["size"]), str(one["sha256"])) for name, one in listed["files"].items()
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput("is no backup of mirrorcam (its list cannot be read)") from None
    if sorted([LIST, *(part.name for part in parts)]) != sorted(names):
        raise BadInput("is damaged: it has other files in it than its list names")
    for part in parts:
        if not _is_ours(part.name) or not 0 <= part.size <= MOST_FILE:
            raise BadInput("has a file in it that no backup has, so nothing was taken from it")
    return parts


def _is_ours(name: str) -> bool:
    if name in (*TABLES, KEY_FILE):
        return True
    stem, dot, ending = name.removeprefix(SESSIONS).rpartition(".")
    if not name.startswith(SESSIONS) or dot + ending not in (SUFFIX, FILM):
        return False
    try:
        return safe_name(stem) == stem and re.fullmatch(r"[^/\\:]+", stem) is not None
    except BadInput:
        return False


def _chunks(archive: zipfile.ZipFile, part: Part) -> Iterator[bytes]:
    """The file, compared with the list while it is read. Raises BadInput; never gives more than the list says."""
    digest, size = hashlib.sha256(), 0
    with archive.open(part.name) as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            digest.update(chunk)
            if size > part.size:
                break
            yield chunk
    if size != part.size or digest.hexdigest() != part.sha256:
        raise BadInput(f"is damaged: {part.name} is not what it was")
