"""Pictures between a person's neutral and an expression, and how the score follows them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from benchmarks.measurement.comparing import interval, rank_correlation
from benchmarks.measurement.photographs import Album
from benchmarks.measurement.words import range_words
from numpy.typing import NDArray

from mirrorcam.app.seeing import Eyes
from mirrorcam.arrays import Floats, Pixels
from mirrorcam.face import Frame, Sample
from mirrorcam.sources.images import read_picture

STEPS = 10
"""From one picture to the other; 11 pictures in all."""


def measure_morphs(album: Album) -> dict[str, Any]:
    """Happiness along neutral → smile of each sitter: every morph is looked at like a photograph."""
    found = [course(album, s.neutral, s.smile, "happiness") for s in album.sitters]
    courses = [one for one in found if one is not None]
    return {
        "pairs": len(found),
        **course_figures(courses),
        "median_course": np.median(courses, axis=0).tolist(),
    }


def course_figures(courses: Sequence[Sequence[float]], people: Sequence[str] = ()) -> dict[str, Any]:
    """One course a person, or several, where ``people`` says whose each is. ``interval``: None of one person."""
    found = [rank_correlation(one, range(STEPS + 1)) for one in courses]
    whose = np.asarray(people or range(len(courses)))
    of_each = [np.array(found)[whose == who] for who in np.unique(whose)]
    places = range(len(of_each))
    return {
        "scored": len(courses),
        "mean": float(np.mean(found)),
        "interval": interval(places, lambda drawn: _mean_of(of_each, drawn)) if len(of_each) > 1 else None,
        "least": float(np.min(found)),
        "falls": float(np.mean(np.diff(courses, axis=1) < -1)),
    }


def _mean_of(of_each: Sequence[Floats], drawn: Floats) -> float:
    """Over all that the people who were drawn have."""
    return float(np.mean(np.concatenate([of_each[int(place)] for place in drawn])))


def course(album: Album, rest: Path, apex: Path, name: str) -> list[float] | None:
    """The score as ``name`` along the morphs; None when one of the pictures cannot be scored."""
    pictures = morph_pictures(read_picture(rest), read_picture(apex), album.eyes)
    if pictures is None:
        return None
    scores = [album.row(picture, rest).scores[name] for picture in pictures]
    known = [value for value in scores if value is not None]
    return known if len(known) == len(scores) else None


def morph_pictures(neutral: Pixels, apex: Pixels, eyes: Eyes) -> list[Pixels] | None:
    """``STEPS`` + 1 pictures from the one to the other. None when there is no face in one of them."""
    pictures = (neutral, np.asarray(cv2.resize(apex, neutral.shape[1::-1]), np.uint8))
    samples = [eyes.see(Frame(0.0, 0, picture)) for picture in pictures]
    if any(sample.face is None for sample in samples):
        return None
    points = [_points(sample) for sample in samples]
    return [_between(pictures, points, step / STEPS) for step in range(STEPS + 1)]


def _points(sample: Sample) -> Floats:
    """Landmarks and points along the picture's edge, in pixels."""
    assert sample.face is not None
    right, bottom = sample.width - 1, sample.height - 1
    edge = [(x * right / 4, y * bottom / 4) for x in range(5) for y in range(5) if {x, y} & {0, 4}]
    flat = sample.face.landmarks[:, :2] * (sample.width, sample.height)
    return np.vstack((np.clip(flat, 0, (right, bottom)), edge))


def _between(pictures: tuple[Pixels, Pixels], points: list[Floats], share: float) -> Pixels:
    """Both pictures warped to the landmarks between theirs, and blended."""
    middle = points[0] + (points[1] - points[0]) * share
    triangles = _triangles(middle, pictures[0].shape[1::-1])
    warped = [_warped(picture, middle, at, triangles) for picture, at in zip(pictures, points, strict=True)]
    return np.asarray(cv2.addWeighted(warped[0], 1 - share, warped[1], share, 0), np.uint8)


def _triangles(points: Floats, size: tuple[int, int]) -> NDArray[np.intp]:
    """(triangles, 3): a Delaunay triangulation, as rows of ``points``."""
    plane = cv2.Subdiv2D((0, 0, *size))
    plane.insert(points.tolist())
    corners = np.asarray(plane.getTriangleList()).reshape(-1, 3, 2)
    corners = corners[((corners >= 0) & (corners < size)).all(axis=(1, 2))]
    far = ((corners[:, :, None] - points) ** 2).sum(axis=3)
    return np.asarray(far.argmin(axis=2))


def _warped(picture: Pixels, to: Floats, start: Floats, triangles: NDArray[np.intp]) -> Pixels:
    """``picture`` with its points ``start`` moved to ``to``, triangle by triangle."""
    height, width = picture.shape[:2]
    which = np.zeros((height, width), np.int32)
    for number, corners in enumerate(to[triangles]):
        cv2.fillConvexPoly(which, corners.round().astype(np.int32), number)
    square = np.concatenate((to[triangles], np.ones((len(triangles), 3, 1))), axis=2)
    maps = np.linalg.pinv(square) @ start[triangles]
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    here = np.stack((x, y, np.ones_like(x)), axis=-1)[..., None, :]
    places = (here @ maps[which])[..., 0, :].astype(np.float32)
    return np.asarray(
        cv2.remap(picture, places[..., 0], places[..., 1], cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE),
        np.uint8,
    )


def morphs_text(figures: dict[str, Any]) -> str:
    course = " ".join(f"{value:.0f}" for value in figures["median_course"])
    return f"{course_words(figures)} Median course: {course}."


def course_words(figures: dict[str, Any]) -> str:
    bounds = figures["interval"]
    within = range_words(bounds, 3) if bounds else "(one person, so no interval)"
    return (
        f"{figures['scored']} of {figures['pairs']} pairs could be scored in all {STEPS + 1} pictures. Rank "
        f"correlation of the score with the step: mean {figures['mean']:.3f} {within}, "
        f"lowest {figures['least']:.2f}. The score falls by more than a point in {100 * figures['falls']:.0f} % of "
        f"the steps."
    )
