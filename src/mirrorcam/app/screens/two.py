"""Two people side by side, each with a card and an avatar: who sits on the left is on the left."""

from __future__ import annotations

import skia

from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Point, Size
from mirrorcam.app.screens.beside import somebody
from mirrorcam.app.screens.practice import INSET
from mirrorcam.app.screens.stage import Stage, avatar_piece, camera_piece
from mirrorcam.app.theme import Colour
from mirrorcam.avatars import Avatar
from mirrorcam.avatars.portrait import Portrait
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment

GAP, TOP, FOOT = 20.0, 76.0, 174.0
COMPANIONS = ("mateo", "amara")
"""Who the one on the right is drawn as, unless the exercise says so: the first who is not on the left already."""
EDGE = 4.0
PICTURE_WIDE = 190.0


def cards(size: Size) -> tuple[Box, Box]:
    """The left one and the right one."""
    wide, tall = (size[0] - 80 - GAP) / 2, size[1] - TOP - FOOT
    return Box(40, TOP, wide, tall), Box(40 + wide + GAP, TOP, wide, tall)


def companion(avatar: Avatar, name: str) -> Avatar:
    """Somebody else than the one on the left, so that they can be told apart; lines and masks are for both."""
    asked = somebody(name)
    if asked is not None or not isinstance(avatar, Portrait):
        return asked or avatar
    found = (somebody(other) for other in COMPANIONS if other != avatar.name)
    return next((one for one in found if one is not None), avatar)


def two_cards(stage: Stage, size: Size, moment: Moment) -> list[Piece]:
    """Both cards, with what each person should know: their side, and why they cannot be seen."""
    theme, boxes = stage.theme, cards(size)
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
        pieces.append(w.label((box.x + 26, box.y + 31), phrase(f"together.{side}"), theme, box.w - 240))
        if person is not None and person.waiting is not None:
            middle = (box.middle[0], box.bottom - INSET - 19)
            pieces.append(w.pill(middle, phrase("practice.waiting"), theme, box.w - 40))
    return pieces


def framed(box: Box, colour: Colour) -> Piece:
    """Around the card of the one who leads."""
    inner = box.grown(-EDGE / 2)

    def paint(canvas: skia.Canvas) -> None:
        shape = skia.RRect.MakeRectXY(inner.rect(), w.CORNER - EDGE / 2, w.CORNER - EDGE / 2)
        canvas.drawRRect(shape, w.stroke(colour, EDGE))

    return Piece(box, ("framed", colour), paint)


def picture_of_both(stage: Stage, bottom_middle: Point) -> list[Piece]:
    """The whole camera picture, so that both are in it, between the cards."""
    frame = stage.frame
    if not stage.settings.camera_shown or frame is None:
        return []
    height, width = frame.pixels.shape[:2]
    tall = min(PICTURE_WIDE * height / width, 130.0)
    box = Box(bottom_middle[0] - PICTURE_WIDE / 2, bottom_middle[1] - tall, PICTURE_WIDE, tall)
    return [camera_piece(box, frame, stage.settings.as_mirror, stage.theme, stage.touch("thumbnail"))]
