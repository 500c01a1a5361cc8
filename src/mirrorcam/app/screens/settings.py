"""Settings: how it looks, how one sees oneself, and whether sessions are kept."""

from __future__ import annotations

from collections.abc import Mapping

from mirrorcam.app import controls as c
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Size
from mirrorcam.app.screens import Action, Go, Screen, Settings, changed
from mirrorcam.app.theme import THEMES


class SettingsScreen(Screen):
    def __init__(self, settings: Settings, folder: str) -> None:
        super().__init__(settings)
        self.folder = folder

    def keys(self) -> Mapping[str, Action]:
        return {
            "escape": Go.HOME,
            "h": changed(self.settings, camera_shown=not self.settings.camera_shown),
            "m": changed(self.settings, as_mirror=not self.settings.as_mirror),
            "k": changed(self.settings, keep=not self.settings.keep),
        }

    def pieces(self, size: Size) -> list[Piece]:
        wide = min(760.0, size[0] - 128)
        left = (size[0] - wide) / 2
        looks = Box(left, 126, wide, 132)
        switches = Box(left, looks.bottom + 20, wide, 226)
        about = Box(left + 4, switches.bottom + 20, wide - 8, 50)
        kept = f"What is kept lies in {self.folder}. Nothing is ever sent anywhere."
        back = [c.Hint("Esc", "back", "back", Go.HOME)]
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            w.text(Box(left, 52, wide, 48), "Settings", w.HERO, self.theme.ink, valign=0.5),
            *(w.card_shadow(box, self.theme) for box in (looks, switches)),
            w.card_face(looks, self.theme.card, self.theme),
            w.label((left + 32, looks.y + 36), "Colours", self.theme),
            *self._themes(Box(left + 32, looks.y + 62, wide - 64, 42)),
            w.card_face(switches, self.theme.card, self.theme),
            *self._switches(Box(left + 32, switches.y + 16, wide - 64, 64)),
            w.text(about, kept, w.SMALL, self.theme.soft, most=2),
            *c.key_row((40, size[1] - 36), [c.Hint("T", "next colours")], self.theme, self.touch),
            *c.key_row((size[0] - 40, size[1] - 36), back, self.theme, self.touch, align=1),
        ]

    def _themes(self, box: Box) -> list[Piece]:
        x, pieces = box.x, []
        for theme in THEMES.values():
            width = c.chip_width(theme.title)
            tap = self.tap(theme.name, changed(self.settings, theme=theme.name))
            chosen = theme.name == self.theme.name
            pieces.append(c.chip(Box(x, box.y, width, box.h), theme.title, chosen, self.theme, tap))
            x += width + 10
        return pieces

    def _switches(self, box: Box) -> list[Piece]:
        keys = self.keys()
        rows = [
            ("Show the small camera picture", self.settings.camera_shown, "h"),
            ("See myself as in a mirror", self.settings.as_mirror, "m"),
            ("Keep my sessions on this computer", bool(self.settings.keep), "k"),
        ]
        return [
            c.toggle(
                Box(box.x, box.y + i * 66 + 8, box.w, 48),
                words,
                on,
                self.theme,
                self.tap(key, keys[key]),
                key=key.upper(),
            )
            for i, (words, on, key) in enumerate(rows)
        ]
