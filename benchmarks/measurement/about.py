"""What the page says of the action units and the gates, taken from the code that measures them."""

from __future__ import annotations

import inspect
from typing import Any

from benchmarks.measurement.drawn import confusions
from benchmarks.measurement.words import table

from mirrorcam import against, calibration, gate, identity, passing, validity, why_not
from mirrorcam import score as scoring
from mirrorcam.action_units import ACTION_UNITS, ActionUnit
from mirrorcam.calibration import DEAD_ZONE
from mirrorcam.face import Reason
from mirrorcam.hysteresis import Limits
from mirrorcam.signals import Signal, Term

# Of the reference on set T, 26 performers (measurement.md of the design): against neutral, against other expressions.
REFERENCE_AUC = {
    "AU1": ".89 .93", "AU2": ".83 .89", "AU4": ".97 .71", "AU5": ".94 .91", "AU6": ".99 .95", "AU7": ".94 .72",
    "AU9": ".91 .78", "AU10": ".93 .66", "AU12": "1.0 .98", "AU15": ".78 .78", "AU17": ".63 .75",
    "AU20": ".89 .68", "AU24": ".74 .67", "AU25": ".99 .85", "AU26": ".99 .91",
}  # fmt: skip
KNOWN: dict[str, str] = {
    "AU1": "a fringe over the brows; rises a little with AU2",
    "AU2": "a fringe over the brows",
    "AU4": "common to anger, sadness and disgust; hidden by thick frames",
    "AU5": "a blink, glasses and little light; held during a blink",
    "AU6": "partly moved by AU12 itself; wrinkles are not needed, and count for nothing in a grainy picture",
    "AU7": "also rises with AU6, AU9 and eyes that look up; at rest eyes differ much",
    "AU9": "glasses on the nose; also lifts the lip, as AU10",
    "AU10": "small; the mouth's shape matters more than the lip's height when the mouth is open",
    "AU12": "the most certain of all; a pout at rest makes it smaller",
    "AU14": "only in skin that creases; a dimple at rest, a beard; a smile makes one too",
    "AU15": "weak: small, near the noise, and undone by AU17",
    "AU17": "weak: the chin's skin is not tracked; a beard hides it",
    "AU18": "tells little from a mouth that is merely narrow",
    "AU19": "only a tongue that lies on the lower lip, between parted lips; red light; nothing in grey pictures",
    "AU20": "an open mouth, which is taken out as well as can be",
    "AU24": "weak: thin lips; AU23 and AU28 look alike",
    "AU25": "the most certain of the mouth besides AU12",
    "AU26": "a beard on the chin; a head that nods",
    "AU28": "pale or thin lips, grey pictures; looks like AU24",
    "AU43": "narrow eyes and glasses; a blink looks the same for 0.4 s",
    "AU61": "relative to where the person looked at rest",
    "AU62": "relative to where the person looked at rest",
    "AU63": "relative to where the person looked at rest",
    "AU64": "looks like a closing eye",
}

LEFT_OUT = (
    "Tried and left out: a tightened lip moves landmarks as a little of AU24 and AU18 together do; puffed cheeks move "
    "the outline of the jaw no more than a lifted chin does (drawn on 12 photographs, 4 mm a side at the fullest, the "
    "tracked outline went out by two SD of a face at rest: it told a puff from rest with an AUC of .88, from a smile, "
    "a dropped jaw or pressed lips with .79); wider nostrils move less than the noise; and the chin's skin gave AU17 "
    "nothing beyond its landmarks."
)


def formula_text() -> str:
    """What stands above the code that scores."""
    text = inspect.cleandoc(scoring.__doc__ or "").partition("::\n\n")[2]
    indented, _, after = text.partition("\n\n")
    lines = "\n".join(line.removeprefix("    ") for line in indented.splitlines())
    return f"```\n{lines}\n```\n\n{after.replace('``', '`')}"


def units_text(drawn: dict[str, Any] | None) -> str:
    """Every action unit. ``drawn``: the figures of the closed loop, for what it is taken for."""
    taken = confusions(drawn) if drawn else {}
    rows = [_unit_row(unit, taken.get(unit.code, "not run")) for unit in ACTION_UNITS if unit.measured]
    head = (
        "unit", "asked for with", "features (full scale), less leaks", "reference: AUC neutral, others",
        "drawn alone at 1 it measures", "known failures",
    )  # fmt: skip
    dumb = ", ".join(f"{unit.code} ({unit.name})" for unit in ACTION_UNITS if not unit.measured)
    unseen = f"\n\nDrawn by the avatar, but with no signal that could be trusted, so no score expects them: {dumb}. "
    return table(head, rows) + (unseen + LEFT_OUT if dumb else "")


def _unit_row(unit: ActionUnit, taken: str) -> tuple[str, ...]:
    return (
        f"{unit.code} {unit.name}", unit.more, _shown_by(unit), REFERENCE_AUC.get(unit.code, "–"), taken,
        KNOWN.get(unit.code, "–"),
    )  # fmt: skip


def _shown_by(unit: ActionUnit) -> str:
    features = [f"{signal_words(f.signal)} ({f.full_scale:g})" for f in unit.features]
    leaks = [f"{'less' if share > 0 else 'plus'} {abs(share):g}·{code}" for code, share in unit.leaks.items()]
    lines = [f"skin: {line.name.replace('_', ' ')} ({line.full_scale:g})" for line in unit.lines]
    return "; ".join((*features, *leaks, *lines))


def signal_words(signal: Signal) -> str:
    """A signal as a sum: "y(55 65 107) − y(133)"."""
    grouped: dict[tuple[str, float], list[str]] = {}
    for term, weight in signal.terms.items():
        grouped.setdefault((str(term[0]), round(weight, 6)), []).append(_term_words(term))
    parts = [_part(kind, weight, terms) for (kind, weight), terms in grouped.items() if weight]
    return " ".join(parts).removeprefix("+ ").replace("− ", "−", 1 if parts[0].startswith("−") else 0)


def _part(kind: str, weight: float, terms: list[str]) -> str:
    factor = abs(weight) * (1 if kind in ("shape", "opening") else len(terms))
    times = "" if abs(factor - 1) < 1e-3 else f"{factor:.2g}·"
    inside = " ".join(terms)
    named = {"shape": inside, "opening": "opening of the lids / width of the eye"}.get(
        kind, f"{kind}({inside})"
    )
    return f"{'−' if weight < 0 else '+'} {times}{named}"


def _term_words(term: Term) -> str:
    kind, *what = term
    if kind == "shape":
        return f"`{what[-1]}`"
    return "–".join(str(point) for point in what)


SMALLEST, LARGEST = (
    Limits(*way) for way in zip(calibration.NEUTRAL_SIZES, calibration.NEUTRAL_SIZES, strict=True)
)
BARRED = Limits(against.GLASSES, against.NO_GLASSES)
UNBARRED = Limits(against.NO_GLASSES, against.GLASSES)
SIGNS = {
    "mouth": "sign of lips",
    "eye": "sign of an eye",
    "mask": "sign of a mask",
    "glasses": "sign of dark glasses",
    "hair": "sign of hair over the brows, more than in the beginning",
}
BESIDE = {
    "mouth": "sign of lips, of the neutral's",
    "eye": "sign of an eye, of the neutral's",
    "mask": "sign of a mask, more than the neutral's",
    "glasses": "sign of dark glasses, more than the neutral's",
    "hair": "sign of hair over the brows, more than the neutral's",
}
IN_PHOTOGRAPHS = "in photographs"
GATES: tuple[tuple[Reason, Limits, str], ...] = (
    (Reason.TOO_FAR, gate.FAR_PX, "px between the outer face edges"),
    (Reason.TOO_NEAR, gate.OUTSIDE, "face widths that brows, eyes, lips or chin are outside the picture"),
    (Reason.TOO_NEAR, gate.EDGE_OUTSIDE, "the same of a face's outer edge, before the ear"),
    (Reason.TOO_NEAR, gate.TOP_OUTSIDE, "the same of the top of the forehead"),
    (Reason.TURNED_AWAY, gate.YAW_DEG, "degrees of yaw"),
    (Reason.TURNED_AWAY, gate.PITCH_DEG, "degrees of pitch"),
    (Reason.TURNED_AWAY, gate.ROLL_DEG, "degrees of roll"),
    (Reason.TURNED_AWAY, validity.YAW_DEG, "in sessions and films, degrees of yaw from the neutral's"),
    (Reason.TURNED_AWAY, validity.PITCH_DEG, "in sessions and films, degrees of pitch from the neutral's"),
    (Reason.NEUTRAL_OFF, SMALLEST, "in sessions and films, size of the face, of the neutral's"),
    (Reason.NEUTRAL_OFF, LARGEST, "in sessions and films, size of the face, of the neutral's"),
    (Reason.TOO_DARK, gate.DARK, "median brightness of the face, 0 to 1"),
    (Reason.TOO_DARK, gate.NOISY, "noise over contrast"),
    (Reason.TOO_BRIGHT, gate.BRIGHT, "share of the face that is burnt out"),
    (
        Reason.TOO_BRIGHT,
        gate.SHINE,
        "in films, and in photographs beside the neutral, how much brighter both eyes shine than before (logarithm)",
    ),
    (Reason.BLURRED, gate.BLUR, "detail over contrast"),
    (Reason.BLURRED, against.SOFTENED, "with a neutral, its sharpness"),
    (
        Reason.LOOKS_DIFFERENT,
        BARRED,
        "in sessions and films, two of the bars of glasses, where the neutral has none",
    ),
    (Reason.LOOKS_DIFFERENT, UNBARRED, "in sessions and films, the same, where the neutral has them"),
    (Reason.LOOKS_DIFFERENT, identity.OTHER, "with a neutral, proportions unlike its own"),
    *((Reason.COVERED, limits, f"in films, {SIGNS[name]}") for name, limits in gate.COVERED.items()),
    (
        Reason.COVERED,
        gate.COVERED_SKIN,
        "in films, share of the skin that is found again of what was seen before, where least is",
    ),
    (
        Reason.COVERED,
        gate.SHADOW,
        "in films, how patchy the light on forehead, nose and upper cheeks has become (logarithm)",
    ),
    *(
        (Reason.COVERED, limits, f"{IN_PHOTOGRAPHS}, {SIGNS[name]}")
        for name, limits in gate.STILL_COVERED.items()
    ),
    *(
        (Reason.COVERED, limits, f"{IN_PHOTOGRAPHS}, {BESIDE[name]}")
        for name, limits in why_not.COVERED_BESIDE.items()
    ),
    (
        Reason.LOOKS_DIFFERENT,
        why_not.OTHER_SKIN,
        f"{IN_PHOTOGRAPHS}, share of the neutral's skin that is found again",
    ),
    (
        Reason.LOOKS_DIFFERENT,
        why_not.PERHAPS_OTHER_SKIN,
        f"{IN_PHOTOGRAPHS}, the same, where the proportions are beyond {identity.RETURNED.enter:g}",
    ),
    (
        Reason.COVERED,
        why_not.UNEVEN_SKIN,
        f"{IN_PHOTOGRAPHS}, that share in one lower half of the face less that in the other",
    ),
    (
        Reason.COVERED,
        why_not.HIDDEN_BROWS,
        f"{IN_PHOTOGRAPHS}, that share in brows and forehead, of that in both lower halves",
    ),
    (
        Reason.COVERED,
        why_not.HIDDEN_EYE,
        f"{IN_PHOTOGRAPHS}, that share round one eye, if its light has changed",
    ),
    (
        Reason.COVERED,
        why_not.HIDDEN_CHIN,
        f"{IN_PHOTOGRAPHS}, that share of the chin, if its light has changed",
    ),
    (Reason.TOO_SLOW, gate.PICTURES_A_SECOND, "in a session, pictures a second"),
)


def gates_text() -> str:
    rows = [_gate_row(*gate) for gate in GATES]
    told = {reason for reason, _, _ in GATES}
    others = [f"- {reason}: “{reason.words}”" for reason in Reason if reason not in told]
    head = ("not scored, because", "measured in", "closes", "opens again at", "said")
    return "\n".join(
        (table(head, rows), "", "Without a number, or with times only:", "", *others, "", _times())
    )


def _gate_row(reason: Reason, limits: Limits, what: str) -> tuple[str, ...]:
    way = "below" if limits.enter < limits.leave or limits is SMALLEST else "above"
    again = "" if what.startswith(IN_PHOTOGRAPHS) else f"{limits.leave:g}"
    return (str(reason), what, f"{way} {limits.enter:g}", again, f"“{reason.words}”")


def _times() -> str:
    return (
        f"A face that was away for more than {gate.LOST_S:g} s is scored again after {gate.FOUND_S:g} s; a second "
        f"person counts after {gate.PEOPLE_S:g} s, a cover after {gate.COVERED_S:g} s. What a unit shows within "
        f"±{DEAD_ZONE:g} of the neutral is nothing. In a blink the upper face is held for at most "
        f"{passing.BLINK_S:g} s. Speech is {passing.TURNS} movements of the lips and more within "
        f"{passing.WITHIN_S:g} s, none slower than {passing.QUICK_S:g} s, and is over {passing.QUIET_S:g} s after "
        f"the last. While the head turns by more than {passing.QUICK_DEG_S:g}° a second the expression is held, for at "
        f"most {passing.HELD_S:g} s; then nothing is scored. Another camera, or another size of its picture, counts "
        f"after {identity.LASTS_S:g} s, as the distance and glasses do, and a picture more than {against.CLEARER:.1f} "
        f"times as sharp as the neutral's, which then was a blurred one. Below {gate.DIM:g} of light a blurred face is "
        f"said to be too dark, as more light is what helps. Somebody else counts after "
        f"{identity.OTHER_S:g} s, and after {identity.KNOWN_OTHER_S:g} s in place of a face that was known and never "
        f"away, as a strong expression that is held is no other person. A new neutral is offered from "
        f"{identity.PERHAPS_OTHER.enter:g} on, after as long. A face that comes back after {identity.AWAY_S:g} s or "
        f"more is scored only up to {identity.RETURNED.enter:g}, until that has been so for {identity.AGAIN_S:g} s; "
        f"then a new neutral is offered, too."
    )
