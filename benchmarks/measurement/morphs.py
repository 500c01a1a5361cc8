"""Pictures between a person's neutral and an expression, and how the score follows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from mirrorcam.app.measure import measured
from mirrorcam.app.seeing import Eyes, Viewer
from mirrorcam.calibration import Neutral, relative
from mirrorcam.face import Frame, Sample
from mirrorcam.score import score
from mirrorcam.sources.images import read_picture
from mirrorcam.target import Target

STEPS = 10
GRID = 48
REACH = 0.03
"""How far a landmark pulls the picture around it, in the picture's size."""
Floats = NDArray[np.float64]


class Labelled(Protocol):
    person: str
    label: str
    path: Path


def morph_correlation(pictures: Sequence[Labelled], targets: Mapping[str, Target], _: Viewer) -> float:
    """Mean rank correlation over the first picture of each label of each person."""
    first: dict[tuple[str, str], Path] = {}
    for picture in pictures:
        first.setdefault((picture.person, picture.label), picture.path)
    found = []
    with Eyes.open(still=True) as eyes:
        for (person, label), path in first.items():
            if label in targets and (person, "neutral") in first:
                found.append(_correlation(first[person, "neutral"], path, targets[label], eyes))
    return float(np.nanmean(found))


def _correlation(neutral: Path, apex: Path, target: Target, eyes: Eyes) -> float:
    pictures = [read_picture(neutral), read_picture(apex)]
    pictures[1] = cv2.resize(pictures[1], pictures[0].shape[1::-1])
    samples = [_seen(picture, eyes) for picture in pictures]
    if not all(sample.scored for sample in samples):
        return float("nan")
    rest = Neutral(measured(samples[0]).features)
    values = []
    for step in range(STEPS + 1):
        sample = _seen(between(pictures, samples, step / STEPS), eyes)
        values.append(score(relative(measured(sample), rest), target).value if sample.face else np.nan)
    return rank_correlation(np.array(values), np.arange(STEPS + 1.0))


def _seen(picture: NDArray[np.uint8], eyes: Eyes) -> Sample:
    return eyes.see(Frame(0.0, 0, picture))


def between(
    pictures: Sequence[NDArray[np.uint8]], samples: Sequence[Sample], share: float
) -> NDArray[np.uint8]:
    """Both pictures warped to the landmarks between theirs, and blended."""
    points = [s.face.landmarks[:, :2].astype(float) for s in samples if s.face is not None]
    middle = points[0] + (points[1] - points[0]) * share
    warped = [_warped(picture, middle, at) for picture, at in zip(pictures, points, strict=True)]
    return cv2.addWeighted(warped[0], 1 - share, warped[1], share, 0)


def _warped(picture: NDArray[np.uint8], to: Floats, start: Floats) -> NDArray[np.uint8]:
    """``picture`` with its points ``start`` moved to ``to``: each pulls what is near, weighted by distance."""
    height, width = picture.shape[:2]
    line = np.linspace(0, 1, GRID)
    grid = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 1, 2)
    weights = np.exp(-((grid - to) ** 2).sum(axis=2) / (2 * REACH**2)) + 1e-12
    pull = (weights[..., None] * (start - to)).sum(axis=1) / (weights.sum(axis=1, keepdims=True) + 1e-3)
    field = cv2.resize((grid[:, 0] + pull).reshape(GRID, GRID, 2).astype(np.float32), (width, height))
    return cv2.remap(
        picture,
        field[..., 0] * (width - 1),
        field[..., 1] * (height - 1),
        cv2.INTER_LINEAR,
        None,
        cv2.BORDER_REPLICATE,
    )


def rank_correlation(one: Floats, two: Floats) -> float:
    """Spearman's, with the mean rank for ties; 0 when one does not vary."""
    ranks = [np.array([(v < x).sum() + ((x == v).sum() - 1) / 2 for x in v]) for v in (one, two)]
    if ranks[0].std() == 0 or ranks[1].std() == 0:
        return 0.0
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])
