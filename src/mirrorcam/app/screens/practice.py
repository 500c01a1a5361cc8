"""What the screens of all kinds of step share: the line at the top, the words below, waiting, choices."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from mirrorcam.acts import Answer, Command
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.spacing import below, down, foot, laid, laid_high, margin, top
from mirrorcam.app.screens import Action, Settings
from mirrorcam.app.screens.stage import SENTENCES, Stage, sentence_piece
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment
from mirrorcam.steps import Hint, Phase

UPWARDS = frozenset({"AU1", "AU2", "AU5", "AU6", "AU9", "AU10", "AU12", "AU17"})
DOWNWARDS = frozenset({"AU4", "AU15", "AU16", "AU26", "AU43"})
INSET = 22.0
"""What lies in a card's corner is so far from its edges."""
NARROW = 360.0
"""On a card narrower than this, a hint takes the place of the camera picture."""
LOW = 6.0
"""There it lies so far from the lower edge: its two lines would hide the mouth that they speak of."""
CHOICE_GAP, CHOICE_HIGH = 10.0, 48.0
SENTENCE_HIGH = 46.0
MOST_FOR_WORDS = 0.36
"""Of a screen's height: more than this no words take from the faces."""
LINE = Style(16.5)


class PracticeScreen(Stage):
    """A step as it runs, drawn from a ``Moment`` alone. Subclasses give the ``layout`` of their kind.

    ``free``: nothing is asked in the whole session.
    """

    def __init__(self, settings: Settings, avatar: Avatar, free: bool = False) -> None:
        super().__init__(settings, avatar)
        self.free = free
        self.stopping = "hint.stop" if free else Stage.stopping
        self._longest = (-1, "")
        """A step, and the longest words that stood below its faces."""

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
        counted = moment.steps > 1 and moment.step >= 0
        count = phrase("practice.count", number=moment.step + 1, steps=moment.steps) if counted else ""
        return self.header(size, moment.title, count, (moment.steps, moment.step) if counted else None)

    def beyond(self, size: Size, moment: Moment, high: float) -> float:
        """How much higher than ``high`` the words below the faces are. What a step took once it keeps, so that no face
        jumps when its words change."""
        step, longest = self._longest
        words = max(longest if step == moment.step else "", moment.scene.words, key=len)
        self._longest = (moment.step, words)
        tall = w.text_height(words, SENTENCES[-1], size[0] - 2 * margin(size))
        return min(max(0.0, tall - high - 2), MOST_FOR_WORDS * size[1])

    def beyond_sentence(self, size: Size, moment: Moment) -> float:
        """The same, of the sentence below cards."""
        return self.beyond(size, moment, sentence_high(size))

    def large_card(self, size: Size, moment: Moment, under: float = 0.0) -> Box:
        """All the room over the sentence; ``under``: what is to stand below that beside the usual."""
        side, upper = margin(size), top(size)
        under += self.beyond_sentence(size, moment)
        return Box(side, upper, size[0] - 2 * side, size[1] - upper - below(size) - under)

    def disc(self, size: Size, moment: Moment, under: float = 0.0) -> Box:
        """A square in the middle, as large as sentence, line and keys leave room for."""
        upper = top(size) - 2
        under += self.beyond(size, moment, SENTENCE_HIGH)
        free = size[1] - upper - foot(size) - down(size, 74, 82) - under
        side = min(free, size[0] - 2 * margin(size))
        return Box((size[0] - side) / 2, upper, side, side)

    def under_disc(self, size: Size, disc: Box, moment: Moment, line: str, words: str = "") -> list[Piece]:
        """The sentence, and a quieter line below it. ``words``: in place of the scene's."""
        side = margin(size)
        high = SENTENCE_HIGH + self.beyond(size, moment, SENTENCE_HIGH)
        sentence = Box(side, disc.bottom + down(size, 2, 8), size[0] - 2 * side, high)
        at = Box(side, sentence.bottom + 2, sentence.w, 24)
        return [
            self.sentence(sentence, words or moment.scene.words),
            w.text(at, line, LINE, self.theme.soft, align=0.5, valign=0.5, most=1),
        ]

    def choices_high(self, size: Size, moment: Moment) -> float:
        """What ``choice_rows`` takes."""
        return laid_high(self._choice_widths(moment), CHOICE_HIGH, CHOICE_GAP, size[0] - 2 * margin(size))

    def choice_rows(self, size: Size, y: float, moment: Moment) -> list[Piece]:
        """What can be answered, side by side, each with its number key; ``y`` is their top."""
        side = margin(size)
        room = Box(side, y, size[0] - 2 * side, CHOICE_HIGH)
        pieces = []
        boxes = laid(self._choice_widths(moment), CHOICE_HIGH, CHOICE_GAP, room)
        for i, (choice, box) in enumerate(zip(moment.scene.choices, boxes, strict=True), 1):
            tap = self.tap(f"choice {i}", Answer(choice.name))
            chosen = choice.name in moment.scene.chosen
            pieces.append(c.chip(box, choice.words, chosen, self.theme, tap, key=str(i)))
        return pieces

    def _choice_widths(self, moment: Moment) -> list[float]:
        return [c.chip_width(choice.words, str(i)) for i, choice in enumerate(moment.scene.choices, 1)]

    def below(self, size: Size, moment: Moment, upper: float) -> list[Piece]:
        """The sentence, how far it is, and a line of words or an offer; ``upper`` is where the cards end."""
        scene, side = moment.scene, margin(size)
        words = moment.waiting.words if moment.waiting else scene.words
        beyond = self.beyond_sentence(size, moment)
        high = sentence_high(size) + beyond
        sentence = Box(side, upper + down(size, 3, 14), size[0] - 2 * side, high)
        pieces = [self.sentence(sentence, words)]
        upper += beyond
        if scene.progress is not None:
            wide = min(520.0, size[0] * 0.6)
            bar = Box((size[0] - wide) / 2, upper + down(size, 53, 65), wide, down(size, 8, 14))
            pieces.append(w.bar(bar, scene.progress, self.theme))
        told = phrase("practice.clock_waits") if moment.waiting else scene.progress_words
        offer = self.offer(size, moment, upper + down(size, 76, 98))
        if told and not offer:
            line = Box(side, upper + down(size, 64, 86), size[0] - 2 * side, 24)
            pieces.append(w.text(line, told, LINE, self.theme.soft, align=0.5, valign=0.5, most=1))
        return pieces + offer

    def sentence(self, box: Box, words: str) -> Piece:
        return sentence_piece(box, words, self.theme.ink)

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
        room = pill_room(box, self.settings.camera_shown)
        half = w.pill_width(words, room) / 2
        x = max(box.x + 10 + half, min(box.middle[0], box.x + 10 + room - half))
        return w.pill((x, pill_y(box)), words, self.theme, room)


def sentence_high(size: Size) -> float:
    """What the sentence below cards has, where it is of usual length."""
    return down(size, 48, 44)


def next_keys() -> list[c.Hint]:
    """Pause, and on to the next step: what every step can do."""
    return [
        c.Hint("Space", phrase("hint.pause"), "pause", Command.PAUSE),
        c.Hint("→", phrase("hint.skip"), "skip", Command.SKIP),
    ]


def is_narrow(card: Box) -> bool:
    """Words and the camera picture have no room side by side."""
    return card.w < NARROW


def pill_y(card: Box) -> float:
    """The middle of a lozenge, or of its lower line."""
    return card.bottom - (LOW if is_narrow(card) else INSET) - 19


def pill_room(card: Box, camera: bool) -> float:
    """What a lozenge may take of a card's width. ``camera``: its picture is shown, but for narrow cards."""
    return card.w - 20 - (thumbnail_width(card) + 40 if camera and not is_narrow(card) else 0)


def thumbnail_width(card: Box) -> float:
    return min(144.0, card.w * 0.225, card.h * 0.42)


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
