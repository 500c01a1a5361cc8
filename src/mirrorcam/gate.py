"""Is this picture good enough to score a face in it, and if not, why?

``Gate.see`` turns what was tracked into a ``Sample`` with a reason, or without one. It looks at few pixels
(0.3 ms a frame), keeps no picture and no clock, and gives the same answers for the same frames.
"""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, astuple
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np

from mirrorcam.clarity import Figures, figures, picture_light
from mirrorcam.covering import signs
from mirrorcam.face import Face, Frame, Reason, Sample, face_width
from mirrorcam.hysteresis import Lasting, Limits
from mirrorcam.landmarks import EDGES

NEEDED = (33, 263, 70, 300, 105, 334, 4, 61, 291, 17, 152)
"""Landmarks that must be in the picture: eyes, brows, nose tip, lip corners, lower lip, chin."""
FOREHEAD = (10,)
"""The landmark where the forehead meets the hair."""


class FoundAgain(NamedTuple):
    """What of a face in a film is as it was seen well before (app/seeing/covers.py)."""

    skin: float
    """Share of its skin that is found again, where least is; 0 and more."""
    shine: float
    """By how much that of both eyes has grown (closeup.py), of the one where it did so less; 0 where it is not told."""
    shadow: float = 0.0
    """How patchy the light on it has become (imaging/snapshots.py); 0 where it is not told."""


AS_BEFORE = FoundAgain(1.0, 0.0)


# Measured on 35 neutral and smiling photographs (London Set, faces 200 to 264 px wide), each worn in steps;
# "off" is how far brows, lids, lips and chin then move, in eye distances (median). benchmarks/gates.py measures it
# anew; it leaves out what moved with the whole face, so its figures are smaller: .005 for what is clear to .014 and
# .027 on either side of the limit of blur.
FAR_PX = Limits(80, 88)
"""Face width. 80 px: .006 off, 60 px: .008, 50 px: .010, 40 px: .013; the limit is the one of the design."""
DARK = Limits(0.020, 0.025)
"""Light. The tracker is shown dark faces brighter (app/seeing/well_lit.py): .06: .004 off, .035: .005, .02: .007
(.0075, .011 and .017 without that). With a hundredth of the light of 35 well-lit people smiles are 4.6 points off
(worn.py)."""
NOISY = Limits(0.70, 0.60)
"""Noise, said as too dark: it is what a camera makes of little light. .3: .005 off, .5: .009, .77: .019."""
BRIGHT = Limits(0.20, 0.15)
"""Burnt-out share of the face. 70 photographs, light and dark skin, made 1.2 to 3 times as bright: as they are .001 at
most; up to .1 rest scores up to 8 (95th percentile of the highest of six) and a smile is 3 points off (root mean
square), from .15 to .3 10 and 8, above .5 18 and 8, above .7 41 and 11, with pressed lips of 100."""
BLUR = Limits(0.15, 0.18)
"""Sharpness. .25: .010 off, .16: .016, .11: .022, .07: .038. Sharp faces 198 to 264 px wide have .38 to .87."""
YAW_DEG = Limits(25, 22)
PITCH_DEG = Limits(20, 17)
ROLL_DEG = Limits(25, 22)
"""Roll is the limit of the design. Yaw and pitch, from photographs drawn again turned (benchmarks/measurement/
turned.py): at 30° of yaw a smile's score is 10 points off in the mean, at 25° of chin up 24, at 20° and 15° less
than 4. A session, which knows how the head was held for the neutral, is stricter (validity.py)."""
DIM = 0.075
"""Light, up to which more of it is what helps: a camera's picture has noise there, or is smoothed and loses its detail,
long before it is too dark. What is blurred there is said to be too dark."""
OUTSIDE = Limits(0.02, 0.0)
"""How far a needed landmark is outside the picture, in face widths. A chin cut off by .02: .018 off itself
and .008 elsewhere; by .05: .035 and .009; by .12: .065 and .009."""
EDGE_OUTSIDE = Limits(0.05, 0.03)
"""The same of an outer face edge, which lies before the ear; the tracker squeezes a face that is cut off there into the
picture. Of 70 photographs cut beside the face, through it and through the eye's corner, that of six scores which is
furthest off is so by 4 points where both edges are in the picture (root mean square), by 7 from 0 to .03 outside, by 8
up to .05, by 9 (35 at most) beyond; uncut ears need nothing of it."""
TOP_OUTSIDE = Limits(0.12, 0.10)
"""The same of the top of the forehead: 4 points and 6 inside, 7 from 0 to .08 outside, 9 up to .12, 13 (66 at most)
beyond."""
CUT = {"needed": (NEEDED, OUTSIDE), "edges": (EDGES, EDGE_OUTSIDE), "top": (FOREHEAD, TOP_OUTSIDE)}
"""Which landmarks may be so far outside, by the name of the gate's memory."""
DARK_ROOM = 0.03
"""A picture darker than this without a face in it is "too dark", not "nobody"."""
ALL_BLACK = 0.004
"""So dark it is behind a closed shutter: one that does not change then is "too dark", not "frozen"."""

# What lies over the face (``Signs``). Measured on 70 photographs of 35 people, each as it is and worn in ten ways
# (beard, lipstick, glasses, lamps, grey, dim, soft, small …), the drawn cast with six expressions (504 pictures, live
# and as photographs: every one is scored) and films, against painted covers; benchmarks/gates.py prints the furthest
# that each sign goes, benchmarks/measurement/covering.py what is told.
COVERED_MOUTH = Limits(1.0, 1.25)
"""Clear: 1.9 and more, worn 1.1, soft .8."""
COVERED_EYE = Limits(0.07, 0.085)
"""Clear: .16 and more, worn .12."""
COVERED_BY_MASK = Limits(1.05, 0.9)
"""Clear: up to .4, worn .6."""
COVERED_BY_GLASSES = Limits(0.8, 0.72)
"""Clear: up to .4, lit from above .8."""
COVERED_BY_HAIR = Limits(1.4, 1.2)
"""Clear: up to .8, dim and noisy 1.5."""
COVERED_SKIN = Limits(0.25, 0.35)
"""Share of the skin, where least is, that is found again of what a film showed before (app/seeing/covers.py). Of 70
photographs of 35 people at rest and smiling none is told as covered after the same person's at rest, of 210 in another
light, blurred, noisy, grey or small 1, of 210 drawn with six expressions 4, of 70 with beards painted on 42, with rims
25, most of these by ``SHADOW``; covers: benchmarks/measurement/covering.py."""
SHINE = Limits(0.1, 0.04)
"""By how much the brightest of what is round both eyes and in them has grown against cheeks and nose (logarithm; of the
eye where it did so less; closeup.py), beyond which something is reflected in glasses: half hidden behind it, eyes read
as wide. Of reflections that hide a half or more of what is behind the glasses, painted over 70 photographs, 65 are told
in films, of those that hide a third 46; of 630 photographs without any, clear, worn, with beards or rims painted on and
drawn with six expressions, none, of 70 after eyes that lay in shadow 2 (benchmarks/measurement/covering.py). A lamp on
one side brightens one eye alone."""
SHADOW = Limits(0.14, 0.09)
"""How patchy the light on forehead, nose and upper cheeks has become since (logarithm; ``shadow`` in
imaging/snapshots.py), beyond which a shadow with edges is told as a cover: the bars of a window, say, move what the
tracker sees. A fifth above the most that was seen (.11) in eleven films of living people, but for one who first grieved
and then laughed, her head tilted (.16), and in clear, worn and posed photographs of 35 people. What is told of shadows,
also of such as do no harm, and of rims and glasses, which look alike: benchmarks/measurement/covering.py. Reflections
make light patchy, too, and are told as such."""
OWN_HAIR = 0.8
"""What the least hair that was seen of this face counts for: a fringe that was there from the beginning is how the
person looks, in the neutral, too, and only what comes on top of it covers."""
COVERED = {
    "mouth": COVERED_MOUTH,
    "eye": COVERED_EYE,
    "mask": COVERED_BY_MASK,
    "glasses": COVERED_BY_GLASSES,
    "hair": COVERED_BY_HAIR,
}
"""By the name of the sign."""
STILL_COVERED = {
    "mouth": Limits(0.8, 0.85),
    "eye": Limits(0.05, 0.055),
    "mask": Limits(1.6, 1.55),
    "glasses": Limits(1.0, 0.95),
}
"""The same for a photograph, which nobody can take again just now and whose face may do anything. Whether its hair
is a fringe, which the neutral has, too, a single picture does not tell."""
COVERED_S = 0.3
"""A face must be covered, or be free, for this long."""
COVER_EVERY_S = 0.2
"""How often it is looked for at most, by its signs and by the skin (app/seeing/covers.py): some 0.5 ms each time, and a
hand stays longer."""
LOOK_EVERY_S = 0.1
"""How often light, sharpness and noise are looked at, while a face is there."""
PICTURES_A_SECOND = Limits(8.0, 9.0)
"""From the median time between pictures. Below 8 a rise of a third of a second has two pictures or none."""
PACE_PICTURES = 16
"""Over so many pictures is that median taken, and at least over ``PACE_LEAST``; one gap does not move it."""
PACE_LEAST = 8

ORDER = (
    Reason.TOO_FAR, Reason.TOO_NEAR, Reason.TURNED_AWAY, Reason.TOO_DARK, Reason.TOO_BRIGHT, Reason.BLURRED,
    Reason.COVERED, Reason.TOO_SLOW,
)  # fmt: skip
"""Of several objections the first is named."""

LOST_S = 0.3
"""A face that was away for less than this is scored again at once; a longer absence is a real one."""
FOUND_S = 0.25
"""After a real absence a face must stay this long: the tracker's first guesses are poor."""
PEOPLE_S = 0.45
"""A second person must be seen, or be gone, for this long; the tracker counts people every 0.4 s."""


class Gate:
    """Decides for each frame whether the face in it can be scored. Made anew for each run of a source.

    ``still=True`` is for photographs: each is judged for itself, by the ``enter`` limits. ``timed=False`` is for
    films of which no times are wanted: few pictures a second are enough then. ``too_many`` is the reason where more
    people are there than should be.
    """

    def __init__(
        self, *, still: bool = False, timed: bool = True, too_many: Reason = Reason.TWO_PEOPLE
    ) -> None:
        self._too_many = too_many
        self._still = still
        self._timed = timed and not still
        self._forget()

    def _forget(self) -> None:
        self._bad: dict[str, bool] = {}
        self._seen_s: float | None = None
        self._back_since_s: float | None = None
        self._missed = False
        self._several = Lasting(PEOPLE_S)
        self._covered, self._shining = Lasting(COVERED_S), Lasting(COVERED_S)
        self._hidden_now, self._looked_s, self._least_hair = False, -np.inf, np.inf
        self._figures, self._figures_s = Figures(0.0, 0.0, 0.0), -np.inf
        self._times_s: deque[float] = deque(maxlen=PACE_PICTURES)
        self._signs: tuple[float, ...] = ()

    def see(
        self, frame: Frame, face: Face | None, people: int = 1, found: FoundAgain | None = None
    ) -> Sample:
        """The sample of a frame with the ``face`` that is followed and so many ``people``. ``found``: what of it
        is as before; None where there is nothing to compare."""
        if self._still:
            self._forget()
        height, width = frame.pixels.shape[:2]
        face_px = face_width(face, width, height) if face else 0.0
        seen = self._look(frame, face, face_px)
        return Sample(
            time_s=frame.time_s,
            face=face,
            reason=self._reason(frame, face, people, face_px=face_px, seen=seen, found=found or AS_BEFORE),
            width=width,
            height=height,
            face_px=face_px,
            light=seen.light,
            sharpness=seen.sharpness,
            index=frame.index,
            file=frame.file,
            signs=self._signs,
        )

    def _look(self, frame: Frame, face: Face | None, face_px: float) -> Figures:
        if face is None:
            self._figures_s, self._least_hair = -np.inf, np.inf
            return Figures(picture_light(frame.pixels), 0.0, 0.0)
        if frame.time_s - self._figures_s >= LOOK_EVERY_S:
            self._figures, self._figures_s = figures(face, frame.pixels, face_px), frame.time_s
        return self._figures

    def _reason(
        self,
        frame: Frame,
        face: Face | None,
        people: int,
        *,
        face_px: float,
        seen: Figures,
        found: FoundAgain,
    ) -> Reason | None:
        """Every gate looks at every frame and keeps its own memory."""
        present = self._present(frame.time_s, face is not None)
        several = self._several.see(frame.time_s, people > 1, self._still)
        slow = self.slow(frame)
        if frame.stale and (face is not None or seen.light > ALL_BLACK):
            return Reason.FROZEN
        if face is None:
            return _why_no_face(people, seen.light)
        objections = self._objections(face, face_px, frame.pixels.shape[1::-1], seen)
        covered, shining = self._lies_over(frame, face, found)
        if not present:
            return Reason.NOBODY
        objections |= {Reason.COVERED: covered, Reason.TOO_SLOW: slow}
        objections[Reason.TOO_BRIGHT] |= shining and not covered
        return self._too_many if several else next((one for one in ORDER if objections[one]), None)

    def _lies_over(self, frame: Frame, face: Face, found: FoundAgain) -> tuple[bool, bool]:
        """Whether something covers the face, and whether its glasses mirror something, for long enough."""
        skin_gone = self._is_bad("skin", COVERED_SKIN, found.skin)
        shines = self._is_bad("shine", SHINE, found.shine)
        in_shadow = self._is_bad("shadow", SHADOW, found.shadow) and not shines
        hidden = self._hidden(frame, face) or skin_gone or in_shadow
        covered = self._covered.see(frame.time_s, hidden, self._still)
        return covered, self._shining.see(frame.time_s, shines, self._still)

    def _present(self, time_s: float, there: bool) -> bool:
        """Whether a face that is there counts as found. It was away only where a picture was without it: in a film of
        three pictures a second and fewer each comes later than ``LOST_S``."""
        if not there:
            self._back_since_s, self._missed = None, True
            self._seen_s = -np.inf if self._seen_s is None else self._seen_s
            return False
        away_s = 0.0 if self._seen_s is None or not self._missed else time_s - self._seen_s
        if self._back_since_s is None and away_s > LOST_S:
            self._back_since_s = time_s
        elif self._back_since_s is None or time_s - self._back_since_s >= FOUND_S:
            self._seen_s, self._back_since_s, self._missed = time_s, None, False
        return self._back_since_s is None

    def slow(self, frame: Frame) -> bool:
        """Whether pictures come too slowly. A camera that hangs is another matter, and begins anew."""
        if not self._timed or frame.stale:
            self._times_s.clear()
            return False
        self._times_s.append(frame.time_s)
        if len(self._times_s) < PACE_LEAST:
            return False
        between_s = median(later - sooner for sooner, later in pairwise(self._times_s))
        return self._is_bad("pace", PICTURES_A_SECOND, 1 / max(between_s, 1e-6))

    def _hidden(self, frame: Frame, face: Face) -> bool:
        """Whether something is before the face, as it was seen at the last look for it."""
        if frame.time_s - self._looked_s >= COVER_EVERY_S:
            seen, limits = signs(face, frame.pixels), STILL_COVERED if self._still else COVERED
            values = {**asdict(seen), "hair": self._new_hair(seen.hair)}
            self._signs = astuple(seen) if self._still else ()
            hidden = [self._is_bad(sign, limit, values[sign]) for sign, limit in limits.items()]
            self._hidden_now, self._looked_s = any(hidden), frame.time_s
        return self._hidden_now

    def _new_hair(self, hair: float) -> float:
        """The sign, less what was there all along beyond ``OWN_HAIR``; never more than it is by itself."""
        self._least_hair = min(self._least_hair, hair)
        return hair - max(0.0, self._least_hair - OWN_HAIR)

    def _objections(
        self, face: Face, face_px: float, size: tuple[int, ...], seen: Figures
    ) -> dict[Reason, bool]:
        """``size`` of the picture, width and height."""
        pose = face.pose
        cut = [
            self._is_bad(name, CUT[name][1], px / max(face_px, 1.0))
            for name, px in outside(face, size).items()
        ]
        turned = [
            self._is_bad("yaw", YAW_DEG, abs(pose.yaw_deg)),
            self._is_bad("pitch", PITCH_DEG, abs(pose.pitch_deg)),
            self._is_bad("roll", ROLL_DEG, abs(pose.roll_deg)),
        ]
        dark = [self._is_bad("light", DARK, seen.light), self._is_bad("noise", NOISY, seen.noise)]
        blurred = self._is_bad("blur", BLUR, seen.sharpness)
        return {
            Reason.TOO_FAR: self._is_bad("far", FAR_PX, face_px),
            Reason.TOO_NEAR: any(cut),
            Reason.TURNED_AWAY: any(turned),
            Reason.TOO_DARK: any(dark) or (blurred and seen.light < DIM),
            Reason.TOO_BRIGHT: self._is_bad("bright", BRIGHT, seen.burnt),
            Reason.BLURRED: blurred,
        }

    def _is_bad(self, gate: str, limits: Limits, value: float) -> bool:
        self._bad[gate] = limits.bad(value, self._bad.get(gate, False))
        return self._bad[gate]


def _why_no_face(people: int, light: float) -> Reason:
    if light < DARK_ROOM:
        return Reason.TOO_DARK
    return Reason.TOO_FAR if people else Reason.NOBODY


def outside(face: Face, size: tuple[int, ...]) -> dict[str, float]:
    """By the name of ``CUT``, how many pixels the outermost of its landmarks is outside the picture; negative:
    inside."""
    places = face.landmarks[_CUT_POINTS, :2]
    beyond = (np.maximum(-places, places - 1) * size).max(axis=1)
    furthest = np.maximum.reduceat(beyond, _CUT_FROM).tolist()
    return dict(zip(CUT, furthest, strict=True))


_CUT_POINTS = np.array([point for points, _ in CUT.values() for point in points])
_CUT_FROM = np.cumsum([0, *(len(points) for points, _ in CUT.values())])[:-1]
