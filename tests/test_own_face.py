"""A face of a session that was kept becomes an expression of one's own: taken, kept, practised, deleted."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from mirrorcam import phrases
from mirrorcam.app.cli import main
from mirrorcam.app.desk import ProgramDesk
from mirrorcam.app.guide import Guide
from mirrorcam.app.kept import expressions as kept_expressions
from mirrorcam.app.kept.expressions import From, asking, drop_expression, keep_expression, taken
from mirrorcam.app.kept.profiles import Profiles
from mirrorcam.app.measuring.recording_targets import NAME
from mirrorcam.app.offering import entries, read_course
from mirrorcam.app.rescore import rescored
from mirrorcam.app.reviewing import Review, open_review
from mirrorcam.app.screens import DropExpression, Go, KeepExpression, Key, Open, Settings, Show, render
from mirrorcam.app.screens.exercise import ExerciseScreen
from mirrorcam.app.screens.review import ReviewScreen
from mirrorcam.avatars import open_avatar
from mirrorcam.errors import BadInput
from mirrorcam.exercise import exercises, find_exercise, own_practices
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, Reason
from mirrorcam.folders import own_expressions_folder
from mirrorcam.instant import Instant, Side, Told, instant
from mirrorcam.phrases import phrase
from mirrorcam.recorded_target import CLEAR, clearly
from mirrorcam.recording import read_recording, replay
from mirrorcam.rescoring import Change
from mirrorcam.score import score
from mirrorcam.session import Moment, Session
from mirrorcam.steps import Phase, Scene, Seen
from mirrorcam.stores import open_store
from mirrorcam.target import TITLE_CHARACTERS, find_target, library
from mirrorcam.timeline import Timeline
from performing import obliging
from recordings import practised
from test_recording import record
from test_window import Blank, ScriptedDesk, opened

TWO = '\n[[steps]]\nkind = "imitate"\ntarget = "happiness"\nmake_s = 2\nhold_s = 0.5\nrepetitions = 2\n'
SMILE = Expression.of({"AU12": 0.6, "AU6": 0.4})
PRACTISED, TODAY = From(date(2026, 11, 14)), date(2026, 11, 22)
HOLDING = Told(0, "imitate", "Joy", "hold", "Smile.")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "two.mirrorcam"
    record(path, until_s=30.0, text=TWO)
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder."""
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    return tmp_path


def timeline(faces: Sequence[Expression | None], fps: float = 30.0, **side: Reason) -> Timeline:
    you = [Side(NEUTRAL, STRAIGHT, face, **side) for face in faces]
    return Timeline.of([Instant(i / fps, HOLDING, one) for i, one in enumerate(you)])


def keep(title: str = "My smile", face: Expression = SMILE) -> kept_expressions.KeptExpression:
    return keep_expression(face, title, PRACTISED, TODAY, library())


def reviewing(shown: Timeline) -> ReviewScreen:
    screen = ReviewScreen(Settings(), Blank(), Review("one", "One", "", shown))
    screen.player.playing = False
    return screen


# ------------------------------------------------------------ what of a moment is taken


def test_it_is_the_steady_half_second_that_the_moment_is_in() -> None:
    growing = [Expression.of({"AU12": min(0.6, i / 50)}) for i in range(60)]
    after = [Expression.of({"AU12": 0.9})] * 60
    shown = timeline([*growing, *after])
    assert taken(shown, 50)["AU12"] == pytest.approx(0.6, abs=1e-3), (
        "what came later is stronger, but is not here"
    )
    assert taken(shown, 119)["AU12"] == pytest.approx(0.9, abs=1e-3), (
        "the last moment is in the last half-second"
    )


def test_one_bad_look_is_not_what_is_kept() -> None:
    looks = [SMILE] * 30
    looks[15] = Expression.of({"AU12": 1.0, "AU4": 1.0})
    assert taken(timeline(looks), 15).values == pytest.approx(SMILE.values, abs=1e-3)


def test_it_stays_within_its_step() -> None:
    told = [HOLDING] * 30 + [replace(HOLDING, step=1)] * 30
    faces = [SMILE] * 30 + [Expression.of({"AU4": 0.9})] * 30
    shown = Timeline.of(
        [
            Instant(i / 30, what, Side(NEUTRAL, STRAIGHT, face))
            for i, (what, face) in enumerate(zip(told, faces, strict=True))
        ]
    )
    assert taken(shown, 29)["AU4"] == 0 and taken(shown, 30)["AU12"] == 0


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (timeline([None] * 30), "nobody looked at your face"),
        (timeline([None] * 30, reason=Reason.TOO_DARK), "nothing was scored: too dark"),
        (timeline([None] * 30, waiting=Reason.NO_NEUTRAL), "face at rest was not known"),
        (timeline([*[None] * 12, *[SMILE] * 6, *[None] * 12]), "too briefly"),
        (timeline([SMILE] * 4, fps=3.0), "too briefly"),
        (timeline([NEUTRAL] * 30), "at rest here"),
        (timeline([Expression.of({"AU61": 0.9})] * 30), "at rest here"),
    ],
)  # fmt: skip
def test_where_nothing_can_be_taken_it_is_said_why(shown: Timeline, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        taken(shown, len(shown) // 2)
    screen = reviewing(shown)
    screen._seek(shown.times_s[len(shown) // 2])
    screen.key(Key("s"))
    assert not screen.writing and said in screen.taking.trouble
    assert screen.key(Key("enter")) is None and screen.taking is None


def test_from_a_moment_without_a_face_one_key_leads_to_the_best(session: Path) -> None:
    for name in ("b", "enter", "pointer"):
        screen = ReviewScreen(Settings(), Blank(), open_review(session))
        for key in ("home", "s"):
            screen.key(Key(key))
        assert screen.taking.face is None and screen.taking.best
        click(screen, "best face") if name == "pointer" else screen.key(Key(name))
        assert screen.taking.asks and screen.index == screen.review.timeline.best
        assert screen.taking.time_s == screen.now.time_s and screen.key(Key("enter")).face["AU12"] > 0.2


def test_what_is_taken_of_the_one_on_the_right_is_never_the_others() -> None:
    left, right = Side(NEUTRAL, STRAIGHT, SMILE), Side(NEUTRAL, STRAIGHT, Expression.of({"AU4": 0.3}))
    shown = Timeline.of([Instant(i / 30, HOLDING, left, beside=right if i < 30 else None) for i in range(60)])
    face = taken(shown, 25, beside=True)
    assert face["AU4"] == pytest.approx(0.3, abs=1e-3) and face["AU12"] == 0


def test_from_the_first_sample_to_the_last_it_is_taken_or_said_why(session: Path) -> None:
    shown = open_review(session).timeline
    for at in [0, 1, len(shown) - 2, len(shown) - 1, *(int(begin) for begin in shown.begins)]:
        try:
            assert clearly(taken(shown, at)).values.max() >= CLEAR
        except BadInput as error:
            assert str(error)


def test_of_two_people_either_can_be_chosen() -> None:
    sides = Side(NEUTRAL, STRAIGHT, SMILE), Side(NEUTRAL, STRAIGHT, Expression.of({"AU4": 0.5}))
    shown = Timeline.of([Instant(i / 30, HOLDING, sides[0], beside=sides[1]) for i in range(30)])
    screen = reviewing(shown)
    screen.key(Key("s"))
    screen.write("Ours")
    assert screen.taking.face["AU12"] == pytest.approx(0.6, abs=1e-3)
    click(screen, "whose right")
    assert screen.taking.face["AU4"] == pytest.approx(0.5, abs=1e-3) and screen.taking.face["AU12"] == 0
    assert screen.key(Key("enter")) == KeepExpression("one", screen.taking.face, "Ours")


def click(screen: ReviewScreen | ExerciseScreen, name: str) -> object:
    render(screen, 1280, 800)
    middle = next(piece.box.middle for piece in screen._shown if piece.name == name)
    return screen.click(middle)


# ------------------------------------------------------------ the file


def test_what_is_kept_is_the_face_as_it_was_and_says_where_it_is_from(home: Path) -> None:
    kept = keep("  My \n smile ")
    assert (kept.name, kept.title, kept.path) == (
        "my-smile",
        "My smile",
        own_expressions_folder() / "my-smile.toml",
    )
    target = find_target("my-smile")
    assert score(SMILE, target.at("E")).shown == pytest.approx(100, abs=1)
    assert target.show["AU12"] == pytest.approx(0.6)
    assert target.source == "Kept with mirrorcam on 2026-11-22 from a session of 2026-11-14."
    assert target.words == "Draw the corners of your lips up and lift your cheeks towards your eyes."
    assert kept.path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept.path.parent.iterdir()] == ["my-smile.toml"], "nothing else is kept"
    assert main(["check", str(kept.path)]) == 0


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Mein Lächeln", "mein-lacheln"),
        ("Großes Strahlen", "grosses-strahlen"),
        ("", "my-own-expression"),
        ("   ", "my-own-expression"),
        ("微笑", "own"),
        ("Улыбка 3", "own-3"),
        ("😀", "own"),
        ("3 o'clock", "own-3-o-clock"),
        ("../../etc/passwd", "etc-passwd"),
        ('"]}\\ {title}', "title"),
        ("Happiness", "happiness-2"),  # comes with mirrorcam
        ("Mirror", "mirror-2"),  # is an exercise
        ("grin", "grin-2"),  # a broken file of the person's own
        ("Taken", "taken-2"),
        ("a" * 40, "a" * 40),
        ("Con", "con-2"),  # on Windows a device
        ("..", "own"),
        ("שלום", "own"),
        ("👨\u200d👩\u200d👧", "own"),
    ],
)  # fmt: skip
def test_every_title_gets_a_file_of_its_own(home: Path, title: str, name: str) -> None:
    folder = own_expressions_folder()
    folder.mkdir(parents=True)
    (folder / "grin.toml").write_text("name =")
    (folder / "taken.toml").symlink_to(folder / "nowhere")
    kept = keep(title)
    assert kept.name == name and NAME.fullmatch(name)
    assert kept.title == (" ".join(title.split()) or "My own expression")
    assert library()[name].title == kept.title
    assert (folder / "grin.toml").read_text() == "name =" and (folder / "taken.toml").is_symlink()


def test_a_title_that_is_had_already_gets_a_number(home: Path) -> None:
    long = "s" * TITLE_CHARACTERS
    assert [keep("Joy").title, keep("My smile").title, keep("my smile").title] == [
        "Joy 2",
        "My smile",
        "my smile 2",
    ]
    kept = [keep(long) for _ in range(11)]
    assert len({one.name for one in kept}) == len({one.title for one in kept}) == 11
    assert all(len(one.title) <= TITLE_CHARACTERS and NAME.fullmatch(one.name) for one in kept)
    assert len(library().own) == 14


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("\u200b\u2060", "My own expression"),  # nothing of it could be seen
        ("\u0301", "My own expression"),
        ("\u202eabc", "abc"),  # it would turn other words round
        ("a\x00\tb\x7f", "a b"),
        ("\ud800x", "x"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("می\u200cخندم", "می\u200cخندم"),
    ],
)
def test_a_title_can_be_seen_and_turns_nothing_round(home: Path, written: str, title: str) -> None:
    kept = keep(written)
    assert kept.title == title == find_target(kept.name).title


def test_a_title_is_shown_as_it_was_written(home: Path) -> None:
    phrases.use("de")
    for written, title in (("Freude", "Freude 2"), ("Joy", "Joy 2"), ("Let it go", "Let it go 2")):
        kept = keep(written)
        assert kept.title == title == phrases.translated(find_target(kept.name).title)


def test_no_two_exercises_are_called_alike(desk: ProgramDesk) -> None:
    (session,) = desk.sessions()
    for _ in range(3):
        desk.keep_expression(session.name, SMILE, "smile ladder")
    titles = [entry.title.casefold() for entry in desk.exercises()]
    assert len(titles) == len(set(titles)) and "smile ladder 4" in titles


def test_a_new_face_does_not_go_on_under_the_name_of_one_that_was_practised(
    desk: ProgramDesk, home: Path
) -> None:
    (session,) = desk.sessions()
    kept = desk.keep_expression(session.name, SMILE, "My smile")
    path = open_store("disk", home).new_session(kept.name, datetime(2026, 11, 23, 18, 2, tzinfo=UTC))
    targets = library()
    again = Session(find_exercise(kept.name, targets), targets, attended=False)
    practised(path, again, obliging(), until_s=20.0)
    desk.drop_expression(kept.name)
    profiles = Profiles(home)
    profiles.add("Berta")
    desk = ProgramDesk(profiles.store(profiles.last()), profiles=profiles)
    assert desk.sessions() == (), "somebody else is there now"
    other = desk.keep_expression(str(path), Expression.of({"AU4": 0.5}), "My smile")
    assert (other.name, other.title) == ("my-smile-2", "My smile")


def test_before_it_is_deleted_it_is_said_what_goes_no_more_without_it(desk: ProgramDesk, home: Path) -> None:
    keep("My smile")
    desk = ProgramDesk(open_store("disk", home))
    assert desk.exercise("my-smile").needed == "" == desk.exercise("smile-ladder").needed
    (home / "plans").mkdir()
    text = (Path(exercises()["mirror"]).parent / "plans" / "example-plan.toml").read_text()
    (home / "plans" / "mine.toml").write_text(text.replace('"smile-ladder"', '"my-smile"'))
    (home / "plans" / "broken.toml").write_text("title =")
    page = desk.exercise("my-smile")
    assert page.needed == "“Four gentle weeks” asks for it, and will not work without it."
    screen = ExerciseScreen(Settings(), Blank(), page)
    screen.key(Key("delete"))
    for size in ((1280, 800), (640, 480)):
        render(screen, *size)
        assert {piece.name for piece in screen._shown if piece.name} == {"keep it", "delete it"}
    (home / "exercises" / "two-smiles.toml").write_text(
        'title = "Two smiles"\n[[steps]]\nkind = "imitate"\ntarget = "my-smile"\n'
    )
    assert desk.exercise("my-smile").needed.startswith("“Two smiles” and others ask for it")


def test_the_way_so_far_calls_a_deleted_one_by_its_title(
    desk: ProgramDesk, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (session,) = desk.sessions()
    kept = desk.keep_expression(session.name, SMILE, "Großes Glück")
    targets = library()
    path = open_store("disk", home).new_session(kept.name, datetime(2026, 11, 23, 18, 2, tzinfo=UTC))
    again = Session(find_exercise(kept.name, targets), targets, attended=False)
    practised(path, again, obliging(), until_s=40.0)
    desk.drop_expression(kept.name)
    assert (
        desk.progress().titles[kept.name] == "Großes Glück" and desk.progress().titles["happiness"] == "Joy"
    )
    assert main(["progress"]) == 0
    assert "Großes Glück" in capsys.readouterr().out


def test_a_title_that_is_too_long_is_said(home: Path) -> None:
    with pytest.raises(BadInput, match="40 characters at most"):
        keep("a" * 41)
    assert not own_expressions_folder().exists()


def test_what_cannot_be_written_leaves_nothing_behind(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "exercises").write_text("a file where the folder would be")
    with pytest.raises(BadInput, match="could not be kept, and nothing is lost"):
        keep()
    (home / "exercises").unlink()

    for number, said in (
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "nothing may be changed in"),
        (errno.EIO, "my-smile.toml: cannot be written"),
    ):
        monkeypatch.setattr("os.fsync", partial(refuse, number))
        with pytest.raises(BadInput, match=f"could not be kept, and nothing is lost: .*{said}"):
            keep()
        assert list(own_expressions_folder().iterdir()) == []


def refuse(number: int, _: int) -> None:
    raise OSError(number, os.strerror(number))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever is root may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_said(home: Path) -> None:
    own_expressions_folder().mkdir(parents=True)
    own_expressions_folder().chmod(0o500)
    with pytest.raises(BadInput, match="nothing may be changed in"):
        keep()


def test_what_cannot_be_deleted_is_said_in_ones_own_words_and_stays(
    desk: ProgramDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep()
    phrases.use("de")
    for number, said in ((errno.EROFS, "darf nichts geändert werden"), (errno.EIO, "my-smile.toml: ")):

        def refused(_path: Path, *, missing_ok: bool, number: int = number) -> None:
            raise OSError(number, os.strerror(number))

        with monkeypatch.context() as patched:
            patched.setattr(Path, "unlink", refused)
            with pytest.raises(BadInput, match=f"Das ließ sich nicht löschen: .*{said}"):
                drop_expression("my-smile")
    assert "my-smile" in library()


def test_a_face_of_somebody_elses_session_says_so(home: Path) -> None:
    theirs = keep_expression(SMILE, "", replace(PRACTISED, received=True), TODAY, library())
    assert find_target(theirs.name).source.endswith("a session of 2026-11-14 that somebody else handed over.")


def test_its_words_are_in_the_language_in_use(home: Path) -> None:
    phrases.use("de")
    assert keep("", Expression.of({"AU12L": 0.6, "AU12R": 0.1})).title == "Mein eigener Ausdruck"
    target = find_target("mein-eigener-ausdruck")
    assert (
        target.words == "Zieh die Mundwinkel hoch (links)."
        and "aus einer Sitzung vom 2026-11-14" in target.source
    )


def test_the_sentence_that_asks_fits_whatever_it_asks_for() -> None:
    codes = [f"{code}L" for code in ("AU6", "AU7", "AU17", "AU20")]
    for language in ("en", "de"):
        phrases.use(language)
        assert 0 < len(asking(codes)) <= 120


# ------------------------------------------------------------ practising and deleting it


def test_it_can_be_practised_and_stands_first(home: Path) -> None:
    assert own_practices(library()) == {}
    keep()
    targets = library()
    exercise = find_exercise("my-smile", targets)
    assert exercise.title == "My smile" and exercise.targets == ("my-smile",) and exercise.worth_keeping
    assert [getattr(step, "intensity", None) for step in exercise.steps] == ["C", "D", "E", None]
    course = read_course(targets)
    assert course.own == ("my-smile",) and entries(course, ())[0].name == "my-smile"
    assert len(entries(course, ())) == len(exercises()) + 1
    with pytest.raises(BadInput, match='Did you mean "my-smile"'):
        find_exercise("my-smiles", targets)


def test_where_somebody_has_written_an_exercise_of_its_name_that_is_practised(home: Path) -> None:
    keep()
    (home / "exercises" / "my-smile.toml").write_text(
        'title = "Written"\n[[steps]]\nkind = "say"\nwords = "So."\n'
    )
    assert find_exercise("my-smile", library()).title == "Written"
    assert read_course(library()).own == ()


def test_a_session_of_it_can_be_looked_back_on_when_it_is_gone(home: Path, tmp_path: Path) -> None:
    keep()
    targets = library()
    path = tmp_path / "s.mirrorcam"
    practised(
        path, Session(find_exercise("my-smile", targets), targets, attended=False), obliging(), until_s=90.0
    )
    drop_expression("my-smile")
    assert "my-smile" not in library()
    recording = read_recording(path)
    assert replay(recording).results() == list(recording.steps)
    assert all(row.now.score == row.then["score"] for row in rescored(recording, Change()))
    review = open_review(path)
    assert taken(review.timeline, review.timeline.best)["AU12"] > 0.2, "and be the source of another one"
    assert recording.steps[0]["scored"] and recording.about.title == "My smile"


def test_commands_know_it_too(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep()
    plan = home / "heron.toml"
    plan.write_text((Path(exercises()["mirror"]).parent / "plans" / "example-plan.toml").read_text())
    text = plan.read_text().replace('"smile-ladder"', '"my-smile"')
    assert "my-smile" in text
    plan.write_text(text)
    assert main(["check", str(plan)]) == 0
    assert main(["list"]) == 0
    said = capsys.readouterr().out
    assert said.count("my-smile") == 2, "as an exercise, and as an expression"
    assert said.index("my-smile") < said.index("anger-ladder"), "first among all exercises"


# ------------------------------------------------------------ in the window


@pytest.fixture
def desk(home: Path, session: Path) -> ProgramDesk:
    store = open_store("disk", home)
    made = ProgramDesk(store)
    shutil.copy(session, store.new_session("joy", datetime(2026, 11, 22, 18, 2, tzinfo=UTC)))
    return made


def test_from_a_session_to_practising_and_to_deleting_it(desk: ProgramDesk) -> None:
    (kept,) = desk.sessions()
    before = desk.home().exercises
    guide = Guide(desk, Open(kept.name))
    screen = opened(guide)
    press(guide, "b", "s")
    assert screen.writing and not screen.player.playing
    screen.write("Großes Glück")
    press(guide, "enter")
    assert screen.taking.kept.name == "grosses-gluck" and not screen.writing
    assert "2026-11-22" in library()["grosses-gluck"].source, "the day of the session"
    press(guide, "enter")
    assert isinstance(guide.screen, ExerciseScreen) and guide.screen.page.title == "Großes Glück"
    assert desk.home().exercises == before + 1 and desk.exercises()[0].name == "grosses-gluck"
    press(guide, "escape")
    assert guide.screen is screen and screen.taking is None
    guide.do(Show(Go.EXERCISE, "grosses-gluck"))
    press(guide, "delete", "escape", "delete")
    assert "grosses-gluck" in library(), "only when asked twice"
    press(guide, "delete")
    assert guide.screen is screen and desk.home().exercises == before and library().own == ()
    guide.close()


def test_shipped_exercises_cannot_be_deleted(desk: ProgramDesk) -> None:
    screen = ExerciseScreen(Settings(), Blank(), desk.exercise("smile-ladder"))
    assert screen.key(Key("delete")) is None and not screen.doomed
    own = ExerciseScreen(Settings(), Blank(), replace(screen.page, own=True))
    click(own, "delete key")
    assert own.doomed and click(own, "delete it") == DropExpression("smile-ladder")


def press(guide: Guide, *names: str) -> None:
    for name in names:
        guide.do(guide.screen.key(Key(name)))


def test_what_cannot_be_kept_stays_on_the_screen() -> None:
    desk = ScriptedDesk()
    guide = Guide(desk, Open("one"))
    screen = opened(guide)
    seen = Seen(SMILE, None, 1 / 30, STRAIGHT)
    moments = [Moment(i / 30, Scene(Phase.HOLD, ""), 0, 1, "imitate", "Joy") for i in range(30)]
    screen.moving.timeline = Timeline.of([instant(one, seen) for one in moments])
    press(guide, "s")
    screen.write("full")
    press(guide, "enter")
    assert (
        screen.writing
        and screen.taking.trouble == "the disk is full"
        and screen.taking.writing.text == "full"
    )
    press(guide, "b", "s", "left")
    screen.write("-")
    press(guide, "enter")
    assert screen.taking.kept.title == "ful-l"
    press(guide, "escape")
    assert screen.taking is None and guide.screen is screen


def test_a_title_has_no_more_signs_than_fit(session: Path) -> None:
    screen = ReviewScreen(Settings(), Blank(), open_review(session))
    for name in ("b", "s"):
        screen.key(Key(name))
    screen.write("ä" * 100)
    assert screen.taking.writing.text == "ä" * TITLE_CHARACTERS


@pytest.mark.parametrize("size", [(1280, 800), (900, 600), (640, 480)])
def test_it_can_be_done_by_pointer_and_by_tab_alone(session: Path, size: tuple[int, int]) -> None:
    screen = ReviewScreen(Settings(), open_avatar("line"), open_review(session, "two"))
    screen.key(Key("b"))
    before = render(screen, *size).copy()
    screen.key(Key("s"))
    assert (render(screen, *size) != before).any()
    assert {piece.name for piece in screen._shown if piece.name} == {"field", "keep face", "leave face"}
    screen.key(Key("tab"))
    assert screen.focus == "field" and isinstance(screen.key(Key("enter")), KeepExpression)
    screen.key(Key("tab"))
    screen.key(Key("tab"))
    assert screen.focus == "keep face"
    action = screen.key(Key("enter"))
    assert isinstance(action, KeepExpression) and (action.session, action.title) == ("two", "")
    assert np.isfinite(action.face.values).all()


def test_the_panel_leads_there(session: Path) -> None:
    screen = ReviewScreen(Settings(), Blank(), open_review(session))
    screen.key(Key("b"))
    click(screen, "own face")
    assert screen.taking is not None and screen.taking.asks
    screen.drag(screen._line.middle)
    assert screen.taking.time_s == screen.now.time_s, "what lies below cannot be moved"


def test_every_refusal_can_be_said() -> None:
    for reason in Reason:
        with pytest.raises(BadInput) as told:
            taken(timeline([None] * 3, reason=reason), 1)
        words = phrase("own_face.no_neutral") if reason is Reason.NO_NEUTRAL else "nothing was scored"
        assert words in str(told.value)
