"""Limits with a memory, so that nothing flickers: in value (``Limits``) and in time (``Lasting``)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bad from ``enter`` on, good again only from ``leave`` on: in between, what was so stays so."""

    enter: float
    leave: float

    def bad(self, value: float, was_bad: bool) -> bool:
        limit = self.leave if was_bad else self.enter
        return value < limit if self.enter < self.leave else value > limit


@dataclass(slots=True)
class Lasting:
    """Something that counts only once it has been seen, or been gone, for ``lasts_s``."""

    lasts_s: float
    so: bool = False
    _since_s: float | None = None

    def see(self, time_s: float, now: bool, at_once: bool = False) -> bool:
        if now == self.so:
            self._since_s = None
        elif self._since_s is None:
            self._since_s = time_s
        if self._since_s is not None and (at_once or time_s - self._since_s >= self.lasts_s):
            self.so, self._since_s = now, None
        return self.so
