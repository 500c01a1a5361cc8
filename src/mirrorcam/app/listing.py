"""`mirrorcam list` and `mirrorcam check`: what there is, and whether a file is in order."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from mirrorcam.errors import BadInput

Titles = dict[str, str]
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Things:
    """For each kind of thing: the name that commands take → what it is called (``there``), or why it cannot be used
    (``broken``)."""

    there: dict[str, Titles]
    broken: dict[str, Titles]


def what_there_is() -> Things:
    from mirrorcam.app.kept.profiles import own_store
    from mirrorcam.app.own_expressions import expressions
    from mirrorcam.avatars import open_avatar, people
    from mirrorcam.exercise import exercises, own_practices, read_exercise
    from mirrorcam.phrases import phrase
    from mirrorcam.plan import plans, read_plan
    from mirrorcam.programme import programmes, read_programme
    from mirrorcam.sources.camera import cameras

    targets = expressions()
    exercise, bad_exercises = _titles(exercises(), lambda path: read_exercise(path, targets).title)
    exercise = {name: own.title for name, own in own_practices(targets).items()} | exercise
    known = {*exercises(), *exercise}
    programme, bad_programmes = _titles(programmes(), lambda path: read_programme(path, known).title)
    plan, bad_plans = _titles(plans(), lambda path: read_plan(path, known).written.title)
    person, bad_people = _titles({name: name for name in people()}, lambda name: open_avatar(name).title)
    there = {
        "exercises": exercise,
        "programmes": programme,
        "plans": plan,
        "expressions": {name: target.title for name, target in targets.items()},
        "people": person,
        "cameras": {f"camera:{camera.index}": camera.name for camera in cameras()},
        "sessions": {
            kept.name: (kept.about.title if kept.about else kept.trouble)
            + (" · " + phrase("film.with") if kept.film else "")
            for kept in own_store().sessions()
        },
    }
    broken = {
        "exercises": bad_exercises,
        "programmes": bad_programmes,
        "plans": bad_plans,
        "expressions": {name: str(error.problems[0]) for name, error in targets.broken.items()},
        "people": bad_people,
    }
    return Things(there, broken)


def _titles(things: Mapping[str, Thing], title: Callable[[Thing], str]) -> tuple[Titles, Titles]:
    """Of those that can be used the title, of the others why not: one that cannot be used hides no other."""
    found: Titles = {}
    broken: Titles = {}
    for name, thing in things.items():
        try:
            found[name] = title(thing)
        except BadInput as error:
            broken[name] = str(error).splitlines()[0]
    return found, broken


def print_list(as_json: bool) -> int:
    things = what_there_is()
    if as_json:
        print(json.dumps({kind: list(names) for kind, names in things.there.items()}))
        return 0
    for kind, usable in things.there.items():
        unusable = {name: f"cannot be used: {why}" for name, why in things.broken.get(kind, {}).items()}
        names = {**usable, **unusable}
        print(f"{kind.capitalize()}{'' if names else ': none'}")
        width = max(map(len, names), default=0)
        for name, title in names.items():
            print(f"  {name:<{width}}  {title}")
    return 0


def check_files(files: Sequence[Path]) -> int:
    """Prints every mistake in every file; 0 when there is none, otherwise 2."""
    faults = [fault for path in files for fault in _faults(path)]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 2 if faults else 0


def _faults(path: Path) -> list[str]:
    try:
        what = _read(path)
    except BadInput as error:
        return str(error).splitlines()
    print(f"{path}: {what}, in order")
    return []


def _read(path: Path) -> str:
    """Which kind of file it is shows in its tables."""
    from mirrorcam.app.own_expressions import expressions
    from mirrorcam.avatars import open_avatar, people
    from mirrorcam.exercise import exercises, own_practices, read_exercise
    from mirrorcam.plan import read_plan
    from mirrorcam.programme import read_programme
    from mirrorcam.tables import read_table
    from mirrorcam.target import read_named

    table = read_table(path)
    if "parts" in table or "pseudonym" in table:
        read_plan(path, {*exercises(), *own_practices(expressions())}, people())
        return "a plan"
    if "exercises" in table:
        read_programme(path, {*exercises(), *own_practices(expressions())})
        return "a programme"
    if "skin" in table:
        open_avatar(str(path))
        return "a person"
    if "show" in table or "expect" in table:
        read_named(path)
        return "an expression"
    read_exercise(path, expressions(), people())
    return "an exercise"
