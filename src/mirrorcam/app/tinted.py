"""A tracker that is shown grey pictures in the tones of skin.

MediaPipe's networks were trained on pictures in colour, and follow lips and chin less well where those are not redder
than what is round them. Skin in the program's own sense is read in the picture as it is.
"""

from __future__ import annotations

from dataclasses import replace

from mirrorcam.face import Frame
from mirrorcam.trackers import Tracked, Tracker


class Tinted(Tracker):
    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker

    def track(self, frame: Frame) -> Tracked:
        """As ``Tracker.track``."""
        from mirrorcam.sources.grey import in_skin_tones, is_grey

        if is_grey(frame.pixels):
            frame = replace(frame, pixels=in_skin_tones(frame.pixels))
        return self._tracker.track(frame)

    def close(self) -> None:
        self._tracker.close()
