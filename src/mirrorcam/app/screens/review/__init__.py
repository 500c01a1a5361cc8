"""A session that was kept: target and mirror image side by side, a line of time to move along, notes to write.

Moving along it, its notes, and the taking of a face do by themselves what is theirs; here is what is shown, who is
asked, and what is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mirrorcam.app.kept.expressions import KeptExpression
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Point, Size
from mirrorcam.app.painting.spacing import across, down
from mirrorcam.app.reviewing import Review
from mirrorcam.app.screens import Action, FaceScreen, Key, Own, Settings, Unfilm, changed
from mirrorcam.app.screens.review import faces, line, panel
from mirrorcam.app.screens.review.below import below_pieces
from mirrorcam.app.screens.review.keys import FILM, MOVING, SHOWING, every_hint, last_hints
from mirrorcam.app.screens.review.layout import Layout, header, hints_row, laid_out
from mirrorcam.app.screens.review.moving import Moving
from mirrorcam.app.screens.review.notes import Jotting, Notes, jotting_pieces
from mirrorcam.app.screens.review.over import keys_pieces, question_pieces
from mirrorcam.app.screens.review.player import Player
from mirrorcam.app.screens.review.taking import Drawing, OwnFace, Taking, taking_pieces
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.app.screens.two import companion
from mirrorcam.app.screens.writing import Writing
from mirrorcam.avatars import Avatar
from mirrorcam.avatars.mask import Mask
from mirrorcam.instant import Instant
from mirrorcam.phrases import phrase
from mirrorcam.recording import Noted


class ReviewScreen(FaceScreen):
    repeats = True

    def __init__(self, settings: Settings, avatar: Avatar, review: Review, mask: Mask | None = None) -> None:
        """``mask`` draws landmarks, if they may be shown."""
        super().__init__(settings, avatar)
        self.review = review
        self.mask = mask
        self.moving = Moving(review.timeline)
        self.curve = line.first_curve(review.timeline)
        self.notes = Notes(review.session, review.notes, self.moving)
        self.own_face = OwnFace(review.session, self.moving)
        self.asking = ""
        """What the question is about: "note", "film"; "": none is asked."""
        self.ghost = self.landmarks = self.all_keys = False
        self.film_shown = review.filmed
        self._line = Box(0, 0, 1, 1)

    # ------------------------------------------------------------ where it is, what has the keys

    @property
    def player(self) -> Player:
        return self.moving.player

    @property
    def line_field(self) -> str:  # type: ignore[override]
        """Of the note, or of the expression's title."""
        return "field" if self.writing else ""

    @property
    def time_s(self) -> float:
        return self.moving.time_s

    def tick(self, now_s: float) -> None:
        self.player.tick(now_s)

    @property
    def index(self) -> int:
        """Of the instant that is shown."""
        return self.moving.index

    @property
    def now(self) -> Instant:
        return self.review.timeline.at(self.index)

    @property
    def chosen(self) -> Noted | None:
        return self.notes.chosen

    @property
    def jotting(self) -> Jotting | None:
        return self.notes.jotting

    @property
    def taking(self) -> Taking | None:
        return self.own_face.taking

    @property
    def writing(self) -> bool:
        return self._line_written is not None

    @property
    def _line_written(self) -> Writing | None:
        """The line that what is typed goes into."""
        if self.jotting is not None:
            return self.jotting.writing
        return self.taking.writing if self.taking is not None and self.taking.asks else None

    def write(self, text: str) -> None:
        if self._line_written is not None:
            self._line_written.write(text)

    def keys(self) -> Mapping[str, Action]:
        if self.asking:
            return {"escape": Own("spare"), "enter": Own("spare"), "delete": Own("lose")}
        if self.jotting is not None:
            return {"escape": Own("forget"), "enter": Own("keep")}
        if self.taking is not None:
            return self.taking.keys()
        if self.all_keys:
            return {"escape": Own("keys"), "k": Own("keys"), "enter": Own("keys")}
        film = FILM if self.review.filmed else {}
        return {**MOVING, **SHOWING, **film, "m": self._turned()}

    def key(self, key: Key) -> Action | None:
        if self._line_written is not None and self._line_written.key(key.name):
            return None
        if self.jotting is not None and key.name not in ("enter", "escape"):
            return None
        if key.name == "enter" and self.focus == "field":
            self.focus = ""  # where one writes, Enter keeps what was written
        return super().key(key)

    def take(self, own: Own) -> Action | None:
        if self.moving.take(own):
            return None
        if own.what in ("take", "best face"):
            self.focus = ""  # what had it is below the card now
        for part in (self.notes, self.own_face):
            if own.what in part.TAKES:
                return part.take(own)
        does = getattr(self, f"_do_{own.what.replace(' ', '_')}")
        result: Action | None = does(own.of) if own.of else does()
        return result

    def _do_write(self) -> None:
        """A click into the line, which has the keys already."""

    def _seek(self, time_s: float) -> None:
        self.moving.seek(time_s)

    @property
    def view(self) -> line.View:
        """The stretch that the line shows."""
        return self.moving.view

    @property
    def _covered(self) -> bool:
        """Something lies over the line of time, which cannot be clicked then."""
        return bool(self.jotting or self.taking or self.asking or self.all_keys)

    def click(self, at: Point) -> Action | None:
        if self._line.grown(10).holds(at) and not self._covered:
            self.drag(at)
            return None
        return super().click(at)

    def drag(self, at: Point) -> None:
        if self._line.grown(10).holds(at) and not self._covered:
            self._seek(self.view.time_s((at[0] - self._line.x) / self._line.w))

    # ------------------------------------------------------------ what is shown

    def _do_curve(self, code: str) -> None:
        """The score again when the same is asked for twice."""
        self.curve = line.first_curve(self.review.timeline) if self.curve == code else code

    def _do_next_curve(self, by: str) -> None:
        curves = line.every_curve(self.review.timeline, panel.units_of(self.now.target))
        at = curves.index(self.curve) if self.curve in curves else 0
        self.curve = curves[(at + int(by)) % len(curves)]

    def _do_ghost(self) -> None:
        self.ghost = not self.ghost

    def _do_landmarks(self) -> None:
        self.landmarks = not self.landmarks and self.mask is not None
        self.film_shown = False

    def _do_film(self) -> None:
        self.film_shown = not self.film_shown
        self.landmarks = False

    def _do_keys(self) -> None:
        self.all_keys = not self.all_keys

    # ------------------------------------------------------------ who is asked

    def _do_ask(self, about: str) -> None:
        if about != "note" or self.notes.choose():
            self.moving.pause()
            self.asking, self.focus = about, "keep it"

    def _do_spare(self) -> None:
        self.asking = ""

    def _do_lose(self) -> Action | None:
        asked, self.asking = self.asking, ""
        return Unfilm(self.review.session) if asked == "film" else self.notes.lose()

    def noted(self, notes: Sequence[Noted]) -> None:
        """A note was kept, or deleted: these are all."""
        self.notes.kept(notes)

    def without_film(self) -> None:
        """It was deleted."""
        kept = replace(self.review, filmed=False, words=self.review.words_unfilmed)
        self.review, self.film_shown = kept, False

    def face_kept(self, kept: KeptExpression) -> None:
        self.own_face.kept(kept)
        self.focus = ""

    def face_not_kept(self, why: str) -> None:
        self.own_face.not_kept(why)

    # ------------------------------------------------------------ the picture

    def pieces(self, size: Size) -> list[Piece]:
        layout, now = laid_out(size), self.now
        self._line = layout.line
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *header(size, self.review.title, self._words, self.theme),
            *layout.shadows(self.theme),
            *self._faces(layout, now, size),
            *(self._panel(layout.panel, now) if layout.panel else []),
            *below_pieces(layout, self.moving, self.notes, self.theme, self.tap, curve=self.curve),
            *self._why_no_curve(layout.line),
            *self._hints(size),
            *self._over(size),
        ]

    @property
    def _words(self) -> str:
        return phrase("gone.words") if self.review.gone else self.review.words

    def _why_no_curve(self, box: Box) -> list[Piece]:
        """Where the file is gone, what is not at hand cannot be drawn."""
        if not self.review.gone or self.curve in ("score", "together"):
            return []
        words = phrase("gone.no_curve")
        wide, high = (
            min(box.w, lettering.width(words, w.BODY) + 48),
            w.text_height(words, w.BODY, box.w - 48, 2),
        )
        plate = Box(box.middle[0] - wide / 2, box.middle[1] - high / 2 - 8, wide, high + 16)
        return [
            w.card_face(plate, self.theme.card, self.theme, 14),
            w.text(plate.grown(-2), words, w.BODY, self.theme.ink, align=0.5, valign=0.5, most=2),
        ]

    def _faces(self, layout: Layout, now: Instant, size: Size) -> list[Piece]:
        flip, theme, target, you = self.settings.as_mirror, self.theme, layout.left, layout.right
        if now.beside is not None:
            avatars = self.avatar, companion(self.avatar, now.told.person)
            return faces.two_pieces((target, you), avatars, (now.you, now.beside), flip, theme)
        asked, wear = faces.wears(self.review, self.time_s)
        inset, high = across(size, 14, 22), down(size, 19, 27)
        shown = companion(self.avatar, now.told.person) if now.told.person else self.avatar
        mask = self.mask if self.landmarks else None
        shown_as = faces.MirrorImage(self.review, self.avatar, mask, self.film_shown, self.ghost, flip)
        return [
            w.card_face(target, theme.target, theme),
            avatar_piece(w.inside(target, theme), shown, asked, flip),
            w.label((target.x + inset, target.y + high), phrase("replay.target"), theme, target.w - 20),
            w.card_face(you, theme.you, theme),
            *shown_as.pieces(w.inside(you, theme), self.time_s, wear, theme),
            w.label((you.x + inset, you.y + high), shown_as.words, theme, you.w - 110),
            *faces.score_pieces(you, now, theme),
        ]

    def _panel(self, box: Box, now: Instant) -> list[Piece]:
        every, at, shown = self.notes.all, self.notes.at, self.notes.shown
        return panel.pieces(box, now, every, self.theme, self.tap, curve=self.curve, at=at, chosen=shown)

    @property
    def _every_hint(self) -> list[c.Hint]:
        return every_hint(self.player.playing, self.review.filmed, self._turned())

    def _turned(self) -> Settings:
        return changed(self.settings, as_mirror=not self.settings.as_mirror)

    def _hints(self, size: Size) -> list[Piece]:
        return hints_row(size, self._every_hint, last_hints(), self.theme, self.touch)

    # ------------------------------------------------------------ what lies over it

    def _over(self, size: Size) -> list[Piece]:
        if self.asking:
            note = None if self.asking == "film" else self.chosen or Noted(0, 0, "")
            return question_pieces(size, note, self.theme, self.tap)
        if self.jotting is not None:
            return jotting_pieces(size, self.jotting, self.theme, self.tap, self.touch)
        if self.taking is not None:
            drawn = (
                companion(self.avatar, self.now.told.person) if self.taking.whose == "right" else self.avatar
            )
            drawing = Drawing(drawn, self.settings.as_mirror, self.theme)
            return taking_pieces(size, self.taking, drawing, self.tap)
        if not self.all_keys:
            return []
        hints = [*self._every_hint, c.Hint("Home End", phrase("hint.ends"))]
        return keys_pieces(size, hints, self.theme, self.touch)
