"""Turned heads that are deeper or flatter than the tracker takes them for, before a nearer or a farther camera.

What draws a photograph again from the front (src/mirrorcam/facing.py) is the same mesh that turned the heads of
turned.py. Here the turned head is another one than it reckons with.
"""

from __future__ import annotations

from typing import Any

from benchmarks.measurement.extent import some
from benchmarks.measurement.photographs import Album
from benchmarks.measurement.turned import (
    StandingFilm,
    Way,
    as_in_a_film,
    as_it_is,
    change_words,
    looks_of,
    rest_words,
    row_of_turn,
    turn_words,
)
from benchmarks.measurement.turning import Solid
from benchmarks.measurement.words import table

from mirrorcam.face import HeadPose

PEOPLE = 12
TURNS = (HeadPose(10), HeadPose(20), HeadPose(0, 8), HeadPose(0, 15), HeadPose(0, -15))
HEADS = {
    "a seventh deeper": Solid(depth=1.15),
    "an eighth flatter": Solid(depth=0.87),
    "at 46 cm": Solid(away=3.0),
    "at 92 cm": Solid(away=6.0),
}
"""The camera is reckoned to be at 60 cm."""


def measure_other_heads(album: Album) -> dict[str, Any]:
    turns = album.extent.some(TURNS)
    sitters = some(album.sitters, album.extent.many(PEOPLE, 1))
    ways: dict[str, Way] = {
        "now": lambda look, number: as_in_a_film(look),
        "front": lambda look, number: as_it_is(look),
    }
    found = {}
    with StandingFilm() as film:
        for name, solid in album.extent.some(HEADS.items()):
            people = [looks_of(album, film, sitter, turns, solid) for sitter in sitters]
            found[name] = [row_of_turn(people, turn, ways) for turn in turns]
    return {"people": len(sitters), "heads": found}


def other_heads_text(figures: dict[str, Any]) -> str:
    rows = [
        (
            name,
            turn_words(row["turn"]),
            *(change_words(row[way]) for way in ("now", "front")),
            *(rest_words(row[way]) for way in ("now", "front")),
        )
        for name, turns in figures["heads"].items()
        for row in turns
    ]
    head = ("head", "turned by", "smile, film", "smile, photograph", "rest, film", "rest, photograph")
    return f"{figures['people']} people.\n\n{table(head, rows)}"
