"""What the second window shows to whoever guides: both faces small, the score, where the session stands, what was
marked, and the keys."""

from __future__ import annotations

from collections.abc import Mapping

from mirrorcam.app.guided import Guided, Jotting
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Point, Size
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.screens import Action, Aside, Own, Settings
from mirrorcam.app.screens.film_mark import KEY, mark_width
from mirrorcam.app.screens.guiding import (
    KEEPING,
    KEYS,
    OTHERWISE,
    WORDS,
    GuidingScreen,
    cap_width,
    hint,
    hint_width,
    rule,
    slim_field,
)
from mirrorcam.app.screens.review.line import clock
from mirrorcam.app.screens.stage import Stage, avatar_piece
from mirrorcam.app.screens.two import companion
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment

EDGE, GAP = 20.0, 14.0
WIDE = 620.0
"""From here on steps and notes stand beside the faces, below that under them."""
TIMES_SHARE = 0.65
"""Of the width: the title has the rest at least."""
ROW = 23.0
KEY_HIGH = 34.0
TEXT = Style(15, "Regular", 1.35, -0.003)
STRONG = Style(15, "SemiBold", 1.35, -0.003)
NUMBER = Style(34, "Bold", 1.0, -0.02)


class Overview(GuidingScreen):
    def __init__(self, settings: Settings, guided: Guided, avatar: Avatar) -> None:
        super().__init__(settings, guided)
        self.avatar = avatar
        self._worn: dict[int, Wear] = {}
        self._turn = 0

    def dress(self, avatar: Avatar) -> None:
        self.avatar = avatar

    def pieces(self, size: Size) -> list[Piece]:
        keys = self._keys_box(size)
        line = Box(EDGE, keys.y - 46, size[0] - 2 * EDGE, 34)
        room = Box(EDGE, 62, size[0] - 2 * EDGE, line.y - 62 - GAP)
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self._header(size),
            *self._middle(room),
            *self._line_row(line),
            *self._keys_pieces(keys),
        ]

    def _header(self, size: Size) -> list[Piece]:
        moment = self.guided.moment
        title = moment.title if moment else phrase("guided.nothing_runs")
        film = mark_width(self.film) + 16 if self.film else 0.0
        times = "" if moment is None else self._times(moment, size[0] * TIMES_SHARE - film)
        wide = lettering.width(times, TEXT) + 6
        left = Box(EDGE, 16, size[0] - 2 * EDGE - wide - film - GAP, 30)
        right = Box(size[0] - EDGE - film - wide, 16, wide, 30)
        return [
            w.text(left, title, w.HEADING, self.theme.ink, valign=0.5, most=1),
            w.text(right, times, TEXT, self.theme.soft, align=1, valign=0.5, most=1),
        ]

    def keys(self) -> Mapping[str, Action]:
        return {**super().keys(), **({KEY.lower(): Aside.FILM} if self.film else {})}

    def film_place(self, size: Size) -> Point:
        return size[0] - EDGE, 31

    def _times(self, moment: Moment, room: float) -> str:
        """In words where there is room for them."""
        step, session = clock(self.guided.in_step_s), clock(self.guided.time_s)
        count = phrase("guided.step", number=moment.step + 1, steps=moment.steps) if moment.step >= 0 else ""
        times = phrase("guided.times", step=step, session=session)
        words = " · ".join(part for part in (count, times) if part)
        return words if lettering.width(words, TEXT) <= room else f"{step} · {session}"

    def _middle(self, room: Box) -> list[Piece]:
        moment, stage = self.guided.moment, self.guided.stage
        if moment is None or stage is None:
            return self._notes(room)
        if room.w >= WIDE:
            left = room._replace(w=room.w * 0.56)
            right = Box(left.right + 2 * GAP, room.y, room.right - left.right - 2 * GAP, room.h)
            faces = max(60.0, min(left.w * 0.55, left.h - 138))
            steps = min(right.h * 0.55, 30 + ROW * max(1, len(self.guided.outline)))
            return [
                *self._faces(left._replace(h=faces), moment, stage),
                *self._state(Box(left.x, left.y + faces + GAP, left.w, left.h - faces - GAP), moment),
                *self._steps(right._replace(h=steps), moment),
                *self._notes(Box(right.x, right.y + steps + GAP, right.w, right.h - steps - GAP)),
            ]
        faces = max(60.0, min(room.w * 0.42, room.h - 218))
        state = Box(room.x, room.y + faces + GAP, room.w, 112)
        below = Box(room.x, state.bottom + GAP, room.w, room.bottom - state.bottom - GAP)
        return [
            *self._faces(room._replace(h=faces), moment, stage),
            *self._state(state, moment),
            *self._notes(below),
        ]

    # ------------------------------------------------------------ the session

    def _held(self, i: int, wear: Wear) -> Wear:
        """A face is the dearest thing to paint, so of two only one changes in each picture."""
        if self._turn % 2 == i or i not in self._worn:
            self._worn[i] = wear
        return self._worn[i]

    def _faces(self, box: Box, moment: Moment, stage: Stage) -> list[Piece]:
        """The person, and whoever they look at or sit beside: as on the person's screen."""
        self._turn += 1
        worn = [(stage.avatar, stage.you, self.theme.you)]
        if moment.two is not None:
            right = companion(stage.avatar, moment.scene.person)
            other = Wear(moment.two[1].expression, moment.two[1].head)
            worn = [(stage.avatar, stage.you, self.theme.target), (right, other, self.theme.you)]
        elif moment.scene.target is not None:
            worn.append((self.avatar, stage.target, self.theme.target))
        wide = (box.w - GAP) / 2
        pieces = []
        for i, (avatar, wear, fill) in enumerate(worn):
            place = Box(box.x + i * (wide + GAP), box.y, wide, box.h)
            pieces += [
                w.card_face(place, fill, self.theme, 14),
                avatar_piece(
                    w.inside(place, self.theme),
                    avatar,
                    self._held(i, wear),
                    self.settings.as_mirror,
                    corner=14,
                ),
            ]
        return pieces

    def _state(self, box: Box, moment: Moment) -> list[Piece]:
        score = moment.scene.score
        number = "" if score is None else str(round(score))
        left = 0 if score is None else 74
        beside = Box(box.x + left, box.y, box.w - left, 40)
        doing = self._doing(moment)
        below = Box(box.x, box.y + 46, box.w, w.text_height(doing, STRONG, box.w, 2))
        pieces = [
            w.text(Box(box.x, box.y, 74, 40), number, NUMBER, self.theme.ink, valign=0.5, most=1),
            w.text(beside, self._said_of_score(moment), WORDS, self.theme.soft, valign=0.5, most=2),
            w.text(below, doing, STRONG, self.theme.ink, most=2),
        ]
        if moment.scene.progress is not None:
            pieces.append(w.bar(Box(box.x, below.bottom + 8, box.w, 8), moment.scene.progress, self.theme))
        return pieces

    def _said_of_score(self, moment: Moment) -> str:
        if moment.scene.score is None:
            return phrase("guided.no_score")
        settings = self.guided.over(self.settings)
        return phrase("guided.score_shown" if settings.number_shown else "guided.score_hidden")

    def _doing(self, moment: Moment) -> str:
        if moment.paused:
            return phrase("practice.paused")
        if moment.waiting is not None:
            return phrase("guided.waits", words=moment.waiting.words, time=clock(self.guided.waiting_s))
        return moment.scene.words

    def _steps(self, box: Box, moment: Moment) -> list[Piece]:
        """Those around the one that runs."""
        outline = self.guided.outline
        fits = max(1, int((box.h - 26) / ROW))
        first = max(0, min(moment.step - fits // 2, len(outline) - fits))
        pieces = [w.label((box.x, box.y + 10), phrase("guided.steps"), self.theme, box.w)]
        for i, title in list(enumerate(outline))[first : first + fits]:
            row = Box(box.x, box.y + 26 + (i - first) * ROW, box.w, ROW)
            pieces += self._step(row, i, title, moment)
        return pieces

    def _step(self, row: Box, i: int, title: str, moment: Moment) -> list[Piece]:
        now = i == moment.step
        colour = self.theme.ink if now else self.theme.soft
        mark = Box(row.x, row.middle[1] - 4, 8, 8)
        return [
            w.bar(mark, 1.0 if now or i < moment.step else 0.0, self.theme, self.theme.warm if now else None),
            w.text(row._replace(x=row.x + 18, w=row.w - 18), title, STRONG if now else TEXT, colour, most=1),
        ]

    # ------------------------------------------------------------ marks and notes

    def _notes(self, box: Box) -> list[Piece]:
        """The newest that have room, the newest last."""
        fits = int((box.h - 26) / ROW)
        if fits < 1:
            return []
        head = phrase("guided.notes" if self.guided.keeps else "guided.notes_not_kept")
        pieces = [w.label((box.x, box.y + 10), head, self.theme, box.w)]
        for i, one in enumerate(self.guided.notes[-fits:]):
            pieces += self._note(Box(box.x, box.y + 26 + i * ROW, box.w, ROW), one)
        return pieces

    def _note(self, row: Box, one: Jotting) -> list[Piece]:
        return [
            w.text(row._replace(w=48), clock(one.time_s), TEXT, self.theme.soft, most=1),
            w.text(
                row._replace(x=row.x + 52, w=row.w - 52),
                one.text or phrase("guided.a_mark"),
                TEXT,
                self.theme.ink if one.text else self.theme.soft,
                most=1,
            ),
        ]

    def _line_row(self, box: Box) -> list[Piece]:
        if self.line is None:
            return [rule((box.x, box.bottom - 4), (box.right, box.bottom - 4), self.theme)]
        label = phrase("guided.note_at", time=clock(self.line.began_s))
        wide, keep = lettering.width(label, WORDS), hint_width(KEEPING, phrase("guided.keep"))
        field = Box(box.x + wide + 10, box.y, box.w - wide - keep - 26, box.h)
        tap = self.tap("keep", Own("keep"))
        return [
            w.text(box._replace(w=wide + 2), label, WORDS, self.theme.soft, valign=0.5, most=1),
            slim_field(field, self.line.writing, self.theme, caret=self.caret, style=TEXT),
            hint((box.right - keep, box.middle[1]), KEEPING, phrase("guided.keep"), self.theme, tap),
        ]

    # ------------------------------------------------------------ keys

    def _columns(self, size: Size) -> int:
        words = [*(self.words(name) for name in KEYS), *map(phrase, OTHERWISE)]
        widest = max(hint_width("F10", one) for one in words) + 22
        return max(2, min(5, int((size[0] - 2 * EDGE + 10) / (widest + 10))))

    def _keys_box(self, size: Size) -> Box:
        rows = -(-len(KEYS) // self._columns(size))
        tall = rows * (KEY_HIGH + 8) - 8
        return Box(EDGE, size[1] - EDGE - tall, size[0] - 2 * EDGE, tall)

    def _keys_pieces(self, box: Box) -> list[Piece]:
        columns = self._columns((box.w + 2 * EDGE, 0))
        wide = (box.w + 10) / columns - 10
        pieces = []
        for i, name in enumerate(KEYS):
            column, row = i % columns, i // columns
            place = Box(box.x + column * (wide + 10), box.y + row * (KEY_HIGH + 8), wide, KEY_HIGH)
            pieces += self._key_button(place, name)
        return pieces

    def _key_button(self, box: Box, name: str) -> list[Piece]:
        action, key = self.action(name), KEYS[name]
        if action is None:
            return []
        told = name == "mark" and self.confirmed
        ticked = told and self.guided.keeps
        words = self.confirmation() if told else self.words(name)
        room = box.w - cap_width(key) - 26
        tap = self.tap(name, action)
        return [
            w.card_face(box, self.theme.invite if tap.touch.hovered else self.theme.card, self.theme, 10),
            hint((box.x + 10, box.middle[1]), key, words, self.theme, c.NO_TAP, ticked=ticked, room=room),
            c.tap_area(box, tap, self.theme, 10),
        ]
