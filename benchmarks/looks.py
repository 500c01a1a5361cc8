"""How much a photograph's action units vary when it is merely shifted, turned and scaled a little: with one look at
it, and with the eight looks that `mirrorcam measure` takes.

    python -m benchmarks.looks PHOTOGRAPH …

Prints the standard deviation (mean over action units and photographs) for both and their ratio.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from benchmarks.alone import paths, plainly

from mirrorcam.app.measuring.photographs import mean_measures
from mirrorcam.app.seeing import Eyes, with_other_edges
from mirrorcam.arrays import Pixels
from mirrorcam.face import Frame, Sample
from mirrorcam.imaging.opencv import cv2
from mirrorcam.measures import Measures, intensities, measured
from mirrorcam.sources.images import read_picture

VARIANTS = 8
SEED = 0


def variants(pixels: Pixels, rng: np.random.Generator) -> list[Pixels]:
    """Up to 4 degrees of roll, 15 % of size, 8 px of shift."""
    height, width = pixels.shape[:2]
    made = []
    for _ in range(VARIANTS):
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-4, 4), rng.uniform(0.85, 1.15))
        turn[:, 2] += np.asarray(rng.uniform(-8, 8, 2))
        moved = cv2.warpAffine(pixels, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
        made.append(np.asarray(moved, np.uint8))
    return made


def spread(measures: Sequence[Measures]) -> float:
    return float(np.std([intensities(m, measures[0]).mean(axis=1) for m in measures], axis=0).mean())


def main(photographs: Sequence[Path]) -> None:
    rng = np.random.default_rng(SEED)
    once, often = [], []
    with Eyes.open(still=True) as eyes:
        for path in photographs:
            frames = [Frame(0.0, 0, pixels) for pixels in variants(read_picture(path), rng)]
            samples: list[list[Sample]] = [
                [eyes.see(f) for f in (frame, *with_other_edges(frame))] for frame in frames
            ]
            once.append(spread([measured(seen[0]) for seen in samples]))
            often.append(spread([mean_measures(seen) for seen in samples]))
    print(
        f"{len(photographs)} photographs: one look {np.mean(once):.4f}, eight looks {np.mean(often):.4f}, ",
        end="",
    )
    print(f"ratio {np.mean(often) / np.mean(once):.2f}")


if __name__ == "__main__":
    with plainly():
        main(paths("photographs of faces"))
