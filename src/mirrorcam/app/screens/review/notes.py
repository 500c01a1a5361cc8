"""Notes on a session: one is chosen, written, gone to, deleted; and the card that one is written on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.controls import Tap, Touches
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.spacing import down, margin
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.screens import Action, Jot, Own, Unjot
from mirrorcam.app.screens.review.line import stretch
from mirrorcam.app.screens.review.moving import Moving
from mirrorcam.app.screens.stage import veil
from mirrorcam.app.screens.writing import Writing, field, field_height
from mirrorcam.noting import LONGEST_NOTE, as_written, tags_of
from mirrorcam.phrases import phrase
from mirrorcam.recording import Noted

NOTE_SHOWN_S = 6.0
"""A note stands below the line for so long after its tick has been passed."""


@dataclass(slots=True)
class Jotting:
    """A note that is being written; ``instead``: in the place of another."""

    about: Noted
    writing: Writing
    instead: Noted | None = None
    trouble: str = ""
    """Why it could not be kept."""


class Notes:
    """``all`` of a session, in their order; the one that is ``chosen``, and the one that is being written."""

    TAKES = frozenset(("note", "edit", "keep", "forget", "to note", "next note"))

    def __init__(self, session: str, notes: Sequence[Noted], moving: Moving) -> None:
        self.session = session
        self.all = tuple(notes)
        self.chosen: Noted | None = None
        self.jotting: Jotting | None = None
        self._moving = moving

    @property
    def shown(self) -> Noted | None:
        """The chosen one, or the one that has just been passed."""
        if self.chosen in self.all:
            return self.chosen
        time_s = self._moving.time_s
        passed = [note for note in self.all if note.begin_s <= time_s]
        return passed[-1] if passed and time_s - passed[-1].end_s < NOTE_SHOWN_S else None

    @property
    def at(self) -> int:
        """The place of the one that is shown, or was passed last; of the first one before any was."""
        if self.shown is not None:
            return self.all.index(self.shown)
        return max(0, sum(note.begin_s <= self._moving.time_s for note in self.all) - 1)

    def take(self, own: Own) -> Action | None:
        """Does one of ``TAKES``."""
        match own.what:
            case "note":
                self._begin()
            case "edit":
                self._edit()
            case "keep":
                return self._keep()
            case "forget":
                self.jotting = None
            case "to note":
                self._go_to(self.all[int(own.of)])
            case "next note":
                self._next(int(own.of))
        return None

    def choose(self) -> bool:
        """The one that is shown, to be deleted; False: none is."""
        self.chosen = self.shown
        return self.chosen is not None

    def lose(self) -> Action | None:
        """The chosen one."""
        return None if self.chosen is None else Unjot(self.session, self.chosen)

    def kept(self, notes: Sequence[Noted]) -> None:
        """One was kept, or deleted: these are all."""
        fresh = [note for note in notes if note not in self.all]
        self.all, self.jotting = tuple(notes), None
        self.chosen = fresh[0] if fresh else (self.chosen if self.chosen in notes else None)

    def not_kept(self, why: str) -> None:
        """It could not be kept: what was written stays."""
        if self.jotting is None:
            time_s = self._moving.time_s
            self.jotting = Jotting(Noted(time_s, time_s, ""), Writing(longest=LONGEST_NOTE))
        self.jotting.trouble = why

    def _begin(self) -> None:
        """About this instant, or about the loop, if there is one."""
        self._moving.pause()
        begin_s, end_s = self._moving.player.loop or (self._moving.time_s, self._moving.time_s)
        self.jotting = Jotting(Noted(begin_s, end_s, ""), Writing(longest=LONGEST_NOTE))

    def _edit(self) -> None:
        note = self.shown
        if note is not None:
            text = as_written(note)
            self._moving.pause()
            self.jotting = Jotting(note, Writing(text, len(text), LONGEST_NOTE), note)

    def _keep(self) -> Action | None:
        """What was written is forgotten only when it has been kept: ``kept``."""
        if self.jotting is None:
            return None
        text, tags = tags_of(self.jotting.writing.text)
        note = replace(self.jotting.about, text=text, tags=tags)
        return Jot(self.session, note, self.jotting.instead)

    def unfinished(self) -> Action | None:
        """What is being written, to be kept before the program ends; None where nothing was, or nothing new."""
        if self.jotting is None:
            return None
        before = as_written(self.jotting.instead) if self.jotting.instead else ""
        return self._keep() if self.jotting.writing.text.strip() not in ("", before) else None

    def _go_to(self, note: Noted) -> None:
        self.chosen = note
        self._moving.pause()
        self._moving.seek(note.begin_s)

    def _next(self, by: int) -> None:
        time_s = self._moving.time_s
        later = [note for note in self.all if note.begin_s > time_s + 1e-6]
        earlier = [note for note in self.all if note.begin_s < time_s - 1e-6]
        for note in later[:1] if by > 0 else earlier[-1:]:
            self._go_to(note)


def jotting_pieces(
    size: Size, jotting: Jotting, theme: Theme, tap: Callable[[str, Own], Tap], touches: Touches
) -> list[Piece]:
    """A card in the place of the line of time, with a field in it."""
    edge = margin(size)
    wide = size[0] - 2 * edge
    field_high = field_height(jotting.writing.text, wide - 52, 1, 3)
    high = field_high + 96
    box = Box(edge, size[1] - down(size, 46, 64) - high, wide, high)
    place = Box(box.x + 26, box.y + 44, box.w - 52, field_high)
    keys = [
        c.Hint("Enter", phrase("hint.keep_note"), "keep note", Own("keep")),
        c.Hint("Esc", phrase("hint.forget_note"), "forget note", Own("forget")),
    ]
    said = Box(place.x, place.bottom + 12, place.w - c.row_width(keys) - 24, 26)
    colour = theme.accent_ink if jotting.trouble else theme.soft
    about = phrase("review.note_at", time=stretch(jotting.about))
    written = tap("field", Own("write"))
    return [
        veil(Box(0, 0, *size), theme),
        w.card(box, theme.card, theme),
        w.label((box.x + 26, box.y + 26), about, theme, box.w - 60),
        field(place, jotting.writing, phrase("review.invitation"), theme, written, caret=True),
        w.text(said, jotting.trouble or phrase("review.tags"), w.SMALL, colour, valign=0.5, most=1),
        *c.key_row((place.right, place.bottom + 25), keys, theme, touches, align=1),
    ]
