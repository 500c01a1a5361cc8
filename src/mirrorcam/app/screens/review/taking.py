"""A face of a session becomes an expression of one's own: a card with what was taken, a title, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

from mirrorcam.app.kept.expressions import KeptExpression, taken
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.controls import Tap
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.spacing import across, down
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.screens import Action, Go, KeepExpression, Own, Show
from mirrorcam.app.screens.review.line import clock
from mirrorcam.app.screens.review.moving import Moving
from mirrorcam.app.screens.stage import avatar_piece, veil
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.app.screens.writing import Writing, field_height
from mirrorcam.app.screens.writing import field as line_to_write
from mirrorcam.avatars import Avatar
from mirrorcam.errors import BadInput
from mirrorcam.expression import Expression
from mirrorcam.phrases import phrase
from mirrorcam.recorded_target import clearly
from mirrorcam.target import TITLE_CHARACTERS
from mirrorcam.timeline import Timeline

WIDEST, BESIDE = 840.0, 660.0
"""Of the card; in a narrower one there is no face."""
BUTTON_HIGH = 56.0

Taps = Callable[[str, Action], Tap]


@dataclass(slots=True)
class Taking:
    """``face``: what was taken; None, with ``trouble``, where nothing could be, and then ``best``: whether something
    can be at the best moment. ``whose``: of two people, "left" or "right". ``kept``: what came of it."""

    time_s: float
    face: Expression | None
    whose: str = ""
    trouble: str = ""
    writing: Writing = field(default_factory=lambda: Writing(longest=TITLE_CHARACTERS))
    kept: KeptExpression | None = None
    best: bool = False

    @classmethod
    def of(cls, timeline: Timeline, index: int, whose: str, before: Taking | None) -> Self:
        """``before``: what was asked for the other of two people; what was written stays."""
        here = timeline.at(index)
        who = (whose or "left") if here.beside is not None else ""
        try:
            made = cls(here.time_s, taken(timeline, index, beside=who == "right"), who)
        except BadInput as error:
            made = cls(here.time_s, None, who, str(error), best=_best_can_be_taken(timeline, who))
        if before is not None:
            made.writing = before.writing
        return made

    @property
    def asks(self) -> bool:
        """A title is being asked for."""
        return self.face is not None and self.kept is None

    def keys(self) -> Mapping[str, Action]:
        leave = {"escape": Own("leave face")}
        if self.kept is not None:
            return {**leave, "enter": Own("practise face")}
        if self.best:
            return {**leave, **dict.fromkeys(("b", "enter"), Own("best face"))}
        return {**leave, "enter": Own("keep face" if self.face is not None else "leave face")}


def _best_can_be_taken(timeline: Timeline, whose: str) -> bool:
    if timeline.best is None:
        return False
    try:
        taken(timeline, timeline.best, beside=whose == "right")
    except BadInput:
        return False
    return True


class OwnFace:
    """From a moment to an expression of one's own; ``taking``: what was taken, None where nobody has asked for it."""

    TAKES = frozenset(("take", "best face", "keep face", "leave face", "practise face"))

    def __init__(self, session: str, moving: Moving) -> None:
        self.session = session
        self.taking: Taking | None = None
        self._moving = moving

    def take(self, own: Own) -> Action | None:
        """Does one of ``TAKES``."""
        match own.what:
            case "take":
                self._moving.pause()
                self._take(own.of)
            case "best face":
                self._moving.take(Own("best"))
                self._take(self.taking.whose if self.taking is not None else "")
            case "keep face":
                return self._keep()
            case "leave face":
                self.taking = None
            case "practise face":
                return self._practise()
        return None

    def kept(self, kept: KeptExpression) -> None:
        if self.taking is not None:
            self.taking.kept, self.taking.trouble = kept, ""

    def not_kept(self, why: str) -> None:
        """What was written stays."""
        if self.taking is not None:
            self.taking.trouble = why

    def _take(self, whose: str) -> None:
        """Of the instant that is shown."""
        self.taking = Taking.of(self._moving.timeline, self._moving.index, whose, self.taking)

    def _keep(self) -> Action | None:
        """What was written is forgotten only when it has been kept: ``kept``."""
        if self.taking is None or self.taking.face is None:
            return None
        return KeepExpression(self.session, self.taking.face, self.taking.writing.text.strip())

    def _practise(self) -> Action | None:
        kept = self.taking.kept if self.taking is not None else None
        self.taking = None
        return None if kept is None else Show(Go.EXERCISE, kept.name)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Who wears what was taken, and in which colours."""

    avatar: Avatar
    as_mirror: bool
    theme: Theme


def taking_pieces(size: Size, taking: Taking, drawing: Drawing, tap: Taps) -> list[Piece]:
    """A card in the middle: the face on the left, where there is one and room for it, the words beside it."""
    theme = drawing.theme
    pad = across(size, 20, 36)
    wide = min(WIDEST if taking.face is not None else 600.0, size[0] - 2 * across(size, 12, 32))
    side = min(264.0, wide * 0.34) if taking.face is not None and wide >= BESIDE else 0.0
    column = Box(pad, pad, wide - 2 * pad - (side + 28 if side else 0), 0)
    gap = down(size, 8, 14)
    _, low = _column(column, taking, theme, tap, gap)
    high = max(low + pad, side + 2 * pad)
    box = Box((size[0] - wide) / 2, max(8.0, (size[1] - high) / 2), wide, high)
    left = box.x + pad + (side + 28 if side else 0)
    begin = box.y + (box.h - (low - pad)) / 2
    words, _ = _column(column._replace(x=left, y=begin), taking, theme, tap, gap)
    face = Box(box.x + pad, box.y + pad, side, box.h - 2 * pad)
    return [
        veil(Box(0, 0, *size), theme),
        w.card(box, theme.card, theme),
        *(_face(face, taking.face, drawing) if side and taking.face is not None else []),
        *words,
    ]


def _face(box: Box, face: Expression, drawing: Drawing) -> list[Piece]:
    """What was taken, as it will be shown: what did not show clearly is not in it."""
    wear = Wear(clearly(face))
    return [
        w.card_face(box, drawing.theme.target, drawing.theme, 18),
        avatar_piece(box, drawing.avatar, wear, drawing.as_mirror, corner=18),
    ]


def _column(box: Box, taking: Taking, theme: Theme, tap: Taps, gap: float) -> tuple[list[Piece], float]:
    """The words, the line to write on and the keys; and where they end."""
    title, words = _said(taking)
    pieces: list[Piece] = []
    y = box.y
    for said, style, colour, after in ((title, w.TITLE, theme.ink, 8.0), (words, w.BODY, theme.soft, gap)):
        high = w.text_height(said, style, box.w)
        pieces.append(w.text(Box(box.x, y, box.w, high), said, style, colour))
        y += high + after
    if taking.whose and taking.kept is None:
        chips, y = _chips(box._replace(y=y), taking.whose, theme, tap)
        pieces += chips
        y += gap
    if taking.asks:
        line = box._replace(y=y, h=field_height(taking.writing.text, box.w, most=2))
        written = tap("field", Own("write"))
        pieces.append(
            line_to_write(line, taking.writing, phrase("own_face.untitled"), theme, written, caret=True)
        )
        y = line.bottom + gap * 0.6
    if note := _note(taking):
        colour = theme.accent_ink if taking.trouble else theme.soft
        high = w.text_height(note, w.SMALL, box.w, 4)
        pieces.append(w.text(Box(box.x, y, box.w, high), note, w.SMALL, colour, most=4))
        y += high + gap
    buttons, y = _buttons(box._replace(y=y + 4), taking, theme, tap)
    return [*pieces, *buttons], y


def _said(taking: Taking) -> tuple[str, str]:
    """A heading, and what there is to know."""
    if taking.kept is not None:
        return phrase("own_face.kept", title=taking.kept.title), phrase("own_face.kept_words")
    if taking.face is None:
        return phrase("own_face.not_here"), taking.trouble
    return phrase("own_face.title"), phrase("own_face.words", time=clock(taking.time_s))


def _note(taking: Taking) -> str:
    """In small letters: where it is, why it could not be kept, or what would be."""
    if taking.kept is not None:
        path = taking.kept.path
        return phrase("own_face.kept_in", file=path.name, folder=path.parent)
    if taking.face is None:
        return ""
    return taking.trouble or phrase("own_face.where")


def _chips(box: Box, whose: str, theme: Theme, tap: Taps) -> tuple[list[Piece], float]:
    """Of two people: which of them."""
    pieces, x = [], box.x
    for side in ("left", "right"):
        said = phrase(f"together.{side}")
        place = Box(x, box.y, c.chip_width(said), 44)
        pieces.append(c.chip(place, said, side == whose, theme, tap(f"whose {side}", Own("take", side))))
        x = place.right + 10
    return pieces, box.y + 44


def _buttons(box: Box, taking: Taking, theme: Theme, tap: Taps) -> tuple[list[Piece], float]:
    """What goes on stands out; below each other where there is no room."""
    leave = (
        phrase("own_face.leave" if taking.asks else "own_face.close"),
        "Esc",
        "leave face",
        Own("leave face"),
    )
    ways: list[tuple[str, str, str, Action]] = [leave]
    if taking.kept is not None:
        ways.insert(0, (phrase("own_face.practise"), "Enter", "practise face", Own("practise face")))
    elif taking.asks:
        ways.insert(0, (phrase("own_face.keep"), "Enter", "keep face", Own("keep face")))
    elif taking.best:
        ways.insert(0, (phrase("own_face.best"), "B", "best face", Own("best face")))
    widths = [c.button_width(words, key) for words, key, _, _ in ways]
    beside = sum(widths) + 14 * (len(ways) - 1) <= box.w
    pieces, x, y = [], box.x, box.y
    for (words, key, name, action), wide in zip(ways, widths, strict=True):
        place = Box(x, y, min(wide, box.w), BUTTON_HIGH)
        filled = name != "leave face" or len(ways) == 1
        pieces.append(c.button(place, words, theme, tap(name, action), key=key, filled=filled))
        x, y = (place.right + 14, y) if beside else (box.x, place.bottom + 10)
    return pieces, (y + BUTTON_HIGH) if beside else y - 10
