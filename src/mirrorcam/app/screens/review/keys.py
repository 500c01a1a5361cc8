"""The keys of a review, and the words beside them."""

from __future__ import annotations

from collections.abc import Mapping

from mirrorcam.app.painting import controls as c
from mirrorcam.app.screens import Action, Go, Own, Settings
from mirrorcam.phrases import phrase

MOVING: Mapping[str, Action] = {
    "space": Own("play"),
    "left": Own("frame", "-1"),
    "right": Own("frame", "1"),
    "shift+left": Own("step", "-1"),
    "shift+right": Own("step", "1"),
    "page up": Own("try", "-1"),
    "page down": Own("try", "1"),
    "home": Own("end", "0"),
    "end": Own("end", "1"),
    "up": Own("speed", "1"),
    "down": Own("speed", "-1"),
    "b": Own("best"),
    "h": Own("hardest"),
    "l": Own("loop"),
    "shift+l": Own("loop step"),
    "+": Own("zoom", "1"),
    "=": Own("zoom", "1"),
    "-": Own("zoom", "-1"),
    "wheel up": Own("zoom", "1"),
    "wheel down": Own("zoom", "-1"),
}
SHOWING: Mapping[str, Action] = {
    "n": Own("note"),
    "s": Own("take"),
    "e": Own("edit"),
    "delete": Own("ask", "note"),
    "backspace": Own("ask", "note"),
    ",": Own("next note", "-1"),
    ".": Own("next note", "1"),
    "u": Own("next curve", "1"),
    "shift+u": Own("next curve", "-1"),
    "g": Own("ghost"),
    "p": Own("landmarks"),
    "c": Go.COMPARE,
    "k": Own("keys"),
    "escape": Go.BACK,
}
FILM: Mapping[str, Action] = {"v": Own("film"), "shift+delete": Own("ask", "film")}


def every_hint(playing: bool, filmed: bool, turned: Settings) -> list[c.Hint]:
    """In the order in which they are needed."""
    film = [
        c.Hint("V", phrase("hint.film"), "film", FILM["v"]),
        c.Hint("⇧ Del", phrase("hint.delete_film"), "delete film", FILM["shift+delete"]),
    ]
    return [
        c.Hint("Space", phrase("hint.pause" if playing else "hint.play"), "play", MOVING["space"]),
        c.Hint("← →", phrase("hint.frame")),
        c.Hint("⇧ ← →", phrase("hint.step")),
        c.Hint("N", phrase("hint.note"), "note", SHOWING["n"]),
        c.Hint("B", phrase("hint.best"), "best", MOVING["b"]),
        c.Hint("H", phrase("hint.hardest"), "hardest", MOVING["h"]),
        c.Hint("L", phrase("hint.loop"), "loop", MOVING["l"]),
        c.Hint("C", phrase("hint.compare"), "compare", SHOWING["c"]),
        c.Hint("G", phrase("hint.ghost"), "ghost", SHOWING["g"]),
        c.Hint("P", phrase("hint.landmarks"), "landmarks", SHOWING["p"]),
        *(film if filmed else []),
        c.Hint("S", phrase("own_face.key"), "take", SHOWING["s"]),
        c.Hint("PgUp PgDn", phrase("hint.try")),
        c.Hint("U", phrase("hint.curve"), "next curve", SHOWING["u"]),
        c.Hint("+ −", phrase("hint.zoom"), "zoom", MOVING["+"]),
        c.Hint("⇧ L", phrase("hint.loop_step"), "loop step", MOVING["shift+l"]),
        c.Hint(", .", phrase("hint.notes"), "next note", SHOWING["."]),
        c.Hint("E", phrase("hint.edit"), "edit", SHOWING["e"]),
        c.Hint("Del", phrase("hint.delete_note"), "ask", SHOWING["delete"]),
        c.Hint("↑ ↓", phrase("hint.speed")),
        c.Hint("M", phrase("hint.mirror"), "turn", turned),
    ]


def last_hints() -> list[c.Hint]:
    """At the end of the row, whatever has room in it."""
    return [
        c.Hint("K", phrase("hint.keys"), "keys", SHOWING["k"]),
        c.Hint("Esc", phrase("hint.close"), "close", SHOWING["escape"]),
    ]
