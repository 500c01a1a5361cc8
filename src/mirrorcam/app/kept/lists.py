"""The sessions that are kept, as lists to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from mirrorcam.app.kept.keeping import whose_it_is
from mirrorcam.app.reviewing import Review
from mirrorcam.app.screens.home import Entry
from mirrorcam.errors import BadInput
from mirrorcam.phrases import day_and_time, duration, phrase, translated
from mirrorcam.recording import About, read_results
from mirrorcam.stores import Store

USUAL_NAME = re.compile(r"\d{4}-\d\d-\d\d \d{4} ")
"""How a session is called that nobody gave a name."""


def kept_sessions(store: Store) -> Iterator[Entry]:
    """All of them, the newest first; one that cannot be read with what is the matter."""
    for kept in store.sessions():
        if kept.about is None:
            yield Entry(kept.name, kept.name, kept.trouble)
        else:
            title, words = translated(kept.about.title), _when_and_how_long(kept.about)
            words += " · " + phrase("film.with") if kept.film else ""
            words += " · " + phrase("scores.in_list") if kept.about.scores_only else ""
            named = USUAL_NAME.match(kept.name) is None
            shown = (kept.name, f"{title} · {words}") if named else (title, words)
            yield Entry(kept.name, *shown, whose_it_is(kept.about))


def comparable(store: Store, review: Review, own: Path) -> Iterator[Entry]:
    """Those in which an expression was scored that the session looked at, which lies at ``own``, has, too."""
    for kept in store.sessions():
        if kept.about is None or kept.about.scores_only or kept.path == own:
            continue
        if _scored(kept.path) & review.asked:
            yield Entry(kept.name, translated(kept.about.title), _when_and_how_long(kept.about))


def _scored(path: Path) -> set[str]:
    """The expressions that were scored in it; none where its results cannot be read."""
    with suppress(BadInput):
        return {str(step.get("target")) for step in read_results(path).steps if step.get("scored")}
    return set()


def _when_and_how_long(about: About) -> str:
    return f"{day_and_time(datetime.fromisoformat(about.created))} · {duration(about.duration_s)}"
