"""What the window asks the rest of the program for: what there is to do, sessions to run, sessions to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, fields, replace
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path

from mirrorcam.app import guide
from mirrorcam.app.feed import Feed
from mirrorcam.app.guide import Finished
from mirrorcam.app.opening import Wish, open_practice, remember_face
from mirrorcam.app.screens import Action, Begin, Open, Settings
from mirrorcam.app.screens.home import Entry, Home
from mirrorcam.app.screens.replay import Replay, Span
from mirrorcam.app.window import run
from mirrorcam.avatars import DEFAULT, Avatar, open_avatar, people
from mirrorcam.avatars.portrait import Portrait
from mirrorcam.errors import BadInput
from mirrorcam.exercise import exercises, find_exercise, read_exercise
from mirrorcam.phrases import day_and_time, duration, first_language, phrase, translated, use
from mirrorcam.recording import About, moments, read_recording
from mirrorcam.review import summarise_exercise
from mirrorcam.session import Moment
from mirrorcam.sources.camera import cameras
from mirrorcam.steps import StepResult
from mirrorcam.steps.mirror import Mirror
from mirrorcam.stores import Store, open_store
from mirrorcam.target import library

FIRST = "first-steps"
"""The exercise that the home page offers."""


def open_window(wish: Wish | None = None, session: Path | None = None) -> int:
    """The window, beginning with an exercise, with a session kept earlier, or with the home page."""
    desk = ProgramDesk(open_store(), wish)
    run(desk, _first(wish, session))
    return 0


def _first(wish: Wish | None, session: Path | None) -> Action | None:
    if session is not None:
        return Open(str(session))
    if wish is None:
        return None
    keep = True if wish.save else (None if wish.keep else False)
    return Begin(wish.exercise.name, keep)


class ProgramDesk:
    """The real ``Desk`` of the guide. ``wish``: what the command line asked for; it holds for all that follows,
    but for the exercise."""

    def __init__(self, store: Store, wish: Wish | None = None) -> None:
        self._store = store
        self._wish = wish
        self._targets = library()
        self._trouble = ""
        self.settings = _settings(store)
        self._cast: dict[str, Avatar] = {}
        use(first_language(self.settings.language))
        self.folder = str(store.folder or phrase("settings.nowhere"))

    def avatar(self, exercise: str = "") -> Avatar:
        """Who the command line asks for, else whom the exercise asks for, else whom the person chose."""
        asked = self._wish.person if self._wish else None
        if exercise and not asked:
            asked = self._wish_for(exercise).exercise.person
        return self._drawn(asked) if asked else self._chosen()

    def _chosen(self) -> Avatar:
        """A file that was broken since must not keep the window shut."""
        try:
            return self._drawn(self.settings.face)
        except BadInput:
            return self._drawn(DEFAULT)

    def _drawn(self, name: str) -> Avatar:
        if name not in self._cast:
            self._cast[name] = open_avatar(name)
        return self._cast[name]

    def cast(self) -> list[Avatar]:
        """People first, then lines and the mask; without those whose file has a mistake, which
        ``mirrorcam check`` tells."""
        found = []
        for name in people():
            with suppress(BadInput):
                found.append(self._drawn(name))
        return sorted(found, key=lambda avatar: not isinstance(avatar, Portrait))

    def home(self) -> Home:
        found = cameras()
        status = phrase("home.camera", name=found[0].name) if found else phrase("home.no_camera")
        return Home(tuple(self._exercises()), tuple(self._sessions()), status, self._trouble)

    def _exercises(self) -> Iterator[Entry]:
        """The one that is offered first; a file with a mistake in it is told of, not stumbled over."""
        self._trouble = ""
        for name, path in sorted(exercises().items(), key=lambda item: item[0] != FIRST):
            try:
                exercise = read_exercise(path, self._targets)
            except BadInput as error:
                self._trouble = str(error).splitlines()[0]
                continue
            yield Entry(name, translated(exercise.title), translated(exercise.words))

    def _sessions(self) -> Iterator[Entry]:
        for kept in self._store.sessions():
            if kept.about is None:
                yield Entry(kept.name, kept.name, kept.trouble)
            else:
                words = f"{_when(kept.about)} · {duration(kept.about.duration_s)}"
                yield Entry(kept.name, translated(kept.about.title), words)

    def save(self, settings: Settings) -> None:
        if self._wish is not None and settings.person != self.settings.person:
            self._wish = replace(self._wish, person=None)  # chosen after the command line was written
        self.settings = settings
        self._store.keep_settings({**self._store.settings(), **asdict(settings)})

    def scores(self, exercise: str) -> bool:
        return self._wish_for(exercise).exercise.worth_keeping

    def for_two(self, exercise: str) -> bool:
        return self._wish_for(exercise).exercise.for_two

    def free(self, exercise: str) -> bool:
        steps = self._wish_for(exercise).exercise.steps
        return all(isinstance(step, Mirror) and step.mode is None for step in steps)

    def begin(self, exercise: str, keep: bool) -> Feed:
        wish = self._wish_for(exercise)
        feed = Feed(partial(open_practice, replace(wish, keep=keep, attended=True), self._store))
        feed.start()
        return feed

    def _wish_for(self, exercise: str) -> Wish:
        if self._wish is not None and self._wish.exercise.name == exercise:
            return self._wish
        found = find_exercise(exercise, self._targets)
        return Wish(found) if self._wish is None else replace(self._wish, exercise=found, save=None)

    def finished(self, feed: guide.Feed) -> Finished:
        if not isinstance(feed, Feed) or feed.practice is None:
            raise BadInput(phrase("notice.no_begin"))
        practice, session = feed.practice, feed.practice.session
        remember_face(practice, self._store)
        results = [StepResult(**result) for result in session.results()]
        summary = summarise_exercise(results, session.exercise.steps, session.targets)
        path = practice.kept_in
        return Finished(summary, duration(practice.time_s), str(path) if path else None)

    def replay(self, session: str) -> Replay:
        recording = read_recording(self._path(session))
        seen = [moment for _, moment in moments(recording)]
        if not seen:
            raise BadInput(phrase("replay.nothing", file=recording.about.path))
        words = phrase("replay.words", title=translated(recording.about.title))
        return Replay(phrase("replay.title", when=_when(recording.about)), words, seen, tuple(_spans(seen)))

    def delete(self, session: str) -> None:
        self._store.delete(self._path(session))

    def _path(self, session: str) -> Path:
        return Path(session) if Path(session).is_file() else self._store.find(session)


def _settings(store: Store) -> Settings:
    """What was kept, as far as it still fits: a file from another version must not keep the window shut."""
    kept, usual = store.settings(), Settings()
    fitting = {
        field.name: kept[field.name]
        for field in fields(Settings)
        if _fits(kept.get(field.name), getattr(usual, field.name))
    }
    if fitting.get("person") not in people():
        fitting.pop("person", None)
    return replace(usual, **fitting)


def _fits(value: object, usual: object) -> bool:
    """Where nothing is the usual, it is a choice between yes and no."""
    return isinstance(value, bool if usual is None else type(usual))


def _spans(seen: Sequence[Moment]) -> Iterator[Span]:
    """The steps, with the time from their first moment to their last."""
    for _, run_of in groupby(seen, key=lambda moment: (moment.step, moment.kind)):
        within = list(run_of)
        if within[0].kind not in ("neutral", "done"):
            yield Span(within[0].title, within[0].time_s, within[-1].time_s)


def _when(about: About) -> str:
    return day_and_time(datetime.fromisoformat(about.created))
