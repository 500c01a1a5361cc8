"""Somebody else than the person whose neutral it is: told by proportions, after an absence, after a cut, by the skin.

As films stand photographs that are held before a camera: nothing moves in them but from one person to the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from benchmarks.covers import CLEAR
from benchmarks.measurement.anatomy import posed
from benchmarks.measurement.covering import FACED, SEED, UNTOUCHED, Faces, of_six
from benchmarks.measurement.photographs import Album
from benchmarks.measurement.poses import Poser
from benchmarks.measurement.words import counted, table

from mirrorcam.against import against
from mirrorcam.app.measuring import SIX
from mirrorcam.app.measuring.photographs import row_of
from mirrorcam.app.seeing import Eyes
from mirrorcam.app.seeing.beside_neutral import neutral_of_looks
from mirrorcam.arrays import Pixels
from mirrorcam.calibration import Neutral, neutral_from
from mirrorcam.face import Frame, HeadPose, Sample
from mirrorcam.hysteresis import Limits
from mirrorcam.identity import AWAY_S, OTHER, PERHAPS_OTHER, RETURNED, cut_between
from mirrorcam.sources.images import read_picture
from mirrorcam.validity import Validity

EACH, RATE = 25, 25
"""Pictures of each photograph in a film, and pictures a second."""
CUT_EACH = 12
AWAY = AWAY_S + 1.0
"""Seconds between one who sat there and another who sits down."""
OWN, WORN, MADE_UP, POSED, OTHERS = (
    "the own face, at rest and smiling",
    "the same in another light, blurred, noisy, grey, small",
    "the same with a beard or rims painted on",
    "the own face drawn with six expressions",
    "another's, at rest and smiling",
)


def measure_strangers(album: Album) -> dict[str, Any]:
    faces = Faces(album)
    rests = {one.person: faces.still(read_picture(one.neutral)) for one in album.sitters}
    smiles = {one.person: faces.still(read_picture(one.smile)) for one in album.sitters}
    neutrals = {who: neutral_of_looks([look]) for who, look in rests.items() if look.scored}
    return {
        "people": len(album.sitters),
        "proportions": proportions(faces, neutrals, rests, smiles),
        "scored_by_another": by_another(album, neutrals, rests),
        "beside": beside(faces, neutrals, rests, smiles),
        "seats": seats(album),
        "cuts": cuts_told(album),
    }


Looks = dict[str, Sample]
"""By person."""
Neutrals = dict[str, Neutral]


def proportions(faces: Faces, neutrals: Neutrals, rests: Looks, smiles: Looks) -> dict[str, list[float]]:
    """How many could be told, and which share of them is beyond each limit."""
    unlike = {
        OWN: [one for who, at in neutrals.items() for one in unlikes(at, (rests[who], smiles[who]))],
        WORN: worn(faces, neutrals, [name for name in CLEAR if name not in (UNTOUCHED, *FACED)]),
        MADE_UP: worn(faces, neutrals, FACED),
        POSED: of_poses(faces, neutrals),
        OTHERS: [
            one
            for who, at in neutrals.items()
            for other in rests
            if other != who
            for one in unlikes(at, (rests[other], smiles[other]))
        ],
    }
    limits = OTHER, PERHAPS_OTHER, RETURNED
    return {
        name: [len(values), *(_beyond(values, limit) for limit in limits)] for name, values in unlike.items()
    }


def _beyond(values: Sequence[float], limit: Limits) -> float:
    return sum(value > limit.enter for value in values) / max(len(values), 1)


def unlikes(neutral: Neutral, samples: Iterable[Sample]) -> list[float]:
    """Without those whose head is turned too far to tell."""
    seen = [against(neutral, sample).unlike for sample in samples if sample.face]
    return [value for value in seen if value is not None]


def worn(faces: Faces, neutrals: Neutrals, names: Sequence[str]) -> list[float]:
    """Each photograph in two of these ways, in turns."""
    values = []
    for number, sitter in enumerate(faces.album.sitters):
        if sitter.person not in neutrals:
            continue
        for turn, path in enumerate((sitter.neutral, sitter.neutral, sitter.smile, sitter.smile)):
            paint = CLEAR[names[(4 * number + turn) % len(names)]]
            look = faces.still(faces.painted(path, paint, (SEED, number, turn)))
            values += unlikes(neutrals[sitter.person], [look])
    return values


def of_poses(faces: Faces, neutrals: Neutrals) -> list[float]:
    values = []
    for number, sitter in enumerate(faces.album.sitters):
        pixels, face = faces.photograph(sitter.neutral)
        poser = Poser(np.random.default_rng([SEED, number]))
        for name in SIX if sitter.person in neutrals else ():
            look = faces.still(posed(pixels, face, poser.pose(name), HeadPose(), poser.gains))
            values += unlikes(neutrals[sitter.person], [look])
    return values


def by_another(album: Album, neutrals: Neutrals, rests: Looks) -> dict[str, Any]:
    """The highest of the six that others at rest have by a neutral that their proportions are not told from."""
    highest = [
        of_six(rests[other], at, album.targets)
        for who, at in neutrals.items()
        for other in neutrals
        if other != who and not any(one > OTHER.enter for one in unlikes(at, [rests[other]]))
    ]
    return {"of": len(highest), "highest": [float(np.median(highest or [0.0])), max(highest, default=0.0)]}


def beside(faces: Faces, neutrals: Neutrals, rests: Looks, smiles: Looks) -> dict[str, dict[str, int]]:
    """Why photographs are not scored beside one at rest, single looks."""
    told: dict[str, Counter[str]] = {name: Counter() for name in (OWN, BEARDED, OTHERS)}
    for number, sitter in enumerate(faces.album.sitters):
        at = neutrals.get(sitter.person)
        if at is None:
            continue
        bearded = [
            faces.still(faces.painted(path, CLEAR["beard"], (SEED, number, turn)))
            for turn, path in enumerate((sitter.neutral, sitter.smile))
        ]
        others = [look for looks in (rests, smiles) for who, look in looks.items() if who != sitter.person]
        mine = [rests[sitter.person], smiles[sitter.person]]
        for name, looks in ((OWN, mine), (BEARDED, bearded), (OTHERS, others)):
            told[name].update(str(row_of([look], "", 0, at, {}).reason or SCORED) for look in looks)
    return {name: dict(counts.most_common()) for name, counts in told.items()}


BEARDED, SCORED = "the same with a beard painted on", "scored"


def filmed(eyes: Eyes, pixels: Pixels, many: int, begun: int = 0) -> list[Sample]:
    """The photograph as ``many`` pictures of a film, after ``begun`` others."""
    return [eyes.see(Frame(i / RATE, i, pixels)) for i in range(begun, begun + many)]


def seats(album: Album) -> dict[str, Any]:
    """Somebody sits down where another was, first at rest and then smiling, and the same person does."""
    seen: dict[str, list[Sample]] = {}
    for sitter in album.sitters:
        shown: list[Sample] = []
        for path in (sitter.neutral, sitter.smile):
            with Eyes.open(timed=False) as eyes:
                later_s = len(shown) / RATE
                one = filmed(eyes, read_picture(path), EACH)
                shown += [replace(sample, time_s=sample.time_s + later_s) for sample in one]
        seen[sitter.person] = shown
    told = {True: Counter[str](), False: Counter[str]()}
    for person, own in seen.items():
        if not any(sample.scored for sample in own[:EACH]):
            continue
        neutral = neutral_from([sample for sample in own[:EACH] if sample.scored])
        for other, theirs in seen.items():
            told[person == other].update(after_absence(neutral, own[0], theirs, AWAY))
    return {"own": dict(told[True].most_common()), "others": dict(told[False].most_common())}


def after_absence(neutral: Neutral, last: Sample, samples: Sequence[Sample], away_s: float) -> list[str]:
    """What a session would say of ``samples``, which begin so long after it saw ``last``."""
    validity = Validity()
    validity.begin((last.width, last.height))
    validity.see(0.0, against(neutral, last))
    later_s = last.time_s + away_s - samples[0].time_s
    before_s, told = last.time_s, []
    for sample in samples:
        now = replace(sample, time_s=sample.time_s + later_s)
        if now.scored:
            validity.see(now.time_s - before_s, against(neutral, now))
            told.append(str(validity.reason or SCORED))
        before_s = now.time_s
    return told


def cuts_told(album: Album) -> list[int]:
    """Of so many cuts from one person at rest to another in one film, how many are told."""
    with Eyes.open(timed=False) as eyes:
        samples = [
            sample
            for number, sitter in enumerate(album.sitters)
            for sample in filmed(eyes, read_picture(sitter.neutral), CUT_EACH, number * CUT_EACH)
        ]
    pairs = [samples[i - 1 : i + 1] for i in range(CUT_EACH, len(samples), CUT_EACH)]
    both = [pair for pair in pairs if all(sample.scored for sample in pair)]
    return [sum(cuts(pair)[0] for pair in both), len(both)]


def cuts(samples: Sequence[Sample]) -> list[bool]:
    """Between each sample that can be scored and the next: whether a film is taken to be cut there."""
    neutral = neutral_from([sample for sample in samples if sample.face][:1])
    seen = [against(neutral, sample).seen for sample in samples if sample.scored]
    return [cut_between(one, other) for one, other in pairwise(seen)]


def strangers_text(figures: dict[str, Any]) -> str:
    head = (
        "before a neutral in a session", "looks", f"refused (beyond {OTHER.enter:g})",
        f"new neutral offered ({PERHAPS_OTHER.enter:g})", f"refused after an absence ({RETURNED.enter:g})",
    )  # fmt: skip
    rows = [
        (name, str(int(many)), *(f"{100 * share:.1f} %" for share in shares))
        for name, (many, *shares) in figures["proportions"].items()
    ]
    beside = [
        (name, str(sum(told.values())), str(told.get(SCORED, 0)), counted(_refused(told)))
        for name, told in figures["beside"].items()
    ]
    seats, (told, of), other = figures["seats"], figures["cuts"], figures["scored_by_another"]
    own, others = (_scored(seats[who]) for who in ("own", "others"))
    return (
        f"{figures['people']} people by their proportions, in what one face differs from itself (of the "
        "own face those at rest are the neutrals themselves; heads that are held otherwise are left out):\n\n"
        f"{table(head, rows)}\n\n"
        f"The same photographs beside one at rest, single looks:\n\n"
        f"{table(('beside a photograph at rest', 'of', 'scored', 'refused'), beside)}\n\n"
        f"Others at rest whose proportions are not told from the neutral's ({other['of']} pairs) are scored up to "
        f"{other['highest'][1]:.0f} (highest of the six; median {other['highest'][0]:.0f}). Who sits down {AWAY:g} s "
        f"after somebody left, at rest for a second and smiling for one: of others {others} looks are scored, of the "
        f"same people {own}. Cuts from one portrait to another: {told} of {of} are told."
    )


def _refused(told: dict[str, int]) -> dict[str, int]:
    return {why: many for why, many in told.items() if why != SCORED}


def _scored(told: dict[str, int]) -> str:
    return f"{told.get(SCORED, 0):,} of {sum(told.values()):,}"
