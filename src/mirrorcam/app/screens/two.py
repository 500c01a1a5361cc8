"""Two people side by side, each with a card and an avatar: who sits on the left is on the left."""

from __future__ import annotations

import skia

from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.theme import Colour
from mirrorcam.app.screens.beside import somebody
from mirrorcam.app.screens.pair import corner
from mirrorcam.app.screens.practice import INSET, pill_y
from mirrorcam.app.screens.stage import Stage, avatar_piece, camera_piece
from mirrorcam.avatars import Avatar
from mirrorcam.avatars.portrait import Portrait
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment

COMPANIONS = ("mateo", "amara")
"""Who the one on the right is drawn as, unless the exercise says so: the first who is not on the left already."""
EDGE = 4.0
PICTURE_WIDE = 190.0


def picture_wide(size: Size) -> float:
    return min(PICTURE_WIDE, size[0] * 0.15)


def companion(avatar: Avatar, name: str) -> Avatar:
    """Somebody else than the one on the left, so that they can be told apart; lines and masks are for both."""
    asked = somebody(name)
    if asked is not None or not isinstance(avatar, Portrait):
        return asked or avatar
    found = (somebody(other) for other in COMPANIONS if other != avatar.name)
    return next((one for one in found if one is not None), avatar)


def two_cards(stage: Stage, size: Size, moment: Moment, boxes: tuple[Box, Box]) -> list[Piece]:
    """Both cards, with what each person should know: their side, and why they cannot be seen."""
    theme = stage.theme
    grounds = (theme.target, theme.you)
    right = companion(stage.avatar, moment.scene.person)
    faces = ((boxes[0], stage.avatar, stage.you), (boxes[1], right, stage.other))
    pieces = [
        *(w.card_shadow(box, theme) for box in boxes),
        *(w.card_face(box, fill, theme) for box, fill in zip(boxes, grounds, strict=True)),
        *(
            avatar_piece(w.inside(box, theme), avatar, wear, stage.settings.as_mirror)
            for box, avatar, wear in faces
        ),
    ]
    for box, side, person in zip(boxes, ("left", "right"), moment.two or (None, None), strict=True):
        pieces.append(w.label(corner(box, size), phrase(f"together.{side}"), theme, box.w * 0.45))
        if person is not None and person.waiting is not None:
            pieces.append(_waiting(stage, size, box))
    return pieces


def _waiting(stage: Stage, size: Size, box: Box) -> Piece:
    """In the card's middle, or as near to it as the camera picture between the cards allows."""
    words, free = phrase("practice.waiting"), box.w - picture_wide(size) / 2 - 20
    half = w.pill_width(words, free) / 2
    away = min(0.0, free - half - box.w / 2)
    x = box.middle[0] + (away if box.x < size[0] / 4 else -away)
    return w.pill((x, pill_y(box)), words, stage.theme, free)


def framed(box: Box, colour: Colour) -> Piece:
    """Around the card of the one who leads."""
    inner = box.grown(-EDGE / 2)

    def paint(canvas: skia.Canvas) -> None:
        shape = skia.RRect.MakeRectXY(inner.rect(), w.CORNER - EDGE / 2, w.CORNER - EDGE / 2)
        canvas.drawRRect(shape, w.stroke(colour, EDGE))

    return Piece(box, ("framed", colour), paint)


def picture_of_both(stage: Stage, size: Size, card: Box) -> list[Piece]:
    """The whole camera picture, so that both are in it, between the cards; ``card`` is one of them."""
    frame = stage.frame
    if not stage.settings.camera_shown or frame is None:
        return []
    height, width = frame.pixels.shape[:2]
    wide, bottom = picture_wide(size), card.bottom - INSET
    tall = min(wide * height / width, 130.0)
    box = Box((size[0] - wide) / 2, bottom - tall, wide, tall)
    return [camera_piece(box, frame, stage.settings.as_mirror, stage.theme, stage.touch("thumbnail"))]
