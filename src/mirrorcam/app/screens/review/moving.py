"""Moving along a session: by steps, attempts and best moments; its line can be drawn out."""

from __future__ import annotations

from collections.abc import Sequence

from mirrorcam.app.screens import Own
from mirrorcam.app.screens.review.line import View
from mirrorcam.app.screens.review.player import Player
from mirrorcam.timeline import Span, Timeline

ZOOMS = (1, 2, 4, 8, 16, 32, 64)
GRACE_S = 0.6
"""While it plays, a step back leads to the step before as long as this one has only begun."""


class Moving:
    """``player`` has the time; ``zoom``: so many times is the line drawn out."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.player = Player(0.0, timeline.length_s, 0.0)
        self.zoom = 1
        self._from_s = 0.0

    @property
    def time_s(self) -> float:
        return self.player.time_s

    @property
    def index(self) -> int:
        """Of the instant that is shown."""
        return self.timeline.index(self.time_s)

    @property
    def view(self) -> View:
        """The stretch that the line shows: it turns over when the time leaves it."""
        wide_s, length_s = self._wide_s, self.timeline.length_s
        if not self._from_s <= self.time_s <= self._from_s + wide_s:
            self._from_s = self.time_s - wide_s * 0.1
        self._from_s = max(0.0, min(self._from_s, length_s - wide_s))
        return View(self._from_s, self._from_s + wide_s)

    @property
    def _wide_s(self) -> float:
        return max(self.timeline.length_s / self.zoom, 0.1)

    def take(self, own: Own) -> bool:
        """Does one of ``keys.MOVING``, or sets the exact speed; False for anything else."""
        match own.what:
            case "play":
                self.player.toggle()
            case "frame":
                self._frame(int(own.of))
            case "step" | "try":
                self._to_begin(int(own.of), self._begins(own.what))
            case "end":
                self.seek(self.timeline.length_s * int(own.of))
            case "speed":
                self.player.faster(int(own.of))
            case "exact speed":
                self.player.speed = float(own.of)
            case "best":
                self._to_moment(self.timeline.best)
            case "hardest":
                self._to_moment(self.timeline.hardest)
            case "loop":
                self.player.mark_loop()
            case "loop step":
                self._loop_step()
            case "zoom":
                self._zoom(int(own.of))
            case _:
                return False
        return True

    def pause(self) -> None:
        self.player.playing = False

    def seek(self, time_s: float) -> None:
        """Elsewhere: a loop that does not go there ends."""
        self.player.seek(time_s)
        loop = self.player.loop
        if loop is not None and not loop[0] <= time_s <= loop[1]:
            self.player.loop = None

    def _frame(self, by: int) -> None:
        self.pause()
        times = self.timeline.times_s
        self.player.seek(float(times[max(0, min(len(times) - 1, self.index + by))]))

    def _begins(self, what: str) -> list[float]:
        """Of the steps; or of single attempts, if there are any."""
        tries = [one.go_s for one in self.timeline.attempts] if what == "try" else []
        return tries or [span.begin_s for span in self.timeline.spans]

    def _to_begin(self, by: int, begins: Sequence[float]) -> None:
        """To the beginning of the one that is shown, then to the one before; or to the next."""
        begins = [0.0, *begins]
        if by > 0:
            later = [begin for begin in begins if begin > self.time_s + 1e-6]
            self.seek(min(later, default=self.timeline.length_s))
        else:
            grace_s = GRACE_S if self.player.playing else 1e-6
            self.seek(max((begin for begin in begins if begin < self.time_s - grace_s), default=0.0))

    def _to_moment(self, index: int | None) -> None:
        if index is not None:
            self.pause()
            self.seek(float(self.timeline.times_s[index]))

    def _loop_step(self) -> None:
        """The attempt that one is in, or the step."""
        begun = [one for one in self.timeline.attempts if one.go_s <= self.time_s]
        if begun and self.time_s <= begun[-1].end_s:
            self.player.repeat(begun[-1].go_s, begun[-1].end_s)
        elif (span := self._span()) is not None:
            self.player.repeat(span.begin_s, span.end_s)

    def _span(self) -> Span | None:
        return next((one for one in self.timeline.spans if one.begin_s <= self.time_s <= one.end_s), None)

    def _zoom(self, by: int) -> None:
        """About the time that is shown."""
        self.zoom = ZOOMS[max(0, min(len(ZOOMS) - 1, ZOOMS.index(self.zoom) + by))]
        self._from_s = self.time_s - self._wide_s / 2
