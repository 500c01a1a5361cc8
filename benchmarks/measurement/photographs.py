"""A folder of faces, each neutral and smiling, looked at as `mirrorcam measure` looks at photographs.

``people.csv`` in the folder has the columns person, age, gender, ethnicity, neutral and smile; the last two name
files beside it. An age that is no number is not known.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks.measurement.extent import WHOLE, Extent

from mirrorcam.app.measuring import SIX
from mirrorcam.app.measuring.photographs import row_of
from mirrorcam.app.measuring.row import Row
from mirrorcam.app.seeing import Eyes, looks_at
from mirrorcam.app.seeing.beside_neutral import neutral_of_looks
from mirrorcam.arrays import Pixels
from mirrorcam.calibration import Neutral
from mirrorcam.errors import BadInput
from mirrorcam.face import Frame, Sample
from mirrorcam.sources.images import read_picture
from mirrorcam.target import Target, library

COLUMNS = ("person", "age", "gender", "ethnicity", "neutral", "smile")


@dataclass(frozen=True)
class Sitter:
    person: str
    age: float | None
    gender: str
    ethnicity: str
    neutral: Path
    smile: Path


def read_sitters(folder: Path) -> list[Sitter]:
    """Raises BadInput when the list or one of its pictures is not there."""
    listed = folder / "people.csv"
    if not listed.is_file():
        raise BadInput(
            f"{listed}: there is no such file. Give a folder with {', '.join(COLUMNS)} in people.csv."
        )
    with listed.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if lacking := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
            raise BadInput(f"{listed}: the column {', '.join(lacking)} is missing.")
        sitters = [_sitter(row, folder) for row in reader]
    missing = [str(path) for s in sitters for path in (s.neutral, s.smile) if not path.is_file()]
    if missing or not sitters:
        raise BadInput(
            "\n".join(f"{name}: there is no such picture." for name in missing) or f"{listed}: is empty."
        )
    return sitters


def _sitter(row: dict[str, str], folder: Path) -> Sitter:
    age = float(row["age"]) if row["age"].replace(".", "", 1).isdigit() else None
    return Sitter(
        row["person"], age, row["gender"], row["ethnicity"], folder / row["neutral"], folder / row["smile"]
    )


class Album:
    """The photographs of some sitters, with one tracker for all of them."""

    def __init__(self, eyes: Eyes, sitters: Sequence[Sitter] = (), extent: Extent = WHOLE) -> None:
        self.sitters = sitters
        self.extent = extent
        self.eyes = eyes
        self._neutrals: dict[Path, Neutral | None] = {}

    @cached_property
    def targets(self) -> dict[str, Target]:
        every = library()
        return {name: every[name] for name in SIX}

    def looks(self, pixels: Pixels) -> list[Sample]:
        return looks_at(self.eyes, Frame(0.0, 0, pixels))

    def neutral(self, path: Path) -> Neutral | None:
        """None when that photograph of a face at rest cannot be scored."""
        if path not in self._neutrals:
            good = [s for s in self.looks(read_picture(path)) if s.scored]
            self._neutrals[path] = neutral_of_looks(good) if good else None
        return self._neutrals[path]

    def row(self, pixels: Pixels, rest: Path) -> Row:
        """What `mirrorcam measure` says of the picture, against the neutral of the photograph ``rest``."""
        return self.row_of_looks(self.looks(pixels), rest)

    def row_of_looks(self, looks: Sequence[Sample], rest: Path) -> Row:
        return row_of(looks, "", 0, self.neutral(rest), self.targets)
