"""Two attempts side by side, aligned where each began to show: of one session, or of two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Point, Size
from mirrorcam.app.painting.spacing import across, down
from mirrorcam.app.reviewing import Comparing, Review
from mirrorcam.app.screens import Action, Compare, FaceScreen, Go, Own, Settings, changed
from mirrorcam.app.screens.home import Entry
from mirrorcam.app.screens.review import faces, line, panel
from mirrorcam.app.screens.review.layout import Layout, Saying, header, hints_row, laid_out, under_line
from mirrorcam.app.screens.review.player import Player
from mirrorcam.app.screens.shelf import Shelf
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.avatars import Avatar
from mirrorcam.expression import Expression
from mirrorcam.instant import Instant
from mirrorcam.phrases import phrase
from mirrorcam.timeline import Attempt, Span

BEFORE_S, AFTER_S = 1.0, 0.5
"""Shown before the earlier go signal, and after the later end."""
FRAME_S = 1 / 30


class CompareWith(Shelf):
    """What to compare with: other attempts of this session at the same, and other sessions."""

    section = "compare"

    def opens(self, entry: Entry) -> Action:
        return Compare(entry.name)


@dataclass(frozen=True)
class Half:
    """One of the two: an attempt on a clock that is 0 where the expression began to show."""

    review: Review
    attempt: Attempt

    @property
    def onset_s(self) -> float:
        return self.review.onset_s(self.attempt)

    @property
    def span(self) -> tuple[float, float]:
        """From before the go signal to after its end."""
        return self.attempt.go_s - self.onset_s - BEFORE_S, self.attempt.end_s - self.onset_s + AFTER_S

    def session_s(self, time_s: float) -> float:
        return min(max(0.0, time_s + self.onset_s), self.review.timeline.length_s)

    def at(self, time_s: float) -> Instant:
        timeline = self.review.timeline
        return timeline.at(timeline.index(self.session_s(time_s)))

    def curves(self, shown: str, second: bool) -> line.Curve:
        """One curve, of the mean of both sides for an action unit; only what belongs to the attempt."""
        timeline = self.review.timeline
        if shown == "score":
            values = timeline.scores / 100
        else:
            values = (timeline.unit(shown).mean(axis=1) - line.LOWEST) / (1 - 2 * line.LOWEST)
        begin, end = (np.searchsorted(timeline.times_s, at + self.onset_s) for at in self.span)
        times = timeline.times_s[begin:end] - self.onset_s
        return line.Curve(f"{shown} {second} {self.attempt.go_s}", times, values[begin:end], second)


class CompareScreen(FaceScreen):
    repeats = True

    def __init__(self, settings: Settings, avatar: Avatar, comparing: Comparing) -> None:
        super().__init__(settings, avatar)
        self.comparing = comparing
        self.curve = "score"
        self._line = Box(0, 0, 1, 1)
        self._show(comparing.first)

    def _show(self, pair: int) -> None:
        self.pair = max(0, min(len(self.comparing.pairs) - 1, pair))
        one, other = self.comparing.pairs[self.pair]
        self.halves = Half(self.comparing.one, one), Half(self.comparing.other, other)
        spans = [half.span for half in self.halves]
        begin_s, end_s = min(span[0] for span in spans), max(span[1] for span in spans)
        self.player = Player(begin_s, end_s, begin_s)
        self._curves: dict[str, list[line.Curve]] = {}

    # ------------------------------------------------------------ moving along

    @property
    def time_s(self) -> float:
        """0 where both began to show."""
        return self.player.time_s

    def tick(self, now_s: float) -> None:
        self.player.tick(now_s)

    @property
    def _words(self) -> str:
        return phrase("gone.words" if any(half.review.gone for half in self.halves) else "compare.aligned")

    def keys(self) -> Mapping[str, Action]:
        return {
            "space": Own("play"),
            "left": Own("frame", "-1"),
            "right": Own("frame", "1"),
            "page up": Own("pair", "-1"),
            "page down": Own("pair", "1"),
            "shift+left": Own("pair", "-1"),
            "shift+right": Own("pair", "1"),
            "home": Own("end", "0"),
            "end": Own("end", "1"),
            "o": Own("onset"),
            "up": Own("speed", "1"),
            "down": Own("speed", "-1"),
            "l": Own("loop"),
            "u": Own("next curve"),
            "m": changed(self.settings, as_mirror=not self.settings.as_mirror),
            "escape": Go.BACK,
        }

    def take(self, own: Own) -> Action | None:
        player = self.player
        match own.what:
            case "play":
                player.toggle()
            case "frame":
                player.playing = False
                player.seek(player.time_s + int(own.of) * FRAME_S)
            case "pair":
                self._show(self.pair + int(own.of))
            case "end":
                player.seek(player.end_s if own.of == "1" else player.begin_s)
            case "onset":
                player.seek(0.0)
            case "speed":
                player.faster(int(own.of))
            case "exact speed":
                player.speed = float(own.of)
            case "loop":
                player.mark_loop()
            case "curve":
                self.curve = "score" if self.curve == own.of else own.of
            case "next curve":
                curves = ["score", *panel.units_of(self._target())]
                self.curve = curves[
                    (curves.index(self.curve) + 1) % len(curves) if self.curve in curves else 0
                ]
        return None

    def _target(self) -> Expression | None:
        one = self.halves[0]
        return one.review.timeline.at(one.review.timeline.index(one.attempt.go_s + 1e-3)).target

    def click(self, at: Point) -> Action | None:
        if self._line.grown(10).holds(at):
            self.drag(at)
            return None
        return super().click(at)

    def drag(self, at: Point) -> None:
        if self._line.grown(10).holds(at):
            self.player.seek(self._view.time_s((at[0] - self._line.x) / self._line.w))

    @property
    def _view(self) -> line.View:
        return line.View(self.player.begin_s, self.player.end_s)

    # ------------------------------------------------------------ the picture

    def pieces(self, size: Size) -> list[Piece]:
        layout, theme = laid_out(size), self.theme
        self._line = layout.line
        titles = dict.fromkeys(half.attempt.title for half in self.halves)
        title = phrase("compare.heading", title=" · ".join(titles))
        return [
            w.ground(Box(0, 0, *size), theme.ground),
            *header(size, title, self._words, theme),
            *layout.shadows(theme),
            *self._half(layout.left, self.halves[0], theme.target, size),
            *self._half(layout.right, self.halves[1], theme.you, size),
            *(self._panel(layout.panel) if layout.panel else []),
            *self._timeline(layout),
            *self._hints(size),
        ]

    def _half(self, box: Box, half: Half, ground: int, size: Size) -> list[Piece]:
        theme, inset, high = self.theme, across(size, 14, 22), down(size, 19, 27)
        _, wear = faces.wears(half.review, half.session_s(self.time_s))
        return [
            w.card_face(box, ground, theme),
            avatar_piece(w.inside(box, theme), self.avatar, wear, self.settings.as_mirror),
            w.label((box.x + inset, box.y + high), self._name(half), theme, box.w - 110),
            w.bar(Box(box.x + inset, box.y + high + 15, 44, 5), 1.0, theme, self._colour(half)),
            *faces.score_pieces(box, half.at(self.time_s), theme),
        ]

    def _colour(self, half: Half) -> int:
        return self.theme.warm if half is self.halves[1] else self.theme.accent

    def _name(self, half: Half) -> str:
        """Which one it is: its session where there are two, and which try."""
        try_words = phrase("compare.try", number=half.attempt.number + 1)
        if self.comparing.one is self.comparing.other:
            return f"{try_words} · {line.clock(half.attempt.go_s)}"
        return f"{half.review.title} · {try_words}"

    def _panel(self, box: Box) -> list[Piece]:
        """The action units of both, the mean of both sides each."""
        theme, seen = self.theme, [half.at(self.time_s).you.seen for half in self.halves]
        inner = Box(box.x + panel.INSET, box.y + 53, box.w - 2 * panel.INSET, box.h - 69)
        codes = panel.units_of(self._target())[: int(inner.h / panel.TIGHT)]
        rows = [(code, " | ".join(panel.mean(code, one) for one in seen)) for code in codes]
        return [
            w.card_face(box, theme.card, theme),
            panel.heading(box, phrase("compare.units"), phrase("compare.sides"), theme),
            *panel.units_pieces(inner, rows, self.curve, theme, self.tap),
        ]

    def _both(self) -> list[line.Curve]:
        if self.curve not in self._curves:
            self._curves[self.curve] = [
                half.curves(self.curve, second)
                for half, second in zip(self.halves, (False, True), strict=True)
            ]
        return self._curves[self.curve]

    def _timeline(self, layout: Layout) -> list[Piece]:
        view, theme, player, box = self._view, self.theme, self.player, layout.line
        held = [span for span in map(_held, self.halves) if span]
        count = len(self.comparing.pairs)
        words = phrase("compare.pair", number=self.pair + 1, count=count) if count > 1 else ""
        time = f"{'−' if self.time_s < 0 else '+'}{panel.decimals(abs(self.time_s))}"
        saying = Saying(phrase("compare.time", time=time), words, theme.soft)
        return [
            w.card_face(layout.below, theme.card, theme),
            line.steps_piece(box, held, view, theme),
            *(line.loop_piece(box, loop, view, theme) for loop in player.loops),
            line.onset_piece(box, view.share(0.0), phrase("compare.onset"), theme),
            *(
                line.curve_piece(box, one, view, theme, theme.warm if one.second else theme.accent)
                for one in self._both()
            ),
            line.playhead_piece(box, view.share(self.time_s), None, theme),
            *under_line(layout.under_line, saying, player, theme, self.tap),
        ]

    def _hints(self, size: Size) -> list[Piece]:
        play = phrase("hint.pause" if self.player.playing else "hint.play")
        hints = [
            c.Hint("Space", play, "play", Own("play")),
            c.Hint("← →", phrase("hint.frame")),
            *([c.Hint("⇧ ← →", phrase("hint.pair"))] if len(self.comparing.pairs) > 1 else []),
            c.Hint("O", phrase("hint.onset"), "onset", Own("onset")),
            c.Hint("L", phrase("hint.loop"), "loop", Own("loop")),
            c.Hint("U", phrase("hint.curve"), "next curve", Own("next curve")),
            c.Hint("M", phrase("hint.mirror"), "turn", self.keys()["m"]),
            c.Hint("↑ ↓", phrase("hint.speed")),
        ]
        close = [c.Hint("Esc", phrase("hint.back"), "close", Go.BACK)]
        return hints_row(size, hints, close, self.theme, self.touch)


def _held(half: Half) -> Span | None:
    """When it was held, on the common clock; nothing is written below it."""
    attempt, onset_s = half.attempt, half.onset_s
    if attempt.hold_s is None:
        return None
    until_s = attempt.let_go_s if attempt.let_go_s is not None else attempt.end_s
    return Span("", attempt.hold_s - onset_s, until_s - onset_s)
