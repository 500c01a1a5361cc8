"""`together`: two faces that keep their identity, each with reasons of their own, and what is said of them."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np
import pytest

from mirrorcam.acts import Command
from mirrorcam.app.guide import Guide
from mirrorcam.app.opening import performers
from mirrorcam.app.reviewing import Review
from mirrorcam.app.screens import Begin, Settings, render
from mirrorcam.app.screens.consent import ConsentScreen
from mirrorcam.app.screens.kinds import open_screen
from mirrorcam.app.screens.review import ReviewScreen
from mirrorcam.app.screens.two import companion
from mirrorcam.app.seeing import EyesForTwo
from mirrorcam.avatars import open_avatar, people
from mirrorcam.calibration import neutral_from
from mirrorcam.exercise import parse_exercise
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import Frame, Reason, Sample
from mirrorcam.instant import instant
from mirrorcam.phrases import phrase
from mirrorcam.recorder import Recorder
from mirrorcam.recording import read_recording, replay
from mirrorcam.review import summarise_exercise
from mirrorcam.session import Moment, Person, Session
from mirrorcam.steps import Scene, Seen, StepResult
from mirrorcam.steps.together import IDEA_AFTER_S, READY_S, in_words
from mirrorcam.tables import TableError
from mirrorcam.timeline import Timeline
from mirrorcam.trackers import Tracked, open_tracker
from mirrorcam.trackers.scripted import ScriptedTracker
from mirrorcam.two_faces import CHANGED_S, Apart, Seats
from performing import LIBRARY, exercise
from plain_face import HEIGHT, WIDTH, face
from test_window import ScriptedDesk

FRAME_S = 1 / 15
LEFT, RIGHT = 0.75, 0.25
"""Where they are in the picture: who sits on the left is on its right-hand side."""
NOW = datetime(2026, 11, 22, 18, 2, tzinfo=UTC)


@lru_cache
def head(x: float, share: float = 0.0, px_per_cm: float = 14.0):
    """At ``x`` of the picture's width; ``share`` 0 at rest, 1 a wide smile."""
    moves = {61: (-0.9 * share, share, 0), 291: (0.9 * share, share, 0)}
    shapes = {"mouthSmileRight": 0.9 * share, "mouthSmileLeft": 0.9 * share}
    return face(moves, shapes, px_per_cm=px_per_cm, at=(x, 0.5))


def kind(text="seconds = 12"):
    return exercise(f'\n[[steps]]\nkind = "together"\n{text}')


def one(time_s, seen):
    if isinstance(seen, Reason):
        return Sample(time_s, None, seen, WIDTH, HEIGHT)
    return Sample(time_s, seen, None, WIDTH, HEIGHT, face_px=170.0)


def two(time_s, left, right):
    return replace(one(time_s, left), other=one(time_s, right))


def places(pair):
    return [None if one is None else round(float(one.landmarks[:, 0].mean()), 2) for one in pair]


# kept apart by place


def test_two_keep_their_identity_in_whatever_order_the_tracker_names_them():
    apart = Apart()
    for number in range(6):
        faces = [head(LEFT), head(RIGHT)]
        assert places(apart.see(faces[:: 1 if number % 2 else -1], WIDTH, HEIGHT)) == [LEFT, RIGHT]


@pytest.mark.parametrize("stays", [LEFT, RIGHT])
def test_who_stays_remains_who_they_are_and_who_comes_back_is_the_other(stays):
    apart = Apart()
    apart.see([head(LEFT), head(RIGHT)], WIDTH, HEIGHT)
    alone = [x if x == stays else None for x in (LEFT, RIGHT)]
    for _ in range(30):
        assert places(apart.see([head(stays)], WIDTH, HEIGHT)) == alone
    assert apart.see([], WIDTH, HEIGHT) == (None, None)
    assert places(apart.see([head(RIGHT), head(LEFT)], WIDTH, HEIGHT)) == [LEFT, RIGHT]


def test_two_who_pass_each_other_keep_their_identity_although_one_is_hidden_for_a_while():
    apart, seen = Apart(), (None, None)
    for step in range(51):
        mine, theirs = 0.75 - step / 100, 0.25 + step / 100
        hidden = abs(mine - theirs) < 0.12  # the one in front is the one from the left
        faces = [head(round(mine, 2))] if hidden else [head(round(theirs, 2)), head(round(mine, 2))]
        seen = apart.see(faces, WIDTH, HEIGHT)
    assert places(seen) == [0.25, 0.75]


def test_one_found_twice_and_somebody_far_behind_are_no_second_person():
    assert places(Apart().see([head(LEFT), head(0.74)], WIDTH, HEIGHT))[1] is None
    assert places(Apart().see([head(LEFT), head(RIGHT, 0.0, 4.0)], WIDTH, HEIGHT)) == [LEFT, None]


def test_who_has_changed_places_for_a_while_is_noticed_and_may_stay_so():
    seats, time_s = Seats(), 0.0
    crossed = [two(i * FRAME_S, head(RIGHT), head(LEFT)) for i in range(1, 30)]
    for sample in crossed:
        assert seats.see(sample) is sample
        time_s = sample.time_s
        assert seats.changed or time_s < CHANGED_S + 0.2
        assert not seats.changed or time_s > CHANGED_S
    seats.take()
    seen = seats.see(two(time_s + 0.1, head(RIGHT), head(LEFT)))
    assert not seats.changed and seen.other is not None
    assert places([seen.face, seen.other.face]) == [LEFT, RIGHT]


def test_leaning_over_to_each_other_changes_no_places():
    seats = Seats()
    for i in range(40):
        seats.see(two(i * FRAME_S, head(0.5), head(0.53)))
    assert not seats.changed


# seeing


def frames(count=12):
    noise = np.random.default_rng(3).integers(60, 200, (HEIGHT // 4, WIDTH // 4, 3), np.uint8)
    pixels = noise.repeat(4, axis=0).repeat(4, axis=1)
    return [Frame(i / 10, i, pixels) for i in range(count)]


def seen_by_eyes(answer):
    with EyesForTwo(ScriptedTracker([answer] * 12), timed=False) as eyes:
        return [eyes.see(frame) for frame in frames()][-1]


def test_each_of_two_has_reasons_of_their_own():
    sample = seen_by_eyes(Tracked((head(RIGHT, 0.0, 5.1), head(LEFT, 0.0, 11.0)), 2))
    assert sample.other is not None and sample.other.other is None
    assert sample.reason is not Reason.TOO_FAR and sample.other.reason is Reason.TOO_FAR
    assert sample.face_px > 2 * sample.other.face_px > 0
    assert sample.reason is not Reason.TWO_PEOPLE


def test_who_is_not_there_is_missing_and_who_is_too_far_to_be_tracked_is_far():
    missing, far = (seen_by_eyes(Tracked((head(LEFT),), people)).other for people in (1, 2))
    assert (missing.face, missing.reason) == (None, Reason.NOBODY)
    assert (far.face, far.reason) == (None, Reason.TOO_FAR)


def test_a_third_is_told_of_to_both():
    sample = seen_by_eyes(Tracked((head(LEFT), head(RIGHT)), 3))
    assert [sample.reason, sample.other.reason] == [Reason.THREE_PEOPLE] * 2


def test_the_real_tracker_finds_both_performers(model):
    pictures = [frame for frame, _ in zip(performers("robin"), range(8), strict=False)]
    with EyesForTwo(open_tracker(model=model, most=2)) as eyes:
        sample = [eyes.see(frame) for frame in pictures][-1]
    assert sample.reason is None and sample.other.reason is None
    assert sample.face.landmarks[:, 0].min() > 0.5 > sample.other.face.landmarks[:, 0].max()


# the session


def played(session, look, seconds, from_s=0.0, keep=None):
    """``look(time_s, moment)`` gives what there is to see of who sits left and right in the recording's order."""
    moment, moments = None, []
    for number in range(round(seconds / FRAME_S)):
        time_s = from_s + number * FRAME_S
        sample = two(time_s, *look(time_s, moment))
        if keep is not None:
            keep.add(sample)
        moment = session.advance(sample.time_s, sample)
        moments.append(moment)
        if moment.done:
            break
    return moments


def at_rest(_, __):
    return head(LEFT), head(RIGHT)


def wave(time_s):
    return round(0.5 - 0.5 * np.cos(2 * np.pi * max(time_s, 0.0) / (3.1 + 0.7 * np.sin(time_s / 5))), 2)


def waves(lag_s=0.4):
    """Whoever leads smiles in waves, and the other ``lag_s`` later."""

    def look(time_s, moment):
        leads = moment.scene.leads if moment else None
        if moment is None or moment.scene.phase != "turn":
            return head(LEFT), head(RIGHT)
        shares = wave(time_s), wave(time_s - lag_s)
        left, right = shares if leads == "left" else shares[::-1]
        return head(LEFT, left), head(RIGHT, right)

    return look


def test_both_faces_at_rest_are_taken_at_once_and_with_one_face_it_waits():
    session = Session(kind(), LIBRARY)
    alone = played(session, lambda *_: (head(LEFT), Reason.NOBODY), 4.0)
    assert alone[-1].kind == "neutral" and alone[-1].waiting is Reason.ONE_PERSON
    assert [person.waiting for person in alone[-1].two] == [None, Reason.NOBODY]
    assert "one face" in alone[-1].waiting.words
    both = played(session, at_rest, 4.0, from_s=4.0)
    assert both[-1].kind == "together" and both[-1].waiting is None
    assert len(session.taken) == len(session.taken_beside) == 1


def test_whose_face_moves_is_said_while_both_are_to_rest():
    session = Session(kind(), LIBRARY)
    moments = played(session, lambda t, _: (head(LEFT), head(RIGHT, round(t * 3 % 1.0, 1))), 2.0)
    assert moments[-1].scene.words.startswith("On the right: ")


def test_a_session_ends_by_itself_and_tells_who_came_along_with_whom():
    session = Session(kind("seconds = 18"), LIBRARY, attended=False)
    last = played(session, waves(), 80.0)[-1]
    assert last.done
    result = StepResult(**session.results()[0])
    assert result.scored and result.score is None
    assert result.measured["synchrony"] > 0.8
    assert result.measured["lag_s"] == pytest.approx(0.4, abs=0.08)
    assert [turn["led"] for turn in result.measured["turns"]] == ["left", "right"]
    assert result.measured["coverage_left"] > 0.9
    summary = summarise_exercise([result], session.exercise.steps, LIBRARY)
    assert summary.told[0].startswith("Your faces moved together most of the time.")
    assert summary.told[0].endswith("not about the two of you.")


def test_who_is_mirrored_also_when_the_other_is_to_lead_is_told_so_and_not_that_they_went_their_own_ways():
    def look(time_s, moment):
        beginning = moment is None or moment.kind != "together"
        shares = (0.0, 0.0) if beginning else (wave(time_s), wave(time_s - 0.5))
        return tuple(head(x, share) for x, share in zip((LEFT, RIGHT), shares, strict=True))

    session = Session(kind("seconds = 18"), LIBRARY, attended=False)
    moments = played(session, look, 80.0)
    assert moments[-1].done
    shown = [moment.scene.together for moment in moments if moment.scene.leads == "right"]
    known = [together for together in shown if together is not None]
    assert len(known) > 200 and min(known[60:]) > 0.8
    result = StepResult(**session.results()[0])
    assert [turn["led"] for turn in result.measured["turns"]] == ["left", "left"]
    assert result.measured["synchrony"] > 0.8
    told = in_words(result)
    assert told.startswith(phrase("together.told.most"))
    assert phrase("together.told.followed.left") in told and phrase("together.told.ahead.right") in told


def test_of_a_short_turn_with_smiles_only_it_is_not_known_how_both_went_together():
    session = Session(kind("seconds = 8\nturns = 1"), LIBRARY, attended=False)
    moments = played(session, waves(), 60.0)
    assert moments[-1].done and all(moment.scene.together is None for moment in moments if moment.scene)
    result = StepResult(**session.results()[0])
    assert (result.scored, result.measured) == (False, {})
    summary = summarise_exercise([result], session.exercise.steps, LIBRARY)
    assert summary.told == (phrase("together.told.unknown"),)


def test_two_of_whom_one_has_no_face_at_rest_and_who_leave_are_told_that_it_was_not_known():
    """A face at rest from another day is of one alone."""
    going = Session(kind(), LIBRARY, kept=neutral_from([one(0.0, head(LEFT))]))
    going.command(0.0, Command.SKIP)
    going.command(0.1, Command.STOP)
    assert going.neutral is not None and going.neutral_beside is None
    assert going.results()[0]["reason"] == "no neutral"


def test_when_one_goes_the_clock_waits_and_only_their_coverage_falls():
    session = Session(kind("seconds = 12\nturns = 1"), LIBRARY)
    played(session, waves(), 10.0)
    gone = played(session, lambda *_: (head(LEFT), Reason.NOBODY), 4.0, from_s=10.0)
    assert gone[-1].waiting is Reason.ONE_PERSON
    assert gone[-1].scene.progress == pytest.approx(gone[2].scene.progress, abs=0.1)
    played(session, waves(), 30.0, from_s=14.0)
    result = session.results()[0]
    measured = result["measured"]
    assert measured["coverage_left"] > 0.95 and measured["coverage_right"] < 0.8
    assert result["coverage"] == measured["coverage_right"], (
        "of two, as much was seen as of who was seen less"
    )


@pytest.mark.parametrize("missing", ["left", "right"])
def test_where_one_of_two_was_hardly_seen_nothing_is_said_of_both(missing):
    run = kind("seconds = 60\nturns = 1").steps[0].run(LIBRARY, False)
    for number in range(round(65 / FRAME_S)):
        time_s = number * FRAME_S
        shown = Seen(Expression.of({"AU12": wave(time_s), "AU1": wave(1.3 * time_s)}), None, FRAME_S)
        unseen = Seen(None, Reason.TOO_DARK, FRAME_S) if time_s > 30 else shown
        two_seen = (unseen, shown) if missing == "left" else (shown, unseen)
        scene = run.advance(time_s, replace(two_seen[0], other=two_seen[1]))
        if number == round(29 / FRAME_S):
            assert 0.5 < scene.together <= 1 and run.result().scored
    result = run.result()
    assert (result.scored, result.reason, result.measured) == (False, "too dark", {})


def test_after_changing_places_it_waits_and_goes_on_with_new_neutrals():
    session = Session(kind(), LIBRARY)
    played(session, at_rest, 4.0)
    crossed = played(session, lambda *_: (head(RIGHT), head(LEFT)), 2.0, from_s=4.0)[-1]
    assert crossed.waiting is Reason.CHANGED_PLACES and crossed.offer_neutral
    back = played(session, at_rest, 2.0, from_s=6.0)[-1]
    assert back.waiting is None
    played(session, lambda *_: (head(RIGHT), head(LEFT)), 2.0, from_s=8.0)
    session.command(10.0, Command.NEUTRAL)
    settled = played(session, lambda *_: (head(RIGHT), head(LEFT, 0.5)), 4.0, from_s=10.0)[-1]
    assert settled.kind == "together" and settled.waiting is None and len(session.taken) == 2
    assert places([glance.sample.face for glance in session.glances]) == [LEFT, RIGHT]


def test_the_steps_for_one_look_at_the_one_on_the_left():
    session = Session(kind('seconds = 8\n\n[[steps]]\nkind = "steady"\ntargets = ["happiness"]'), LIBRARY)
    played(session, at_rest, 4.0)
    session.command(4.0, Command.SKIP)
    moment = played(session, lambda *_: (head(LEFT), Reason.NOBODY), 1.0, from_s=4.0)[-1]
    assert moment.kind == "steady" and moment.waiting is None


def test_a_replay_of_two_gives_the_same_to_the_bit(tmp_path):
    session = Session(kind("seconds = 9"), LIBRARY)
    path = tmp_path / "two.mirrorcam"
    with Recorder(path, session, NOW) as recorder:
        live = played(session, waves(), 60.0, keep=recorder)
        recorder.finish()
    kept = read_recording(path)
    again = replay(kept)
    assert live[-1].done and again.results() == session.results() == list(kept.steps)
    samples = list(kept.samples())
    assert len(samples) == len(live) and all(sample.other is not None for sample in samples)
    moved = two(samples[-1].time_s, *waves()(samples[-1].time_s, live[-2]))
    for sample in (samples[-1], samples[-1].other):
        wanted = moved if sample is samples[-1] else moved.other
        assert sample.face.landmarks.tobytes() == wanted.face.landmarks.tobytes()
        assert sample.face.blendshapes.tobytes() == wanted.face.blendshapes.tobytes()


def test_a_sample_without_the_other_begins_a_row_of_its_own(tmp_path):
    session = Session(kind(), LIBRARY)
    path = tmp_path / "mixed.mirrorcam"
    with Recorder(path, session, NOW) as recorder:
        for i in range(9):
            recorder.add(two(i / 10, head(LEFT), Reason.NOBODY) if i % 4 else one(i / 10, head(LEFT)))
    others = [sample.other is not None for sample in read_recording(path).samples()]
    assert others == [bool(i % 4) for i in range(9)]


# the step


def mover(seed):
    """A face that goes through expressions with pauses, as a function of time."""
    chance = np.random.default_rng(seed)
    names = ("soft-smile", "brow-raise", "pucker", "open-smile")
    begins = np.cumsum(chance.uniform(2.5, 4.0, 60))
    shown = [LIBRARY[names[chance.integers(len(names))]].at("D").show.values for _ in begins]

    def at(time_s):
        number = int(np.searchsorted(begins, time_s)) - 1
        if number < 0:
            return NEUTRAL
        share = np.clip(np.minimum(time_s - begins[number], begins[number] + 2.0 - time_s) / 0.6, 0, 1)
        return Expression(shown[number] * share)

    return at


def results_of(leader, follower, text="seconds = 40", swap=True):
    """What comes of a run in which ``leader`` moves as whoever leads, and ``follower`` as the other. Without ``swap``,
    the one on the left always moves as ``leader``."""
    run, time_s, leads = kind(text).steps[0].run(LIBRARY, False), 0.0, "left"
    noise = np.random.default_rng(5)
    while not run.finished:
        time_s += FRAME_S
        shape = NEUTRAL.values.shape
        pair = [Expression(f(time_s).values + noise.normal(0, 0.02, shape)) for f in (leader, follower)]
        left, right = pair if leads == "left" or not swap else pair[::-1]
        scene = run.advance(time_s, Seen(left, None, FRAME_S, other=Seen(right, None, FRAME_S)))
        leads = scene.leads or leads
    return run.result()


@pytest.mark.parametrize(
    ("lag_s", "led"), [(0.5, ["left", "right"]), (0.0, ["both"] * 2), (-0.4, ["right", "left"])]
)
def test_a_follower_is_found_with_their_lag_and_who_is_ahead_has_led(lag_s, led):
    leads = mover(2)
    measured = results_of(leads, lambda t: leads(t - lag_s)).measured
    assert measured["synchrony"] > 0.8
    assert measured["lag_s"] == pytest.approx(lag_s, abs=0.08)
    assert [turn["led"] for turn in measured["turns"]] == led


def test_who_was_to_mirror_and_was_ahead_is_told_to_have_been_earlier():
    leads = mover(2)
    result = results_of(leads, lambda t: leads(t + 0.4))
    assert "0.4 s earlier" in in_words(result) and "-" not in in_words(result)


def test_where_the_same_one_is_ahead_whoever_leads_there_is_no_one_lag():
    leads = mover(2)
    result = results_of(leads, lambda t: leads(t - 0.4), swap=False)
    lags_s = [turn["lag_s"] for turn in result.measured["turns"]]
    assert lags_s == [pytest.approx(0.4, abs=0.08), pytest.approx(-0.4, abs=0.08)]
    assert result.measured["lag_s"] is None
    assert "s later" not in in_words(result) and "s earlier" not in in_words(result)
    kept = replace(result, measured={**result.measured, "lag_s": 0.3})
    assert in_words(kept) == in_words(result)


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_who_moves_in_their_own_way_reads_near_nothing(seed):
    result = results_of(mover(seed), mover(seed + 50))
    assert result.measured["synchrony"] < 0.2
    assert in_words(result).startswith("Each of you moved in your own way.")


def test_where_the_other_was_missing_the_reason_is_not_that_nobody_was_there():
    run = kind("seconds = 20").steps[0].run(LIBRARY, False)
    alone = Seen(NEUTRAL, None, 0.5, other=Seen(None, Reason.NOBODY, 0.5))
    for _ in range(20):
        run.advance(READY_S + 1, alone)
    result = run.result("ended early")
    assert not result.scored and result.reason == "one person"
    assert "only one face" in summarise_exercise([result], kind().steps, LIBRARY).words


def test_they_take_turns_and_can_go_on_earlier():
    run = kind('seconds = 20\nturns = 3\nfirst = "right"').steps[0].run(LIBRARY, True)
    both = Seen(NEUTRAL, None, FRAME_S, other=Seen(NEUTRAL, None, FRAME_S))
    phases = []
    for number in range(7):
        scene = run.advance(number * FRAME_S, both)
        phases.append((scene.phase, scene.leads))
        run.go_on()
    assert phases == [
        ("ready", "right"), ("turn", "right"), ("ready", "left"), ("turn", "left"),
        ("ready", "right"), ("turn", "right"), ("end", None),
    ]  # fmt: skip
    assert run.finished


def test_a_leader_at_rest_is_offered_ideas_and_one_who_moves_is_left_alone():
    at_rest, smiling = Seen(NEUTRAL, None, 0.5), Seen(Expression.of({"AU12": 0.8}), None, 0.5)
    for leader, offered in ((at_rest, True), (smiling, False)):
        run = kind("seconds = 20").steps[0].run(LIBRARY, True)
        scenes = [run.advance(i / 2, replace(leader, other=at_rest)) for i in range(2 * int(READY_S + 10))]
        ideas = [scene.asked for scene in scenes if scene.asked is not None and scene.asked is not NEUTRAL]
        assert bool(ideas) is offered
    assert "An idea" not in {scene.words[:7] for scene in scenes[: 2 * int(READY_S + IDEA_AFTER_S)]}


def test_without_ideas_and_with_a_warmer_mirror():
    run = kind("ideas = false").steps[0].run(LIBRARY, True)
    both = Seen(NEUTRAL, None, 0.5, other=Seen(NEUTRAL, None, 0.5))
    assert all(run.advance(i / 2, both).asked is NEUTRAL for i in range(30))
    assert kind("warm = 0.4").steps[0].mirroring(LIBRARY) is not None
    assert kind().steps[0].mirroring(LIBRARY) is None


def test_a_partner_who_is_not_in_the_cast_is_told_of():
    text = 'title = "Two"\n[[steps]]\nkind = "together"\npartner = "{}"\n'
    assert parse_exercise(text.format("amara"), "a.toml", LIBRARY, people()).for_two
    with pytest.raises(TableError, match="no person called"):
        parse_exercise(text.format("amarra"), "a.toml", LIBRARY, people())


def test_nothing_of_it_is_followed_from_session_to_session():
    step = kind().steps[0]
    assert step.followed(StepResult("together", scored=True, measured={"synchrony": 0.9})) is None
    assert "too little" in in_words(StepResult("together"))


# the performers


def test_one_performer_mirrors_the_other_a_moment_later_and_blinks_by_themselves():
    worn = []
    pair = performers("robin")
    pair._draws = [
        lambda *wear, side=side: (worn.append((side, *wear)), np.zeros((2, 2, 3), np.uint8))[1]
        for side in (0, 1)
    ]
    smile = Expression.of({"AU12": 0.8})
    for number, _ in enumerate(pair):
        pair.prompt(smile if number > 30 * 5 else NEUTRAL, "right")
        if number == 30 * 10:
            break
    smiles = np.array([[wear[1]["AU12"] for wear in worn if wear[0] == side] for side in (0, 1)])
    half = [int(np.argmax(of > of.max() / 2)) / 30 for of in smiles]
    assert 0.2 < half[0] - half[1] < 0.7
    blinks = [[wear[1]["AU43"] > 0.5 for wear in worn if wear[0] == side] for side in (0, 1)]
    assert blinks[0] != blinks[1] and any(blinks[0]) and any(blinks[1])


# the screen


def moment(scene, **of):
    return Moment(1.0, scene, 0, 2, "together", "Mirror for two", two=(Person(), Person()), **of)


def names(scene, camera_shown=True):
    screen = open_screen("together", replace(Settings(), camera_shown=camera_shown), open_avatar("line"))
    screen.show(moment(scene), Frame(0.0, 0, np.zeros((90, 160, 3), np.uint8)), 0.0)
    return {piece.name for piece in screen.picture((1280, 800)) if piece.name}


def test_with_avatars_only_there_is_no_picture_and_no_key_that_brings_one():
    assert {"thumbnail", "camera"} <= names(Scene("turn", "Words.", leads="left"))
    assert not {"thumbnail", "camera"} & names(Scene("turn", "Words.", leads="left", camera=False))


def test_who_leads_is_marked_and_the_two_look_different():
    screen = open_screen("together", Settings(), open_avatar("robin"))
    pictures = []
    for leads in ("left", "right"):
        screen.show(moment(Scene("turn", "Words.", leads=leads)), None, 0.0)
        pictures.append(render(screen, 640, 400))
    assert (pictures[0] != pictures[1]).any()
    assert companion(open_avatar("robin"), "").name not in ("", "robin")
    assert companion(open_avatar("mateo"), "").name == "amara"
    assert companion(open_avatar("robin"), "yasmin").name == "yasmin"
    assert companion(open_avatar("line"), "").name == "line"


def test_a_review_shows_both():
    timeline = Timeline.of([instant(moment(Scene("turn", "Words.")), None)])
    screen = ReviewScreen(Settings(), open_avatar("robin"), Review("one", "", "", timeline))
    looks = [piece.looks for piece in screen.picture((1280, 800))]
    drawn = [look[1] for look in looks if isinstance(look, tuple) and look[0] == "avatar"]
    assert drawn == ["robin", "mateo"]


# consent


@pytest.mark.parametrize(("once", "asked"), [(True, True), (None, True), (False, False)])
def test_two_are_asked_whether_it_may_be_kept_each_time_unless_nothing_is_kept(once, asked):
    desk = ScriptedDesk(keep=once)
    guide = Guide(desk, Begin("mirror-for-two"))
    assert isinstance(guide.screen, ConsentScreen) is asked
    if asked:
        answer = guide.screen.keys()["enter"]
        assert answer == Begin("mirror-for-two", True, remember=False)
        guide.do(answer)
    assert desk.began == [("mirror-for-two", asked)] and desk.settings.keep is once
    guide.close()


def test_what_is_kept_of_two_is_said_to_both():
    screen = ConsentScreen(Settings(), "mirror-for-two", "a folder", for_two=True)
    said = " ".join(str(piece.looks) for piece in screen.picture((1280, 800)))
    assert "both of you agree" in said and "a folder" in said
