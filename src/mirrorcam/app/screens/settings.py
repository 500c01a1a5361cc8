"""Settings: how everything looks and how large it is, sound, one key, how one sees oneself, and what is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box
from mirrorcam.app.painting.spacing import laid, laid_high
from mirrorcam.app.painting.theme import THEMES
from mirrorcam.app.screens import PACES_S, TEXTS, Action, Go, Settings, changed, nearest, stepped
from mirrorcam.app.screens.badge import WELCOME
from mirrorcam.app.screens.page import Page, Placed
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import catalogues, number, phrase, translated

INSIDE, BETWEEN, LEAST = 26.0, 18.0, 52.0
"""Within a card; between cards; the height of a row."""
CHIP_HIGH, CHIP_GAP = 42.0, 10.0
FACE = 116.0


def after(name: str, names: Sequence[str]) -> str:
    """The next one round the circle; an unknown name starts again."""
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]


@dataclass(frozen=True, slots=True)
class Option:
    """One of a few to choose from, side by side."""

    name: str
    words: str
    chosen: bool
    settings: Settings


class SettingsScreen(Page):
    def __init__(self, settings: Settings, avatar: Avatar, folder: str) -> None:
        super().__init__(settings)
        self.avatar = avatar
        self.folder = folder
        self._languages = {name: catalogue.title for name, catalogue in catalogues().items()}

    def dress(self, avatar: Avatar) -> None:
        self.avatar = avatar

    def keys(self) -> Mapping[str, Action]:
        text, pace = self.settings.text, self.settings.walk_s
        return {
            **super().keys(),
            **{key: self._switched(name) for key, name in SWITCHES.items()},
            "f": Go.PEOPLE,
            "l": self._with(language=after(self.settings.language, list(self._spoken()))),
            "+": self._with(text=stepped(text, TEXTS, 1)),
            "=": self._with(text=stepped(text, TEXTS, 1)),
            "-": self._with(text=stepped(text, TEXTS, -1)),
            "p": self._with(pace_s=PACES_S[(PACES_S.index(pace) + 1) % len(PACES_S)]),
        }

    def _with(self, **choices: object) -> Settings:
        return changed(self.settings, **choices)

    def _switched(self, name: str) -> Settings:
        if name == "number_shown":
            return self._with(live_score=not self.settings.number_shown)
        return self._with(**{name: not getattr(self.settings, name)})

    # ------------------------------------------------------------ picture

    def body(self, box: Box) -> Placed:
        pieces, y = self.head(box, phrase("settings.title"))
        groups: tuple[tuple[str, Callable[[Box], Placed]], ...] = (
            ("settings.looks", self._looks),
            ("settings.practising", lambda row: self._switches(row, "hmn")),
            ("settings.sound", lambda row: self._switches(row, "roc")),
            ("settings.one_key_title", self._one_key),
            ("settings.keeping", self._keeping),
        )
        for words, rows in groups:
            inner = Box(box.x + INSIDE, y + 58, box.w - 2 * INSIDE, box.h)
            inside, end = rows(inner)
            card = Box(box.x, y, box.w, end + INSIDE * 0.7 - y)
            label = w.label((inner.x, y + 32), phrase(words), self.theme, inner.w)
            pieces += [w.card(card, self.theme.card, self.theme), label, *inside]
            y = card.bottom + BETWEEN
        return pieces, y

    def _looks(self, row: Box) -> Placed:
        colours = [
            Option(
                theme.name,
                translated(theme.title),
                theme.name == self.theme.name,
                self._with(theme=theme.name),
            )
            for theme in THEMES.values()
        ]
        zoom = self.settings.zoom
        sizes = [
            Option(f"text {text:g}", f"{text * 100:.0f} %", text == zoom, self._with(text=text))
            for text in TEXTS
        ]
        spoken = [
            Option(f"language {name}", title, name == self.settings.language, self._with(language=name))
            for name, title in self._spoken().items()
        ]
        pieces, y = self._choice(row, "T", phrase("settings.colours"), colours)
        for key, words, options in (
            ("+ −", phrase("settings.text"), sizes),
            ("L", phrase("settings.language"), spoken),
        ):
            more, y = self._choice(row._replace(y=y + 10), key, words, options)
            pieces += more
        face, y = self._face(row._replace(y=y + 8))
        still, y = self._motion(row._replace(y=y + 6))
        return [*pieces, *face, *still], y

    def _motion(self, row: Box) -> Placed:
        """Where the colours keep faces still, there is nothing to choose."""
        if self.theme.lively:
            return self._switches(row, "a")
        high = max(LEAST, w.text_height(phrase("settings.still"), w.BODY, row.w))
        words = w.text(row._replace(h=high), phrase("settings.still"), w.BODY, self.theme.soft, valign=0.5)
        return [words], row.y + high

    def _face(self, row: Box) -> Placed:
        """Who is drawn, as one large thing to click."""
        box = row._replace(x=row.x - 10, w=row.w + 20, h=FACE)
        square = Box(box.right - FACE - 10, box.bottom - FACE + 2, FACE - 4, FACE - 4)
        words = Box(row.x + c.key_width("F") + 12, row.y, square.x - row.x - 60, FACE)
        title = f"{phrase('settings.face')}: {translated(self.avatar.title)}"
        return [
            w.card_face(box, self.theme.you, self.theme, 18),
            avatar_piece(box, self.avatar, WELCOME, self.settings.as_mirror, corner=18, square=square),
            c.key_cap((row.x, box.middle[1]), "F", self.theme),
            w.text(words, title, w.BODY_STRONG, self.theme.ink, valign=0.5, most=2),
            c.tap_area(box, self.tap("face", Go.PEOPLE), self.theme, 18),
        ], box.bottom

    def _one_key(self, row: Box) -> Placed:
        high = w.text_height(phrase("settings.one_key_words"), w.SMALL, row.w)
        pieces, y = self._switches(row, "1")
        pieces.append(
            w.text(row._replace(y=y, h=high), phrase("settings.one_key_words"), w.SMALL, self.theme.soft)
        )
        paces = [
            Option(
                f"pace {pace:g}",
                phrase("settings.seconds", seconds=number(pace, None)),
                nearest(self.settings.pace_s, PACES_S) == pace,
                self._with(pace_s=pace),
            )
            for pace in PACES_S
        ]
        more, y = self._choice(row._replace(y=y + high + 12), "P", phrase("settings.pace"), paces)
        return [*pieces, *more], y

    def _keeping(self, row: Box) -> Placed:
        kept = phrase("settings.kept", folder=self.folder)
        pieces, y = self._switches(row, "k")
        high = w.text_height(kept, w.SMALL, row.w)
        return [*pieces, w.text(row._replace(y=y, h=high), kept, w.SMALL, self.theme.soft)], y + high + 6

    # ------------------------------------------------------------ rows

    def _spoken(self) -> dict[str, str]:
        """What can be chosen → what it is called: "" is what the computer speaks."""
        return {"": phrase("settings.system_language"), **self._languages}

    def _choice(self, row: Box, key: str, words: str, options: Sequence[Option]) -> Placed:
        """Key and words, and the options at their right, or below where there is no room beside them."""
        widths = [c.chip_width(option.words) for option in options]
        named = c.key_width(key) + 12 + lettering.width(words, w.BODY) + 24
        together = sum(widths) + CHIP_GAP * (len(widths) - 1)
        beside = named + together <= row.w
        room = Box(row.x, row.y + (5 if beside else LEAST - 4), row.w, CHIP_HIGH)
        boxes = laid(widths, CHIP_HIGH, CHIP_GAP, room, 1.0 if beside else 0.0)
        pieces = [c.captioned((row.x, row.y + LEAST / 2), key, words, self.theme)]
        for option, box in zip(options, boxes, strict=True):
            tap = self.tap(option.name, option.settings)
            pieces.append(c.chip(box, option.words, option.chosen, self.theme, tap))
        return pieces, room.y + laid_high(widths, CHIP_HIGH, CHIP_GAP, row.w) + 5

    def _switches(self, row: Box, keys: str) -> Placed:
        pieces, y = [], row.y
        for key in keys:
            name = SWITCHES[key]
            words = phrase(f"settings.{name}")
            high = max(LEAST, c.toggle_height(words, row.w, key))
            tap = self.tap(key, self._switched(name))
            on = bool(getattr(self.settings, name))
            pieces.append(
                c.toggle(Box(row.x, y + 4, row.w, high - 8), words, on, self.theme, tap, key=key.upper())
            )
            y += high
        return pieces, y


SWITCHES = {
    "a": "motion",
    "h": "camera_shown",
    "m": "as_mirror",
    "n": "number_shown",
    "r": "aloud",
    "o": "tones",
    "c": "captions",
    "1": "one_key",
    "k": "keep",
}
"""The key of a switch → the setting."""
