"""How much a score moves when only the picture does, and how evenly it treats people.

    python benchmarks/measurement/steadiness.py FOLDER [--looks]

FOLDER holds ``PERSON_neutral.jpg`` and ``PERSON_smile.jpg``, and may hold ``people.csv`` (person, age, gender,
ethnicity). Each smile is shifted, rescaled, rolled, darkened, made noisy, worn by JPEG and blurred; the neutral is
left as it was. Printed: mean and SD of what that does to the happiness score (raw, 0..100), and how often it is still
good enough to be scored. Then the undisturbed scores by gender, age and ethnicity. With ``--looks`` every picture is
looked at eight times, as ``mirrorcam measure`` does; otherwise once, as one frame of a film.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mirrorcam.action_units import Measures
from mirrorcam.app.measure import mean_measures
from mirrorcam.app.seeing import Eyes, with_other_edges
from mirrorcam.calibration import Neutral, relative
from mirrorcam.face import Frame
from mirrorcam.score import score
from mirrorcam.sources.images import read_picture
from mirrorcam.target import find_target

Pixels = NDArray[np.uint8]
Change = Callable[[Pixels], Pixels]


def moved(right: float = 0, down: float = 0, size: float = 1.0, roll_deg: float = 0) -> Change:
    def change(pixels: Pixels) -> Pixels:
        height, width = pixels.shape[:2]
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), roll_deg, size)
        turn[:, 2] += (right, down)
        return cv2.warpAffine(pixels, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)

    return change


def darker(pixels: Pixels) -> Pixels:
    return (pixels * 0.35).astype(np.uint8)


def noisy(pixels: Pixels) -> Pixels:
    noise = np.random.default_rng(0).normal(0, 12, pixels.shape)
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)


def worn(pixels: Pixels) -> Pixels:
    return cv2.imdecode(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 25])[1], cv2.IMREAD_COLOR)


def blurred(pixels: Pixels) -> Pixels:
    return cv2.GaussianBlur(pixels, (0, 0), 2)


DISTURBANCES: dict[str, tuple[Change, ...]] = {
    "shifted by up to 7 px": (moved(3, 2), moved(-4, 3), moved(5, -3), moved(-2, -5), moved(7, 7)),
    "smaller and larger (.7, 1.15)": (moved(size=0.7), moved(size=1.15)),
    "half the size": (moved(size=0.5),),
    "rolled by 10°": (moved(roll_deg=10), moved(roll_deg=-10)),
    "rolled by 20°": (moved(roll_deg=20, size=0.9), moved(roll_deg=-20, size=0.9)),
    "a third of the light": (darker,),
    "noise of 12 of 255": (noisy,),
    "JPEG at quality 25": (worn,),
    "blurred by 2 px": (blurred,),
}


def features(pixels: Pixels, eyes: Eyes, often: bool) -> Measures | None:
    frame = Frame(0.0, 0, pixels)
    frames = [frame, *with_other_edges(frame)] if often else [frame]
    samples = [eyes.see(one) for one in frames]
    return mean_measures(samples) if samples[0].scored else None


class People:
    """The smiles of a folder, each with the neutral of its person."""

    def __init__(self, folder: Path, eyes: Eyes, often: bool) -> None:
        self._eyes, self._often = eyes, often
        self._target = find_target("happiness")
        self.smiles = {
            path.name.split("_")[0]: read_picture(path) for path in sorted(folder.glob("*_smile.jpg"))
        }
        neutrals = {
            person: features(read_picture(folder / f"{person}_neutral.jpg"), eyes, often)
            for person in self.smiles
        }
        self._neutrals = {
            person: Neutral(found.features, found.patches) for person, found in neutrals.items() if found
        }

    def scores(self, change: Change) -> dict[str, float]:
        """Of all whose changed smile is still good enough."""
        found = {p: features(change(smile), self._eyes, self._often) for p, smile in self.smiles.items()}
        return {
            person: score(relative(measures, self._neutrals[person]), self._target).value
            for person, measures in found.items()
            if measures is not None and person in self._neutrals
        }


def unchanged(pixels: Pixels) -> Pixels:
    return pixels


def grid(people: People, plain: Mapping[str, float]) -> Iterator[str]:
    for name, changes in DISTURBANCES.items():
        every = [people.scores(change) for change in changes]
        moves = [values[person] - plain[person] for values in every for person in values if person in plain]
        seen = sum(map(len, every)) / (len(plain) * len(every))
        yield f"{name:32} {np.mean(moves):+5.1f} ± {np.std(moves):4.1f}   scored: {seen:.2f}"


def evenness(plain: Mapping[str, float], rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    groups: dict[str, list[float]] = {}
    for row in rows:
        if row["person"] in plain:
            for group in (row["gender"], age_group(row["age"]), row["ethnicity"]):
                groups.setdefault(group, []).append(plain[row["person"]])
    for group, values in groups.items():
        yield f"{group:32} {len(values):3}   median {np.median(values):5.1f}   (quartiles {_quartiles(values)})"


def age_group(age: str) -> str:
    if not age.replace(".", "", 1).isdigit():
        return "age not known"
    return "under 30" if float(age) < 30 else "30 and over"


def _quartiles(values: Sequence[float]) -> str:
    return " to ".join(f"{v:.0f}" for v in np.percentile(values, (25, 75)))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--looks", action="store_true")
    arguments = parser.parse_args()
    with Eyes.open(still=True) as eyes:
        people = People(arguments.folder, eyes, arguments.looks)
        plain = people.scores(unchanged)
        for line in grid(people, plain):
            print(line, flush=True)
    about = arguments.folder / "people.csv"
    if about.is_file():
        print(*evenness(plain, list(csv.DictReader(about.open(encoding="utf-8")))), sep="\n")


if __name__ == "__main__":
    main()
