"""A whole recording at once: every sample as a row of a few arrays, measured, without an object for each of them.

What stands here of a sample is the same, to the bit, as what ``Recording.samples`` and ``measure`` give of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirrorcam.action_units import FEATURES
from mirrorcam.arrays import Floats, Singles
from mirrorcam.blocks import (
    BLENDSHAPE,
    FACTS,
    HEAD,
    LANDMARK,
    NO_FACE,
    PATCH,
    REASONS,
    TIME,
    Block,
    BlockError,
    drawn,
    spread,
    sums,
)  # fmt: skip
from mirrorcam.face import (
    BLENDSHAPE_STEP,
    BLENDSHAPES,
    BLINKS,
    LANDMARK_STEP,
    LANDMARKS,
    HeadPose,
    head_poses,
)
from mirrorcam.landmarks import RIGID_POINTS
from mirrorcam.measures import MEASURED_POINTS, measure_faces
from mirrorcam.patches import PATCH_STEP, PATCHES
from mirrorcam.proportions import LENGTHS, POINTS, proportions_of
from mirrorcam.recording import Recording

AT_ONCE = 600
"""Faces that are measured together: so many fit in a processor's cache."""


@dataclass(frozen=True)
class Columns:
    """``times_s`` and ``facts`` (samples,): facts as the recording keeps them. ``face`` (samples,): which row of the
    others is its face; −1: none. Of each face: ``features`` and ``patches`` as in ``Measures``, ``camera`` as
    ``measure_faces`` gives it, ``poses``, ``blinks``, how far the network takes its eyes for closed, 0..1, and
    ``lengths`` as ``proportions`` has them."""

    times_s: Floats
    facts: NDArray[Any]
    face: NDArray[np.intp]
    features: Floats
    camera: Floats
    patches: Singles
    poses: Sequence[HeadPose]
    blinks: Singles
    lengths: Floats

    def __len__(self) -> int:
        return len(self.times_s)


@dataclass(frozen=True)
class _Faces:
    """Some rows' samples; of the landmarks only those that are looked at."""

    times_us: NDArray[np.int64]
    facts: NDArray[Any]
    points: Singles
    """(faces, len(_LOOKED_AT), 3)."""
    blendshapes: Singles
    heads: Singles
    patches: Singles


def read_columns(recording: Recording) -> Columns:
    """Of one person; of two, of the one who is kept first. Raises RecordingError for a damaged file."""
    parts = [_measured(rows) for rows in _together(recording.blocks(_decoded))]
    times, facts, features, camera, patches, poses, blinks, lengths = (
        zip(*parts, strict=True) if parts else ((),) * 8
    )
    every = np.concatenate([np.empty(0, FACTS), *facts])
    has_face = every["face"] != NO_FACE
    return Columns(
        np.concatenate([np.empty(0, TIME), *times]) / 1e6,
        every,
        np.where(has_face, np.cumsum(has_face) - 1, -1),
        np.concatenate([np.empty((0, len(FEATURES), 2)), *features]),
        np.concatenate([np.empty((0, 2)), *camera]),
        np.concatenate([np.empty((0, len(PATCHES)), np.float32), *patches]),
        [pose for some in poses for pose in some],
        np.concatenate([np.empty(0, np.float32), *blinks]),
        np.concatenate([np.empty((0, LENGTHS)), *lengths]),
    )


def _together(rows: Iterable[_Faces]) -> Iterable[list[_Faces]]:
    """Some at a time."""
    waiting: list[_Faces] = []
    for row in rows:
        waiting.append(row)
        if sum(len(one.points) for one in waiting) >= AT_ONCE:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _measured(rows: Sequence[_Faces]) -> tuple[Any, ...]:
    facts = np.concatenate([row.facts for row in rows])
    blendshapes = np.concatenate([row.blendshapes for row in rows])
    poses = head_poses(np.concatenate([row.heads for row in rows]))
    seen = facts[facts["face"] != NO_FACE]
    points = np.concatenate([row.points for row in rows])
    sizes = np.stack((seen["width"], seen["height"]), axis=1)
    features, camera = measure_faces(
        points[:, : len(MEASURED_POINTS)],
        blendshapes,
        np.array([(pose.yaw_deg, pose.pitch_deg) for pose in poses]).reshape(-1, 2),
        sizes,
        drawn(facts),
    )
    return (
        np.concatenate([row.times_us for row in rows]),
        facts,
        features,
        camera,
        np.concatenate([row.patches for row in rows]),
        poses,
        blendshapes[:, BLINKS].max(axis=1),
        proportions_of(points[:, : len(RIGID_POINTS)], points[:, len(MEASURED_POINTS) :], sizes),
    )


def _decoded(block: Block) -> _Faces:
    """Raises BlockError for damage, as ``unpack`` does."""
    facts = spread(block.facts, FACTS, (block.count,))
    if facts["reason"].max() > len(REASONS):
        raise BlockError(f"there is no reason {facts['reason'].max()}")
    faces = len(drawn(facts))
    points = spread(block.landmarks, LANDMARK, (faces, LANDMARKS, 3))[:, _LOOKED_AT]
    blendshapes = sums(spread(block.blendshapes, BLENDSHAPE, (faces, len(BLENDSHAPES))))
    patches = sums(spread(block.patches, PATCH, (faces, len(PATCHES))))
    return _Faces(
        sums(spread(block.time_us, TIME, (block.count,))),
        facts,
        (sums(points) * LANDMARK_STEP).astype(np.float32),
        (blendshapes * BLENDSHAPE_STEP).astype(np.float32),
        spread(block.head, HEAD, (faces, 4, 4)).astype(np.float32),
        (patches * PATCH_STEP).astype(np.float32),
    )


_LOOKED_AT = np.concatenate((MEASURED_POINTS, POINTS))
