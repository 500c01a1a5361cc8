"""What a person has practised: from the sessions that were kept, and from what is noted where none is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta

from mirrorcam.errors import BadInput
from mirrorcam.stores import Store

LEAST_S = 30.0
"""A session shorter than this was but a look, and does not count as done."""
NOTED, MOST_NOTED = "practised", 400
"""Where what was practised without a session being kept is noted, and how much of it: the day and the exercise."""


def exercises_done(store: Store) -> list[tuple[date, str]]:
    """The day and the exercise of every session that was more than a look, newest first."""
    kept = [
        (datetime.fromisoformat(about.created).date(), about.exercise)
        for about in (kept.about for kept in store.sessions())
        if about is not None and not about.received and about.duration_s >= LEAST_S
    ]
    return sorted([*kept, *_noted(store)], key=lambda one: one[0], reverse=True)


def note_done(store: Store, exercise: str, now: datetime, lasted_s: float) -> None:
    """Of an exercise of which no session is kept, as of the mirror and breathing. It counts for the day on which it
    began, as a session that is kept does. Raises BadInput and OSError where it cannot be noted."""
    begun = (now - timedelta(seconds=lasted_s)).date()
    noted = [[day.isoformat(), name] for day, name in _noted(store)]
    rows = [*noted, [begun.isoformat(), exercise]][-MOST_NOTED:]
    store.keep_settings({**store.settings(), NOTED: rows})


def ever_done(here: Store, stores: Iterable[Store]) -> Iterator[str]:
    """The names of exercises that anybody of ``stores`` has a session of, or that are noted ``here``."""
    yield from (name for _, name in _noted(here))
    for store in stores:
        yield from (kept.about.exercise for kept in store.sessions() if kept.about is not None)


def _noted(store: Store) -> list[tuple[date, str]]:
    noted, found = None, []
    with suppress(BadInput):
        noted = store.settings().get(NOTED)
    for row in noted if isinstance(noted, list) else ():
        with suppress(TypeError, ValueError):
            day, name = row
            found.append((date.fromisoformat(day), str(name)))
    return found
