"""Why a photograph cannot be scored by a neutral: it is softer, covered, of somebody else, or of other glasses.

Where the neutral is of photographs, too, covers and skin are compared as well. Of sessions and films validity.py says
it.
"""

from __future__ import annotations

from mirrorcam.against import SOFTENED, Against, against
from mirrorcam.calibration import Neutral
from mirrorcam.closeup import Skin, shaded
from mirrorcam.covering import Signs
from mirrorcam.face import Reason, Sample
from mirrorcam.gate import OWN_HAIR, SHINE
from mirrorcam.hysteresis import Limits
from mirrorcam.identity import OTHER, RETURNED

COVERED_BESIDE = {
    "mouth": Limits(0.30, 0.35),
    "eye": Limits(0.40, 0.45),
    "mask": Limits(0.9, 0.85),
    "glasses": Limits(0.5, 0.45),
    "hair": Limits(1.1, 1.05),
}
"""``beside`` of photographs, whose neutral is a photograph, too (benchmarks/measurement/covering.py)."""

OTHER_SKIN, PERHAPS_OTHER_SKIN = Limits(0.55, 0.6), Limits(0.6, 0.65)
"""Share of the neutral's skin that is found again in a photograph, below which it is of another person; and below
which it is when the proportions are beyond ``RETURNED``, too. 35 people (benchmarks/gates.py): of themselves smiling
.74 and more, in poor light .62, with a beard grown .61, with glasses put on .38, in soft pictures .34. Of 2,380
photographs of others 341 are scored (benchmarks/measurement/strangers.py)."""
UNEVEN_SKIN = Limits(0.45, 0.4)
"""Of one lower half of the face against the other, beyond which a hand lies on it. Of clear photographs, neutral and
smiling, .15 at most, half in shadow .37 (benchmarks/gates.py). Of 70 painted hands on a cheek 66 are refused for one
reason or another (benchmarks/measurement/covering.py)."""
HIDDEN_BROWS = Limits(0.32, 0.37)
"""Of the skin of the brows and the forehead in that of the lower halves, below which hair or a hand lies over them: the
signs of hair see it by its light, and what has the light of skin they miss, which then looked like brows that are drawn
together. The same clear photographs: .94 and more, worn .57, with rims .25."""

HIDDEN_EYE = Limits(0.45, 0.5)
"""Of the skin round one eye, where its light has changed (closeup.py), below which a patch or a dressing lies over it:
that light is asked for, as smooth skin and frowns can be as hard to find. Of 70 patches and dressings 68 are refused
beside a photograph at rest, 4 of them as blurred, of 70 that cover little more than the opening of the eye 52. Of 70
clear photographs none is told as covered for whatever reason, of 210 in another light, blurred, noisy, grey or small 1,
of 70 with rims painted on 5, of 210 drawn with six expressions 3 (benchmarks/measurement/covering.py)."""
HIDDEN_CHIN = Limits(0.2, 0.25)
"""The same of the chin, below which a cup or a scarf is before it. Of 70 cups 63 are told, of scarves up to the lip 53
of 70: what has the light of the chin is missed."""


def why_not(
    neutral: Neutral, sample: Sample, skin: Skin | None = None, *, known: bool = False
) -> Reason | None:
    """Why a photograph cannot be scored by that neutral; nothing has to last, as in a session. ``skin``: what was found
    again of the neutral's, where both are photographs. ``known``: it is certain that both are of one person. Where
    there is little light, on one half of the face too, that is what makes skin look different and the picture soft."""
    now = against(neutral, sample)
    found = _why_not(neutral, sample, skin, now, known)
    dark = now.dim or (sample.closeup is not None and shaded(sample.closeup))
    return Reason.TOO_DARK if found and dark and not covered_beside(neutral, sample) else found


def _why_not(neutral: Neutral, sample: Sample, skin: Skin | None, now: Against, known: bool) -> Reason | None:
    if now.sharpness is not None and SOFTENED.bad(now.sharpness, False):
        return Reason.BLURRED
    unlike = None if known else now.unlike
    another = unlike is not None and _another(unlike, skin)
    surely = another and unlike is not None and OTHER.bad(unlike, False)
    if covered_beside(neutral, sample) or (skin is not None and _covered(skin, surely)):
        return Reason.COVERED
    if now.glasses or another:
        return Reason.LOOKS_DIFFERENT
    return Reason.TOO_BRIGHT if skin is not None and SHINE.bad(skin.shine, False) else None


def _covered(skin: Skin, surely: bool) -> bool:
    """``surely``: skin and proportions are another's. Of another's the brows and the forehead are found again least, so
    they alone tell no cover then: of photographs of others beside one at rest 159 of 2,380 are told as covered
    (benchmarks/measurement/strangers.py). Few covers hide the brows alone; none of 13 such was taken for another's."""
    shares = (
        (UNEVEN_SKIN, skin.uneven),
        (HIDDEN_EYE, skin.eye),
        (HIDDEN_CHIN, skin.chin),
        *([] if surely else [(HIDDEN_BROWS, skin.brows)]),
    )
    return any(limits.bad(share, False) for limits, share in shares)


def _another(unlike: float, skin: Skin | None) -> bool:
    """Whether the photograph is of another person: by the skin, or where none can be compared by the proportions."""
    if skin is None:
        return OTHER.bad(unlike, False)
    limits = PERHAPS_OTHER_SKIN if RETURNED.bad(unlike, False) else OTHER_SKIN
    return limits.bad(skin.share, False)


def covered_beside(neutral: Neutral, sample: Sample) -> bool:
    """Whether something lies over the face of a photograph that does not in the neutral's, photographs too."""
    if not sample.signs or not neutral.signs:
        return False
    signs = beside(Signs(*neutral.signs), Signs(*sample.signs))
    return any(limits.bad(signs[name], False) for name, limits in COVERED_BESIDE.items())


def beside(before: Signs, now: Signs) -> dict[str, float]:
    """The signs of a photograph beside those of the neutral's: how much is left of them, or how much there is more."""
    return {
        "mouth": now.mouth / max(before.mouth, 1e-6),
        "eye": now.eye / max(before.eye, 1e-6),
        "mask": now.mask - before.mask,
        "glasses": now.glasses - before.glasses,
        "hair": now.hair - max(0.0, before.hair - OWN_HAIR),
    }
