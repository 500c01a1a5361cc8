"""A target recorded from a face: what of it is asked for, and the file that comes of it."""

import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from mirrorcam.action_units import BY_CODE
from mirrorcam.app.cli import main
from mirrorcam.app.measuring import rows
from mirrorcam.app.measuring.at_rest import first_steady
from mirrorcam.app.measuring.recording_targets import TargetRecorder
from mirrorcam.app.seeing import Viewer
from mirrorcam.errors import BadInput
from mirrorcam.expression import CODES, Expression
from mirrorcam.face import Reason
from mirrorcam.recorded_target import (
    MOST_EXPECTED,
    MOST_WORDS,
    Label,
    best_half_second,
    clearly,
    target_text,
    words_for,
)
from mirrorcam.score import score
from mirrorcam.target import LOWEST_EXPECTED, find_target, library, parse_target, unsided
from performing import smiling
from plain_face import sample

LIBRARY = library()
TODAY = date(2026, 11, 22)
LABEL = Label("my-smile", "My own smile", "Recorded with mirrorcam measure on 2026-11-22 from smile.jpg.")
SMILE = Expression.of({"AU6": 0.52, "AU12": 0.61, "AU12L": 0.66, "AU7": 0.2, "AU4": 0.08, "AU61": 0.9})


def recorded(face, label=LABEL, known=None):
    return parse_target(
        target_text(face, label, LIBRARY.values() if known is None else known), "my-smile.toml"
    )


# what is asked for


def test_the_face_itself_meets_its_target_fully_and_a_face_at_rest_not_at_all():
    target = recorded(SMILE)
    assert score(SMILE, target).shown == pytest.approx(100, abs=1)
    assert score(SMILE, target.at("E")).shown == pytest.approx(100, abs=1)
    assert score(Expression.of({}), target).value == 0


def test_half_of_the_face_is_not_all_of_its_target():
    target = recorded(SMILE)
    assert score(SMILE.scaled(0.3), target).shown < score(SMILE.scaled(0.6), target).shown < 80


def test_what_shows_clearly_is_worn_as_strongly_as_it_was_and_no_more():
    worn = clearly(Expression.of({"AU12": 0.6, "AU25": 1.7, "AU4": 0.05, "AU61": 0.9}))
    assert {code: worn[code] for code in CODES if worn[code]} == {"AU12": 0.6, "AU25": 1.0}
    assert clearly(Expression.of({"AU2R": 0.7})).left("AU2") == 0


def test_intensity_e_is_the_face_as_it_was():
    target = recorded(Expression.of({"AU12": 0.6, "AU6": 0.5})).at("E")
    assert target.show["AU12"] == pytest.approx(0.6)
    assert target.expect["AU12"][0] == pytest.approx(0.6)
    assert target.expect["AU12"][1] == BY_CODE["AU12"].weight


def test_noise_and_where_somebody_looked_are_no_part_of_it():
    assert set(recorded(SMILE).expect) == {"AU6", "AU7", "AU12"}
    assert recorded(SMILE).show["AU61"] == 0


def test_sides_are_kept_where_they_differ_by_more_than_those_of_most_faces():
    alike = recorded(Expression.of({"AU12L": 0.8, "AU12R": 0.66}))
    assert set(alike.expect) == {"AU12"} and alike.show.left("AU12") == alike.show.right("AU12") == 0.73
    apart = recorded(Expression.of({"AU12L": 0.2, "AU12R": 0.65}))
    assert set(apart.expect) == {"AU12L", "AU12R"}
    assert (apart.show.left("AU12"), apart.show.right("AU12")) == (0.2, 0.65)
    one = recorded(Expression.of({"AU12R": 0.65}))
    assert set(one.expect) == {"AU12R"}


def test_the_strongest_few_are_asked_for_and_everything_clear_is_shown():
    face = Expression.of({code: 0.2 + i / 50 for i, code in enumerate(CODES) if BY_CODE[code].measured})
    target = recorded(face)
    assert len(target.expect) == MOST_EXPECTED
    assert np.count_nonzero(target.show.values[:, 0]) > MOST_EXPECTED


def test_what_speaks_against_a_similar_expression_speaks_against_it_unless_the_face_shows_it():
    joy = LIBRARY["happiness"]
    target = recorded(SMILE, known=[joy])
    assert {code: rate for code, (rate, _) in target.contradict.items()} == {
        code: rate for code, (rate, _) in joy.contradict.items() if code not in target.expect
    }
    for side in ("", "L", "R"):
        frowning = Expression(SMILE.values + Expression.of({f"AU4{side}": 0.04}).values)
        assert "AU4" in target.contradict and "AU4" not in recorded(frowning, known=[joy]).contradict


def test_a_face_that_is_like_nothing_known_still_has_something_against_it():
    target = recorded(Expression.of({"AU2L": 0.9}), known=[LIBRARY["happiness"]])
    assert "AU12" in target.contradict and "AU26" in target.contradict


def test_a_face_at_rest_is_no_target():
    with pytest.raises(ValueError, match="at rest"):
        target_text(Expression.of({"AU12": 0.1}), LABEL, LIBRARY.values())


@pytest.mark.parametrize("seed", range(30))
def test_whatever_a_face_shows_the_file_is_in_order(seed):
    rng = np.random.default_rng(seed)
    face = Expression(rng.uniform(-0.5, 2.0, (len(CODES), 2)) * rng.integers(0, 2, (len(CODES), 1)))
    target = recorded(face)
    assert all(LOWEST_EXPECTED <= level <= 1.5 for level, _ in target.expect.values())
    assert target.show.values.max() <= 1
    assert not {unsided(code) for code in target.expect} & {unsided(code) for code in target.contradict}
    assert len(target.words) <= MOST_WORDS


def test_the_words_ask_for_it_plainly():
    assert words_for(["AU12"]) == "Draw the corners of your lips up."
    assert words_for(["AU12L", "AU5", "AU26"]) == (
        "Draw the corners of your lips up on your left, open your eyes wider, and let your jaw drop."
    )
    assert words_for(["AU12L", "AU6", "AU12R"]) == (
        "Draw the corners of your lips up, further on your left, and lift your cheeks towards your eyes."
    )
    assert len(words_for(sorted(BY_CODE, key=lambda code: -len(BY_CODE[code].more)))) <= MOST_WORDS


def test_any_name_of_a_file_can_be_the_source():
    for name in (
        'a "b" \\ c',
        "newline\n.jpg",
        "🙂\x7f",
        "\x1b[2J",
        b"\xff".decode("utf-8", "surrogateescape"),
    ):
        target = recorded(SMILE, Label("my-smile", "My smile", f"Recorded from {name}."))
        assert target.source.startswith("Recorded from ")


# the best half-second of a film


def film(rate=30):
    """A second of rest, a glimpse of something wild, a steady smile for a second, an unsteady wider one."""
    for i in range(4 * rate):
        time_s = i / rate
        smile = 0.0 if time_s < 1.5 else 0.6 if time_s < 2.6 else 0.75 + 0.4 * (-1) ** i
        yield time_s, Expression.of({"AU12": smile, "AU26": 1.0 if 1.0 <= time_s < 1.2 else 0.0})


@pytest.mark.parametrize("rate", [10, 30, 60])
def test_of_a_film_the_steady_half_second_counts(rate):
    best = best_half_second(list(film(rate)))
    assert best is not None and best.face["AU12"] == pytest.approx(0.6) and best.face["AU26"] == 0
    assert 1.5 <= best.from_s < best.until_s < 2.6 and best.until_s - best.from_s == pytest.approx(
        0.5, abs=0.1
    )


def test_less_than_half_a_second_is_none():
    assert best_half_second([]) is None
    assert best_half_second(list(film())[:10]) is None


# the file


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data")
    return tmp_path


def recorder(name, title=None, faces=(SMILE,)):
    made = TargetRecorder.open(name, title)
    for number, face in enumerate(faces):
        made.see(Path(f"{number}.jpg"), 0.0, face, None)
    return made


def test_it_joins_the_persons_own_expressions_and_is_theirs_only(home, capsys):
    said = recorder("my-smile", "My own smile").write(TODAY)
    assert 'target = "my-smile"' in said
    path = home / "data" / "exercises" / "expressions" / "my-smile.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert main(["check", str(path)]) == 0
    assert find_target("my-smile").title == "My own smile"
    assert find_target("my-smile").source == "Recorded with mirrorcam measure on 2026-11-22 from 0.jpg."


def test_without_a_title_it_is_called_by_its_name(home):
    assert recorder("broad-grin").title == "Broad grin"


def test_it_can_be_a_file_anywhere(home):
    path = home / "grin.toml"
    assert "once it lies in" in recorder(str(path)).write(TODAY)
    assert find_target(str(path)).name == "grin"
    assert recorder(str(home / "none.toml")).path.parent == home


def test_nothing_is_ever_overwritten(home):
    late = recorder("my-smile")
    recorder("my-smile").write(TODAY)
    with pytest.raises(BadInput, match="there is such a file already"):
        recorder("my-smile")
    kept = late.path.read_text()
    with pytest.raises(BadInput, match="there is a file of this name already"):
        late.write(TODAY)
    assert late.path.read_text() == kept and list(late.path.parent.iterdir()) == [late.path]


def full(*_, **__):
    raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_nothing_behind(home, monkeypatch):
    made = recorder("grin")
    with monkeypatch.context() as on_a_full_disk:
        on_a_full_disk.setattr("os.fsync", full)
        with pytest.raises(BadInput, match=r"grin\.toml: cannot be written \(No space left on device\)"):
            made.write(TODAY)
    assert list(made.path.parent.iterdir()) == []
    assert "Kept in" in recorder("grin").write(TODAY)


@pytest.mark.parametrize(
    "where", ["data/exercises/expressions", "elsewhere", "data/exercises/../exercises/expressions"]
)
def test_the_name_of_one_that_is_shipped_is_refused_however_it_is_written(home, monkeypatch, where):
    (home / "data" / "exercises" / "expressions").mkdir(parents=True)
    (home / "elsewhere").mkdir()
    monkeypatch.chdir(home)
    for path in (f"{where}/happiness.toml", f"./{where}/happiness.toml", f"{home}/{where}/happiness.toml"):
        with pytest.raises(BadInput, match='"happiness" is an expression that comes with mirrorcam'):
            TargetRecorder.open(path, None)


def test_a_path_into_the_own_folder_is_known_as_such(home, monkeypatch):
    (home / "data" / "exercises" / "expressions").mkdir(parents=True)
    monkeypatch.chdir(home)
    assert 'target = "grin"' in recorder("data/exercises/expressions/grin.toml").write(TODAY)


def test_a_folder_that_is_not_there_is_told_before_anything_is_measured(home):
    (home / "file").write_text("")
    for folder in ("none", "file"):
        with pytest.raises(
            BadInput, match=rf"grin\.toml: cannot be written, as there is no folder .*{folder}\."
        ):
            TargetRecorder.open(str(home / folder / "grin.toml"), None)


@pytest.mark.parametrize(
    ("name", "near"),
    [("Ünïcode Lächeln", "unicode-lacheln"), ("Größe", "grosse"), ("Señal 2", "senal-2"), ("ﬁne", "fine")],
)
def test_a_name_is_proposed_in_plain_letters(home, name, near):
    with pytest.raises(BadInput, match=f'cannot be a name.*"{near}" would do'):
        TargetRecorder.open(name, None)


@pytest.mark.parametrize("name", ["微笑", "grün 微笑", "улыбка", "grøn", "3 smiles"])
def test_none_is_proposed_that_would_be_a_torn_one(home, name):
    with pytest.raises(BadInput, match=r"a letter first, at most 40\.$"):
        TargetRecorder.open(name, None)


def test_of_a_film_it_is_told_when_that_was(home):
    made = TargetRecorder.open("grin", None)
    for time_s, face in film():
        made.see(Path("smile.mp4"), time_s, face, None)
    _, told = made.write(TODAY).splitlines()
    found = re.fullmatch(r"Of smile\.mp4 it is what was shown (from (\d\.\d) to (\d\.\d) s)\.", told)
    assert found and 1.5 <= float(found[2]) < float(found[3]) <= 2.6
    assert find_target("grin").source.endswith(f"from smile.mp4 {found[1]}.")


def test_what_is_left_out_is_told(home):
    made = recorder("grin")
    for number in range(5):
        made.see(Path(f"dark-{number}.jpg"), 0.0, None, Reason.TOO_DARK)
    first, *told = made.write(TODAY).splitlines()
    assert first.startswith("Kept in")
    assert told == [
        *(f"dark-{n}.jpg is left out. {Reason.TOO_DARK.advice}" for n in range(3)),
        "So are 2 more.",
    ]
    assert recorder("wide").write(TODAY).count("\n") == 0


@pytest.mark.parametrize(
    ("name", "title", "said"),
    [
        ("My Smile!", None, '"My Smile!" cannot be a name.*"my-smile" would do'),
        ("../x", None, '"../x" cannot be a name'),
        ("", None, "cannot be a name"),
        ("con", None, '"con" is what Windows calls a device'),
        ("happiness", None, '"happiness" is an expression that comes with mirrorcam'),
        ("grin", "x" * 41, "a title has 1 to 40 characters, not 41"),
        ("grin", " ", "a title has 1 to 40 characters, not 0"),
    ],
)
def test_a_name_that_cannot_be_is_told_before_anything_is_measured(home, name, title, said):
    with pytest.raises(BadInput, match=said):
        TargetRecorder.open(name, title)


def test_of_several_pictures_the_mean_is_taken_and_a_few_are_named(home):
    faces = [Expression.of({"AU12": level}) for level in (0.4, 0.6, 0.8, 0.6)]
    recorder(str(home / "grin.toml"), faces=faces).write(TODAY)
    target = find_target(str(home / "grin.toml"))
    assert target.show["AU12"] == pytest.approx(0.6)
    assert target.source.endswith("from 0.jpg, 1.jpg, 2.jpg and 1 more.")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Reason.NO_NEUTRAL, "none is kept. Give the same face at rest: --neutral FILE."),
        (Reason.NOBODY, f"none is kept. {Reason.NOBODY.advice}"),
    ],
)
def test_what_could_not_be_measured_is_not_kept_and_says_why(home, reason, said):
    made = TargetRecorder.open("grin", None)
    made.see(Path("a.jpg"), 0.0, None, reason)
    with pytest.raises(BadInput) as caught:
        made.write(TODAY)
    assert said in str(caught.value)
    assert not made.path.exists()


def test_a_face_at_rest_is_not_kept(home):
    with pytest.raises(BadInput, match=r"0\.jpg: the face is at rest there"):
        recorder("grin", faces=[Expression.of({})]).write(TODAY)


def test_a_title_alone_says_what_it_goes_with(home, tmp_path, capsys):
    (tmp_path / "a.jpg").write_bytes(b"")
    assert main(["measure", str(tmp_path / "a.jpg"), "--title", "Grin"]) == 2
    assert "--title goes with --save-target" in capsys.readouterr().err


def test_a_drawn_face_becomes_a_target_that_it_meets(home, model, capsys):
    rest, joy = home / "rest.png", home / "joy.png"
    assert main(["avatar", "neutral", "--out", str(rest)]) == 0
    assert main(["avatar", "happiness", "--out", str(joy)]) == 0
    measure = ["measure", str(joy), "--neutral", str(rest), "--json"]
    assert main([*measure, "--save-target", "my-joy"]) == 0
    assert "my-joy.toml. An exercise can ask for it" in capsys.readouterr().err
    assert main([*measure, "--target", "my-joy", "--target", "anger"]) == 0
    scores = json.loads(capsys.readouterr().out)["scores"]
    assert scores["my-joy"] > 95 and scores["anger"] < 30
    assert {"AU6", "AU12"} <= set(find_target("my-joy").expect)


def test_a_file_that_is_given_twice_counts_once_and_is_told(home, model, capsys):
    rest, joy, again = home / "rest.png", home / "joy.png", home / "again.png"
    assert main(["avatar", "neutral", "--out", str(rest)]) == 0
    assert main(["avatar", "happiness", "--out", str(joy)]) == 0
    again.symlink_to(joy)
    capsys.readouterr()
    files = [str(joy), f"{home}/./joy.png", str(again)]
    saving = ["--neutral", str(rest), "--neutral", str(rest), "--save-target", "thrice", "--json"]
    assert main(["measure", *files, *saving]) == 0
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 1
    assert told.err.count("is given more than once, and is looked at once") == 3
    assert "Kept in" in told.err
    assert find_target("thrice").source.endswith("from joy.png.")


class Interrupted(Viewer):
    """Somebody presses Ctrl-C while a film of ``smiling`` closes before its end."""

    def looks(self, path):
        try:
            for i in range(300):
                yield [sample(i / 30, smiling(0.0))]
        finally:
            raise KeyboardInterrupt


def test_a_ctrl_c_while_a_film_closes_ends_the_measuring():
    with pytest.raises(KeyboardInterrupt):
        first_steady(Path("film.mp4"), Interrupted())
    with pytest.raises(KeyboardInterrupt):
        next(rows(Path("film.mp4"), None, {}, Interrupted()))
