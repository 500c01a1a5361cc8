"""Photographs beside the person's photograph at rest: landmarks that the tracker left behind are put back on the skin.

For photographs only: it is too slow for every frame of a film, and a session whose neutral was kept from another day
has no picture of it, so that one day's figures would be on another scale than the next day's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mirrorcam.arrays import Floats
from mirrorcam.calibration import Neutral, neutral_from
from mirrorcam.closeup import EYES_PX, Closeup, Skin, skin_of, trusted
from mirrorcam.face import Face, Frame, Sample
from mirrorcam.facing import in_pixels
from mirrorcam.landmarks import LEFT_EYE, RIGHT_EYE, SKIN

TURNED_DEG = 12.0
"""Of yaw. Drawn from the front, the far side of a head that is turned further is stretched from little. A photograph at
rest that is turned so far shows no skin to be looked for; of another one how much is found says nothing then."""


def with_closeup(photograph: Frame, sample: Sample) -> Sample:
    """The sample of that photograph with its closeup, if it can be scored."""
    from mirrorcam.imaging.closeups import closeup_of

    if sample.face is None or not sample.scored:
        return sample
    points = in_pixels(sample.face, sample.width, sample.height)
    closeup = closeup_of(photograph.pixels, points[:SKIN], _eyes_px(points))
    return replace(sample, closeup=closeup)


@dataclass(frozen=True)
class PutRight:
    """``looks`` at one photograph with their landmarks put right, and the ``skin`` that was found again in them, None
    where there was nothing to look for it in, or the head is turned too far to tell."""

    looks: list[Sample]
    skin: Skin | None = None


def neutral_of_looks(looks: Sequence[Sample]) -> Neutral:
    """As ``neutral_from``, of files: how large a face is there tells nothing of others, which are cut otherwise. Of
    several photographs, all are seen beside the first whose head is straight enough. Raises ValueError when no look has
    a face."""
    closeups = closeups_of_first(looks)
    return neutral_of_put_right(put_right(looks, closeups).looks, closeups)


def neutral_of_put_right(looks: Sequence[Sample], closeups: tuple[Closeup, ...]) -> Neutral:
    """As ``neutral_of_looks``, where all were seen beside those closeups already."""
    return replace(neutral_from(looks), closeups=closeups, face_size=0.0)


def beside_neutral(looks: Sequence[Sample], neutral: Neutral) -> PutRight:
    """Looks at one photograph as they are seen beside the neutral's; as they are where one of them is none."""
    return put_right(looks, neutral.closeups)


def closeups_of_first(looks: Sequence[Sample]) -> tuple[Closeup, ...]:
    """Of the first photograph whose head is straight enough, one a look; none where there is none."""
    seen = [(look.file, closeup) for look in looks if (closeup := _from_before(look))]
    return tuple(closeup for file, closeup in seen if file == seen[0][0])


def _from_before(look: Sample) -> Closeup | None:
    """Its closeup, if it has one and the head is not turned too far."""
    return look.closeup if look.face and not _turned(look.face) else None


def _turned(face: Face) -> bool:
    return abs(face.pose.yaw_deg) > TURNED_DEG


def put_right(looks: Sequence[Sample], rest: Sequence[Closeup]) -> PutRight:
    """Looks at one photograph beside closeups of a face at rest: each beside that with the same edges, which mislead a
    tracker alike."""
    if not rest:
        return PutRight(list(looks))
    seen = [_put_right(look, rest[number % len(rest)]) for number, look in enumerate(looks)]
    compared = [one for _, one in seen if one is not None]
    return PutRight([look for look, _ in seen], skin_of(*np.mean(compared, axis=0)) if compared else None)


def _put_right(look: Sample, rest: Closeup) -> tuple[Sample, Floats | None]:
    """And what ``skin_of`` is told of it, (3, SKIN)."""
    from mirrorcam.imaging.closeups import strayed, tones_of

    now = look.closeup
    if look.face is None or now is None or now is rest:
        return look, None
    away, found = strayed(rest, now)
    away[~trusted(rest.points, away, found)] = 0.0
    face = _moved(look.face, away * (EYES_PX / now.scale), look)
    compared = None if _turned(face) else np.stack((found.astype(np.float64), tones_of(rest), tones_of(now)))
    return replace(look, face=face), compared


def _moved(face: Face, by: Floats, look: Sample) -> Face:
    """``by`` (SKIN, 2) in pixels of the photograph."""
    landmarks = face.landmarks.copy()
    landmarks[:SKIN, :2] += by / (look.width, look.height)
    return replace(face, landmarks=landmarks)


def _eyes_px(points: Floats) -> float:
    left, right = (points[list(eye), :2].mean(axis=0) for eye in (LEFT_EYE, RIGHT_EYE))
    return float(np.linalg.norm(left - right))
