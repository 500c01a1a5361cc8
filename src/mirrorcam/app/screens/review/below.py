"""The card below the faces of a review: the line of time with a curve and the notes on it, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable

from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.controls import Tap
from mirrorcam.app.painting.easel import Piece
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.screens import Own
from mirrorcam.app.screens.review import line, panel
from mirrorcam.app.screens.review.layout import Layout, Saying, under_line
from mirrorcam.app.screens.review.moving import Moving
from mirrorcam.app.screens.review.notes import Notes
from mirrorcam.phrases import number, phrase


def below_pieces(
    layout: Layout, moving: Moving, notes: Notes, theme: Theme, tap: Callable[[str, Own], Tap], *, curve: str
) -> list[Piece]:
    """``curve``: what is drawn over the steps, as in ``line.curves_of``."""
    box, view, timeline, player = layout.line, moving.view, moving.timeline, moving.player
    curves = line.curves_of(timeline, curve)
    of_two_sides = len(curves) > 1
    value = None if of_two_sides else line.known(curves[0].values[moving.index])
    time = f"{line.clock(moving.time_s)} / {line.clock(timeline.length_s)}"
    saying = Saying(time, *said(moving, notes, curve, theme))
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
        line.notes_piece(box, notes.all, view, theme, notes.chosen),
        line.playhead_piece(box, view.share(moving.time_s), value, theme),
        *under_line(layout.under_line, saying, player, theme, tap),
    ]


def said(moving: Moving, notes: Notes, curve: str, theme: Theme) -> tuple[str, int]:
    """The note that has just been passed; else the loop, or what the line shows, and how far it is drawn out."""
    player, soft = moving.player, theme.soft
    if (note := notes.shown) is not None:
        return line.told(note), theme.accent_ink
    if player.loop_from is not None:
        return phrase("review.loop_from", time=line.clock(player.loop_from)), soft
    if player.loop is not None:
        begin, end = (line.clock(at) for at in player.loop)
        return phrase("review.looping", begin=begin, end=end), soft
    known_by_name = curve in ("score", "together")
    unit = "" if known_by_name else panel.named(curve)
    what = phrase(f"review.curve.{curve if known_by_name else 'unit'}", unit=unit)
    return (f"{what} · {number(moving.zoom)}×" if moving.zoom > 1 else what), soft
