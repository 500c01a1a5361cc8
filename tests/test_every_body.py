"""Every screen, in every size of text, language and theme: all of it can be read and reached."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

import pytest

from looking import Looking
from mirrorcam import phrases
from mirrorcam.app.kept.expressions import KeptExpression
from mirrorcam.app.painting import theme
from mirrorcam.app.painting.easel import Box
from mirrorcam.app.reviewing import Comparing, Review
from mirrorcam.app.screens import Key, Screen, Settings, changed
from mirrorcam.app.screens.home import Home, HomeScreen, Offer
from mirrorcam.app.screens.kinds import open_screen
from mirrorcam.app.screens.neutral import NeutralScreen
from mirrorcam.app.screens.progress import Progress, ProgressScreen
from mirrorcam.app.screens.review import ReviewScreen
from mirrorcam.app.screens.review.comparing import CompareScreen
from mirrorcam.app.screens.settings import SettingsScreen
from mirrorcam.app.screens.summary import SummaryScreen
from mirrorcam.asked import Asked
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import HeadPose, Reason
from mirrorcam.history import UNIT, PastSession, Practised, history
from mirrorcam.instant import instant
from mirrorcam.phrases import phrase
from mirrorcam.recording import Noted
from mirrorcam.review import Row, Summary
from mirrorcam.session import Moment
from mirrorcam.steps import Hint, Phase, Scene, Seen, kinds
from mirrorcam.timeline import Attempt, Timeline
from performing import LIBRARY, exercise
from test_home_screens import SCREENS as PAGES
from test_screens import Dots, frame

FRAME_S, LONGEST_S, STUCK_S = 0.1, 150.0, 9.0
SHOWN = (
    *(((1280, 800), text) for text in (1.0, 1.25, 1.5, 2.0)),
    *(((900, 600), text) for text in (1.0, 1.5)),
)
"""Window and size of text. In 900×600 there is room for 168 %."""
LANGUAGES = ("en", "de")
LEAST_FACE = 90.0
"""Layout units that are left to a face, whatever is said below it."""
STRAIGHT = HeadPose(0, 0, 0)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    phrases.use("en")


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> Looking:
    return Looking(monkeypatch)


@cache
def phases(kind: str, language: str, words: str = "") -> tuple[Moment, ...]:
    """A moment of every phase of a kind, with the longest words that it has. ``words``: what the file says."""
    phrases.use(language)
    asked = kinds()[kind].example
    if words:
        asked = re.sub("^words = .*$", "", asked, flags=re.MULTILINE) + f'\nwords = "{words}"'
    step = exercise(f'\n[[steps]]\nkind = "{kind}"\n{asked}').steps[0]
    run, found, time_s, since_s = step.run(LIBRARY, True), {}, 0.0, 0.0
    last = ""
    while time_s < LONGEST_S and not run.finished:
        time_s += FRAME_S
        scene = run.advance(time_s, Seen(NEUTRAL, None, FRAME_S, STRAIGHT))
        key = (scene.phase, bool(scene.choices))
        if key not in found or len(scene.words) > len(found[key].words):
            found[key] = scene
        since_s = since_s + FRAME_S if scene.phase == last else 0.0
        last = scene.phase
        if since_s > STUCK_S:
            since_s = 0.0
            if scene.choices and scene.phase != "told":
                run.answer(scene.choices[-1].name)
            run.go_on() if not scene.choices or scene.writing else None
    title = step.heading(LIBRARY) or "Title"
    return tuple(Moment(1.0, scene, 2, 5, kind, title) for scene in found.values())


def variants(kind: str, language: str) -> Iterator[Moment]:
    """Every phase, one that is paused, and one that waits with the longest of reasons."""
    moments = phases(kind, language)
    yield from moments
    yield replace(moments[0], paused=True)
    longest = max(Reason, key=lambda reason: len(reason.words))
    yield replace(moments[-1], waiting=longest, offer_neutral=True)
    hinted = replace(moments[-1].scene, hint=Hint("AU1", True, "raise your inner brows a little"), score=72.0)
    yield replace(moments[-1], scene=hinted)


def stage(moment: Moment, settings: Settings, free: bool = False) -> Screen:
    screen = open_screen(moment.kind, settings, Dots(), free)
    screen.show(moment, frame(), 0.0)
    return screen


def neutral(settings: Settings) -> Screen:
    screen = NeutralScreen(settings, Dots())
    scene = Scene(Phase.NEUTRAL, phrase("neutral.invitation"), progress=0.5)
    screen.show(Moment(1.0, scene, -1, 5, "neutral", phrase("neutral.title")), frame(), 0.0)
    return screen


def free_mirror(settings: Settings) -> Screen:
    scene = Scene(Phase.MIRROR, phrase("mode.right_on_both_words"))
    return stage(Moment(1.0, scene, 0, 1, "mirror", phrase("mirror.title")), settings, True)


def summary(settings: Settings) -> Screen:
    held = phrase("summary.held", title="surprise", seconds="3.1")
    note = phrase("summary.held_for", seconds="3.1") + ", " + phrase("summary.one_side")
    rows = tuple(
        Row(phrases.translated(name), 60.0 + i, note) for i, name in enumerate(("Joy", "Fear", "Anger"))
    )
    rows += (
        Row(phrases.translated("Surprise"), None, phrase("summary.not_scored", why=phrase("why.too_dark"))),
    )
    told = (phrase("settle.told.same"), phrase("follow.told.most"), phrase("gaze.told.none"))
    return SummaryScreen(
        settings, Dots(), Summary(held, phrase("summary.compared"), rows, told), "4 min 12 s", kept=True
    )


def review(settings: Settings) -> Screen:
    moments = [
        Moment(i / 30, Scene(Phase.HOLD, "", score=float(i)), 0, 1, "imitate", "Joy") for i in range(90)
    ]
    words = phrase("replay.words", title=phrases.translated("First steps"))
    title = phrase("replay.title", when="14 Nov 2026, 18:02")
    timeline = Timeline.of([instant(one, None) for one in moments])
    notes = (Noted(1.0, 2.0, "both sides go together", ("even",)), Noted(2.5, 2.5, ""))
    return ReviewScreen(settings, Dots(), Review("one", title, words, timeline, notes))


def writing(settings: Settings) -> Screen:
    screen = review(settings)
    screen.key(Key("n"))
    screen.write("The left side comes a little later than the right one.")
    return screen


def keeping_a_face(settings: Settings) -> Screen:
    smile = Expression.of({"AU12": 0.6, "AU6": 0.4})
    moments = [Moment(i / 30, Scene(Phase.HOLD, ""), 0, 1, "imitate", "Joy") for i in range(90)]
    timeline = Timeline.of([instant(one, Seen(smile, None, 1 / 30, STRAIGHT)) for one in moments])
    screen = ReviewScreen(settings, Dots(), replace(review(settings).review, timeline=timeline))
    screen.key(Key("s"))
    return screen


def a_face_not_kept(settings: Settings) -> Screen:
    screen = keeping_a_face(settings)
    screen.write("The smile of a long and sunny afternoon")
    folder = "/home/robin/.local/share/mirrorcam/exercises/expressions"
    why = phrase("own_face.not_allowed", folder=folder)
    screen.face_not_kept(phrase("own_face.not_kept", why=why))
    return screen


def a_face_kept(settings: Settings) -> Screen:
    screen = keeping_a_face(settings)
    folder = Path("/home/robin/.local/share/mirrorcam/exercises/expressions")
    title, name = "The smile of a long and sunny afternoon", "the-smile-of-a-long-and-sunny-afternoon"
    screen.face_kept(KeptExpression(name, title, folder / f"{name}.toml"))
    return screen


def no_face_to_keep(settings: Settings) -> Screen:
    screen = review(settings)
    screen.key(Key("s"))
    return screen


def all_keys(settings: Settings) -> Screen:
    screen = review(settings)
    screen.key(Key("k"))
    return screen


def comparing(settings: Settings) -> Screen:
    one = review(settings).review
    attempt = Attempt(0, 0, phrases.translated("Joy"), 0.5, 1.0, 2.0, 2.5)
    return CompareScreen(settings, Dots(), Comparing(one, one, ((attempt, attempt),)))


SMILE = (("imitate", "happiness"), (UNIT, "AU6"), (UNIT, "AU12"))


def progress(settings: Settings) -> Screen:
    random = Random(3)
    sessions = []
    for number in range(26):
        when = datetime(2026, 8, 3, 18, tzinfo=UTC) + timedelta(days=round(number * 2.7))
        stronger = Asked("B" if number < 9 else "D", "common" if number < 4 else "own")
        value = min(98.0, 45 + number * 1.3 + random.gauss(0, 6))
        done = [Practised(when, kind, name, value, stronger) for kind, name in SMILE]
        done += [Practised(when, "recognise", "", 60 + random.gauss(0, 8))] if number % 3 == 0 else []
        done += [Practised(when, "imitate", "sadness", 30.0 + number)] if number > 22 else []
        done += [Practised(when, "follow", "", 70 - number + random.gauss(0, 3))] if number % 2 else []
        sessions.append(PastSession(when, 300.0 + 60 * (number % 5), tuple(done)))
    titles = {name: target.title for name, target in LIBRARY.items()}
    return ProgressScreen(settings, Progress(history(sessions), titles))


SCREENS: dict[str, Callable[[Settings], Screen]] = {
    "neutral": neutral,
    "free mirror": free_mirror,
    "settings": lambda settings: SettingsScreen(settings, Dots(), "/home/robin/.local/share/mirrorcam"),
    "summary": summary,
    "review": review,
    "writing a note": writing,
    "all keys": all_keys,
    "keeping a face": keeping_a_face,
    "a face kept": a_face_kept,
    "a face not kept": a_face_not_kept,
    "no face to keep": no_face_to_keep,
    "comparing": comparing,
    "progress": progress,
    "no progress": lambda settings: ProgressScreen(settings, Progress(history([]), {})),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_phase_of_every_kind_can_be_read(kind: str, language: str, looking: Looking) -> None:
    faults = []
    for moment in variants(kind, language):
        phrases.use(language)
        for size, text in SHOWN:
            looking.at(stage(moment, Settings(text=text)), *size)
            faults += [f"{size} {text:g} {moment.scene.phase}: {fault}" for fault in looking.faults()]
    assert faults == []


LONG_WORDS = " ".join(f"Gentle number {i} of many long words." for i in range(60))[:599] + "."
"""As many as an exercise file may have."""


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_words_as_long_as_a_file_may_say_leave_every_face_free(kind: str, looking: Looking) -> None:
    assert beside_faces(phases(kind, "en", LONG_WORDS), looking) == []


def test_situations_as_long_as_a_file_may_say_leave_every_face_free(looking: Looking) -> None:
    step = """
[[steps]]
kind = "recognise"
cue = "situation"
targets = ["happiness", "sadness", "anger", "fear", "surprise", "disgust"]
situations = { %s }"""
    names = ("happiness", "sadness", "anger", "fear", "surprise", "disgust")
    situations = ", ".join(f'{name} = "{LONG_WORDS[:200]}"' for name in names)
    run = exercise(step % situations).steps[0].run(LIBRARY, True)
    scenes = [run.advance(i * 1.0, Seen(NEUTRAL, None, 1.0, STRAIGHT)) for i in range(1, 6)]
    moments = [Moment(1.0, scene, 2, 5, "recognise", "Title") for scene in scenes]
    assert any(scene.words in LONG_WORDS and scene.choices for scene in scenes)
    assert beside_faces(moments, looking) == []


def beside_faces(moments: Sequence[Moment], looking: Looking) -> list[str]:
    """What is wrong where ``LONG_WORDS`` stand beside faces."""
    faults = []
    for moment in moments:
        for size, text in SHOWN:
            looking.at(stage(moment, Settings(text=text)), *size)
            at = f"{size} {text:g} {moment.scene.phase}"
            faces = [piece.box for piece in looking.pieces if piece.looks[0] == "avatar"]
            said = [line for line in looking.lines if len(line.words) > 9 and line.words in LONG_WORDS]
            covered = any(_in_units(line.box, looking).meets(face) for line in said for face in faces)
            faults += [f"{at}: words lie over a face"] * covered
            faults += [f"{at}: a face has no room"] * any(face.h < LEAST_FACE for face in faces)
            faults += [f"{at}: {fault}" for fault in looking.faults()]
    return faults


def _in_units(box: Box, looking: Looking) -> Box:
    return Box(*(value / looking.scale for value in box))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_can_be_read(name: str, language: str, looking: Looking) -> None:
    phrases.use(language)
    faults = []
    for size, text in SHOWN:
        looking.at(SCREENS[name](Settings(text=text)), *size)
        faults += [f"{size} {text:g}: {fault}" for fault in looking.faults()]
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_pages_with_very_long_words_do_not_come_apart(name: str, language: str, looking: Looking) -> None:
    """Their words are made up, and may be shortened."""
    phrases.use(language)
    faults = []
    for size, text in SHOWN:
        screen = PAGES[name]()
        screen.settings = changed(screen.settings, text=text)
        looking.at(screen, *size)
        faults += [f"{size} {text:g}: {fault}" for fault in looking.faults() if "shortened" not in fault]
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_says_all_of_its_own_words_in_the_smallest_window(language: str, looking: Looking) -> None:
    phrases.use(language)
    offer = Offer("first-steps", "A title", "One sentence.", "Today")
    home = Home(offer, exercises=47, sessions=3, status=phrase("home.no_camera"))
    looking.at(HomeScreen(Settings(), Dots(), home), 900, 600)
    assert looking.shortened == []


@pytest.mark.parametrize("themed", theme.THEMES)
def test_what_is_written_stands_out(themed: str, looking: Looking) -> None:
    """As WCAG measures it, of the picture as it is painted."""
    asked = 7.0 if themed == "high-contrast" else 4.5
    settings = Settings(theme=themed)
    screens = [make(settings) for make in SCREENS.values()]
    screens += [stage(moment, settings) for kind in kinds() for moment in variants(kind, "en")]
    screens += [make() for make in PAGES.values()]
    pale = set()
    for screen in screens:
        for text in (1.0, 2.0):
            screen.settings = changed(screen.settings, text=text, theme=themed)
            looking.at(screen, 1280, 800)
            pale |= {(line.words, round(line.contrast, 1)) for line in looking.lines if line.contrast < asked}
    assert pale == set()
