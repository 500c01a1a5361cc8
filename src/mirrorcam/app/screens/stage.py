"""What all screens of a running session share: the avatar that follows, the camera picture, the pause."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence

import numpy as np
import skia

from mirrorcam.acts import Command
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Point, Size, upright
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.spacing import down, keys_y, margin
from mirrorcam.app.painting.theme import Colour, Theme
from mirrorcam.app.screens import VEIL, Action, Aside, FaceScreen, Go, Own, Settings, changed
from mirrorcam.app.screens.film_mark import KEY, does, mark_width
from mirrorcam.app.screens.wearing import Following, Presence, Wear
from mirrorcam.avatars import Avatar
from mirrorcam.avatars.mask import Mask
from mirrorcam.expression import NEUTRAL
from mirrorcam.face import Face, Frame, Sample
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment
from mirrorcam.steps import kinds

ROW_GAPS = (19.0, 14.0)
"""Between key hints: the first with which they have room. With less, a key seems to belong to the words before it."""
LEAST_APART = 26.0
"""Between what can be done and the way out."""
LEAST_SEGMENTS = 90.0
"""Less room than this shows no steps."""
BUTTON_HIGH = 54.0
SENTENCES = (
    w.SENTENCE,
    *(Style(size, "SemiBold", 1.22, -0.008) for size in (22, 19.5, 17.5, 15.5)),
)
"""From the largest on, the first that fits is taken."""
ON_ONE_LINE = 4
"""So many of them are tried on one line first."""


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
        self.caption = ""
        """What the tone says that is just to be heard."""
        self._offered: tuple[c.Hint, ...] = ()
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
        self.target = self._target.see(moment.scene.target or NEUTRAL, now_s, self.settings.lively)

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
            "g": Aside.STRIP,
            **({"s": Go.SETTINGS} if paused else {}),
            **({KEY.lower(): Aside.FILM} if self.film else {}),
        }

    # ------------------------------------------------------------ parts

    def header(self, size: Size, title: str, right: str, steps: tuple[int, int] | None = None) -> list[Piece]:
        """``steps``: how many there are, and which it is now; they are left out where words need the room."""
        side, y = margin(size), down(size, 7, 24)
        told = lettering.width(right, w.BODY) + 6 if right else 0.0
        film = mark_width(self.film) + 20 if self.film else 0.0
        room = size[0] - 2 * side - (told + 20 if told else 0) - film
        pieces = [w.text(Box(side, y, room, 28), title, w.HEADING, self.theme.ink, valign=0.5, most=1)]
        if right:
            place = Box(size[0] - side - film - told, y, told, 28)
            pieces.append(w.text(place, right, w.BODY, self.theme.soft, align=1, valign=0.5, most=1))
        taken = side + max(lettering.width(title, w.HEADING), told + film) + 24
        if steps is not None and steps[0] > 1 and size[0] / 2 - taken >= LEAST_SEGMENTS / 2:
            free = min(460.0, size[0] - 2 * taken)
            pieces.append(w.segments((size[0] / 2, y + 14), *steps, self.theme, free))
        return pieces

    def film_place(self, size: Size) -> Point:
        return size[0] - margin(size), down(size, 7, 24) + 14

    def key_rows(self, size: Size, hints: list[c.Hint]) -> list[Piece]:
        """Those that have no room stand in the pause, and their keys work all the same."""
        self._offered = tuple(hints)
        stop = [c.Hint("Esc", phrase(self.stopping), "stop", Command.STOP)]
        y, side = keys_y(size), margin(size)
        room = size[0] - 2 * side - LEAST_APART - c.row_width(stop)
        gap = next((gap for gap in ROW_GAPS if c.row_width(hints, gap) <= room), ROW_GAPS[-1])
        while hints and c.row_width(hints, gap) > room:
            both = [hint.name for hint in hints[-2:]] == ["easier", "harder"]  # neither without the other
            hints = hints[: -2 if both else -1]
        return [
            *c.key_row((side, y), hints, self.theme, self.touch, gap=gap),
            *c.key_row((size[0] - side, y), stop, self.theme, self.touch, align=1),
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
        """Banners over the header, so that no face is covered: what is to be known, and what a tone says."""
        at, room = (size[0] / 2, down(size, 7, 24) + 14), size[0] - 2 * margin(size)
        if self.notice:
            film = mark_width(self.film) + 20 if self.film else 0.0  # the mark of a film is never covered
            return [notice_piece((at[0] - film / 2, at[1]), self.notice, self.theme, room - film)]
        return [caption_piece(at, self.caption, self.theme)] if self.caption else []

    def pause(self, size: Size) -> list[Piece]:
        """What lies over everything while the session is paused: on or out, and every key there is."""
        if self.moment is None or not self.moment.paused:
            return []
        wide = min(620.0, size[0] - 2 * margin(size))
        hints, pad = self._all_hints(), down(size, 18, 34)
        listed = c.flow_height(hints, wide - 48)
        tall = pad + 36 + 34 + pad * 0.6 + BUTTON_HIGH + pad + listed + pad
        box = Box((size[0] - wide) / 2, max(6.0, (size[1] - tall) / 2), wide, tall)
        line = Box(box.x + 24, box.y + pad, wide - 48, 36)
        words = Box(line.x, line.bottom, line.w, 34)
        buttons = Box(box.x + 30, words.bottom + pad * 0.6, wide - 60, BUTTON_HIGH)
        keys = Box(line.x, buttons.bottom + pad, line.w, listed)
        return [
            veil(Box(0, 0, *size), self.theme),
            w.card(box, self.theme.card, self.theme),
            w.text(line, phrase("practice.paused"), w.TITLE, self.theme.ink, align=0.5, valign=0.5),
            w.text(words, phrase("practice.paused_words"), w.BODY, self.theme.soft, align=0.5, valign=0.5),
            *self._pause_buttons(buttons),
            *c.key_flow(keys, hints, self.theme, self.touch),
        ]

    def _pause_buttons(self, room: Box) -> list[Piece]:
        wide = (room.w - 20) / 2
        go_on, stop = phrase("practice.go_on"), phrase("practice.stop")
        on, out = room._replace(w=wide), room._replace(x=room.x + wide + 20, w=wide)
        return [
            c.button(on, go_on, self.theme, self.tap("go on", Command.RESUME), key="Space"),
            c.button(out, stop, self.theme, self.tap("stop here", Command.STOP), key="Esc", filled=False),
        ]

    def _all_hints(self) -> list[c.Hint]:
        """What the row of keys has, or would have if there were room, what goes without saying there, and the
        settings."""
        settings = c.Hint("S", phrase("home.settings"), "settings", Go.SETTINGS)
        others = [hint for hint in self._offered if hint.action not in (Command.PAUSE, None)]
        others += [hint for hint in self._unsaid() if hint.key not in {other.key for other in others}]
        others += [c.Hint(KEY, does(self.film), "film key", Aside.FILM)] if self.film else []
        named = [c.Hint(hint.key, hint.words, f"paused {hint.name}", hint.action) for hint in others]
        return [*named, settings]

    def _unsaid(self) -> list[c.Hint]:
        """What can be done in every step by its key, so that it can be clicked somewhere, too."""
        kind = kinds().get(self.moment.kind) if self.moment is not None else None
        if kind is None or self.stopping != Stage.stopping:
            return []
        again = c.Hint("R", phrase("hint.again"), "repeat", Command.REPEAT)
        rest = c.Hint("N", phrase("hint.neutral"), "neutral", Command.NEUTRAL)
        return [again, rest] if kind.needs_face else [again]


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


def sentence_piece(box: Box, words: str, colour: Colour, styles: Sequence[Style] = SENTENCES) -> Piece:
    """The one sentence of a screen, in the middle of its box, as large as it fits; ``styles`` as ``SENTENCES``."""
    on_one = (s for s in styles[:ON_ONE_LINE] if lettering.width(words, s) <= box.w)
    fits = (s for s in styles[1:] if w.text_height(words, s, box.w) <= box.h + 2)
    style = next(on_one, None) or next(fits, styles[-1])
    return w.text(box, words, style, colour, align=0.5, valign=0.5)


def notice_piece(middle: Point, words: str, theme: Theme, room: float) -> Piece:
    """One friendly sentence that lies over a screen for a while; ``middle`` is that of its first line."""
    style = Style(16, "SemiBold", 1.3, -0.004)
    broken = lettering.lines(words, style, room - 44)
    step = style.size * style.leading
    width = max(lettering.width(part, style) for part in broken) + 44
    box = Box(middle[0] - width / 2, middle[1] - 20, width, 40 + step * (len(broken) - 1))

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawRRect(skia.RRect.MakeRectXY(box.rect(), 20, 20), w.ink(theme.accent))
        for i, part in enumerate(broken):
            line = lettering.line(part, style)
            baseline = middle[1] + step * i + lettering.cap_height(style) / 2
            line.draw(canvas, middle[0] - line.width / 2, baseline, w.ink(theme.on_accent))

    return Piece(box.grown(1), ("notice", *broken, theme.name), paint)


def caption_piece(middle: Point, words: str, theme: Theme) -> Piece:
    """What a tone says, behind a small note."""
    style = Style(15.5, "SemiBold", 1.3, -0.003)
    width = lettering.width(words, style) + 52
    box = Box(middle[0] - width / 2, middle[1] - 17, width, 34)

    def paint(canvas: skia.Canvas) -> None:
        shape = skia.RRect.MakeRectXY(box.rect(), 17, 17)
        canvas.drawRRect(shape, w.ink(theme.card))
        canvas.drawRRect(shape, w.stroke(theme.line, theme.line_px))
        x, y = box.x + 20, box.middle[1]
        canvas.drawOval(skia.Rect.MakeXYWH(x - 5, y + 2, 8, 6), w.ink(theme.accent_ink))
        canvas.drawLine(x + 2.4, y + 5, x + 2.4, y - 7, w.stroke(theme.accent_ink, 1.8))
        baseline = y + lettering.cap_height(style) / 2
        lettering.line(words, style).draw(canvas, box.x + 34, baseline, w.ink(theme.accent_ink))

    return Piece(box.grown(1), ("caption", words, theme.name), paint)


def veil(box: Box, theme: Theme, opacity: float = 0.72, colour: Colour | None = None) -> Piece:
    """What is behind steps back."""
    fill = w.ink(theme.ground if colour is None else colour, opacity)
    return Piece(box, (VEIL, theme.name, opacity), lambda canvas: canvas.drawRect(box.rect(), fill))
