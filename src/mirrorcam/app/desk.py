"""What the window asks the rest of the program for: what there is to do, sessions to run, sessions to look at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from mirrorcam.app import about, protocols
from mirrorcam.app.cast import Cast
from mirrorcam.app.desktop import to_clipboard
from mirrorcam.app.feed import Feed
from mirrorcam.app.kept import settings as kept_settings
from mirrorcam.app.kept.done import LEAST_S, ever_done, exercises_done, note_done
from mirrorcam.app.kept.expressions import From, Had, KeptExpression, drop_expression, keep_expression
from mirrorcam.app.kept.lists import comparable, kept_sessions
from mirrorcam.app.kept.profiles import Profile, Profiles
from mirrorcam.app.kept.settings import settings_of
from mirrorcam.app.kept.share import key_path, own_key
from mirrorcam.app.kept.unkept import unkept, watchable, why
from mirrorcam.app.looking_back import so_far, titles_of, unread
from mirrorcam.app.offering import (
    Course,
    cards,
    entries,
    exercise_page,
    needed,
    offer,
    plan_page,
    programme_page,
    read_course,
)
from mirrorcam.app.opening import Wish, open_practice, remember_face
from mirrorcam.app.own_expressions import expressions, left_out
from mirrorcam.app.planning import as_planned, find_plan, shown
from mirrorcam.app.practice import Practice
from mirrorcam.app.protocols import Finished
from mirrorcam.app.reviewing import Review, Scores, drop_note, keep_note, open_kept
from mirrorcam.app.screens import Action, Begin, Open, Settings
from mirrorcam.app.screens.badge import Person
from mirrorcam.app.screens.check import Cameras
from mirrorcam.app.screens.exercise import ExercisePage
from mirrorcam.app.screens.home import Entry, Home
from mirrorcam.app.screens.plans import PlanPage
from mirrorcam.app.screens.programmes import Card, ProgrammePage, Told
from mirrorcam.app.screens.progress import Progress
from mirrorcam.app.window import run
from mirrorcam.avatars import Avatar
from mirrorcam.avatars.mask import Mask
from mirrorcam.avatars.portrait import Portrait
from mirrorcam.errors import BadInput
from mirrorcam.exercise import find_exercise
from mirrorcam.expression import Expression
from mirrorcam.film import delete_film
from mirrorcam.folders import plans_folder
from mirrorcam.phrases import duration, first_language, phrase, translated, use
from mirrorcam.plan import Plan, plans, this_week
from mirrorcam.recording import Noted, read_about
from mirrorcam.review import summarise_exercise
from mirrorcam.sources.camera import cameras
from mirrorcam.steps import StepResult
from mirrorcam.steps.mirror import Mirror
from mirrorcam.stores import Store
from mirrorcam.tables import closed


def open_window(
    wish: Wish | None = None, session: Path | None = None, guided: bool = False, first: Action | None = None
) -> int:
    """The window, beginning with an exercise, with a session kept earlier, with another place (``first``), or with the
    home page. ``guided``: whoever guides has keys of their own."""
    profiles = Profiles()
    desk = ProgramDesk(profiles.store(profiles.last()), wish, profiles=profiles)
    run(desk, first or _first(wish, session), guided=guided)
    return 0


def _first(wish: Wish | None, session: Path | None) -> Action | None:
    if session is not None:
        return Open(str(session))
    if wish is None:
        return None
    keep = True if wish.save else (None if wish.keep else False)
    return Begin(wish.exercise.name, keep, film=None if wish.film else False)


class ProgramDesk:
    """The real ``Desk`` of the guide. ``wish``: what the command line asked for; it holds for all that follows,
    but for the exercise. ``feeds``: what runs a session."""

    def __init__(
        self,
        store: Store,
        wish: Wish | None = None,
        feeds: type[Feed] = Feed,
        profiles: Profiles | None = None,
    ) -> None:
        self._store = store
        self._profiles = profiles
        self._profile = profiles.last() if profiles else Profile("", "", "teal")
        self._feeds = feeds
        self._wish = wish
        self._targets = expressions()
        self._trouble = ""
        self.settings = settings_of(store)
        self._cast = Cast()
        use(first_language(self.settings.language))
        self.folder = str(store.folder or phrase("settings.nowhere"))

    def avatar(self, asked: str = "") -> Avatar:
        """Who the command line asks for, else whom the exercise asks for, else whom the person chose."""
        asked = (self._wish.person if self._wish else None) or asked
        return self._cast.named(asked) if asked else self._cast.named_or_usual(self.settings.face)

    def person(self, exercise: str) -> str:
        return self._planned(self._wish_for(exercise)).exercise.person or ""

    def mask(self) -> Mask | None:
        return self._cast.mask()

    def cast(self) -> list[Avatar]:
        return self._cast.all()

    # ------------------------------------------------------------ what there is to do

    def home(self) -> Home:
        course, done = self._course(), exercises_done(self._store)
        plan = self._plan(course)
        fits = offer(course, plan, date.today(), done)
        sessions = self._store.sessions()
        named = self._profile.title or (self._profiles and len(self._profiles.all()) > 1)
        return Home(
            fits,
            len(course.exercises),
            len(sessions),
            self._camera_status(),
            self._unread() or left_out(self._targets) or course.trouble or self._trouble or unread(sessions),
            self._person(self._profile) if named else None,
            plan is not None,
        )

    def _unread(self) -> str:
        """What of the person cannot be read, and what to do."""
        try:
            if self._profiles is not None:
                self._profiles.check()
        except BadInput as error:
            return str(error)
        folder = self._store.folder
        return kept_settings.unread(self._store) or (closed(folder / "sessions") if folder else "")

    def exercises(self) -> tuple[Entry, ...]:
        return entries(self._course(), exercises_done(self._store))

    def programmes(self) -> tuple[tuple[Card, ...], int]:
        course = self._course()
        faces = [avatar for avatar in self.cast() if isinstance(avatar, Portrait)]
        return cards(course, exercises_done(self._store), faces, self._targets), len(course.exercises)

    def programme(self, name: str) -> ProgrammePage:
        return programme_page(self._course(), name, exercises_done(self._store))

    def exercise(self, name: str) -> ExercisePage:
        course, done = self._course(), exercises_done(self._store)
        plan = self._plan(course)
        week = this_week(plan, date.today(), done) if plan else ()
        due = next((one for one in week if one.part.exercise == name), None)
        own = due is None or plan is None or not plan.written.person
        page = exercise_page(course, name, self._targets, done, due, own=own)
        return replace(page, needed=needed(course, self._plans(course), name)) if page.own else page

    def plans(self) -> tuple[dict[str, str], PlanPage | None, str]:
        course, own = self._course(), plans_folder()
        titles = {plan.name: plan.written.title for plan in self._plans(course)}
        followed = self._plan(course)
        page = plan_page(course, followed, date.today(), exercises_done(self._store)) if followed else None
        return titles, page, str(own)

    def _plans(self, course: Course) -> Iterator[Plan]:
        """Those without a mistake."""
        for name in plans():
            with suppress(BadInput):
                if plan := find_plan(name, course.exercises):
                    yield plan

    def _course(self) -> Course:
        return read_course(self._targets)

    def _plan(self, course: Course) -> Plan | None:
        """A plan with a mistake in it is told of, and not followed."""
        self._trouble = ""
        try:
            return find_plan(self.settings.plan, course.exercises)
        except BadInput as error:
            self._trouble = str(error).splitlines()[0]
            return None

    def sessions(self) -> tuple[Entry, ...]:
        return tuple(kept_sessions(self._store))

    # ------------------------------------------------------------ who is there

    def everybody(self) -> tuple[list[Person], str]:
        people = self._profiles.all() if self._profiles else (self._profile,)
        return [self._person(one) for one in people], self._profile.name

    def choose(self, person: str) -> None:
        """Their store, settings and language from now on."""
        if self._profiles is None:
            return
        profile = next(one for one in self._profiles.all() if one.name == person)
        self._profiles.choose(profile)
        self._profile, self._store = profile, self._profiles.store(profile)
        self.settings = settings_of(self._store)
        self.folder = str(self._store.folder or phrase("settings.nowhere"))
        if self._wish is not None:
            self._wish = replace(self._wish, person=None, neutral_files=())
        use(first_language(self.settings.language))

    def introduce(self, title: str, colour: str, person: str | None) -> None:
        """Somebody new is there at once; somebody known has another name or colour."""
        if self._profiles is None:
            return
        if person is None:
            self.choose(self._profiles.add(title, colour).name)
            return
        changed = Profile(person, title, colour)
        self._profiles.change(changed)
        if person == self._profile.name:
            self._profile = changed

    def forget(self, person: str) -> None:
        """Deletes all that was kept of them; if they were there, the first one is now."""
        if self._profiles is None:
            return
        self._profiles.remove(next(one for one in self._profiles.all() if one.name == person))
        if person == self._profile.name:
            self.choose(self._profiles.all()[0].name)

    def _person(self, profile: Profile) -> Person:
        settings = self.settings
        if self._profiles is not None and profile.name != self._profile.name:
            settings = settings_of(self._profiles.store(profile))
        return Person(profile.name, profile.title, profile.colour, self._cast.named_or_usual(settings.face))

    # ------------------------------------------------------------ the camera

    def cameras(self) -> Cameras:
        found = cameras()
        names = [camera.name for camera in found]
        named = {f"camera:{one.name if names.count(one.name) == 1 else one.index}": one.name for one in found}
        return Cameras(named, self._camera_status())

    def _camera_status(self) -> str:
        given = self._wish.source if self._wish else None
        if given and Path(given).exists():
            return phrase("home.instead", name=Path(given).name)
        found = cameras()
        if not found:
            return phrase("home.no_camera")
        chosen = self.settings.camera.partition(":")[2]
        here = next((one for one in found if chosen in (one.name, str(one.index))), found[0])
        return phrase("home.camera", name=here.name)

    def look(self) -> Feed:
        """The mirror, to see how well the camera sees; nothing is kept of it."""
        return self.begin("mirror", keep=False)

    def about(self) -> tuple[Told, dict[str, str]]:
        return about.told(self.folder), about.parts()

    def save(self, settings: Settings) -> None:
        if self._wish is not None and settings.person != self.settings.person:
            self._wish = replace(self._wish, person=None)  # chosen after the command line was written
        self.settings = settings
        try:
            self._store.keep_settings({**self._store.settings(), **asdict(settings)})
        except (BadInput, OSError) as error:
            raise BadInput(phrase("going_on.setting", why=why(error))) from None

    def scores(self, exercise: str) -> bool:
        return self._wish_for(exercise).exercise.worth_keeping

    def for_two(self, exercise: str) -> bool:
        return self._wish_for(exercise).exercise.for_two

    def free(self, exercise: str) -> bool:
        steps = self._wish_for(exercise).exercise.steps
        return all(isinstance(step, Mirror) and step.mode is None for step in steps)

    def begin(self, exercise: str, keep: bool, film: bool = False) -> Feed:
        """``film``: whatever the command line said, it holds for this session only."""
        wish = replace(self._planned(self._wish_for(exercise)), keep=keep, film=film and keep, attended=True)
        wish = replace(wish, camera=self.settings.camera, targets=self._targets)
        feed = self._feeds(partial(open_practice, wish, self._store))
        feed.start()
        return feed

    def shown(self, exercise: str) -> dict[str, bool]:
        still = {"motion": False} if self._wish_for(exercise).exercise.low_stimulus else {}
        return still | (shown(self._plan(self._course()), exercise) if self.settings.plan else {})

    def _planned(self, wish: Wish) -> Wish:
        if not self.settings.plan:
            return wish
        plan = self._plan(self._course())
        return replace(wish, exercise=as_planned(wish.exercise, plan, self._targets))

    def _wish_for(self, exercise: str) -> Wish:
        if self._wish is not None and self._wish.exercise.name == exercise:
            return self._wish
        found = find_exercise(exercise, self._targets)
        return Wish(found) if self._wish is None else replace(self._wish, exercise=found, save=None)

    def finished(self, feed: protocols.Feed) -> Finished:
        if not isinstance(feed, Feed) or feed.practice is None:
            raise BadInput(phrase("notice.no_begin"))
        practice, session = feed.practice, feed.practice.session
        results = [StepResult(**result) for result in session.results()]
        summary = summarise_exercise(results, session.exercise.steps, session.targets, session.trials())
        told = (*unkept(practice), *self._remember(practice))
        path = practice.kept_in
        kept = path is not None and watchable(path) is not None
        return Finished(
            summary,
            duration(practice.duration_s),
            str(path) if kept else None,
            told,
            practice.cut_short(kept),
        )

    def _remember(self, practice: Practice) -> Iterator[str]:
        """Keeps what is known from now on besides the session; a sentence for what cannot be kept."""
        try:
            remember_face(practice, self._store)
        except (BadInput, OSError) as error:
            yield phrase("going_on.face", why=why(error))
        wanted = self.settings.keep or self.settings.plan
        if practice.kept_in is not None or practice.duration_s < LEAST_S or not wanted:
            return
        try:
            note_done(self._store, practice.session.exercise.name, datetime.now(), practice.duration_s)
        except (BadInput, OSError) as error:
            yield phrase("going_on.practised", why=why(error))

    def progress(self) -> Progress:
        return Progress(so_far(self._store), titles_of(self._store, self._targets))

    def review(self, session: str) -> Review | Scores:
        return open_kept(self._path(session), session)

    def comparable(self, review: Review) -> tuple[Entry, ...]:
        return tuple(comparable(self._store, review, self._path(review.session)))

    def note(self, session: str, note: Noted, instead: Noted | None) -> tuple[Noted, ...]:
        return keep_note(self._path(session), note, instead)

    def drop_note(self, session: str, note: Noted) -> tuple[Noted, ...]:
        return drop_note(self._path(session), note)

    def keep_expression(self, session: str, face: Expression, title: str) -> KeptExpression:
        about = read_about(self._path(session))
        practised = From(datetime.fromisoformat(about.created).date(), bool(about.received))
        shown = frozenset(translated(one.title) for one in self._course().exercises.values())
        had = Had(shown, frozenset(ever_done(self._store, self._stores())))
        kept = keep_expression(face, title, practised, date.today(), self._targets, had=had)
        self._targets = expressions()
        return kept

    def _stores(self) -> list[Store]:
        """Everybody's, as expressions are."""
        here = self._profiles
        return [here.store(one) for one in here.all()] if here else [self._store]

    def drop_expression(self, name: str) -> None:
        drop_expression(name)
        self._targets = expressions()

    def drop_film(self, session: str) -> None:
        delete_film(self._path(session))

    def delete(self, session: str) -> None:
        self._store.delete(self._path(session))

    def rename(self, session: str, name: str) -> None:
        self._store.rename(self._path(session), name)

    def key(self, *, make: bool = False) -> tuple[str, str]:
        path = key_path(self._store)
        there = path is not None and path.exists()
        return own_key(self._store) if make or there else "", str(path or "")

    def copy(self, text: str) -> bool:
        return to_clipboard(text)

    def _path(self, session: str) -> Path:
        """Of just this one, never of another whose name begins alike. Raises BadInput where its file is gone."""
        with suppress(BadInput):
            path = Path(session) if Path(session).is_file() else self._store.find(session)
            if session in (path.stem, str(path)):
                return path
        raise BadInput(phrase("gone.words"))
