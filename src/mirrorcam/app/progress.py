"""`mirrorcam progress` in the terminal: all sessions in words, as JSON, or as a table. The numbers are history.py's."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from mirrorcam.app.export.rows import Cell, harmless
from mirrorcam.app.headless import speak
from mirrorcam.app.kept.profiles import own_store
from mirrorcam.app.looking_back import called, changed, notes, so_far, titles_of, unread
from mirrorcam.app.own_expressions import expressions
from mirrorcam.app.stills import whole
from mirrorcam.app.terminal import say
from mirrorcam.errors import BadInput
from mirrorcam.history import History, Line
from mirrorcam.phrases import number, phrase

COLUMNS = (
    "what", "kind", "target", "day", "value", "times", "baseline", "now", "error", "change", "intensity", "scale",
    "asked", "compared",
)  # fmt: skip
"""docs/report.md says what they are."""


def tell(arguments: argparse.Namespace) -> int:
    """The command, without a window. Raises BadInput, and then nothing is written."""
    store = own_store()
    speak(store)
    found = so_far(store)
    if left_out := unread(store.sessions()):
        say(left_out)
    if arguments.csv is not None:
        write_table(found, arguments.csv)
        print(arguments.csv)
    elif arguments.json:
        print(json.dumps(as_json(found)))
    else:
        print("\n".join(in_words(found, titles_of(store, expressions()))))
    return 0


def as_json(found: History) -> dict[str, object]:
    """Plain data; a day is written 2026-11-28."""
    return dict(json.loads(json.dumps(asdict(found), default=str)))


def write_table(found: History, path: Path) -> None:
    """A new CSV file that only its owner can read. Raises BadInput where that cannot be."""
    if path.suffix.lower() != ".csv":
        raise BadInput(f"{path}: the name has to end in .csv.")
    if path.exists():
        raise BadInput(f"{path}: there is a file of this name already; choose another")
    if not path.parent.is_dir():
        raise BadInput(f"{path}: there is no folder {path.parent}. Make it first.")
    with whole(path) as unfinished:
        unfinished.touch(0o600)
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows([harmless(cell) for cell in row] for row in table(found))


def table(found: History) -> Iterator[Sequence[Cell]]:
    """A row for each day of each thing, and one for each week."""
    for what, lines in (("practice", found.lines), ("unit", found.units), ("sides", found.sides)):
        for line in lines:
            come_to = (line.baseline, line.now, line.error, str(line.trend))
            for day in line.points:
                asked = (day.intensity, day.scale, day.asked, "yes" if day.compared else "no")
                yield what, line.kind, line.target, str(day.day), day.value, day.times, *come_to, *asked
    for week in found.weeks:
        yield "week", "minutes", "", str(week.begins), week.minutes, week.sessions, *[None] * 8


def in_words(found: History, titles: Mapping[str, str]) -> Iterator[str]:
    """A line for each thing: what it was, what it is, how sure that is. ``titles``: as ``titles_of`` has them."""
    if not found.weeks:
        yield phrase("progress.nothing")
        return
    minutes = sum(week.minutes for week in found.weeks)
    yield phrase("report.together_minutes", count=round(minutes), minutes=number(minutes))
    for heading, lines in (("terminal.so_far", found.lines), ("terminal.so_far_units", found.units)):
        if lines:
            yield f"\n{phrase(heading)}"
        named = [called(line, titles) for line in lines]
        width = max(map(len, named), default=0)
        for name, line in zip(named, lines, strict=True):
            yield f"  {name:<{width}}  {_figures(line)}  {changed(line)}"
    if said := notes(found, "terminal.otherwise"):
        yield f"\n{' '.join(said)}"


def _figures(line: Line) -> str:
    if line.error is None:
        return f"{number(line.now):>3}" + " " * 12
    return f"{number(line.baseline):>3} → {number(line.now):>3}  ±{number(line.error):<3}"
