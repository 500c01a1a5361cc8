"""`mirrorcam list` and `mirrorcam check`: what there is, and whether a file is in order."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mirrorcam.errors import BadInput

Titles = dict[str, str]


@dataclass(frozen=True)
class Things:
    """For each kind of thing: the name that commands take → what it is called (``there``), or why it cannot be used
    (``broken``)."""

    there: dict[str, Titles]
    broken: dict[str, Titles]


def what_there_is() -> Things:
    from mirrorcam.app.own_expressions import expressions
    from mirrorcam.app.profiles import own_store
    from mirrorcam.avatars import open_avatar, people
    from mirrorcam.exercise import exercises, own_practices, read_exercise
    from mirrorcam.phrases import phrase
    from mirrorcam.plan import plans, read_plan
    from mirrorcam.programme import programmes, read_programme
    from mirrorcam.sources.camera import cameras

    targets = expressions()
    titles: Titles = {}
    broken: Titles = {}
    for name, path in exercises().items():
        try:
            titles[name] = read_exercise(path, targets).title
        except BadInput as error:  # one that cannot be used hides no other
            broken[name] = str(error).splitlines()[0]
    titles = {name: own.title for name, own in own_practices(targets).items()} | titles
    known = {*exercises(), *titles}
    there = {
        "exercises": titles,
        "programmes": {name: read_programme(path, known).title for name, path in programmes().items()},
        "plans": {name: read_plan(path, known).written.title for name, path in plans().items()},
        "expressions": {name: target.title for name, target in targets.items()},
        "people": {name: open_avatar(name).title for name in people()},
        "cameras": {f"camera:{camera.index}": camera.name for camera in cameras()},
        "sessions": {
            kept.name: (kept.about.title if kept.about else kept.trouble)
            + (" · " + phrase("film.with") if kept.film else "")
            for kept in own_store().sessions()
        },
    }
    unusable = {name: str(error.problems[0]) for name, error in targets.broken.items()}
    return Things(there, {"exercises": broken, "expressions": unusable})


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
