"""What every kind of step must keep to: its model, its run and its screen. Runs over all there are."""

from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from mirrorcam.app.screens import Settings, render
from mirrorcam.app.screens.kinds import open_screen
from mirrorcam.expression import NEUTRAL
from mirrorcam.face import Frame, Reason
from mirrorcam.session import Moment
from mirrorcam.steps import Scene, Seen, StepResult, kinds
from performing import LIBRARY, exercise
from test_screens import Dots

FORMAT = (Path(__file__).parents[1] / "docs" / "exercise-format.md").read_text(encoding="utf-8")
FRAME_S = 0.1
KINDS = sorted(kinds())


def step_of(kind):
    return exercise(f'\n[[steps]]\nkind = "{kind}"\n{kinds()[kind].example}').steps[0]


def played(kind, seen, seconds, attended=False):
    """The scenes of a run, and the run."""
    run, scenes, time_s = step_of(kind).run(LIBRARY, attended), [], 0.0
    while time_s < seconds and not run.finished:
        time_s += FRAME_S
        scenes.append(run.advance(time_s, seen))
    return scenes, run


@pytest.mark.parametrize("kind", KINDS)
def test_its_name_is_that_of_its_file(kind):
    assert get_args(kinds()[kind].model_fields["kind"].annotation) == (kind,)


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_its_section_in_the_document_and_every_key_is_in_it(kind):
    section = FORMAT.split(f"## `{kind}`: ")[1].split("\n## ")[0]
    keys = set(kinds()[kind].model_fields) - {"kind", "title"}
    assert [key for key in sorted(keys) if f"`{key}`" not in section] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_calls_give_the_same_scenes_and_results(kind):
    runs = [played(kind, Seen(NEUTRAL, None, FRAME_S), 30.0) for _ in range(2)]
    (scenes, run), (again, rerun) = runs
    assert [(s.phase, s.words, s.progress, s.score) for s in scenes] == [
        (s.phase, s.words, s.progress, s.score) for s in again
    ]
    assert run.result() == rerun.result() and run.trials() == rerun.trials()


@pytest.mark.parametrize("kind", KINDS)
def test_what_it_answers_is_plain(kind):
    scenes, run = played(kind, Seen(NEUTRAL, None, FRAME_S), 5.0)
    assert all(isinstance(scene, Scene) and scene.words for scene in scenes)
    assert all(scene.progress is None or 0 <= scene.progress <= 1 for scene in scenes)
    result = run.result("ended early")
    assert isinstance(result, StepResult) and result.kind == kind
    assert isinstance(step_of(kind).in_words(result, LIBRARY), str)


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_without_a_good_picture_scores_nothing(kind):
    _, run = played(kind, Seen(None, Reason.TOO_DARK, FRAME_S), 20.0)
    assert not run.result("ended early").scored


@pytest.mark.parametrize("kind", KINDS)
def test_what_stood_in_the_way_longest_is_the_reason_not_what_did_last_or_in_most_pictures(kind):
    run = step_of(kind).run(LIBRARY, attended=False)
    looks = [Seen(None, Reason.TOO_DARK, 0.25)] * 200 + [Seen(None, Reason.NOBODY, FRAME_S)] * 300
    for number, seen in enumerate(looks):
        run.advance(number * FRAME_S, seen)
    reason = run.result("ended early").reason
    assert reason == Reason.TOO_DARK or not step_of(kind).needs_face


@pytest.mark.parametrize("kind", KINDS)
def test_it_may_always_be_left(kind):
    """Going on, answering, easing and beginning again do no harm at any moment."""
    run = step_of(kind).run(LIBRARY, True)
    for number in range(400):
        run.advance(number * FRAME_S, Seen(NEUTRAL, None, FRAME_S))
        if run.finished:
            break
        if number % 7 == 0:
            (run.change, run.answer)[number % 2](1 if number % 2 == 0 else "nonsense")
        if number % 50 == 0:
            run.begin_again()
        run.go_on()
    run.result("skipped")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(1280, 800), (900, 600)])
def test_its_screen_draws_every_scene(kind, size):
    scenes, _ = played(kind, Seen(NEUTRAL, None, FRAME_S), 60.0, attended=True)
    screen = open_screen(kind, Settings(), Dots())
    shown = {scene.phase: scene for scene in scenes}
    frame = Frame(0.0, 0, np.full((90, 160, 3), 90, np.uint8))
    for number, scene in enumerate(shown.values()):
        screen.show(Moment(number / 10, scene, 0, 3, kind, "Title"), frame, number / 10)
        picture = render(screen, *size)
        assert picture.shape == (size[1], size[0], 4) and picture[..., :3].std() > 5
