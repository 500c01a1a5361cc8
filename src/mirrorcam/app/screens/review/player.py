"""Moving along a stretch of time: at a speed, by jumps, a part of it again and again. No screen, no clock."""

from __future__ import annotations

from dataclasses import dataclass

SPEEDS = (0.25, 0.5, 1.0, 2.0)
SPEED_WORDS = {0.25: "¼×", 0.5: "½×", 1.0: "1×", 2.0: "2×"}
SHORTEST_LOOP_S = 0.2


@dataclass(slots=True)
class Player:
    """``time_s`` stays between ``begin_s`` and ``end_s``."""

    begin_s: float
    end_s: float
    time_s: float
    playing: bool = True
    speed: float = 1.0
    loop: tuple[float, float] | None = None
    """The part that is played again and again."""
    loop_from: float | None = None
    """Where a loop was begun that has no end yet."""
    _clock_s: float | None = None

    def tick(self, now_s: float) -> None:
        """``now_s``: of the window's clock."""
        elapsed_s = 0.0 if self._clock_s is None else now_s - self._clock_s
        self._clock_s = now_s
        if self.playing:
            self._play_on(elapsed_s * self.speed)

    def _play_on(self, by_s: float) -> None:
        before_s = self.time_s
        self.seek(before_s + by_s)
        if self.loop is not None and before_s <= self.loop[1] <= self.time_s:
            self.seek(self.loop[0])
            return
        self.playing = self.time_s < self.end_s

    def seek(self, time_s: float) -> None:
        self.time_s = min(max(self.begin_s, time_s), self.end_s)

    def toggle(self) -> None:
        if not self.playing and self.time_s >= self.end_s:
            self.seek(self.begin_s)
        self.playing = not self.playing

    def faster(self, by: int) -> None:
        at = SPEEDS.index(self.speed) + by
        self.speed = SPEEDS[max(0, min(len(SPEEDS) - 1, at))]

    def mark_loop(self) -> None:
        """First its begin, then its end, then none; it does not matter which of its ends comes first."""
        if self.loop is not None:
            self.loop = self.loop_from = None
        elif self.loop_from is None:
            self.loop_from = self.time_s
        elif abs(self.time_s - self.loop_from) >= SHORTEST_LOOP_S:
            begin_s, end_s = sorted((self.loop_from, self.time_s))
            self.repeat(begin_s, end_s)

    @property
    def loops(self) -> list[tuple[float, float]]:
        """The loop, if there is one; or what it would be if it ended now."""
        if self.loop_from is not None:
            return [(self.loop_from, self.time_s)]
        return [] if self.loop is None else [self.loop]

    def repeat(self, begin_s: float, end_s: float) -> None:
        """From now on, this part."""
        self.loop, self.loop_from, self.playing = (begin_s, end_s), None, True
        self.seek(begin_s)
