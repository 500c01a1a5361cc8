"""Recognising: what is shown, what is answered, what is counted, what is said."""

from random import Random

import numpy as np
import pytest

from mirrorcam import phrases
from mirrorcam.acts import Answer
from mirrorcam.adapting import Adapting
from mirrorcam.app.painting.easel import Box
from mirrorcam.app.screens import Key, Settings, render
from mirrorcam.app.screens.beside import somebody
from mirrorcam.app.screens.kinds import open_screen
from mirrorcam.app.screens.kinds.recognise import keyed, tiles
from mirrorcam.clues import apart, distinguishing, in_words
from mirrorcam.exercise import parse_exercise
from mirrorcam.recognition import NOT_SURE
from mirrorcam.session import Moment, Session
from mirrorcam.staircase import LEAST, MOST, Staircase
from mirrorcam.steps import Seen
from mirrorcam.steps.recognise import AGAIN, CLUE, LOOK, MIRROR_IT, READY, TOLD
from mirrorcam.tables import TableError
from performing import LIBRARY, exercise, practise, resting
from test_screens import Dots

NOBODY = Seen(None, None, 0.1)
FOUR = 'targets = ["happiness", "anger", "fear", "surprise"]'


@pytest.fixture(autouse=True)
def english():
    phrases.use("en")
    yield
    phrases.use("en")


def step_of(lines=FOUR, before=""):
    return exercise(f'{before}\n[[steps]]\nkind = "recognise"\n{lines}\n').steps[0]


class Looking:
    """Somebody before a run."""

    def __init__(self, lines=FOUR, attended=True, adapting=None):
        self.step = step_of(lines)
        self.run = self.step.run(LIBRARY, attended)
        if adapting is not None:
            self.run.adapt(adapting)
        self.time_s, self.scene = 0.0, None

    def play(self, seconds=0.1):
        for _ in range(max(1, round(seconds / 0.1))):
            self.time_s += 0.1
            self.scene = self.run.advance(self.time_s, NOBODY)
        return self.scene

    def until(self, phase, press=False):
        for _ in range(900):
            if self.scene is not None and self.scene.phase == phase:
                return self.scene
            if press:
                self.run.go_on()
            self.play()
        raise AssertionError(f"{phase} never came")

    def through(self, answers):
        """Answers each face and goes on; ``answers``: a function of the target, or a list."""
        given = iter(answers) if isinstance(answers, list) else None
        while not self.run.finished:
            self.play()
            if self.scene.phase == LOOK:
                self.run.answer(next(given) if given else answers(self.target))
            elif self.scene.phase != READY:
                self.run.go_on()
        return self.run.result()

    @property
    def target(self):
        return self.run._face.target


def right(target):
    return target


# the staircase


def test_two_right_go_down_and_anything_else_goes_up():
    stairs = Staircase(60)
    stairs.see(True)
    assert stairs.percent == 60
    stairs.see(True)
    assert stairs.percent == 40
    stairs.see(False)
    assert stairs.percent == 50


def test_steps_are_large_until_the_first_turn():
    stairs = Staircase(100)
    seen = []
    for answer in (True, True, True, True, False, True, True):
        stairs.see(answer)
        seen.append(stairs.percent)
    assert seen == [100, 80, 80, 60, 70, 70, 60]


def test_it_stays_within_bounds():
    low, high = Staircase(30), Staircase(90)
    for _ in range(20):
        low.see(True)
        high.see(False)
    assert (low.percent, high.percent) == (LEAST, MOST)
    assert low.needed() == LEAST
    assert high.needed() is None


def test_before_two_turns_nothing_is_said():
    stairs = Staircase(60)
    for answer in (True, True, False):
        stairs.see(answer)
        assert stairs.needed() is None


def test_the_first_of_three_turns_is_left_out():
    stairs = Staircase(60)
    for answer in (False, False, *(True, True) * 5, False, True, True):
        stairs.see(answer)
    assert stairs.needed() == 55, "it turned at 100, 50 and 60"


@pytest.mark.parametrize("limit", [25, 45, 65])
def test_it_finds_the_limit_of_a_simulated_person(limit):
    """A logistic one who guesses one in four; the mean over 60 of them, as Levitt's rule is about many trials."""
    found = []
    for seed in range(60):
        chance, stairs = Random(seed), Staircase(60)
        for _ in range(24):
            sees = 0.25 + 0.75 / (1 + np.exp(-(stairs.percent - limit) / 6))
            stairs.see(chance.random() < sees)
        found += [needed] if (needed := stairs.needed()) is not None else []
    assert len(found) > 55
    assert np.mean(found) == pytest.approx(limit + 2, abs=8)


# clues


def test_what_tells_fear_from_surprise_is_in_the_brows():
    codes = apart(LIBRARY["fear"], LIBRARY["surprise"])
    assert {"AU4", "AU20"} <= set(codes)
    assert not {"AU1", "AU2", "AU26"} & set(codes)
    assert in_words(codes).startswith("the lips stretch to the sides")


def test_every_expression_has_a_clue_that_can_be_said():
    for language in phrases.languages():
        phrases.use(language)
        for target in LIBRARY.values():
            assert len(in_words(distinguishing(target))) > 8, target.name


def test_two_movements_that_are_seen_as_one_are_said_as_one():
    assert in_words(["AU2", "AU26", "AU1", "AU25"]) == "the brows go up and the jaw drops"
    assert (
        in_words(["AU1", "AU4", "AU15"])
        == "the brows go up and draw together and the corners of the lips go down"
    )
    assert in_words(["AU12", "AU6", "AU7", "AU9"]).count("the ") >= 3
    assert "nose" not in in_words(["AU12", "AU6", "AU7", "AU9"])


# a trial


def test_a_trial_goes_from_ready_to_the_mirror():
    somebody_looks = Looking(f"{FOUR}\ntrials = 1")
    ready = somebody_looks.play()
    assert (ready.phase, ready.target["AU12"], len(ready.choices)) == (READY, 0, 5)
    look = somebody_looks.until(LOOK)
    assert [choice.name for choice in look.choices] == ["happiness", "anger", "fear", "surprise", NOT_SURE]
    assert look.asked is None and look.score is None
    somebody_looks.play(30)
    assert somebody_looks.scene.phase == LOOK, "nothing hurries"
    somebody_looks.run.answer(somebody_looks.target)
    clue = somebody_looks.play()
    assert clue.phase == CLUE and clue.words.startswith("Yes, ") and "The clue:" in clue.words
    somebody_looks.run.go_on()
    mirror = somebody_looks.play()
    assert mirror.phase == MIRROR_IT and mirror.asked is mirror.target and mirror.progress < 0.1
    somebody_looks.until(TOLD)
    somebody_looks.run.go_on()
    somebody_looks.play()
    assert somebody_looks.run.finished


def test_the_answer_of_another_face_is_taken_kindly_and_tells_both_apart():
    looking = Looking('targets = ["fear"]\nchoices = ["surprise", "fear"]\ntrials = 1')
    looking.until(LOOK)
    looking.run.answer("surprise")
    assert all(choice.shown is None for choice in looking.scene.choices), "words alone beside a face"
    clue = looking.play()
    assert "In fear, and not in surprise:" in clue.words
    assert [choice.name for choice in clue.choices] == ["fear", "surprise"] and clue.chosen == ("surprise",)
    assert not any(word in clue.words.lower() for word in ("wrong", "no,", "mistake", "sorry"))


@pytest.mark.parametrize(("answer", "told"), [("neutral", "yes"), (NOT_SURE, "unsure"), ("fear", "seen")])
def test_what_a_face_at_rest_was_is_told_kindly(answer, told):
    looking = Looking('targets = ["neutral"]\nchoices = ["fear", "neutral"]\ntrials = 1')
    looking.until(LOOK)
    looking.run.answer(answer)
    assert looking.play().words == phrases.phrase(f"recognise.clue_rest.{told}")


def test_the_clue_shows_it_clearly_however_faint_it_was():
    looking = Looking('targets = ["happiness", "anger"]\norder = "fixed"\npercent = 20')
    faint = looking.until(LOOK).target
    looking.play(3)
    faint = looking.scene.target["AU12"]
    looking.run.answer(NOT_SURE)
    assert looking.play().target["AU12"] == pytest.approx(4 * faint)


def test_it_moves_from_rest_or_is_simply_there():
    moving, still = (Looking(f"{FOUR}\npercent = 100\nmoving = {on}") for on in ("true", "false"))
    assert not moving.play().target.values.any()
    assert still.play().target.values.any(), "by which the screen knows that it is not at rest before"
    assert moving.until(LOOK).target.values.max() < 0.2
    assert moving.play(2).target.values.max() == pytest.approx(still.until(LOOK).target.values.max(), abs=0.6)
    assert still.scene.target is not None and still.scene.target.values.max() > 0.4


def test_it_rises_until_the_person_answers():
    looking = Looking('targets = ["happiness", "anger"]\norder = "fixed"\ntrials = 1\nrising_s = 10')
    looking.until(LOOK)
    begun = looking.scene.target["AU12"]
    looking.play(5)
    assert looking.scene.target["AU12"] > begun
    looking.run.answer("happiness")
    kept = looking.run.trials()[0]
    assert kept["percent"] == pytest.approx(55, abs=3)
    assert looking.run.result().measured["needed_percent"] == {"happiness": 55}


def test_the_first_answer_counts_and_nonsense_is_none():
    looking = Looking(f"{FOUR}\ntrials = 1")
    looking.run.answer("anger")
    looking.until(LOOK)
    looking.run.answer("joyfulness")
    assert looking.play().phase == LOOK
    looking.run.answer("anger")
    looking.run.answer("fear")
    assert [trial["answer"] for trial in looking.run.trials()] == ["anger"]


def test_it_can_be_shown_again():
    looking = Looking()
    looking.until(LOOK)
    looking.play(2)
    looking.run.answer(AGAIN)
    assert looking.play().phase == READY
    assert looking.run.trials() == []


def test_faces_of_the_cast_take_turns():
    looking = Looking(f'{FOUR}\npeople = ["sam", "wei"]\ntrials = 3\nmirror_after = false')
    seen = []
    for _ in range(3):
        looking.until(LOOK)
        seen.append(looking.scene.person)
        looking.run.answer(NOT_SURE)
        looking.play()
        looking.run.go_on()
        looking.play()
    assert seen == ["sam", "wei", "sam"]


# what is offered


def test_the_right_one_is_always_among_those_on_offer():
    lines = f'{FOUR}\nchoices = ["happiness", "anger", "fear", "surprise", "sadness", "disgust"]\noffered = 3'
    looking = Looking(f"{lines}\ntrials = 12\nmirror_after = false")
    for _ in range(12):
        looking.until(LOOK)
        names = [choice.name for choice in looking.scene.choices]
        assert len(names) == 4 and looking.target in names and names[-1] == NOT_SURE
        looking.run.answer(NOT_SURE)
        looking.play()
        looking.run.go_on()
        looking.play()


def test_a_word_or_a_situation_asks_for_a_face():
    word = Looking(f'{FOUR}\ncue = "word"\npercent = 80\nmoving = false')
    word.until(LOOK)
    word.run.answer(NOT_SURE)
    assert word.until(READY, press=True).target is None, "between two as well"
    look = word.until(LOOK)
    assert look.target is None and look.words.startswith("Find the face for ")
    faces = [choice for choice in look.choices if choice.shown is not None]
    assert len(faces) == 4 and look.choices[-1].shown is None
    lines = (
        'targets = ["happiness", "fear"]\ncue = "situation"\nsituations = { happiness = "A.", fear = "B." }'
    )
    situation = Looking(lines)
    assert situation.until(LOOK).words in ("A.", "B.")


def test_faces_change_their_places_and_words_do_not():
    def places(cue):
        looking = Looking(f'{FOUR}\ncue = "{cue}"\ntrials = 8\nmirror_after = false')
        found = set()
        for _ in range(8):
            found.add(tuple(choice.name for choice in looking.until(LOOK).choices))
            looking.run.answer(NOT_SURE)
            looking.play()
            looking.run.go_on()
            looking.play()
        return found

    assert len(places("model")) == 1 < len(places("word"))


@pytest.mark.parametrize(
    ("lines", "mistake"),
    [
        ('targets = ["happiness"]', "two things to choose from"),
        ('targets = ["fear"]\nchoices = ["happiness", "anger"]', '"fear" is shown but cannot be chosen'),
        (f"{FOUR}\nfrom_percent = 60\nto_percent = 50", "from_percent must be less"),
        (f"{FOUR}\nrising_s = 9\nstaircase = true", "rising_s goes with"),
        (f'{FOUR}\ncue = "situation"', "situations go together"),
        (
            'targets = ["fear", "anger"]\ncue = "situation"\nsituations = { fear = "A." }',
            'no situation for "anger"',
        ),
        ('targets = ["fear", "angre"]', 'no expression called "angre". Did you mean "anger"?'),
    ],
)
def test_what_does_not_go_together_is_told(lines, mistake):
    with pytest.raises(TableError, match=mistake.replace("?", r"\?").replace(".", r"\.")):
        step_of(lines)


# what is counted


def test_right_answers_confusions_and_false_alarms_are_counted():
    lines = 'targets = ["fear", "surprise", "neutral"]\norder = "fixed"\ntrials = 9\nmirror_after = false'
    answers = [
        "surprise",
        "surprise",
        "fear",
        "surprise",
        "surprise",
        "neutral",
        "fear",
        NOT_SURE,
        "surprise",
    ]
    looking = Looking(lines)
    measured = looking.through(answers).measured
    assert (measured["answers"], measured["right"], measured["not_sure"]) == (9, 4, 1)
    assert (measured["faces_at_rest"], measured["false_alarms"]) == (3, 2)
    mixed_up = [(one["shown"], one["taken_for"], one["times"]) for one in measured["confusions"]]
    assert mixed_up == [("fear", "surprise", 2), ("neutral", "fear", 1), ("neutral", "surprise", 1)]
    told = looking.step.in_words(looking.run.result(), LIBRARY)
    assert "Of 9 faces, you saw 4 as they were meant." in told
    assert "It is easy to see surprise in fear. Only in fear: the lips stretch to the sides" in told
    assert "In 2 of 3 faces at rest you saw a feeling. Many people do." in told


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (["fear"], "You looked at one face, and saw it as it was meant."),
        (["surprise"], "You looked at one face. It did not come across as it was meant"),
        ([NOT_SURE, "surprise"], "You looked at 2 faces. They did not come across as they were meant"),
    ],
)
def test_one_answer_and_none_right_are_told_kindly_and_without_a_number_that_is_nothing(answers, told):
    looking = Looking(
        f'targets = ["fear"]\nchoices = ["fear", "surprise"]\ntrials = {len(answers)}\nmirror_after = false'
    )
    looking.through(answers)
    said = looking.step.in_words(looking.run.result(), LIBRARY)
    assert said.startswith(told) and "0" not in said
    assert "easy to see" not in said, "once is chance"


def test_with_a_staircase_it_says_how_much_was_needed():
    """Somebody who sees it from 40 % on."""
    looking = Looking('targets = ["fear", "anger"]\ntrials = 24\nstaircase = true\nmirror_after = false')
    while not looking.run.finished:
        looking.play()
        if looking.scene.phase == LOOK:
            enough = looking.run._face.percent >= 40
            looking.run.answer(looking.target if enough else NOT_SURE)
        elif looking.scene.phase != READY:
            looking.run.go_on()
    result = looking.run.result()
    assert set(result.measured["needed_percent"]) == {"fear", "anger"}
    assert all(30 <= needed <= 45 for needed in result.measured["needed_percent"].values())
    assert looking.step.in_words(result, LIBRARY).startswith("You recognised fear at about ")


def test_time_makes_no_difference():
    slow, quick = Looking(f"{FOUR}\ntrials = 2"), Looking(f"{FOUR}\ntrials = 2")
    for looking, wait_s in ((slow, 60), (quick, 0.1)):
        looking.until(LOOK)
        looking.play(wait_s)
        looking.run.answer(looking.target)
    assert slow.run.trials() == quick.run.trials()
    assert slow.run.result() == quick.run.result()


def test_nothing_is_scored_and_nobody_answers_for_the_person():
    looking = Looking(f"{FOUR}\ntrials = 2", attended=False)
    clue = looking.until(CLUE)
    assert clue.chosen == () and [choice.name for choice in clue.choices] == [looking.target]
    while not looking.run.finished:
        looking.play()
    result = looking.run.result()
    assert (result.scored, result.score, result.reason, result.measured) == (
        False,
        None,
        "nobody answered",
        {},
    )
    assert [trial["answer"] for trial in looking.run.trials()] == [None, None]
    assert looking.step.in_words(result, LIBRARY) == ""


# easier and harder


def test_easier_shows_more_offers_less_and_says_where_to_look():
    plain, easier = Looking(), Looking()
    easier.run.change(-1)
    for looking in (plain, easier):
        looking.until(LOOK)
        looking.play(3)
    assert easier.run._face.percent == plain.run._face.percent + 15
    assert len(easier.scene.choices) == len(plain.scene.choices) - 1
    assert plain.scene.hint is None and easier.scene.hint.words.startswith("look at the ")


def test_it_adapts_from_the_last_answers():
    looking = Looking(f"{FOUR}\ntrials = 4\nmirror_after = false", adapting=Adapting(True))
    looking.through(right)
    assert [trial["percent"] for trial in looking.run.trials()] == [60, 60, 45, 45]


def test_the_seed_of_the_exercise_decides_what_comes():
    def turns(seed):
        return step_of(f"{FOUR}\ntrials = 8", f"seed = {seed}").run(LIBRARY, True)._turns

    assert turns(1) == turns(1)
    assert len({tuple(turns(seed)) for seed in range(8)}) > 3


def test_in_a_session_it_needs_no_neutral_and_is_worth_keeping():
    made = exercise(f'[[steps]]\nkind = "recognise"\n{FOUR}\ntrials = 1\n')
    assert not made.needs_neutral and made.worth_keeping
    session = Session(made, LIBRARY)
    for sample, moment in practise(session, resting, until_s=20):
        if moment.scene.phase == LOOK:
            session.command(sample.time_s, Answer("anger"))
            break
    assert session.trials()[0][0]["answer"] == "anger"


# the screen


def shown(lines, phase, language="en", size=(900, 600)):
    phrases.use(language)
    looking = Looking(lines)
    looking.until(LOOK)
    if phase != LOOK:
        looking.run.answer(looking.scene.choices[0].name)
        looking.until(phase, press=phase == MIRROR_IT)
    screen = open_screen("recognise", Settings(), Dots())
    screen.show(Moment(1.0, looking.scene, 0, 1, "recognise", "Title"), None, 1.0)
    picture = render(screen, *size)
    assert picture[..., :3].std() > 5
    return screen, looking


def test_words_are_answered_by_number_and_not_being_sure_by_nought():
    screen, _ = shown(FOUR, LOOK)
    assert screen.key(Key("2")) == Answer("anger")
    assert screen.key(Key("0")) == Answer(NOT_SURE)
    assert screen.key(Key("r")) == Answer(AGAIN)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("cue", ["model", "word"])
def test_every_answer_can_be_clicked_and_none_leaves_the_window(language, cue):
    screen, looking = shown(f'{FOUR}\ncue = "{cue}"', LOOK, language)
    size = (1040.0, 693.0)
    taps = {piece.name: piece for piece in screen.picture(size) if piece.name.startswith("choice")}
    assert {piece.action for piece in taps.values()} == {Answer(one.name) for one in looking.scene.choices}
    for piece in taps.values():
        assert piece.box.x >= 0 and piece.box.right <= size[0] and piece.box.bottom <= size[1] - 50
        assert screen.click(piece.box.middle) == piece.action


@pytest.mark.parametrize("phase", [CLUE, MIRROR_IT])
def test_after_the_answer_numbers_answer_nothing(phase):
    screen, _ = shown(f"{FOUR}\ntrials = 1", phase)
    assert not isinstance(screen.key(Key("0")), Answer)


def test_six_words_fit_beside_a_face_in_a_small_window():
    six = 'targets = ["happiness", "anger", "fear", "surprise", "sadness", "disgust"]'
    screen, _ = shown(six, LOOK)
    boxes = sorted(p.box for p in screen.picture((1040.0, 693.0)) if p.name.startswith("choice"))
    assert len(boxes) == 7
    assert max(box.bottom for box in boxes) < 640


@pytest.mark.parametrize("count", range(2, 7))
def test_faces_to_choose_from_lie_in_their_room_without_touching(count):
    room = Box(40, 150, 960, 350)
    boxes = tiles(room, count)
    assert len(boxes) == count
    assert all(room.grown(0.5).covers(box) for box in boxes)
    for i, one in enumerate(boxes):
        for other in boxes[:i]:
            assert one.x >= other.right or one.y >= other.bottom or other.x >= one.right


def test_keys_count_from_one():
    looking = Looking()
    assert [key for key, _ in keyed(looking.until(LOOK).choices)] == ["1", "2", "3", "4", "0"]


def test_a_person_who_is_not_there_any_more_is_no_trouble():
    assert somebody("nobody of this name") is None
    assert somebody("") is None
    assert somebody("sam").name == "sam"


def test_a_person_whom_nobody_knows_is_a_mistake():
    text = f'title = "x"\n[[steps]]\nkind = "recognise"\n{FOUR}\npeople = ["sam", "samm"]\n'
    with pytest.raises(
        TableError, match=r'steps\[0\]\.people: no person called "samm"\. Did you mean "sam"\?'
    ):
        parse_exercise(text, "x.toml", LIBRARY, ("sam", "wei"))
