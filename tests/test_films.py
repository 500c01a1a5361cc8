"""A film is scored as a session would score it."""

from __future__ import annotations

import numpy as np

from mirrorcam.app.measuring.films import rows_of_film
from mirrorcam.calibration import neutral_from
from mirrorcam.face import Face, Reason, Sample
from mirrorcam.participant import Glance, Participant
from mirrorcam.score import score
from mirrorcam.target import find_target
from plain_face import face, sample, turned

RATE = 20
SEEN = (*(300.0,) * int(11.5 * RATE), *(700.0,) * int(1.5 * RATE))
"""Widths of the face: at last it is much nearer than for the neutral."""


def shown(time_s: float) -> Face:
    """A smile with a blink in it; speech; a quick turn of the head there and back."""
    smile = float(np.clip(time_s - 1, 0, 1) - np.clip(time_s - 4, 0, 1))
    moves = {61: (-0.9 * smile, smile, 0), 291: (0.9 * smile, smile, 0)}
    if 5 < time_s < 7.5:
        moves[14] = (0, 0.4 * np.cos(2 * np.pi * 4 * time_s) - 0.4, 0)
    blink = dict.fromkeys(("eyeBlinkLeft", "eyeBlinkRight"), 0.9 if 2.5 < time_s < 2.7 else 0.0)
    return face(moves, blink, turned(10 * np.sin(2 * np.pi * 1.5 * time_s) if 9 < time_s < 10.5 else 0.0))


def in_a_session(samples: list[Sample]) -> list[tuple[Reason | None, float | None]]:
    """Of each sample the reason, or the score as happiness; what is taken back has the reason of what took it."""
    person, joy = Participant(), find_target("happiness")
    person.take(neutral_from(samples[:RATE]), samples[0])
    found: list[tuple[Reason | None, float | None]] = []
    before_s = 0.0
    for one in samples:
        glance, since_s, before_s = Glance.at(one), one.time_s - before_s, one.time_s
        person.wear(since_s, glance, settling=False)
        seen = person.see(since_s, glance)
        for i, earlier in enumerate(samples[: len(found)]):
            if seen.back_s and earlier.time_s >= one.time_s - seen.back_s and found[i][0] is None:
                found[i] = seen.reason, None
        found.append((seen.reason, seen.expression and score(seen.expression, joy).value))
    return found


def test_each_frame_of_a_film_has_the_reason_or_the_score_that_it_has_in_a_session():
    samples = [sample(i / RATE, shown(i / RATE), face_px=width) for i, width in enumerate(SEEN)]
    live = in_a_session(samples)
    joy = {"happiness": find_target("happiness")}
    rows = rows_of_film(samples, "film.mp4", joy, neutral_from(samples[:RATE]), found_in_it=True)
    assert [(row.reason, row.scores["happiness"]) for row in rows] == live
    reasons = {reason for reason, _ in live}
    assert reasons == {None, Reason.TALKING, Reason.MOVING, Reason.NEUTRAL_OFF}
    assert max(value or 0.0 for _, value in live) > 30
