"""What is said on screen, in the person's language: one catalogue a language, in ``languages/``.

``phrase("imitate.watch")`` looks a sentence up in the language that is in use, and in English where that lacks it.
``translated("Joy")`` does the same for what stands in exercises and expressions, by its English words. A
language is added by a file: ``languages/xx.toml`` here, or in the data folder, which wins.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

ENGLISH = "en"
FOLDER = Path(__file__).parent / "languages"


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


def translated(text: str) -> str:
    """The words of an exercise, an expression or a person in the language in use; as they are, where it has none."""
    return _in_use.texts.get(text, text)


def catalogue() -> Catalogue:
    """The one in use."""
    return _in_use


def use(language: str) -> None:
    """From now on, everything is said in this language; in English where there is no such catalogue."""
    global _in_use  # noqa: PLW0603
    _in_use = read_catalogue(language if language in languages() else ENGLISH)


def languages() -> dict[str, Path]:
    """Name → file: those that are shipped, and the person's own, which win."""
    folders = (FOLDER, platformdirs.user_data_path("mirrorcam", appauthor=False) / "languages")
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.toml"))}


@cache
def read_catalogue(language: str) -> Catalogue:
    """Raises KeyError for one that is not there, and ``tomllib.TOMLDecodeError`` for one that is broken."""
    table = tomllib.loads(languages()[language].read_text(encoding="utf-8"))
    texts = table.pop("texts", {})
    title, right_to_left = str(table.pop("language", language)), bool(table.pop("right_to_left", False))
    return Catalogue(language, title, right_to_left, dict(_flat(table)), texts)


def _flat(table: Mapping[str, Any], before: str = "") -> list[tuple[str, str]]:
    """``{"a": {"b": "words"}}`` as ``("a.b", "words")``."""
    rows: list[tuple[str, str]] = []
    for key, value in table.items():
        rows += _flat(value, f"{before}{key}.") if isinstance(value, dict) else [(before + key, str(value))]
    return rows


def _find(key: str) -> str | None:
    return _in_use.phrases.get(key, read_catalogue(ENGLISH).phrases.get(key))


_in_use = Catalogue(ENGLISH, "English")
