"""What is to be heard: cues and their words, soft tones, and reading aloud."""
