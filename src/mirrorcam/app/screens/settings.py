"""Settings: how it looks, whose face it has, how one sees oneself, and whether sessions are kept."""

from __future__ import annotations

from collections.abc import Mapping

from mirrorcam.app import controls as c
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Size
from mirrorcam.app.screens import Action, FaceScreen, Go, Settings, changed
from mirrorcam.app.screens.home import WELCOME
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.app.theme import THEMES
from mirrorcam.avatars import Avatar


class SettingsScreen(FaceScreen):
    def __init__(self, settings: Settings, avatar: Avatar, folder: str) -> None:
        super().__init__(settings, avatar)
        self.folder = folder

    def keys(self) -> Mapping[str, Action]:
        return {
            "escape": Go.HOME,
            "f": Go.PEOPLE,
            "h": changed(self.settings, camera_shown=not self.settings.camera_shown),
            "m": changed(self.settings, as_mirror=not self.settings.as_mirror),
            "n": changed(self.settings, live_score=not self.settings.number_shown),
            "k": changed(self.settings, keep=not self.settings.keep),
        }

    def pieces(self, size: Size) -> list[Piece]:
        wide = min(840.0, size[0] - 128)
        left, top = (size[0] - wide) / 2, max(0.0, (size[1] - 690) / 4)
        face = Box(left + wide - 320, top + 116, 320, 132)
        looks = Box(left, face.y, wide - face.w - 20, face.h)
        switches = Box(left, looks.bottom + 20, wide, 32 + 66 * 4)
        about = Box(left + 4, switches.bottom + 18, wide - 8, 50)
        kept = f"What is kept lies in {self.folder}. Nothing is ever sent anywhere."
        back = [c.Hint("Esc", "back", "back", Go.HOME)]
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            w.text(Box(left, top + 44, wide, 48), "Settings", w.HERO, self.theme.ink, valign=0.5),
            *(w.card_shadow(box, self.theme) for box in (looks, face, switches)),
            w.card_face(looks, self.theme.card, self.theme),
            w.label((left + 32, looks.y + 36), "Colours", self.theme),
            *self._themes(Box(left + 32, looks.y + 62, wide - 64, 42)),
            *self._face(face),
            w.card_face(switches, self.theme.card, self.theme),
            *self._switches(Box(left + 32, switches.y + 16, wide - 64, 64)),
            w.text(about, kept, w.SMALL, self.theme.soft, most=2),
            *c.key_row((40, size[1] - 36), [c.Hint("T", "next colours")], self.theme, self.touch),
            *c.key_row((size[0] - 40, size[1] - 36), back, self.theme, self.touch, align=1),
        ]

    def _face(self, box: Box) -> list[Piece]:
        square = Box(box.right - 142, box.bottom - 122, 122, 122)
        words = Box(box.x + 28, box.y, box.w - 176, 34)
        return [
            w.card_face(box, self.theme.card, self.theme),
            avatar_piece(
                w.inside(box, self.theme), self.avatar, WELCOME, self.settings.as_mirror, square=square
            ),
            w.label((words.x, box.y + 36), "Face", self.theme, words.w),
            w.text(
                words._replace(y=box.y + 48), self.avatar.title, w.HEADING, self.theme.ink, valign=0.5, most=1
            ),
            c.key_hint((words.x, box.y + 100), "F", "choose", self.theme),
            c.tap_area(box, self.tap("face", Go.PEOPLE), self.theme),
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
            ("Show a number while I practise", self.settings.number_shown, "n"),
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
