"""The faces of a review: as they were worn, with the face at rest as a ghost, as landmarks, or as they were filmed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import skia

from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.reviewing import Picture, Review
from mirrorcam.app.screens.stage import avatar_piece, avatar_square, face_piece
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.avatars import Avatar
from mirrorcam.avatars.mask import Mask
from mirrorcam.expression import NEUTRAL
from mirrorcam.face import Sample
from mirrorcam.instant import Instant, Side
from mirrorcam.phrases import phrase
from mirrorcam.review import why

LONGEST_GAP_S = 0.2
"""Between two samples further apart than this nothing is made up."""
GHOST = 0.38
"""How much of the face at rest shows through."""


def wears(review: Review, time_s: float) -> tuple[Wear, Wear]:
    """What target and mirror image wear at a time, in between two samples."""
    timeline = review.timeline
    i = timeline.index(time_s)
    here, after = timeline.at(i), timeline.at(min(i + 1, len(timeline) - 1))
    gap_s = after.time_s - here.time_s
    share = (time_s - here.time_s) / gap_s if 0 < gap_s < LONGEST_GAP_S else 0.0
    share = min(1.0, max(0.0, share))
    target = Wear(here.target or NEUTRAL).towards(Wear(after.target or NEUTRAL), share)
    return target, worn(here.you).towards(worn(after.you), share)


def worn(side: Side) -> Wear:
    return Wear(side.worn, side.head)


def two_pieces(
    boxes: tuple[Box, Box],
    avatars: tuple[Avatar, Avatar],
    sides: tuple[Side, Side],
    as_mirror: bool,
    theme: Theme,
) -> list[Piece]:
    """Two people: who sat on the left, and who on the right."""
    pieces = []
    for box, fill, avatar, side, where in zip(
        boxes, (theme.target, theme.you), avatars, sides, ("left", "right"), strict=True
    ):
        pieces += [
            w.card_face(box, fill, theme),
            avatar_piece(w.inside(box, theme), avatar, worn(side), as_mirror),
            w.label((box.x + 22, box.y + 27), phrase(f"together.{where}"), theme, box.w - 40),
        ]
    return pieces


@dataclass(frozen=True, slots=True)
class MirrorImage:
    """What the person's own face is shown as: the film, if it is ``filmed`` and was kept; the landmarks, if there is a
    ``mask`` to draw them; else the avatar, with the face at rest as a ``ghost``."""

    review: Review
    avatar: Avatar
    mask: Mask | None
    filmed: bool
    ghost: bool
    as_mirror: bool

    @property
    def words(self) -> str:
        if self.filmed and self.review.filmed:
            return phrase("review.filmed")
        if self.mask is not None:
            return phrase("review.landmarks")
        words = phrase("replay.mirrored" if self.as_mirror else "replay.as_others")
        return f"{words} · {phrase('review.ghost')}" if self.ghost else words

    def pieces(self, box: Box, time_s: float, wear: Wear, theme: Theme) -> list[Piece]:
        picture = self.review.picture(time_s) if self.filmed and self.review.filmed else None
        if picture is not None:
            return [picture_piece(box, picture, round(time_s, 2), self.as_mirror)]
        if self.mask is not None:
            return landmarks_pieces(box, self.mask, self.review.face(time_s), self.as_mirror, theme)
        ghost = [_ghost_piece(box, self.avatar, wear, self.as_mirror)] if self.ghost else []
        return [avatar_piece(box, self.avatar, wear, self.as_mirror), *ghost]


def _ghost_piece(box: Box, avatar: Avatar, wear: Wear, as_mirror: bool) -> Piece:
    """The same head with its face at rest, that shows through."""
    rest = replace(wear, expression=NEUTRAL)

    def draw(canvas: skia.Canvas) -> None:
        canvas.saveLayerAlpha(None, round(255 * GHOST))
        avatar.draw(canvas, rest.expression, rest.head)
        canvas.restore()

    looks = ("ghost", avatar.name, wear.looks(), as_mirror, box)
    return face_piece(box, avatar_square(box), looks, draw, as_mirror=as_mirror)


def landmarks_pieces(box: Box, mask: Mask, seen: Sample | None, as_mirror: bool, theme: Theme) -> list[Piece]:
    """The landmarks just as they came; words where there are none."""
    if seen is None or seen.face is None:
        return [
            w.text(box.grown(-40), phrase("review.no_landmarks"), w.BODY, theme.soft, align=0.5, valign=0.5)
        ]
    face = seen.face

    def draw(canvas: skia.Canvas) -> None:
        mask.trace(canvas, face, seen.width, seen.height)

    looks = ("landmarks", seen.time_s, as_mirror, box)
    return [face_piece(box, avatar_square(box), looks, draw, as_mirror=as_mirror)]


def picture_piece(box: Box, picture: Picture, time_s: float, as_mirror: bool) -> Piece:
    """A picture of the film, whole, as large as it fits into the box below the label."""
    high, wide = picture.shape[:2]
    room = Box(box.x + 12, box.y + 46, box.w - 24, box.h - 58)
    scale = min(room.w / wide, room.h / high)

    def paint(canvas: skia.Canvas) -> None:
        canvas.save()
        canvas.translate(*room.middle)
        canvas.scale(-scale if as_mirror else scale, scale)
        edge = skia.Rect.MakeXYWH(-wide / 2, -high / 2, wide, high)
        canvas.clipRRect(skia.RRect.MakeRectXY(edge, 12 / scale, 12 / scale), True)
        rgba = np.dstack([picture, np.full((high, wide), 255, np.uint8)])
        image = skia.Image.fromarray(np.ascontiguousarray(rgba), colorType=skia.kRGBA_8888_ColorType)
        canvas.drawImage(image, -wide / 2, -high / 2, skia.SamplingOptions(skia.FilterMode.kLinear))
        canvas.restore()

    return Piece(box, ("film", time_s, as_mirror, picture.shape), paint)


def why_not(instant: Instant) -> str:
    """Why nothing was scored just then, in a few words; "" where it was, or nothing was to be."""
    reason = instant.you.waiting or instant.you.reason
    return "" if reason is None or instant.score is not None else why(reason)


def score_pieces(box: Box, now: Instant, theme: Theme, words: str = "") -> list[Piece]:
    """The score in its ring; or why there is none."""
    if now.score is not None:
        radius = min(38.0, box.h * 0.14)
        middle = (box.right - 20 - radius, box.y + 20 + radius)
        said, share = words or str(round(now.score)), now.score / 100
        return [w.ring(middle, radius, share, theme, words=said, fill=theme.card, thickness=7)]
    if reason := why_not(now):
        said = phrase("summary.not_scored", why=reason)
        return [w.pill((box.middle[0], box.bottom - 34), said, theme, box.w - 24)]
    return []
