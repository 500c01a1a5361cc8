"""What lines of the skin add to the action units, and to the scores.

    python -m benchmarks.measurement.joined FOLDER [FILM --calm FROM:TO --parts FROM:TO …]

FOLDER holds ``PERSON_neutral.jpg`` and ``PERSON_smile.jpg``. On every neutral, wrinkles are drawn, lips are pressed
and a tongue is put out as in patches.py: a furrow that only the skin shows. The same neutral is also disturbed.
Printed for each unit with lines: its SD (root mean square) under mild and hard disturbances and what the moderate and
the marked drawing give, each also without the lines; then what the smiles give; then the six scores of the smiles
and of the disturbed neutrals. Drawn skin is no proof for living skin. FILM: units and scores over parts of it, in
frames, relative to the median of the calm ones; what it shows has to be told by eye.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from benchmarks.measurement.patches import HARD, MILD, drawn, smaller
from benchmarks.measurement.words import signed, table

from mirrorcam.action_units import ACTION_UNITS, BY_CODE
from mirrorcam.app.measuring import SIX
from mirrorcam.app.measuring.photographs import mean_measures
from mirrorcam.app.seeing import Eyes, Viewer, looks_at
from mirrorcam.arrays import Floats, Pixels
from mirrorcam.calibration import Neutral, neutral_from, relative
from mirrorcam.expression import POSITION
from mirrorcam.face import Frame, Sample
from mirrorcam.measures import Measures, intensities, measured
from mirrorcam.patches import unread
from mirrorcam.score import score
from mirrorcam.sources.images import read_picture
from mirrorcam.target import library

LINED = [unit for unit in ACTION_UNITS if unit.lines]
GEOMETRY = [unit.code for unit in LINED if unit.features]
TARGETS = library()
KINDS = {"mild": MILD, "hard": HARD}
LOOKS = 8
"""At the neutral and the smile, as mirrorcam measure looks; once at all that is done to the neutral."""
LARGEST = 900
"""Width of the pictures, at most, px."""


def units(measures: Measures, neutral: Neutral, lines: bool) -> Floats:
    """Both sides' mean of every action unit, before the dead zone."""
    patches = neutral.patches if lines else unread()
    return np.asarray(intensities(measures, replace(neutral, patches=patches)).mean(axis=1))


class Study:
    """(with lines, without), by what was done to the picture."""

    def __init__(self, eyes: Eyes) -> None:
        self._eyes = eyes
        self.found: dict[tuple[str, str], list[Floats]] = {}
        self.scores: dict[str, list[list[float]]] = {}

    def person(self, neutral: Pixels, smile: Pixels, seed: int) -> None:
        looks = self._looks(neutral)
        if not looks or looks[0].face is None:
            return
        rest = neutral_from(looks)
        landmarks = looks[0].face.landmarks.astype(np.float64)
        for kind, changes in KINDS.items():
            for name, change in changes.items():
                self._keep(kind, name, self._looks(change(neutral, landmarks), 1), rest)
        for name, strength, picture in drawn(neutral, landmarks, seed):
            self._keep(f"drawn {strength}", name, self._looks(picture, 1), rest)
        self._keep("smile", "smile", self._looks(smile), rest)

    def _looks(self, pixels: Pixels, most: int = LOOKS) -> list[Sample]:
        frame = Frame(0.0, 0, np.ascontiguousarray(pixels))
        return [look for look in looks_at(self._eyes, frame, most) if look.scored]

    def _keep(self, kind: str, name: str, looks: Sequence[Sample], rest: Neutral) -> None:
        if not looks:
            return
        seen = mean_measures(looks)
        self.found.setdefault((kind, name), []).append(
            np.array([units(seen, rest, on) for on in (True, False)])
        )
        for on, neutral in ((" with lines", rest), (" without", replace(rest, patches=unread()))):
            shown = relative(seen, neutral)
            row = [score(shown, TARGETS[target]).value for target in SIX]
            self.scores.setdefault(kind + on, []).append(row)

    def of(self, kind: str, code: str, names: Sequence[str] = ()) -> Floats:
        """(pictures, 2): with lines, without."""
        every = [
            one
            for (k, name), kept in self.found.items()
            if k == kind
            for one in kept
            if name in names or not names
        ]
        return np.array(every)[:, :, POSITION[code]] if every else np.full((1, 2), np.nan)


def units_text(study: Study) -> str:
    head = (
        "unit",
        "SD mild",
        "SD hard",
        "drawn, moderate",
        "drawn, marked",
        "smile, median",
        "nine in ten smiles below",
    )
    return "With lines (without):\n\n" + table(head, [tuple(unit_row(study, unit.code)) for unit in LINED])


def unit_row(study: Study, code: str) -> Iterator[str]:
    names = [line.name for line in BY_CODE[code].lines]
    yield code
    for kind in KINDS:
        yield both(np.sqrt(np.mean(study.of(kind, code) ** 2, axis=0)))
    for kind in ("drawn 0", "drawn 1"):
        yield both(np.mean(study.of(kind, code, names), axis=0), sign=True)
    for percentile in (50, 90):
        yield both(np.percentile(study.of("smile", code), percentile, axis=0), sign=True)


def both(values: Floats, sign: bool = False) -> str:
    first, second = (signed(v, 2) if sign else f"{v:.3f}" for v in values)
    return f"{first} ({second})"


def scores_text(study: Study) -> str:
    rows = []
    for kind, found in study.scores.items():
        if not kind.startswith("drawn"):
            rows.append((kind, "median", *(f"{v:.1f}" for v in np.median(found, axis=0))))
            rows.append((kind, "95th percentile", *(f"{v:.1f}" for v in np.percentile(found, 95, axis=0))))
    return table(("pictures", "", *SIX), rows)


def film_text(film: Path, calm: range, parts: Sequence[range]) -> str:
    with Viewer() as viewer:
        samples = [looks[0] for looks in viewer.looks(film)]
    neutral = neutral_from([samples[i] for i in calm if samples[i].scored])
    rows = [
        (f"{part.start}–{part.stop}", lines, *cells)
        for part in parts
        for lines, cells in film_rows([samples[i] for i in part if samples[i].scored], neutral)
    ]
    return table(("frames", "lines", "scored", *SIX, *GEOMETRY), rows)


def film_rows(samples: Sequence[Sample], neutral: Neutral) -> Iterator[tuple[str, list[str]]]:
    for lines, own in (("with", neutral), ("without", replace(neutral, patches=unread()))):
        seen = [relative(measured(sample), own) for sample in samples]
        scores = [np.mean([score(one, TARGETS[name]).value for one in seen]) for name in SIX] if seen else []
        shown = [np.mean([one[code] for one in seen]) for code in GEOMETRY] if seen else []
        yield lines, [str(len(seen)), *(f"{v:.0f}" for v in scores), *(signed(float(v), 2) for v in shown)]


def read_small(file: Path) -> Pixels:
    picture = read_picture(file)
    return smaller(picture, min(1.0, LARGEST / picture.shape[1]))


def frames(text: str) -> range:
    first, _, last = text.partition(":")
    return range(int(first), int(last))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("film", type=Path, nargs="?")
    parser.add_argument("--calm", type=frames, default=range(0, 30), metavar="FROM:TO")
    parser.add_argument("--parts", type=frames, nargs="+", default=[range(0, 30)], metavar="FROM:TO")
    given = parser.parse_args()
    rests = sorted(given.folder.glob("*_neutral.jpg"))
    if not rests:
        parser.error(f"{given.folder}: there is no NAME_neutral.jpg in it.")
    with Eyes.open(still=True) as eyes:
        study = Study(eyes)
        for seed, file in enumerate(rests):
            smile = file.with_name(file.name.replace("_neutral", "_smile"))
            study.person(read_small(file), read_small(smile), seed)
    print(units_text(study), scores_text(study), sep="\n\n")
    if given.film:
        print("", film_text(given.film, given.calm, given.parts), sep="\n")


if __name__ == "__main__":
    main()
