"""What lies over a review for a while: a note that is being written, a question, all keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mirrorcam.app import controls as c
from mirrorcam.app import widgets as w
from mirrorcam.app.controls import Tap, Touches
from mirrorcam.app.easel import Box, Piece, Size
from mirrorcam.app.room import down, margin
from mirrorcam.app.screens import Own
from mirrorcam.app.screens.question import Way, question
from mirrorcam.app.screens.review.line import stretch, told
from mirrorcam.app.screens.stage import veil
from mirrorcam.app.screens.writing import Writing, field, field_height
from mirrorcam.app.theme import Theme
from mirrorcam.phrases import phrase
from mirrorcam.recording import Noted


@dataclass(slots=True)
class Jotting:
    """A note that is being written; ``instead``: in the place of another."""

    about: Noted
    writing: Writing
    instead: Noted | None = None
    trouble: str = ""
    """Why it could not be kept."""


def jotting_pieces(
    size: Size, jotting: Jotting, theme: Theme, tap: Callable[[str, Own], Tap], touches: Touches
) -> list[Piece]:
    """A card in the place of the line of time, with a field in it."""
    edge = margin(size)
    wide = size[0] - 2 * edge
    field_high = field_height(jotting.writing.text, wide - 52, 1, 3)
    high = field_high + 96
    box = Box(edge, size[1] - down(size, 46, 64) - high, wide, high)
    place = Box(box.x + 26, box.y + 44, box.w - 52, field_high)
    keys = [
        c.Hint("Enter", phrase("hint.keep_note"), "keep note", Own("keep")),
        c.Hint("Esc", phrase("hint.forget_note"), "forget note", Own("forget")),
    ]
    said = Box(place.x, place.bottom + 12, place.w - c.row_width(keys) - 24, 26)
    colour = theme.accent_ink if jotting.trouble else theme.soft
    about = phrase("review.note_at", time=stretch(jotting.about))
    written = tap("field", Own("write"))
    return [
        veil(Box(0, 0, *size), theme),
        w.card(box, theme.card, theme),
        w.label((box.x + 26, box.y + 26), about, theme, box.w - 60),
        field(place, jotting.writing, phrase("review.invitation"), theme, written, caret=True),
        w.text(said, jotting.trouble or phrase("review.tags"), w.SMALL, colour, valign=0.5, most=1),
        *c.key_row((place.right, place.bottom + 25), keys, theme, touches, align=1),
    ]


def question_pieces(
    size: Size, note: Noted | None, theme: Theme, tap: Callable[[str, Own], Tap]
) -> list[Piece]:
    """Whether a note is to be deleted; None: the film."""
    words = phrase("review.film_gone") if note is None else told(note)
    keep = Way(phrase("review.keep_it"), "Esc", tap("keep it", Own("spare")))
    lose = Way(phrase("review.delete_it"), "Del", tap("delete it", Own("lose")))
    asked = phrase("review.delete_film" if note is None else "review.delete_note")
    return question(size, (asked, words), keep, lose, theme)


def keys_pieces(size: Size, hints: Sequence[c.Hint], theme: Theme, touches: Touches) -> list[Piece]:
    """A card with all keys."""
    wide = min(820.0, size[0] - 2 * margin(size))
    inner = wide - 72
    high = 84 + c.flow_height(hints, inner) + 36
    box = Box((size[0] - wide) / 2, max(12.0, (size[1] - high) / 2), wide, high)
    flow = Box(box.x + 36, box.y + 84, inner, high)
    close = [c.Hint("Esc", phrase("hint.close"), "close keys", Own("keys"))]
    return [
        veil(Box(0, 0, *size), theme),
        w.card(box, theme.card, theme),
        w.text(Box(box.x + 36, box.y + 28, inner, 30), phrase("review.keys"), w.TITLE, theme.ink, most=1),
        *c.key_flow(flow, hints, theme, touches, align=0.0),
        *c.key_row((box.right - 36, box.y + 43), close, theme, touches, align=1),
    ]
