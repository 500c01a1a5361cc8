"""The plan: this week's parts and what is done of them, its goals, and which plan is followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece
from mirrorcam.app.screens import Action, Go, Settings, Show, changed
from mirrorcam.app.screens.home import Entry
from mirrorcam.app.screens.page import Page, Placed
from mirrorcam.app.screens.shelf import entry_row, row_height
from mirrorcam.phrases import phrase

GAP = 12.0


@dataclass(frozen=True, slots=True)
class PlanRow:
    entry: Entry
    today: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The plan that is followed."""

    title: str
    words: str
    goals: tuple[str, ...]
    rows: tuple[PlanRow, ...]


class PlansScreen(Page):
    """``plans``: name → title of all that can be chosen; ``page`` None: none is followed."""

    def __init__(
        self, settings: Settings, plans: Mapping[str, str], page: PlanPage | None, folder: str
    ) -> None:
        super().__init__(settings)
        self.plans = plans
        self.page = page
        self.folder = folder
        todays = [row.entry.name for row in page.rows if row.today] if page else []
        self.focus = todays[0] if todays else ""

    def keys(self) -> Mapping[str, Action]:
        numbered = dict(zip("123456789", self._choices(), strict=False))
        return {**super().keys(), **{key: self._follow(name) for key, name in numbered.items()}}

    def _choices(self) -> list[str]:
        return ["", *self.plans]

    def _follow(self, name: str) -> Settings:
        return changed(self.settings, plan=name)

    def body(self, box: Box) -> Placed:
        page = self.page
        title = page.title if page else phrase("plans.title")
        lead = page.words if page else phrase("plans.words")
        pieces, y = self.head(box, title, lead)
        if page:
            for part in (self._week, self._goals):
                placed, y = part(box._replace(y=y), page)
                pieces += placed
        choices, y = self._choose(box._replace(y=y))
        return [*pieces, *choices], y + 20

    def _week(self, box: Box, page: PlanPage) -> Placed:
        pieces: list[Piece] = []
        y = box.y
        for today, heading in ((True, "plans.today"), (False, "plans.this_week")):
            rows = [row.entry for row in page.rows if row.today == today]
            if not rows:
                continue
            pieces.append(w.label((box.x + 2, y + 8), phrase(heading), self.theme))
            y += 28
            for entry in rows:
                card = Box(box.x, y, box.w, row_height(entry, box.w))
                pieces.append(w.card_shadow(card, self.theme, 18))
                pieces += entry_row(self, card, entry, Show(Go.EXERCISE, entry.name))
                y = card.bottom + GAP
            y += 12
        return pieces, y

    def _goals(self, box: Box, page: PlanPage) -> Placed:
        if not page.goals:
            return [], box.y
        pieces: list[Piece] = [w.label((box.x + 2, box.y + 8), phrase("plans.goals"), self.theme)]
        y = box.y + 28
        for goal in page.goals:
            high = w.text_height(goal, w.BODY, box.w - 28)
            pieces += [
                w.text(Box(box.x + 2, y, 20, 26), "·", w.BODY_STRONG, self.theme.accent_ink),
                w.text(Box(box.x + 24, y, box.w - 28, high), goal, w.BODY, self.theme.ink),
            ]
            y += high + 6
        return pieces, y + 16

    def _choose(self, box: Box) -> Placed:
        """Which plan is followed."""
        pieces: list[Piece] = [w.label((box.x + 2, box.y + 8), phrase("plans.follow"), self.theme)]
        y = box.y + 30
        chosen = self.settings.plan if self.settings.plan in self.plans else ""
        for i, name in enumerate(self._choices(), 1):
            words = self.plans.get(name) or phrase("plans.none")
            place = Box(box.x, y, box.w, 54)
            tap = self.tap(f"plan {name}", self._follow(name))
            key = str(i) if i < 10 else ""
            pieces.append(c.option(place, words, self.theme, tap, key=key, chosen=name == chosen))
            y += 54 + 10
        told = phrase("plans.own", folder=self.folder)
        high = w.text_height(told, NOTE, box.w - 8)
        pieces.append(w.text(Box(box.x + 4, y + 6, box.w - 8, high), told, NOTE, self.theme.soft))
        return pieces, y + high + 12


NOTE = lettering.Style(15.5, "Regular", 1.4, -0.003)
