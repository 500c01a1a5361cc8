"""The page of an exercise: what comes in it, what stands behind it, with whose face, and the way in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import skia

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.screens import Action, Begin, DropExpression, Go, Own, Settings, Show
from mirrorcam.app.screens.page import Page, Placed
from mirrorcam.app.screens.programmes import Told, told_pieces
from mirrorcam.app.screens.question import Way, question
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.app.screens.wearing import Presence
from mirrorcam.avatars import Avatar
from mirrorcam.expression import Expression
from mirrorcam.phrases import phrase, translated

TAG = Style(15, "SemiBold", 1.2, 0.0)
BESIDE = 780.0


@dataclass(frozen=True, slots=True)
class ExercisePage:
    name: str
    title: str
    words: str
    facts: tuple[str, ...]
    """Minutes, and the kinds of step that it has."""
    beforehand: str
    """Which strong faces come; "" where there are none."""
    planned: str
    """What the plan says of it; "" where it is not in one."""
    done: str
    wears: Expression
    """What the avatar shows of it beforehand: nothing strong."""
    own_face: bool
    """Whether the person's choice of a face holds in it."""
    told: Told
    kept: bool = False
    """Whether a session of it can be kept, and so a film of that."""
    own: bool = False
    """It is made of an expression of the person's own, which can be deleted here."""
    needed: str = ""
    """What asks for that expression, and goes no more without it; "" where nothing does."""


class ExerciseScreen(Page):
    widest = 1080.0

    def __init__(self, settings: Settings, avatar: Avatar, page: ExercisePage) -> None:
        super().__init__(settings)
        self.avatar = avatar
        self.page = page
        self.doomed = False
        """It has been asked whether to delete the expression that it is made of."""
        self._presence = Presence(always=True)
        self.worn = self._presence.see(page.wears, 0.0, False)

    def dress(self, avatar: Avatar) -> None:
        self.avatar = avatar

    def tick(self, now_s: float) -> None:
        self.worn = self._presence.see(self.page.wears, now_s, self.settings.lively)

    @property
    def camera(self) -> Show:
        return Show(Go.CAMERA, self.page.name)

    @property
    def film_first(self) -> Begin:
        """Asks for a film of this one session before it begins."""
        return Begin(self.page.name, film=None)

    def keys(self) -> Mapping[str, Action]:
        if self.doomed:
            return {"escape": Own("spare"), "enter": Own("spare"), "delete": Own("delete")}
        face = {"f": Go.PEOPLE} if self.page.own_face else {}
        film = {"v": self.film_first} if self.page.kept else {}
        lose = dict.fromkeys(("delete", "backspace") if self.page.own else (), Own("ask"))
        return {**super().keys(), **face, **film, **lose, "enter": Begin(self.page.name), "c": self.camera}

    def hints(self) -> list[c.Hint]:
        face = [c.Hint("F", phrase("exercise.face"), "face key", Go.PEOPLE)] if self.page.own_face else []
        film = [c.Hint("V", phrase("film.ask"), "film key", self.film_first)] if self.page.kept else []
        lose = [c.Hint("Del", phrase("hint.delete"), "delete key", Own("ask"))] if self.page.own else []
        return [c.Hint("Enter", phrase("exercise.begin_key")), *face, *film, *lose]

    def take(self, own: Own) -> Action | None:
        if own.what in ("ask", "spare", "delete"):
            self.doomed = own.what == "ask"
            self.focus = "keep it" if self.doomed else ""
            return DropExpression(self.page.name) if own.what == "delete" else None
        return super().take(own)

    def over(self, size: Size) -> list[Piece]:
        if not self.doomed:
            return []
        words = phrase("own_face.gone", title=self.page.title)
        asked = phrase("own_face.delete"), f"{words} {self.page.needed}".rstrip()
        keep = Way(phrase("review.keep_it"), "Esc", self.tap("keep it", Own("spare")))
        lose = Way(phrase("review.delete_it"), "Del", self.tap("delete it", Own("delete")))
        return question(size, asked, keep, lose, self.theme)

    def body(self, box: Box) -> Placed:
        beside = box.w >= BESIDE
        face_wide = min(380.0, box.w * 0.36) if beside else 0.0
        column = box._replace(w=box.w - face_wide - (44 if beside else 0))
        pieces, y = self._text(column)
        if beside:
            face = Box(box.right - face_wide, 44.0 if box.h > 500 else 24.0, face_wide, face_wide * 0.98)
        else:
            face = Box(box.x, y + 20, box.w, 220)
        pieces += self._face(face)
        y = max(y, face.bottom)
        told, y = told_pieces(self, box._replace(y=y + 28), self.page.told, 2 if beside else 1)
        return [*pieces, *told], y + 24

    def _text(self, box: Box) -> Placed:
        page = self.page
        pieces, y = self.head(box, page.title, page.words)
        facts, y = tags(box._replace(y=y - 6), page.facts, self.theme)
        pieces += facts
        for words, fill in (
            (page.beforehand, self.theme.you),
            (page.planned, self.theme.invite),
            (page.done, None),
        ):
            said, y = self._note(box._replace(y=y), words, fill)
            pieces += said
        buttons, y = self._buttons(box._replace(y=y + 22))
        return [*pieces, *buttons], y

    def _note(self, box: Box, words: str, fill: int | None) -> Placed:
        if not words:
            return [], box.y
        inset = 20.0 if fill is not None else 0.0
        high = w.text_height(words, w.BODY, box.w - 2 * inset)
        card = box._replace(y=box.y + 14, h=high + (28 if inset else 0))
        inner = Box(card.x + inset, card.y + (14 if inset else 0), card.w - 2 * inset, high)
        ground = [] if fill is None else [w.card_face(card, fill, self.theme, 16)]
        colour = self.theme.soft if fill is None else self.theme.ink
        return [*ground, w.text(inner, words, w.BODY, colour)], card.bottom

    def _buttons(self, box: Box) -> Placed:
        begin, check = phrase("exercise.begin"), phrase("exercise.camera")
        first = Box(box.x, box.y, c.button_width(begin, "Enter"), 58)
        wide = c.button_width(check, "C")
        beside = first.w + 16 + wide <= box.w
        second = Box(first.right + 16, box.y, wide, 58) if beside else Box(box.x, first.bottom + 12, wide, 58)
        return [
            c.button(first, begin, self.theme, self.tap("begin", Begin(self.page.name)), key="Enter"),
            c.button(second, check, self.theme, self.tap("camera", self.camera), key="C", filled=False),
        ], second.bottom

    def _face(self, box: Box) -> list[Piece]:
        """Who shows it; a click chooses somebody else."""
        side = min(box.h * 0.9, box.w * 1.02)
        square = Box(box.middle[0] - side / 2, box.bottom - side * 0.98, side, side)
        pieces = [
            w.card(box, self.theme.target, self.theme),
            avatar_piece(
                w.inside(box, self.theme), self.avatar, self.worn, self.settings.as_mirror, square=square
            ),
        ]
        if not self.page.own_face:
            return pieces
        words = phrase("exercise.with", name=translated(self.avatar.title))
        chip = Box(box.x + 14, box.y + 14, c.chip_width(words, "F"), 44)
        return [*pieces, c.chip(chip, words, False, self.theme, self.tap("face", Go.PEOPLE), key="F")]


def tags(box: Box, words: Sequence[str], theme: Theme) -> Placed:
    """Words on small quiet grounds, side by side, in as many rows as it takes."""
    x, y, pieces = box.x, box.y, []
    for said in words:
        wide = lettering.width(said, TAG) + 26
        if x + wide > box.right and x > box.x:
            x, y = box.x, y + 40
        pieces.append(tag(Box(x, y, wide, 32), said, theme))
        x += wide + 8
    return pieces, y + (34 if words else 0)


def tag(box: Box, words: str, theme: Theme) -> Piece:
    line = lettering.line(words, TAG)

    def paint(canvas: skia.Canvas) -> None:
        shape = skia.RRect.MakeRectXY(box.rect(), 16, 16)
        canvas.drawRRect(shape, w.ink(theme.target))
        if not theme.shadow:
            inner = skia.RRect.MakeRectXY(box.grown(-theme.line_px / 2).rect(), 16, 16)
            canvas.drawRRect(inner, w.stroke(theme.line, theme.line_px))
        baseline = box.middle[1] + lettering.cap_height(TAG) / 2
        line.draw(canvas, box.middle[0] - line.width / 2, baseline, w.ink(theme.ink))

    return Piece(box.grown(1), ("tag", words, theme.name), paint)
