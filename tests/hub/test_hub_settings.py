"""hub.toml: read strictly, every fault one sentence with file, line and key."""

import stat
from datetime import time
from pathlib import Path

import pytest

from console.domain.errors import InvalidInput
from console.domain.notifications import Hours
from console.hub.init import write_settings
from console.hub.settings_file import load
from console.hub.settings_tables import SettingsFault

GOOD = """\
[hub]
name = "Shop hub"
listen = "0.0.0.0:9000"

[[queue]]
name = "Repairs"

[[queue]]
name = "Delivery"
rule = "most_available"

[[channel]]
name = "Shop"
phone_number_id = "111"
waba_id = "222"
display_number = "+31 20 123 45 67"
queue = "Repairs"
access_token_env = "TOKEN"
app_secret = ["old", "new"]
verify_token_file = "verify.txt"
"""
_EMPTY = 'app_secret_env = "EMPTY"'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "verify.txt").write_text("verify-me\n")
    return tmp_path / "hub.toml"


def test_secrets_come_from_the_file_a_variable_or_a_file_beside_it(path: Path) -> None:
    path.write_text(GOOD)
    settings = load(path, {"TOKEN": "EAAB"})
    channel = settings.channels[0]
    assert channel.access_token.reveal() == "EAAB"
    assert [secret.reveal() for secret in channel.app_secrets] == ["old", "new"]
    assert channel.verify_token.reveal() == "verify-me"
    assert settings.address == ("0.0.0.0", 9000)
    assert settings.database_url == f"sqlite+aiosqlite:///{path.parent}/data/hub.db"
    assert "EAAB" not in repr(settings)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("[hub]", "[hub"), "line 1: it isn’t TOML"),
        (('listen = "0.0.0.0:9000"', "listen = 9000"), "line 3: [hub] listen: it must be"),
        (
            ('listen = "0.0.0.0:9000"', 'listen = "9000"'),
            "line 3: [hub] listen: it must be host",
        ),
        (('name = "Shop hub"', 'nane = "Shop hub"'), "line 2: [hub] nane: there is no such"),
        (
            ('rule = "most_available"', 'rule = "best"'),
            "line 10: [[queue]] rule: it must be one",
        ),
        (('name = "Delivery"', 'name = "Repairs"'), "line 9: [[queue]] name: there are two"),
        (('waba_id = "222"', ""), "line 12: [[channel]] waba_id: it is missing"),
        (
            ('queue = "Repairs"', 'queue = "X"'),
            "line 17: [[channel]] queue: there is no [[queue]]",
        ),
        (('access_token_env = "TOKEN"', ""), "[[channel]] access_token: give exactly one"),
        (("verify.txt", "other.txt"), "line 20: [[channel]] verify_token_file: the file"),
        (('"TOKEN"', '"OTHER"'), "line 18: [[channel]] access_token_env: the variable OTHER"),
        (("[hub]", "[hubs]"), "line 1: there is no section [hubs]"),
        (
            ('name = "Shop hub"', 'graph_base_url = "http://graph.example.com"'),
            "line 2: [hub] graph_base_url: keys go there, so it must be https",
        ),
        (
            ('name = "Shop hub"', 'graph_base_url = "http://h:port"'),
            "line 2: [hub] graph_base_url",
        ),
        (
            ('name = "Shop hub"', 'public_url = "http://[::1"'),
            "line 2: [hub] public_url: it must be an address",
        ),
        (
            ('name = "Shop hub"', 'database_url = "postgresql://a:b@h:port/d"'),
            "line 2: [hub] database_url: it must be as in",
        ),
        (
            ('name = "Shop hub"', 'data_folder = "a\\u0000b"'),
            "line 2: [hub] data_folder: it must be a path",
        ),
        (
            ('access_token_env = "TOKEN"', 'access_token = ["one", "two"]'),
            "[[channel]] access_token: it must be a single text",
        ),
    ],
)
def test_a_fault_is_one_sentence_with_file_line_and_key(
    path: Path, change: tuple[str, str], fault: str
) -> None:
    path.write_text(GOOD.replace(*change))
    with pytest.raises(SettingsFault) as caught:
        load(path, {"TOKEN": "EAAB"})
    assert str(caught.value).startswith(str(path))
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "secret", ["", 'app_secret = ""', "app_secret = []", 'app_secret = ["old", " "]', _EMPTY]
)
def test_t1_a_hub_without_an_app_secret_does_not_start(path: Path, secret: str) -> None:
    path.write_text(GOOD.replace('app_secret = ["old", "new"]', secret))
    with pytest.raises(SettingsFault, match="app_secret"):
        load(path, {"TOKEN": "EAAB", "EMPTY": " "})


def test_a_new_settings_file_can_be_read_by_its_owner_alone_and_is_valid(path: Path) -> None:
    write_settings(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [queue.name for queue in load(path).queues] == ["Everyone"]
    with pytest.raises(InvalidInput, match="stays as it is"):
        write_settings(path)


def test_the_channel_block_in_the_comments_works_once_uncommented(path: Path) -> None:
    write_settings(path)
    text = path.read_text().replace("\n# ", "\n")
    start = text.index("[[channel]]")
    path.write_text("[[queue]]\nname = 'Everyone'\n" + text[start:])
    (path.parent / "app-secret.txt").write_text("s")
    settings = load(path, {"SHOP_ACCESS_TOKEN": "a", "SHOP_VERIFY_TOKEN": "b"})
    assert settings.channels[0].name == "Shop"
    assert "{{first_name}}" in settings.quick_replies[0].text


def test_a_byte_order_mark_does_no_harm(path: Path) -> None:
    path.write_text(GOOD, encoding="utf-8-sig")
    assert load(path, {"TOKEN": "t"}).name == "Shop hub"


def test_the_hours_of_notifications_are_read_and_nonsense_is_named(path: Path) -> None:
    path.write_text(f'{GOOD}\n[notifications]\nopens = "09:30"\ncloses = "18:00"\n')
    assert load(path, {"TOKEN": "t"}).hours == Hours(time(9, 30), time(18))
    for wrong in ('opens = "nine"', "opens = 9", 'opens = "21:00"'):
        path.write_text(f"{GOOD}\n[notifications]\n{wrong}\n")
        with pytest.raises(SettingsFault, match=r"\[notifications\]"):
            load(path, {"TOKEN": "t"})
