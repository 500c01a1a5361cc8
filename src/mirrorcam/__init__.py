"""mirrorcam: a webcam mirror that answers back.

Where things are, from a picture to a score (docs/architecture.md has the flow):

- face: what the camera and the tracker saw: Frame, Face, Sample, and the Reason for what cannot be scored
- gate: is this picture good enough to score, and if not, why
- hysteresis: limits with a memory, so that nothing flickers
- clarity: what the picture of a face is like: light, sharpness, noise
- two_faces: two faces in one picture, kept apart by their places
- covering: does a hand, a mask, dark glasses or hair lie over the face
- arrays: the kinds of arrays that are passed around
- medians: the median of few numbers, quickly
- jpeg_blocks: the flat squares of a strongly compressed picture
- landmarks: which landmark is where, and the head frame
- action_units: one row an action unit
- measures: what a face shows of those rows: measure(face)
- proportions: what of a face hardly moves: whose face it is
- turning: what turning the head alone does to them, taken out
- nearness: what a camera that is nearer or further does to them, taken out
- facing: a turned face in a picture as a mesh, turned to the front or level
- closeup: two photographs of one person, and where the skin of the one is in the other
- signals: what a row is read from: sums of places, distances and blendshapes, and lines of the skin
- calibration: a person's own neutral; relative(measures, neutral)
- resting: how it is taken: two steady seconds of a face at rest
- against: a sample beside the neutral, in plain numbers
- validity: does the neutral still serve, in a session or a film
- why_not: why a photograph cannot be scored by a neutral
- identity: is it still the person whose neutral it is
- passing: blinks, speech and a quick head, which must not move a score
- taking_back: what is told only after it has begun, and is not scored from its beginning on
- onlooker: look by look, what of that is told of a face; one rule for sessions, films and rescoring
- expression: Expression, how strongly each action unit shows, left and right
- life: what makes a drawn face alive: blinks, glances, breath, soft transitions
- mirroring: a steady hand for what is drawn, and ways to mirror: warm, delayed, one side on both
- target: the library of expressions that can be asked for
- synchrony: how two moving faces go together, and how far behind
- patches: what the skin shows: wrinkles, the red of the lips, the mouth, as numbers
- score: how closely an expression meets a target
- range_of_movement: how far the person's own face goes, and targets on that scale
- recorded_target: a target recorded from a face, as the text of an expression file
- own_practice: the exercise that an expression of one's own is practised with, where nobody has written one
- sides: how alike both sides of a face move, and what moves unasked
- trial: what one attempt showed: onset, best half-second, steadiness
- exercise: what an exercise file may say
- ordering: in which order things are practised: fixed, shuffled by a seed, blocked then mixed
- adapting: easier and harder, by key or by itself
- staircase: how much of an expression needs to be seen, found by going up and down
- clues: which movements tell an expression, in words
- recognition: what came of recognising: right, confused, false alarms
- catching: how much of a shown expression appeared on the face of who looked on
- programme: exercises in an order that makes sense
- plan: what somebody practises in a week
- steps: one file a kind of step
- participant: one person in a session: their face at rest, what their avatar wears, what is seen
- acts: what somebody may do while a session runs
- session: advance(time_s, sample) -> Moment
- outcomes, waiting: what the steps of a session came to; what it waits for, and what counts of the time
- recording, recorder, session_file: a session in a file, read and written; the file itself
- blocks: a second of samples as bytes
- safe_files: files that are there whole or not at all, and go the same way
- sharing: what of a session is handed over, sealed for one who has the key or the passphrase, and let in elsewhere
- instant: what a session showed of one sample
- timeline_rows: a second of instants as bytes
- timeline: what a session showed, as it was kept, for looking back at once
- rescoring: what a session would have come to with something changed
- film, matroska: the film beside a session, where somebody said yes to one: its place, its bytes, its end
- noting: notes that are written when a session is looked back on
- review: what a session showed, in words
- phrases: what is said on screen, in the person's language (one file each in languages/)
- history: what many sessions show, by the person's own measure
- tables: TOML that people write, with every mistake told at once
- folders: where files lie: those that come with mirrorcam, and the person's own
- errors: what a person can mend
- imaging: what is worked out on a picture itself, and the one door to OpenCV
- sources, trackers, avatars, stores: things of one kind behind one protocol each
- app: the commands, the window, and the one worker that feeds them
"""

import os

# Our matrices are small: threads would only fight with the tracker's.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
