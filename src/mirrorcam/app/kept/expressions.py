"""An expression of one's own out of a session that was kept: what of a moment can be taken, the file that comes of it,
and how it goes again. Of the session nothing but the intensities of that moment is taken along."""

from __future__ import annotations

import errno
import os
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from mirrorcam.action_units import BY_CODE
from mirrorcam.app.measuring.recording_targets import NAME, plain_name, write_expression
from mirrorcam.errors import BadInput, disk_is_full
from mirrorcam.exercise import exercises
from mirrorcam.expression import Expression
from mirrorcam.face import Reason
from mirrorcam.folders import own_expressions_folder
from mirrorcam.instant import Instant, Side
from mirrorcam.phrases import listed, phrase, translated
from mirrorcam.recorded_target import MOST_WORDS, Label, best_half_second, strongest, target_text
from mirrorcam.review import why
from mirrorcam.stores.disk import DEVICES
from mirrorcam.target import (
    TITLE_CHARACTERS,
    Library,
    parse_target,
    shipped,
    unsided,
)
from mirrorcam.timeline import Timeline
from mirrorcam.trial import BEST_S

LONGEST_NAME = 40
NAMELESS = "own"
"""What a file is called whose title has no letter that every file system takes."""
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn round what stands behind them, also beyond the title."""
UNSEEN = frozenset(("Cc", "Cf", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"))
"""Unicode's categories of signs of which nothing can be seen, if they stand alone."""


@dataclass(frozen=True, slots=True)
class KeptExpression:
    """``name`` is its file's, and that of the exercise it can be practised with."""

    name: str
    title: str
    path: Path


# ------------------------------------------------------------ what of a moment can be taken


def taken(timeline: Timeline, index: int, *, beside: bool = False) -> Expression:
    """What the face showed about an instant: of the half-seconds that it is in the one in which the face shows most and
    is steady (recorded_target.py). ``beside``: of two people the one on the right. Raises BadInput, with words for the
    person, where there is nothing to be taken."""
    here = timeline.at(index)
    if _side(here, beside).seen is None:
        raise BadInput(_why_not(_side(here, beside)))
    looks = [
        (one.time_s, seen)
        for one in _around(timeline, index)
        if (seen := _side(one, beside).seen) is not None
    ]
    best = best_half_second(looks, here.time_s)
    if best is None:
        raise BadInput(phrase("own_face.too_brief"))
    if not strongest(best.face):
        raise BadInput(phrase("own_face.at_rest"))
    return best.face


def _around(timeline: Timeline, index: int) -> Iterator[Instant]:
    """The instants within half a second of one, in their order; where something else was asked for, or of another
    number of people, no more of them."""
    here = timeline.at(index)
    first, last = timeline.index(here.time_s - BEST_S), timeline.index(here.time_s + BEST_S)
    for i in range(first, last + 1):
        one = timeline.at(i)
        alike = one.told.step == here.told.step and (one.beside is None) == (here.beside is None)
        if alike and abs(one.time_s - here.time_s) <= BEST_S + 1e-9:
            yield one


def _side(instant: Instant, beside: bool) -> Side:
    return instant.beside if beside and instant.beside is not None else instant.you


def _why_not(side: Side) -> str:
    reason = side.waiting or side.reason
    if reason is Reason.NO_NEUTRAL:
        return phrase("own_face.no_neutral")
    return phrase("own_face.not_scored", why=why(reason)) if reason else phrase("own_face.nothing_asked")


# ------------------------------------------------------------ keeping it


@dataclass(frozen=True, slots=True)
class Had:
    """What stands beside an expression of one's own in the window, and so is called otherwise. ``titles``: of
    exercises, as they are shown; ``names``: of what was practised before, also of what has been deleted since, so that
    a new face is not counted on with an old one."""

    titles: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class From:
    """The session that a face is of: its day, and whether somebody else handed it over."""

    day: date
    received: bool = False


def keep_expression(
    face: Expression, title: str, practised: From, today: date, targets: Library, *, had: Had = Had()
) -> KeptExpression:
    """A new file among the person's own expressions, whole or not there, in the place of none that is. ``title``: ""
    for one that nobody gave; one that is had already gets a number. Its words are in the language in use. Raises
    BadInput, and then nothing was written."""
    title = plain_title(title) or phrase("own_face.untitled")
    if len(title) > TITLE_CHARACTERS:
        raise BadInput(phrase("own_face.title_long", most=TITLE_CHARACTERS))
    titles = {translated(target.title) for target in targets.values()} | had.titles
    title = _new_title(title, {one.casefold() for one in titles})
    path = own_expressions_folder() / f"{_new_name(title, had.names)}.toml"
    source = phrase(
        "own_face.source_received" if practised.received else "own_face.source",
        kept=f"{today:%Y-%m-%d}",
        session=f"{practised.day:%Y-%m-%d}",
    )
    label = Label(path.stem, title, source, asking(strongest(face)))
    try:
        text = target_text(face, label, targets.values())
    except ValueError:
        raise BadInput(phrase("own_face.at_rest")) from None
    parse_target(text, str(path))
    try:
        write_expression(path, text)
    except BadInput as error:
        raise BadInput(phrase("own_face.not_kept", why=_what_hindered(error))) from None
    return KeptExpression(path.stem, title, path)


def _what_hindered(error: BadInput) -> str:
    """What was raised has the system's own reason as its context."""
    cause = error.__context__
    return (_in_words(cause) if isinstance(cause, OSError) else "") or str(error)


def _in_words(error: OSError) -> str:
    """In the language in use; "" for what is not known."""
    if disk_is_full(error):
        return phrase("own_face.disk_full")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return phrase("own_face.not_allowed", folder=own_expressions_folder())
    return ""


def asking(codes: Collection[str]) -> str:
    """A sentence in the language in use that asks for the first three, or fewer, if they would not fit."""
    parts = [_asked(code) for code in codes][:3]
    while len(said := _sentence(parts)) > MOST_WORDS and len(parts) > 1:
        parts.pop()
    return said if len(said) <= MOST_WORDS else ""


def _sentence(parts: list[str]) -> str:
    said = listed(parts)
    return f"{said[:1].upper()}{said[1:]}."


def _asked(code: str) -> str:
    words, side = translated(BY_CODE[unsided(code)].more), code.removeprefix(unsided(code))
    on = {"L": "own_face.on_left", "R": "own_face.on_right"}
    return phrase(on[side], words=words) if side else words


def plain_title(title: str) -> str:
    """In one line, without what would turn other words round; "" where nothing of it could be seen."""
    plain = (" " if unicodedata.category(sign) == "Cc" else sign for sign in title if sign not in TURNING)
    line = " ".join("".join(plain).encode("utf-8", "ignore").decode().split())
    return line if any(unicodedata.category(sign) not in UNSEEN for sign in line) else ""


def _new_title(title: str, taken_titles: Collection[str]) -> str:
    """With a number behind it, where there is one of that title, or where the catalogue has other words for it: it is
    shown as it was written."""
    numbered = (f"{title[: TITLE_CHARACTERS - len(end)].rstrip()}{end}" for end in _endings(" "))
    return next(one for one in numbered if one.casefold() not in taken_titles and translated(one) == one)


def _new_name(title: str, names: Collection[str]) -> str:
    """Of the title, and nobody else's: no shipped expression's, no exercise's, no file's, not even a broken one's; and
    none that Windows keeps for itself."""
    plain = plain_name(title)
    plain = plain if NAME.fullmatch(plain) else f"{NAMELESS}-{plain}".strip("-")
    others = {*names, *shipped(), *exercises(), *(device.lower() for device in DEVICES)}
    numbered = (f"{plain[: LONGEST_NAME - len(end)].rstrip('-')}{end}" for end in _endings("-"))
    folder = own_expressions_folder()
    return next(one for one in numbered if one not in others and not os.path.lexists(folder / f"{one}.toml"))


def _endings(between: str) -> Iterator[str]:
    yield ""
    yield from (f"{between}{number}" for number in count(2))


# ------------------------------------------------------------ and how it goes again


def drop_expression(name: str) -> None:
    """Deletes one of the person's own, for good. Raises BadInput, and then it is there as before."""
    path = own_expressions_folder() / f"{name}.toml"
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        why = _in_words(error) or f"{path}: {error.strerror}"
        raise BadInput(phrase("own_face.not_deleted", why=why)) from None
