"""Every exercise that comes with mirrorcam runs to its last step, and tells of each why it has figures or has none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mirrorcam.acts import Answer, Command
from mirrorcam.exercise import exercises, find_exercise
from mirrorcam.face import Sample
from mirrorcam.session import Moment, Session
from performing import LIBRARY, Look, obliging, smiling
from plain_face import sample

FRAME_S = 0.25
READ_S, LOST_S = 1.0, 20.0
"""How long a card or a question is looked at; how long a phase may last in which nothing is asked of anybody."""
LONGEST_S = 45 * 60.0
TOLD_WHY = {"nothing is measured here", "answers are counted, not scored", "there was not enough to see"}


def both(time_s: float) -> Sample:
    left, right = (sample(time_s, smiling(0.3, at=(x, 0.5))) for x in (0.7, 0.3))
    return replace(right, other=left)


class Patient:
    """Reads cards, answers what is asked by the first choice, and waits for all else."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._phase, self._since_s, self._answered = "", 0.0, False

    def see(self, moment: Moment, time_s: float) -> None:
        scene = moment.scene
        if scene.phase != self._phase:
            self._phase, self._since_s, self._answered = scene.phase, time_s, False
        waited_s = time_s - self._since_s
        if scene.choices and scene.phase != "told" and not self._answered and waited_s >= READ_S:
            self._session.command(time_s, Answer(scene.choices[0].name))
            self._answered = True
        elif waited_s >= (READ_S if scene.phase in ("say", "told") else LOST_S):
            self._session.command(time_s, Command.NEXT)
            self._since_s = time_s


def run(session: Session, look: Look, for_two: bool) -> Moment:
    patient, time_s, moment = Patient(session), 0.0, None
    while time_s < LONGEST_S and not (moment and moment.done):
        time_s += FRAME_S
        seen = look(time_s, moment)
        moment = session.advance(time_s, both(time_s) if for_two else sample(time_s, seen))
        patient.see(moment, time_s)
    assert moment is not None
    return moment


@pytest.mark.parametrize("name", sorted(exercises()))
def test_it_comes_to_its_end(name):
    exercise = find_exercise(name, LIBRARY)
    session = Session(exercise, LIBRARY)
    assert run(session, obliging(), exercise.for_two).done
    results = session.results()
    assert len(results) == len(exercise.steps)
    assert {result["reason"] for result in results} - {None, ""} <= TOLD_WHY
