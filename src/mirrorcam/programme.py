"""Programmes: exercises in an order that makes sense, as a TOML file. ``programmes()``, ``read_programme(path)``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from mirrorcam.exercise import Background
from mirrorcam.folders import exercises_folder, own_exercises_folder
from mirrorcam.steps import Name, Title, Words
from mirrorcam.tables import (
    Problem,
    Table,
    no_such,
    parse_table,
    parse_toml,
    place,
    read_text,
    schema_of,
    toml_files,
)


class ProgrammeFile(Table):
    """All that a programme file may say."""

    title: Annotated[Title, Field(min_length=1)]
    """What it is called, for a person: "Moving together"."""
    words: Annotated[Words, Field(min_length=1)]
    """One or two sentences for the page where it is chosen."""
    for_whom: Annotated[Words, Field(min_length=1)]
    what_for: Annotated[Words, Field(min_length=1)]
    how_long: Annotated[Words, Field(min_length=1)]
    """How often, and for how long."""
    source: Annotated[Words, Field(min_length=1)]
    """Where it comes from."""
    not_known: Annotated[Words, Field(min_length=1)]
    """What nobody has shown."""
    position: Annotated[int, Field(ge=0, le=1000)] = 100
    """Those with a lower one stand higher on the page."""
    exercises: Annotated[list[Name], Field(min_length=1, max_length=60)]
    """Names of exercises, in their order."""


@dataclass(frozen=True)
class Programme:
    """``name`` is the file's, without its ending."""

    name: str
    title: str
    words: str
    background: Background
    how_long: str
    position: int
    exercises: tuple[str, ...]


def parse_programme(text: str, file: str, exercises: Collection[str]) -> Programme:
    """From the text of ``file``; ``exercises`` are the names of those that there are. Raises ``TableError``
    with every mistake."""
    table = parse_toml(text, file)
    unknown = _unknown(table.get("exercises"), file, exercises)
    written = parse_table(ProgrammeFile, table, file, also=unknown)
    return Programme(
        name=Path(file).stem,
        title=written.title,
        words=written.words,
        background=Background(written.for_whom, written.what_for, written.source, written.not_known),
        how_long=written.how_long,
        position=written.position,
        exercises=tuple(written.exercises),
    )


def read_programme(path: Path | str, exercises: Collection[str]) -> Programme:
    """As ``parse_programme``, from a file."""
    return parse_programme(read_text(Path(path)), str(path), exercises)


def programmes() -> dict[str, Path]:
    """Name → file: those that are shipped, and the person's own, which win when the names are the same."""
    folders = (exercises_folder(), own_exercises_folder())
    return {path.stem: path for folder in folders for path in toml_files(folder / "programmes")}


def programme_schema() -> dict[str, Any]:
    return schema_of(ProgrammeFile, "mirrorcam programme")


def _unknown(written: Any, file: str, exercises: Collection[str]) -> list[Problem]:
    return [
        Problem(file, place(("exercises", i)), no_such("exercise", name, exercises))
        for i, name in enumerate(written if isinstance(written, list) else ())
        if isinstance(name, str) and name not in exercises
    ]
