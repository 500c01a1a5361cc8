"""A session that was kept: target and mirror image side by side, a line of time to move along, notes to write."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mirrorcam.app import controls as c
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Point, Size
from mirrorcam.app.reviewing import Review
from mirrorcam.app.room import across, down
from mirrorcam.app.screens import Action, FaceScreen, Go, Jot, Key, Own, Settings, Unfilm, Unjot, changed
from mirrorcam.app.screens.question import Way, question
from mirrorcam.app.screens.review import faces, line, panel
from mirrorcam.app.screens.review.keys import FILM, MOVING, SHOWING, every_hint
from mirrorcam.app.screens.review.layout import Layout, Saying, header, hints_row, laid_out, under_line
from mirrorcam.app.screens.review.over import Jotting, jotting_pieces, keys_pieces
from mirrorcam.app.screens.review.player import Player
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
from mirrorcam.timeline import Span

ZOOMS = (1, 2, 4, 8, 16, 32, 64)
NOTE_SHOWN_S = 6.0
"""A note stands below the line for so long after its tick has been passed."""
GRACE_S = 0.6
"""While it plays, a step back leads to the step before as long as this one has only begun."""


class ReviewScreen(FaceScreen):
    repeats = True

    def __init__(self, settings: Settings, avatar: Avatar, review: Review, mask: Mask | None = None) -> None:
        """``mask`` draws landmarks, if they may be shown."""
        super().__init__(settings, avatar)
        self.review = review
        self.mask = mask
        self.player = Player(0.0, review.timeline.length_s, 0.0)
        self.curve = _first_curve(review)
        self.chosen: Noted | None = None
        self.jotting: Jotting | None = None
        self.asking = ""
        """What the question is about: "note", "film"; "": none is asked."""
        self.ghost = self.landmarks = self.all_keys = False
        self.film_shown = review.filmed
        self._zoom, self._from_s = 1, 0.0
        self._line = Box(0, 0, 1, 1)

    # ------------------------------------------------------------ moving along

    @property
    def time_s(self) -> float:
        return self.player.time_s

    def tick(self, now_s: float) -> None:
        self.player.tick(now_s)

    @property
    def index(self) -> int:
        """Of the instant that is shown."""
        return self.review.timeline.index(self.time_s)

    @property
    def now(self) -> Instant:
        return self.review.timeline.at(self.index)

    @property
    def writing(self) -> bool:
        return self.jotting is not None

    def write(self, text: str) -> None:
        if self.jotting is not None:
            self.jotting.writing.write(text)

    def keys(self) -> Mapping[str, Action]:
        if self.asking:
            return {"escape": Own("spare"), "enter": Own("spare"), "delete": Own("lose")}
        if self.jotting is not None:
            return {"escape": Own("forget"), "enter": Own("keep")}
        if self.all_keys:
            return {"escape": Own("keys"), "k": Own("keys"), "enter": Own("keys")}
        film = FILM if self.review.filmed else {}
        return {**MOVING, **SHOWING, **film, "m": self._turned()}

    def key(self, key: Key) -> Action | None:
        if self.jotting is not None and self.jotting.writing.key(key.name):
            return None
        if self.jotting is not None and key.name not in ("enter", "escape"):
            return None
        return super().key(key)

    def take(self, own: Own) -> Action | None:
        does = getattr(self, f"_do_{own.what.replace(' ', '_')}")
        result: Action | None = does(own.of) if own.of else does()
        return result

    def _do_play(self) -> None:
        self.player.toggle()

    def _do_frame(self, by: str) -> None:
        self.player.playing = False
        times = self.review.timeline.times_s
        self.player.seek(float(times[max(0, min(len(times) - 1, self.index + int(by)))]))

    def _do_step(self, by: str) -> None:
        """To the step's beginning, then to the one before; or to the next."""
        self._to_begin(int(by), [span.begin_s for span in self.review.timeline.spans])

    def _do_try(self, by: str) -> None:
        """As by step, by single attempts; by step where there are none."""
        tries = [one.go_s for one in self.review.attempts]
        self._to_begin(int(by), tries or [span.begin_s for span in self.review.timeline.spans])

    def _to_begin(self, by: int, begins: list[float]) -> None:
        begins = [0.0, *begins]
        if by > 0:
            later = [begin for begin in begins if begin > self.time_s + 1e-6]
            self._seek(min(later, default=self.review.timeline.length_s))
        else:
            grace_s = GRACE_S if self.player.playing else 1e-6
            self._seek(max((begin for begin in begins if begin < self.time_s - grace_s), default=0.0))

    def _do_end(self, which: str) -> None:
        self._seek(self.review.timeline.length_s * int(which))

    def _do_speed(self, by: str) -> None:
        self.player.faster(int(by))

    def _do_exact_speed(self, speed: str) -> None:
        self.player.speed = float(speed)

    def _do_best(self) -> None:
        self._to_moment(self.review.timeline.best)

    def _do_hardest(self) -> None:
        self._to_moment(self.review.timeline.hardest)

    def _to_moment(self, index: int | None) -> None:
        if index is not None:
            self.player.playing = False
            self._seek(float(self.review.timeline.times_s[index]))

    def _do_loop(self) -> None:
        self.player.mark_loop()

    def _do_loop_step(self) -> None:
        """The attempt that one is in, or the step."""
        attempt = self.review.attempt_at(self.time_s)
        if attempt is not None and attempt.go_s <= self.time_s <= attempt.end_s:
            self.player.repeat(attempt.go_s, attempt.end_s)
            return
        span = self._span()
        if span is not None:
            self.player.repeat(span.begin_s, span.end_s)

    def _span(self) -> Span | None:
        spans = self.review.timeline.spans
        return next((one for one in spans if one.begin_s <= self.time_s <= one.end_s), None)

    def _seek(self, time_s: float) -> None:
        """Elsewhere: a loop that does not go there ends."""
        self.player.seek(time_s)
        loop = self.player.loop
        if loop is not None and not loop[0] <= time_s <= loop[1]:
            self.player.loop = None

    def _do_zoom(self, by: str) -> None:
        at = ZOOMS.index(self._zoom) + int(by)
        self._zoom = ZOOMS[max(0, min(len(ZOOMS) - 1, at))]
        self._from_s = self.time_s - self._wide_s / 2

    @property
    def _wide_s(self) -> float:
        return max(self.review.timeline.length_s / self._zoom, 0.1)

    @property
    def view(self) -> line.View:
        """The stretch that the line shows: it turns over when the time leaves it."""
        wide_s, length_s = self._wide_s, self.review.timeline.length_s
        if not self._from_s <= self.time_s <= self._from_s + wide_s:
            self._from_s = self.time_s - wide_s * 0.1
        self._from_s = max(0.0, min(self._from_s, length_s - wide_s))
        return line.View(self._from_s, self._from_s + wide_s)

    def click(self, at: Point) -> Action | None:
        if self._line.grown(10).holds(at) and not (self.jotting or self.asking or self.all_keys):
            self.drag(at)
            return None
        return super().click(at)

    def drag(self, at: Point) -> None:
        if self._line.grown(10).holds(at) and not (self.asking or self.all_keys):
            self._seek(self.view.time_s((at[0] - self._line.x) / self._line.w))

    # ------------------------------------------------------------ what is shown

    def _do_curve(self, code: str) -> None:
        """The score again when the same is asked for twice."""
        self.curve = _first_curve(self.review) if self.curve == code else code

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
        self.player.playing = False
        begin_s, end_s = self.player.loop or (self.time_s, self.time_s)
        self.jotting = Jotting(Noted(begin_s, end_s, ""), Writing(longest=LONGEST_NOTE))

    def _do_edit(self) -> None:
        note = self._note()
        if note is not None:
            text = as_written(note)
            self.player.playing = False
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
        self.player.playing = False
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
            self.player.playing = False
            self.asking, self.focus = about, "keep it"

    def _do_spare(self) -> None:
        self.asking = ""

    def _do_lose(self) -> Action | None:
        asked, self.asking = self.asking, ""
        if asked == "film":
            return Unfilm(self.review.session)
        return None if self.chosen is None else Unjot(self.review.session, self.chosen)

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
        if now.beside is not None:
            return self._two_faces((layout.left, layout.right), now)
        flip, theme, target, you = self.settings.as_mirror, self.theme, layout.left, layout.right
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

    def _two_faces(self, boxes: tuple[Box, Box], now: Instant) -> list[Piece]:
        """Who sat on the left, and who on the right."""
        assert now.beside is not None
        avatars = (self.avatar, companion(self.avatar, now.told.person))
        grounds, flip = (self.theme.target, self.theme.you), self.settings.as_mirror
        pieces = []
        for box, fill, avatar, side, where in zip(
            boxes, grounds, avatars, (now.you, now.beside), ("left", "right"), strict=True
        ):
            pieces += [
                w.card_face(box, fill, self.theme),
                avatar_piece(w.inside(box, self.theme), avatar, faces.worn(side), flip),
                w.label((box.x + 22, box.y + 27), phrase(f"together.{where}"), self.theme, box.w - 40),
            ]
        return pieces

    def _panel(self, box: Box, now: Instant) -> list[Piece]:
        """The action units above, the notes below; where there is little room, the notes give way first."""
        codes = panel.units_of(now.target)
        inner = Box(box.x + panel.INSET, box.y + 53, box.w - 2 * panel.INSET, box.h - 53 - 16)
        least = panel.NOTES_FROM if inner.h > 260 else 0.0
        units = inner._replace(h=max(0.0, min(inner.h - least, len(codes) * panel.ROW)))
        codes = codes[: int(units.h / panel.TIGHT)]
        used = len(codes) * (panel.ROW if units.h >= len(codes) * panel.ROW else panel.TIGHT) + 14
        notes = Box(inner.x, inner.y + used, inner.w, inner.h - used)
        rows = [(code, panel.sides(code, now.you.seen)) for code in codes]
        pieces = [
            w.card_face(box, self.theme.card, self.theme),
            panel.heading(box, phrase("replay.units"), phrase("review.sides"), self.theme),
            *panel.units_pieces(units, rows, self.curve, self.theme, self.tap),
        ]
        if notes.h >= panel.LEAST_NOTES:
            pieces += panel.notes_pieces(notes, self.review.notes, self._note(), self.theme, self.tap)
        return pieces

    def _timeline(self, layout: Layout) -> list[Piece]:
        review, view, theme, box = self.review, self.view, self.theme, layout.line
        timeline, player = review.timeline, self.player
        curves = line.curves_of(timeline, self.curve)
        of_two_sides = len(curves) > 1
        value = None if of_two_sides else known(curves[0].values[self.index])
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
        return (f"{what} · {number(self._zoom)}×" if self._zoom > 1 else what), soft

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
            return self._question(size)
        if self.jotting is not None:
            return jotting_pieces(size, self.jotting, self.theme, self.tap, self.touch)
        if not self.all_keys:
            return []
        hints = [*self._every_hint, c.Hint("Home End", phrase("hint.ends"))]
        return keys_pieces(size, hints, self.theme, self.touch)

    def _question(self, size: Size) -> list[Piece]:
        of_film = self.asking == "film"
        words = phrase("review.film_gone") if of_film else line.told(self.chosen or Noted(0, 0, ""))
        keep = Way(phrase("review.keep_it"), "Esc", self.tap("keep it", Own("spare")))
        lose = Way(phrase("review.delete_it"), "Del", self.tap("delete it", Own("lose")))
        asked = phrase("review.delete_film" if of_film else "review.delete_note")
        return question(size, (asked, words), keep, lose, self.theme)


def _first_curve(review: Review) -> str:
    """The score; where nothing was scored, how two faces went together, if that is known."""
    timeline = review.timeline
    if timeline.best is not None and known(timeline.scores[timeline.best]) is None:
        return "together"
    return "score"


def known(value: float) -> float | None:
    """None for NaN."""
    return None if math.isnan(value) else float(value)
