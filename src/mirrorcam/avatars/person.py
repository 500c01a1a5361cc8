"""A person of the cast, as their file says: colours, hair, proportions, what they wear."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from mirrorcam.tables import Table


def _colour(value: str) -> str:
    if not re.fullmatch("#[0-9A-Fa-f]{6}", value):
        raise ValueError(
            f'"{value}" is no colour. Write one like #EDBE9B: red, green and blue, from 00 to FF each.'
        )
    return value


Colour = Annotated[str, AfterValidator(_colour)]
Share = Annotated[float, Field(ge=0, le=1)]
Factor = Annotated[float, Field(ge=0.6, le=1.5)]

HairKind = Literal["bob", "fringe", "long", "short", "crop", "curls", "bun", "bald", "headscarf"]
Tilt = Annotated[float, Field(ge=-0.3, le=0.3)]


class Skin(Table):
    """``light`` and ``shadow`` model the form; ``line`` draws wrinkles and edges, ``dark`` nostrils and corners."""

    tone: Colour
    light: Colour
    shadow: Colour
    line: Colour
    dark: Colour
    blush: Colour


class Hair(Table):
    """Of a headscarf: its colours."""

    kind: HairKind
    colour: Colour
    light: Colour
    dark: Colour


class Brows(Table):
    colour: Colour
    thickness: Factor = 1.0


class Eyes(Table):
    iris: Colour
    white: Colour = "#FBF8F4"
    lash: Colour = "#2A1A16"
    lashes: Share = 0.5
    crease: Share = 1.0
    tilt: Tilt = 0.0
    """Centimetres that the outer corner stands higher than average."""


class Lips(Table):
    upper: Colour
    lower: Colour
    inside: Colour = "#541C21"
    tongue: Colour = "#C66B6B"
    teeth: Colour = "#FBF6EC"
    fullness: Factor = 1.0


class Proportions(Table):
    """Factors of the average face. ``lower``: how long it is from the eyes down; ``age`` 0..1 deepens the lines that
    are there at rest."""

    width: Factor = 1.0
    lower: Factor = 1.0
    jaw: Factor = 1.0
    chin: Factor = 1.0
    eyes: Factor = 1.0
    nose_width: Factor = 1.0
    nose_length: Factor = 1.0
    mouth_width: Factor = 1.0
    neck: Factor = 1.0
    shoulders: Factor = 1.0
    age: Share = 0.1


class Clothes(Table):
    colour: Colour
    collar: Colour


class Beard(Table):
    kind: Literal["stubble", "short", "full"]
    colour: Colour


class Glasses(Table):
    kind: Literal["round", "square"]
    colour: Colour


class Person(Table):
    """``style``: how they are drawn; a kind of avatar."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    style: Literal["portrait", "line", "mask"] = "portrait"
    skin: Skin
    hair: Hair
    brows: Brows
    eyes: Eyes
    lips: Lips
    clothes: Clothes
    face: Proportions = Proportions()
    beard: Beard | None = None
    glasses: Glasses | None = None
