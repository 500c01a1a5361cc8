"""Screens: looked at as pieces and pixels, without a window."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import numpy as np
import pytest
import skia

from mirrorcam import phrases
from mirrorcam.acts import Command
from mirrorcam.app.painting import lettering, theme, widgets
from mirrorcam.app.painting.easel import Box, Easel, Piece, joined
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.reviewing import Review
from mirrorcam.app.screens import (
    PACES_S,
    SMALLEST_PX,
    TEXTS,
    Aside,
    Begin,
    Delete,
    Go,
    Key,
    Open,
    Screen,
    Settings,
    Show,
    changed,
    layout_scale,
    render,
)
from mirrorcam.app.screens.consent import ConsentScreen, FilmScreen
from mirrorcam.app.screens.home import Entry, Home, HomeScreen, Offer
from mirrorcam.app.screens.kinds import open_screen
from mirrorcam.app.screens.neutral import NeutralScreen
from mirrorcam.app.screens.notice import NoticeScreen
from mirrorcam.app.screens.page import common
from mirrorcam.app.screens.people import PeopleScreen, columns_for, grid
from mirrorcam.app.screens.practice import NARROW, PracticeScreen, arrow, pill_y
from mirrorcam.app.screens.review import ReviewScreen
from mirrorcam.app.screens.review.faces import wears
from mirrorcam.app.screens.review.line import View, curves_of, thinned
from mirrorcam.app.screens.review.panel import decimals, sides, units_of
from mirrorcam.app.screens.settings import SettingsScreen
from mirrorcam.app.screens.shelf import ExercisesScreen, SessionsScreen
from mirrorcam.app.screens.stage import Stage
from mirrorcam.app.screens.summary import SummaryScreen
from mirrorcam.app.screens.wearing import EASE_S, Following, Presence, Wear
from mirrorcam.avatars import open_avatar
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import Frame, HeadPose, Reason
from mirrorcam.instant import Side, instant
from mirrorcam.review import Row, Summary
from mirrorcam.session import Moment
from mirrorcam.steps import Hint, Phase, Scene
from mirrorcam.target import library
from mirrorcam.timeline import Timeline
from plain_face import face, sample, turned

SURPRISE = Expression.of({"AU1": 0.8, "AU2": 0.8, "AU5": 0.6, "AU26": 0.7})
SETTINGS = Settings()
LONG = "Lift the outer corners of your mouth a little, let the cheeks rise, and keep breathing all the while "


class Dots:
    """A face of two dots: red on the person's left, blue on the right, lower the more AU12 there is."""

    def __init__(self, name: str = "dots") -> None:
        self.name, self.title = name, name.capitalize()
        self.drawn = 0

    def draw(self, canvas: skia.Canvas, expression: Expression, head: HeadPose | None = None) -> None:
        self.drawn += 1
        canvas.drawCircle(0.7, 0.4 + 0.2 * expression.left("AU12"), 0.1, skia.Paint(Color=0xFFFF0000))
        canvas.drawCircle(0.3, 0.4 + 0.2 * expression.right("AU12"), 0.1, skia.Paint(Color=0xFF0000FF))


def frame(index: int = 0) -> Frame:
    """Red on the left half of the picture, green on the right one."""
    pixels = np.zeros((180, 320, 3), np.uint8)
    pixels[:, :160, 0] = 200
    pixels[:, 160:, 1] = 200
    return Frame(index / 30, index, pixels)


def moment(kind: str = "imitate", **changes: object) -> Moment:
    scene = Scene(
        Phase.HOLD,
        "Raise your brows",
        SURPRISE,
        progress=0.4,
        progress_words="Hold it… 1.3 s of 3",
        score=72.4,
        hint=Hint("AU1", True, "raise your inner brows a little"),
    )
    given = Moment(1.0, scene, 2, 5, kind, "Surprise", SURPRISE.scaled(0.5), HeadPose(5, 0, 2))
    return replace(given, **changes)


SCENES = {
    "imitate": moment(),
    "waiting": moment(waiting=Reason.TURNED_AWAY, offer_neutral=True),
    "paused": moment(paused=True),
    "mirror": moment("mirror", scene=Scene(Phase.MIRROR, "Look as long as you like")),
    "breathe": moment("breathe", scene=Scene(Phase.BREATHE, "Breathe out…", progress=0.2, breath=0.3)),
    "say": moment("say", scene=Scene(Phase.SAY, "One thing.\nAnd another.")),
    "done": moment("done", scene=Scene(Phase.DONE, "Thank you."), done=True),
    "long say": moment("say", scene=Scene(Phase.SAY, LONG * 12)),
    "long": moment(scene=replace(moment().scene, words=LONG * 3), title=LONG, steps=40),
}


def practice(shown: Moment, settings: Settings = SETTINGS) -> PracticeScreen:
    screen = open_screen(shown.kind, settings, Dots())
    screen.show(shown, frame(), 0.0, "No camera found, so the built-in performer steps in.")
    return screen


def free_mirror(settings: Settings = SETTINGS) -> PracticeScreen:
    screen = open_screen("mirror", settings, Dots(), free=True)
    screen.show(SCENES["mirror"], frame(), 0.0)
    return screen


def people(number: int = 12, settings: Settings = SETTINGS) -> PeopleScreen:
    return PeopleScreen(settings, [Dots(name) for name in ["robin", *map(str, range(1, number))]])


def neutral() -> NeutralScreen:
    screen = NeutralScreen(SETTINGS, Dots())
    scene = Scene(Phase.NEUTRAL, "Let your face rest.", progress=0.5)
    screen.show(moment("neutral", scene=scene, step=-1), frame(), 0.0)
    return screen


def recorded() -> Review:
    """Three seconds: the neutral, joy, nothing, fear; the score comes after the first second."""
    kinds = [
        (0.5, -1, "neutral", ""),
        (1.5, 0, "imitate", "Joy"),
        (2.0, 1, "done", ""),
        (9.0, 2, "imitate", "Fear"),
    ]
    instants = []
    for i in range(90):
        time_s = i / 30
        _, step, kind, title = next(one for one in kinds if time_s < one[0] - 1e-6)
        shown = replace(
            moment(kind, step=step, title=title),
            time_s=time_s,
            scene=replace(moment().scene, score_now=None if i < 30 else float(i)),
        )
        instants.append(instant(shown, None))
    return Review("session", "Session", "no video was kept", Timeline.of(instants))


def entries(count: int) -> tuple[Entry, ...]:
    return tuple(Entry(f"name-{i}", f"Title {i} {LONG}", LONG) for i in range(count))


OFFER = Offer("name-0", f"Title {LONG}", LONG, "Today", "2 of 3 this week")
SUMMARY = Summary("You held joy.", LONG, (Row("Joy", 86.0, "held"), Row(LONG, None, "not scored: too dark")))
SCREENS = {
    **{name: lambda shown=shown: practice(shown) for name, shown in SCENES.items()},
    "home": lambda: HomeScreen(SETTINGS, Dots(), Home(OFFER, 3, 2, "Camera: ready")),
    "bare home": lambda: HomeScreen(SETTINGS, Dots(), Home(None, 0, 0, "", "No camera found.")),
    "free mirror": free_mirror,
    "people": people,
    "many people": lambda: people(40),
    "exercises": lambda: ExercisesScreen(SETTINGS, entries(20)),
    "sessions": lambda: SessionsScreen(SETTINGS, ()),
    "settings": lambda: SettingsScreen(SETTINGS, Dots(), "/a/folder"),
    "consent": lambda: ConsentScreen(SETTINGS, "first-steps", "/a/very/long/folder" * 6),
    "film": lambda: FilmScreen(SETTINGS, "first-steps"),
    "neutral": neutral,
    "notice": lambda: NoticeScreen(SETTINGS, "That did not work", LONG * 3, way_back=Go.HOME),
    "summary": lambda: SummaryScreen(SETTINGS, Dots(), SUMMARY, "4 min", kept=True),
    "summary of what was cut": lambda: SummaryScreen(
        SETTINGS,
        Dots(),
        SUMMARY,
        "4 min",
        kept=True,
        unkept=(LONG, f"/{'folder/' * 20}one.mirrorcam: {LONG}"),
    ),
    "bare summary": lambda: SummaryScreen(SETTINGS, Dots(), Summary("Thank you.", LONG, ())),
    "review": lambda: ReviewScreen(SETTINGS, Dots(), recorded()),
}


# ---------------------------------------------------------------- every screen


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("size", [(900, 600), (1280, 800), (640, 480)])
def test_every_screen_keeps_to_its_window(name: str, size: tuple[int, int]) -> None:
    scale = layout_scale(*size)
    wide, tall = size[0] / scale, size[1] / scale
    for piece in SCREENS[name]().picture((wide, tall)):
        middle = piece.box.middle
        assert 0 <= middle[0] <= wide and 0 <= middle[1] <= tall, piece.looks
        if piece.name:
            shown = piece.box.grown(-8)
            assert shown.x >= 0 and shown.right <= wide and shown.bottom <= tall, piece.name


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("language", phrases.languages())
def test_in_every_language_what_can_be_clicked_lies_side_by_side(name: str, language: str) -> None:
    """In the smallest window; what lies over everything, and areas within areas, apart."""
    phrases.use(language)
    small = [piece for piece in SCREENS[name]().picture(SMALLEST_PX) if piece.looks[0] in ("key", "chip")]
    boxes = [piece.box.grown(-8) for piece in small]
    assert [box for i, box in enumerate(boxes) if any(box.meets(other) for other in boxes[:i])] == []
    assert all(box.x >= 0 and box.right <= SMALLEST_PX[0] for box in boxes)


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("themed", theme.THEMES)
def test_every_screen_is_drawn_in_every_theme(name: str, themed: str) -> None:
    pixels = render(SCREENS[name](), 900, 600, theme=themed)
    assert pixels.shape == (600, 900, 4)
    assert (pixels[..., 3] == 255).all()
    assert len(np.unique(pixels.view(np.uint32))) > 20


@pytest.mark.parametrize("name", SCREENS)
def test_everything_that_can_be_clicked_is_reached_with_tab(name: str) -> None:
    screen = SCREENS[name]()
    names = {piece.name for piece in screen.picture((1280, 800)) if piece.name}
    assert len(names) == len([piece for piece in screen.picture((1280, 800)) if piece.name])
    reached = set()
    for _ in names:
        screen.key(Key("tab"))
        reached.add(screen.focus)
    assert reached == names


def test_twice_the_density_is_the_same_layout_with_four_times_the_pixels() -> None:
    once, twice = render(practice(moment()), 900, 600), render(practice(moment()), 900, 600, scale=2)
    assert twice.shape == (1200, 1800, 4)
    assert layout_scale(1800, 1200, 2) == pytest.approx(2 * layout_scale(900, 600))
    smaller = twice[::2, ::2].astype(int)
    assert np.abs(smaller - once).mean() < 4


def test_a_window_that_is_too_small_shows_everything_smaller() -> None:
    assert layout_scale(1280, 800) == 1
    assert layout_scale(160, 100) == pytest.approx(layout_scale(320, 200) / 2)
    assert 1 < layout_scale(2560, 1600) < 2


def test_larger_text_leaves_less_room_as_far_as_a_screen_can_do_with() -> None:
    assert layout_scale(1280, 800, text=2) == 2
    assert layout_scale(900, 600, text=1.5) == pytest.approx(1.5 * layout_scale(900, 600))
    wide, tall = (side / layout_scale(900, 600, text=2) for side in (900, 600))
    assert wide >= SMALLEST_PX[0] and tall >= SMALLEST_PX[1]
    assert render(SettingsScreen(Settings(text=2.0), Dots(), ""), 900, 600).shape == (600, 900, 4)


@pytest.mark.parametrize("odd", [0.0, -3.0, 1.3, 77.0, math.nan, math.inf])
def test_an_odd_size_or_pace_in_a_file_is_the_nearest_that_there_is(odd: float) -> None:
    assert Settings(text=odd).zoom in TEXTS and Settings(pace_s=odd).walk_s in PACES_S


# ---------------------------------------------------------------- colours

READ_ON: dict[str, tuple[str, ...]] = {
    "ink": ("ground", "calm_ground", "card", "invite", "target", "you", "pacer", "halo"),
    "soft": ("ground", "calm_ground", "card", "invite", "target", "you"),
    "label": ("ground", "calm_ground", "card", "invite", "target", "you"),
    "accent_ink": ("card", "invite", "ground", "calm_ground", "target", "you"),
    "on_accent": ("accent",),
}
"""Every pair of text and background that the screens use: text colour → what lies behind it."""


@pytest.mark.parametrize("themed", theme.THEMES.values(), ids=lambda themed: themed.name)
def test_all_text_can_be_read(themed: theme.Theme) -> None:
    colours = theme.colours(themed)
    for text, grounds in READ_ON.items():
        for ground in grounds:
            assert theme.contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


def test_contrast_is_that_of_wcag() -> None:
    assert theme.contrast(0x000000, 0xFFFFFF) == pytest.approx(21)
    assert theme.contrast(0x777777, 0xFFFFFF) == pytest.approx(4.48, abs=0.005)


def test_no_theme_has_red_but_for_the_dot_of_a_film() -> None:
    for themed in theme.THEMES.values():
        for name, colour in theme.colours(themed).items():
            red, green, blue = colour >> 16, colour >> 8 & 255, colour & 255
            is_red = red > 150 and red - green > 90 and abs(green - blue) < 40
            assert is_red is (name == "film"), (themed.name, name)
        for ground in ("ground", "calm_ground"):
            assert theme.contrast(themed.film, theme.colours(themed)[ground]) >= 3, (themed.name, ground)


def test_t_goes_round_all_themes() -> None:
    screen: Screen = SCREENS["home"]()
    seen = []
    for _ in theme.THEMES:
        settings = screen.key(Key("t"))
        assert isinstance(settings, Settings)
        screen.settings = settings
        seen.append(settings.theme)
    assert sorted(seen) == sorted(theme.THEMES) and seen[-1] == "standard"


# ---------------------------------------------------------------- text


def test_the_bundled_fonts_have_every_sign_on_the_screens() -> None:
    signs = "←→↑↓⇧–−…·×¼½✓“”’ÄÖÜßéñłžΑθЖя0123456789"
    for weight in ("Regular", "SemiBold", "Bold"):
        missing = [s for s in signs if not lettering.bundled(weight).typeface.unicharToGlyph(ord(s))]
        assert missing == []


def test_text_is_kerned() -> None:
    style = lettering.Style(100)
    assert lettering.width("AV", style) < lettering.width("A", style) + lettering.width("V", style) - 5


def test_lines_are_broken_between_words_and_a_long_word_within() -> None:
    style = lettering.Style(20)
    broken = lettering.lines("one two three Überraschungsunterstützungsbereitschaft", style, 120.0)
    assert broken[0] == "one two" and len(broken) > 3
    assert "".join(broken).replace(" ", "") == "onetwothreeÜberraschungsunterstützungsbereitschaft"
    assert all(lettering.width(line, style) <= 120 for line in broken)


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    style = lettering.Style(20)
    broken = lettering.lines(LONG, style, 200.0, 2)
    assert len(broken) == 2 and broken[1].endswith("…")
    assert lettering.width(broken[1], style) <= 200


# ---------------------------------------------------------------- the easel


def test_painting_only_what_changed_gives_the_same_picture() -> None:
    screen = open_screen("imitate", SETTINGS, Dots())
    easel = Easel(900, 600, layout_scale(900, 600))
    for i, shown in enumerate([*SCENES.values(), *SCENES.values()]):
        worn = Expression.of({"AU12": 0.1 * (i % 7)})
        screen.show(replace(shown, expression=worn), frame(i), float(i))
        easel.show(screen.picture(easel.size))
        whole = Easel(900, 600, easel.scale)
        whole.show(screen.picture(easel.size))
        differing = np.abs(easel.pixels.astype(int) - whole.pixels).max(axis=2) > 2
        assert differing.sum() < 40, shown.kind  # a curved edge that a box cuts may be a shade off


def test_an_unchanged_picture_is_not_painted_again() -> None:
    screen = practice(moment())
    easel = Easel(1280, 800, 1.0)
    assert easel.show(screen.picture(easel.size)) == [(0, 0, 1280, 800)]
    assert easel.show(screen.picture(easel.size)) == []


def test_a_moving_face_repaints_only_its_card_and_leaves_the_target_alone() -> None:
    screen = practice(moment())
    easel = Easel(1280, 800, 1.0)
    easel.show(screen.picture(easel.size))
    drawn = screen.avatar.drawn
    screen.show(moment(expression=SURPRISE.scaled(0.9)), frame(), 1.0, screen.notice)
    boxes = easel.show(screen.picture(easel.size))
    assert all(x >= 640 for x, _, _, _ in boxes)
    assert screen.avatar.drawn == drawn + 1


def test_after_a_failure_everything_is_painted_anew() -> None:
    def fail(canvas: skia.Canvas) -> None:
        raise ValueError("cannot be drawn")

    easel = Easel(100, 100, 1.0)
    with pytest.raises(ValueError):
        easel.show([Piece(Box(0, 0, 9, 9), "bad", fail)])
    good = widgets.ground(Box(0, 0, 100, 100), 0x123456)
    assert easel.show([good]) == [(0, 0, 100, 100)]
    assert easel.pixels[50, 50].tolist() == [0x12, 0x34, 0x56, 255]


def test_joined_boxes_do_not_overlap() -> None:
    boxes = [Box(0, 0, 10, 10), Box(20, 0, 10, 10), Box(8, 0, 14, 10), Box(50, 50, 5, 5)]
    assert sorted(joined(boxes)) == [Box(0, 0, 30, 10), Box(50, 50, 5, 5)]


# ---------------------------------------------------------------- left stays left


def dot_columns(pixels: np.ndarray, left: int, right: int) -> tuple[float, float]:
    """Where the red (the person's left) and the blue dot are, between two columns."""
    part = pixels[90:600, left:right].astype(int)
    red = (part[..., 0] > 240) & (part[..., 1] < 20) & (part[..., 2] < 20)
    blue = (part[..., 2] > 240) & (part[..., 0] < 20) & (part[..., 1] < 20)
    return float(np.nonzero(red)[1].mean()), float(np.nonzero(blue)[1].mean())


@pytest.mark.parametrize("as_mirror", [True, False])
def test_in_a_mirror_the_persons_left_is_on_the_left(as_mirror: bool) -> None:
    shown = moment(scene=replace(moment().scene, hint=None, score=None))
    settings = Settings(as_mirror=as_mirror, camera_shown=False)
    pixels = render(practice(shown, settings), 1280, 800)
    for card in ((40, 630), (650, 1240)):
        red, blue = dot_columns(pixels, *card)
        assert (red < blue) is as_mirror


@pytest.mark.parametrize("as_mirror", [True, False])
def test_the_camera_picture_is_flipped_with_the_avatar(as_mirror: bool) -> None:
    pixels = render(practice(moment(), Settings(as_mirror=as_mirror)), 1280, 800)
    inner_left, inner_right = pixels[560, 1085], pixels[560, 1200]
    assert bool(inner_left[1] > inner_left[0]) is as_mirror
    assert bool(inner_right[0] > inner_right[1]) is as_mirror


# ---------------------------------------------------------------- practice


def words_on(screen: Screen) -> str:
    return " ".join(str(piece.looks) for piece in screen.picture((1280, 800)))


KEYS = {
    "space": Command.PAUSE,
    "right": Command.SKIP,
    "-": Command.EASIER,
    "+": Command.HARDER,
    "r": Command.REPEAT,
    "n": Command.NEUTRAL,
    "enter": Command.NEXT,
    "escape": Command.STOP,
}


@pytest.mark.parametrize(("key", "command"), KEYS.items())
def test_practice_obeys_its_keys(key: str, command: Command) -> None:
    assert practice(moment()).key(Key(key)) is command


def test_space_and_enter_go_on_after_a_pause() -> None:
    assert practice(moment(paused=True)).key(Key("space")) is Command.RESUME
    assert practice(moment(paused=True)).key(Key("enter")) is Command.RESUME


def test_what_a_key_does_a_click_on_its_hint_does() -> None:
    screen = practice(moment())
    taps = {piece.name: piece for piece in screen.picture((1280, 800)) if piece.name}
    for name, command in {"pause": Command.PAUSE, "easier": Command.EASIER, "stop": Command.STOP}.items():
        assert screen.click(taps[name].box.middle) is command
    assert screen.click((5, 5)) is None


def test_enter_does_what_is_in_focus() -> None:
    screen = practice(SCENES["say"])
    screen.picture((1280, 800))
    while screen.focus != "skip":
        screen.key(Key("tab"))
    assert screen.key(Key("enter")) is Command.SKIP


def test_h_hides_the_camera_and_m_turns_the_mirror() -> None:
    screen = practice(moment())
    assert any(piece.name == "thumbnail" for piece in screen.picture((1280, 800)))
    hidden = screen.key(Key("h"))
    assert hidden == Settings(camera_shown=False)
    screen.settings = hidden
    assert not any(piece.name == "thumbnail" for piece in screen.picture((1280, 800)))
    assert screen.key(Key("m")) == Settings(camera_shown=False, as_mirror=False)


@pytest.mark.parametrize("phase", ["watch", "rest"])
def test_who_is_to_stay_soft_does_not_see_themselves(phase: str) -> None:
    screen = practice(moment(kind="steady", scene=Scene(phase, "Words.", NEUTRAL, NEUTRAL)))
    names = {piece.name for piece in screen.picture((1280, 800))}
    assert "harder" in names and not {"thumbnail", "camera", "turn"} & names


def test_a_waiting_session_says_why_and_offers_a_new_neutral() -> None:
    words = words_on(practice(SCENES["waiting"]))
    assert Reason.TURNED_AWAY.words in words
    assert "resting face again" in words
    assert "No camera found" in words
    assert "raise your inner brows" not in words


def test_hints_are_never_over_the_face() -> None:
    for code in ("AU1", "AU4", "AU12", "AU26"):
        shown = moment(
            scene=replace(moment().scene, hint=Hint(code, True, "a little more of this one, please"))
        )
        for settings in (SETTINGS, Settings(camera_shown=False)):
            pieces = practice(shown, settings).picture((1280, 800))
            face = next(p.box for p in reversed(pieces) if p.looks[0] == "avatar")
            pill = next(p.box.grown(-52) for p in pieces if p.looks[0] == "pill")
            assert pill.y > face.y + 0.86 * face.h and pill.bottom < face.bottom


@pytest.mark.parametrize("size", [(1040, 690), (1280, 800)])
def test_every_hint_there_is_fits_beside_the_camera_picture(size: tuple[float, float]) -> None:
    hints = {
        Hint(au, True, words) for t in library().values() for au, pair in t.hints.items() for words in pair
    }
    assert len(hints) > 20
    for hint in hints:
        shown = moment(scene=replace(moment().scene, hint=hint))
        pieces = practice(shown).picture(size)
        camera = next(piece.box for piece in pieces if piece.name == "thumbnail")
        pill = next(piece for piece in pieces if piece.looks[0] == "pill")
        assert " ".join(pill.looks[1:-1]).endswith(hint.words)
        assert not pill.box.grown(-52).meets(camera)


def test_before_anything_has_begun_no_nought_is_shown() -> None:
    for score, words in ((0.0, "'–'"), (4.9, "'–'"), (5.0, "'5'")):
        shown = words_on(practice(moment(scene=replace(moment().scene, score=score))))
        assert words in shown and "'0'" not in shown


def test_the_person_may_have_the_number_or_not() -> None:
    assert "'72'" not in words_on(practice(moment(), Settings(live_score=False)))
    assert "'72'" in words_on(practice(moment(), Settings(theme="low-stimulus", live_score=True)))


def test_the_number_has_no_decimals_and_is_left_out_where_stimuli_are_low() -> None:
    assert "'72'" in words_on(practice(moment()))
    assert "'72'" not in words_on(practice(moment(), Settings(theme="low-stimulus")))


def test_no_number_is_shown_where_nothing_is_scored() -> None:
    unscored = moment(scene=replace(moment().scene, score=None))
    words = words_on(practice(unscored))
    assert "('ring'" not in words and "Not scored: I don't know your face at rest yet." in words


def test_arrows_follow_the_movement() -> None:
    assert arrow(Hint("AU1", True, "")) == "↑" and arrow(Hint("AU1", False, "")) == "↓"
    assert arrow(Hint("AU26", True, "")) == "↓" and arrow(Hint("AU24", True, "")) == ""


def test_an_avatar_follows_within_thirty_milliseconds() -> None:
    following, goal = Following(), Wear(SURPRISE)
    following.follow(Wear(), 0.0)
    worn = [following.follow(goal, i / 60).expression["AU1"] for i in range(1, 6)]
    assert worn == sorted(worn)
    assert worn[1] > 0.9 * SURPRISE["AU1"] and EASE_S <= 0.03
    assert following.follow(goal, 1.0).looks() == goal.looks()


def test_the_first_moment_is_worn_at_once() -> None:
    assert Following().follow(Wear(SURPRISE), 5.0).expression == SURPRISE


# ---------------------------------------------------------------- alive


def lives(presence: Presence, show: Expression, lively: bool = True) -> np.ndarray:
    """What blinks, looks about and breathes: (pictures, eyes and head), after it has settled."""
    worn = [presence.see(show, i / 60, lively) for i in range(900)][60:]
    eyes = ("AU43", "AU61", "AU62", "AU63", "AU64")
    return np.array([[*(w.expression[au] for au in eyes), w.head.yaw_deg, w.head.pitch_deg] for w in worn])


def test_an_avatar_at_rest_blinks_looks_about_and_breathes() -> None:
    for presence, show in ((Presence(), NEUTRAL), (Presence(always=True), SURPRISE)):
        moved = lives(presence, show)
        assert moved[:, 0].max() > 0.9 and np.ptp(moved[:, 1:5]) > 0.01 and np.ptp(moved[:, 6]) > 0.4
        assert np.abs(np.diff(moved[:, 5:], axis=0)).max() < 0.1


def test_what_is_demonstrated_holds_still_but_for_blinks_and_everything_does_where_stimuli_are_low() -> None:
    assert np.ptp(lives(Presence(), SURPRISE)[:, 1:], axis=0).max() < 1e-3
    for show in (NEUTRAL, SURPRISE):
        for always in (False, True):
            assert np.ptp(lives(Presence(always), show, lively=False), axis=0).max() < 1e-3


def test_life_gives_way_without_a_jump() -> None:
    presence = Presence()
    shows = [NEUTRAL] * 300 + [SURPRISE] * 300 + [NEUTRAL] * 300
    worn = [presence.see(show, i / 60, True) for i, show in enumerate(shows)]
    head = np.array([[w.head.yaw_deg, w.head.pitch_deg, w.head.roll_deg] for w in worn])
    brows = np.array([w.expression["AU1"] for w in worn])
    assert np.abs(np.diff(head, axis=0)).max() < 0.6 and np.abs(np.diff(brows)).max() < 0.15


def test_the_face_on_the_home_page_lives_unless_stimuli_are_low() -> None:
    for themed, many in (("standard", True), ("low-stimulus", False)):
        screen = HomeScreen(Settings(theme=themed), Dots(), Home(OFFER, 3, 0, ""))
        seen = set()
        for i in range(300):
            screen.tick(i / 60)
            seen.add(screen.worn.looks())
        assert (len(seen) > 20) is many and (len(seen) == 1) is not many


# ---------------------------------------------------------------- ways to mirror


def mirrored(screen: PracticeScreen, worn: Expression, begin_s: float, pictures: int = 60) -> list[float]:
    """How far the left lip corner goes up in each picture."""
    given = replace(SCENES["mirror"], expression=worn)
    seen = []
    for i in range(pictures):
        screen.show(given, None, begin_s + i / 60)
        seen.append(screen.you.expression.left("AU12"))
    return seen


@pytest.mark.parametrize(
    ("key", "corner"), {"1": 0.3, "2": 0.38, "3": 0.48, "4": 0.15, "6": 0.3, "7": 0.1}.items()
)
def test_the_way_to_mirror_is_chosen_by_key_and_changes_what_is_drawn(key: str, corner: float) -> None:
    screen = free_mirror()
    worn = Expression.of({"AU12L": 0.3, "AU12R": 0.1})
    mirrored(screen, worn, 1.0)
    screen.key(Key(key))
    seen = mirrored(screen, worn, 2.0)
    assert seen[-1] == pytest.approx(corner, abs=0.01)
    assert np.abs(np.diff(seen)).max() < 0.03


def test_the_way_to_mirror_can_be_a_moment_later() -> None:
    screen = free_mirror()
    screen.key(Key("5"))
    mirrored(screen, NEUTRAL, 1.0, 120)
    seen = mirrored(screen, Expression.of({"AU12": 0.8}), 3.0, 120)
    assert max(seen[:30]) < 0.01 and seen[-1] == pytest.approx(0.8, abs=0.01)


def test_a_click_chooses_as_well_and_the_chosen_way_is_said() -> None:
    screen = free_mirror()
    chip = next(piece for piece in screen.picture((1280, 800)) if piece.name == "mode 2")
    assert screen.click(chip.box.middle) is None
    assert "softened towards a gentle smile" in words_on(screen)
    assert screen.key(Key("1")) is None
    assert "softened towards a gentle smile" not in words_on(screen)


def test_in_an_exercise_the_way_to_mirror_is_not_to_be_chosen() -> None:
    screen = practice(SCENES["mirror"])
    assert not any(piece.name.startswith("mode") for piece in screen.picture((1280, 800)))
    worn = mirrored(screen, SURPRISE, 1.0)
    screen.key(Key("2"))
    assert mirrored(screen, SURPRISE, 2.0) == pytest.approx(worn)


# ---------------------------------------------------------------- the mask


def traced(settings: Settings = SETTINGS) -> PracticeScreen:
    """The free mirror with the mask on, before a face that is turned to one side."""
    screen = open_screen("mirror", settings, open_avatar("mask"), free=True)
    screen.show(SCENES["mirror"], None, 0.0, "", sample(0.0, face(rotation=turned(15))))
    return screen


def kinds(screen: Screen) -> list[str]:
    return [piece.looks[0] for piece in screen.picture((1280, 800)) if piece.looks[0] in ("avatar", "trace")]


def test_the_mask_shows_the_points_that_were_tracked_unless_they_are_to_be_changed() -> None:
    screen = traced()
    assert kinds(screen) == ["trace"]
    screen.key(Key("2"))
    assert kinds(screen) == ["avatar"]
    screen.key(Key("1"))
    screen.show(SCENES["mirror"], None, 1.0, "", sample(1.0))
    assert kinds(screen) == ["avatar"]


def test_the_tracked_points_are_flipped_as_in_a_mirror() -> None:
    flat = Settings(theme="high-contrast")
    mirrored, others = (
        render(traced(changed(flat, as_mirror=flip)), 1280, 800)[130:600, 300:980].astype(int)
        for flip in (True, False)
    )
    assert np.abs(mirrored - others[:, ::-1]).mean() < 1 < np.abs(mirrored - others).mean()


# ---------------------------------------------------------------- the cast


def test_arrows_walk_over_the_grid_and_enter_chooses() -> None:
    screen = people()
    screen.picture((1280, 800))
    assert screen.focus == "robin"
    steps = {"right": "1", "down": "7", "left": "6", "up": "robin"}
    for key, name in steps.items():
        screen.key(Key(key))
        assert screen.focus == name
        screen.picture((1280, 800))
    screen.key(Key("left"))
    assert screen.focus == "robin"
    screen.key(Key("right"))
    assert screen.key(Key("enter")) == screen.key(Key("space")) == Settings(person="1")


def test_a_click_on_a_face_chooses_it_and_it_is_marked() -> None:
    screen = people()
    face = next(piece for piece in screen.picture((1280, 800)) if piece.name == "3")
    chosen = screen.click(face.box.middle)
    assert chosen == Settings(person="3")
    assert "✓ Robin" in words_on(screen)
    screen.settings = chosen
    assert "✓ 3" in words_on(screen) and "✓ Robin" not in words_on(screen)


def test_faces_are_as_large_as_they_can_be_and_do_not_overlap() -> None:
    page = Box(40, 150, 960, 460)
    assert columns_for(12, page) == 6 and columns_for(1, page) == 1
    for number in (1, 5, 12, 40):
        boxes = grid(number, columns_for(number, page), page)
        assert len(boxes) == number
        assert all(page.grown(0.1).covers(box) for box in boxes)
        assert not any(one.meets(other) for i, one in enumerate(boxes) for other in boxes[:i])


def test_without_a_choice_the_face_goes_with_the_colours() -> None:
    assert Settings().face == "robin" and Settings(theme="low-stimulus").face == "line"
    assert Settings(theme="low-stimulus", person="wei").face == "wei"


# ---------------------------------------------------------------- the other screens


def test_home_begins_the_first_exercise() -> None:
    screen = SCREENS["home"]()
    assert screen.key(Key("enter")) == Begin("name-0")
    assert screen.key(Key("m")) == Begin("mirror")
    assert screen.key(Key("l")) is Go.SESSIONS
    assert screen.key(Key("f")) is Go.PEOPLE
    taps = {piece.name: piece.action for piece in screen.picture((1280, 800)) if piece.name}
    assert taps["exercises"] is Go.PROGRAMMES and taps["settings"] is Go.SETTINGS


def test_the_list_scrolls_with_the_arrows() -> None:
    screen = ExercisesScreen(SETTINGS, entries(20))
    screen.picture((1280, 800))
    for _ in range(12):
        screen.key(Key("down"))
        screen.picture((1280, 800))
    assert screen.focus == "name-12"
    shown = next(piece for piece in screen.picture((1280, 800)) if piece.name == "name-12")
    assert shown.box.h > 80 and screen.scrolled > 0
    assert screen.key(Key("enter")) == Show(Go.EXERCISE, "name-12")
    for _ in range(40):
        screen.key(Key("wheel down"))
    screen.picture((1280, 800))
    assert next(piece for piece in screen.picture((1280, 800)) if piece.name == "name-19").box.h > 80


def test_a_session_is_deleted_only_after_the_question() -> None:
    screen = SessionsScreen(SETTINGS, entries(3))
    screen.picture((1280, 800))
    assert screen.key(Key("enter")) == Open("name-0")
    assert screen.key(Key("delete")) is None
    screen.picture((1280, 800))
    assert screen.key(Key("enter")) is None
    assert screen.doomed is None
    screen.key(Key("delete"))
    screen.picture((1280, 800))
    assert screen.key(Key("delete")) == Delete("name-0")


def test_consent_says_what_is_kept_and_where() -> None:
    screen = ConsentScreen(SETTINGS, "first-steps", "/a/folder")
    words = words_on(screen)
    for part in ("Numbers, not pictures", "/a/folder", "health data", "delete any session"):
        assert part in words
    assert screen.key(Key("enter")) == Begin("first-steps", keep=True, remember=True)
    assert screen.key(Key("p")) == Begin("first-steps", keep=False, remember=True)
    assert screen.key(Key("escape")) is Go.HOME


def test_a_film_is_a_question_of_its_own_and_no_until_somebody_says_yes() -> None:
    screen = ConsentScreen(SETTINGS, "first-steps", "/a/folder")
    assert "for this session only" in words_on(screen)
    assert screen.keys()["enter"] == Begin("first-steps", keep=True, remember=True, film=False)
    screen.key(Key("v"))
    assert screen.keys()["enter"] == Begin("first-steps", keep=True, remember=True, film=True)
    assert screen.keys()["p"] == Begin("first-steps", keep=False, remember=True, film=False)
    screen.picture((1280, 800))
    switch = next(piece for piece in screen.picture((1280, 800)) if piece.name == "film")
    screen.click(switch.box.middle)
    assert screen.keys()["enter"] == Begin("first-steps", keep=True, remember=True, film=False)


def test_where_sessions_are_kept_anyway_the_film_alone_is_asked_for() -> None:
    screen = FilmScreen(SETTINGS, "first-steps")
    assert screen.key(Key("enter")) == Begin("first-steps", keep=True, film=False)
    assert screen.key(Key("v")) == Begin("first-steps", keep=True, film=True)
    assert screen.key(Key("escape")) == Show(Go.EXERCISE, "first-steps")


def test_a_settings_file_cannot_say_yes_to_a_film() -> None:
    assert not any("film" in field.name or "video" in field.name for field in fields(Settings))


@pytest.mark.parametrize("text", [1.0, 2.0])
def test_the_red_dot_and_its_word_are_on_every_screen_of_the_session(text: float) -> None:
    """In the pause, too; and nothing lies on it."""
    size = tuple(side / layout_scale(1280, 800, 1.0, text) for side in (1280, 800))
    for name, make in SCREENS.items():
        screen = make()
        if not isinstance(screen, Stage):
            continue
        for paused in (False, True):
            screen.moment = replace(screen.moment, paused=paused) if screen.moment else None
            screen.film = ""
            assert "film" not in {piece.name for piece in screen.picture((size[0], size[1]))}
            screen.film = "paused" if paused else "on"
            pieces = screen.picture((size[0], size[1]))
            mark = pieces[-1]
            assert (mark.name, mark.action) == ("film", Aside.FILM), name
            assert screen.click(mark.box.middle) is Aside.FILM
            written = [piece for piece in pieces[:-1] if any(isinstance(part, Style) for part in piece.looks)]
            assert written
            words = [piece for piece in written if common(piece.box, mark.box.grown(-7))]
            assert words == [] or paused, name
            assert screen.keys()["v"] is Aside.FILM


@pytest.mark.parametrize("size", [(640.0, 400.0), (900.0, 600.0), (1280.0, 800.0)])
def test_a_banner_leaves_the_mark_of_a_film_free(size: tuple[float, float]) -> None:
    for film in ("on", "paused", "ended"):
        screen = next(made for make in SCREENS.values() if isinstance(made := make(), Stage))
        screen.film, screen.notice = film, LONG
        pieces = screen.picture(size)
        (banner,) = (piece for piece in pieces if piece.looks[0] == "notice")
        assert not common(banner.box, pieces[-1].box.grown(-7)) and banner.box.x >= 0


def test_pictures_being_kept_is_red_and_a_film_that_has_ended_is_not() -> None:
    screen = next(make() for make in SCREENS.values() if isinstance(make(), Stage))
    shown = {}
    for state in ("on", "paused", "ended", ""):
        screen.film = state
        corner = render(screen, 1280, 800)[20:60, 1000:, :3].astype(int)
        shown[state] = int(((corner[..., 0] > 180) & (corner[..., 1] < 80) & (corner[..., 2] < 80)).sum())
    assert shown["on"] > shown["paused"] > 20
    assert shown["ended"] == shown[""] == 0


def test_settings_change_what_they_say() -> None:
    screen = SettingsScreen(SETTINGS, Dots(), "/a/folder")
    taps = {piece.name: piece.action for piece in screen.picture((1280, 800)) if piece.name}
    assert taps["high-contrast"] == Settings(theme="high-contrast")
    assert screen.key(Key("k")) == Settings(keep=True)
    assert screen.key(Key("n")) == Settings(live_score=False)
    assert screen.key(Key("f")) is taps["face"] is Go.PEOPLE


def test_the_summary_gives_reasons_instead_of_noughts() -> None:
    words = words_on(SCREENS["summary"]())
    assert "You held joy." in words and "'86'" in words
    assert "not scored: too dark" in words and "'0'" not in words
    seen = Summary("You held joy.", "", (Row("Joy", 86.0, "held", seen="seen well 97% of the time"),))
    assert "held, seen well 97% of the time" in words_on(SummaryScreen(SETTINGS, Dots(), seen))
    assert SCREENS["summary"]().key(Key("r")) is Go.AGAIN
    assert SummaryScreen(SETTINGS, Dots(), SUMMARY, kept=False).key(Key("r")) is None


# ---------------------------------------------------------------- review


def reviewing() -> ReviewScreen:
    screen = ReviewScreen(SETTINGS, Dots(), recorded())
    screen.tick(0.0)
    return screen


def test_a_review_plays_at_its_speed_and_stops_at_the_end() -> None:
    screen = reviewing()
    screen.tick(0.5)
    assert screen.time_s == pytest.approx(0.5)
    screen.key(Key("down"))
    screen.tick(1.5)
    assert screen.time_s == pytest.approx(1.0)
    screen.tick(9.0)
    assert screen.time_s == recorded().timeline.length_s and not screen.player.playing
    screen.key(Key("space"))
    assert screen.player.playing and screen.time_s == 0


def test_a_review_goes_frame_by_frame() -> None:
    screen = reviewing()
    screen.tick(1.0)
    at = screen.index
    screen.key(Key("right"))
    assert screen.index == at + 1 and not screen.player.playing
    screen.key(Key("left"))
    screen.key(Key("left"))
    assert screen.index == at - 1


def test_a_review_jumps_from_step_to_step() -> None:
    screen = reviewing()
    screen.player.playing = False
    times = []
    for key in (Key("right", shift=True), Key("page down"), Key("page up"), Key("left", shift=True)):
        screen.key(key)
        times.append(round(screen.time_s, 3))
    assert times == [0.5, 2.0, 0.5, 0.0]


def test_a_click_on_the_line_of_time_goes_there() -> None:
    screen = reviewing()
    screen.picture((1280, 800))
    line = screen._line
    screen.click((line.x + line.w / 2, line.middle[1]))
    assert screen.time_s == pytest.approx(recorded().timeline.length_s / 2)
    screen.drag((line.x, line.middle[1]))
    assert screen.time_s == 0


def test_the_curve_has_gaps_where_nothing_was_scored() -> None:
    timeline = recorded().timeline
    curve = thinned(curves_of(timeline, "score")[0], View(0.0, timeline.length_s), 45)
    assert len(curve) == 1
    assert curve[0][0][0] == pytest.approx(1 / 3, abs=0.03)
    assert curve[0][-1][1] == pytest.approx(0.885, abs=0.02)


def test_between_two_samples_the_face_is_in_between() -> None:
    timeline = recorded().timeline
    instants = [timeline.at(i) for i in range(len(timeline))]
    instants[10] = replace(instants[10], you=Side(NEUTRAL))
    between = replace(recorded(), timeline=Timeline.of(instants))
    worn = wears(between, 10.5 / 30)[1].expression["AU1"]
    assert worn == pytest.approx(SURPRISE["AU1"] / 4, abs=1e-3)


def test_action_units_are_those_of_the_target_left_before_right() -> None:
    uneven = Expression.of({"AU1L": 0.41, "AU1R": 0.44, "AU26": 0.78})
    assert set(units_of(moment().scene.target)) == {"AU1", "AU2", "AU5", "AU26"}
    assert sides("AU1", uneven) == ".41 | .44"
    assert sides("AU26", uneven) == ".78" and sides("AU1", None) == "–"
    assert decimals(-0.061) == "−.06" and decimals(1.02) == "1.02" and decimals(-0.001) == ".00"


# ------------------------------------------------------------ hints on small cards


@pytest.mark.parametrize("room", [90, 140, 180, 260])
def test_the_lines_of_a_hint_are_about_as_long_as_each_other(room: float) -> None:
    words, style = "raise your inner brows a little", lettering.Style(16.5)
    greedy, even = lettering.lines(words, style, room, 2), lettering.even_lines(words, style, room, 2)
    wide = [[lettering.width(line, style) for line in lines] for lines in (greedy, even)]
    assert len(even) == len(greedy) and max(wide[1]) <= max(wide[0]) <= room
    assert " ".join(even) == " ".join(greedy)


def test_no_word_of_a_hint_stands_alone_that_need_not() -> None:
    words, style = "raise your inner brows a little", lettering.Style(16.5)
    assert lettering.lines(words, style, 200, 2)[1] == "little"
    assert lettering.even_lines(words, style, 200, 2) == ("raise your inner", "brows a little")


def test_a_hint_on_a_narrow_card_lies_at_its_lower_edge() -> None:
    narrow, wide = Box(0, 0, NARROW - 1, 300), Box(0, 0, NARROW + 1, 300)
    assert narrow.bottom - pill_y(narrow) < wide.bottom - pill_y(wide)
