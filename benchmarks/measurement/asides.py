"""Two figures of docs/measuring.md that stand in no table: ``python -m benchmarks.measurement.asides FOLDER``.

Smiles at nine tenths of their width, beside the person's face at rest as it is; and photographs at rest, worn by noise
and half the light, called sadness, in a labelled folder in which each person has one neutral picture: AUC neutral
should be .5 there, and is not, as the only neutral picture is scored by half of its looks against the other half.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from benchmarks.alone import run_alone
from benchmarks.measurement.extent import some
from benchmarks.measurement.labelled import measure_labelled
from benchmarks.measurement.labels import REST
from benchmarks.measurement.photographs import Album, Sitter, read_sitters
from benchmarks.measurement.worn import darker, noisy

from mirrorcam.app.seeing import Eyes
from mirrorcam.arrays import Pixels
from mirrorcam.sources.images import read_picture

PEOPLE, WIDTH = 12, 0.9
LIGHT, NOISE = 0.5, 8
CALLED = "sadness"


def narrowed(album: Album) -> list[float]:
    """By how much happiness changes in each smile, in points; of those that are scored both ways."""
    changes = []
    for sitter in album.sitters:
        smile = read_picture(sitter.smile)
        narrow = np.asarray(cv2.resize(smile, None, fx=WIDTH, fy=1, interpolation=cv2.INTER_AREA), np.uint8)
        whole, less = (album.row(one, sitter.neutral).scores["happiness"] for one in (smile, narrow))
        if whole is not None and less is not None:
            changes.append(less - whole)
    return changes


def of_halves(sitters: Sequence[Sitter]) -> float:
    """AUC neutral of faces at rest."""
    with TemporaryDirectory() as made:
        for sitter in sitters:
            rest = read_picture(sitter.neutral)
            for label, picture in ((REST, rest), (CALLED, noisy(darker(rest, LIGHT), NOISE))):
                _write(Path(made) / sitter.person / label / "0.png", picture)
        return float(measure_labelled(Path(made), resamples=0)["labels"][CALLED]["auc_neutral"])


def _write(path: Path, picture: Pixels) -> None:
    path.parent.mkdir(parents=True)
    cv2.imwrite(str(path), picture[:, :, ::-1])


def main(folder: Path) -> None:
    sitters = some(read_sitters(folder), PEOPLE)
    with Eyes.open(still=True) as eyes:
        changes = narrowed(Album(eyes, sitters))
    print(f"{len(changes)} smiles at {WIDTH:g} of their width: {np.mean(changes):+.0f} points in the mean")
    print(
        f"{len(sitters)} faces at rest called {CALLED}, one neutral each: AUC neutral {of_halves(sitters):.3f}"
    )


if __name__ == "__main__":
    run_alone(main)
