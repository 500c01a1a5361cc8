"""mirrorcam talks to nobody."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mirrorcam.app.guard import ReachedOutError, _watch
from mirrorcam.trackers.privacy import could_report, mediapipe_version
from test_cli import EXERCISE


def test_the_pinned_mediapipe_is_the_one_installed_and_cannot_report() -> None:
    assert mediapipe_version() == "0.10.31"
    assert not could_report()


def test_a_mediapipe_that_could_report_is_recognised(tmp_path: Path) -> None:
    library = tmp_path / "libmediapipe.so"
    library.write_bytes(b"\x7fELF" + bytes(5000) + b"TasksStatsProtoLogger" + bytes(100))
    assert could_report(library)


@pytest.mark.parametrize(
    ("event", "details"),
    [
        ("socket.connect", (None, ("192.0.2.1", 443))),
        ("socket.sendto", (None, ("2001:db8::1", 53, 0, 0))),
        ("socket.getaddrinfo", ("example.org", 443, 0, 0, 0)),
    ],
)
def test_another_computer_is_not_reached(event: str, details: tuple[object, ...]) -> None:
    with pytest.raises(ReachedOutError, match="does not talk to other computers"):
        _watch(event, details)


def test_the_display_and_this_computer_are(tmp_path: Path) -> None:
    _watch("socket.connect", (None, str(tmp_path / "X0")))
    _watch("socket.connect", (None, ("127.0.0.1", 6000)))
    _watch("open", ("file", "r", 0))


def test_a_command_refuses_its_own_connections() -> None:
    code = (
        "import socket\nfrom mirrorcam.app.guard import stay_private\nstay_private()\n"
        "try: socket.create_connection(('192.0.2.1', 9), 1)\nexcept PermissionError as no: print(no)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "did not reach 192.0.2.1" in done.stdout


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed here")
def test_a_whole_run_opens_no_internet_socket(tmp_path: Path, model: Path) -> None:
    exercise, trace = tmp_path / "short.toml", tmp_path / "trace"
    exercise.write_text(EXERCISE)
    run = [
        sys.executable,
        "-m",
        "mirrorcam",
        "practice",
        str(exercise),
        "--source",
        "synthetic",
        "--no-window",
    ]
    watched = ["strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(trace)]
    environment = {**os.environ, "MIRRORCAM_MODEL": str(model), "XDG_DATA_HOME": str(tmp_path)}
    subprocess.run([*watched, *run, "--no-save"], check=True, capture_output=True, env=environment)
    assert trace.exists()
    assert not re.findall(r".*AF_INET.*", trace.read_text())


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed here")
def test_that_watch_would_see_one(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    code = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
    watched = ["strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(trace)]
    subprocess.run([*watched, sys.executable, "-c", code], check=True)
    assert "AF_INET" in trace.read_text()
