"""Two cards side by side: somebody to look at, and you."""

from __future__ import annotations

from abc import abstractmethod

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Point, Size
from mirrorcam.app.painting.spacing import across, below, down, margin, top
from mirrorcam.app.screens.practice import (
    INSET,
    PracticeScreen,
    arrow,
    is_narrow,
    next_keys,
    thumbnail_width,
)
from mirrorcam.phrases import phrase, translated
from mirrorcam.session import Moment

LEAST_SHOWN = 5.0
"""A score below is not shown as a number: nothing has begun yet."""


def side_by_side(size: Size, under: float = 0.0) -> tuple[Box, Box]:
    """Two cards over the sentence; ``under``: what that takes beside the usual."""
    side, upper, gap = margin(size), top(size), across(size, 12, 20)
    wide, tall = (size[0] - 2 * side - gap) / 2, size[1] - upper - below(size) - under
    return Box(side, upper, wide, tall), Box(side + wide + gap, upper, wide, tall)


def corner(card: Box, size: Size) -> Point:
    """Where its label begins."""
    return card.x + across(size, 16, 26), card.y + down(size, 20, 31)


class PairScreen(PracticeScreen):
    """Subclasses say what stands over the one who is looked at, and which keys there are."""

    @abstractmethod
    def label(self, moment: Moment) -> str:
        """Over the one who is looked at: "Watch"."""

    def hints(self) -> list[c.Hint]:
        """The keys of this kind, before those for how one sees oneself."""
        return next_keys()

    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        target, you = side_by_side(size, self.beyond_sentence(size, moment))
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self.top(size, moment),
            *(w.card_shadow(box, self.theme) for box in (target, you)),
            w.card_face(target, self.theme.target, self.theme),
            self.avatar_on(target, self.target),
            w.label(corner(target, size), self.label(moment), self.theme, target.w - 40),
            w.card_face(you, self.theme.you, self.theme),
            *self.you_card(you, moment, size),
            *self.below(size, moment, you.bottom),
            *self.key_rows(size, [*self.hints(), *self.own_hints()]),
        ]

    def you_card(self, box: Box, moment: Moment, size: Size) -> list[Piece]:
        pieces = [
            self.you_on(box),
            w.label(corner(box, size), phrase("practice.you"), self.theme, box.w * 0.6),
        ]
        if moment.scene.score is not None and self.settings.number_shown:
            pieces.append(self.score_ring(box, moment.scene.score))
        hint = moment.scene.hint
        hinted = hint is not None and moment.waiting is None
        if hint is not None and hinted:
            pieces.append(self.pill(box, f"{arrow(hint)} {translated(hint.words)}".strip()))
        narrow = is_narrow(box) and (hinted or moment.waiting is not None)
        corner_at = (box.right - INSET, box.bottom - INSET)
        camera = [] if narrow else self.thumbnail(corner_at, thumbnail_width(box))
        return [*pieces, *self.waiting(box, moment), *camera]

    def score_ring(self, card: Box, score: float) -> Piece:
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
