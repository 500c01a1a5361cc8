"""Who is there: several people on one computer, each with a name, a colour and what is kept of them alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import skia

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.controls import Tap, Touch
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.screens import Action, Choose, Forget, Introduce, Key, Own, Settings
from mirrorcam.app.screens.badge import COLOURS, Person, badge, swatch
from mirrorcam.app.screens.page import Page, Placed
from mirrorcam.app.screens.question import Way, question
from mirrorcam.app.screens.writing import Writing
from mirrorcam.app.screens.writing import field as line_to_write
from mirrorcam.avatars import Avatar
from mirrorcam.phrases import phrase

GAP, WIDE, HIGH = 18.0, 224.0, 268.0
LONGEST = 40
NEW = "new"
FIELD, COLOUR, KEEP, REMOVE = "name", "colour", "keep", "remove"


@dataclass
class Draft:
    """Somebody being named. ``person`` None: somebody new."""

    person: str | None
    avatar: Avatar
    colour: str
    line: Writing = field(default_factory=lambda: Writing(longest=LONGEST))


class WhoScreen(Page):
    """``here``: the name of who is there now. ``avatar``: whom somebody new begins with."""

    widest = 980.0
    line_field = FIELD

    def __init__(self, settings: Settings, people: Sequence[Person], here: str, avatar: Avatar) -> None:
        super().__init__(settings)
        self.people = people
        self.here = here
        self.avatar = avatar
        self.draft: Draft | None = None
        self.doomed: Person | None = None
        self.focus = f"person {here}"
        self._last = here

    # ------------------------------------------------------------ keys

    @property
    def writing(self) -> bool:
        naming = self.draft is not None and self.doomed is None
        return naming and (self.settings.one_key or self.focus == FIELD)

    def write(self, text: str) -> None:
        if self.draft is not None:
            self.draft.line.write(text)

    def key(self, key: Key) -> Action | None:
        if self.writing and self.draft is not None and self.draft.line.key(key.name):
            return None
        if self.writing and key.name == "enter" and self.focus == FIELD:
            return self._named()
        return super().key(key)

    def keys(self) -> Mapping[str, Action]:
        if self.doomed is not None:
            return {"escape": Own("spare"), "enter": Own("spare"), "delete": Own("forget")}
        if self.draft is not None:
            return {**self.scrolling(), "escape": Own("leave")}
        marked = self._marked()
        change: dict[str, Action] = (
            {"r": Own("change", marked), "delete": Own("ask", marked)} if marked is not None else {}
        )
        return {**super().keys(), **change, "n": Own("new")}

    def _marked(self) -> str | None:
        """The name of the person whom the focus is on, or was on last."""
        part, _, name = self.focus.partition(" ")
        if part in ("person", "change") and self._person(name):
            self._last = name
        return self._last if self._person(self._last) else None

    def hints(self) -> list[c.Hint]:
        if self.draft is not None:
            return [c.Hint("Tab", phrase("hint.choose"))]
        more = (
            [
                c.Hint("R", phrase("who.change"), "change key", Own("change", self._marked() or "")),
                c.Hint("Del", phrase("who.remove_key"), "remove key", Own("ask", self._marked() or "")),
            ]
            if self._marked() is not None
            else []
        )
        return [*super().hints(), *more, c.Hint("N", phrase("who.new_key"), "new key", Own("new"))]

    def ways_out(self) -> list[c.Hint]:
        if self.draft is None:
            return super().ways_out()
        return [c.Hint("Esc", phrase("hint.back"), "back", Own("leave"))]

    def click(self, at: tuple[float, float]) -> Action | None:
        """What is being named keeps the cursor."""
        action = super().click(at)
        if self.draft is not None and not self.focus:
            self.focus = FIELD
        return action

    def take(self, own: Own) -> Action | None:
        doing = {
            "new": self._new,
            "change": self._change,
            "leave": self._leave,
            "colour": self._colour,
            "ask": self._ask,
            "spare": self._spare,
        }
        if own.what == "named":
            return self._named()
        if own.what == "forget" and self.doomed is not None:
            doomed, self.doomed, self.draft = self.doomed, None, None
            return Forget(doomed.name)
        if own.what in doing:
            doing[own.what](own.of)
            return None
        return super().take(own)

    def _new(self, _: str) -> None:
        taken = {person.colour for person in self.people}
        free = next((name for name in COLOURS if name not in taken), next(iter(COLOURS)))
        self.draft, self.focus, self.scrolled = Draft(None, self.avatar, free), FIELD, 0.0

    def _change(self, name: str) -> None:
        person = self._person(name)
        if person is not None:
            line = Writing(person.title, len(person.title), LONGEST)
            self.draft = Draft(person.name, person.avatar, person.colour, line)
            self.focus, self.scrolled = FIELD, 0.0

    def _leave(self, _: str) -> None:
        draft, self.draft = self.draft, None
        self.focus = NEW if draft is None or draft.person is None else f"person {draft.person}"

    def _colour(self, name: str) -> None:
        if self.draft is not None:
            self.draft.colour = name

    def _ask(self, name: str) -> None:
        self.doomed = self._person(name)
        self.focus = "keep them" if self.doomed else self.focus

    def _spare(self, _: str) -> None:
        if self.doomed is not None:
            self.focus = REMOVE if self.draft else f"person {self.doomed.name}"
        self.doomed = None

    def _named(self) -> Action | None:
        """Somebody new needs a name; who was there before may go without."""
        draft = self.draft
        if draft is None or (draft.person is None and not draft.line.text.strip()):
            return None
        self.draft = None
        return Introduce(draft.line.text.strip(), draft.colour, draft.person)

    def _person(self, name: str) -> Person | None:
        return next((person for person in self.people if person.name == name), None)

    # ------------------------------------------------------------ everybody

    def body(self, box: Box) -> Placed:
        if self.draft is not None:
            return self._naming(box, self.draft)
        pieces, y = self.head(box, phrase("who.title"), phrase("who.words"))
        columns = max(1, int((box.w + GAP) / (WIDE * 0.82 + GAP)))
        wide = min(WIDE, (box.w + GAP) / columns - GAP)
        boxes = [
            Box(box.x + (i % columns) * (wide + GAP), y + (i // columns) * (HIGH + GAP), wide, HIGH)
            for i in range(len(self.people) + 1)
        ]
        pieces += [w.card_shadow(place, self.theme) for place in boxes]
        for place, person in zip(boxes, self.people, strict=False):
            pieces += self._card(place, person)
        return [*pieces, *self._new_card(boxes[-1])], boxes[-1].bottom + 24

    def _card(self, box: Box, person: Person) -> list[Piece]:
        theme, here = self.theme, person.name == self.here
        title = person.title or phrase("who.unnamed")
        change = Box(box.x + 18, box.bottom - 58, box.w - 36, 44)
        words = ("✓ " if here else "") + title
        return [
            w.card_face(box, theme.you if here else theme.card, theme),
            *badge((box.middle[0], box.y + 82), 62, person, theme),
            w.text(
                Box(box.x + 14, box.y + 154, box.w - 28, 48), words, w.HEADING, theme.ink, align=0.5, most=2
            ),
            c.tap_area(box, self.tap(f"person {person.name}", Choose(person.name)), theme),
            c.chip(
                change,
                phrase("who.change"),
                False,
                theme,
                self.tap(f"change {person.name}", Own("change", person.name)),
            ),
        ]

    def _new_card(self, box: Box) -> list[Piece]:
        middle = (box.middle[0], box.y + 82)
        words = Box(box.x + 14, box.y + 154, box.w - 28, 48)
        return [
            w.card_face(box, self.theme.card, self.theme),
            plus(middle, 62, self.theme),
            w.text(words, phrase("who.new"), w.HEADING, self.theme.accent_ink, align=0.5, most=2),
            c.tap_area(box, self.tap(NEW, Own("new")), self.theme),
        ]

    # ------------------------------------------------------------ one of them

    def _naming(self, box: Box, draft: Draft) -> Placed:
        title = phrase("who.new_title" if draft.person is None else "who.change_title")
        pieces, y = self.head(box, title, phrase("who.name_words"))
        person = Person("", draft.line.text, draft.colour, draft.avatar)
        tight = box.w < 640
        side = 0.0 if tight else 176.0
        pieces += [] if tight else badge((box.x + 74, y + 96), 74, person, self.theme)
        column = Box(box.x + side, y, min(520.0, box.w - side), 0)
        line = column._replace(h=60)
        shown = Tap(FIELD, Own("write"), Touch(focused=self.focus == FIELD))
        pieces.append(
            line_to_write(line, draft.line, phrase("who.name"), self.theme, shown, caret=self.writing)
        )
        pieces.append(w.label((line.x + 2, line.bottom + 28), phrase("who.colour"), self.theme))
        colours, y = self._colours(column._replace(y=line.bottom + 44), draft)
        buttons, y = self._buttons(column._replace(y=y + 24), draft)
        return [*pieces, *colours, *buttons], y + 20

    def _colours(self, box: Box, draft: Draft) -> Placed:
        pieces: list[Piece] = []
        x, y = box.x - 4, box.y
        for name in COLOURS:
            if x + 48 > box.right + 4:
                x, y = box.x - 4, y + 52
            place = Box(x, y, 48, 48)
            tap = self.tap(f"{COLOUR} {name}", Own("colour", name))
            pieces += [
                swatch(place, name, name == draft.colour, self.theme),
                c.tap_area(place.grown(-6), tap, self.theme, 18),
            ]
            x += 54
        return pieces, y + 48

    def _buttons(self, box: Box, draft: Draft) -> Placed:
        keep, remove = phrase("who.keep"), phrase("who.remove")
        first = Box(box.x, box.y, c.button_width(keep, "Enter"), 58)
        pieces = [c.button(first, keep, self.theme, self.tap(KEEP, Own("named")), key="Enter")]
        if draft.person is None:
            return pieces, first.bottom
        second = Box(first.right + 16, box.y, c.button_width(remove), 58)
        if second.right > box.right:
            second = second._replace(x=box.x, y=first.bottom + 12)
        tap = self.tap(REMOVE, Own("ask", draft.person))
        return [*pieces, c.button(second, remove, self.theme, tap, filled=False)], second.bottom

    def over(self, size: Size) -> list[Piece]:
        if self.doomed is None:
            return []
        title = self.doomed.title or phrase("who.unnamed")
        keep = Way(phrase("who.spare"), "Esc", self.tap("keep them", Own("spare")))
        lose = Way(phrase("who.forget"), "Del", self.tap("forget", Own("forget")))
        asked = phrase("who.ask", name=title)
        return question(size, (asked, phrase("who.gone")), keep, lose, self.theme)


def plus(middle: tuple[float, float], radius: float, theme: Theme) -> Piece:
    """A place for somebody."""
    x, y = middle
    box = Box(x - radius, y - radius, 2 * radius, 2 * radius)

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawCircle(x, y, radius - 2, w.ink(theme.target))
        pen = w.stroke(theme.accent_ink, 4)
        canvas.drawLine(x - 17, y, x + 17, y, pen)
        canvas.drawLine(x, y - 17, x, y + 17, pen)

    return Piece(box, ("plus", theme.name), paint)
