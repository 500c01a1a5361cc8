"""Consent: what is kept, in plain words, before the first recording; and whether a film is, before each."""

from __future__ import annotations

from collections.abc import Mapping

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece
from mirrorcam.app.screens import Action, Begin, Go, Own, Settings, Show
from mirrorcam.app.screens.page import Page, Placed
from mirrorcam.phrases import knows, phrase

POINTS = ("numbers", "here", "delete")
"""The phrases that say what is kept."""


class ConsentScreen(Page):
    """Asked once; the answer is remembered and can be changed in the settings. ``for_two``: both are asked, each time
    anew, and what they say is for this time, as it is without ``remember``.

    A film is a question of its own: off until somebody switches it on here, and never remembered."""

    def __init__(
        self,
        settings: Settings,
        exercise: str,
        folder: str,
        *,
        for_two: bool = False,
        remember: bool = True,
    ) -> None:
        super().__init__(settings)
        self.exercise = exercise
        self.folder = folder
        self.for_two = for_two
        self.remember = remember and not for_two
        self.filmed = False

    def keys(self) -> Mapping[str, Action]:
        keep = Begin(self.exercise, True, self.remember, self.filmed)
        free = Begin(self.exercise, False, self.remember)
        return {
            **self.scrolling(),
            "enter": keep,
            "k": keep,
            "p": free,
            "v": Own("film"),
            "escape": Go.HOME,
        }

    def take(self, own: Own) -> Action | None:
        if own.what == "film":
            self.filmed = not self.filmed
            return None
        return super().take(own)

    def hints(self) -> list[c.Hint]:
        return []

    def ways_out(self) -> list[c.Hint]:
        return [c.Hint("Esc", phrase("hint.back"), "back", Go.HOME)]

    def body(self, box: Box) -> Placed:
        """Where not all of it has room, both answers stay in sight and what they are about comes below."""
        head, y = self.head(box, self._said("title"), self._said("lead"))
        card, end = self._card(box._replace(y=y))
        film, end = self._film(box._replace(y=end + 16))
        buttons, end = self._buttons(box._replace(y=end + 26))
        if end > box.bottom:
            buttons, end = self._buttons(box._replace(y=y))
            film, end = self._film(box._replace(y=end + 28))
            card, end = self._card(box._replace(y=end + 16))
        return [*head, *card, *buttons, *film], end + 24  # so that the one key comes to the answers first

    def _film(self, box: Box) -> Placed:
        """The second question, quieter than the first."""
        inset = 40.0 if box.w > 700 else 24.0
        room, switch, words = box.w - 2 * inset, self._said("film.switch"), self._said("film.words")
        high = c.toggle_height(switch, room, "V")
        told = w.text_height(words, w.SMALL, room)
        card = Box(box.x, box.y, box.w, high + told + 34)
        on = Box(box.x + inset, box.y + 12, room, high)
        below = Box(on.x, on.bottom + 6, room, told)
        return [
            w.card_face(card, self.theme.target, self.theme, w.CORNER),
            c.toggle(on, switch, self.filmed, self.theme, self.tap("film", Own("film")), key="V"),
            w.text(below, words, w.SMALL, self.theme.soft),
        ], card.bottom

    def _card(self, box: Box) -> Placed:
        inset = 40.0 if box.w > 700 else 24.0
        high, points = self._points(Box(box.x + inset, box.y + 36, box.w - 2 * inset, 0))
        card = Box(box.x, box.y, box.w, high + 72)
        return [w.card(card, self.theme.card, self.theme), *points], card.bottom

    def _buttons(self, box: Box) -> Placed:
        yes, no = self._said("keep"), phrase("consent.free")
        keep = Box(box.x, box.y, c.button_width(yes, "Enter"), 58)
        free = Box(keep.right + 16, box.y, c.button_width(no, "P"), 58)
        if free.right > box.right:
            free = free._replace(x=box.x, y=keep.bottom + 12)
        without = self.tap("without", self.keys()["p"])
        return [
            c.button(keep, yes, self.theme, self.tap("keep", self.keys()["k"]), key="Enter"),
            c.button(free, no, self.theme, without, key="P", filled=False),
        ], free.bottom

    def _said(self, name: str, **parts: str) -> str:
        """To two it is said otherwise, where there is another way to say it."""
        of_two = f"consent.two.{name}"
        return phrase(of_two if self.for_two and knows(of_two) else f"consent.{name}", **parts)

    def _points(self, box: Box) -> tuple[float, list[Piece]]:
        """The points below each other, and how high they are together."""
        y, pieces = box.y, []
        for point in POINTS:
            words = self._said(point, **({"folder": self.folder} if point == "here" else {}))
            height = w.text_height(words, w.BODY, box.w - 44)
            pieces += [
                w.text(Box(box.x, y, 24, 25.5), "✓", w.BODY_STRONG, self.theme.accent_ink),
                w.text(Box(box.x + 44, y, box.w - 44, height), words, w.BODY, self.theme.ink),
            ]
            y += height + 16
        return y - 16 - box.y, pieces


class FilmScreen(Page):
    """Sessions are kept anyway, and somebody wants to be asked for a film of the one that is to begin."""

    def __init__(self, settings: Settings, exercise: str) -> None:
        super().__init__(settings)
        self.exercise = exercise

    def keys(self) -> Mapping[str, Action]:
        without, filmed = (Begin(self.exercise, True, film=film) for film in (False, True))
        return {**self.scrolling(), "enter": without, "v": filmed, "escape": self._exercise_page}

    @property
    def _exercise_page(self) -> Show:
        return Show(Go.EXERCISE, self.exercise)

    def hints(self) -> list[c.Hint]:
        return []

    def ways_out(self) -> list[c.Hint]:
        return [c.Hint("Esc", phrase("hint.back"), "back", self._exercise_page)]

    def body(self, box: Box) -> Placed:
        """Both answers stay in sight, as on the page above."""
        head, y = self.head(box, phrase("consent.film.title"))
        card, end = self._card(box._replace(y=y))
        buttons, end = self._buttons(box._replace(y=end + 28))
        if end > box.bottom:
            buttons, end = self._buttons(box._replace(y=y))
            card, end = self._card(box._replace(y=end + 28))
        return [*head, *card, *buttons], end + 24

    def _card(self, box: Box) -> Placed:
        inset = 40.0 if box.w > 700 else 24.0
        words = phrase("consent.film.words")
        high = w.text_height(words, w.BODY, box.w - 2 * inset)
        card = Box(box.x, box.y, box.w, high + 72)
        inner = Box(box.x + inset, box.y + 36, box.w - 2 * inset, high)
        said = [w.card(card, self.theme.card, self.theme), w.text(inner, words, w.BODY, self.theme.ink)]
        return said, card.bottom

    def _buttons(self, box: Box) -> Placed:
        no, yes = phrase("consent.film.no"), phrase("consent.film.yes")
        without = Box(box.x, box.y, c.button_width(no, "Enter"), 58)
        filmed = Box(without.right + 16, box.y, c.button_width(yes, "V"), 58)
        if filmed.right > box.right:
            filmed = filmed._replace(x=box.x, y=without.bottom + 12)
        keys = self.keys()
        return [
            c.button(without, no, self.theme, self.tap("without", keys["enter"]), key="Enter"),
            c.button(filmed, yes, self.theme, self.tap("film", keys["v"]), key="V", filled=False),
        ], filmed.bottom
