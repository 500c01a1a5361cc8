"""Tables for other programs: every frame and trial, no formulas, nothing overwritten."""

import csv
import json
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from mirrorcam.app.export import FRAME_COLUMNS, export_bids, export_csv, harmless
from mirrorcam.errors import BadInput
from mirrorcam.recorder import Recorder
from mirrorcam.recording import read_recording
from mirrorcam.session import Session
from performing import LIBRARY, exercise, obliging, practise

TEXT = '\n[[steps]]\nkind = "imitate"\ntarget = "happiness"\nrepetitions = 2\n'


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "joy.mirrorcam"
    session = Session(exercise(TEXT), LIBRARY)
    with Recorder(path, session, datetime(2026, 11, 22, tzinfo=UTC)) as recorder:
        for sample, _ in practise(session, obliging()):
            recorder.add(sample)
        recorder.finish()
    return read_recording(path)


def test_csv_has_a_row_a_frame_and_a_row_a_trial(recording, tmp_path):
    frames, trials = export_csv(recording, tmp_path)
    with frames.open(newline="") as file:
        table = list(csv.DictReader(file))
    assert len(table) == recording.about.frames and tuple(table[0]) == FRAME_COLUMNS
    making = [row for row in table if row["phase"] == "hold"]
    assert making and all(float(row["AU12L"]) > 0.3 for row in making)
    with trials.open(newline="") as file:
        kept = list(csv.DictReader(file))
    assert [row["trial"] for row in kept] == ["0", "1"] and float(kept[0]["score"]) > 50
    assert frames.stat().st_mode & 0o077 == 0


def test_nothing_is_overwritten(recording, tmp_path):
    export_csv(recording, tmp_path)
    with pytest.raises(BadInput, match="there is a file of this name already"):
        export_csv(recording, tmp_path)


@pytest.mark.parametrize("text", ["=1+1", "+49", "-3", "@x", "\tx"])
def test_no_text_becomes_a_formula(text):
    assert harmless(text) == f"'{text}"
    assert harmless(-3.0) == -3.0


def test_bids_columns_are_those_of_its_channels(recording, tmp_path):
    paths = {path.name: path for path in export_bids(recording, tmp_path)}
    motion = next(path for name, path in paths.items() if name.endswith("_motion.tsv"))
    lines = motion.read_text().splitlines()
    channels = motion.with_name(motion.name.replace("_motion.", "_channels.")).read_text().splitlines()[1:]
    assert len(lines) == recording.about.frames
    assert {len(line.split("\t")) for line in lines} == {len(channels)}
    about = json.loads(motion.with_suffix(".json").read_text())
    assert about["MotionChannelCount"] == len(channels)
    kinds = [line.split("\t")[2] for line in channels]
    assert (kinds.count("ORNT"), kinds.count("MISC")) == (
        about["ORNTChannelCount"],
        about["MISCChannelCount"],
    )


def test_bids_events_cover_the_session_without_gaps(recording, tmp_path):
    export_bids(recording, tmp_path)
    events = next(tmp_path.rglob("*_events.tsv")).read_text().splitlines()[1:]
    spans = [tuple(map(float, line.split("\t")[:2])) for line in events]
    for (begin, length), (after, _) in pairwise(spans):
        assert begin + length == pytest.approx(after, abs=1e-3)
