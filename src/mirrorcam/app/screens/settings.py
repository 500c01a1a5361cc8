"""Settings: how it looks, whose face it has, how one sees oneself, and whether sessions are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from mirrorcam.app import controls as c
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Size
from mirrorcam.app.screens import Action, FaceScreen, Go, Settings, changed
from mirrorcam.app.screens.home import WELCOME
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.app.theme import THEMES
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import catalogues, phrase, translated

ROW = 53.0


def after(name: str, names: Sequence[str]) -> str:
    """The next one round the circle; an unknown name starts again."""
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]


def fitting(chosen: str, titles: Mapping[str, str], room: float) -> list[str]:
    """All the names, or so many from the chosen one on as have room."""
    names = list(titles)
    widths = [c.chip_width(title) + 10 for title in titles.values()]
    if sum(widths) <= room or chosen not in names:
        return names
    first = names.index(chosen)
    names, widths = names[first:] + names[:first], widths[first:] + widths[:first]
    return [name for name, end in zip(names, accumulate(widths), strict=True) if end <= room]


class SettingsScreen(FaceScreen):
    def __init__(self, settings: Settings, avatar: Avatar, folder: str) -> None:
        super().__init__(settings, avatar)
        self.folder = folder
        self._languages = {name: catalogue.title for name, catalogue in catalogues().items()}

    def keys(self) -> Mapping[str, Action]:
        return {
            "escape": Go.HOME,
            "f": Go.PEOPLE,
            "l": self._language(after(self.settings.language, list(self._spoken()))),
            "h": changed(self.settings, camera_shown=not self.settings.camera_shown),
            "m": changed(self.settings, as_mirror=not self.settings.as_mirror),
            "n": changed(self.settings, live_score=not self.settings.number_shown),
            "k": changed(self.settings, keep=not self.settings.keep),
        }

    def pieces(self, size: Size) -> list[Piece]:
        wide = min(900.0, size[0] - 128)
        left, top = (size[0] - wide) / 2, max(0.0, (size[1] - 690) / 4)
        face = Box(left + wide - 320, top + 116, 320, 132)
        looks = Box(left, face.y, wide - face.w - 20, face.h)
        switches = Box(left, looks.bottom + 20, wide, 24 + ROW * 5)
        about = Box(left + 4, switches.bottom + 18, wide - 8, 50)
        kept = phrase("settings.kept", folder=self.folder)
        back = [c.Hint("Esc", phrase("hint.back"), "back", Go.HOME)]
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            w.text(
                Box(left, top + 44, wide, 48), phrase("settings.title"), w.HERO, self.theme.ink, valign=0.5
            ),
            *(w.card_shadow(box, self.theme) for box in (looks, face, switches)),
            w.card_face(looks, self.theme.card, self.theme),
            w.label((left + 32, looks.y + 36), phrase("settings.colours"), self.theme),
            *self._themes(Box(left + 32, looks.y + 62, wide - 64, 42)),
            *self._face(face),
            w.card_face(switches, self.theme.card, self.theme),
            *self._language_row(Box(left + 32, switches.y + 12, wide - 64, ROW)),
            *self._switches(Box(left + 32, switches.y + 12 + ROW, wide - 64, ROW)),
            w.text(about, kept, w.SMALL, self.theme.soft, most=2),
            *c.key_row(
                (40, size[1] - 36), [c.Hint("T", phrase("hint.next_colours"))], self.theme, self.touch
            ),
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
            w.label((words.x, box.y + 36), phrase("settings.face"), self.theme, words.w),
            w.text(
                words._replace(y=box.y + 48),
                translated(self.avatar.title),
                w.HEADING,
                self.theme.ink,
                valign=0.5,
                most=1,
            ),
            c.key_hint((words.x, box.y + 100), "F", phrase("hint.choose"), self.theme),
            c.tap_area(box, self.tap("face", Go.PEOPLE), self.theme),
        ]

    def _themes(self, box: Box) -> list[Piece]:
        x, pieces = box.x, []
        for theme in THEMES.values():
            words = translated(theme.title)
            width = c.chip_width(words)
            tap = self.tap(theme.name, changed(self.settings, theme=theme.name))
            chosen = theme.name == self.theme.name
            pieces.append(c.chip(Box(x, box.y, width, box.h), words, chosen, self.theme, tap))
            x += width + 10
        return pieces

    def _spoken(self) -> dict[str, str]:
        """What can be chosen → what it is called: "" is what the computer speaks."""
        return {"": phrase("settings.system_language"), **self._languages}

    def _language(self, name: str) -> Settings:
        return changed(self.settings, language=name)

    def _language_row(self, box: Box) -> list[Piece]:
        """Every language under its own name, from the right; where not all fit, those from the chosen one on."""
        titles = self._spoken()
        words = phrase("settings.language")
        x, pieces = box.right, [c.captioned((box.x, box.middle[1]), "L", words, self.theme)]
        for name in reversed(fitting(self.settings.language, titles, box.w - 200)):
            width = c.chip_width(titles[name])
            x -= width
            tap = self.tap(f"language {name}", self._language(name))
            chosen = name == self.settings.language
            pieces.append(c.chip(Box(x, box.y + 6, width, 38), titles[name], chosen, self.theme, tap))
            x -= 10
        return pieces

    def _switches(self, box: Box) -> list[Piece]:
        keys = self.keys()
        rows = [
            ("settings.camera_shown", self.settings.camera_shown, "h"),
            ("settings.as_mirror", self.settings.as_mirror, "m"),
            ("settings.number_shown", self.settings.number_shown, "n"),
            ("settings.keep", bool(self.settings.keep), "k"),
        ]
        return [
            c.toggle(
                Box(box.x, box.y + i * ROW + 4, box.w, ROW - 8),
                phrase(words),
                on,
                self.theme,
                self.tap(key, keys[key]),
                key=key.upper(),
            )
            for i, (words, on, key) in enumerate(rows)
        ]
