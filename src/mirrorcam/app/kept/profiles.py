"""Several people on one computer: each with a name, a colour, and sessions, neutral and settings of their own.

Whoever was there first keeps the data folder itself; everybody else has a folder in ``people`` in it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from mirrorcam.errors import BadInput
from mirrorcam.folders import data_folder
from mirrorcam.phrases import catalogues
from mirrorcam.stores import Store, open_store
from mirrorcam.stores.disk import DEVICES, LONGEST_NAME, private, read_json, write_json
from mirrorcam.tables import did_you_mean

FILE = "people.json"
PROFILE_VARIABLE = "MIRRORCAM_PROFILE"
FIRST = ""
"""The name of whoever was there first."""
COLOURS = ("teal", "amber", "plum", "moss", "slate", "rose", "ochre", "sky")
OWN = ("sessions", "neutral.json", "range.json", "settings.json", "key.txt")
"""What a store keeps of a person, by its name in their folder."""
LONGEST = 40
"""Of what somebody is called."""


@dataclass(frozen=True, slots=True)
class Profile:
    """``name`` is that of the folder and never changes; ``title`` is what the person is called, "" if they
    have not said; ``colour`` is one of ``COLOURS``."""

    name: str
    title: str
    colour: str


class Profiles:
    """``folder``: the data folder (default: the person's). Raises BadInput when it cannot be written. A list of people
    that cannot be read keeps nobody out of the window (``check``), and is not written over."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or data_folder()

    def all(self) -> tuple[Profile, ...]:
        """At least one. What is no person in the list is left out, and so is one whose name leads out of ``people``."""
        with suppress(ValueError, TypeError, KeyError, BadInput):
            found = {one.name: one for row in read_json(self.folder / FILE)["people"] for one in _read(row)}
            return tuple(found.values()) or (Profile(FIRST, "", COLOURS[0]),)
        return (Profile(FIRST, "", COLOURS[0]),)

    def last(self) -> Profile:
        """Who was there last; ``MIRRORCAM_PROFILE`` says otherwise. Raises BadInput for a name that is not there."""
        if named := os.environ.get(PROFILE_VARIABLE):
            return self.find(named)
        name = ""
        with suppress(ValueError, BadInput):
            name = str(read_json(self.folder / FILE).get("last", FIRST))
        return next((one for one in self.all() if one.name == name), self.all()[0])

    def find(self, name: str) -> Profile:
        """By the name or by what they are called; whoever was there first and has no name, by what the window says
        instead, in any language. Raises BadInput."""
        known = {one.name: one for one in self.all()} | {one.title: one for one in self.all() if one.title}
        if FIRST in known and not known[FIRST].title:
            known = dict.fromkeys(_unnamed(), known[FIRST]) | known
        if name not in known:
            self.check()
            near = (
                did_you_mean(name, known) or " Open the window and press W to see who is, or to add somebody."
            )
            raise BadInput(f'there is no person called "{name}" here.{near}')
        return known[name]

    def check(self) -> None:
        """Raises BadInput where the list of people is there and cannot be read."""
        with suppress(ValueError):
            read_json(self.folder / FILE)

    def store(self, profile: Profile) -> Store:
        return open_store("disk", self.folder_of(profile))

    def folder_of(self, profile: Profile) -> Path:
        return self.folder / "people" / profile.name if profile.name else self.folder

    def choose(self, profile: Profile) -> None:
        self._keep(self.all(), profile.name)

    def add(self, title: str, colour: str | None = None) -> Profile:
        """Somebody new, with the first colour that nobody has."""
        self.check()
        everybody = self.all()
        taken = {one.colour for one in everybody}
        free = next((one for one in COLOURS if one not in taken), COLOURS[len(everybody) % len(COLOURS)])
        made = Profile(_new_name(title, everybody), title.strip()[:LONGEST], colour or free)
        private(self.folder_of(made))
        self._keep((*everybody, made), made.name)
        return made

    def change(self, profile: Profile) -> None:
        """Another title or colour for the one of this name."""
        fitting = replace(profile, title=profile.title.strip()[:LONGEST])
        self._keep([fitting if one.name == profile.name else one for one in self.all()], self.last().name)

    def remove(self, profile: Profile) -> None:
        """Takes them off the list and deletes all that was kept of them, for good. The first one's place stays, without
        a name, as the data folder is theirs; what is everybody's in it (exercises, plans, languages) stays, too."""
        self.check()
        theirs = self.folder_of(profile)
        try:
            doomed = [theirs]
            if profile.name == FIRST:
                doomed = [
                    theirs / part for part in (*OWN, *(found.name for found in theirs.glob(".*.json.*")))
                ]
            self._check_within(profile, doomed)
            for path in doomed:
                _delete(path)
        except OSError as error:
            raise BadInput(f"{theirs}: cannot be deleted ({error.strerror})") from None
        left = [one for one in self.all() if one.name != profile.name]
        first = [Profile(FIRST, "", COLOURS[0])] if profile.name == FIRST else []
        self._keep([*first, *left], FIRST)

    def _check_within(self, profile: Profile, doomed: Sequence[Path]) -> None:
        """Raises BadInput where a folder is not where it seems to be: whatever lies elsewhere is not ours to delete."""
        at = self.folder.resolve()
        at = at / "people" if profile.name else at
        if profile.name and not is_plain(profile.name):
            raise BadInput(f'"{profile.name[:80]}" is no name of a person here; nothing was deleted')
        for path in doomed:
            if path.is_dir() and path.resolve() != at / path.name:
                raise BadInput(
                    f"{path}: leads to {path.resolve()}, out of mirrorcam's own folder. Nothing was deleted; "
                    "take the link away first."
                )

    def _keep(self, everybody: Sequence[Profile], last: str) -> None:
        self.check()
        people = [asdict(one) for one in everybody]
        write_json(private(self.folder) / FILE, {"people": people, "last": last})


def _unnamed() -> Iterator[str]:
    """What the window calls somebody without a name."""
    return (one.phrases["who.unnamed"] for one in catalogues().values() if "who.unnamed" in one.phrases)


def is_plain(name: str) -> bool:
    """Whether it is the name of one folder everywhere, and leads nowhere else."""
    odd = re.search("[\\\\/:\x00-\x1f\ud800-\udfff]", name)
    fits = len(name) <= LONGEST_NAME and name.split(".", maxsplit=1)[0].upper() not in DEVICES
    return bool(name) and name == name.strip(" .") and odd is None and fits


def _read(row: Any) -> Iterator[Profile]:
    """Of the list of people; nobody where it is none."""
    with suppress(TypeError, KeyError):
        found = Profile(**{key: str(row[key]) for key in Profile.__slots__})
        if found.name == FIRST or is_plain(found.name):
            yield found


def own_store() -> Store:
    """Of who was there last, or whom ``MIRRORCAM_PROFILE`` names. Raises BadInput."""
    profiles = Profiles()
    profiles.check()
    return profiles.store(profiles.last())


def _delete(path: Path) -> None:
    """A file or a folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _new_name(title: str, everybody: Sequence[Profile]) -> str:
    """What every file system takes, and nobody has."""
    plain = re.sub(r"[^\w-]+", "-", title.strip().lower()).strip("-")[:LONGEST] or "person"
    taken = {one.name for one in everybody}
    numbered = [plain, *(f"{plain}-{i}" for i in range(2, len(taken) + 3))]
    return next(name for name in numbered if name not in taken)
