"""`mirrorcam sessions`: what is kept, and keeping it in order. The store does it; here it is asked and told."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from mirrorcam.app.headless import speak
from mirrorcam.app.kept.profiles import own_store
from mirrorcam.app.terminal import say
from mirrorcam.errors import BadInput
from mirrorcam.film import film_path
from mirrorcam.noting import keep_pseudonym
from mirrorcam.phrases import day_and_time, duration, number, phrase, translated
from mirrorcam.recording import About
from mirrorcam.stores import Kept, Store
from mirrorcam.tables import closed

DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def list_sessions() -> int:
    store = _store()
    kept = store.sessions()
    if store.folder is not None and (trouble := closed(store.folder / "sessions")):
        raise BadInput(trouble)
    for one in kept:
        print(one.name)
        print(f"    {told(one)}")
    if not kept:
        say(phrase("keeping.none"))
    return 0


def told(one: Kept) -> str:
    """ "First steps · 22 Nov 2026, 18:02 · 4 min 12 s · 9.8 MB · of Blue heron"."""
    if one.about is None:
        return one.trouble
    about = one.about
    parts = [translated(about.title), day_and_time(_when(about)), duration(about.duration_s)]
    parts.append(phrase("keeping.size", size=number(_size(one.path) / 1e6, 1)))
    if whose := whose_it_is(about):
        parts.append(whose)
    if film_path(one.path).exists():
        parts.append(phrase("keeping.film"))
    return " · ".join(parts)


def whose_it_is(about: About) -> str:
    """ "of Blue heron"; "from somebody else"; "" where it is the person's own, without a name."""
    if about.received:
        return (
            phrase("keeping.from", name=about.pseudonym)
            if about.pseudonym
            else phrase("keeping.from_somebody")
        )
    return phrase("keeping.of", name=about.pseudonym) if about.pseudonym else ""


def rename(session: str, name: str) -> int:
    store = _store()
    print(store.rename(store.find(session), name).stem)
    return 0


def pseudonym(session: str, name: str) -> int:
    store = _store()
    path = store.find(session)
    keep_pseudonym(path, name)
    print(path.stem)
    return 0


def delete(session: str, *, sure: bool) -> int:
    store = _store()
    path = store.find(session)
    one = next(kept for kept in store.sessions() if kept.path == path)
    return _delete(store, [one], sure)


def prune(older_than: str, *, sure: bool) -> int:
    """What cannot be read has no age, and stays."""
    store = _store()
    before = datetime.now().astimezone() - parse_age(older_than)
    old = [one for one in store.sessions() if one.about is not None and _when(one.about) < before]
    if not old:
        say(phrase("keeping.none_so_old"))
        return 0
    return _delete(store, old, sure)


def parse_age(text: str) -> timedelta:
    """Raises BadInput."""
    found = re.fullmatch(r"(\d{1,5})([dwmy])", text.strip().lower())
    if found is None or int(found[1]) == 0:
        raise BadInput(f'--older-than: "{text[:40]}" is no age. Say 90d, 12w, 6m or 2y.')
    return timedelta(days=int(found[1]) * DAYS[found[2]])


def _delete(store: Store, doomed: Sequence[Kept], sure: bool) -> int:
    """Shown first, then asked, then done. Raises BadInput where nobody can be asked."""
    for one in doomed:
        say(f"{one.name}\n    {told(one)}")
    if not sure and not _agreed(len(doomed)):
        say(phrase("keeping.nothing_gone"))
        return 0
    for one in doomed:
        store.delete(one.path)
        print(one.name)
    return 0


def _agreed(count: int) -> bool:
    if not sys.stdin.isatty():
        raise BadInput("nobody is there to be asked. With --yes it is done without asking.")
    say(phrase("keeping.ask", count=count))
    try:
        return input().strip().lower() == phrase("keeping.yes")
    except EOFError:
        return False


def _when(about: About) -> datetime:
    """A time that cannot be read is now: nothing is pruned for it."""
    try:
        return datetime.fromisoformat(about.created).astimezone()
    except ValueError:
        return datetime.now().astimezone()


def _size(path: Path) -> int:
    parts = (path, film_path(path))
    return sum(part.stat().st_size for part in parts if part.exists())


def _store() -> Store:
    store = own_store()
    speak(store)
    return store
