"""A whole recording at once: every sample as a row of a few arrays, measured, without an object for each of them.

What stands here of a sample is the same, to the bit, as what ``Recording.samples`` and ``measure`` give of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mirrorcam.arrays import Floats, Numbers, Singles
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
from mirrorcam.proportions import POINTS, proportions_of
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
    face: Numbers
    features: Floats
    camera: Floats
    patches: Singles
    poses: Sequence[HeadPose]
    blinks: Singles
    lengths: Floats

    def __len__(self) -> int:
        return len(self.times_s)


class _Samples(NamedTuple):
    """Of some blocks; of the landmarks only those that are looked at."""

    times_us: NDArray[np.int64]
    facts: NDArray[Any]
    points: Singles
    """(faces, len(_LOOKED_AT), 3)."""
    blendshapes: Singles
    heads: Singles
    patches: Singles


def read_columns(recording: Recording) -> Columns:
    """Of one person; of two, of the one who is kept first. Raises RecordingError for a damaged file."""
    parts = [_measured(_NOTHING), *map(_measured, _together(recording.blocks(_decoded)))]
    names = ("times_s", "facts", "features", "camera", "patches", "blinks", "lengths")
    whole: dict[str, Any] = {name: np.concatenate([getattr(one, name) for one in parts]) for name in names}
    poses = [pose for part in parts for pose in part.poses]
    return Columns(**whole, face=_rows_of_faces(whole["facts"]), poses=poses)


def _together(blocks: Iterable[_Samples]) -> Iterable[_Samples]:
    """Some at a time."""
    waiting: list[_Samples] = []
    for block in blocks:
        waiting.append(block)
        if sum(len(one.points) for one in waiting) >= AT_ONCE:
            yield _joined(waiting)
            waiting = []
    if waiting:
        yield _joined(waiting)


def _joined(some: Sequence[_Samples]) -> _Samples:
    return _Samples(*map(np.concatenate, zip(*some, strict=True)))


def _measured(some: _Samples) -> Columns:
    poses = head_poses(some.heads)
    seen = some.facts[some.facts["face"] != NO_FACE]
    sizes = np.stack((seen["width"], seen["height"]), axis=1)
    turns_deg = np.array([(pose.yaw_deg, pose.pitch_deg) for pose in poses]).reshape(-1, 2)
    measured, others = some.points[:, : len(MEASURED_POINTS)], some.points[:, len(MEASURED_POINTS) :]
    features, camera = measure_faces(measured, some.blendshapes, turns_deg, sizes, drawn(some.facts))
    return Columns(
        times_s=some.times_us / 1e6,
        facts=some.facts,
        face=_rows_of_faces(some.facts),
        features=features,
        camera=camera,
        patches=some.patches,
        poses=poses,
        blinks=some.blendshapes[:, BLINKS].max(axis=1),
        lengths=proportions_of(some.points[:, : len(RIGID_POINTS)], others, sizes),
    )


def _rows_of_faces(facts: NDArray[Any]) -> Numbers:
    """As ``Columns.face``."""
    has_face = facts["face"] != NO_FACE
    return np.where(has_face, np.cumsum(has_face) - 1, -1)


def _decoded(block: Block) -> _Samples:
    """Raises BlockError for damage, as ``unpack`` does."""
    facts = spread(block.facts, FACTS, (block.count,))
    if facts["reason"].max() > len(REASONS):
        raise BlockError(f"there is no reason {facts['reason'].max()}")
    faces = len(drawn(facts))
    points = spread(block.landmarks, LANDMARK, (faces, LANDMARKS, 3))[:, _LOOKED_AT]
    blendshapes = sums(spread(block.blendshapes, BLENDSHAPE, (faces, len(BLENDSHAPES))))
    patches = sums(spread(block.patches, PATCH, (faces, len(PATCHES))))
    return _Samples(
        sums(spread(block.time_us, TIME, (block.count,))),
        facts,
        (sums(points) * LANDMARK_STEP).astype(np.float32),
        (blendshapes * BLENDSHAPE_STEP).astype(np.float32),
        spread(block.head, HEAD, (faces, 4, 4)).astype(np.float32),
        (patches * PATCH_STEP).astype(np.float32),
    )


_LOOKED_AT = np.concatenate((MEASURED_POINTS, POINTS))
_NOTHING = _Samples(
    np.empty(0, TIME),
    np.empty(0, FACTS),
    *(
        np.empty((0, *shape), np.float32)
        for shape in ((len(_LOOKED_AT), 3), (len(BLENDSHAPES),), (4, 4), (len(PATCHES),))
    ),
)
"""So that there is something of a recording without samples."""
