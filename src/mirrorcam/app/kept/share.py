"""`mirrorcam share`, `open` and `key`: one session to one person, in one sealed file. docs/keeping.md.

What is in a share is sharing/'s business, how it is sealed sharing/sealing.py's.
"""

from __future__ import annotations

import argparse
import getpass
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from mirrorcam.app.headless import speak
from mirrorcam.app.kept.profiles import own_store
from mirrorcam.app.report.story import read_story
from mirrorcam.app.terminal import say
from mirrorcam.errors import BadInput
from mirrorcam.phrases import phrase
from mirrorcam.recording import Content, read_recording
from mirrorcam.safe_files import COMPANIONS, read_bounded, write_new
from mirrorcam.session_file import SUFFIX, opened
from mirrorcam.sharing import MOST_BYTES, Handed, What, hand_over, unwrap, wrap
from mirrorcam.sharing.letting_in import let_in
from mirrorcam.sharing.rehearsing import rehearse
from mirrorcam.sharing.sealing import (
    KeyPair,
    check_recipient,
    is_sealed,
    keys_in,
    new_key,
    seal,
    unseal,
    wants_passphrase,
)
from mirrorcam.stores import Store
from mirrorcam.stores.disk import private

ENDING = f"{SUFFIX}.age"
KEY_FILE = "key.txt"
PASSPHRASE = "MIRRORCAM_PASSPHRASE"
"""The environment variable that scripts give a passphrase with."""
MOST_KEY_BYTES = 64 * 1024
LONGEST_NAME = 60
ZIP = b"PK\x03\x04"
SQLITE = b"SQLite format 3\0"

# ------------------------------------------------------------ share


def share(arguments: argparse.Namespace, path: Path) -> int:
    """The command. Raises BadInput, and then nothing is written."""
    speak(own_store())
    pseudonym = arguments.name
    if pseudonym is not None and (len(pseudonym) > LONGEST_NAME or not pseudonym.isprintable()):
        raise BadInput(
            f"--name: {LONGEST_NAME} characters at most. A name that only the two of you know is enough."
        )
    to = [recipient(one) for one in arguments.to or ()]
    handed = hand_over(path, What(Content(arguments.content), not arguments.no_notes, pseudonym))
    out = arguments.out or Path(f"{_stem(handed)}{ENDING}")
    check_out(out, ENDING)
    passphrase = None if to else ask_passphrase(twice=True)
    write_new(out, seal(wrap(handed.database), to, passphrase))
    print(out)
    _tell(handed, arguments, passphrase is not None)
    return 0


def recipient(public: str) -> str:
    """A key as it was typed, or the file that `mirrorcam key --out` made."""
    if not public.startswith("age1") and Path(public).is_file():
        found = re.findall(
            r"\bage1[0-9a-z]+", read_bounded(Path(public), MOST_KEY_BYTES).decode(errors="replace")
        )
        public = found[0] if found else public
    try:
        return check_recipient("".join(public.split()))
    except BadInput as error:
        raise BadInput(f"--to: {error}") from None


def _tell(handed: Handed, arguments: argparse.Namespace, by_passphrase: bool) -> None:
    """What is inside, and what has to be thought of."""
    say(phrase(f"handing.content.{handed.content.name.lower()}"))
    say(phrase("handing.no_notes" if arguments.no_notes else "handing.notes"))
    if handed.content != arguments.content:
        say(phrase("handing.no_more"))
    if handed.for_two:
        say(phrase("handing.two"))
    say(phrase("handing.say_passphrase" if by_passphrase else "handing.only_they"))


def check_out(path: Path, ending: str) -> None:
    """Raises BadInput for where nothing can be written; no file is ever overwritten."""
    if not path.name.endswith(ending) or path.name == ending:
        raise BadInput(f"{path}: the name has to end in {ending}.")
    if os.path.lexists(path):
        raise BadInput(f"{path}: there is a file of this name already; choose another with --out")
    if not path.parent.is_dir():
        raise BadInput(f"{path}: there is no folder {path.parent}. Make it first.")


def _stem(handed: Handed) -> str:
    """Day, time and exercise: what the session was renamed to may be somebody's name."""
    exercise = re.sub(r"[^\w-]+", "-", handed.about["exercise"]).strip("-")[:60]
    return f"{handed.when:%Y-%m-%d %H%M} {exercise or 'session'}"


def ask_passphrase(*, twice: bool = False) -> str:
    """Without showing it; from the environment where that gives one. Raises BadInput."""
    if (given := os.environ.get(PASSPHRASE)) is not None:
        return given
    if not sys.stdin.isatty():
        raise BadInput(
            f"a passphrase is asked for, and nobody is there to type it. Scripts set {PASSPHRASE}."
        )
    try:
        first = getpass.getpass(phrase("handing.passphrase") + " ")
        again = getpass.getpass(phrase("handing.once_more") + " ") if twice else first
    except EOFError:
        raise BadInput("no passphrase was given") from None
    if first != again:
        raise BadInput("the two were not the same. Nothing was written; try again.")
    return first


# ------------------------------------------------------------ open


def open_share(arguments: argparse.Namespace) -> int:
    """The command. Raises BadInput, and then nothing was kept."""
    store = own_store()
    speak(store)
    path: Path = arguments.file
    handed = receive(path, lambda sealed: opening_keys(arguments, store, sealed))
    kept = _had(store, handed)
    said = "opened" if kept is None else "opened_before"
    try:
        kept = kept or store.receive(_received_name(handed), handed.database, _check)
    except BadInput as error:
        raise BadInput(re.sub(r"^\S.*?\.coming: ", f"{path}: ", str(error))) from None
    print(kept.stem)
    say(phrase(f"handing.{said}", folder=kept.parent))
    say(phrase(f"handing.content.{handed.content.name.lower()}"))
    say(phrase("handing.see", review=f"mirrorcam review '{kept.stem}'", report=_report(kept)))
    return 0


def _had(store: Store, handed: Handed) -> Path | None:
    """The session that the same file was kept as before, whatever it is called by now; None: it is new."""
    known = ((kept.path, kept.about.handed) for kept in store.sessions() if kept.about is not None)
    return next((path for path, mark in known if mark == handed.about["handed"]), None)


def _report(kept: Path) -> str:
    return f"mirrorcam report '{kept.stem}' --out report.html"


Opening = tuple[Sequence[KeyPair], str | None]
"""Keys, or a passphrase."""


def receive(path: Path, keys: Callable[[bytes], Opening]) -> Handed:
    """A stranger's session, checked but for the rehearsal. ``keys``: asked, with what is sealed, for what opens it.
    Raises BadInput, with the file's name before it."""
    content = read_bounded(path, MOST_BYTES)
    try:
        if is_sealed(content):
            content = unseal(content, *keys(content))  # it can be large: what is no longer needed is let go
            if content.startswith(ZIP):
                raise BadInput("is a backup. `mirrorcam restore` opens it.")
            return let_in(unwrap(content), datetime.now())
        if content.startswith(ZIP):
            raise BadInput("is a backup, or another archive. `mirrorcam restore` opens a backup.")
        if not content.startswith(SQLITE):
            raise BadInput(
                "is no session of mirrorcam, and nothing that `mirrorcam share` made; or it is not whole"
            )
        return let_in(_plain(path, content), datetime.now())
    except BadInput as error:
        raise BadInput(f"{path}: {error}") from None


def _plain(path: Path, content: bytes) -> bytes:
    """A file that a crash has left still has companions; what is in them belongs to it."""
    if not path.with_name(path.name + COMPANIONS[0]).exists():
        return content
    try:
        with opened(path) as file:
            return file.serialize()
    except BadInput as error:
        raise BadInput(str(error).removeprefix(f"{path}: ")) from None


def _check(path: Path) -> None:
    """Whatever will be done with it is done once: it may be wrong in a way that nobody thought of."""
    try:
        rehearse(path)
        recording = read_recording(path)
        if not recording.about.recomputable:
            read_story(recording)
    except BadInput:
        raise
    except Exception as error:
        raise BadInput(f"{path}: is damaged ({type(error).__name__})") from None


def _received_name(handed: Handed) -> str:
    pseudonym = handed.about.get("pseudonym", "").strip()
    whose = f"from {pseudonym}" if re.search(r"\w", pseudonym) else "received"
    return f"{_stem(handed)} {whose}"


def opening_keys(arguments: argparse.Namespace, store: Store, sealed: bytes) -> Opening:
    """What the file asks for: whoever opens it need not know how it was sealed."""
    if wants_passphrase(sealed):
        if arguments.key is not None:
            raise BadInput("is opened by a passphrase, not by a key")
        return (), ask_passphrase()
    if arguments.passphrase:
        raise BadInput("is opened by a key, not by a passphrase. Without --passphrase, yours is tried.")
    path = arguments.key or key_path(store)
    if path is None or (arguments.key is None and not path.exists()):
        raise BadInput(
            "was made for a key, and there is none here yet. `mirrorcam key` makes one, to send to others."
        )
    return read_keys(path), None


# ------------------------------------------------------------ key


def show_key(arguments: argparse.Namespace) -> int:
    """The command: the public key on stdout, alone, and what it is for beside it."""
    store = own_store()
    speak(store)
    public = own_key(store)
    if arguments.out is not None:
        check_out(arguments.out, ".txt")
        write_new(arguments.out, f"{public}\n".encode())
        print(arguments.out)
    else:
        print(public)
    say(phrase("handing.key_words"))
    say(phrase("handing.key_kept", file=key_path(store)))
    return 0


def key_path(store: Store) -> Path | None:
    return None if store.folder is None else store.folder / KEY_FILE


def own_key(store: Store) -> str:
    """The public one; both are made the first time. Raises BadInput."""
    path = key_path(store)
    if path is None:
        raise BadInput("a key has to be kept, and this store keeps nothing")
    if not os.path.lexists(path):
        made, now = new_key(), datetime.now().astimezone().isoformat(timespec="seconds")
        private(path.parent)
        text = f"# mirrorcam, {now}. Give this file to nobody.\n# public key: {made.public}\n{made.secret}\n"
        write_new(path, text.encode())
    return read_keys(path)[0].public


def read_keys(path: Path) -> list[KeyPair]:
    try:
        return keys_in(read_bounded(path, MOST_KEY_BYTES).decode(errors="replace"))
    except BadInput as error:
        words = str(error)
        raise BadInput(words if words.startswith(f"{path}: ") else f"{path}: {words}") from None
