"""A desk's disk is sealed, its key is found again, and files in the open are taken in."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from console.desk import carrying, installation, kernel_keyring
from console.desk.cache import Cache
from console.desk.cache_file import CacheFile
from console.desk.credentials import MemoryCredentials
from console.desk.keys import Keys, new_key
from console.desk.model import Written
from console.desk.picture import held_name, last_picture
from console.desk.rows import Draft
from console.desk.sealing import Seal, WrongSeal
from console.desk.store import Store
from console.domain.errors import NotSignedIn
from console.domain.ids import SessionId
from console.domain.messages import Text
from console.wire.codec import to_json
from tests.conftest import ExpectedLogs
from tests.desk.conftest import Place, signed_in
from tests.desk.small_hub import SmallHub
from tests.desk.views import message, session

ROOT = Path(__file__).resolve().parents[2]
SOFA = SessionId("sofa")
_OPEN_STORE = """
create table draft (session_id text primary key, json text not null);
create table outgoing (place integer primary key autoincrement, message_id text not null unique,
    session_id text not null, json text not null);
create table taken (what text primary key);
insert into draft values ('sofa', '{"text": "in the open"}');
insert into taken values ('passed sofa 3');
"""
_OPEN_CACHE = """
create table place (only_ integer primary key, epoch text, seq integer, heard_at text);
create table object (kind text, ref text, json text, primary key (kind, ref));
create table coverage (conversation_id text primary key, at text, place integer, earlier text);
create table message (message_id text primary key, conversation_id text, at text,
    place integer, words text, json text);
insert into place values (1, 'first', 0, '2026-05-14T12:00:00+00:00');
"""


async def written_by(place: Place, url: str) -> None:
    """Ana has stayed signed in and left a draft."""
    desk = place.desk()
    await desk.sign_in(url, "ana", "secret", stay=True)
    desk.save_draft(SOFA, Draft(text="Dear Lucas"))
    await desk.close()


def test_what_is_sealed_opens_with_the_same_key_for_the_same_thing_alone() -> None:
    key = new_key()
    sealed = Seal(key).shut(b"words", "draft sofa")
    assert Seal(key).open(sealed, "draft sofa") == b"words"
    assert sealed != Seal(key).shut(b"words", "draft sofa")
    damaged = bytes([sealed[0] ^ 1]) + sealed[1:]
    wrong: list[Callable[[], bytes]] = [
        lambda: Seal(new_key()).open(sealed, "draft sofa"),
        lambda: Seal(key).open(sealed, "draft chair"),
        lambda: Seal(key).open(damaged, "draft sofa"),
        lambda: Seal(key).open(b"", "draft sofa"),
    ]
    for attempt in wrong:
        with pytest.raises(WrongSeal):
            attempt()


async def test_t14_a_wrong_key_costs_the_cache_and_no_more_than_a_look_at_the_hub(
    place: Place, url: str, hub: SmallHub
) -> None:
    hub.put(session("sofa", **hub.here()))
    await written_by(place, url)
    ((name, _token),) = [
        item for item in place.credentials._tokens.items() if item[0].endswith(" files")
    ]
    cache = installation.cache_path(place.folder, name.partition(" ")[0])
    with closing(CacheFile(cache, Seal(new_key()))) as theirs, pytest.raises(WrongSeal):
        theirs.load()
    installation.remove_database(cache)
    with closing(CacheFile(cache, Seal(new_key()))) as theirs:
        theirs.take_over([("hub_name", "", '"Theirs"')], [], [], None)
    again = place.desk()
    assert await again.resume()
    assert again.hub_name == "Small hub"
    assert again.row(SOFA) is not None
    assert again.draft(SOFA).text == "Dear Lucas"
    await again.close()


async def test_t14_a_keyring_that_lost_the_key_is_no_loss_the_password_opens_it_too(
    place: Place, url: str
) -> None:
    await written_by(place, url)
    for name in [each for each in place.credentials._tokens if each.endswith(" files")]:
        await place.credentials.forget(name)
    again = place.desk()
    assert not await again.resume()
    assert "your password opens it too" in again.link.trouble
    await again.sign_in(url, "ana", "secret", stay=True)
    assert (again.draft(SOFA).text, again.loss) == ("Dear Lucas", "")
    await again.close()
    third = place.desk()
    assert await third.resume()
    assert third.draft(SOFA).text == "Dear Lucas"
    await third.close()


async def test_t14_without_a_keyring_drafts_outlast_the_program_behind_the_password(
    place: Place, url: str
) -> None:
    await written_by(place, url)
    place.credentials = MemoryCredentials()
    again = place.desk()
    assert not await again.resume()
    await again.sign_in(url, "ana", "secret", stay=True)
    assert (again.draft(SOFA).text, again.loss) == ("Dear Lucas", "")
    await again.close()


async def test_t14_a_lost_key_is_said_and_what_nobody_can_read_is_set_aside(
    place: Place, url: str
) -> None:
    await written_by(place, url)
    place.credentials = MemoryCredentials()
    (closed,) = (place.folder / "desk").glob("*.key")
    closed.write_text(json.dumps({"work": 2, "salt": "00", "key": "00"}))
    again = place.desk()
    await again.sign_in(url, "ana", "secret", stay=True)
    assert "Please write them again" in again.loss
    assert again.draft(SOFA).text == ""
    assert list((place.folder / "desk").glob("*.unreadable"))
    again.save_draft(SOFA, Draft(text="once more"))
    await again.close()
    third = place.desk()
    assert await third.resume()
    assert (third.draft(SOFA).text, third.loss) == ("once more", "")
    await third.close()


async def test_a_store_that_is_damaged_is_set_aside_and_said(place: Place, url: str) -> None:
    await written_by(place, url)
    (kept,) = (place.folder / "desk").glob("*.sealed")
    kept.write_bytes(b"this is no database" * 1000)
    again = place.desk()
    assert await again.resume()
    assert "Please write them again" in again.loss
    await again.close()


async def test_a_changed_password_opens_the_key(tmp_path: Path) -> None:
    ours, key = Keys(tmp_path, MemoryCredentials()), new_key()
    await ours.close_with("ana", key, "old")
    await ours.change("ana", "old", "new")
    assert await ours.behind("ana", "old") is None
    assert await ours.behind("ana", "new") == key


async def test_t15_who_signs_in_next_finds_no_key_and_no_cache_of_who_was_here(
    place: Place, url: str
) -> None:
    await written_by(place, url)
    anas = set(place.credentials._tokens)
    other = place.desk()
    with pytest.raises(NotSignedIn):
        await other.sign_in(url, "bo", "wrong", stay=True)
    assert anas == set(place.credentials._tokens)
    await other.sign_in(url, "bo", "secret", stay=True)
    assert not anas & set(place.credentials._tokens)
    bos = installation.key_of(url, "bo")
    assert {path.stem for path in (place.folder / "cache").iterdir()} == {bos}
    await other.close()


async def test_t15_signing_out_leaves_what_only_the_password_opens(
    place: Place, url: str
) -> None:
    async with signed_in(place, url) as desk:
        desk.save_draft(SOFA, Draft(text="Dear Lucas"))
        await desk.sign_out()
        assert place.credentials._tokens == {}
        await desk.sign_in(url, "ana", "secret", stay=True)
        assert desk.draft(SOFA).text == "Dear Lucas"


def in_the_open(folder: Path, name: str) -> tuple[Path, Path]:
    """Files as versions before this one wrote them; a message and a draft in them."""
    store, cache = folder / "desk" / f"{name}.sqlite", folder / "cache" / f"{name}.sqlite"
    for path, tables in ((store, _OPEN_STORE), (cache, _OPEN_CACHE)):
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path)) as made, made:
            made.executescript(tables)
    pictures = folder / "cache" / f"{name}-pictures"
    pictures.mkdir()
    (pictures / "1.webp").write_bytes(b"in the open")
    return store, cache


async def test_t14_files_in_the_open_are_carried_over_once_and_gone(
    place: Place, url: str
) -> None:
    await written_by(place, url)
    name = installation.load(place.folder).key
    shutil.rmtree(place.folder / "desk")
    shutil.rmtree(place.folder / "cache")
    for kept in [each for each in place.credentials._tokens if each.endswith(" files")]:
        await place.credentials.forget(kept)  # a version before this one had none
    in_the_open(place.folder, name)
    again = place.desk()
    assert await again.resume()
    assert again.draft(SOFA).text == "in the open"
    assert not again._seated().store.take("passed sofa 3", {})
    await again.sign_out()
    assert place.credentials._tokens  # no password has closed the key yet
    await again.sign_in(url, "ana", "secret", stay=True)
    assert again.draft(SOFA).text == "in the open"
    await again.close()
    assert not list(place.folder.rglob("*.sqlite*"))
    assert not list(place.folder.rglob("*-pictures"))
    for path in [each for each in place.folder.rglob("*") if each.is_file()]:
        assert b"in the open" not in path.read_bytes()


def test_t14_a_cache_in_the_open_is_carried_over_whole(tmp_path: Path) -> None:
    _, old = in_the_open(tmp_path, "ana")
    view = message("m1", "sofa-talk", 1)
    with closing(sqlite3.connect(old)) as opened, opened:
        opened.execute("insert into object values ('hub_name', '', '\"Small hub\"')")
        opened.execute(
            "insert into message values ('m1', ?, ?, 1, 'Hello there', ?)",
            (view.conversation_id, "2026-05-14T12:00:00.000000+00:00", to_json(view).decode()),
        )
    seal, path = Seal(new_key()), old.with_suffix(".sealed")
    carrying.carry_cache(path, seal)
    with closing(CacheFile(path, seal)) as cache:
        kept = cache.load()
        assert kept.place is not None
        assert kept.objects == {"hub_name": [b'"Small hub"']}
        assert [hit.message.message_id for hit in cache.search("hell", 9)] == ["m1"]
    assert not old.exists()


#: Carries a store over and is killed before anything is kept, before the sealed file has its
#: name, or before the open one is gone.
_KILLED = """
import os, pathlib, signal, sys
from console.desk import carrying
from console.desk.sealing import Seal

def die(*_arguments):
    os.kill(os.getpid(), signal.SIGKILL)

path, key, instant = pathlib.Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.argv[3]
if instant == "begun":
    carrying.Store.take_over = die
elif instant == "sealed":
    os.replace = die
else:
    remove = carrying.remove_database
    carrying.remove_database = lambda gone: die() if gone.suffix == ".sqlite" else remove(gone)
carrying.carry_store(path, Seal(key))
"""


@pytest.mark.parametrize("instant", ["begun", "sealed", "named"])
def test_t14_a_kill_while_carrying_over_loses_nothing(tmp_path: Path, instant: str) -> None:
    old, _ = in_the_open(tmp_path, "ana")
    path, key = old.with_suffix(".sealed"), new_key()
    command = [sys.executable, "-c", _KILLED, str(path), key.hex(), instant]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert old.exists()
    assert path.exists() == (instant == "named")
    carrying.carry_store(path, Seal(key))
    with closing(Store(path, Seal(key))) as store:
        assert store.drafts()[SOFA].text == "in the open"
    assert [each.name for each in path.parent.iterdir()] == ["ana.sealed"]


def test_a_damaged_file_in_the_open_is_sealed_as_it_is(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs("is damaged and is set aside")
    path, seal = tmp_path / "ana.sealed", Seal(new_key())
    path.with_suffix(".sqlite").write_bytes(b"this is no database" * 1000)
    assert not carrying.carry_store(path, seal)
    sealed = path.with_suffix(".unreadable").read_bytes()
    assert seal.open(sealed, "unreadable").startswith(b"this is no database")
    assert not path.with_suffix(".sqlite").exists()


async def test_words_that_come_after_the_first_search_are_found_too(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "ana.sealed", Seal(new_key()))
    first, second = message("m1", "sofa-talk", 1), message("m2", "sofa-talk", 2)
    await cache.write(Written(messages={"m1": replace(first, body=Text(text="Grüße"))}))
    assert [hit.message.message_id for hit in await cache.search("gru", 9)] == ["m1"]
    await cache.write(Written(messages={"m2": replace(second, body=Text(text="Gruss"))}))
    await cache.write(Written(messages={"m1": replace(first, body=Text(text="edited"))}))
    assert [hit.message.message_id for hit in await cache.search("gru", 9)] == ["m2"]
    assert [hit.message.message_id for hit in await cache.search("edited", 9)] == ["m1"]
    await cache.close()


def test_the_kernel_holds_a_key_or_says_that_it_has_none(tmp_path: Path) -> None:
    name, key = held_name(tmp_path, "ana"), new_key()
    assert kernel_keyring.read(name) is None
    kernel_keyring.hold(name, key)
    assert kernel_keyring.read(name) in (key, None)  # containers forbid it
    kernel_keyring.forget(name)
    assert kernel_keyring.read(name) is None
    assert last_picture(tmp_path) == []
