"""Secrets in hub.toml: sealed where they stand, opened at the start, never seen again."""

import stat
from pathlib import Path

import pytest

from console.hub import sealed_file, sealing
from console.hub.init import write_settings
from console.hub.sealing import SealFault
from console.hub.settings_file import load
from console.hub.settings_tables import SettingsFault

TOML = """\
[[queue]]
name = "Everyone"

[[channel]]
name = "Shop"            # access_token = "not this one"
phone_number_id = "111"
waba_id = "222"
display_number = "+31 20 123 45 67"
access_token = 'EAAB"quoted'   # from "Meta"
app_secret = [
    "old-secret",  # until June
    "new-secret",
]
verify_token = "verify-token"
"""
SECRETS = ['EAAB"quoted', "verify-token", "old-secret", "new-secret"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "hub.toml"
    place.write_text(TOML)
    place.chmod(0o600)
    return place


def secrets_of(path: Path, environment: dict[str, str] | None = None) -> list[str]:
    (channel,) = load(path, environment or {}).channels
    found = (channel.access_token, channel.verify_token, *channel.app_secrets)
    return [secret.reveal() for secret in found]


def test_sealed_secrets_are_nowhere_in_the_file_and_the_hub_still_has_them(path: Path) -> None:
    assert sealed_file.seal(path, {}) == 4
    text = path.read_text()
    assert not any(secret in text for secret in SECRETS)
    assert secrets_of(path) == SECRETS
    assert 'access_token = "not this one"' in text
    assert '# from "Meta"' in text
    assert "# until June" in text
    assert sealed_file.seal(path, {}) == 0
    assert path.read_text() == text


def test_key_and_settings_are_for_their_owner_alone(path: Path) -> None:
    path.chmod(0o644)
    assert "chmod 600" in sealed_file.exposed(path)
    sealed_file.seal(path, {})
    assert sealed_file.exposed(path) == ""
    key = path.with_name("hub.key")
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path, key)] == [0o600, 0o600]
    key.chmod(0o640)
    with pytest.raises(SettingsFault, match="others may read the key"):
        load(path, {})


def test_a_wrong_key_a_missing_key_and_a_changed_text_are_told_apart_in_words(
    path: Path,
) -> None:
    sealed_file.seal(path, {})
    key = path.with_name("hub.key")
    right = key.read_text()
    sealing.write_keys(path.parent, sealing.new_key())
    text = path.read_text()
    place = text.index('verify_token = "sealed:') + 40
    changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
    with pytest.raises(SettingsFault, match=r"line 9: .* access_token: it was sealed"):
        load(path, {})
    key.write_text(right)
    path.write_text(changed)
    with pytest.raises(SettingsFault, match="verify_token: the sealed text was changed"):
        load(path, {})
    path.write_text(text)
    key.unlink()
    with pytest.raises(SettingsFault, match="there is no key"):
        load(path, {})
    key.write_text("x\n")
    key.chmod(0o600)
    with pytest.raises(SettingsFault, match="is no key"):
        load(path, {})


def test_a_sealed_text_is_bound_to_its_setting(path: Path) -> None:
    sealed_file.seal(path, {})
    text = path.read_text()
    start = text.index("sealed:", text.index("verify_token ="))
    verify = text[start : text.index('"', start)]
    start = text.index("sealed:", text.index("access_token = ", text.index("display")))
    path.write_text(text.replace(text[start : text.index('"', start)], verify))
    with pytest.raises(SettingsFault, match="belongs to another setting"):
        load(path, {})


def test_a_new_key_seals_all_anew_and_the_old_one_opens_nothing_any_more(path: Path) -> None:
    sealed_file.seal(path, {})
    old_key, old_text = path.with_name("hub.key").read_text(), path.read_text()
    assert sealed_file.seal(path, {}, anew=True) == 4
    assert secrets_of(path) == SECRETS
    assert len(path.with_name("hub.key").read_text().split()) == 1
    assert path.read_text() != old_text
    with pytest.raises(SettingsFault, match="another key"):
        load(path, {sealing.VARIABLE: old_key})


def test_a_rotation_that_stops_half_way_leaves_all_to_be_opened(path: Path) -> None:
    sealed_file.seal(path, {})
    old = path.with_name("hub.key").read_text().split()
    sealing.write_keys(path.parent, sealing.new_key(), *old)  # and then the power fails
    assert secrets_of(path) == SECRETS
    assert sealed_file.seal(path, {}) == 4  # going on seals all with the new one
    assert secrets_of(path) == SECRETS


def test_the_key_may_come_from_a_variable_or_from_systemd(path: Path, tmp_path: Path) -> None:
    given = {sealing.VARIABLE: sealing.new_key()}
    sealed_file.seal(path, given)
    assert not path.with_name("hub.key").exists()
    assert secrets_of(path, given) == SECRETS
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "hub-key").write_text(given[sealing.VARIABLE])
    assert secrets_of(path, {"CREDENTIALS_DIRECTORY": str(folder)}) == SECRETS
    with pytest.raises(SealFault, match="put a new one"):
        sealed_file.seal(path, given, anew=True)
    both = {sealing.VARIABLE: f"{sealing.new_key()} {given[sealing.VARIABLE]}"}
    assert sealed_file.seal(path, both) == 4
    assert secrets_of(path, both) == SECRETS


def test_keys_and_opened_secrets_show_themselves_in_no_repr(path: Path) -> None:
    sealed_file.seal(path, {})
    keys = sealing.keys(path.parent, {})
    assert path.with_name("hub.key").read_text().strip() not in repr(keys)
    assert "found" not in repr(keys)
    assert not any(secret in repr(load(path, {})) for secret in SECRETS)


def test_a_new_hub_has_a_key(tmp_path: Path) -> None:
    write_settings(tmp_path / "new.toml")
    keys = sealing.keys(tmp_path, {})
    assert keys is not None
    assert keys.open(keys.seal("s", "access_token"), "access_token") == "s"
