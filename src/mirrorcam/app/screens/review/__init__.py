"""A session that was kept: target and mirror image side by side, a line of time to move along, notes to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mirrorcam.app import controls as c
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Point, Size
from mirrorcam.app.kept_expressions import KeptExpression
from mirrorcam.app.reviewing import Review
from mirrorcam.app.room import across, down
from mirrorcam.app.screens import (
    Action,
    FaceScreen,
    Go,
    Jot,
    KeepExpression,
    Key,
    Own,
    Settings,
    Show,
    Unfilm,
    Unjot,
    changed,
)
from mirrorcam.app.screens.review import faces, line, panel
from mirrorcam.app.screens.review.keys import FILM, MOVING, SHOWING, every_hint
from mirrorcam.app.screens.review.layout import Layout, Saying, header, hints_row, laid_out, under_line
from mirrorcam.app.screens.review.moving import Moving
from mirrorcam.app.screens.review.over import Jotting, jotting_pieces, keys_pieces, question_pieces
from mirrorcam.app.screens.review.player import Player
from mirrorcam.app.screens.review.taking import Drawing, Taking, taking_pieces
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.app.screens.two import companion
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.app.screens.writing import Writing
from mirrorcam.avatars import Avatar
from mirrorcam.avatars.mask import Mask
from mirrorcam.instant import Instant
from mirrorcam.noting import LONGEST_NOTE, as_written, tags_of
from mirrorcam.phrases import number, phrase
from mirrorcam.recording import Noted

NOTE_SHOWN_S = 6.0
"""A note stands below the line for so long after its tick has been passed."""


class ReviewScreen(FaceScreen):
    repeats = True

    def __init__(self, settings: Settings, avatar: Avatar, review: Review, mask: Mask | None = None) -> None:
        """``mask`` draws landmarks, if they may be shown."""
        super().__init__(settings, avatar)
        self.review = review
        self.mask = mask
        self.moving = Moving(review.timeline)
        self.curve = line.first_curve(review.timeline)
        self.chosen: Noted | None = None
        self.jotting: Jotting | None = None
        self.taking: Taking | None = None
        self.asking = ""
        """What the question is about: "note", "film"; "": none is asked."""
        self.ghost = self.landmarks = self.all_keys = False
        self.film_shown = review.filmed
        self._line = Box(0, 0, 1, 1)

    # ------------------------------------------------------------ moving along

    @property
    def player(self) -> Player:
        return self.moving.player

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
        does = getattr(self, f"_do_{own.what.replace(' ', '_')}")
        result: Action | None = does(own.of) if own.of else does()
        return result

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

    # ------------------------------------------------------------ notes

    def _do_note(self) -> None:
        """About this instant, or about the loop, if there is one."""
        self.moving.pause()
        begin_s, end_s = self.player.loop or (self.time_s, self.time_s)
        self.jotting = Jotting(Noted(begin_s, end_s, ""), Writing(longest=LONGEST_NOTE))

    def _do_write(self) -> None:
        """A click into the field, which has the keys already."""

    def _do_edit(self) -> None:
        note = self._note()
        if note is not None:
            text = as_written(note)
            self.moving.pause()
            self.jotting = Jotting(note, Writing(text, len(text), LONGEST_NOTE), note)

    def _do_keep(self) -> Action | None:
        """The screen forgets what was written only when it has been kept: ``noted``."""
        if self.jotting is None:
            return None
        text, tags = tags_of(self.jotting.writing.text)
        note = replace(self.jotting.about, text=text, tags=tags)
        return Jot(self.review.session, note, self.jotting.instead)

    def _do_forget(self) -> None:
        self.jotting = None

    def noted(self, notes: Sequence[Noted]) -> None:
        """A note was kept, or deleted: these are all."""
        before = set(self.review.notes)
        self.review, self.jotting = replace(self.review, notes=tuple(notes)), None
        fresh = [note for note in notes if note not in before]
        self.chosen = fresh[0] if fresh else (self.chosen if self.chosen in notes else None)

    def without_film(self) -> None:
        """It was deleted."""
        kept = replace(self.review, filmed=False, words=self.review.words_unfilmed)
        self.review, self.film_shown = kept, False

    def not_noted(self, why: str) -> None:
        """It could not be kept: what was written stays."""
        if self.jotting is None:
            self.jotting = Jotting(Noted(self.time_s, self.time_s, ""), Writing(longest=LONGEST_NOTE))
        self.jotting.trouble = why

    def _do_to_note(self, place: str) -> None:
        self.chosen = self.review.notes[int(place)]
        self.moving.pause()
        self._seek(self.chosen.begin_s)

    def _do_next_note(self, by: str) -> None:
        notes = self.review.notes
        later = [i for i, note in enumerate(notes) if note.begin_s > self.time_s + 1e-6]
        earlier = [i for i, note in enumerate(notes) if note.begin_s < self.time_s - 1e-6]
        found = later[:1] if int(by) > 0 else earlier[-1:]
        if found:
            self._do_to_note(str(found[0]))

    def _note(self) -> Noted | None:
        """The chosen one, or the one that has just been passed."""
        if self.chosen in self.review.notes:
            return self.chosen
        passed = [note for note in self.review.notes if note.begin_s <= self.time_s]
        return passed[-1] if passed and self.time_s - passed[-1].end_s < NOTE_SHOWN_S else None

    def _do_ask(self, about: str) -> None:
        if about == "note":
            self.chosen = self._note()
        if about != "note" or self.chosen is not None:
            self.moving.pause()
            self.asking, self.focus = about, "keep it"

    def _do_spare(self) -> None:
        self.asking = ""

    def _do_lose(self) -> Action | None:
        asked, self.asking = self.asking, ""
        if asked == "film":
            return Unfilm(self.review.session)
        return None if self.chosen is None else Unjot(self.review.session, self.chosen)

    # ------------------------------------------------------------ an expression of one's own

    def _do_take(self, whose: str = "") -> None:
        """Of the instant that is shown; ``whose``: of two people, "left" or "right"."""
        self.moving.pause()
        self.focus = ""
        self.taking = Taking.of(self.review.timeline, self.index, whose, self.taking)

    def _do_keep_face(self) -> Action | None:
        """The screen forgets what was written only when it has been kept: ``face_kept``."""
        taking = self.taking
        if taking is None or taking.face is None:
            return None
        return KeepExpression(self.review.session, taking.face, taking.writing.text.strip())

    def _do_leave_face(self) -> None:
        self.taking = None

    def _do_practise_face(self) -> Action | None:
        kept = self.taking.kept if self.taking is not None else None
        self.taking = None
        return None if kept is None else Show(Go.EXERCISE, kept.name)

    def face_kept(self, kept: KeptExpression) -> None:
        if self.taking is not None:
            self.taking.kept, self.taking.trouble, self.focus = kept, "", ""

    def face_not_kept(self, why: str) -> None:
        """What was written stays."""
        if self.taking is not None:
            self.taking.trouble = why

    # ------------------------------------------------------------ the picture

    def pieces(self, size: Size) -> list[Piece]:
        layout, now = laid_out(size), self.now
        self._line = layout.line
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *header(size, self.review.title, self.review.words, self.theme),
            *layout.shadows(self.theme),
            *self._faces(layout, now, size),
            *(self._panel(layout.panel, now) if layout.panel else []),
            *self._timeline(layout),
            *self._hints(size),
            *self._over(size),
        ]

    def _faces(self, layout: Layout, now: Instant, size: Size) -> list[Piece]:
        flip, theme, target, you = self.settings.as_mirror, self.theme, layout.left, layout.right
        if now.beside is not None:
            avatars = self.avatar, companion(self.avatar, now.told.person)
            return faces.two_pieces((target, you), avatars, (now.you, now.beside), flip, theme)
        asked, wear = faces.wears(self.review, self.time_s)
        inset, high = across(size, 14, 22), down(size, 19, 27)
        shown = companion(self.avatar, now.told.person) if now.told.person else self.avatar
        return [
            w.card_face(target, theme.target, theme),
            avatar_piece(w.inside(target, theme), shown, asked, flip),
            w.label((target.x + inset, target.y + high), phrase("replay.target"), theme, target.w - 20),
            w.card_face(you, theme.you, theme),
            *self._you(w.inside(you, theme), wear),
            w.label((you.x + inset, you.y + high), self._you_words(), theme, you.w - 110),
            *faces.score_pieces(you, now, theme),
        ]

    def _you(self, box: Box, wear: Wear) -> list[Piece]:
        flip = self.settings.as_mirror
        picture = self.review.picture(self.time_s) if self.film_shown and self.review.filmed else None
        if picture is not None:
            return [faces.picture_piece(box, picture, round(self.time_s, 2), flip)]
        if self.landmarks and self.mask is not None:
            return faces.landmarks_pieces(box, self.mask, self.review.face(self.time_s), flip, self.theme)
        return faces.mirrored_pieces(box, self.avatar, wear, flip, self.ghost)

    def _you_words(self) -> str:
        if self.film_shown and self.review.filmed:
            return phrase("review.filmed")
        if self.landmarks:
            return phrase("review.landmarks")
        words = phrase("replay.mirrored" if self.settings.as_mirror else "replay.as_others")
        return f"{words} · {phrase('review.ghost')}" if self.ghost else words

    def _panel(self, box: Box, now: Instant) -> list[Piece]:
        notes, chosen = self.review.notes, self._note()
        return panel.pieces(box, now, notes, self.theme, self.tap, curve=self.curve, chosen=chosen)

    def _timeline(self, layout: Layout) -> list[Piece]:
        review, view, theme, box = self.review, self.view, self.theme, layout.line
        timeline, player = review.timeline, self.player
        curves = line.curves_of(timeline, self.curve)
        of_two_sides = len(curves) > 1
        value = None if of_two_sides else line.known(curves[0].values[self.index])
        saying = Saying(self._time(), *self._said())
        return [
            w.card_face(layout.below, theme.card, theme),
            line.steps_piece(box, timeline.spans, view, theme),
            line.gaps_piece(box, timeline.gaps, view, theme),
            *(line.loop_piece(box, loop, view, theme) for loop in player.loops),
            *([line.rest_piece(box, theme)] if of_two_sides else []),
            *(
                line.curve_piece(box, one, view, theme, theme.warm if one.second else theme.accent)
                for one in curves
            ),
            line.notes_piece(box, review.notes, view, theme, self.chosen),
            line.playhead_piece(box, view.share(self.time_s), value, theme),
            *under_line(layout.under_line, saying, player, theme, self.tap),
        ]

    def _time(self) -> str:
        return f"{line.clock(self.time_s)} / {line.clock(self.review.timeline.length_s)}"

    def _said(self) -> tuple[str, int]:
        """The note that has just been passed; else the loop, or what the line shows, and how far it is drawn out."""
        player, soft = self.player, self.theme.soft
        if (note := self._note()) is not None:
            return line.told(note), self.theme.accent_ink
        if player.loop_from is not None:
            return phrase("review.loop_from", time=line.clock(player.loop_from)), soft
        if player.loop is not None:
            begin, end = (line.clock(at) for at in player.loop)
            return phrase("review.looping", begin=begin, end=end), soft
        known_by_name = self.curve in ("score", "together")
        unit = "" if known_by_name else panel.named(self.curve)
        what = phrase(f"review.curve.{self.curve if known_by_name else 'unit'}", unit=unit)
        return (f"{what} · {number(self.moving.zoom)}×" if self.moving.zoom > 1 else what), soft

    @property
    def _every_hint(self) -> list[c.Hint]:
        return every_hint(self.player.playing, self.review.filmed, self._turned())

    def _turned(self) -> Settings:
        return changed(self.settings, as_mirror=not self.settings.as_mirror)

    def _hints(self, size: Size) -> list[Piece]:
        close = [
            c.Hint("K", phrase("hint.keys"), "keys", Own("keys")),
            c.Hint("Esc", phrase("hint.close"), "close", Go.BACK),
        ]
        return hints_row(size, self._every_hint, close, self.theme, self.touch)

    # ------------------------------------------------------------ what lies over it

    def _over(self, size: Size) -> list[Piece]:
        if self.asking:
            note = None if self.asking == "film" else self.chosen or Noted(0, 0, "")
            return question_pieces(size, note, self.theme, self.tap)
        if self.jotting is not None:
            return jotting_pieces(size, self.jotting, self.theme, self.tap, self.touch)
        if self.taking is not None:
            drawn = companion(self.avatar, "") if self.taking.whose == "right" else self.avatar
            drawing = Drawing(drawn, self.settings.as_mirror, self.theme)
            return taking_pieces(size, self.taking, drawing, self.tap)
        if not self.all_keys:
            return []
        hints = [*self._every_hint, c.Hint("Home End", phrase("hint.ends"))]
        return keys_pieces(size, hints, self.theme, self.touch)
