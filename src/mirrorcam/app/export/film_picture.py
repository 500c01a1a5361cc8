"""One picture of the film: the cards with the avatars, the sentence, and the line of time at the foot."""

from __future__ import annotations

from bisect import bisect_right

import skia

from mirrorcam.app.export.outline import Outline, Span, height, note_words, said
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.screens.beside import READING, somebody
from mirrorcam.app.screens.kinds.breathe import breath_piece
from mirrorcam.app.screens.kinds.follow import together_piece
from mirrorcam.app.screens.practice import arrow
from mirrorcam.app.screens.stage import SENTENCES, avatar_piece, sentence_piece
from mirrorcam.app.screens.two import companion, framed
from mirrorcam.app.screens.wearing import Presence, Wear
from mirrorcam.avatars import Avatar
from mirrorcam.expression import NEUTRAL
from mirrorcam.face import Reason
from mirrorcam.phrases import phrase, translated
from mirrorcam.session import Moment, Person

SIZE: Size = (1280, 720)
MARGIN, GAP = 40.0, 20.0
CARDS = Box(MARGIN, 62, SIZE[0] - 2 * MARGIN, 434)
SENTENCE = Box(MARGIN, 502, CARDS.w, 46)
BAR = Box(390, 554, 500, 8)
UNDER = Box(MARGIN, 566, CARDS.w, 24)
TIME = Box(MARGIN, 596, CARDS.w, 78)
LINE = Box(TIME.x + 24, TIME.y + 13, TIME.w - 48, 38)
FOOT = Box(MARGIN, 682, CARDS.w, 26)
POINTS = round(LINE.w / 2)
"""Of the score's curve."""
INSET = 22.0
NAME = Style(13, "Regular", 1.2, 0.0)
READ = ("say", "reflect")
"""Kinds of step whose words are a text to be read."""
SAID = (*SENTENCES, Style(12.5, "SemiBold", 1.2, 0.0))
"""How a sentence may be set: cards do not get smaller for a long one, as in the window."""
CHOICE, CHOSEN = Style(16.5), Style(16.5, "SemiBold")


class Film:
    """The pictures of one session, to be asked for in order of time. ``head``: what stands in the right-hand corner."""

    def __init__(self, outline: Outline, avatar: Avatar, theme: Theme, head: str) -> None:
        self._outline = outline
        self._avatar = avatar
        self._theme = theme
        self._head = head
        self._begins = [span.begin_s for span in outline.spans]
        self._target = Presence()
        self._still = [w.ground(Box(0, 0, *SIZE), theme.ground), w.card_shadow(TIME, theme)]
        self._time = [w.card_face(TIME, theme.card, theme), _steps_piece(outline, theme)]

    def picture(self, moment: Moment, reason: Reason | None, time_s: float) -> list[Piece]:
        """``moment``: the newest at ``time_s``; ``reason``: why nothing could be scored, where a step looked."""
        wear = self._target.see(moment.scene.target or NEUTRAL, time_s, self._theme.lively)
        span = self._outline.spans[max(0, bisect_right(self._begins, moment.time_s + 1e-9) - 1)]
        return [
            *self._still,
            *self._top(moment),
            *self._cards(moment, span, wear, reason),
            *self._below(moment, span),
            *self._time,
            _playhead_piece(self._outline, moment, time_s, self._theme),
            *self._foot(time_s),
        ]

    # ------------------------------------------------------------ over the cards

    def _top(self, moment: Moment) -> list[Piece]:
        line = Box(MARGIN, 18, CARDS.w, 28)
        pieces = [
            w.text(line, moment.title, w.HEADING, self._theme.ink, valign=0.5, most=1),
            w.text(line, self._head, w.SMALL, self._theme.soft, align=1, valign=0.5, most=1),
        ]
        sides = max(lettering.width(moment.title, w.HEADING), lettering.width(self._head, w.SMALL))
        free = CARDS.w - 2 * sides - 60
        if moment.steps > 1 and moment.step >= 0 and free > 90:
            middle = (SIZE[0] / 2, line.middle[1])
            pieces.append(w.segments(middle, moment.steps, moment.step, self._theme, min(free, 460)))
        return pieces

    # ------------------------------------------------------------ the cards

    def _cards(self, moment: Moment, span: Span, target: Wear, reason: Reason | None) -> list[Piece]:
        if moment.two is not None:
            return self._two(moment, moment.two)
        if span.target:
            return self._pair(moment, target, reason)
        if span.kind in READ:
            return self._read(moment, reason)
        return self._alone(moment, reason)

    def _pair(self, moment: Moment, target: Wear, reason: Reason | None) -> list[Piece]:
        theme, (left, right) = self._theme, _halves()
        shown = somebody(moment.scene.person) or self._avatar
        return [
            *(w.card_shadow(box, theme) for box in (left, right)),
            w.card_face(left, theme.target, theme),
            avatar_piece(w.inside(left, theme), shown, target, True),
            self._label(left, phrase("replay.target")),
            *self._you(right, moment, reason),
            *self._breath(moment),
        ]

    def _read(self, moment: Moment, reason: Reason | None) -> list[Piece]:
        theme, (left, right) = self._theme, _halves()
        words, room = moment.scene.words, left.grown(-36)
        style = next((s for s in READING if w.text_height(words, s, room.w) <= room.h), READING[-1])
        return [
            *(w.card_shadow(box, theme) for box in (left, right)),
            w.card_face(left, theme.card, theme),
            w.text(
                room, words, style, theme.ink, valign=0.5, most=int(room.h / (style.size * style.leading))
            ),
            *self._you(right, moment, reason),
        ]

    def _alone(self, moment: Moment, reason: Reason | None) -> list[Piece]:
        """With the pacer about the face, where there is one."""
        theme, breath = self._theme, moment.scene.breath
        if breath is None:
            return [w.card_shadow(CARDS, theme), *self._you(CARDS, moment, reason)]
        disc = Box(CARDS.middle[0] - CARDS.h / 2, CARDS.y, CARDS.h, CARDS.h)
        inner = Box(disc.middle[0] - disc.w * 0.46, disc.bottom - disc.h * 0.92, disc.w * 0.92, disc.h * 0.92)
        worn = Wear(moment.expression, moment.head)
        return [
            breath_piece(disc.middle, disc.w / 2, breath, theme),
            avatar_piece(disc, self._avatar, worn, True, corner=disc.w / 2, square=inner),
        ]

    def _you(self, box: Box, moment: Moment, reason: Reason | None) -> list[Piece]:
        theme, worn = self._theme, Wear(moment.expression, moment.head)
        return [
            w.card_face(box, theme.you, theme),
            avatar_piece(w.inside(box, theme), self._avatar, worn, True),
            self._label(box, phrase("replay.mirrored")),
            *self._score(box, moment),
            *self._told(box, moment, reason),
        ]

    def _two(self, moment: Moment, two: tuple[Person, Person]) -> list[Piece]:
        theme, boxes, leads = self._theme, _halves(), moment.scene.leads
        avatars = (self._avatar, companion(self._avatar, moment.scene.person))
        pieces = [w.card_shadow(box, theme) for box in boxes]
        for box, fill, avatar, person, side in zip(
            boxes, (theme.target, theme.you), avatars, two, ("left", "right"), strict=True
        ):
            pieces += [
                w.card_face(box, fill, theme),
                avatar_piece(w.inside(box, theme), avatar, Wear(person.expression, person.head), True),
                self._label(box, phrase(f"together.{side}")),
                *([framed(box, theme.accent)] if leads == side else []),
                *([self._pill(box, phrase("practice.waiting"))] if person.waiting else []),
            ]
            if leads is not None:
                role = phrase("together.lead" if leads == side else "together.mirror")
                at = (box.right - 16 - w.pill_width(role) / 2, box.y + 36)
                pieces.append(w.pill(at, role, theme))
        if moment.scene.together is not None:
            pieces.append(together_piece((SIZE[0] / 2, CARDS.middle[1]), moment.scene.together, theme))
        return pieces

    def _label(self, box: Box, words: str) -> Piece:
        return w.label((box.x + INSET, box.y + 27), words, self._theme, box.w - 120)

    def _score(self, box: Box, moment: Moment) -> list[Piece]:
        score, radius = moment.scene.score, 38.0
        if score is None:
            return []
        middle = (box.right - 20 - radius, box.y + 20 + radius)
        words, card = str(round(score)), self._theme.card
        return [w.ring(middle, radius, score / 100, self._theme, words=words, fill=card, thickness=7)]

    def _told(self, box: Box, moment: Moment, reason: Reason | None) -> list[Piece]:
        """Why nothing is scored, or what to think about."""
        hint = moment.scene.hint
        if moment.paused:
            return []
        if moment.waiting is not None:
            return [self._pill(box, phrase("practice.waiting"))]
        if reason is not None:
            return [self._pill(box, reason.words)]
        if hint is not None:
            return [self._pill(box, f"{arrow(hint)} {translated(hint.words)}".strip())]
        return []

    def _pill(self, box: Box, words: str) -> Piece:
        return w.pill((box.middle[0], box.bottom - INSET - 19), words, self._theme, box.w - 60)

    def _breath(self, moment: Moment) -> list[Piece]:
        """Where the cards meet."""
        if moment.scene.breath is None:
            return []
        middle, theme = (SIZE[0] / 2, CARDS.middle[1]), self._theme
        return [breath_piece(middle, 46, moment.scene.breath, theme)]

    # ------------------------------------------------------------ below them

    def _below(self, moment: Moment, span: Span) -> list[Piece]:
        scene = moment.scene
        read = span.kind in READ and not moment.paused and moment.two is None and not span.target
        pieces = [] if read else [sentence_piece(SENTENCE, said(moment), self._theme.ink, SAID)]
        if moment.paused:
            return pieces
        if scene.choices:
            return [*pieces, _choices_piece(moment, self._theme)]
        if scene.progress is not None:
            pieces.append(w.bar(BAR, scene.progress, self._theme))
        told = phrase("practice.clock_waits") if moment.waiting else scene.progress_words
        if told:
            pieces.append(w.text(UNDER, told, CHOICE, self._theme.soft, align=0.5, valign=0.5, most=1))
        return pieces

    def _foot(self, time_s: float) -> list[Piece]:
        clock = f"{_clock(time_s)} / {_clock(self._outline.length_s)}"
        only, theme = phrase("export_film.avatars_only"), self._theme
        pieces = [
            w.text(FOOT, clock, w.SMALL, theme.soft, valign=0.5),
            w.text(FOOT, only, w.SMALL, theme.soft, align=1, valign=0.5),
        ]
        if note := self._outline.note_at(time_s):
            begin = FOOT.x + lettering.width(clock, w.SMALL) + 26
            end = FOOT.right - lettering.width(only, w.SMALL) - 26
            place = Box(begin, FOOT.y, end - begin, FOOT.h)
            words = f"{_clock(note.begin_s)} · {note_words(note)}"
            pieces.append(w.text(place, words, NOTED, theme.accent_ink, valign=0.5, most=1))
        return pieces


NOTED = Style(15.5, "SemiBold", 1.4, -0.003)


def _halves() -> tuple[Box, Box]:
    wide = (CARDS.w - GAP) / 2
    return CARDS._replace(w=wide), CARDS._replace(x=CARDS.x + wide + GAP, w=wide)


def _clock(time_s: float) -> str:
    return f"{int(time_s) // 60:02d}:{int(time_s) % 60:02d}"


def _along(outline: Outline, time_s: float) -> float:
    """Where on the line of time."""
    return LINE.x + LINE.w * min(1.0, max(0.0, time_s / (outline.length_s or 1.0)))


def _steps_piece(outline: Outline, theme: Theme) -> Piece:
    """The steps as blocks with their names, the score over them, and a tick for each note."""

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawRRect(skia.RRect.MakeRectXY(LINE.rect(), 6, 6), w.ink(theme.ground, 0.6))
        for span in filter(lambda span: span.is_step, outline.spans):
            left, right = _along(outline, span.begin_s), _along(outline, span.end_s)
            block = Box(left + 1, LINE.y, max(2.0, right - left - 2), LINE.h)
            shape = skia.RRect.MakeRectXY(block.rect(), 6, 6)
            canvas.drawRRect(shape, w.ink(theme.you))
            if not theme.shadow:
                canvas.drawRRect(shape, w.stroke(theme.line, 1))
            if block.w > 40:
                name = lettering.line(lettering.shortened(span.title, NAME, block.w - 8), NAME)
                name.draw(canvas, block.x + 4, block.bottom + 16, w.ink(theme.soft))
        for stretch in outline.curve:
            points = [skia.Point(_along(outline, at_s), _up(share)) for at_s, share in stretch]
            brush = w.stroke(theme.accent, 2.5)
            canvas.drawPoints(skia.Canvas.PointMode.kPolygon_PointMode, points, brush)
        for note in outline.notes:
            x = _along(outline, note.begin_s)
            canvas.drawLine(x, LINE.y - 9, x, LINE.y - 2, w.stroke(theme.accent, 2.5))

    return Piece(TIME, ("steps", id(outline), theme.name), paint)


def _up(share: float) -> float:
    return LINE.bottom - 3 - (LINE.h - 6) * share


def _playhead_piece(outline: Outline, moment: Moment, time_s: float, theme: Theme) -> Piece:
    x = round(_along(outline, time_s) * 2) / 2
    share = height(moment)
    y = None if share is None else round(_up(share) * 2) / 2

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawLine(x, LINE.y, x, LINE.bottom, w.stroke(theme.warm, 3))
        if y is not None:
            canvas.drawCircle(x, y, 6, w.ink(theme.warm))

    return Piece(Box(x - 8, LINE.y - 8, 16, LINE.h + 16), ("playhead", y, theme.name), paint)


def _choices_piece(moment: Moment, theme: Theme) -> Piece:
    """What could be answered, side by side as far as there is room; what was chosen stands out."""
    scene = moment.scene
    styles = [CHOSEN if choice.name in scene.chosen else CHOICE for choice in scene.choices]
    lines = [lettering.line(one.words, style) for one, style in zip(scene.choices, styles, strict=True)]
    while lines and sum(line.width for line in lines) + 28 * len(lines) > UNDER.w:
        lines = lines[:-1]
    x = UNDER.middle[0] - (sum(line.width for line in lines) + 28 * (len(lines) - 1)) / 2
    baseline = UNDER.y - 2 + lettering.cap_height(CHOICE)

    def paint(canvas: skia.Canvas) -> None:
        left = x
        for line, style in zip(lines, styles, strict=False):
            colour = theme.accent_ink if style is CHOSEN else theme.soft
            line.draw(canvas, left, baseline, w.ink(colour))
            left += line.width + 28

    words = tuple(choice.words for choice in scene.choices)
    return Piece(UNDER.grown(8), ("choices", words, scene.chosen, theme.name), paint)
