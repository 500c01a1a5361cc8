"""Other limits, from the figures that a recording keeps."""

from dataclasses import replace

import pytest

from mirrorcam.blocks import REASONS
from mirrorcam.errors import BadInput
from mirrorcam.face import Reason
from mirrorcam.recording import read_recording
from mirrorcam.rescoring.columns import read_columns
from mirrorcam.rescoring.limits import GATES, read_gates, reasons
from plain_face import face, sample, turned
from recordings import keep

CLEAR = replace(sample(0.0, face()), light=0.5, sharpness=0.5)


def looks(*changes):
    """One sample a tenth of a second, each as CLEAR but for its change."""
    return [replace(CLEAR, time_s=i / 10, **change) for i, change in enumerate(changes)]


@pytest.fixture
def by(tmp_path):
    """Why the samples cannot be scored, by some limits."""

    def found(samples, **gates):
        columns = read_columns(read_recording(keep(tmp_path / "kept.mirrorcam", samples)))
        return [REASONS[at - 1] if at else None for at in reasons(columns, gates)]

    return found


def test_without_a_gate_everything_stays(by):
    samples = looks({}, {"light": 0.0}, {"reason": Reason.TOO_DARK}, {"face": None, "reason": Reason.NOBODY})
    assert by(samples) == [None, None, Reason.TOO_DARK, Reason.NOBODY]


STRICTER = {
    "too_far": (250, {"face_px": 200.0}, Reason.TOO_FAR),
    "too_dark": (0.3, {"light": 0.2}, Reason.TOO_DARK),
    "blurred": (0.3, {"sharpness": 0.2}, Reason.BLURRED),
}


@pytest.mark.parametrize("gate", STRICTER)
def test_a_stricter_limit_stops_more(by, gate):
    limit, worse, reason = STRICTER[gate]
    samples = looks({}, worse, {})
    assert by(samples) == [None, None, None]
    assert by(samples, **{gate: limit}) == [None, reason, None]


def test_a_limit_that_is_not_given_stops_nothing_that_was_scored(by):
    """It may have been another one on that day."""
    assert by(looks({"light": 0.0}, {"sharpness": 0.0}), too_far=100) == [None, None]


def test_a_limit_has_to_be_passed_further_before_it_is_good_again(by):
    """As in practice: dark from .020, good again from .025."""
    samples = looks({"light": 0.39}, {"light": 0.45}, {"light": 0.51}, {"light": 0.45})
    assert by(samples, too_dark=0.4) == [Reason.TOO_DARK, Reason.TOO_DARK, None, None]


def test_a_turned_head_goes_by_each_angle(by):
    turns = [replace(CLEAR, time_s=i / 10, face=face(rotation=turned(*turn))) for i, turn in enumerate(TURNS)]
    assert by(turns, yaw=10) == [None, Reason.TURNED_AWAY, None, None]
    assert by(turns, pitch=10) == [None, None, Reason.TURNED_AWAY, None]
    assert by(turns, roll=10) == [None, None, None, Reason.TURNED_AWAY]


TURNS = [(0, 0, 0), (15, 0, 0), (0, 15, 0), (0, 0, 15)]


def test_a_wider_limit_lets_through_what_it_explains_and_nothing_else(by):
    dark = {"light": 0.01, "reason": Reason.TOO_DARK}
    noisy = {"light": 0.3, "reason": Reason.TOO_DARK}
    dark_and_blurred = {**dark, "sharpness": 0.05}
    samples = looks(dark, noisy, dark_and_blurred, {"reason": Reason.COVERED}, {"reason": Reason.FROZEN})
    kept = [Reason.TOO_DARK, Reason.TOO_DARK, Reason.TOO_DARK, Reason.COVERED, Reason.FROZEN]
    assert by(samples, too_dark=0.01) == [None, *kept[1:]]
    assert by(samples, blurred=0.01)[:3] == [Reason.TOO_DARK] * 3
    assert by(samples, too_dark=0.01, blurred=0.01)[:3] == [None, Reason.TOO_DARK, None]


@pytest.mark.parametrize("kept", [Reason.TOO_DARK, Reason.BLURRED])  # now, and before it was told as darkness
def test_what_is_blurred_in_dim_light_is_explained_by_the_blur(by, kept):
    samples = looks({"light": 0.06, "sharpness": 0.1, "reason": kept}, {"light": 0.06, "sharpness": 0.3})
    assert by(samples, blurred=0.05) == [None, None]
    assert by(samples, too_far=100) == [Reason.TOO_DARK, None]
    assert by(samples, blurred=0.4)[1] is Reason.TOO_DARK


def test_what_practice_would_have_named_first_is_named_first(by):
    samples = looks({"reason": Reason.COVERED, "light": 0.2}, {"reason": Reason.TOO_NEAR, "light": 0.2})
    assert by(samples, too_dark=0.3) == [Reason.TOO_DARK, Reason.TOO_NEAR]


@pytest.mark.parametrize("gate", GATES)
def test_at_nought_a_limit_is_on_the_same_side(gate):
    least = GATES[gate].limits.enter < GATES[gate].limits.leave
    assert GATES[gate].at(0.0).bad(1.0, False) is not least
    assert GATES[gate].at(5.0).bad(4.0, False) is least


def test_what_is_written_is_read():
    assert read_gates(["too_dark=0.2", "yaw=15"]) == {"too_dark": 0.2, "yaw": 15.0}


@pytest.mark.parametrize(
    "text", ["dark=1", "too_dark", "too_dark=", "yaw=far", "yaw=nan", "yaw=-1", "yaw=inf", "=2"]
)
def test_what_cannot_be_read_is_told(text):
    with pytest.raises(BadInput, match="--gate"):
        read_gates([text])


def test_a_near_miss_is_named():
    with pytest.raises(BadInput, match='Did you mean "too_dark"'):
        read_gates(["to_dark=0.2"])


def test_every_sample_without_a_face_keeps_its_reason(by):
    samples = looks({}, {"face": None, "reason": Reason.NOBODY, "light": 0.0}, {})
    assert by(samples, too_dark=0.2) == [None, Reason.NOBODY, None]
    assert by(samples, too_far=0) == [None, Reason.NOBODY, None]
