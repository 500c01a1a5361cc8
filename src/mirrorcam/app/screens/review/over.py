"""What lies over a review for a while: a question, or all keys. Notes and faces have cards of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.controls import Tap, Touches
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.spacing import margin
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.screens import Own
from mirrorcam.app.screens.question import Way, question
from mirrorcam.app.screens.review.line import told
from mirrorcam.app.screens.stage import veil
from mirrorcam.phrases import phrase
from mirrorcam.recording import Noted


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
