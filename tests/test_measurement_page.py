"""docs/measurement.md is what its figures say, and the command that measures labelled pictures minds its folder."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from mirrorcam import sources
from mirrorcam.action_units import ACTION_UNITS
from mirrorcam.app.measure import neutral_of, rows
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


def test_the_page_is_made_of_its_figures() -> None:
    page = module("page")
    assert page.PAGE.read_text(encoding="utf-8") == page.page(page.read_figures()), (
        "Make it anew: python -m benchmarks.measurement --page"
    )


def test_every_measured_unit_has_a_row() -> None:
    said = module("about").units_text(None)
    for unit in ACTION_UNITS:
        assert (f"| {unit.code} {unit.name} |" in said) == unit.measured
        assert unit.code in said


def test_every_reason_is_told_with_its_words() -> None:
    said = module("about").gates_text()
    assert all(reason.words in said for reason in Reason)


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
    found, lost = labelled.score_pictures(labelled.read_pictures(at), viewer)
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
    found, _ = labelled.score_pictures(labelled.read_pictures(at), Scripted())
    bounds = labelled.intervals(found, resamples=20)
    assert bounds["mean"]["top_1"] == [1, 1]
    assert set(bounds) == {"mean", "happiness", "surprise"}


def test_the_whole_command_on_drawn_people(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module("drawn_folder").write_folder(tmp_path, ("robin",), 1)
    assert module("command").main(["--labelled", str(tmp_path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["scored"] == said["pictures"] == 7
    assert said["mean"]["top_1"] >= 5 / 6


def test_a_labelled_picture_gets_the_score_that_measure_gives_it(model: Path, tmp_path: Path) -> None:
    labelled = module("labelled")
    module("drawn_folder").write_folder(tmp_path, ("robin",), 2)
    with Viewer() as viewer:
        found, _ = labelled.score_pictures(labelled.read_pictures(tmp_path), viewer)
        neutral = neutral_of(sorted((tmp_path / "robin" / "neutral").iterdir()), viewer)
        (row,) = rows(
            tmp_path / "robin" / "surprise" / "1.jpg", neutral, {"surprise": library()["surprise"]}, viewer
        )
    own = found.values[found.labels == "surprise"][1, found.names.index("surprise")]
    assert row.scores["surprise"] == own


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
