"""Several people on one computer."""

import json
import os
from datetime import datetime

import pytest

from mirrorcam.app import cli
from mirrorcam.app.kept.profiles import COLOURS, FILE, PROFILE_VARIABLE, Profile, Profiles, own_store
from mirrorcam.errors import BadInput


@pytest.fixture
def profiles(tmp_path, monkeypatch):
    monkeypatch.delenv(PROFILE_VARIABLE, raising=False)
    return Profiles(tmp_path)


def test_there_is_always_somebody_and_they_have_the_folder_itself(profiles, tmp_path):
    assert profiles.all() == (Profile("", "", COLOURS[0]),)
    assert profiles.store(profiles.last()).folder == tmp_path
    assert not (tmp_path / FILE).exists()


def test_everybody_has_a_folder_and_a_colour_of_their_own(profiles):
    ada, other = profiles.add("Ada"), profiles.add("Ada")
    assert (ada.name, other.name) == ("ada", "ada-2") and ada.colour != other.colour
    profiles.store(ada).keep_settings({"theme": "high-contrast"})
    assert profiles.store(other).settings() == {} and profiles.store(profiles.all()[0]).settings() == {}
    assert profiles.folder_of(ada).stat().st_mode & 0o077 == 0


def test_who_was_there_last_is_there_again(profiles, monkeypatch):
    ada = profiles.add("Ada")
    profiles.choose(profiles.all()[0])
    assert profiles.last().name == ""
    monkeypatch.setenv(PROFILE_VARIABLE, "Ada")
    assert profiles.last() == ada
    monkeypatch.setenv(PROFILE_VARIABLE, "Adda")
    with pytest.raises(BadInput, match='Did you mean "Ada"'):
        profiles.last()


@pytest.mark.parametrize("called", ["Without a name", "Ohne Namen"])
def test_who_has_no_name_is_found_by_what_the_window_says(profiles, called):
    ada = profiles.add("Ada")
    assert profiles.find(called) == profiles.all()[0] != ada
    profiles.change(Profile("", "Bo", "plum"))
    with pytest.raises(BadInput, match="no person called"):
        profiles.find(called)


def test_no_name_is_not_whoever_was_there_last(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        cli.main(["progress", "--no-window", "--profile", ""])
    assert ended.value.code == 2 and "give a name" in capsys.readouterr().err


def test_a_name_may_be_anything(profiles):
    odd = [profiles.add(title) for title in ("../..", "", "Zoë Ł", "x" * 500)]
    assert len({one.name for one in odd}) == 4
    assert all(profiles.folder_of(one).parent == profiles.folder / "people" for one in odd)
    assert profiles.find("Zoë Ł").title == "Zoë Ł" and len(odd[3].title) <= 40


def test_changing_and_removing(profiles):
    ada = profiles.add("Ada")
    profiles.change(Profile(ada.name, "Ada L.", "plum"))
    assert profiles.find("Ada L.").colour == "plum"
    profiles.remove(profiles.find("Ada L."))
    assert [one.name for one in profiles.all()] == [""] and not profiles.folder_of(ada).exists()


def test_of_the_first_person_everything_goes_but_what_is_everybodys(profiles, tmp_path):
    first = profiles.all()[0]
    profiles.change(Profile(first.name, "Cleo", "plum"))
    ada = profiles.add("Ada")
    store = profiles.store(profiles.find("Cleo"))
    store.keep_settings({"theme": "dark"})
    session = store.new_session("smile", datetime(2026, 11, 22, 18, 2))
    session.write_bytes(b"1")
    (tmp_path / "exercises").mkdir()
    profiles.store(ada).keep_settings({"theme": "low-stimulus"})
    profiles.remove(profiles.find("Cleo"))
    assert not session.exists() and store.settings() == {} and (tmp_path / "exercises").is_dir()
    assert [one.title for one in profiles.all()] == ["", "Ada"]
    assert profiles.store(ada).settings() == {"theme": "low-stimulus"}


def test_the_store_is_that_of_who_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    ada = Profiles().add("Ada")
    Profiles().choose(Profiles().all()[0])
    assert own_store().folder == Profiles().folder
    monkeypatch.setenv(PROFILE_VARIABLE, "Ada")
    assert own_store().folder == Profiles().folder_of(ada)


def test_a_list_that_may_not_be_read_is_said_and_not_written_over(profiles, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(profiles.folder))
    here = Profiles()
    ada = here.add("Ada")
    here.store(here.all()[0]).keep_settings({"theme": "dark"})
    (here.folder / FILE).unlink()
    (here.folder / FILE).mkdir()  # as one that is another's: it is there, and cannot be read
    assert here.all() == (Profile("", "", COLOURS[0]),) and here.last().name == ""
    for act in (
        own_store,
        lambda: here.find("Ada"),
        lambda: here.add("Bo"),
        lambda: here.choose(ada),
        lambda: here.remove(here.all()[0]),
    ):
        with pytest.raises(BadInput, match=r"people.json: cannot be read \(.*\)\. Make it readable"):
            act()
    assert here.store(here.last()).settings() == {"theme": "dark"} and here.folder_of(ada).is_dir()
    assert not (here.folder / "people" / "bo").exists()


ODD_NAMES = [
    "../../elsewhere",
    "..",
    ".",
    "/elsewhere",
    "a/b",
    "a\\b",
    "C:",
    "a\0b",
    "\ud800",
    "x" * 300,
    "con",
    "bo.",
]


def test_who_names_nobody_is_told_where_people_are(profiles):
    profiles.add("Bo")
    for name, told in (("Zacharias", "press W"), ("Boo", 'Did you mean "Bo"')):
        with pytest.raises(BadInput, match=told):
            profiles.find(name)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_name_that_is_no_folder_of_a_persons_is_nobody(profiles, name):
    rows = [{"name": one, "title": one, "colour": "teal"} for one in ("", name, "bo", "bo")]
    (profiles.folder / FILE).write_text(json.dumps({"people": [*rows, 3, {"name": "x"}], "last": name}))
    assert [one.name for one in profiles.all()] == ["", "bo"] and profiles.last().name == ""
    with pytest.raises(BadInput, match="there is no person called"):
        profiles.find(name)


@pytest.mark.parametrize("name", ["../../elsewhere", "..", ".", "../people/bo"])
def test_nothing_outside_is_removed(tmp_path, name):
    profiles = Profiles(tmp_path / "data")
    profiles.add("Bo")
    outside = tmp_path / "elsewhere" / "theirs.txt"
    outside.parent.mkdir()
    outside.write_text("kept")
    with pytest.raises(BadInput, match="nothing was deleted"):
        profiles.remove(Profile(name, "x", "teal"))
    assert outside.read_text() == "kept" and (profiles.folder / "people" / "bo").is_dir()


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
@pytest.mark.parametrize("link", ["people/bo", "people", "sessions"])
def test_a_link_that_leads_outside_is_not_followed(tmp_path, link):
    profiles = Profiles(tmp_path / "data")
    bo = profiles.add("Bo")
    profiles.store(profiles.all()[0]).keep_settings({"theme": "dark"})
    outside = tmp_path / "elsewhere"
    (outside / "bo").mkdir(parents=True)
    (outside / "theirs.txt").write_text("kept")
    place = profiles.folder / link
    if place.exists():
        place.rename(tmp_path / "before")
    place.symlink_to(outside)
    with pytest.raises(BadInput, match="Nothing was deleted"):
        profiles.remove(bo if link != "sessions" else profiles.all()[0])
    assert (outside / "theirs.txt").read_text() == "kept" and (outside / "bo").is_dir()
    assert profiles.store(profiles.all()[0]).settings() == {"theme": "dark"}


@pytest.mark.parametrize("broken", ["", "[]", '{"people": 3}', '{"people": [{"name": 1}]}', "{"])
def test_a_broken_file_keeps_nobody_out(profiles, broken):
    (profiles.folder / FILE).write_text(broken)
    assert len(profiles.all()) == 1 and profiles.last().name == ""
