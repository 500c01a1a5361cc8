"""What all screens of a running session share: the avatar that follows, the camera picture, the pause."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

import numpy as np
import skia

from mirrorcam.app import controls as c
from mirrorcam.app import lettering
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Point, Size, upright
from mirrorcam.app.lettering import Style
from mirrorcam.app.screens import Action, FaceScreen, Own, Settings, changed
from mirrorcam.app.screens.wearing import Following, Presence, Wear
from mirrorcam.app.theme import Colour, Theme
from mirrorcam.avatars import Avatar
from mirrorcam.avatars.mask import Mask
from mirrorcam.expression import NEUTRAL
from mirrorcam.face import Face, Frame, Sample
from mirrorcam.phrases import phrase
from mirrorcam.session import Command, Moment

ROW_GAPS = (19.0, 11.0, 7.0)
"""Between key hints: the first with which they have room."""


class Stage(FaceScreen):
    """A screen that shows a session as it runs."""

    stopping = "hint.stop_keep"
    """The phrase for what leaving does."""

    def __init__(self, settings: Settings, avatar: Avatar) -> None:
        super().__init__(settings, avatar)
        self.moment: Moment | None = None
        self.frame: Frame | None = None
        self.sample: Sample | None = None
        self.notice = ""
        self.you = Wear()
        self.other = Wear()
        """What the avatar of the second of two people wears."""
        self.target = Wear()
        self._you, self._other = Following(), Following()
        self._target = Presence()

    def show(
        self,
        moment: Moment,
        frame: Frame | None,
        now_s: float,
        notice: str = "",
        sample: Sample | None = None,
    ) -> None:
        """The newest there is, at ``now_s`` of the window's clock. To be called for every picture. ``sample``
        is for an avatar that shows the tracking itself."""
        self.moment, self.frame, self.notice, self.sample = moment, frame, notice, sample
        self.you = self._you.follow(self.answer(Wear(moment.expression, moment.head), now_s), now_s)
        if moment.two is not None:
            other = Wear(moment.two[1].expression, moment.two[1].head)
            self.other = self._other.follow(other, now_s)
        self.target = self._target.see(moment.scene.target or NEUTRAL, now_s, self.theme.lively)

    def follow_on(self, before: Stage) -> None:
        """Goes on where the screen before left off, so that no face jumps."""
        self._you, self._other, self._target = before._you, before._other, before._target

    def answer(self, you: Wear, now_s: float) -> Wear:
        """What the avatar makes of the person's face."""
        return you

    def take(self, own: Own) -> Action | None:
        choices: dict[str, Settings] = {
            "camera": changed(self.settings, camera_shown=not self.settings.camera_shown),
            "turn": changed(self.settings, as_mirror=not self.settings.as_mirror),
        }
        return choices.get(own.what)

    def keys(self) -> Mapping[str, Action]:
        paused = self.moment is not None and self.moment.paused
        return {
            "space": Command.RESUME if paused else Command.PAUSE,
            "right": Command.SKIP,
            "-": Command.EASIER,
            "+": Command.HARDER,
            "=": Command.HARDER,
            "r": Command.REPEAT,
            "n": Command.NEUTRAL,
            "enter": Command.RESUME if paused else Command.NEXT,
            "escape": Command.STOP,
            "h": Own("camera"),
            "m": Own("turn"),
        }

    # ------------------------------------------------------------ parts

    def header(self, size: Size, title: str, right: str) -> list[Piece]:
        left = Box(40, 24, size[0] / 2 - 280, 28)
        pieces = [w.text(left, title, w.HEADING, self.theme.ink, valign=0.5, most=1)]
        if right:
            place = Box(size[0] - 340, 24, 300, 28)
            pieces.append(w.text(place, right, w.BODY, self.theme.soft, align=1, valign=0.5, most=1))
        return pieces

    def key_rows(self, size: Size, hints: list[c.Hint]) -> list[Piece]:
        stop = [c.Hint("Esc", phrase(self.stopping), "stop", Command.STOP)]
        y = size[1] - 36
        room = size[0] - 90 - c.row_width(stop)
        gap = next((gap for gap in ROW_GAPS if c.row_width(hints, gap) <= room), ROW_GAPS[-1])
        while hints and c.row_width(hints, gap) > room:
            hints = hints[:-1]  # its key works all the same
        return [
            *c.key_row((40, y), hints, self.theme, self.touch, gap=gap),
            *c.key_row((size[0] - 40, y), stop, self.theme, self.touch, align=1),
        ]

    def own_hints(self) -> list[c.Hint]:
        """The keys for how one sees oneself."""
        camera = phrase("hint.hide_camera" if self.settings.camera_shown else "hint.show_camera")
        turn = phrase("hint.as_others" if self.settings.as_mirror else "hint.as_mirror")
        return [c.Hint("H", camera, "camera", Own("camera")), c.Hint("M", turn, "turn", Own("turn"))]

    def avatar_on(self, card: Box, wear: Wear) -> Piece:
        return avatar_piece(w.inside(card, self.theme), self.avatar, wear, self.settings.as_mirror)

    def you_on(self, card: Box) -> Piece:
        """The person's avatar, or the points of their face just as they were tracked."""
        seen, mask = self.sample, self.avatar
        if isinstance(mask, Mask) and seen is not None and seen.face is not None and self.as_they_are:
            return trace_piece(w.inside(card, self.theme), mask, seen, seen.face, self.settings.as_mirror)
        return self.avatar_on(card, self.you)

    @property
    def as_they_are(self) -> bool:
        """Whether the avatar does just what the person does."""
        return True

    def thumbnail(self, corner: Point, most: float = 144.0) -> list[Piece]:
        """The camera picture, ``most`` wide at the most; ``corner`` is its bottom right one."""
        if not self.settings.camera_shown or self.frame is None:
            return []
        height, width = self.frame.pixels.shape[:2]
        wide = most if width >= height else most * 0.64
        box = Box(corner[0] - wide, corner[1] - wide * 0.72, wide, wide * 0.72)
        return [camera_piece(box, self.frame, self.settings.as_mirror, self.theme, self.touch("thumbnail"))]

    def notices(self, size: Size) -> list[Piece]:
        """A banner over the header, so that no face is covered."""
        return [notice_piece((size[0] / 2, 38), self.notice, self.theme, size[0] - 80)] if self.notice else []

    def pause(self, size: Size) -> list[Piece]:
        """What lies over everything while the session is paused."""
        if self.moment is None or not self.moment.paused:
            return []
        box = Box(size[0] / 2 - 260, size[1] / 2 - 120, 520, 240)
        middle = Box(box.x + 32, box.y + 34, box.w - 64, 40)
        go_on, stop = Box(box.x + 60, box.y + 142, 190, 58), Box(box.x + 270, box.y + 142, 190, 58)
        return [
            veil(Box(0, 0, *size), self.theme),
            w.card(box, self.theme.card, self.theme),
            w.text(middle, phrase("practice.paused"), w.TITLE, self.theme.ink, align=0.5, valign=0.5, most=1),
            w.text(
                Box(middle.x, middle.bottom + 4, middle.w, 30),
                phrase("practice.paused_words"),
                w.BODY,
                self.theme.soft,
                align=0.5,
                valign=0.5,
            ),
            c.button(
                go_on, phrase("practice.go_on"), self.theme, self.tap("go on", Command.RESUME), key="Space"
            ),
            c.button(
                stop,
                phrase("practice.stop"),
                self.theme,
                self.tap("stop here", Command.STOP),
                key="Esc",
                filled=False,
            ),
        ]


def avatar_square(box: Box) -> Box:
    """Where the avatar's square goes in a card, so that its shoulders end at the card's lower edge."""
    side = min(box.h, box.w * 1.12)
    return Box(box.middle[0] - side / 2, box.bottom - side, side, side)


def avatar_piece(
    box: Box,
    avatar: Avatar,
    wear: Wear,
    as_mirror: bool,
    *,
    corner: float = w.CORNER,
    square: Box | None = None,
) -> Piece:
    """The avatar in a card's box."""
    place = square or avatar_square(box)
    looks = ("avatar", avatar.name, wear.looks(), as_mirror, place)

    def draw(canvas: skia.Canvas) -> None:
        avatar.draw(canvas, wear.expression, wear.head)

    return face_piece(box, place, looks, draw, as_mirror=as_mirror, corner=corner)


def trace_piece(box: Box, mask: Mask, seen: Sample, face: Face, as_mirror: bool) -> Piece:
    """The landmarks of a tracked face in a card's box."""

    def draw(canvas: skia.Canvas) -> None:
        mask.trace(canvas, face, seen.width, seen.height)

    return face_piece(box, avatar_square(box), ("trace", seen.time_s, as_mirror), draw, as_mirror=as_mirror)


def face_piece(
    box: Box,
    place: Box,
    looks: Hashable,
    draw: Callable[[skia.Canvas], None],
    *,
    as_mirror: bool,
    corner: float = w.CORNER,
) -> Piece:
    """What ``draw`` draws into a unit square, put to ``place``. Drawings show people as others see them; a mirror
    is that, flipped."""

    def paint(canvas: skia.Canvas) -> None:
        canvas.save()
        if corner:
            canvas.clipRRect(skia.RRect.MakeRectXY(box.rect(), corner, corner), True)
        with upright(canvas, place.middle[0]):
            canvas.translate(place.right if as_mirror else place.x, place.y)
            canvas.scale(-place.w if as_mirror else place.w, place.h)
            draw(canvas)
        canvas.restore()

    return Piece(box, looks, paint)


def camera_piece(box: Box, frame: Frame, as_mirror: bool, theme: Theme, touch: c.Touch) -> Piece:
    """A small picture of the frame, cut to the box; a click hides it."""

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawRRect(skia.RRect.MakeRectXY(box.grown(4).rect(), 14, 14), w.ink(theme.card))
        if not theme.shadow or touch.focused:
            edge = skia.RRect.MakeRectXY(box.grown(4).rect(), 14, 14)
            colour = theme.focus if touch.focused else theme.line
            canvas.drawRRect(edge, w.stroke(colour, 2.5 if touch.focused else theme.line_px))
        canvas.save()
        canvas.clipRRect(skia.RRect.MakeRectXY(box.rect(), 10, 10), True)
        picture, source = _small(frame, box)
        smooth = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kNone)
        with upright(canvas, box.middle[0]):
            if as_mirror:
                canvas.translate(2 * box.middle[0], 0)
                canvas.scale(-1, 1)
            canvas.drawImageRect(picture, source, box.rect(), smooth)
        canvas.restore()

    looks = ("camera", frame.index, frame.time_s, as_mirror, theme.name, touch)
    return Piece(box.grown(6), looks, paint, name="thumbnail", action=Own("camera"))


def _small(frame: Frame, box: Box) -> tuple[skia.Image, skia.Rect]:
    """The frame thinned to about one and a half times the box, and the part of it that has the box' shape."""
    height, width = frame.pixels.shape[:2]
    step = max(1, int(min(width / box.w, height / box.h) / 1.5))
    thin = frame.pixels[::step, ::step]
    rgba = np.full((*thin.shape[:2], 4), 255, np.uint8)
    rgba[..., :3] = thin
    picture = skia.Image.fromarray(rgba, colorType=skia.kRGBA_8888_ColorType)
    tall, wide = rgba.shape[:2]
    fit = min(wide / box.w, tall / box.h)
    left, top = (wide - box.w * fit) / 2, (tall - box.h * fit) / 2
    return picture, skia.Rect.MakeXYWH(left, top, box.w * fit, box.h * fit)


def notice_piece(middle: Point, words: str, theme: Theme, room: float) -> Piece:
    """One friendly sentence that lies over a screen for a while."""
    style = Style(16, "SemiBold", 1.3, -0.004)
    shown = lettering.shortened(words, style, room - 44)
    width = lettering.width(shown, style) + 44
    box = Box(middle[0] - width / 2, middle[1] - 20, width, 40)

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawRRect(skia.RRect.MakeRectXY(box.rect(), 20, 20), w.ink(theme.accent))
        baseline = box.middle[1] + lettering.cap_height(style) / 2
        lettering.line(shown, style).draw(canvas, box.x + 22, baseline, w.ink(theme.on_accent))

    return Piece(box.grown(1), ("notice", shown, theme.name), paint)


def veil(box: Box, theme: Theme, opacity: float = 0.72, colour: Colour | None = None) -> Piece:
    """What is behind steps back."""
    fill = w.ink(theme.ground if colour is None else colour, opacity)
    return Piece(box, ("veil", theme.name, opacity), lambda canvas: canvas.drawRect(box.rect(), fill))
