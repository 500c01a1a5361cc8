"""A question over a page: what is lost if it is answered with yes, and the way back first."""

from __future__ import annotations

from dataclasses import dataclass

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.controls import Tap
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.screens.stage import veil

MOST_ROWS = 6
"""Of what comes of it."""


@dataclass(frozen=True, slots=True)
class Way:
    """One answer."""

    words: str
    key: str
    tap: Tap


def question(size: Size, asked: tuple[str, str], keep: Way, lose: Way, theme: Theme) -> list[Piece]:
    """``asked``: the question, and what comes of it. Both answers side by side, or below
    each other where there is no room; ``keep`` is the one that stands out."""
    title, words = asked
    wide = min(600.0, size[0] - 48)
    inner = wide - 72
    beside = max(c.button_width(way.words, way.key) for way in (keep, lose)) * 2 + 20 <= inner
    told = w.text_height(words, w.BODY, inner, MOST_ROWS)
    head = w.text_height(title, w.TITLE, inner, 2)
    high = 36 + head + 12 + told + 28 + (58 if beside else 128) + 36
    box = Box((size[0] - wide) / 2, (size[1] - high) / 2, wide, high)
    left, y = box.x + 36, box.y + 36 + head + 12
    button = Box(left, y + told + 28, (inner - 20) / 2 if beside else inner, 58)
    other = button._replace(x=button.right + 20) if beside else button._replace(y=button.bottom + 12)
    return [
        veil(Box(0, 0, *size), theme),
        w.card(box, theme.card, theme),
        w.text(Box(left, box.y + 36, inner, head), title, w.TITLE, theme.ink, align=0.5, most=2),
        w.text(Box(left, y, inner, told), words, w.BODY, theme.soft, align=0.5, most=MOST_ROWS),
        c.button(button, keep.words, theme, keep.tap, key=keep.key),
        c.button(other, lose.words, theme, lose.tap, key=lose.key, filled=False),
    ]
