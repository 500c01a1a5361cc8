"""What the screens of all kinds of step share: the line at the top, the words below, waiting, choices."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from mirrorcam.app import controls as c
from mirrorcam.app import lettering
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Point, Size
from mirrorcam.app.lettering import Style
from mirrorcam.app.screens import Action, Settings
from mirrorcam.app.screens.stage import Stage
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import phrase
from mirrorcam.session import Answer, Command, Moment
from mirrorcam.steps import Hint, Phase

UPWARDS = frozenset({"AU1", "AU2", "AU5", "AU6", "AU9", "AU10", "AU12", "AU17"})
DOWNWARDS = frozenset({"AU4", "AU15", "AU16", "AU26", "AU43"})
INSET = 22.0
"""What lies in a card's corner is so far from its edges."""
CHOICE_GAP, CHOICE_HIGH = 10.0, 48.0


class PracticeScreen(Stage):
    """A step as it runs, drawn from a ``Moment`` alone. Subclasses give the ``layout`` of their kind.

    ``free``: nothing is asked in the whole session.
    """

    def __init__(self, settings: Settings, avatar: Avatar, free: bool = False) -> None:
        super().__init__(settings, avatar)
        self.free = free
        self.stopping = "hint.stop" if free else Stage.stopping

    @abstractmethod
    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        """The whole picture but for notices and the pause."""

    def keys(self) -> Mapping[str, Action]:
        choices = self.moment.scene.choices if self.moment else ()
        return {**super().keys(), **{str(i): Answer(choice.name) for i, choice in enumerate(choices, 1)}}

    def pieces(self, size: Size) -> list[Piece]:
        if self.moment is None:
            return [w.ground(Box(0, 0, *size), self.theme.ground)]
        return [*self.layout(size, self.moment), *self.notices(size), *self.pause(size)]

    def top(self, size: Size, moment: Moment) -> list[Piece]:
        count = (
            phrase("practice.count", number=moment.step + 1, steps=moment.steps)
            if moment.steps > 1 and moment.step >= 0
            else ""
        )
        steps = [w.segments((size[0] / 2, 38), moment.steps, moment.step, self.theme)] if count else []
        return [*self.header(size, moment.title, count), *steps]

    def choice_row(self, middle: Point, moment: Moment) -> list[Piece]:
        """What can be answered, side by side, each with its number key; ``middle`` is that of the row."""
        choices = moment.scene.choices
        widths = [c.chip_width(choice.words, str(i)) for i, choice in enumerate(choices, 1)]
        x = middle[0] - (sum(widths) + CHOICE_GAP * (len(widths) - 1)) / 2
        pieces = []
        for i, (choice, width) in enumerate(zip(choices, widths, strict=True), 1):
            box = Box(x, middle[1] - CHOICE_HIGH / 2, width, CHOICE_HIGH)
            tap = self.tap(f"choice {i}", Answer(choice.name))
            pieces.append(
                c.chip(box, choice.words, choice.name in moment.scene.chosen, self.theme, tap, key=str(i))
            )
            x += width + CHOICE_GAP
        return pieces

    def below(self, size: Size, moment: Moment, top: float) -> list[Piece]:
        scene = moment.scene
        words = moment.waiting.words if moment.waiting else scene.words
        pieces = [self.sentence(Box(40, top + 14, size[0] - 80, 44), words)]
        if scene.progress is not None:
            pieces.append(w.bar(Box(size[0] / 2 - 260, top + 65, 520, 14), scene.progress, self.theme))
        below = phrase("practice.clock_waits") if moment.waiting else scene.progress_words
        offer = self.offer(size, moment, top + 98)
        if below and not offer:
            line = Box(40, top + 86, size[0] - 80, 24)
            pieces.append(w.text(line, below, Style(16.5), self.theme.soft, align=0.5, valign=0.5, most=1))
        return pieces + offer

    def sentence(self, box: Box, words: str, colour: int | None = None) -> Piece:
        colour = self.theme.ink if colour is None else colour
        large = lettering.width(words, w.SENTENCE) <= box.w
        style = w.SENTENCE if large else Style(19, "SemiBold", 1.25, -0.008)
        return w.text(box, words, style, colour, align=0.5, valign=0.5, most=2)

    def offer(self, size: Size, moment: Moment, y: float) -> list[Piece]:
        words = neutral_offer(moment)
        if not words:
            return []
        left = (size[0] - c.key_hint_width("N", words)) / 2
        tap = self.tap("neutral", Command.NEUTRAL)
        return [c.key_hint((left, y), "N", words, self.theme, tap)]

    def waiting(self, box: Box, moment: Moment) -> list[Piece]:
        return [] if moment.waiting is None else [self.pill(box, phrase("practice.waiting"))]

    def pill(self, box: Box, words: str) -> Piece:
        """Below the face, in the card's middle, or as near to it as the camera picture allows."""
        taken = thumbnail_width(box) + 40 if self.settings.camera_shown else 20
        room = box.w - 20 - taken
        half = w.pill_width(words, room) / 2
        x = max(box.x + 20 + half, min(box.middle[0], box.right - taken - half))
        return w.pill((x, box.bottom - INSET - 19), words, self.theme, room)

    def progress_words(self, size: Size, moment: Moment) -> list[Piece]:
        words = moment.scene.progress_words or phrase("practice.no_score")
        box = Box(size[0] / 2 - 200, size[1] - 50, 400, 28)
        return [w.text(box, words, w.SMALL, self.theme.soft, align=0.5, valign=0.5, most=1)]


def next_keys() -> list[c.Hint]:
    """Pause, and on to the next step: what every step can do."""
    return [
        c.Hint("Space", phrase("hint.pause"), "pause", Command.PAUSE),
        c.Hint("→", phrase("hint.skip"), "skip", Command.SKIP),
    ]


def thumbnail_width(card: Box) -> float:
    return min(144.0, card.w * 0.225)


def neutral_offer(moment: Moment) -> str:
    """Why the face at rest might be shown now; empty when there is no need."""
    if moment.offer_neutral:
        return phrase("neutral.moved")
    asked = moment.scene.phase in (Phase.MAKE, Phase.HOLD)
    if asked and moment.scene.score is None and moment.waiting is None:
        return phrase("neutral.not_known")
    return ""


def arrow(hint: Hint) -> str:
    """Where the movement goes; empty when it has no one direction."""
    if hint.code in UPWARDS:
        return "↑" if hint.more else "↓"
    if hint.code in DOWNWARDS:
        return "↓" if hint.more else "↑"
    return ""
