"""Beside the faces: the action units of this instant, left and right, and the notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mirrorcam.action_units import BY_CODE
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.controls import Tap
from mirrorcam.app.painting.easel import Box, Piece
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.screens import Own
from mirrorcam.app.screens.review.line import told
from mirrorcam.expression import Expression
from mirrorcam.instant import Instant
from mirrorcam.phrases import catalogue, number, phrase, translated
from mirrorcam.recording import Noted

USUAL_UNITS = ("AU1", "AU2", "AU4", "AU6", "AU9", "AU12", "AU15", "AU26")
"""Shown where nothing is asked for."""
NUMBERS = Style(15.5, "SemiBold", 1.3, 0.0)
ROW, TIGHT = 38.0, 30.0
"""How high an action unit's row is; the lower where there is little room."""
NOTES_FROM = 120.0
"""Of the panel's height, left for notes."""
LEAST_NOTES = 72.0
"""For one note."""
LABEL_HIGH, LINE_HIGH = 28.0, 22.0
FOOT, FOOT_FROM = 36.0, 230.0
"""What the way to an expression of one's own takes below, on a panel of such a height."""
INSET = 24.0

Taps = Callable[[str, Own], Tap]


def units_of(target: Expression | None) -> list[str]:
    """The action units that the target names, the strongest first; the usual ones where nothing is asked."""
    named = {} if target is None else {code: target[code] for code in BY_CODE if target[code] > 0.02}
    return sorted(named, key=lambda code: -named[code]) or list(USUAL_UNITS)


def sides(code: str, shown: Expression | None) -> str:
    """ ".41 | .44", or one number where left and right are not told apart; a dash for what could not be scored."""
    if shown is None:
        return "–"
    left, right = shown.left(code), shown.right(code)
    if code in BY_CODE and not BY_CODE[code].sided:
        return decimals((left + right) / 2)
    first, second = (right, left) if catalogue().right_to_left else (left, right)
    return f"{decimals(first)} | {decimals(second)}"


def mean(code: str, shown: Expression | None) -> str:
    """Of both sides."""
    return "–" if shown is None else decimals(shown[code])


def decimals(value: float) -> str:
    """Two decimals, without the nought where a point can do without: ".41", "1.02", "−.06", "0,41"."""
    words = number(abs(value), 2)
    words = words[1:] if words.startswith("0.") else words
    return f"−{words}" if value <= -0.005 else words


def named(code: str) -> str:
    return f"{code} {translated(BY_CODE[code].name)}" if code in BY_CODE else code


def pieces(
    box: Box,
    now: Instant,
    notes: Sequence[Noted],
    theme: Theme,
    taps: Taps,
    *,
    curve: str,
    at: int,
    chosen: Noted | None,
) -> list[Piece]:
    """The action units above, the notes below; where there is little room, there is one note at least. ``curve``: the
    action unit that is shown as one; ``at``: the note that it is at; ``chosen``: the one that is spoken of."""
    codes = units_of(now.target)
    foot = FOOT if box.h >= FOOT_FROM else 0.0
    inner = Box(box.x + INSET, box.y + 53, box.w - 2 * INSET, box.h - 53 - 16 - foot)
    least = NOTES_FROM if inner.h > 260 else (LEAST_NOTES + 14 if notes else 0.0)
    units = inner._replace(h=max(0.0, min(inner.h - least, len(codes) * ROW)))
    codes = codes[: int(units.h / TIGHT)]
    used = len(codes) * (ROW if units.h >= len(codes) * ROW else TIGHT) + 14
    below = Box(inner.x, inner.y + used, inner.w, inner.h - used)
    rows = [(code, sides(code, now.you.seen)) for code in codes]
    return [
        w.card_face(box, theme.card, theme),
        heading(box, phrase("replay.units"), phrase("review.sides"), theme),
        *units_pieces(units, rows, curve, theme, taps),
        *(notes_pieces(below, notes, theme, taps, at=at, chosen=chosen) if below.h >= LEAST_NOTES else []),
        *([own_face_piece(box, theme, taps)] if foot else []),
    ]


def own_face_piece(box: Box, theme: Theme, taps: Taps) -> Piece:
    """The way to an expression of one's own, at the lower edge of the panel."""
    words = phrase("own_face.key")
    return c.key_hint((box.x + INSET, box.bottom - 30), "S", words, theme, taps("own face", Own("take")))


def heading(box: Box, words: str, short: str, theme: Theme) -> Piece:
    """Over the panel; the short words where there is no room for the others."""
    room = box.w - 2 * INSET
    fits = lettering.width(words.upper(), w.LABEL) <= room
    return w.label((box.x + INSET, box.y + 31), words if fits else short, theme, room)


def units_pieces(
    box: Box, rows: Sequence[tuple[str, str]], curve: str, theme: Theme, taps: Taps
) -> list[Piece]:
    """A row for each code, with what it was; a tap shows it as a curve. ``curve``: the one that is shown so."""
    high = ROW if box.h >= len(rows) * ROW else TIGHT
    pieces: list[Piece] = []
    for i, (code, said) in enumerate(rows):
        row = Box(box.x, box.y + i * high, box.w, high)
        if row.bottom > box.bottom + 1:
            break
        strong = code == curve
        area = Box(row.x - 10, row.y + 1, row.w + 20, high - 2)
        if strong:
            pieces.append(w.card_face(area, theme.invite, theme, 10))
        pieces += [
            w.text(row._replace(w=row.w - 92), named(code), w.SMALL, theme.ink, valign=0.5, most=1),
            w.text(row, said, NUMBERS, theme.ink, align=1, valign=0.5),
            c.tap_area(area, taps(f"unit {code}", Own("curve", code)), theme, 10),
        ]
    return pieces


def notes_pieces(
    box: Box, notes: Sequence[Noted], theme: Theme, taps: Taps, *, at: int, chosen: Noted | None
) -> list[Piece]:
    """As many as have room, the one that it is ``at`` among them; a tap goes there. Where some have none, two keys lead
    from one to the next, and it is said how many there are."""
    if not notes:
        nothing = Box(box.x, box.y + 24, box.w, box.h - 24)
        words = w.text(nothing, phrase("review.no_notes"), w.SMALL, theme.soft, most=3)
        return [w.label((box.x, box.y + 8), phrase("review.notes"), theme, box.w), words]
    highs = [min(w.text_height(told(note), w.SMALL, box.w, 2), 2 * LINE_HIGH) + 8 for note in notes]
    first, last = _in_sight(highs, at, box.h - LABEL_HIGH + 8)
    one_of = "" if last - first == len(notes) else phrase("review.notes_of", number=at + 1, count=len(notes))
    pieces = _notes_label(box, one_of, theme, taps)
    y = box.y + LABEL_HIGH
    for i in range(first, last):
        area = Box(box.x - 10, y - 2, box.w + 20, highs[i] - 4)
        if notes[i] == chosen:
            pieces.append(w.card_face(area, theme.invite, theme, 10))
        pieces += [
            w.text(Box(box.x, y, box.w, highs[i] - 8), told(notes[i]), w.SMALL, theme.ink, most=2),
            c.tap_area(area, taps(f"note {i}", Own("to note", str(i))), theme, 10),
        ]
        y += highs[i]
    return pieces


def _notes_label(row: Box, one_of: str, theme: Theme, taps: Taps) -> list[Piece]:
    """``one_of``: which it is of how many, where not all are in sight."""
    if not one_of:
        return [w.label((row.x, row.y + 8), phrase("review.notes"), theme, row.w)]
    keys = [(",", "note before", "-1"), (".", "note after", "1")]
    x, pieces = row.right - sum(c.key_width(key) for key, *_ in keys) - 6, []
    label = w.label((row.x, row.y + 8), one_of, theme, x - row.x - 8)
    for key, name, by in keys:
        pieces.append(c.key_hint((x, row.y + 8), key, "", theme, taps(name, Own("next note", by))))
        x += c.key_width(key) + 6
    return [label, *pieces]


def _in_sight(highs: Sequence[float], at: int, room: float) -> tuple[int, int]:
    """From which to which note there is room, with the one ``at``, with the one before it, and to the end."""
    first = at
    while first > 0 and (
        sum(highs[first - 1 :]) <= room or (first == at and sum(highs[at - 1 : at + 1]) <= room)
    ):
        first -= 1
    last = first + 1
    while last < len(highs) and sum(highs[first : last + 1]) <= room:
        last += 1
    return first, last
