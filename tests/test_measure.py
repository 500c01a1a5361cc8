"""`mirrorcam measure`: every row names its picture, a bad file hides no other, and coverage goes with every film."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
import pytest

from mirrorcam import phrases
from mirrorcam.app import measuring as measure
from mirrorcam.app.cli import main
from mirrorcam.app.measuring.at_rest import neutral_of
from mirrorcam.app.measuring.lines import _units_texts, as_json, as_text, coverage_json, coverage_text
from mirrorcam.app.measuring.photographs import row_of
from mirrorcam.app.measuring.rests import References, refused_rests
from mirrorcam.app.measuring.row import Coverage, Row
from mirrorcam.app.seeing.beside_neutral import neutral_of_looks
from mirrorcam.covering import Signs
from mirrorcam.expression import Expression
from mirrorcam.face import Face, Reason, Sample
from mirrorcam.sources import SourceError
from performing import smiling
from plain_face import face, sample, turned

WIDER = {127: (-0.9, 0, 0), 356: (0.9, 0, 0), 234: (-0.9, 0, 0), 454: (0.9, 0, 0), 4: (0, -0.6, 0)}
"""Another person's temples, cheekbones and nose."""
SIGNS = astuple(Signs(mouth=2.0, eye=0.3, mask=0.2, glasses=0.1, hair=0.2))
"""Of a photograph in which all of the face can be seen."""
REASONS = {"dark": Reason.TOO_DARK, "covered": Reason.COVERED}


def talks(number: int, smile: float = 0.0) -> Face:
    spoken = 90 <= number < 135
    open_cm = 0.4 - 0.4 * np.cos(2 * np.pi * 4 * number / 30) if spoken else 0.0
    smile *= spoken
    moves = {14: (0, -open_cm, 0), 61: (-0.9 * smile, smile, 0), 291: (0.9 * smile, smile, 0)}
    return face(moves, dict.fromkeys(("mouthSmileLeft", "mouthSmileRight"), 0.9 * smile))


def blinks(number: int) -> Face:
    eyes = dict.fromkeys(("eyeBlinkLeft", "eyeBlinkRight"), 0.9 if 100 <= number < 106 else 0.0)
    return face({61: (-0.9, 1.0, 0), 291: (0.9, 1.0, 0)} if number >= 75 else {}, eyes)


FILMS: dict[str, tuple[int, Callable[[int], Face]]] = {
    "talk": (210, talks),
    "talk smiling": (210, lambda number: talks(number, smile=1.0)),
    "blink": (120, blinks),
    "restless": (60, lambda number: face({14: (0, -0.5 * (number // 10 % 2), 0)})),
    "somebody else": (90, lambda number: face(WIDER)),
    "veiled": (60, lambda number: face()),
    "soft": (120, lambda number: face()),
    "grin": (90, lambda number: smiling(1.0)),
    "smiling first": (180, lambda number: smiling(1.0) if number < 90 else face()),
    "broken": (75, lambda number: face()),
    "broken early": (40, lambda number: face()),
    "turning": (120, lambda number: face(rotation=turned(0.5 * max(0, number - 75)))),
}
"""Name → how many frames, and the face in each."""


class Scripted:
    """Answers for each file by its name: "dark" is too dark, "bad" cannot be read, "other" and "dim other" are another
    person, the latter in dim light, "crooked" smiles and closes an eye on the left alone; those of ``FILMS``
    that are broken break off; the other films have 80 frames, those between 2.1 and 2.5 s with a hand before
    the face, which is there from 1.5 s on, as in "veiled" for all but the first frames. In "soft" one picture is, and
    half a second."""

    def looks(self, path: Path) -> Iterator[list[Sample]]:
        if "bad" in path.stem:
            raise SourceError(f"{path}: this is not a picture that can be read.")
        if path.suffix != ".mp4":
            light = 0.05 if path.stem == "dim other" else 0.5
            yield [replace(self._photograph(path.stem), file=str(path), signs=SIGNS, light=light)] * 8
            return
        frames, shown = FILMS.get(path.stem, (80, lambda number: face()))
        for number in range(frames):
            hidden = (path.stem == "film" and 63 < number < 75) or (path.stem == "veiled" and number >= 20)
            hand = Reason.COVERED if hidden else None
            soft = path.stem == "soft" and (number == 70 or 80 <= number < 95)
            yield [
                replace(sample(number / 30, shown(number), hand), light=0.5, sharpness=0.1 if soft else 0.5)
            ]
        if path.stem.startswith("broken"):
            raise SourceError(f"{path}: it breaks off here.")

    def _photograph(self, name: str) -> Sample:
        if name.startswith("smile"):
            return sample(0.0, smiling(float(name.removeprefix("smile"))))
        if name == "crooked":
            return sample(0.0, face({291: (0.9, 1.0, 0)}, {"mouthSmileLeft": 0.9, "eyeBlinkLeft": 0.7}))
        return sample(0.0, face(WIDER if "other" in name else {}), REASONS.get(name))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture(autouse=True)
def _scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "Viewer", Scripted)


def files(at: Path, *names: str) -> list[str]:
    for name in names:
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_bytes(b"x")
    return [str(at / name) for name in names]


def measured(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    code = main(["measure", *arguments, "--json"])
    out, err = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err


def test_a_side_that_keeps_still_is_told_without_a_sign() -> None:
    uneven = Expression.of({"AU12L": -0.001, "AU12R": 0.6})
    assert list(_units_texts(uneven)) == ["AU12 0.30 with 0.00 left and 0.60 right"]


def test_each_side_is_told_and_what_moves_without_being_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rest, even, crooked = files(tmp_path, "rest.jpg", "smile1.jpg", "crooked.jpg")
    asked = ("--neutral", rest, "--target", "happiness", "--target", "surprise")
    code, (first, second, still), _ = measured(capsys, even, crooked, rest, *asked)
    assert code == 0
    assert first["symmetry"]["happiness"] > 0.95 and first["unasked"] == {"happiness": None, "surprise": None}
    assert first["action_units"]["AU12"]["symmetry"] > 0.95
    assert second["symmetry"]["happiness"] < 0.3 and second["action_units"]["AU12"]["symmetry"] < 0.3
    assert (
        second["unasked"]["happiness"]["unit"] == "AU43L" and second["unasked"]["happiness"]["excess"] > 0.5
    )
    assert still["action_units"]["AU12"]["symmetry"] is None and still["symmetry"]["happiness"] is None
    main(["measure", even, crooked, *asked])
    plain, uneven = capsys.readouterr().out.splitlines()
    assert "AU12" in plain and "left" not in plain
    assert re.search(r"AU12 0\.\d\d with \d\.\d\d left and -?0\.0\d right", uneven)


def test_one_soft_picture_of_a_film_passes_as_in_a_session(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (film,) = files(tmp_path, "soft.mp4")
    _, (*rows, whole), _ = measured(capsys, film)
    assert rows[70]["scored"] and rows[80]["scored"] and rows[105]["scored"]
    assert {row["reason"] for row in rows[88:95]} == {"blurred"}
    assert whole["frames_scored"] == len(rows) - whole["reasons"]["blurred"]


def test_the_page_names_every_key_of_the_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parents[1] / "docs" / "measuring.md").read_text(encoding="utf-8")
    (film,) = files(tmp_path, "film.mp4")
    _, (*_, row, whole), _ = measured(capsys, film)
    keys = {*row, *whole, *row["action_units"]["AU12"], *row["head"]}
    assert {key for key in keys if f"`{key}`" not in page} == set()


def test_what_is_not_scored_has_no_sides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dark, rest = files(tmp_path, "dark.jpg", "rest.jpg")
    _, (row,), _ = measured(capsys, dark, "--neutral", rest, "--target", "happiness")
    assert row["symmetry"] == row["unasked"] == {"happiness": None}


def test_a_file_that_cannot_be_read_hides_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, bad, last, rest = files(tmp_path, "a.jpg", "bad.jpg", "c.jpg", "rest.jpg")
    code, rows, err = measured(capsys, first, bad, last, "--neutral", rest)
    assert code == 2
    assert [(row["file"], row["scored"]) for row in rows] == [(first, True), (last, True)]
    assert err == f"{bad}: this is not a picture that can be read.\n"


def test_each_picture_of_a_folder_is_named_and_a_bad_one_hides_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = files(tmp_path / "all", "a.jpg", "bad.jpg", "dark.jpg")
    (rest,) = files(tmp_path, "rest.jpg")
    code, (*rows, whole), err = measured(capsys, str(tmp_path / "all"), "--neutral", rest)
    assert code == 2 and err.count(named[1]) == 1
    assert [(row["file"], row["frame"], row["reason"]) for row in rows] == [
        (named[0], 0, None),
        (named[2], 2, "too dark"),
    ]
    assert whole == {
        "file": str(tmp_path / "all"),
        "frames": 3,
        "frames_scored": 1,
        "frames_held": 0,
        "coverage": 1 / 3,
        "reasons": {"too dark": 1, "cannot be read": 1},
        "advice": None,
        "rest_s": None,
        "rest_smiles": None,
        "restless": None,
    }
    main(["measure", str(tmp_path / "all"), "--neutral", rest])
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith(f"{named[0]}  happiness 0") and "frame" not in "".join(said)
    assert said[-1].endswith("1 of 3 pictures scored (33 %); not scored: too dark 1, cannot be read 1")


def test_a_bad_file_is_named_once_though_a_folder_is_looked_at_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files(tmp_path, "a.jpg", "bad.jpg")
    code, _, err = measured(capsys, str(tmp_path))
    assert code == 2 and err.count("bad.jpg") == 1


def test_a_film_says_how_much_of_it_was_scored_and_why_not_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (film,) = files(tmp_path, "film.mp4")
    _, (*rows, whole), _ = measured(capsys, film)
    assert len(rows) == whole["frames"] == 80
    assert (whole["frames_scored"], whole["coverage"]) == (51, 51 / 80)
    assert whole["reasons"] == {"covered": 29}
    assert main(["measure", film]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        f"{film}  51 of 80 frames scored (64 %); not scored: covered 29; at rest from 0.0 to 2.0 s, as it seems"
    )


def test_on_a_terminal_that_shows_no_rows_it_is_told_how_far_a_film_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long film that never rests is looked at to its end before there is a row."""
    (film,) = files(tmp_path, "film.mp4")
    plain = measured(capsys, film)
    assert plain[2] == "", "nothing in a log"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    told = measured(capsys, film)
    steps = [f"film.mp4: {second} s of it looked at" for second in (0, 1, 2)]
    assert told[1] == plain[1] and told[2].split("\r\x1b[K")[1:] == [*steps, "", *steps, ""]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert measured(capsys, film)[2].split("\r\x1b[K")[1:] == [*steps, ""], (
        "where rows tell it, only before them"
    )


def test_what_lies_in_other_folders_is_told_and_hidden_files_are_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Other systems leave "._a.jpg" beside "a.jpg"."""
    shown, *_ = files(tmp_path / "all", "a.jpg", "._a.jpg", "more/b.jpg", "most/c.jpg")
    (rest,) = files(tmp_path, "rest.jpg")
    code, (row, _), err = measured(capsys, str(tmp_path / "all"), "--neutral", rest)
    assert code == 0 and row["file"] == shown
    assert f"the folders in it are not looked at ({tmp_path / 'all' / 'more'} and 1 more)" in err


def test_what_looks_like_a_picture_and_is_left_out_of_a_folder_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown, heic, *_ = files(tmp_path / "all", "a.jpg", "b.HEIC", "c.gif", "notes.txt", "._d.heic")
    (rest,) = files(tmp_path, "rest.jpg")
    code, (row, _), err = measured(capsys, str(tmp_path / "all"), "--neutral", rest)
    assert code == 0 and row["file"] == shown
    assert f"left out are {heic} and 1 more. Save them as JPEG or PNG." in err and err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [("new\nline", r"new\nline"), ("tab\t", r"tab\t"), ("b\udce9d", r"b\udce9d"), ("ü 😀", "ü 😀")],
)
def test_a_name_never_breaks_a_line_of_text(name: str, shown: str) -> None:
    """A lone surrogate is a byte of a name that is no UTF-8."""
    row = Row(sample(0.0, face(), Reason.TOO_DARK), f"{name}.jpg", 0, Reason.TOO_DARK, None, {})
    assert as_text(row, picture=True) == f"{shown}.jpg  not scored: too dark. {Reason.TOO_DARK.advice}"
    assert as_text(row).startswith(f"{shown}.jpg  frame 0")
    assert coverage_text(Coverage(name)).startswith(f"{shown}  0 of 0")
    for line in (as_json(row, {}), coverage_json(Coverage(f"{name}.jpg"))):
        assert line.isascii() and line.isprintable() and json.loads(line)["file"] == f"{name}.jpg"


def test_a_film_that_never_rests_says_so_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (film,) = files(tmp_path, "restless.mp4")
    assert main(["measure", film]) == 0
    out = capsys.readouterr().out
    assert (
        out.count(
            "it has no two steady seconds (mostly: mouth moving). Give the same face at rest: --neutral FILE."
        )
        == 1
    )
    assert out.count("--neutral") == 1


def test_a_film_of_somebody_else_is_not_scored_from_its_first_frame(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film, rest = files(tmp_path, "somebody else.mp4", "rest.jpg")
    _, (*rows, whole), _ = measured(capsys, film, "--neutral", rest)
    assert whole["reasons"] == {"looks different": 90} and whole["frames_scored"] == 0
    assert all(row["action_units"] == {} for row in rows)
    _, (*_, own), _ = measured(capsys, film)
    assert (own["frames_scored"], own["rest_s"]) == (90, [0.0, 2.0])


def test_a_head_that_is_turned_from_where_it_was_at_rest_is_not_scored_in_a_film(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (film,) = files(tmp_path, "turning.mp4")
    _, (*rows, _), _ = measured(capsys, film)
    turned = {row["frame"] for row in rows if row["reason"] == "turned away"}
    assert turned and all((row["head"]["yaw_deg"] > 13) == (row["frame"] in turned) for row in rows)


def test_pictures_of_two_people_are_no_face_at_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, other, picture = files(tmp_path, "rest.jpg", "other.jpg", "a.jpg")
    code, rows, err = measured(capsys, picture, "--neutral", first, "--neutral", other)
    assert code == 2 and rows == []
    assert f"{other}: looks like somebody else than {first}" in err
    (dim,) = files(tmp_path, "dim other.jpg")
    code, rows, err = measured(capsys, picture, "--neutral", first, "--neutral", dim)
    assert code == 2 and rows == [] and f"{dim}: is too dark to tell whether it shows the same face" in err


def test_a_picture_at_rest_that_cannot_serve_is_told_and_nothing_is_measured_against_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rest, dark, again, picture = files(tmp_path, "rest.jpg", "dark.jpg", "again.jpg", "smile0.5.jpg")
    code, rows, err = measured(capsys, picture, "--neutral", rest, "--neutral", dark, "--neutral", again)
    assert (
        code == 0 and err == f"{dark}: nothing is measured against it (too dark). {Reason.TOO_DARK.advice}\n"
    )
    assert rows == measured(capsys, picture, "--neutral", rest, "--neutral", again)[1]


def test_what_can_be_measured_against_is_one_rule_for_files_and_labelled_folders() -> None:
    """A labelled folder tells whose pictures they are, and still a face at rest has to look like the others."""
    rest, other = (next(Scripted().looks(Path(f"{name}.jpg"))) for name in ("rest", "other"))
    assert row_of(other, "", 0, neutral_of_looks(rest), {}, known=True).reason is None
    assert refused_rests({Path("1"): rest, Path("2"): other}, (), References()) == {
        Path("2"): "looks different"
    }


def test_a_face_at_rest_that_seems_to_smile_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rest, smile, crooked, *pictures = files(
        tmp_path, "rest.jpg", "smile1.jpg", "crooked.jpg", "a.jpg", "b.jpg"
    )
    code, rows, err = measured(capsys, *pictures, "--neutral", rest, "--neutral", smile)
    assert code == 0 and all(row["neutral_smiles"] == [smile] and row["scored"] for row in rows)
    assert err.count("may not be at rest") == 1 and f"{smile}: this face" in err
    for at_rest in (rest, crooked):  # of a face that smiles on one side alone nothing is said
        _, rows, err = measured(capsys, *pictures, "--neutral", at_rest)
        assert [row["neutral_smiles"] for row in rows] == [[], []] and "at rest" not in err
    _, rows, err = measured(capsys, *files(tmp_path, "film.mp4"))
    assert rows[0]["neutral_smiles"] == [] and "at rest" not in err


def test_a_film_given_as_neutral_that_seems_to_smile_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film, picture = files(tmp_path, "grin.mp4", "a.jpg")
    _, (row,), err = measured(capsys, picture, "--neutral", film)
    assert row["neutral_smiles"] == [film] and err.count("may not be at rest") == 1


def test_whoever_gives_a_smile_as_rest_is_told_whatever_it_is_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    smile, rest = (Path(file) for file in files(tmp_path, "smile1.jpg", "rest.jpg"))
    neutral_of([rest], Scripted())
    assert "may not be at rest" not in capsys.readouterr().err
    neutral_of([smile], Scripted())
    assert "may not be at rest" in capsys.readouterr().err


def test_a_smile_that_a_film_begins_with_is_not_taken_for_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (film,) = files(tmp_path, "smiling first.mp4")
    _, (*rows, whole), _ = measured(capsys, film)
    assert whole["rest_s"] == pytest.approx([3.0, 5.0], abs=0.1) and whole["rest_smiles"] is False
    assert rows[60]["scores"]["happiness"] > 50 and rows[150]["scores"]["happiness"] < 5


def test_a_film_that_has_no_rest_but_a_smile_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grin, film, rest = files(tmp_path, "grin.mp4", "film.mp4", "rest.jpg")
    _, (*_, whole), _ = measured(capsys, grin)
    assert whole["rest_s"] == [0.0, 2.0] and whole["rest_smiles"] is True
    assert main(["measure", grin]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert "at rest from 0.0 to 2.0 s, as it seems. There it seems to smile" in last
    assert last.endswith("Give the same face at rest: --neutral FILE.")
    _, (*_, whole), _ = measured(capsys, film)
    assert whole["rest_smiles"] is False
    _, (*_, whole), _ = measured(capsys, grin, "--neutral", rest)
    assert whole["rest_smiles"] is None


def test_speech_in_a_film_is_not_scored_from_its_first_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (film,) = files(tmp_path, "talk.mp4")
    _, (*rows, whole), _ = measured(capsys, film)
    assert [row["frame"] for row in rows] == list(range(210))
    spoken = [row["frame"] for row in rows if row["reason"] == "talking"]
    assert spoken == list(range(spoken[0], spoken[-1] + 1))
    assert 80 <= spoken[0] <= 94 and 150 <= spoken[-1] <= 170
    assert all(set(rows[at]["scores"].values()) == {None} and rows[at]["action_units"] for at in spoken)
    assert whole["reasons"] == {"talking": len(spoken)} and whole["frames_scored"] == 210 - len(spoken)
    assert main(["measure", film]) == 0
    assert capsys.readouterr().out.count("  not scored: talking\n") == len(spoken)


def test_of_a_film_that_breaks_off_nothing_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film, rest = files(tmp_path, "broken.mp4", "rest.jpg")
    code, (*rows, whole), err = measured(capsys, film, "--neutral", rest)
    assert code == 2 and "it breaks off here" in err
    assert [row["frame"] for row in rows] == list(range(75)) and whole["frames"] == 75


def test_of_a_film_that_breaks_off_before_it_has_a_face_at_rest_every_frame_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, (*rows, whole), err = measured(capsys, *files(tmp_path, "broken early.mp4"))
    assert code == 2 and err.count("it breaks off here") == 1
    assert [row["reason"] for row in rows] == ["no neutral"] * 40 and whole["frames"] == 40


def test_speech_is_kept_as_no_expression(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (film,) = files(tmp_path, "talk smiling.mp4")
    kept = tmp_path / "mine.toml"
    assert main(["measure", film, "--save-target", str(kept)]) == 2
    assert not kept.exists(), "but for the spoken smile there is a face at rest"


def test_a_blink_in_a_film_moves_no_score_and_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (film,) = files(tmp_path, "blink.mp4")
    _, (*rows, whole), _ = measured(capsys, film)
    assert whole["frames_held"] == sum(row["held"] == "blink" for row in rows) > 4
    before, within = rows[99], rows[102]
    assert before["scores"]["happiness"] > 20
    assert within["scores"] == before["scores"]
    assert (before["held"], within["held"]) == (None, "blink")
    assert within["action_units"]["AU43"]["value"] > before["action_units"]["AU43"]["value"] + 0.3


def test_a_picture_says_itself_whether_it_was_scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture, rest = files(tmp_path, "a.jpg", "rest.jpg")
    _, rows, _ = measured(capsys, picture, "--neutral", rest)
    assert [row["frame"] for row in rows] == [0]


def test_a_picture_without_a_neutral_says_how_to_give_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["measure", *files(tmp_path, "a.jpg")]) == 0
    assert "--neutral FILE" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("language", "session"), [("en", r"\b(I|I'll|me|my|you|your)\b"), ("de", r"\b(ich|mir|mich)\b")]
)
def test_of_every_reason_it_says_what_to_do_and_nobody_waits(language: str, session: str) -> None:
    """No session runs that could wait for anybody."""
    phrases.use(language)
    said = {reason: reason.advice for reason in Reason}
    assert len(set(said.values())) == len(Reason)
    assert [reason for reason, words in said.items() if re.search(session, words, re.IGNORECASE)] == []


def test_what_to_do_is_told_of_a_picture_on_its_line_and_of_a_film_at_its_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    picture, film, rest = files(tmp_path, "dark.jpg", "veiled.mp4", "rest.jpg")
    _, (of_picture, *frames, whole), _ = measured(capsys, picture, film, "--neutral", rest)
    assert of_picture["advice"] == Reason.TOO_DARK.advice
    assert {row["advice"] for row in frames} == {None}
    assert whole["advice"] == Reason.COVERED.advice
    monkeypatch.setenv("MIRRORCAM_LANGUAGE", "de")
    main(["measure", picture, film, "--neutral", rest])
    first, *between, last = capsys.readouterr().out.splitlines()
    assert first.endswith(
        "not scored: too dark. Auf dem Gesicht ist zu wenig Licht. Nimm es in mehr Licht von vorn noch "
        "einmal auf."
    )
    assert last.endswith(Reason.COVERED.advice) and "Etwas verdeckt" in last
    assert not any("Etwas verdeckt" in line for line in between)


def test_no_target_is_kept_of_files_that_could_not_all_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = files(tmp_path, "a.jpg", "bad.jpg", "rest.jpg")
    kept = tmp_path / "grin.toml"
    code = main(["measure", *named[:2], "--neutral", named[2], "--save-target", str(kept)])
    assert code == 2 and not kept.exists()
    assert "not every file could be read" in capsys.readouterr().err


def happy(rows: list[dict[str, Any]]) -> dict[str, float]:
    return {Path(row["file"]).stem: row["scores"]["happiness"] for row in rows if "scores" in row}


def test_on_the_own_scale_a_face_that_goes_less_far_scores_by_how_far_it_goes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [*(f"smile{reach}" for reach in (0.4, 0.401, 0.39, 0.2)), *(f"smile0.00{i}" for i in range(1, 9))]
    given = files(tmp_path, *(f"{name}.jpg" for name in names))
    (rest,) = files(tmp_path, "rest.jpg")
    line = (*given, "--neutral", rest, "--target", "happiness")
    _, common, _ = measured(capsys, *line)
    code, (scale, *own), _ = measured(capsys, *line, "--own-scale")
    assert code == 0 and [row["file"] for row in own] == given
    assert set(scale) == {"own_scale"} and 0.2 <= scale["own_scale"]["AU12"] < 1
    assert happy(common)["smile0.4"] < 60
    assert happy(own)["smile0.4"] > 90
    assert 20 < happy(own)["smile0.2"] < 80 and happy(own)["smile0.001"] < 1
    assert [row["head"] for row in own] == [row["head"] for row in common]
    assert main(["measure", *line, "--own-scale"]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("own scale, of what is usual  ")


def test_a_few_pictures_are_no_scale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One in a folder that is given, too, is one."""
    given = files(tmp_path / "all", *(f"smile0.{i}.jpg" for i in range(1, 9)), "dark.jpg")
    code, rows, err = measured(capsys, str(tmp_path / "all"), *given, "--neutral", given[0], "--own-scale")
    assert code == 2 and rows == []
    assert "needs 12 different pictures" in err and "here are 8; not scored: too dark 2." in err


@pytest.mark.parametrize(
    ("name", "said"), [("film.mp4", "no films"), ("b.heic", "no films"), ("b.jpg", "--neutral FILE")]
)
def test_what_the_own_scale_needs_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    code, rows, err = measured(capsys, *files(tmp_path, "a.jpg", name), "--own-scale")
    assert code == 2 and rows == []
    assert said in err
