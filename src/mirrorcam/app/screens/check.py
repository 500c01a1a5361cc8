"""The camera check: the live picture, and in plain words what would make it better. Nothing has to be good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import skia

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.screens import Action, Begin, Go, Settings, changed
from mirrorcam.app.screens.page import Page, Placed
from mirrorcam.app.screens.stage import camera_piece
from mirrorcam.app.seeing_well import Advice, Steadied
from mirrorcam.avatars import Avatar
from mirrorcam.face import Frame, Sample
from mirrorcam.phrases import phrase

ROOMY = 780.0
"""Narrower than this, only what could be better is told."""
SAID = Style(19, "SemiBold", 1.3, -0.008)
POINT = Style(17, "Regular", 1.35, -0.005)


@dataclass(frozen=True, slots=True)
class Cameras:
    """``names``: what settings call each → what it is called; ``status``: which one looks now."""

    names: Mapping[str, str]
    status: str


class CheckScreen(Page):
    """``exercise``: what begins afterwards; "": nothing, it was only looked."""

    widest = 1160.0

    def __init__(self, settings: Settings, cameras: Cameras, exercise: str = "") -> None:
        super().__init__(settings)
        self.cameras = cameras
        self.exercise = exercise
        self.frame: Frame | None = None
        self.notice = ""
        self.advice: tuple[Advice, ...] = ()
        self._steadied = Steadied()

    def dress(self, avatar: Avatar) -> None:
        """No avatar is shown here."""

    def show(self, sample: Sample | None, frame: Frame | None, now_s: float, notice: str = "") -> None:
        """The newest there is. Advice stays for a moment, so that it can be read."""
        self.frame, self.notice = frame, notice
        if sample is not None:
            self.advice = self._steadied.see(sample, now_s)

    @property
    def onward(self) -> Action:
        return Begin(self.exercise) if self.exercise else Go.BACK

    def keys(self) -> Mapping[str, Action]:
        numbered = dict(zip("123456789", self.cameras.names, strict=False))
        chosen = {key: self._camera(name) for key, name in numbered.items()}
        mirrored = changed(self.settings, as_mirror=not self.settings.as_mirror)
        return {**super().keys(), **chosen, "enter": self.onward, "m": mirrored}

    def _camera(self, name: str) -> Settings:
        return changed(self.settings, camera=name)

    def hints(self) -> list[c.Hint]:
        turn = phrase("hint.as_others" if self.settings.as_mirror else "hint.as_mirror")
        return [c.Hint("M", turn, "turn", self.keys()["m"])]

    def body(self, box: Box) -> Placed:
        lead = self.notice or phrase("check.words")
        pieces, y = self.head(box, phrase("check.title"), lead)
        roomy = box.w >= ROOMY
        wide = box.w * (0.56 if roomy else 0.4)
        high = min(wide * 0.75, max(210.0, box.h - y - 24))
        view = Box(box.x, y, wide, high)
        left = view.right + (32 if roomy else 20)
        aside, end = self._aside(Box(left, y, box.right - left, box.h), all_told=roomy)
        return [*pieces, self._view(view), *aside], max(view.bottom, end) + 20

    def _view(self, box: Box) -> Piece:
        if self.frame is None:
            return w.card(box, self.theme.target, self.theme)
        picture = camera_piece(box, self.frame, self.settings.as_mirror, self.theme, c.Touch())
        return replace(picture, name="", action=None)

    def _aside(self, box: Box, *, all_told: bool) -> Placed:
        points, y = self._points(box, [one for one in self.advice if all_told or not one.good])
        onward = phrase("check.begin" if self.exercise else "check.done")
        button = Box(box.x, y + 20, min(box.w, c.button_width(onward, "Enter")), 58)
        pieces = [*points, c.button(button, onward, self.theme, self.tap("on", self.onward), key="Enter")]
        cameras, y = self._cameras(box._replace(y=button.bottom + 24))
        return [*pieces, *cameras], y

    def _points(self, box: Box, told: Sequence[Advice]) -> Placed:
        """One row for each thing that is looked at, and above them what it comes to."""
        good = bool(self.advice) and all(one.good for one in self.advice)
        said = phrase("check.good" if good else "check.better" if self.advice else "check.waking")
        inner = box.w - 48
        head = w.text_height(said, SAID, inner, 2)
        y = box.y + 22 + head + 12
        rows: list[Piece] = []
        for one in told:
            high = max(26.0, w.text_height(one.words, POINT, inner - 40, 3))
            rows += [
                mark((box.x + 34, y + 12), one.good, self.theme),
                w.text(
                    Box(box.x + 64, y, inner - 40, high),
                    one.words,
                    POINT,
                    self.theme.soft if one.good else self.theme.ink,
                    most=3,
                ),
            ]
            y += high + 10
        card = Box(box.x, box.y, box.w, max(y + 12 - box.y, 64.0))
        title = Box(box.x + 24, box.y + 22, inner, head)
        return [
            w.card(card, self.theme.card, self.theme),
            w.text(title, said, SAID, self.theme.accent_ink if good else self.theme.ink, most=2),
            *rows,
        ], card.bottom

    def _cameras(self, box: Box) -> Placed:
        """Which camera looks, where there are several."""
        names = self.cameras.names
        if len(names) < 2:
            words = self.cameras.status
            high = w.text_height(words, w.SMALL, box.w, 2)
            return [w.text(box._replace(h=high), words, w.SMALL, self.theme.soft, most=2)], box.y + high
        pieces: list[Piece] = [w.label((box.x, box.y + 10), phrase("check.which"), self.theme, box.w)]
        y = box.y + 30
        for i, (name, title) in enumerate(names.items(), 1):
            tap = self.tap(f"camera {name}", self._camera(name))
            chosen = name == self.settings.camera or (i == 1 and self.settings.camera not in names)
            place = Box(box.x, y, box.w, 50)
            pieces.append(c.option(place, title, self.theme, tap, key=str(i), chosen=chosen))
            y += 58
        return pieces, y


def mark(middle: tuple[float, float], good: bool, theme: Theme) -> Piece:
    """A tick, or a dot for what could be better: both are fine."""
    box = Box(middle[0] - 11, middle[1] - 11, 22, 22)

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawCircle(*middle, 11, w.ink(theme.accent if good else theme.warm))
        if good:
            tick = lettering.line("✓", Style(14, "Bold"))
            tick.draw(canvas, middle[0] - tick.width / 2, middle[1] + 5, w.ink(theme.on_accent))

    return Piece(box.grown(1), ("mark", good, theme.name), paint)
