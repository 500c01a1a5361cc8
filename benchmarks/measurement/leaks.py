"""What one movement does to the features of another unit, within a person: ``python -m benchmarks.measurement.leaks``.

For each film, and for the smiles of a folder (``NAME_neutral.jpg`` and ``NAME_smile.jpg``) together, the units as
their own features give them, before any leak is taken out, are fitted by a few others (least squares) and by the
head's turn. A living face moves many muscles at once, so a share tells what went together; only one that is alike in
all films and in the smiles is a leak.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from mirrorcam.action_units import ACTION_UNITS, FEATURES
from mirrorcam.app.measuring.at_rest import neutral_of
from mirrorcam.app.seeing import Viewer, eyes_for
from mirrorcam.arrays import Floats
from mirrorcam.measures import measure
from mirrorcam.sources import open_source

SCALES = np.array([feature.full_scale for feature in FEATURES])
NAMES = [feature.name for feature in FEATURES]
PLACES = {unit.code: [NAMES.index(f.name) for f in unit.features] for unit in ACTION_UNITS if unit.features}
BY = ("AU12", "AU25", "AU26", "brows")
LOOKED_AT = ("AU6", "AU9", "AU10", "AU15", "AU17", "AU20", "AU24")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--films", type=Path, nargs="*", default=[], metavar="FILE")
    parser.add_argument("--faces", type=Path, metavar="FOLDER")
    given = parser.parse_args()
    print(f"{'':24}{'':6}" + "".join(f"{name:>7}" for name in BY))
    for film in given.films:
        changes, poses = filmed(film)
        tell(film.stem, units(changes), poses / 20)
    if given.faces:
        changes = np.array(list(smiles(given.faces)))
        tell("smiles", units(changes), np.zeros((len(changes), 0)))


def filmed(path: Path) -> tuple[Floats, Floats]:
    """Of every frame that can be scored: features against the film's median, in full scales, and yaw and pitch."""
    features, poses = [], []
    with eyes_for(str(path)) as eyes, open_source(str(path)) as source:
        for frame in source:
            sample = eyes.see(frame)
            if sample.face is not None and sample.scored:
                features.append(
                    measure(sample.face, sample.width, sample.height).features.mean(axis=1) / SCALES
                )
                poses.append((sample.face.pose.yaw_deg, sample.face.pose.pitch_deg))
    found = np.array(features)
    return found - np.median(found, axis=0), np.array(poses)


def smiles(folder: Path) -> Iterator[Floats]:
    with Viewer() as viewer:
        for path in sorted(folder.glob("*_neutral.jpg")):
            rest = neutral_of([path], viewer)
            smile = neutral_of([path.with_name(path.name.replace("neutral", "smile"))], viewer)
            yield (smile.features - rest.features).mean(axis=1) / SCALES


def units(changes: Floats) -> dict[str, Floats]:
    """Each unit before leaks; ``brows``: the mean of AU1 and AU2."""
    found = {code: changes[:, places].mean(axis=1) for code, places in PLACES.items()}
    return found | {"brows": (found["AU1"] + found["AU2"]) / 2}


def tell(title: str, seen: Mapping[str, Floats], turns: Floats) -> None:
    by = np.column_stack([*(seen[name] for name in BY), turns, np.ones(len(turns))])
    for code in LOOKED_AT:
        shares = np.linalg.lstsq(by, seen[code], rcond=None)[0][: len(BY)]
        print(f"{title:24}{code:6}" + "".join(f"{share:7.2f}" for share in shares))


if __name__ == "__main__":
    main()
