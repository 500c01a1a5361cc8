"""The film of a session: its pace, its colours, its captions, and that it is whole or not there."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import numpy as np
import pytest

from mirrorcam.acts import Note
from mirrorcam.app import export
from mirrorcam.app.export import film as made
from mirrorcam.app.export.captions import plain, stamp, webvtt
from mirrorcam.app.export.film_picture import BAR, CARDS, LINE, SAID, SENTENCE, SIZE, Film
from mirrorcam.app.export.outline import note_words, outline
from mirrorcam.app.painting.theme import STANDARD
from mirrorcam.app.screens import Easel
from mirrorcam.app.screens.stage import sentence_piece
from mirrorcam.app.terminal import Share
from mirrorcam.avatars import open_avatar
from mirrorcam.errors import BadInput
from mirrorcam.exercise import parse_exercise
from mirrorcam.face import Reason
from mirrorcam.imaging.opencv import cv2
from mirrorcam.recorder import Recorder
from mirrorcam.recording import Noted, read_recording
from mirrorcam.session import Moment, Person, Session
from mirrorcam.sources import SourceError
from mirrorcam.sources.film_writer import write_film
from mirrorcam.steps import Choice, Scene
from mirrorcam.waiting import LONGEST_GAP_S
from performing import LIBRARY, obliging, practise
from recordings import keep

SAND, CARD = (0xF4, 0xF1, 0xEA), (0xFF, 0xFF, 0xFF)
JOY = LIBRARY["happiness"].show
TEXT = 'title = "A < B"\n[[steps]]\nkind = "imitate"\ntarget = "happiness"\n'


def moment(time_s, step=0, kind="imitate", title="Joy", words="Words.", **more):
    scene = Scene("make", words, **{k: more.pop(k) for k in list(more) if k in Scene.__slots__})
    return Moment(time_s, scene, step, 2, kind, title, **more)


SEEN = [
    *(moment(i / 10, -1, "neutral", "Rest", "Rest.") for i in range(10)),
    *(moment(1 + i / 10, score_now=40.0 + i, target=JOY) for i in range(20)),
    *(moment(5 + i / 10, 1, "say", "Card", "Read.") for i in range(11)),
]
NOTES = (Noted(1.5, 1.5, "brows <b>", ("lag",)), Noted(2.0, 9.0, ""))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "joy.mirrorcam"
    session = Session(parse_exercise(TEXT, "joy.toml", LIBRARY), LIBRARY)
    recorder = Recorder(path, session, datetime(2026, 11, 22, 18, 2, tzinfo=UTC), "line")
    for number, (sample, _) in enumerate(practise(session, obliging(), 5.0)):
        if number == 30:
            recorder.event(sample.time_s, Note("noted"))
        recorder.add(sample)
    recorder.finish()
    return read_recording(path)


# ------------------------------------------------------------ the session from afar


def test_an_outline_has_steps_the_curve_and_what_was_said():
    seen = outline(SEEN, NOTES, 61)
    assert [(span.title, span.begin_s, span.end_s, span.target) for span in seen.spans] == [
        ("Rest", 0.0, 1.0, False),
        ("Joy", 1.0, 5.0, True),
        ("Card", 5.0, 6.0, False),
    ]
    assert [cue.words for cue in seen.cues] == ["Rest.", "Words.", "Read."]
    (stretch,) = seen.curve
    assert stretch[0][1] == pytest.approx(0.4, abs=0.02) and stretch[-1][1] == pytest.approx(0.59, abs=0.02)
    assert seen.length_s == 6.0


def test_a_note_can_be_read_for_a_while_and_the_newest_first():
    seen = outline(SEEN, NOTES, 61)
    told = [seen.note_at(time_s) for time_s in (1.4, 1.5, 2.5, 8.9, 9.1)]
    assert told == [None, NOTES[0], NOTES[1], NOTES[1], None]
    assert [note_words(note) for note in NOTES] == ["brows <b> #lag", "Mark"]


def test_captions_are_webvtt_and_hold_no_markup_of_others():
    blocks = webvtt(outline(SEEN, NOTES, 61)).split("\n\n")
    assert blocks[:3] == [
        "WEBVTT",
        "00:00:00.000 --> 00:00:01.000\nRest.",
        "00:00:01.000 --> 00:00:05.000\nWords.",
    ]
    assert blocks[3] == "00:00:01.500 --> 00:00:06.000\n<i>brows &lt;b&gt; #lag</i>"
    assert plain("a --> b\n\n  & c\r\n") == "a --&gt; b\n&amp; c"
    assert stamp(3725.0467) == "01:02:05.047"


def test_every_picture_shows_the_newest_moment_and_a_gap_stays_one():
    shown = iter([(one, None) for one in SEEN])
    times = [now.time_s for _, (now, _) in made.paced(shown, 7, 1.0)]
    assert times == pytest.approx([0.0, 1.0, 2.0, 2.9, 2.9, 5.0, 6.0])


def test_what_the_computer_slept_through_is_left_out_and_said():
    """An hour in the middle of a step, and a note of it that was written when looking back."""
    slept = [replace(one, time_s=one.time_s + 3600) if one.time_s > 2 else one for one in SEEN]
    notes = (*NOTES[:1], Noted(1000.0, 3602.5, "asleep"), Noted(3605.5, 3605.5, "after"))
    awake, seen = outline(SEEN, (), 61), outline(slept, notes, 61)
    left_s = LONGEST_GAP_S - 0.1  # of the gap, which was a tenth of a second before
    assert seen.length_s == pytest.approx(awake.length_s + left_s)
    assert [span.begin_s for span in seen.spans] == pytest.approx([0.0, 1.0, 5.0 + left_s])
    told = [(round(note.begin_s, 1), round(note.end_s, 1), note.text) for note in seen.notes]
    assert told == [
        (1.5, 1.5, "brows <b>"),
        (2.5, 2.9, "asleep"),
        (2.5, 2.5, "Left out here: 60 min 0 s without a picture."),
        (5.9, 5.9, "after"),
    ]
    assert "02.500 --> 00:00:06.400\n<i>Left out here: 60 min" in webvtt(seen)


def test_the_film_of_a_session_with_sleep_is_as_long_as_what_was_awake(kept, tmp_path):
    path = tmp_path / "slept.mirrorcam"
    keep(path, (replace(one, time_s=one.time_s + 7200 * (one.time_s > 3)) for one in kept.samples()))
    slept = read_recording(path)
    shown = [now.time_s for now, _ in made._shown(slept)]
    assert shown[-1] == pytest.approx(slept.about.duration_s) and shown[-1] < 6
    assert shown == sorted(shown)


def test_times_that_go_back_do_not_bring_a_film_to_an_end_before_it_begins():
    seen = outline([moment(time_s) for time_s in (0.0, 0.5, 7200.0, 7200.5, 3.0, 3.5)], (), 61)
    assert seen.length_s == 2.0


# ------------------------------------------------------------ its pictures


def drawn(*moments, time_s=0.0, reason=None):
    seen = outline(moments, NOTES, 61)
    easel = Easel(round(SIZE[0]), round(SIZE[1]), 1.0)
    easel.show(Film(seen, open_avatar("line"), STANDARD, "Head").picture(moments[-1], reason, time_s))
    return easel.pixels[:, :, :3].copy()


def differs(one, other, box):
    part = np.s_[round(box.y) : round(box.bottom), round(box.x) : round(box.right)]
    return bool((one[part] != other[part]).any())


def test_target_score_reason_and_time_are_to_be_seen():
    plainly = drawn(moment(0.0), moment(2.0, target=JOY))
    assert (
        tuple(plainly[5, 5]) == SAND
        and tuple(plainly[round(LINE.bottom) + 8, round(LINE.right) + 10]) == CARD
    )
    scored = drawn(moment(0.0), moment(2.0, target=JOY, score=70.0))
    assert differs(plainly, scored, CARDS)
    told = drawn(moment(0.0), moment(2.0, target=JOY), reason=Reason.TALKING)
    waiting = drawn(moment(0.0), moment(2.0, target=JOY, waiting=Reason.TOO_DARK))
    assert differs(plainly, told, CARDS) and differs(told, waiting, CARDS)
    later = drawn(moment(0.0), moment(2.0, target=JOY), time_s=1.0)
    assert differs(plainly, later, LINE)


@pytest.mark.parametrize(
    "now",
    [
        moment(1.0, kind="say", words="Word " * 120),
        moment(1.0, kind="breathe", breath=0.5),
        moment(1.0, target=JOY, breath=0.5, progress=0.5, progress_words="Half"),
        moment(1.0, choices=tuple(Choice(f"c{i}", "A long choice " * 3) for i in range(9)), chosen=("c1",)),
        moment(1.0, two=(Person(), Person(JOY)), leads="left", together=0.7),
        moment(1.0, two=(Person(waiting=Reason.NOBODY), Person()), waiting=Reason.ONE_PERSON),
        replace(moment(1.0, target=JOY), paused=True),
        moment(1.0, -1, "neutral"),
    ],
    ids=["say", "breathe", "settle", "recognise", "together", "alone of two", "paused", "neutral"],
)
def test_every_kind_of_moment_can_be_drawn(now):
    assert drawn(moment(0.0), now).std() > 5


# ------------------------------------------------------------ the file


def read_back(path):
    film = cv2.VideoCapture(str(path))
    pictures = []
    while (got := film.read())[0]:
        pictures.append(got[1][:, :, ::-1])
    return pictures, film.get(cv2.CAP_PROP_FPS)


@pytest.mark.parametrize("name", ["", "other.mp4"])
def test_a_film_is_as_long_as_the_session_in_its_right_colours(kept, tmp_path, capsys, name):
    asked = SimpleNamespace(to="film", out=tmp_path / name, person=None, rate=2.0, author=None)
    assert export.make(asked, kept.about.path) == 0
    stem = (name or "joy.mkv").split(".")[0]
    printed = capsys.readouterr().out.split()
    assert [path.rsplit("/", 1)[-1] for path in printed] == [name or "joy.mkv", f"{stem}.vtt"]
    pictures, fps = read_back(printed[0])
    assert fps == 2.0 and len(pictures) == int(kept.about.duration_s * 2) + 1
    assert pictures[0].shape == (720, 1280, 3)
    assert np.abs(pictures[3][4:12, 4:12].mean(axis=(0, 1)) - SAND).max() < 4
    assert "<i>noted</i>" in (tmp_path / f"{stem}.vtt").read_text()
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())


def test_ctrl_c_leaves_nothing(kept, tmp_path, monkeypatch):
    def interrupted(*_):
        yield np.zeros((720, 1280, 4), np.uint8)
        raise KeyboardInterrupt

    monkeypatch.setattr(made, "pictures", interrupted)
    with pytest.raises(KeyboardInterrupt):
        made.export_film(kept, tmp_path, rate=1.0)
    assert list(tmp_path.iterdir()) == []


def test_a_film_that_could_not_be_written_to_its_end_is_told(tmp_path, monkeypatch):
    path = tmp_path / "a.mkv"
    write_film(path, (np.full((64, 64, 3), i, np.uint8) for i in range(30)), 30.0)
    half = path.read_bytes()[: path.stat().st_size // 2]

    def full(*_):
        path.write_bytes(half)
        return SimpleNamespace(isOpened=lambda: True, write=lambda _: None, release=lambda: None)

    full.fourcc = cv2.VideoWriter.fourcc
    monkeypatch.setattr(cv2, "VideoWriter", full)
    with pytest.raises(SourceError, match="the disk may be full"):
        write_film(path, (np.zeros((64, 64, 3), np.uint8) for _ in range(30)), 30.0)


@pytest.mark.parametrize(
    ("out", "rate", "said"),
    [
        ("a.avi", None, r"a\.avi: the name of a film has to end in \.mkv or \.mp4"),
        ("", 0.5, "--rate: from 1 to 60 pictures a second, not 0.5"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_written(kept, tmp_path, out, rate, said):
    with pytest.raises(BadInput, match=said):
        made.export_film(kept, tmp_path / out, rate=rate)
    assert list(tmp_path.iterdir()) == []


def test_a_session_only_names_who_is_drawn(kept):
    for asked, drawn_as in (("line", "line"), ("/etc/passwd.toml", "robin"), ("", "robin")):
        recording = replace(kept, about=replace(kept.about, person=asked))
        assert made._avatar(recording).name == drawn_as


def test_how_far_it_is_is_shown_on_a_terminal_only():
    class Terminal:
        def __init__(self, lively):
            self.lively, self.text = lively, ""

        def isatty(self):
            return self.lively

        def write(self, text):
            self.text += text

        def flush(self):
            pass

    for lively in (True, False):
        stream = Terminal(lively)
        with Share("Drawing", 4, stream) as share:
            assert list(share.of("abcd")) == list("abcd")
        assert ("75 %" in stream.text) is lively
    assert stream.text == ""


def test_words_as_long_as_a_file_may_say_leave_the_faces_and_the_bar_free() -> None:
    words = ("This week we take it slowly, and let the corners of the mouth rise. " * 9)[:600]
    piece = sentence_piece(SENTENCE, words, 0, SAID)
    assert piece.box.y >= CARDS.bottom - 3
    assert piece.box.bottom <= BAR.y + 3
