"""Runs the command, as ``python -m benchmarks.measurement`` and as ``python benchmarks/measurement``."""

import sys
from importlib import import_module
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    sys.exit(import_module("benchmarks.measurement.command").main())
