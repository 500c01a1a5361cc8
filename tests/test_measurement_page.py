"""docs/measurement.md is what its figures say, and the command that measures labelled pictures minds its folder."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from mirrorcam import sources
from mirrorcam.action_units import ACTION_UNITS
from mirrorcam.app.measuring import rows
from mirrorcam.app.measuring.at_rest import neutral_of
from mirrorcam.app.seeing import Viewer
from mirrorcam.errors import BadInput
from mirrorcam.face import Reason, Sample
from mirrorcam.target import library
from plain_face import face, sample

ROOT = Path(__file__).parents[1]
SMILE = {
    61: (-0.9, 1.0, 0.0),
    291: (0.9, 1.0, 0.0),
    **dict.fromkeys((50, 101, 118, 117, 119), (0.0, 0.3, 0.0)),
}
SURPRISE = {
    **dict.fromkeys((55, 107, 65, 285, 336, 295), (0.0, 0.9, 0.0)),
    **dict.fromkeys((70, 63, 46, 53, 300, 293, 276, 283), (0.0, 0.6, 0.0)),
    **dict.fromkeys((152, 148, 377, 14), (0.0, -2.0, 0.0)),
}


@pytest.fixture(scope="module", autouse=True)
def _benchmarks_are_found() -> Iterator[None]:
    sys.path.insert(0, str(ROOT))
    yield
    sys.path.remove(str(ROOT))


def module(name: str) -> ModuleType:
    return import_module(f"benchmarks.measurement.{name}")


def score_pictures(pictures: Any, viewer: Any) -> tuple[Any, list[Any]]:
    """As figures are made of them, and what was not scored."""
    scoring = module("labelled_scoring")
    rows, names, lost = scoring.score_each(pictures, viewer)
    return scoring.scored_of(rows, names), lost


def test_the_page_is_made_of_its_figures() -> None:
    page = module("page")
    assert page.PAGE.read_text(encoding="utf-8") == page.page(page.read_figures()), (
        "Make it anew: python -m benchmarks.measurement --page"
    )


def test_what_is_missed_by_little_is_missed() -> None:
    said = module("glance").glance_text(
        {
            "held": {
                "people": 8,
                "rows": {"still": {"shown": [0.3, 1.999]}, "swaying": {"shown": [0.9, 2.0]}},
            },
            "morphs": {"mean": 0.9299},
        }
    )
    still, swaying, morphs = (
        next(line for line in said.splitlines() if what in line)
        for what in ("(still)", "(swaying)", "living smiles")
    )
    assert "| 0.30 (2.00) | yes |" in still and "| 0.90 (2.00) | by half of them |" in swaying
    assert "| 0.930 | no |" in morphs


def test_figures_tell_which_program_they_were_measured_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = module("program")
    monkeypatch.setattr(program, "ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert program.program() == program.UNKNOWN

    def git(*words: str) -> None:
        who = ("-c", "user.name=n", "-c", "user.email=e", "-c", "commit.gpgsign=false")
        subprocess.run(("git", *who, *words), cwd=tmp_path, check=True, capture_output=True)

    git("init")
    figures = tmp_path / "benchmarks" / "measurement" / "figures.json"
    figures.parent.mkdir(parents=True)
    for file in (tmp_path / "src" / "score.py", figures):
        file.parent.mkdir(exist_ok=True)
        file.write_text("1")
    git("add", ".")
    git("commit", "-m", "first")
    first = program.program()
    figures.write_text("2")
    assert program.program() == first and first not in ("", program.UNKNOWN)
    (tmp_path / "src" / "score.py").write_text("2")
    assert program.program() == f"{first}+"
    said = program.programs_text({"worn": {"program": first}, "cost": {}, "held": {"program": first}})
    assert f"| {first} | `held`, `worn` |" in said and "| unknown | `cost` |" in said


def test_every_measured_unit_has_a_row() -> None:
    said = module("about").units_text(None)
    for unit in ACTION_UNITS:
        assert (f"| {unit.code} {unit.name} |" in said) == unit.measured
        assert unit.code in said


def test_every_reason_is_told_with_its_words() -> None:
    said = module("about").gates_text()
    assert all(reason.words in said for reason in Reason)


def test_films_are_told_to_go_by_all_that_sessions_do_but_slowness() -> None:
    """As they do: tests/test_films.py."""
    alone = {reason for reason, _, what in module("about").GATES if what.startswith("in a session")}
    assert alone == {Reason.TOO_SLOW}


def test_figures_keep_no_nan_and_few_decimals(tmp_path: Path) -> None:
    page = module("page")
    assert page.rounded({"a": [float("nan"), 1 / 3], "b": (True, "x")}) == {
        "a": [None, 0.3333],
        "b": [True, "x"],
    }


def test_auc_is_the_share_of_pairs_with_ties_by_half() -> None:
    auc = module("comparing").auc
    assert auc(np.array([3.0, 2.0]), np.array([1.0, 2.0])) == pytest.approx((2 + 1.5) / 4)
    assert np.isnan(auc(np.array([]), np.array([1.0])))


def test_rank_correlation_minds_ties_and_constants() -> None:
    correlation = module("comparing").rank_correlation
    assert correlation([0, 0, 5, 9], [0, 1, 2, 3]) == pytest.approx(0.9487, abs=1e-4)
    assert correlation([9, 5, 1], [0, 1, 2]) == pytest.approx(-1)
    assert correlation([4, 4, 4], [0, 1, 2]) == 0


def test_what_is_painted_is_counted_by_what_is_told_and_what_is_scored_by_how_wrongly() -> None:
    covering = module("covering")

    def seen(film: str, score: float | None) -> dict[str, tuple[str, float | None]]:
        return {"film": (film, score), "alone": ("", None), "beside": ("blurred", None)}

    looks = [(seen("covered", None), True), (seen("", 12.0), True), (seen("", 90.0), False)]
    found = covering.figures(looks, Reason.COVERED)
    assert found["of"] == 3
    assert found["film"] == {"told": 1, "others": {}, "highest": 12.0}, "a smile is meant to be scored"
    assert found["beside"] == {"told": 0, "others": {"blurred": 3}, "highest": None}
    said = covering.covers_text({"people": 1, "rows": {"hand": found}})
    assert "| hand | 3 | 1 | 0 | 0 (+ 3) | 12 | – |" in said


def test_every_cover_that_can_be_painted_is_measured() -> None:
    covers, covering = import_module("benchmarks.covers"), module("covering")
    painted = {paint for kind in covering.KINDS.values() for paint in kind.painters}
    assert painted >= {*covers.COVERS.values(), *covers.CLEAR.values()}


# Labelled pictures.


class Scripted:
    """Answers for each picture by its label: eight looks at a made-up face."""

    def __init__(self, unseen: Mapping[str, Reason] | None = None) -> None:
        self._unseen = unseen or {}

    def looks(self, path: Path) -> Iterator[list[Sample]]:
        if path.stat().st_size == 0:
            raise sources.SourceError(f"{path}: the file is empty.")
        label = path.parent.name
        moves = {"happiness": SMILE, "surprise": SURPRISE}.get(label, {})
        shapes = {"mouthSmileLeft": 0.9, "mouthSmileRight": 0.9} if label == "happiness" else {}
        reason = self._unseen.get(label)
        yield [sample(0.0, face(moves, shapes), reason)] * 8


def folder(to: Path, *labels: str, people: tuple[str, ...] = ("ann", "ben")) -> Path:
    for person in people:
        for label in labels:
            (to / person / label).mkdir(parents=True)
            (to / person / label / "1.jpg").write_bytes(b"x")
    return to


def scored(at: Path, viewer: Scripted) -> tuple[dict[str, dict[str, float]], list[str]]:
    labelled = module("labelled")
    found, lost = score_pictures(labelled.read_pictures(at), viewer)
    return labelled.figures_of(found), [one.reason for one in lost]


def test_told_apart(tmp_path: Path) -> None:
    found, lost = scored(folder(tmp_path, "neutral", "happiness", "surprise"), Scripted())
    for name in ("happiness", "surprise"):
        assert found[name]["auc_others"] == found[name]["auc_neutral"] == found[name]["top_1"] == 1
    assert lost == []


def test_a_face_at_rest_that_is_called_happy_is_not_told_from_rest(tmp_path: Path) -> None:
    found, _ = scored(folder(tmp_path, "neutral", "surprise", "anger"), Scripted())
    assert found["anger"]["auc_neutral"] == pytest.approx(0.5)
    assert found["anger"]["top_1"] == 0


def test_what_is_not_scored_is_counted_by_reason(tmp_path: Path) -> None:
    at = folder(tmp_path, "neutral", "happiness", "surprise")
    (at / "ann" / "happiness" / "2.jpg").touch()
    _, lost = scored(at, Scripted({"surprise": Reason.TOO_DARK}))
    assert sorted(lost) == ["no picture", "too dark", "too dark"]


def test_a_person_without_a_neutral_is_not_scored(tmp_path: Path) -> None:
    at = folder(tmp_path, "neutral", "happiness", "surprise")
    (at / "ann" / "neutral" / "1.jpg").unlink()
    found, lost = scored(at, Scripted())
    assert lost == ["no neutral", "no neutral"]
    assert found["happiness"]["top_1"] == 1


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ((), "there is no picture PERSON/LABEL"),
        (("happiness", "anger"), 'nobody has a picture with the label "neutral"'),
        (("neutral",), 'only pictures with the label "neutral"'),
        (("neutral", "hapiness"), 'Did you mean "happiness"?'),
        (("neutral", "grumpy", "anger"), "--ignore grumpy"),
        (("neutral", "suprised"), 'Did you mean "surprised"?'),
    ],
)
def test_what_is_wrong_with_a_folder_is_said(tmp_path: Path, labels: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadInput, match=said.replace("?", r"\?")):
        module("labelled").read_pictures(folder(tmp_path, *labels))


def test_labels_can_be_left_out(tmp_path: Path) -> None:
    at = folder(tmp_path, "neutral", "happiness", "odd")
    assert {p.label for p in module("labelled").read_pictures(at, ["odd"])} == {"neutral", "happiness"}


def test_labels_are_known_by_the_words_of_other_sets(tmp_path: Path) -> None:
    at = folder(tmp_path, "NE", "HA", "Sad", "angry", "AF", "SURPRISED", "disgust")
    found = {p.label for p in module("labelled").read_pictures(at)}
    assert found == {"neutral", "happiness", "sadness", "anger", "fear", "surprise", "disgust"}
    without = {p.label for p in module("labelled").read_pictures(at, ["HA", "fear"])}
    assert without == found - {"happiness", "fear"}


def test_people_without_a_neutral_are_named(tmp_path: Path) -> None:
    at = folder(tmp_path, "neutral", "happiness")
    (at / "ben" / "neutral" / "1.jpg").unlink()
    labelled = module("labelled")
    assert labelled.without_rest(labelled.read_pictures(at)) == ["ben"]


def test_a_mistake_ends_the_command_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert module("command").main(["--labelled", str(tmp_path / "nowhere")]) == 2
    assert "there is no such folder" in capsys.readouterr().err


def test_people_make_the_intervals(tmp_path: Path) -> None:
    labelled = module("labelled")
    at = folder(tmp_path, "neutral", "happiness", "surprise", people=("ann", "ben", "cem"))
    found, _ = score_pictures(labelled.read_pictures(at), Scripted())
    bounds = labelled.intervals(found, resamples=20)
    assert bounds["mean"]["top_1"] == [1, 1]
    assert set(bounds) == {"mean", "happiness", "surprise"}


def test_the_whole_command_on_drawn_people(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module("drawn_folder").write_folder(tmp_path, ("robin",), 1)
    assert module("command").main(["--labelled", str(tmp_path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["scored"] == said["pictures"] == len(said["each_picture"]) == 7
    assert said["mean"]["top_1"] >= 5 / 6 and said["same_files"] == []
    first = said["each_picture"][0]
    assert (first["file"], first["person"]) == (str(Path("robin/anger/0.jpg")), "robin")
    assert first["reason"] is None and set(first["scores"]) == set(module("labelled").SIX)
    six = [one for one in said["each_picture"] if one["label"] != "neutral"]
    best = [sum(one["scores"][one["label"]] >= max(one["scores"].values()) for one in six)]
    assert best == [round(said["mean"]["top_1"] * 6)]
    assert said["own_scale"] is None and {one["own_scale"] for one in six} == {None}


def test_each_picture_has_its_scores_or_why_it_has_none(tmp_path: Path) -> None:
    labelled = module("labelled")
    at = folder(tmp_path, "neutral", "happiness", "surprise", people=("ann",))
    (at / "ann" / "happiness" / "2.jpg").touch()
    every = labelled.read_pictures(at)
    rows, names, lost = module("labelled_scoring").score_each(every, Scripted({"surprise": Reason.TOO_DARK}))
    found = {one["file"]: one for one in labelled.each_picture(at, rows, names, lost)}
    happy, bad, rest, dark = (
        str(Path("ann", name))
        for name in ("happiness/1.jpg", "happiness/2.jpg", "neutral/1.jpg", "surprise/1.jpg")
    )
    assert list(found) == [happy, bad, rest, dark]
    assert found[happy]["label"] == "happiness" and found[happy]["scores"]["happiness"] > 50
    assert found[happy]["reason"] is None and found[rest]["scores"]["happiness"] == 0
    assert [(found[one]["scores"], found[one]["reason"]) for one in (bad, dark)] == [
        (None, "no picture"),
        (None, "too dark"),
    ]


def test_each_picture_has_its_scores_on_the_own_scale_where_that_is_known(tmp_path: Path) -> None:
    labelled = module("labelled")
    at = folder(tmp_path, "neutral", "happiness", people=("ann", "ben"))
    rows, names, _ = module("labelled_scoring").score_each(labelled.read_pictures(at), Scripted())
    known = [
        replace(row, own=[90.0] * len(names), has_own=True) if row.picture.person == "ann" else row
        for row in rows
    ]
    found = labelled.each_picture(at, known, names, [])
    assert {(one["person"], json.dumps(one["own_scale"])) for one in found} == {
        ("ann", json.dumps(dict.fromkeys(names, 90.0))),
        ("ben", "null"),
    }


def test_a_picture_that_is_there_twice_is_named(tmp_path: Path) -> None:
    of_folder = module("labelled_folder")
    at = folder(tmp_path, "neutral", "happiness", people=("ann",))
    (at / "ann" / "happiness" / "2.jpg").write_bytes(b"y")
    same = of_folder.same_files(at, of_folder.read_pictures(at))
    assert same == [[str(Path("ann/happiness/1.jpg")), str(Path("ann/neutral/1.jpg"))]]
    (said,) = of_folder.same_words(same)
    assert said.endswith(f"a picture of its own: {same[0][0]} = {same[0][1]}.")
    (at / "ann" / "neutral" / "1.jpg").write_bytes(b"z")
    assert of_folder.same_files(at, of_folder.read_pictures(at)) == [] == of_folder.same_words([])


def test_a_labelled_picture_gets_the_score_that_measure_gives_it(model: Path, tmp_path: Path) -> None:
    labelled = module("labelled")
    module("drawn_folder").write_folder(tmp_path, ("robin",), 2)
    with Viewer() as viewer:
        found, _ = score_pictures(labelled.read_pictures(tmp_path), viewer)
        neutral = neutral_of(sorted((tmp_path / "robin" / "neutral").iterdir()), viewer)
        (row,) = rows(
            tmp_path / "robin" / "surprise" / "1.jpg", neutral, {"surprise": library()["surprise"]}, viewer
        )
    own = found.values[found.labels == "surprise"][1, found.names.index("surprise")]
    assert row.scores["surprise"] == own


def test_a_neutral_picture_that_seems_to_smile_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Smiling(Scripted):
        def looks(self, path: Path) -> Iterator[list[Sample]]:
            at_rest = path.parent.name == "neutral" and path.parent.parent.name == "ben"
            return super().looks(path.parents[1] / "happiness" / path.name if at_rest else path)

        def __enter__(self) -> Scripted:
            return self

        def __exit__(self, *_: object) -> None:
            pass

    labelled = module("labelled")
    monkeypatch.setattr(labelled, "Viewer", Smiling)
    found = labelled.measure_labelled(folder(tmp_path, "neutral", "happiness"), resamples=2)
    name = str(Path("ben/neutral/1.jpg"))
    assert found["neutral_smiles"] == [name]
    said = (
        "In 1 neutral picture the face may not be at rest, as it seems to smile, and all pictures of that person are "
        f"measured against it: {name}."
    )
    assert said in capsys.readouterr().err
    assert said in module("labelled_text").labelled_report(found)


def test_where_no_expression_scores_highest_none_does(tmp_path: Path) -> None:
    labelled = module("labelled")
    at = folder(tmp_path, "neutral", "happiness", "surprise")
    (at / "ann" / "happiness").rename(at / "ann" / "anger")  # a face at rest, for the script
    found, _ = score_pictures(labelled.read_pictures(at), Scripted())
    own = found.labels == "anger"
    assert not found.values[own].any(), "the script shows a face at rest, and every score of it is 0"
    assert labelled.confusion(found)["anger"] == {**dict.fromkeys(module("labelled").SIX, 0), "none": 1}
    tied = replace(found, values=np.where(own[:, None], 40.0, found.values), labels=found.labels.copy())
    assert labelled.confusion(tied)["anger"]["none"] == 1
    happy = replace(found, labels=np.where(own, "happiness", found.labels))
    assert labelled.figures_of(happy)["happiness"]["top_1"] == 0.5, (
        "a tie is a miss for the first of the six, too"
    )
    report = module("labelled_text").labelled_text
    assert "| happiness | sadness | anger | disgust | fear | surprise | none |" in report(figures(found))


def figures(found: Any) -> dict[str, Any]:
    """As measure_labelled gives them, of what is needed for words."""
    labelled = module("labelled")
    return {
        "people": len(np.unique(found.people)),
        "pictures": len(found.labels),
        "scored": len(found.labels),
        "neutral": int((found.labels == "neutral").sum()),
        "not_scored": {},
        "people_with_one_neutral": labelled.alone_at_rest(found.people, found.labels),
        "neutral_compared": int(found.rest.sum()),
        "n": {name: int((found.labels == name).sum()) for name in labelled.figures_of(found)},
        "labels": labelled.figures_of(found),
        "mean": labelled.means(labelled.figures_of(found)),
        "intervals": labelled.intervals(found, resamples=40),
        "null": 0.5,
        "confusion": labelled.confusion(found),
        "people_not_scored": [],
        "own_scale": None,
    }


def test_a_neutral_that_was_scored_against_itself_is_said_to_flatter(tmp_path: Path) -> None:
    labelled, text = module("labelled"), module("labelled_text").labelled_text
    at = folder(tmp_path, "neutral", "happiness", people=("ann", "ben", "cem"))
    one, _ = score_pictures(labelled.read_pictures(at), Scripted())
    assert one.rest.sum() == 3
    said = text(figures(one))
    assert "| AUC neutral (too good) |" in said and "3 people of 3 have one neutral picture that can" in said
    for person in ("ann", "ben"):
        (at / person / "neutral" / "2.jpg").write_bytes(b"x")
    some, _ = score_pictures(labelled.read_pictures(at), Scripted())
    assert some.people[some.rest].tolist() == ["ann", "ann", "ben", "ben"]
    said = text(figures(some))
    assert "too good" not in said and "1 person of 3 has one neutral picture that can" in said
    assert "does without these; it compares with the other 4." in said
    (at / "cem" / "neutral" / "2.jpg").write_bytes(b"x")
    all_two, _ = score_pictures(labelled.read_pictures(at), Scripted())
    assert all_two.rest.sum() == 6 and "one neutral picture" not in text(figures(all_two))


@pytest.mark.parametrize(
    ("fewest", "pictures", "enough"), [(1, 12, False), (2, 12, True), (2, 20, True), (2, 30, False)]
)
def test_the_percentile_has_to_be_among_the_pictures_of_an_expression(
    fewest: int, pictures: int, enough: bool
) -> None:
    assert module("labelled_scoring").enough_of_each(fewest, pictures) is enough


def test_what_one_person_makes_alone_has_no_interval(tmp_path: Path) -> None:
    labelled = module("labelled")
    at = folder(tmp_path, "neutral", "happiness", "surprise", people=("ann", "ben", "cem"))
    for person in ("ben", "cem"):
        (at / person / "surprise" / "1.jpg").unlink()
    found, _ = score_pictures(labelled.read_pictures(at), Scripted())
    bounds = labelled.intervals(found, resamples=40)
    assert bounds == {"happiness": {"auc_neutral": [1, 1], "top_1": [1, 1]}}
    said = module("labelled_text").labelled_text(figures(found))
    assert "| surprise | 1 | 1.000 (too few people) |" in said
    assert "| mean | 4 | 1.000 (too few people) |" in said


def test_a_mean_goes_by_resamples_that_have_every_label(tmp_path: Path) -> None:
    labelled = module("labelled")
    at = folder(tmp_path, "neutral", "happiness", "surprise", people=("ann", "ben", "cem", "dan"))
    for person in ("ann", "ben"):
        (at / person / "surprise" / "1.jpg").rename(at / person / "happiness" / "2.jpg")
    found, _ = score_pictures(labelled.read_pictures(at), Scripted())
    wrong = (found.labels == "surprise")[:, None] & (np.array(found.names) == "happiness")
    missed = replace(found, values=np.where(wrong, 200.0, found.values))
    bounds = labelled.intervals(missed, resamples=200)
    assert labelled.means(labelled.figures_of(missed))["top_1"] == 0.5
    assert bounds["mean"]["top_1"] == [0.5, 0.5], "a resample without a surprise would have a mean of 1"


def test_who_shows_all_six_is_scored_on_the_own_scale_too(tmp_path: Path) -> None:
    labelled = module("labelled")
    at = folder(tmp_path, "neutral", *labelled.SIX)
    for label in ("neutral", *labelled.SIX):
        (at / "ann" / label / "2.jpg").write_bytes(b"x")
    found, _ = score_pictures(labelled.read_pictures(at), Scripted())
    assert found.with_own == ["ann"], "of ben there are too few pictures"
    own, of_ben = found.on_own_scale(), found.people == "ben"
    assert (own.values[of_ben] == found.values[of_ben]).all()
    assert (own.values[~of_ben] != found.values[~of_ben]).any()
    said = module("labelled_text").labelled_text(
        {**figures(found), "own_scale": labelled.own_figures(found, 20)}
    )
    assert "1 person; the other 1, of whom too little is there, on the common scale." in said
    for number in range(3, 21):
        (at / "ann" / "happiness" / f"{number}.jpg").write_bytes(b"x")
    without, _ = score_pictures(labelled.read_pictures(at), Scripted())
    assert labelled.own_figures(without, 20) is None


@pytest.mark.parametrize("word", ["happy", "HAPPY", "Joy", "happiness"])
def test_a_label_is_left_out_by_any_word_for_it(tmp_path: Path, word: str) -> None:
    at = folder(tmp_path, "neutral", "HAPPY", "HA", "anger", "grumpy")
    kept = module("labelled").read_pictures(at, [word, "Grumpy"])
    assert {picture.label for picture in kept} == {"neutral", "anger"}


def test_a_slip_in_what_is_to_be_left_out_is_said(tmp_path: Path) -> None:
    at = folder(tmp_path, "neutral", "happiness", "anger")
    with pytest.raises(
        BadInput, match=r'--ignore angre: nobody has the label "angre" here\. Did you mean "ang'
    ):
        module("labelled").read_pictures(at, ["angre"])
    with pytest.raises(BadInput, match=r'--ignore sad: nobody has the label "sad" here\.$'):
        module("labelled").read_pictures(at, ["sad"])


def test_what_lies_beside_the_pictures_is_told(tmp_path: Path) -> None:
    at = folder(tmp_path, "neutral", "happiness")
    for name in (
        "ann/more/happiness/1.jpg",
        "2.jpg",
        "ann/happiness/3.heic",
        "ann/5.heic",
        "ann/.cache/4.jpg",
        "list.txt",
    ):
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_bytes(b"x")
    for name in ("ben/anger", "cem"):
        (at / name).mkdir()
    (at / "ann" / "happiness" / "6.jpg").symlink_to(at / "gone.jpg")
    (at / "dan").symlink_to(at / "nobody")
    out = module("labelled_folder").left_out(at)
    assert out.elsewhere == ["2.jpg", "ann/more/happiness/1.jpg"]
    assert out.empty == ["ben/anger", "cem"]
    assert out.other_files == ["ann/5.heic", "ann/happiness/3.heic"]
    assert out.broken == ["ann/happiness/6.jpg", "dan"]
    first, second, third, fourth = out.words()
    assert first == "Left out: 2 pictures not in a folder PERSON/LABEL: 2.jpg, ann/more/happiness/1.jpg."
    assert second == "Left out: 2 folders without a picture that is read here: ben/anger, cem."
    assert (
        third
        == "Left out: 2 files of no kind of picture that is read here: ann/5.heic, ann/happiness/3.heic."
    )
    assert fourth == "Left out: 2 links to what is not there: ann/happiness/6.jpg, dan."


def test_one_picture_is_not_called_pictures(tmp_path: Path) -> None:
    at = folder(tmp_path, "neutral", "grumpy", people=("ann",))
    with pytest.raises(BadInput, match=r'"grumpy" \(1 picture\) is no expression'):
        module("labelled").read_pictures(at)


# Made-up streams.


def test_a_plain_stream_is_measured_to_a_few_milliseconds() -> None:
    streams = module("streams")
    row = streams._errors(streams.Stream(noise=0.0), 1)
    assert row["onset_ms"][1] < 15
    assert row["score"][1] < 0.5
    assert row["missed"] == 0


def test_exchanged_units_score_less() -> None:
    target = library()["surprise"]
    found = module("permuted").null_of([target.show.scaled(0.8)], target)
    assert found["null"] < 0.5 * found["own"]
    assert found["reached"] < 0.02


def test_what_holds_in_a_session_only_says_so():
    rows = [
        row
        for row in (ROOT / "docs" / "measurement.md").read_text().splitlines()
        if row.startswith("| too slow")
    ]
    assert len(rows) == 1 and rows[0].startswith("| too slow | in a session, pictures a second | below 8 |")
