"""A language that is read from right to left: the picture is turned, what must not be turned is not."""

from __future__ import annotations

import numpy as np
import pytest
import skia

from mirrorcam import phrases
from mirrorcam.app.painting import controls, lettering, widgets
from mirrorcam.app.painting.easel import Box, Easel, Piece
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.theme import STANDARD
from mirrorcam.app.screens import Key, Settings, render
from mirrorcam.app.screens.consent import ConsentScreen
from mirrorcam.app.screens.review.panel import sides
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.app.window import turned_key
from mirrorcam.expression import Expression
from mirrorcam.phrases import Catalogue
from mirrorcam.session import Moment
from mirrorcam.steps import Phase, Scene

WIDE, TALL = 300, 60
HEBREW = Catalogue("he", "עברית", True, {"consent.title": "לשמור את המפגש הזה?", "consent.keep": "לשמור"})
INK = 0x24343A
needs_hebrew = pytest.mark.skipif(
    not lettering.face_for("ו", "Regular").typeface.unicharToGlyph(ord("ו")),
    reason="no font of this computer has Hebrew",
)


@pytest.fixture
def hebrew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "_in_use", HEBREW)


def shown(*pieces: Piece, turned: bool) -> np.ndarray:
    easel = Easel(WIDE, TALL, 1.0)
    easel.show([widgets.ground(Box(0, 0, WIDE, TALL), 0xFFFFFF), *pieces], turned)
    return easel.pixels[..., :3].astype(int)


class Halves:
    """A face whose left side (the person's) is red and whose right side is blue."""

    name = title = "halves"

    def draw(self, canvas: skia.Canvas, expression: Expression, head: object = None) -> None:
        canvas.drawRect(skia.Rect.MakeLTRB(0.5, 0, 1, 1), skia.Paint(Color=0xFFFF0000))
        canvas.drawRect(skia.Rect.MakeLTRB(0, 0, 0.5, 1), skia.Paint(Color=0xFF0000FF))


def test_what_is_on_the_left_comes_to_the_right() -> None:
    bar = widgets.bar(Box(10, 20, 100, 14), 0.4, STANDARD)
    assert np.abs(shown(bar, turned=True) - shown(bar, turned=False)[:, ::-1]).max() < 8


def test_text_goes_to_the_other_side_and_can_still_be_read() -> None:
    text = widgets.text(Box(10, 10, 100, 40), "Left", Style(20), INK)
    room = int(np.ceil(lettering.width("Left", Style(20))))
    plain, turned = shown(text, turned=False), shown(text, turned=True)
    here = plain[:, 8 : 12 + room]
    there = turned[:, WIDE - 12 - room : WIDE - 8]
    ink_here, ink_there = ((part < 128).any(axis=2).sum(axis=0) for part in (here, there))
    shift = lettering.width("Left", Style(20)) % 1
    assert np.abs(np.cumsum(ink_here) - np.cumsum(ink_there)).max() < 12 + 20 * shift
    assert (turned[:, : WIDE // 2] == 255).all()


@pytest.mark.parametrize("as_mirror", [True, False])
def test_a_face_is_never_turned(as_mirror: bool) -> None:
    face = avatar_piece(Box(10, 10, 40, 40), Halves(), Wear(), as_mirror, corner=0)
    plain, turned = shown(face, turned=False), shown(face, turned=True)
    assert (turned[12:48, WIDE - 48 : WIDE - 12] == plain[12:48, 12:48]).all()


def test_arrows_on_keys_turn_with_the_picture() -> None:
    arrow, letter = (controls.key_hint((10, 30), key, "", STANDARD) for key in ("→", "F"))
    assert np.abs(shown(arrow, turned=True) - shown(arrow, turned=False)[:, ::-1]).max() < 8
    assert np.abs(shown(letter, turned=True) - shown(letter, turned=False)[:, ::-1]).max() > 100
    assert turned_key(Key("right", shift=True)) == Key("left", shift=True)
    assert turned_key(Key("up")) == Key("up")


def test_a_click_finds_what_lies_there() -> None:
    easel = Easel(600, 120, 2.0)
    easel.show([], turned=True)
    assert easel.at((20, 40)) == (290, 20)
    easel.show([], turned=False)
    assert easel.at((20, 40)) == (10, 20)


def test_painting_only_what_changed_gives_the_same_picture() -> None:
    easel = Easel(WIDE, TALL, 1.0)
    for share in (0.2, 0.7):
        pieces = [
            widgets.ground(Box(0, 0, WIDE, TALL), 0xFFFFFF),
            widgets.bar(Box(10, 20, 100, 14), share, STANDARD),
        ]
        boxes = easel.show(pieces, turned=True)
    assert boxes[0][0] >= WIDE - 120
    assert (easel.pixels[..., :3] == shown(*pieces[1:], turned=True)).all()


def test_a_change_of_language_paints_everything_anew() -> None:
    easel = Easel(WIDE, TALL, 1.0)
    ground = [widgets.ground(Box(0, 0, WIDE, TALL), 0xFFFFFF)]
    assert easel.show(ground) == [(0, 0, WIDE, TALL)]
    assert easel.show(ground) == []
    assert easel.show(ground, turned=True) == [(0, 0, WIDE, TALL)]


# Hebrew and Arabic. Their signs come from the computer's fonts; where there are none, boxes stand for them.


@pytest.mark.parametrize(
    ("text", "right_to_left"),
    [
        ("שלום", True),
        ("Robin אומר שלום לכולם", True),
        ("Robin says שלום", False),
        ("42", False),
        ("נשמר כאן: /home/alex/some/very/long/folder", True),
        ("مرحبا", True),
    ],
)
def test_most_words_say_where_a_line_begins(text: str, right_to_left: bool) -> None:
    assert lettering.runs_right_to_left(text) == right_to_left


def test_only_scripts_that_need_it_are_left_to_the_text_layout() -> None:
    assert [lettering.is_complex(text) for text in ("Grüße, Ωμέγα, Привет", "שלום", "नमस्ते")] == [
        False,
        True,
        True,
    ]


@needs_hebrew
def test_a_line_ends_on_the_left() -> None:
    """The full stop is the last sign, so it stands at the left end, below nothing."""
    style = Style(30)
    stop, line = "ו" * 6 + ".", lettering.line("ו" * 6 + ".", style)
    surface = skia.Surface(200, 60)
    with surface as canvas:
        canvas.clear(0xFFFFFFFF)
        line.draw(canvas, 10, 40, skia.Paint(Color=0xFF000000))
    dark = surface.toarray()[..., 0] < 128
    columns = np.flatnonzero(dark.any(axis=0))
    end = dark[:, columns[0] : columns[0] + 3]
    assert len(stop) == 7 and np.flatnonzero(end.any(axis=1)).min() > 30
    assert columns[0] >= 10 and columns[-1] <= 10 + line.width


@needs_hebrew
def test_hebrew_is_broken_between_words() -> None:
    words = "לשמור את המפגש הזה כדי לראות אותו שוב"
    broken = lettering.lines(words, Style(18), 120)
    assert len(broken) > 1 and " ".join(broken) == words
    assert all(lettering.width(part, Style(18)) <= 120 for part in broken)


@needs_hebrew
@pytest.mark.usefixtures("hebrew")
def test_a_whole_screen_is_turned() -> None:
    """Cards and buttons come to lie the other way round: the filled button, first in English, is on the right."""
    pixels = render(ConsentScreen(Settings(), "first-steps", "/a/folder"), 900, 600)
    accent = [STANDARD.accent >> 16, STANDARD.accent >> 8 & 255, STANDARD.accent & 255]
    button = np.flatnonzero((pixels[..., :3] == accent).all(axis=2).sum(axis=0) > 20)
    assert button.min() > 450


@pytest.mark.usefixtures("hebrew")
def test_left_is_said_first_and_so_stands_on_the_right() -> None:
    moment = Moment(
        0.0, Scene(Phase.MAKE, ""), 0, 1, "imitate", "", Expression.of({"AU12L": 0.4, "AU12R": 0.2})
    )
    assert sides("AU12", moment.expression) == ".20 | .40"
