"""Practice: whatever the step asks for, drawn from a ``Moment`` alone.

The layout follows from what the scene has to show, not from the kind of step: a target beside you, a breath
to follow, words to read, or only you.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import skia

from mirrorcam.app import controls as c
from mirrorcam.app import lettering
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Size
from mirrorcam.app.lettering import Style
from mirrorcam.app.screens import Action, Own, Settings
from mirrorcam.app.screens.modes import BY_KEY, PLAIN, WORDS, Answering, mode_row
from mirrorcam.app.screens.stage import Stage, avatar_piece
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.app.theme import Theme
from mirrorcam.avatars import Avatar
from mirrorcam.session import Command, Moment
from mirrorcam.steps import Hint, Phase

UPWARDS = frozenset({"AU1", "AU2", "AU5", "AU6", "AU9", "AU10", "AU12", "AU17"})
DOWNWARDS = frozenset({"AU4", "AU15", "AU16", "AU26", "AU43"})

READING = tuple(Style(size, "Regular", 1.42, -0.012) for size in (28, 24, 20.5, 17, 14))
"""For words to read: as large as fits."""
LABELS = {Phase.DEMONSTRATE: "Watch", Phase.LET_GO: "Let go", Phase.REST: "Rest"}
"""Over the target; otherwise it is asked for."""
LEAST_SHOWN = 5.0
"""A score below is not shown as a number: nothing has begun yet."""
CLOSE = 95.0
"""From this score on nothing is left to hint at: a hint from a moment ago would only confuse."""
INSET = 22.0
"""What lies in a card's corner is so far from its edges."""
NEXT_KEYS = [c.Hint("Space", "pause", "pause", Command.PAUSE), c.Hint("→", "skip", "skip", Command.SKIP)]


class PracticeScreen(Stage):
    """``free``: nothing is asked, so the way to mirror can be chosen."""

    def __init__(self, settings: Settings, avatar: Avatar, free: bool = False) -> None:
        super().__init__(settings, avatar)
        self.free = free
        self.stopping = "stop" if free else Stage.stopping
        self._answering = Answering()

    def answer(self, you: Wear, now_s: float) -> Wear:
        return self._answering.see(you, now_s)

    @property
    def as_they_are(self) -> bool:
        return self._answering.mode == PLAIN

    def keys(self) -> Mapping[str, Action]:
        modes = {key: choosing(mode) for key, mode in BY_KEY.items()} if self.free else {}
        return {**super().keys(), **modes}

    def take(self, own: Own) -> Action | None:
        if own.what == "mode":
            self._answering.choose(own.of)
        return super().take(own)

    def pieces(self, size: Size) -> list[Piece]:
        if self.moment is None:
            return [w.ground(Box(0, 0, *size), self.theme.ground)]
        return [*self._layout(size, self.moment), *self.notices(size), *self.pause(size)]

    def _layout(self, size: Size, moment: Moment) -> list[Piece]:
        scene = moment.scene
        if scene.breath is not None:
            return self._pacer(size, moment)
        if scene.target is not None or moment.kind == "imitate":
            return self._pair(size, moment)
        if scene.phase in (Phase.SAY, Phase.DONE):
            return self._words(size, moment)
        return self._mirror(size, moment)

    def _top(self, size: Size, moment: Moment) -> list[Piece]:
        count = f"{moment.step + 1} of {moment.steps}" if moment.steps > 1 and moment.step >= 0 else ""
        steps = [w.segments((size[0] / 2, 38), moment.steps, moment.step, self.theme)] if count else []
        return [*self.header(size, moment.title, count), *steps]

    # ------------------------------------------------------------ a target beside you

    def _pair(self, size: Size, moment: Moment) -> list[Piece]:
        wide, tall = (size[0] - 100) / 2, size[1] - 250
        target, you = Box(40, 76, wide, tall), Box(60 + wide, 76, wide, tall)
        hints = [
            *NEXT_KEYS,
            c.Hint("−", "easier", "easier", Command.EASIER),
            c.Hint("+", "harder", "harder", Command.HARDER),
            c.Hint("R", "again", "repeat", Command.REPEAT),
            *self.own_hints(),
        ]
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self._top(size, moment),
            *(w.card_shadow(box, self.theme) for box in (target, you)),
            w.card_face(target, self.theme.target, self.theme),
            self.avatar_on(target, self.target),
            w.label(
                (target.x + 26, target.y + 31), LABELS.get(moment.scene.phase, "Show me this"), self.theme
            ),
            w.card_face(you, self.theme.you, self.theme),
            *self._you_card(you, moment),
            *self._below(size, moment, you.bottom),
            *self.key_rows(size, hints),
        ]

    def _you_card(self, box: Box, moment: Moment) -> list[Piece]:
        pieces = [self.you_on(box), w.label((box.x + 26, box.y + 31), "You", self.theme)]
        if moment.scene.score is not None and self.settings.number_shown:
            pieces.append(self._ring(box, moment.scene.score))
        hint = moment.scene.hint
        if hint is not None and moment.waiting is None and (moment.scene.score or 0.0) < CLOSE:
            pieces.append(self._pill(box, f"{arrow(hint)} {hint.words}".strip()))
        return [
            *pieces,
            *self._waiting(box, moment),
            *self.thumbnail((box.right - INSET, box.bottom - INSET), thumbnail_width(box)),
        ]

    def _ring(self, card: Box, score: float) -> Piece:
        radius = min(55.0, card.w * 0.1)
        middle = (card.right - INSET - radius, card.y + INSET + radius)
        begun = score >= LEAST_SHOWN
        return w.ring(
            middle,
            radius,
            score / 100 if begun else 0.0,
            self.theme,
            words=str(round(score)) if begun else "–",
            fill=self.theme.card,
            colour=None if begun else self.theme.label,
        )

    def _pill(self, box: Box, words: str) -> Piece:
        """Below the face, in the card's middle, or as near to it as the camera picture allows."""
        taken = thumbnail_width(box) + 40 if self.settings.camera_shown else 20
        room = box.w - 20 - taken
        half = w.pill_width(words, room) / 2
        x = max(box.x + 20 + half, min(box.middle[0], box.right - taken - half))
        return w.pill((x, box.bottom - INSET - 19), words, self.theme, room)

    def _waiting(self, box: Box, moment: Moment) -> list[Piece]:
        return [] if moment.waiting is None else [self._pill(box, "Waiting for you")]

    def _below(self, size: Size, moment: Moment, top: float) -> list[Piece]:
        scene = moment.scene
        words = moment.waiting.words if moment.waiting else scene.words
        pieces = [self._sentence(Box(40, top + 14, size[0] - 80, 44), words)]
        if scene.progress is not None:
            pieces.append(w.bar(Box(size[0] / 2 - 260, top + 65, 520, 14), scene.progress, self.theme))
        below = "The clock is waiting too." if moment.waiting else scene.progress_words
        offer = self._offer(size, moment, top + 98)
        if below and not offer:
            line = Box(40, top + 86, size[0] - 80, 24)
            pieces.append(w.text(line, below, Style(16.5), self.theme.soft, align=0.5, valign=0.5, most=1))
        return pieces + offer

    def _sentence(self, box: Box, words: str, colour: int | None = None) -> Piece:
        colour = self.theme.ink if colour is None else colour
        large = lettering.width(words, w.SENTENCE) <= box.w
        style = w.SENTENCE if large else Style(19, "SemiBold", 1.25, -0.008)
        return w.text(box, words, style, colour, align=0.5, valign=0.5, most=2)

    def _offer(self, size: Size, moment: Moment, y: float) -> list[Piece]:
        words = neutral_offer(moment)
        if not words:
            return []
        left = (size[0] - c.key_hint_width("N", words)) / 2
        tap = self.tap("neutral", Command.NEUTRAL)
        return [c.key_hint((left, y), "N", words, self.theme, tap)]

    # ------------------------------------------------------------ only you

    def _mirror(self, size: Size, moment: Moment) -> list[Piece]:
        box = Box(40, 76, size[0] - 80, size[1] - 250)
        go_on = c.Hint("Enter", "go on", "next", Command.NEXT)
        row = (size[0] / 2, box.bottom + 84)
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self._top(size, moment),
            w.card(box, self.theme.you, self.theme),
            self.you_on(box),
            w.label((box.x + 26, box.y + 31), "You", self.theme),
            *self._waiting(box, moment),
            *self.thumbnail((box.right - INSET, box.bottom - INSET), thumbnail_width(box)),
            *self._below(size, self._worded(moment), box.bottom),
            *(mode_row(row, self._answering.mode, self.theme, self.touch, choosing) if self.free else []),
            *self.key_rows(size, [NEXT_KEYS[0], go_on, *self.own_hints()]),
        ]

    def _worded(self, moment: Moment) -> Moment:
        """With words for the way to mirror that was chosen."""
        words = WORDS.get(self._answering.mode)
        return replace(moment, scene=replace(moment.scene, words=words)) if words else moment

    # ------------------------------------------------------------ a breath to follow

    def _pacer(self, size: Size, moment: Moment) -> list[Piece]:
        room = min(size[0] - 200, size[1] - 200)
        middle = (size[0] / 2, 80 + room / 2)
        disc = Box(middle[0] - room / 2, middle[1] - room / 2, room, room)
        face = Box(middle[0] - room * 0.46, disc.bottom - room * 0.92, room * 0.92, room * 0.92)
        words = moment.waiting.words if moment.waiting else moment.scene.words
        y = 80 + room + 8
        return [
            w.ground(Box(0, 0, *size), self.theme.calm_ground),
            *self._top(size, moment),
            breath_piece(middle, room / 2, moment.scene.breath or 0.0, self.theme),
            avatar_piece(disc, self.avatar, self.you, self.settings.as_mirror, corner=room / 2, square=face),
            self._sentence(Box(40, y, size[0] - 80, 44), words),
            *self._progress_words(size, moment),
            *self.key_rows(size, NEXT_KEYS),
        ]

    def _progress_words(self, size: Size, moment: Moment) -> list[Piece]:
        words = moment.scene.progress_words or "No score here"
        box = Box(size[0] / 2 - 200, size[1] - 50, 400, 28)
        return [w.text(box, words, w.SMALL, self.theme.soft, align=0.5, valign=0.5, most=1)]

    # ------------------------------------------------------------ words to read

    def _words(self, size: Size, moment: Moment) -> list[Piece]:
        wide = min(820.0, size[0] - 200)
        left, room = (size[0] - wide) / 2 + 64, wide - 128
        for style in READING:
            body, tall = paragraphs(left, room, moment.scene.words, style)
            height = tall + 210
            if height <= size[1] - 140:
                break
        box = Box((size[0] - wide) / 2, max(70.0, (size[1] - height) / 2 - 8), wide, height)
        button = Box(box.x + 64, box.bottom - 96, c.button_width("Go on", "Enter"), 58)
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self._top(size, moment),
            w.card(box, self.theme.card, self.theme),
            *(
                w.text(Box(at.x, box.y + 64 + at.y, at.w, at.h), words, style, self.theme.ink)
                for at, words in body
            ),
            c.button(button, "Go on", self.theme, self.tap("next", Command.NEXT), key="Enter"),
            *self.key_rows(size, NEXT_KEYS),
        ]


def thumbnail_width(card: Box) -> float:
    return min(144.0, card.w * 0.225)


def choosing(mode: str) -> Own:
    return Own("mode", mode)


def neutral_offer(moment: Moment) -> str:
    """Why the face at rest might be shown now; empty when there is no need."""
    if moment.offer_neutral:
        return "You have moved. Show me your resting face again?"
    asked = moment.scene.phase in (Phase.MAKE, Phase.HOLD)
    if asked and moment.scene.score is None and moment.waiting is None:
        return "Not scored: I don't know your face at rest yet. Show it to me?"
    return ""


def paragraphs(x: float, room: float, words: str, style: Style) -> tuple[list[tuple[Box, str]], float]:
    """Where each paragraph goes, from y = 0 on, and how high they are together."""
    y, placed = 0.0, []
    for part in filter(None, (part.strip() for part in words.split("\n"))):
        height = w.text_height(part, style, room)
        placed.append((Box(x, y, room, height), part))
        y += height + style.size * 0.6
    return placed, y - style.size * 0.6 if placed else 0.0


def breath_piece(middle: tuple[float, float], radius: float, breath: float, theme: Theme) -> Piece:
    """Two discs: the outer one is a full breath, the inner one is the breath now."""
    inner = round(radius * (0.62 + 0.36 * min(1.0, max(0.0, breath))) * 2) / 2

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawCircle(*middle, radius, w.ink(theme.halo))
        canvas.drawCircle(*middle, inner, w.ink(theme.pacer))

    box = Box(middle[0] - radius, middle[1] - radius, 2 * radius, 2 * radius)
    return Piece(box.grown(1), ("breath", inner, theme.name), paint)


def arrow(hint: Hint) -> str:
    """Where the movement goes; empty when it has no one direction."""
    if hint.code in UPWARDS:
        return "↑" if hint.more else "↓"
    if hint.code in DOWNWARDS:
        return "↓" if hint.more else "↑"
    return ""
