"""The commands as a person types them: help, exit codes, what goes to which stream."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mirrorcam.app import doctor, opening
from mirrorcam.app.cli import main
from mirrorcam.app.ending import ENDINGS, end_as_with_ctrl_c
from mirrorcam.app.seeing import Eyes
from mirrorcam.app.sound import voice
from mirrorcam.folders import expressions_folder
from mirrorcam.phrases import ASKED, phrase
from mirrorcam.recorder import Recorder
from mirrorcam.recording import read_about
from mirrorcam.session_file import RecordingError
from mirrorcam.sources import Opened
from mirrorcam.sources.film_writer import write_film
from mirrorcam.trackers import TrackerError
from plain_face import sample
from recordings import keep

COMMANDS = (
    *("practice", "mirror", "review", "replay", "measure", "avatar", "check", "list", "doctor"),
    *("share", "open", "key", "sessions", "sessions prune", "backup", "restore"),
)
HEAVY = ("numpy", "cv2", "mediapipe", "pygame", "skia", "pydantic")
EXERCISE = """
title = "Short"
[[steps]]
kind = "imitate"
target = "happiness"
demonstrate_s = 1
make_s = 2
hold_s = 0.5
let_go_s = 0.5
rest_s = 0.5
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """A person's data folder of its own, with no model but the one that the tests use."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data" / "mirrorcam")
    return tmp_path


@pytest.fixture
def exercise(tmp_path: Path) -> str:
    path = tmp_path / "short.toml"
    path.write_text(EXERCISE)
    return str(path)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_imports_nothing_heavy(command: str) -> None:
    code = (
        "import sys\nfrom mirrorcam.app.cli import main\n"
        f"try: main({[*command.split(), '--help']!r})\nexcept SystemExit as end: assert not end.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("usage: mirrorcam")
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("measure nowhere.jpg also-not.mp4", "nowhere.jpg: there is no such file. Give a film or a picture."),
        (
            "practice hapiness --no-window",
            'there is no exercise called "hapiness". `mirrorcam list` names them all.',
        ),
        ("practice first-step --no-window", 'no exercise called "first-step". Did you mean "first-steps"?'),
        ("practice --source nowhere.mp4 --no-window", "nowhere.mp4: there is no such file."),
        ("practice --person robot --no-window", 'no person called "robot". Did you mean "robin"?'),
        ("review nothing", 'no session called "nothing" is kept.'),
        ("replay nothing", 'no session called "nothing" is kept.'),
        ("check nowhere.toml", "nowhere.toml: there is no such file"),
    ],
)
def test_bad_input_is_one_clear_message(
    line: str, said: str, home: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_check_tells_every_mistake_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "joy.toml"
    path.write_text(
        'title = "Joy"\n[[steps]]\nkind = "imitate"\ntarget = "hapiness"\nhold_s = -1\nholds = 2\n'
    )
    assert main(["check", str(path)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said == [
        f"{path}: steps[0].hold_s: must be at least 0.5, not -1",
        f'{path}: steps[0].holds: unknown key "holds". Did you mean "hold_s"?',
        f'{path}: steps[0].target: no expression called "hapiness". Did you mean "happiness"?',
    ]


def test_what_is_shipped_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    shipped = sorted((Path(__file__).parents[1] / "exercises").rglob("*.toml"))
    assert main(["check", *map(str, shipped)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(shipped) > 20


def test_list_as_json_names_what_other_commands_take(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    there = json.loads(capsys.readouterr().out)
    kinds = ["exercises", "programmes", "plans", "expressions", "people", "cameras", "sessions"]
    assert list(there) == kinds
    assert len(there["programmes"]) == 7 and "example-plan" in there["plans"]
    assert {"first-steps", "warm-up", "smile-ladder", "mirror"} <= set(there["exercises"])
    assert {"happiness", "sadness", "anger", "disgust", "fear", "surprise"} <= set(there["expressions"])
    assert "robin" in there["people"]


@pytest.fixture
def torn(home: Path) -> Path:
    """An expression of the person's own that is broken."""
    folder = home / "data" / "mirrorcam" / "exercises" / "expressions"
    folder.mkdir(parents=True)
    path = folder / "grin.toml"
    path.write_text('name = "grin"\ntitle = "To')
    return path


def test_a_broken_expression_of_ones_own_is_told_and_stops_nothing_else(
    torn: Path, exercise: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (torn.parents[1] / "grins.toml").write_text(EXERCISE.replace("happiness", "grin"))
    said = f"An expression of your own is left out until it is mended: {torn}: "
    assert main(["check", exercise]) == 0
    assert said in capsys.readouterr().err
    assert main(["check", str(torn)]) == 2
    assert str(torn) in capsys.readouterr().err
    assert main(["list"]) == 0
    rows = [line.split("  ")[1:] for line in capsys.readouterr().out.splitlines() if "cannot be used" in line]
    assert [row[0].strip() for row in rows] == ["grins", "grin"] and all(str(torn) in row[-1] for row in rows)
    assert main(["list", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert "happiness" in told["expressions"] and "grin" not in told["expressions"]
    assert "smile-ladder" in told["exercises"] and "grins" not in told["exercises"]


@pytest.mark.parametrize("where", ["exercises/programmes", "plans", "exercises"])
def test_list_names_what_is_broken_and_all_the_rest(
    home: Path, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = home / "data" / "mirrorcam" / where
    folder.mkdir(parents=True)
    (folder / "torn.toml").write_text('title = "To')
    assert main(["list"]) == 0
    (torn,) = (line for line in capsys.readouterr().out.splitlines() if "cannot be used" in line)
    assert torn.split()[0] == "torn" and str(folder / "torn.toml") in torn
    assert main(["list", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert all("torn" not in names for names in told.values()) and len(told["programmes"]) == 7


def test_what_uses_a_broken_expression_says_which_file_it_is(
    torn: Path, exercise: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asks = Path(exercise)
    asks.write_text(EXERCISE.replace("happiness", "grin"))
    for command in (["check", exercise], ["practice", exercise, "--no-window"]):
        assert main(command) == 2
        assert f'short.toml: steps[0].target: the expression "grin" cannot be used: {torn}: ' in (
            capsys.readouterr().err
        )


def test_check_tells_when_an_expression_is_called_otherwise_than_its_file(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = home / "other-joy.toml"
    path.write_text((expressions_folder() / "happiness.toml").read_text())
    assert main(["check", str(path)]) == 2
    assert f'{path}: name: is "happiness", but the file is called other-joy.toml' in capsys.readouterr().err


def test_doctor_says_what_to_do(home: Path, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor"])
    lines = capsys.readouterr().out.splitlines()
    assert any("could MediaPipe report?" in line and "no" in line for line in lines)
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        assert line.startswith(("ok", "! ", "    "))
        assert not line.startswith("! ") or "→" in following


@pytest.mark.parametrize(
    ("package", "engine", "says"),
    [(False, False, ("[voice]", "espeak-ng")), (True, False, ("espeak-ng",)), (True, True, ())],
)
def test_doctor_says_what_reading_aloud_needs(
    package: bool, engine: bool, says: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda name: object() if package else None)
    monkeypatch.setattr(voice, "has_engine", lambda: engine)
    said = doctor._reading_aloud()
    assert not said.needed
    assert [word for word in ("[voice]", "espeak-ng") if word in said.remedy] == list(says)


def test_practice_and_replay_agree_to_the_bit(
    home: Path, model: Path, exercise: str, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = home / "kept.mirrorcam"
    line = ["practice", exercise, "--source", "synthetic", "--no-window", "--json", "--save", str(kept)]
    assert main(line) == 0
    live = json.loads(capsys.readouterr().out)
    assert main(["replay", str(kept), "--no-window", "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert live == again
    assert list(live) == ["exercise", "steps", "frames", "session", "notes"] and live["notes"] == []
    (step,) = live["steps"]
    assert step["scored"]
    assert step["score"] > 20
    assert 0.2 < step["onset_s"] < 2
    assert step["coverage"] == 1


@pytest.mark.parametrize("keep", [True, False])
def test_a_film_that_ends_in_the_middle_is_told_of(
    home: Path, model: Path, exercise: str, keep: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    film = home / "short.mkv"
    write_film(film, [np.zeros((120, 160, 3), np.uint8)] * 6, 15.0)
    where = ["--save", str(home / "kept.mirrorcam")] if keep else ["--no-save"]
    assert main(["practice", exercise, "--source", str(film), "--no-window", *where]) == 0
    told = phrase("going_on.ran_out_kept" if keep else "going_on.ran_out", name=film.name)
    assert told in capsys.readouterr().err


def test_of_a_session_that_found_no_room_it_is_not_said_that_it_is_kept(
    home: Path,
    model: Path,
    exercise: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(recorder: Recorder) -> None:
        recorder._file = None
        raise RecordingError("kept.mirrorcam: the disk is full; nothing is kept")

    monkeypatch.setattr(Recorder, "finish", full)
    film = home / "short.mkv"
    write_film(film, [np.zeros((120, 160, 3), np.uint8)] * 6, 15.0)
    line = [
        "practice",
        exercise,
        "--source",
        str(film),
        "--no-window",
        "--save",
        str(home / "kept.mirrorcam"),
    ]
    assert main(line) == 0
    said = capsys.readouterr().err
    assert "the disk is full" in said and phrase("going_on.ran_out", name=film.name) in said
    assert phrase("going_on.ran_out_kept", name=film.name) not in said


def test_nothing_is_kept_when_nothing_shall_be(
    home: Path, model: Path, exercise: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["practice", exercise, "--source", "synthetic", "--no-window", "--no-save"]) == 0
    out, err = capsys.readouterr()
    assert "Joy" in out
    assert "1 of 1  Joy" in err
    assert not list(home.rglob("*.mirrorcam"))


def test_a_run_begins_in_the_language_of_the_person(
    home: Path, model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(ASKED, "de")
    card = home / "card.toml"
    card.write_text('title = "Karte"\n[[steps]]\nkind = "say"\nwords = "Hallo."\nseconds = 0.5\n', "utf-8")
    assert main(["practice", str(card), "--source", "synthetic", "--no-window", "--no-save"]) == 0
    assert "Karte, mit jemand Gezeichnetem." in capsys.readouterr().err


def test_who_is_told_twice_to_end_is_not_disturbed_in_it() -> None:
    were = {number: signal.signal(number, signal.SIG_DFL) for number in ENDINGS}
    try:
        end_as_with_ctrl_c()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(ENDINGS[-1])
        for number in ENDINGS:
            signal.raise_signal(number)
    finally:
        for number, was in were.items():
            signal.signal(number, was)


def test_what_is_not_to_end_with_its_terminal_goes_on() -> None:
    """As `nohup` wants it."""
    was = signal.signal(ENDINGS[-1], signal.SIG_IGN)
    try:
        end_as_with_ctrl_c()
        signal.raise_signal(ENDINGS[-1])
    finally:
        signal.signal(ENDINGS[-1], was)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is always full")
@pytest.mark.parametrize("flushed", [True, False], ids=["while it prints", "only at its end"])
def test_a_full_disk_under_what_is_printed_is_told_in_words(exercise: str, *, flushed: bool) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        run = subprocess.run(
            [sys.executable, "-m", "mirrorcam", "check", exercise],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": "1" if flushed else ""},
        )
    assert run.stderr == "mirrorcam: the disk is full. Make room on it, and try again.\n"
    assert run.returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is always full")
@pytest.mark.parametrize("where", ["2>/dev/full", "2>&-"], ids=["a full disk", "closed"])
def test_what_cannot_be_told_on_standard_error_changes_nothing_else(exercise: str, where: str) -> None:
    """Neither how the command ends, nor what is on standard output."""
    command = f'"{sys.executable}" -m mirrorcam check none.toml "{exercise}" {where}'
    run = subprocess.run(command, shell=True, stdout=subprocess.PIPE, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, f"{exercise}: an exercise, in order\n")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Windows closes nothing")
def test_where_nothing_can_be_typed_or_read_a_command_still_ends_in_its_own_way(tmp_path: Path) -> None:
    kept = keep(tmp_path / "kept.mirrorcam", [sample(0.0)])
    command = f'"{sys.executable}" -m mirrorcam share "{kept}" --passphrase --out "{tmp_path}/a.mirrorcam.age" <&- >&-'
    run = subprocess.run(command, shell=True, stderr=subprocess.PIPE, text=True, check=False)
    assert run.stderr == (
        "mirrorcam: a passphrase is asked for, and nobody is there to type it. "
        "Scripts set MIRRORCAM_PASSPHRASE.\n"
    )
    assert run.returncode == 2


@pytest.mark.parametrize(
    "command",
    [
        ["replay", "--no-window"],
        ["practice", "--no-window"],
        ["practice", "--no-window", "--source"],
        ["report", "--out", "report.html"],
        ["share", "--to", "age1"],
        ["open"],
        ["measure"],
    ],
    ids=" ".join,
)
def test_what_is_too_long_for_a_name_is_told_in_words(
    command: list[str],
    home: Path,
    model: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A page that was pasted where a name belongs."""
    monkeypatch.setenv("MIRRORCAM_MODEL", str(model))
    assert main([*command, "four quiet words " * 30]) == 2
    told = capsys.readouterr().err
    assert told.startswith("mirrorcam: ") and "four quiet words" in told and "Traceback" not in told


@pytest.mark.parametrize("number", [signal.SIGINT, *ENDINGS])
def test_ctrl_c_keeps_what_was_done(number: signal.Signals, home: Path, model: Path) -> None:
    """So does logging out, and closing the terminal."""
    kept = home / "kept.mirrorcam"
    command = [sys.executable, "-m", "mirrorcam", "practice", "--source", "synthetic", "--no-window"]
    environment = {**os.environ, "MIRRORCAM_MODEL": str(model)}
    with subprocess.Popen(
        [*command, "--save", str(kept)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        # What runs in the background of a shell has Ctrl-C switched off, and would hand that on.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # noqa: PLW1509
    ) as run:
        assert run.stderr is not None
        for line in run.stderr:
            if "1 of " in line:
                run.send_signal(number)
                break
        out, _ = run.communicate()
    assert run.returncode == 130
    assert "Thank you" in out
    assert read_about(kept).finished
    assert main(["replay", str(kept), "--no-window", "--json"]) == 0


@pytest.mark.parametrize("handed_on", [ImportError("initialization failed"), RuntimeError("__set_name__")])
def test_ctrl_c_that_meets_a_library_being_loaded_is_one_too(
    handed_on: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Libraries made with pybind11, skia's among them, hand it on as an ImportError, and Python 3.11 as a RuntimeError
    where it met a class with slots being made."""

    def loading(_: object) -> int:
        raise handed_on from KeyboardInterrupt()

    monkeypatch.setattr("mirrorcam.app.commands.run_window", loading)
    assert main([]) == 130
    assert capsys.readouterr().err == "\nStopped.\n"


def test_a_camera_is_let_go_of_where_there_is_nobody_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that is broken, or Ctrl-C while it is loaded: the camera's light is not to stay on."""
    camera = Opened()

    def no_eyes(*_: object, **__: object) -> Eyes:
        raise TrackerError("the model is broken")

    monkeypatch.setattr(opening, "open_source", lambda *_: camera)
    monkeypatch.setattr(opening, "eyes_for", no_eyes)
    for name in (None, "camera"):
        camera.closed = False
        with pytest.raises(TrackerError):
            opening.open_source_or_performer(name, "amara", print)
        assert camera.closed
