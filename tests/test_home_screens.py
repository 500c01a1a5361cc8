"""Home and the pages from which practice begins: what they say, where they lead, and that all of it has room."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import skia

from mirrorcam import phrases
from mirrorcam.app import about
from mirrorcam.app.desk import ProgramDesk
from mirrorcam.app.kept.done import exercises_done, note_done
from mirrorcam.app.kept.profiles import PROFILE_VARIABLE, Profiles
from mirrorcam.app.offering import beforehand, following, offer, read_course, under_way
from mirrorcam.app.opening import Wish
from mirrorcam.app.painting.easel import Box
from mirrorcam.app.painting.theme import THEMES
from mirrorcam.app.planning import as_planned, find_plan, shown
from mirrorcam.app.screens import Begin, Choose, Go, Introduce, Key, Screen, Settings, Show, changed, render
from mirrorcam.app.screens.about import AboutScreen
from mirrorcam.app.screens.badge import COLOURS, Person
from mirrorcam.app.screens.check import Cameras, CheckScreen
from mirrorcam.app.screens.consent import ConsentScreen, FilmScreen
from mirrorcam.app.screens.exercise import ExercisePage, ExerciseScreen
from mirrorcam.app.screens.home import Entry, Home, HomeScreen, Offer
from mirrorcam.app.screens.key import KeyScreen
from mirrorcam.app.screens.notice import NoticeScreen
from mirrorcam.app.screens.page import next_that_way
from mirrorcam.app.screens.people import PeopleScreen
from mirrorcam.app.screens.plans import PlanPage, PlanRow, PlansScreen
from mirrorcam.app.screens.programmes import Card, ProgrammePage, ProgrammeScreen, ProgrammesScreen
from mirrorcam.app.screens.shelf import ExercisesScreen, SessionsScreen
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.app.screens.who import WhoScreen
from mirrorcam.app.seeing_well import READ_S, Steadied, advice
from mirrorcam.errors import BadInput
from mirrorcam.exercise import find_exercise
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, Frame, HeadPose, Reason, Sample
from mirrorcam.folders import plans_folder
from mirrorcam.plan import parse_plan
from mirrorcam.target import library
from plain_face import face, turned

SETTINGS = Settings()
LONG = (
    "Lift the outer corners of your mouth a little, let the cheeks rise, and keep breathing all the while. "
)
SMALL, USUAL = (640.0, 400.0), (1280.0, 800.0)
SUNDAY = date(2026, 11, 22)


class Blank:
    def __init__(self, name: str = "robin") -> None:
        self.name = self.title = name

    def draw(self, canvas: skia.Canvas, expression: Expression, head: HeadPose = STRAIGHT) -> None:
        canvas.drawCircle(0.5, 0.5, 0.3, skia.Paint(Color=0xFF884422))


def entries(count: int) -> tuple[Entry, ...]:
    return tuple(Entry(f"name-{i}", f"Title {i} {LONG}", LONG, "done once") for i in range(count))


def people(count: int = 3) -> list[Person]:
    return [
        Person(f"p{i}", f"Person {i}", colour, Blank())
        for i, colour in zip(range(count), COLOURS, strict=False)
    ]


TOLD = (("For whom", LONG * 2), ("What for", LONG), ("Where it comes from", LONG), ("Not known", LONG))
OFFER = Offer("smile", f"A title {LONG}", LONG * 3, "Today, from your plan", "2 of 3 this week")
PAGE = ExercisePage(
    "smile", "Smile", LONG, ("3 min", "Make a face"), LONG, LONG, "done once", NEUTRAL, True, TOLD
)
CAMERAS = Cameras({"camera:A": "Camera A", "camera:B": "Camera B"}, "Camera: A")


def naming() -> WhoScreen:
    screen = WhoScreen(SETTINGS, people(), "p1", Blank())
    screen.key(Key("n"))
    return screen


def renaming() -> SessionsScreen:
    screen = SessionsScreen(SETTINGS, entries(5))
    screen.picture(USUAL)
    screen.key(Key("r"))
    return screen


def checked() -> CheckScreen:
    screen = CheckScreen(SETTINGS, CAMERAS, "smile")
    screen.show(seen(light=0.01), Frame(0.0, 0, np.full((90, 160, 3), 120, np.uint8)), 1.0)
    return screen


SCREENS = {
    "home": lambda: HomeScreen(SETTINGS, Blank(), Home(OFFER, 47, 3, "Camera: A", LONG, people()[0], True)),
    "bare home": lambda: HomeScreen(SETTINGS, Blank(), Home(None, 0, 0, "")),
    "programmes": lambda: ProgrammesScreen(
        SETTINGS, tuple(Card(f"c{i}", LONG, LONG, "6 exercises", Blank(), Wear()) for i in range(7)), 47
    ),
    "programme": lambda: ProgrammeScreen(SETTINGS, ProgrammePage("P", LONG, entries(9), "name-2", TOLD)),
    "exercise": lambda: ExerciseScreen(SETTINGS, Blank(), PAGE),
    "exercises": lambda: ExercisesScreen(SETTINGS, entries(40)),
    "sessions": lambda: SessionsScreen(SETTINGS, ()),
    "who": lambda: WhoScreen(SETTINGS, people(7), "p1", Blank()),
    "naming": naming,
    "check": checked,
    "about": lambda: AboutScreen(SETTINGS, TOLD, about.parts()),
    "plans": lambda: PlansScreen(
        changed(SETTINGS, plan="a"),
        {"a": "Plan A", "b": "Plan B"},
        PlanPage("Plan A", LONG, (LONG, "Another"), tuple(PlanRow(one, True) for one in entries(3))),
        "/a/folder",
    ),
    "no plan": lambda: PlansScreen(SETTINGS, {}, None, "/a/very/long/folder" * 5),
    "film": lambda: FilmScreen(SETTINGS, "smile"),
    "key": lambda: KeyScreen(SETTINGS, "age1" + "q" * 58, "/a/very/long/folder" * 5),
    "no key": lambda: KeyScreen(SETTINGS, "", "/a/folder/key.txt"),
    "renaming": renaming,
    "consent": lambda: ConsentScreen(SETTINGS, "smile", "/a/very/long/folder" * 5),
    "notice": lambda: NoticeScreen(SETTINGS, "That did not work", LONG * 5, way_back=Go.HOME),
    "people": lambda: PeopleScreen(SETTINGS, [Blank(f"somebody {i}") for i in range(12)]),
}


def seen(reason: Reason | None = None, **figures: float) -> Sample:
    given = {"face_px": 220.0, "light": 0.5, "sharpness": 0.6, **figures}
    return Sample(0.0, face(), reason, 640, 480, **given)


def words_on(screen: Screen, size: tuple[float, float] = USUAL) -> str:
    return str([piece.looks for piece in screen.picture(size)])


# ---------------------------------------------------------------- every page


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("size", [SMALL, (900.0, 600.0), USUAL], ids=str)
@pytest.mark.parametrize("language", phrases.languages())
def test_all_of_it_is_reached_and_lies_in_the_window(
    name: str, size: tuple[float, float], language: str
) -> None:
    phrases.use(language)
    screen = SCREENS[name]()
    wanted = {piece.name for piece in screen.picture(size) if piece.name} - {"scroll up", "scroll down"}
    reached = set()
    for _ in range(len(wanted) + 3):
        screen.key(Key("tab"))
        here = next((piece for piece in screen.picture(size) if piece.name == screen.focus), None)
        if here is not None and here.box.h > 20:
            assert here.box.x >= -8 and here.box.right <= size[0] + 8, here.name
            reached.add(here.name)
    assert wanted - reached == set()


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("themed", THEMES)
def test_it_is_drawn_in_every_theme(name: str, themed: str) -> None:
    pixels = render(SCREENS[name](), 640, 400, theme=themed)
    assert (pixels[..., 3] == 255).all() and len(np.unique(pixels.view(np.uint32))) > 20


@pytest.mark.parametrize("name", sorted(set(SCREENS) - {"notice", "people"}))
def test_what_can_be_clicked_is_large(name: str) -> None:
    for piece in SCREENS[name]().picture((1280.0, 4000.0)):
        if piece.name and piece.looks[0] not in ("key", "away") and piece.box.bottom < 3900:
            assert min(piece.box.w, piece.box.h) >= 44, piece.name


def test_the_page_follows_the_focus_and_the_wheel() -> None:
    screen = ExercisesScreen(SETTINGS, entries(30))
    screen.picture(SMALL)
    for _ in range(20):
        screen.key(Key("down"))
        screen.picture(SMALL)
    row = next(piece for piece in screen.picture(SMALL) if piece.name == "name-20")
    assert screen.focus == "name-20" and row.box.h > 70
    for _ in range(80):
        screen.key(Key("wheel up"))
    assert screen.scrolled == 0
    screen.picture(SMALL)
    down = next(piece for piece in screen.picture(SMALL) if piece.name == "scroll down")
    screen.click(down.box.middle)
    assert screen.scrolled > 200


def test_arrows_go_to_what_lies_that_way() -> None:
    grid = {f"{x}{y}": Box(x * 120, y * 120, 100, 100) for x in range(3) for y in range(2)}
    assert next_that_way(grid["00"], grid, "right") == "10"
    assert next_that_way(grid["10"], grid, "down") == "11"
    assert next_that_way(grid["21"], grid, "left") == "11"
    assert next_that_way(grid["20"], grid, "right") == ""


# ---------------------------------------------------------------- home, programmes, exercises


def test_home_leads_everywhere() -> None:
    screen = SCREENS["home"]()
    leads = {
        "enter": Begin("smile"),
        "b": Show(Go.EXERCISE, "smile"),
        "m": Begin("mirror"),
        "e": Go.PROGRAMMES,
    }
    leads |= {"l": Go.SESSIONS, "g": Go.PROGRESS, "w": Go.WHO, "p": Go.PLANS, "c": Go.CAMERA, "i": Go.ABOUT}
    for key, action in leads.items():
        assert screen.key(Key(key)) == action
    assert "Good to see you, Person 0." in words_on(screen) and "2 of 3 this week" in words_on(screen)


def test_nobody_named_is_asked_for_nothing() -> None:
    words = words_on(SCREENS["bare home"]())
    assert "Good to see you." in words and "Without a name" not in words


@pytest.mark.parametrize("size", [SMALL, (900.0, 600.0), USUAL, (1900.0, 1000.0)], ids=str)
def test_long_words_keep_clear_of_the_hair(size: tuple[float, float]) -> None:
    pieces = SCREENS["home"]().picture(size)
    face_at = next(piece for piece in pieces if piece.looks[0] == "avatar").looks[4]
    hair = Box(face_at.x + face_at.w * 0.14, face_at.y + face_at.h * 0.08, face_at.w * 0.6, face_at.h)
    offered = [
        piece for piece in pieces if str(piece.looks[0])[:7] in ("A title", LONG[:7], "TODAY, ", "2 of 3 ")
    ]
    assert len(offered) >= 2
    assert [piece.looks[0] for piece in offered if piece.box.grown(-2).meets(hair)] == []


def test_an_exercise_says_what_is_in_it_and_begins() -> None:
    screen = ExerciseScreen(SETTINGS, Blank(), PAGE)
    assert screen.key(Key("enter")) == Begin("smile")
    assert screen.key(Key("c")) == Show(Go.CAMERA, "smile")
    assert screen.key(Key("f")) is Go.PEOPLE and screen.key(Key("escape")) is Go.BACK


def test_strong_faces_are_said_beforehand() -> None:
    targets = library()
    ladder = find_exercise("anger-ladder", targets)
    assert beforehand(ladder.steps).startswith("An angry face comes in this one, small at first.")
    assert beforehand(find_exercise("smile-ladder", targets).steps) == ""
    assert "frightened" in beforehand(find_exercise("first-steps", targets).steps)


def test_what_fits_comes_from_the_plan_then_the_programme_then_the_beginning() -> None:
    course = read_course(library())
    one = course.programmes["making"]
    assert offer(course, None, SUNDAY, []).exercise == "first-steps"
    done = [(SUNDAY, one.exercises[1]), (SUNDAY, one.exercises[0])]
    assert under_way(course, done) == one
    assert offer(course, None, SUNDAY, done).exercise == one.exercises[2]
    plan = find_plan("example-plan", course.exercises)
    today = offer(course, plan, SUNDAY, done)
    assert (today.exercise, today.done) == ("warm-up", "0 of 5 this week")
    enough = [*[(SUNDAY, "warm-up")] * 5, *[(SUNDAY, "mirror")] * 2]
    assert offer(course, plan, SUNDAY, enough).label == "Your plan for today is done"
    before = [(SUNDAY - timedelta(days=1), name) for _, name in enough]
    assert offer(course, plan, SUNDAY, before).label == "Your plan has nothing for today"


def test_what_lasts_over_midnight_counts_for_the_day_on_which_it_began(desk: ProgramDesk) -> None:
    note_done(desk._store, "warm-up", datetime(2026, 11, 16, 0, 2), 300.0)
    assert exercises_done(desk._store) == [(date(2026, 11, 15), "warm-up")]


def test_next_comes_what_lies_behind_the_newest_then_what_was_left_out_before_it() -> None:
    one = read_course(library()).programmes["first-steps"]
    place = one.exercises.index("first-steps")
    assert following(one, [(SUNDAY, "first-steps")]) == one.exercises[place + 1]
    from_there_on = [(SUNDAY, name) for name in reversed(one.exercises[place:])]
    assert following(one, from_there_on) == one.exercises[0]


def test_after_the_last_exercise_comes_the_one_that_was_longest_ago() -> None:
    one = read_course(library()).programmes["moving-together"]
    newest_first = [(SUNDAY, name) for name in reversed(one.exercises)]
    assert following(one, newest_first) == one.exercises[0]


# ---------------------------------------------------------------- plans


PLAN = """
title = "A plan"
pseudonym = "Heron"
person = "wei"
[show]
score = false
[[parts]]
exercise = "smile-ladder"
easiest = "B"
hardest = "C"
"""


def test_the_limits_of_a_plan_stand_in_what_is_kept() -> None:
    targets = library()
    plan = parse_plan(PLAN, "a-plan.toml", ["smile-ladder"])
    planned = as_planned(find_exercise("smile-ladder", targets), plan, targets)
    assert (planned.easiest, planned.hardest, planned.person) == ("B", "C", "wei")
    assert 'easiest = "B"' in planned.text and 'hardest = "C"' in planned.text
    assert shown(plan, "smile-ladder") == {"live_score": False} and shown(plan, "mirror") == {}
    other = find_exercise("mirror", targets)
    assert as_planned(other, plan, targets) is other


def test_a_plan_is_chosen_by_its_number() -> None:
    screen = SCREENS["plans"]()
    assert screen.key(Key("3")) == changed(SETTINGS, plan="b")
    assert screen.key(Key("1")) == SETTINGS


# ---------------------------------------------------------------- people


def test_somebody_is_chosen_named_and_removed_only_after_the_question() -> None:
    screen = WhoScreen(SETTINGS, people(), "p1", Blank())
    screen.picture(USUAL)
    assert screen.key(Key("enter")) == Choose("p1")
    screen.key(Key("r"))
    screen.picture(USUAL)
    assert screen.writing
    screen.write(" the Great")
    assert screen.key(Key("enter")) == Introduce("Person 1 the Great", list(COLOURS)[1], "p1")
    screen.focus = "person p2"
    screen.key(Key("delete"))
    screen.picture(USUAL)
    assert "Remove Person 2?" in words_on(screen)
    assert screen.key(Key("enter")) is None and screen.doomed is None


def test_letters_are_written_and_colours_chosen_while_somebody_is_named() -> None:
    screen = naming()
    screen.picture(USUAL)
    assert screen.key(Key("enter")) is None
    for sign in "Renée":
        assert screen.key(Key(sign)) is None
        screen.write(sign)
    screen.key(Key("backspace"))
    place = next(piece for piece in screen.picture(USUAL) if piece.name == "colour plum")
    screen.click(place.box.middle)
    assert screen.writing
    assert screen.key(Key("enter")) == Introduce("René", "plum", None)


# ---------------------------------------------------------------- the camera


@pytest.mark.parametrize(
    ("sample", "said"),
    [
        (seen(), ""),
        (seen(light=0.05), "It is dark"),
        (seen(Reason.TOO_BRIGHT, light=0.99), "It is too bright"),
        (seen(face_px=70.0), "far away"),
        (seen(face_px=450.0), "very close"),
        (seen(sharpness=0.1), "soft"),
        (seen(Reason.COVERED), "covers"),
        (Sample(0.0, face(rotation=turned(30)), None, 640, 480, 220.0, 0.5, 0.6), "Turn your head"),
        (Sample(0.0, None, Reason.NOBODY, 640, 480, 0.0, 0.5, 0.0), "can't see a face"),
    ],
    ids=["good", "dark", "bright", "far", "near", "soft", "covered", "turned", "nobody"],
)
def test_advice_is_about_what_could_be_better(sample: Sample, said: str) -> None:
    found = [one.words for one in advice(sample) if not one.good]
    assert len(found) == bool(said) and said in "".join(found)


def test_in_dim_light_a_soft_picture_needs_light_and_no_clean_lens() -> None:
    found = [one.words for one in advice(seen(light=0.05, sharpness=0.1)) if not one.good]
    assert len(found) == 2
    assert "soft. More light" in found[1]


def test_advice_stays_long_enough_to_be_read() -> None:
    steadied = Steadied()
    assert all(one.good for one in steadied.see(seen(), 0.0))
    assert all(one.good for one in steadied.see(seen(light=0.02), 1.0))
    assert not all(one.good for one in steadied.see(seen(light=0.02), 1.0 + READ_S))


def test_one_can_go_on_whatever_the_camera_sees() -> None:
    screen = CheckScreen(SETTINGS, CAMERAS, "smile")
    assert screen.key(Key("enter")) == Begin("smile")
    assert CheckScreen(SETTINGS, CAMERAS).key(Key("enter")) is Go.BACK
    assert screen.key(Key("2")) == changed(SETTINGS, camera="camera:B")


def test_about_names_every_package_that_is_needed() -> None:
    text = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    needed = text.partition("dependencies = [")[2].partition("]\n")[0].split('"')[1::2]
    names = {one.split(">")[0].split("=")[0] for one in needed}
    assert names <= set(about.LICENCES)


# ---------------------------------------------------------------- the desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProgramDesk:
    monkeypatch.delenv(PROFILE_VARIABLE, raising=False)
    profiles = Profiles(tmp_path)
    return ProgramDesk(profiles.store(profiles.last()), profiles=profiles)


def test_home_says_which_film_stands_in_for_the_camera(tmp_path: Path) -> None:
    film = tmp_path / "me.mp4"
    film.write_bytes(b"")
    profiles = Profiles(tmp_path)
    wish = Wish(find_exercise("smile-ladder", library()), source=str(film))
    assert ProgramDesk(profiles.store(profiles.last()), wish).home().status == "In place of a camera: me.mp4"


def test_everybody_has_settings_of_their_own_and_goes_with_all_that_was_kept(desk: ProgramDesk) -> None:
    assert desk.home().person is None
    desk.save(changed(desk.settings, theme="dark", person="wei"))
    desk.introduce("Ada", "plum", None)
    assert desk.settings == Settings() and desk.home().person.title == "Ada"
    desk.save(changed(desk.settings, theme="high-contrast"))
    folder = Path(desk.folder)
    assert [(one.title, one.avatar.name) for one in desk.everybody()[0]] == [("", "wei"), ("Ada", "robin")]
    desk.forget("ada")
    assert not folder.exists() and desk.settings.theme == "dark"


def test_a_plan_with_a_mistake_is_told_of_and_not_followed(
    desk: ProgramDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    folder = plans_folder()
    folder.mkdir(parents=True)
    (folder / "broken.toml").write_text('title = "A plan"\n')
    desk.save(changed(desk.settings, plan="broken"))
    home = desk.home()
    assert not home.plan and "broken.toml" in home.notice and home.offer.exercise == "first-steps"
    assert "broken" not in desk.plans()[0]


def test_a_broken_expression_of_ones_own_is_told_of_and_keeps_nothing_else_shut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    folder = tmp_path / "exercises" / "expressions"
    folder.mkdir(parents=True)
    (folder / "grin.toml").write_text('name = "grin"\ntitle = "To')
    uses = '[[steps]]\nkind = "imitate"\ntarget = "grin"\n'
    (folder.parent / "grins.toml").write_text(f'title = "Grins"\n{uses}')
    profiles = Profiles(tmp_path)
    opened = ProgramDesk(profiles.store(profiles.last()), profiles=profiles)
    home = opened.home()
    assert "grin.toml" in home.notice and home.offer.exercise == "first-steps"
    assert "grins" not in [entry.name for entry in opened.exercises()]
    assert opened.scores("smile-ladder")
    with pytest.raises(BadInput, match=r'the expression "grin" cannot be used: .*grin\.toml'):
        opened.scores("grins")
    assert capsys.readouterr().err.count("grin.toml") == 1
    for name in ("grin-2", "grin-3"):
        (folder / f"{name}.toml").write_text("")
    several = ProgramDesk(profiles.store(profiles.last()), profiles=profiles).home().notice
    assert several.startswith("grin-2.toml, grin-3.toml and …")


def test_faces_keep_still_while_an_exercise_of_low_stimulus_runs(desk: ProgramDesk) -> None:
    assert find_exercise("even-smile", library()).low_stimulus and desk.settings.motion
    assert desk.shown("even-smile") == {"motion": False} and desk.shown("smile-ladder") == {}
    assert not changed(desk.settings, **desk.shown("even-smile")).lively


def test_what_was_noted_counts_for_the_plan(desk: ProgramDesk) -> None:
    desk.save(changed(desk.settings, plan="example-plan"))
    note_done(desk._store, "warm-up", datetime.now(), 60.0)
    assert desk.exercise("warm-up").planned.startswith("In your plan: 1 of 5 this week.")
    assert desk.exercise("warm-up").done == "done once"
