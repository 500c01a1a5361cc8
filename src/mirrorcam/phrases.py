"""What is said on screen, in the person's language: one catalogue a language, in ``languages/``.

``phrase("imitate.watch")`` looks a sentence up in the language that is in use, and in English where that lacks it.
``translated("Joy")`` does the same for what stands in exercises and expressions, by its English words. A
language is added by a file: ``languages/xx.toml`` here, or in the data folder, which wins.
"""

from __future__ import annotations

import ctypes
import locale
import os
import string
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from mirrorcam.folders import data_folder
from mirrorcam.tables import toml_files

ENGLISH = "en"
FOLDER = Path(__file__).parent / "languages"
ASKED = "MIRRORCAM_LANGUAGE"
"""The environment variable that asks for a language before anything else does: "de"."""
MONTHS = "date.months"
SAME_SHARE = 1e-6
"""Shares that are so near are the same, in whichever order they were added up."""
MOST_BYTES = 2**20
"""Of a language's file; the longest that is shipped has an eighth of it."""


@dataclass(frozen=True)
class Catalogue:
    """``title`` is the language's name in itself; ``texts`` has the words of data files by their English ones."""

    language: str
    title: str
    right_to_left: bool = False
    phrases: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


def phrase(key: str, /, **parts: object) -> str:
    """The sentence of this name, with ``{parts}`` filled in. With ``count`` given, ``key.one`` is taken for 1 and
    ``key.other`` for the rest, where there are such. Raises KeyError for a name that English has not."""
    said = _find(f"{key}.{'one' if parts['count'] == 1 else 'other'}") if "count" in parts else None
    said = _find(key) if said is None else said
    if said is None:
        raise KeyError(key)
    return said.format(**parts) if parts else said


def knows(key: str) -> bool:
    """Whether there is a sentence of this name."""
    return _find(key) is not None


def translated(text: str) -> str:
    """The words of an exercise, an expression or a person in the language in use; as they are, where it has none."""
    return _in_use.texts.get(text, text)


def within(title: str) -> str:
    """A title in the middle of a sentence: "Joy" is "joy" in English, and stays "Freude" in German. Its other words
    stay as they are: "My smile for Anna" has a name in it."""
    lowered = phrase("grammar.titles_within") == "lower" and not title[1:2].isupper()
    return title[:1].lower() + title[1:] if lowered else title


def listed(parts: Sequence[str], most: int | None = None) -> str:
    """ "a smile, raised brows and a nod", in the language in use; where there are more than ``most``: "a smile, raised
    brows and …"."""
    if most is not None and len(parts) > most:
        parts = [*parts[:most], "…"]
    if len(parts) < 2:
        return "".join(parts)
    return phrase("grammar.and", first=phrase("grammar.comma").join(parts[:-1]), last=parts[-1])


def number(value: float, decimals: int | None = 0) -> str:
    """``value`` with the decimal sign of the language: "2.5", "2,5". ``decimals`` None: as many as it has."""
    said = f"{value:g}" if decimals is None else f"{round(value, decimals) + 0.0:.{decimals}f}"  # never "-0"
    return said.replace(".", phrase("number.decimal"))


def percent(share: float) -> str:
    """0..1 in whole hundredths: "100" and "0" are said of all and of nothing alone, as far as sums are exact."""
    whole = round(100 * share)
    least, most = int(share > SAME_SHARE), 100 - int(share < 1 - SAME_SHARE)
    return str(min(max(whole, least), most))


def day(when: date, beside: date | None = None) -> str:
    """ "14 Nov", in the order and with the months of the language; "14 Nov 2026" where ``beside``, a day that is told
    with it, is in another year."""
    parts = {"day": when.day, "month": _month(when)}
    if beside is None or beside.year == when.year:
        return phrase("report.day", **parts)
    return phrase("report.day_of_year", **parts, year=when.year)


def first_and_last(first: date, last: date) -> tuple[str, str]:
    """Where days begin and end: "3 Aug" and "5 Nov"; "Aug 2026" and "Nov 2027" where the years are others, which takes
    no more room."""
    if first.year == last.year:
        return day(first), day(last)
    one, other = (phrase("report.month", month=_month(when), year=when.year) for when in (first, last))
    return one, other


def _month(when: date) -> str:
    return phrase(MONTHS).split()[when.month - 1]


def day_and_time(when: datetime) -> str:
    """ "14 Nov 2026, 18:02", in the order and with the months of the language."""
    return phrase("date.when", day=when.day, month=_month(when), year=when.year, time=f"{when:%H:%M}")


def duration(seconds: float) -> str:
    """ "4 min 12 s"."""
    minutes, rest = divmod(round(seconds), 60)
    return (
        phrase("time.minutes", minutes=minutes, rest=rest) if minutes else phrase("time.seconds", rest=rest)
    )


# Which language.


def catalogue() -> Catalogue:
    """The one in use."""
    return _in_use


def use(language: str) -> None:
    """From now on, everything is said in this language; in English where there is none, or a broken one."""
    global _in_use  # noqa: PLW0603
    _in_use = catalogues().get(language) or _shipped_english()


def languages() -> dict[str, Path]:
    """Name → file: those that are shipped, and the person's own, which win. What a person's own English lacks is said
    as the shipped one has it."""
    folders = (FOLDER, data_folder() / "languages")
    return {path.stem: path for folder in folders for path in toml_files(folder)}


def catalogues() -> dict[str, Catalogue]:
    """Name → catalogue of every language that can be chosen: without those whose file is broken, and always English."""
    found: dict[str, Catalogue] = {}
    for language in languages():
        with suppress(ValueError, OSError, RecursionError):
            found[language] = read_catalogue(language)
    found.setdefault(ENGLISH, _shipped_english())
    return found


@cache
def read_catalogue(language: str) -> Catalogue:
    """What it says with other ``{parts}`` than English does is left out. Raises KeyError for one that is not there,
    ``ValueError`` for one that is broken, and OSError."""
    written = _written(language, languages()[language])
    english = _shipped_english().phrases
    phrases = {
        key: said
        for key, said in written.phrases.items()
        if parts_of(said) == parts_of(english.get(key, "")) and (key != MONTHS or len(said.split()) == 12)
    }
    return replace(written, phrases=phrases)


@cache
def _shipped_english() -> Catalogue:
    """What there always is, whatever the person's own files say."""
    return _written(ENGLISH, FOLDER / f"{ENGLISH}.toml")


def _written(language: str, path: Path) -> Catalogue:
    """As the file has it. Raises ValueError, for what is no file of a bearable size, too, and OSError."""
    if not path.is_file():
        raise ValueError(f"{path} is not a file")
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError(f"{path} is too large")
    table = tomllib.loads(content.decode("utf-8-sig"))
    texts = _words(table.pop("texts", {}))
    title, right_to_left = str(table.pop("language", language)), bool(table.pop("right_to_left", False))
    return Catalogue(language, title, right_to_left, dict(_flat(table)), texts)


def parts_of(said: str) -> frozenset[str] | None:
    """The names in its ``{}``; None where the brackets do not close, or have more than a name in them."""
    try:
        parts = list(string.Formatter().parse(said))
    except ValueError:
        return None
    if any(form or conversion for _, _, form, conversion in parts):
        return None
    return frozenset(name for _, name, _, _ in parts if name is not None)


def first_language(chosen: str = "") -> str:
    """What to begin with: what the environment asks for, what the person chose, or what the computer speaks."""
    return os.environ.get(ASKED) or chosen or system_language()


def system_language() -> str:
    """The first of the computer's languages that there is a catalogue for; English where there is none."""
    known = languages()
    return next((name for name in _spoken() if name in known), ENGLISH)


def _spoken() -> Iterator[str]:
    """ "de_DE.UTF-8" as "de", the most wanted first."""
    for variable in (ASKED, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        yield from (_plain(name) for name in os.environ.get(variable, "").split(":"))
    if sys.platform == "win32":
        yield _plain(locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), ""))
    yield _plain(locale.getlocale()[0] or "")


def _plain(name: str) -> str:
    return name.partition(".")[0].partition("_")[0].partition("-")[0].lower()


# Reading.


def _flat(table: Mapping[str, Any], before: str = "") -> list[tuple[str, str]]:
    """``{"a": {"b": "words"}}`` as ``("a.b", "words")``."""
    rows: list[tuple[str, str]] = []
    for key, value in table.items():
        rows += _flat(value, f"{before}{key}.") if isinstance(value, dict) else [(before + key, str(value))]
    return rows


def _words(texts: Any) -> dict[str, str]:
    """What is words among them; nothing where it is no table."""
    rows = texts.items() if isinstance(texts, dict) else ()
    return {key: said for key, said in rows if isinstance(said, str)}


def _find(key: str) -> str | None:
    return _in_use.phrases.get(key, _shipped_english().phrases.get(key))


_in_use = Catalogue(ENGLISH, "English")
