"""The command that measures folders of labelled pictures: which neutral pictures serve, what an unreadable file and
Ctrl-C leave of a run, and what is told while it runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from mirrorcam.app.measuring import rests
from mirrorcam.app.seeing import Viewer
from mirrorcam.app.seeing.beside_neutral import neutral_of_looks
from mirrorcam.calibration import Neutral
from mirrorcam.errors import BadInput
from mirrorcam.face import Reason, Sample
from mirrorcam.sources import is_picture
from mirrorcam.sources.images import read_picture
from test_measurement_page import Scripted, _benchmarks_are_found, folder, module, score_pictures

__all__ = ["_benchmarks_are_found"]


class Soft(Scripted):
    """The sharpness of each picture by its name: "soft" ones, else sharp. Soft ones smile, so that they
    are a bad reference."""

    def looks(self, path: Path) -> Iterator[list[Sample]]:
        soft = "soft" in path.name
        for looks in super().looks(path.parents[1] / "happiness" / "1.jpg" if soft else path):
            yield [replace(look, sharpness=0.3 if soft else 1.0, light=1.0) for look in looks]

    def __enter__(self) -> Scripted:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def add(at: Path, *names: str) -> None:
    for name in names:
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_bytes(b"x")


def scores(at: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """By file, and why others have none."""
    scoring = module("labelled_scoring")
    rows, _, lost = scoring.score_each(module("labelled").read_pictures(at), Soft())
    name = {one.picture: str(one.picture.path.relative_to(at)) for one in (*rows, *lost)}
    return {name[row.picture]: row.values for row in rows}, {name[one.picture]: one.reason for one in lost}


@pytest.mark.parametrize("soft", ["0soft", "soft"])
def test_a_neutral_that_is_not_scored_is_no_reference(tmp_path: Path, soft: str) -> None:
    at = folder(tmp_path, "neutral", "happiness", "surprise", people=("ann",))
    alone, _ = scores(at)
    add(at, f"ann/neutral/{soft}.jpg")
    both, lost = scores(at)
    assert lost == {f"ann/neutral/{soft}.jpg": "blurred"}
    assert both == alone, "and the sharp one is scored by halves again, not against the blurred one"


def test_who_has_one_neutral_left_is_counted_among_those_with_one(tmp_path: Path) -> None:
    labelled = module("labelled")
    at = folder(tmp_path, "neutral", "happiness", people=("ann", "ben", "cem"))
    add(at, "ann/neutral/soft.jpg", "ben/neutral/2.jpg", "cem/neutral/2.jpg")
    found, _ = score_pictures(labelled.read_pictures(at), Soft())
    assert labelled.alone_at_rest(found.people, found.labels) == ["ann"]
    assert found.people[found.rest].tolist() == ["ben", "ben", "cem", "cem"]


def test_of_several_only_the_blurred_ones_go(tmp_path: Path) -> None:
    at = folder(tmp_path, "neutral", "happiness", people=("ann",))
    add(at, *(f"ann/neutral/{name}.jpg" for name in ("2", "soft", "soft2")))
    found, lost = scores(at)
    assert lost == {f"ann/neutral/{name}.jpg": "blurred" for name in ("soft", "soft2")}
    assert {"ann/neutral/1.jpg", "ann/neutral/2.jpg", "ann/happiness/1.jpg"} == set(found)


@pytest.mark.parametrize("first", ["odd", "plain"])
def test_where_two_refuse_each_other_the_one_that_serves_most_pictures_stays(
    first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with glasses that came or went: beside each the other cannot be scored."""
    kind = {"odd": 0.5, "plain": 0.9}

    def refusal(looks: list[Sample], neutral: Neutral) -> str:
        return "looks different" if looks[0].sharpness != neutral.sharpness else ""

    monkeypatch.setattr(rests, "refusal", refusal)
    (look,) = next(Scripted().looks(Path(__file__)))[:1]
    names = sorted(kind, key=lambda name: name != first)
    at_rest = {Path(name): [replace(look, sharpness=kind[name])] * 2 for name in names}
    others = [[replace(look, sharpness=kind[name])] for name in ("plain", "odd", "plain")]
    assert rests.refused_rests(at_rest, others, rests.References()) == {Path("odd"): "looks different"}
    least = rests.refused_rests(at_rest, [], rests.References())
    assert least == {Path("odd"): "looks different"}, "where none serves more, the sharper stays"


def test_references_are_those_that_measure_makes_and_cost_no_more_with_many(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module("drawn_folder").write_folder(tmp_path, ("robin",), 4)
    with Viewer() as viewer:
        seen = [
            [look for look in next(iter(viewer.looks(path))) if look.scored]
            for path in sorted((tmp_path / "robin" / "neutral").iterdir())
        ]
    seen[1] = seen[1][:-1]  # one of whose looks could not be scored
    worked: list[int] = []
    real = rests.put_right
    monkeypatch.setattr(rests, "put_right", lambda *given: worked.append(1) or real(*given))
    references = rests.References()
    for out in (None, 0, 1, 2, 3):
        some = [looks for place, looks in enumerate(seen) if place != out]
        one, other = references.of(some), neutral_of_looks([look for looks in some for look in looks])
        assert np.array_equal(one.features, other.features) and np.array_equal(one.patches, other.patches)
        assert one.closeups == other.closeups and one.to_dict() == other.to_dict()
    assert len(worked) <= 10, "twice each, and a little for the one whose looks are fewer, not five times"


def test_morphs_go_on_past_what_cannot_be_read(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled = module("labelled")
    module("drawn_folder").write_folder(tmp_path, ("robin",), 1)
    for label in set(labelled.SIX) - {"happiness"}:
        (tmp_path / "robin" / label / "0.jpg").unlink()
    for label in ("neutral", "happiness"):
        (tmp_path / "robin" / label / "-.jpg").write_bytes(b"no picture")
    assert module("command").main(["--labelled", str(tmp_path), "--morphs"]) == 0
    told = capsys.readouterr()
    assert told.err.splitlines()[-1].startswith("robin: done. 1 of 1 morph, ")
    said = told.out
    assert "1 of 1 pairs could be scored" in said and "one person, so no interval" in said
    assert "not scored (no picture: this is not a picture that can be read. Give a whole" in said


def test_the_interval_of_morphs_goes_by_people() -> None:
    morphs = module("morphs")
    up, flat = list(np.arange(11.0)), [1.0] * 11
    people = ["ann"] * 10 + ["ben"]
    found = morphs.course_figures([up] * 10 + [flat], people)
    assert found["interval"] == [0.0, 1.0], "as two people are drawn, not eleven"
    assert morphs.course_figures([up, flat], ["ann", "ann"])["interval"] is None
    alone = morphs.course_figures([up, flat, up])
    drawn = module("comparing").interval([1.0, 0.0, 1.0], lambda values: float(np.mean(values)))
    assert alone["interval"] == pytest.approx(drawn)


class Interrupted(Soft):
    """Ctrl-C comes while a picture of the person ``at`` is looked at."""

    at = "ben"

    def looks(self, path: Path) -> Iterator[list[Sample]]:
        if path.parents[1].name == self.at and path.parent.name == "neutral":
            raise KeyboardInterrupt
        return super().looks(path)


def test_ctrl_c_while_intervals_are_drawn_loses_no_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All pictures were looked at, which may have taken an hour."""
    at = folder(tmp_path, "neutral", "happiness", "surprise", people=("ann", "ben"))
    drawing = module("labelled")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(drawing, "Viewer", Soft)
    monkeypatch.setattr(drawing, "intervals", interrupted)
    assert module("command").main(["--labelled", str(at), "--json"]) == 130
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert found["stopped"] == "Stopped: all pictures are scored, but there are no intervals."
    assert found["stopped"] in said.err.splitlines()
    assert found["people"] == 2 and found["labels"] and found["intervals"] is None
    assert module("command").main(["--labelled", str(at)]) == 130
    assert "too few people" not in capsys.readouterr().out


def test_ctrl_c_leaves_the_figures_of_those_who_were_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = folder(tmp_path, "neutral", "happiness", "surprise", people=("ann", "ben"))
    monkeypatch.setattr(module("labelled"), "Viewer", Interrupted)
    assert module("command").main(["--labelled", str(at), "--json"]) == 130
    said = capsys.readouterr()
    found = json.loads(said.out)
    far = "Stopped: 4 of 6 pictures looked at, 1 of 2 people done, whose figures follow; ben was begun and is left out."
    assert found["stopped"] == far and far in said.err.splitlines()
    assert (found["people"], found["pictures"], found["people_not_scored"]) == (1, 3, [])
    assert module("command").main(["--labelled", str(at)]) == 130
    assert capsys.readouterr().out.startswith(far)
    (at / "ben" / "happiness" / "1.jpg").unlink()  # so that nothing of ben was looked at
    assert module("command").main(["--labelled", str(at)]) == 130
    assert "1 of 2 people done, whose figures follow." in capsys.readouterr().out


def test_ctrl_c_before_anybody_was_done_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = folder(tmp_path, "neutral", "happiness", people=("ben",))
    monkeypatch.setattr(module("labelled"), "Viewer", Interrupted)
    assert module("command").main(["--labelled", str(at)]) == 130
    said = capsys.readouterr()
    assert said.out == "" and said.err.splitlines()[-1] == (
        "Stopped: 1 of 2 pictures looked at, 0 of 1 person done, so there are no figures."
    )


def test_on_a_terminal_each_picture_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = folder(tmp_path, "neutral", "happiness", people=("ann",))
    scores(at)
    assert capsys.readouterr().err.startswith("ann: done. 2 of 2 pictures")
    monkeypatch.setattr(module("labelled_scoring"), "TOLD_EVERY", 1)
    scores(at)
    told = [line.split(",")[0] for line in capsys.readouterr().err.splitlines()]
    assert told == ["ann: 1 of 2. 1 of 2 pictures", "ann: done. 2 of 2 pictures"], (
        "in a log, of many of one person"
    )
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    scores(at)
    lines = capsys.readouterr().err.split("\r\x1b[K")[1:]
    assert [line.split(",")[0] for line in lines] == [
        "ann: 1 of 2. 1 of 2 pictures",
        "ann: 2 of 2. 2 of 2 pictures",
        "ann: done. 2 of 2 pictures",
    ]


def test_folders_that_lie_the_other_way_round_are_told_so(tmp_path: Path) -> None:
    at = folder(tmp_path, "ann", "ben", "cem", people=("neutral", "happy", "SA"))
    with pytest.raises(BadInput, match="seems to be LABEL/PERSON") as said:
        module("labelled").read_pictures(at)
    assert len(str(said.value).splitlines()) == 1, "and not a line for each person"


def test_no_name_is_not_the_folder_one_is_in(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        module("command").main(["--labelled", ""])
    assert "give the name of a folder" in capsys.readouterr().err


def test_help_names_words_for_labels_and_how_it_ends(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        module("command").main(["--help"])
    said = capsys.readouterr().out
    assert "happiness (or ha, hap, happy" in said and "with 130 when Ctrl-C" in said


@pytest.mark.parametrize(
    ("word", "label"),
    [
        *((code, label) for label, codes in {
            "neutral": ("NE", "Neutral", "calm", "Ruhe"),
            "happiness": ("HA", "Smile", "smiling", "HAPPY", "lächeln", "Fro\u0308hlich", "GLÜCKLICH"),
            "sadness": ("SA", "sad", "traurig"),
            "anger": ("AN", "Angry", "Wütend", "zorn"),
            "disgust": ("DI", "disgusted", "Ekel"),
            "fear": ("FE", "AF", "afraid", "Scared", "angst"),
            "surprise": ("SU", "surprised", "Überrascht", "UEBERRASCHUNG"),
            "contempt": ("Contemptuous", "Verachtung"),
        }.items() for code in codes),
        *((word, word) for word in ("a", "mad", "erschrocken", "anxious")),
    ],
)  # fmt: skip
def test_everyday_words_and_codes_are_labels_and_what_could_be_two_is_none(word: str, label: str) -> None:
    assert module("labels").label_of(word) == label


@pytest.mark.parametrize("ending", [".jfif", ".jpe", ".pnm", ".JFIF"])
def test_other_endings_of_the_same_kinds_are_read(tmp_path: Path, ending: str) -> None:
    kind = ".ppm" if ending == ".pnm" else ".jpg"
    path = tmp_path / f"face{ending}"
    path.write_bytes(cv2.imencode(kind, np.full((8, 9, 3), 90, np.uint8))[1].tobytes())
    assert is_picture(path) and read_picture(path).shape == (8, 9, 3)


def test_pictures_are_cut_as_is_said() -> None:
    cropped = module("cropped")
    picture = np.full((400, 400, 3), 90, np.uint8)
    at = np.full((478, 2), 200.0)
    at[234], at[454], at[10], at[152], at[[105, 334]] = (
        (120, 200),
        (280, 200),
        (200, 100),
        (200, 300),
        (200, 150),
    )
    for name, light in (("oval-white", 255), ("oval-black", 0), ("oval-grey", 128)):
        made = cropped.CUTS[name](picture, at)
        assert (
            (made[5, 5] == light).all() and (made[200, 200] == 90).all() and (made[110, 125] == light).all()
        )
    assert cropped.CUTS["square"](picture, at).shape == (224, 224, 3)
    assert cropped.CUTS["tight"](picture, at).shape == (302 - 120, 277 - 123, 3)
    assert cropped.CUTS["shifted"](picture, at).shape == picture.shape


def test_what_a_cut_changes_is_told_beside_the_whole_pictures(tmp_path: Path) -> None:
    cropped = module("cropped")
    at = folder(tmp_path, "neutral", "happiness", "surprise")
    add(at, "ann/happiness/smile.png", "ben/happiness/smile.png")
    rows, names = cropped.rows_of(at, Soft())
    place = names.index("happiness")
    less = {
        file: replace(row, values=[value - 4.0 * (i == place) for i, value in enumerate(row.values)])
        for file, row in rows.items()
    }
    own, smiles, *_ = cropped.told(less, rows, names)
    assert (own, smiles) == ("3.3", "4.0"), "four of the six pictures are happy, and two are smiles"


def shut(monkeypatch: pytest.MonkeyPatch, closed: Path) -> None:
    """As the system does where an account may not look into a folder; for root, too, who may."""
    iterdir = Path.iterdir

    def refused(path: Path) -> Iterator[Path]:
        if path == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", refused)


def test_a_folder_that_may_not_be_looked_into_is_told_and_costs_the_others_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_folder = module("labelled_folder")
    at = folder(tmp_path, "neutral", "happiness", people=("ann", "ben"))
    shut(monkeypatch, at / "ben")
    assert {picture.person for picture in of_folder.read_pictures(at)} == {"ann"}
    out = of_folder.left_out(at)
    assert out.closed == ["ben"] and out.empty == []
    assert out.words() == ["Left out: 1 place that this account may not look into: ben."]


@pytest.mark.parametrize("closed", ["", "ann"])
def test_where_all_is_closed_nothing_can_be_done_and_it_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], closed: str
) -> None:
    at = folder(tmp_path, "neutral", "happiness", people=("ann",))
    shut(monkeypatch, at / closed)
    assert module("command").main(["--labelled", str(at)]) == 2
    assert "this account may not look into" in capsys.readouterr().err


def test_a_picture_that_may_not_be_read_is_no_other_ones_like(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_folder = module("labelled_folder")
    at = folder(tmp_path, "neutral", "happiness", people=("ann",))
    pictures = of_folder.read_pictures(at)

    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refused)
    assert of_folder.same_files(at, pictures) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ann_happy.jpg", "other places: ann_happy.jpg. A label in a file's name is not read"),
        ("ann/happy_1.jpg", "inside one for its person, such as ann/happiness/happy_1.jpg."),
        ("Happy/1.jpg", "If these are of one person, put Happy and its like into a folder for this person."),
        ("set/ann/happy/1.jpg", "Give the folder with the people in it instead, "),
    ],
)
def test_pictures_in_other_places_are_named_with_what_to_do(tmp_path: Path, name: str, said: str) -> None:
    add(tmp_path, name)
    with pytest.raises(BadInput, match="no picture PERSON/LABEL") as told:
        module("labelled").read_pictures(tmp_path)
    assert said in str(told.value)


def test_a_file_in_the_place_of_the_folder_is_told_as_a_file(tmp_path: Path) -> None:
    add(tmp_path, "1.jpg")
    with pytest.raises(BadInput, match="this is a file, no folder"):
        module("labelled").read_pictures(tmp_path / "1.jpg")


def test_where_nothing_could_be_scored_each_reason_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at = folder(tmp_path, "neutral", "happiness", people=("ann",))
    monkeypatch.setattr(module("labelled"), "Viewer", Soft)
    (at / "ann" / "neutral" / "1.jpg").write_bytes(b"")
    assert module("command").main(["--labelled", str(at)]) == 2
    said = capsys.readouterr().err
    assert f"{at}: no picture could be scored (no neutral 1, no picture 1)." in said
    assert f"{Path('ann/neutral/1.jpg')}: no picture" in said


def test_what_to_do_is_told_once_for_each_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at = folder(tmp_path, "neutral", "happiness", "surprise", people=("ann",))
    add(at, "ann/neutral/soft.jpg", "ann/happiness/soft.jpg", "ann/happiness/soft2.jpg", "ben/happy/1.jpg")
    monkeypatch.setattr(module("labelled"), "Viewer", Soft)
    assert module("command").main(["--labelled", str(at), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["not_scored"] == {"blurred": 3, "no neutral": 1}
    assert figures["advice"] == {"blurred": Reason.BLURRED.advice}
    assert module("labelled_text").labelled_report(figures).count(Reason.BLURRED.advice) == 1


def test_where_all_is_of_another_kind_that_is_told(tmp_path: Path) -> None:
    add(tmp_path, "ann/neutral/1.heic", "ann/happy/2.heic")
    with pytest.raises(BadInput, match="no picture PERSON/LABEL") as told:
        module("labelled").read_pictures(tmp_path)
    assert "2 files of no kind of picture that is read here: " in str(told.value)
