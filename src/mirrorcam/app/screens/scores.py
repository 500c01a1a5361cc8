"""The scores of a session of which nothing else was handed over: what was practised, its numbers, its notes."""

from __future__ import annotations

from collections.abc import Mapping

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting.easel import Box
from mirrorcam.app.reviewing import Scores
from mirrorcam.app.screens import Action, Go, Settings
from mirrorcam.app.screens.page import Page, Placed
from mirrorcam.app.screens.review.line import told
from mirrorcam.app.screens.summary import SummaryScreen
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import phrase
from mirrorcam.review import Summary


class ScoresScreen(SummaryScreen):
    """As a summary, to be looked at only: it was somebody else who practised."""

    matched = "scores.matched"

    def __init__(self, settings: Settings, avatar: Avatar, scores: Scores) -> None:
        words = [phrase("scores.words"), *([] if scores.rows else [phrase("scores.nothing")])]
        super().__init__(
            settings, avatar, Summary(scores.practised, " ".join(words), scores.rows), scores.length
        )
        self.scores = scores

    @property
    def called(self) -> str:
        return self.scores.title

    def keys(self) -> Mapping[str, Action]:
        return {**self.scrolling(), "enter": Go.BACK, "escape": Go.BACK}

    def ways_out(self) -> list[c.Hint]:
        return Page.ways_out(self)

    def body(self, box: Box) -> Placed:
        pieces, y = self._said(box)
        if self.summary.rows:
            more, y = self._table(box._replace(y=y))
            pieces += more
        if self.scores.notes:
            notes = [told(note) for note in self.scores.notes]
            more, y = self._sentences(box._replace(y=y), phrase("review.notes"), notes)
            pieces += more
        return pieces, y + 20
