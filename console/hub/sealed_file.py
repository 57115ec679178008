"""Sealed file: finds the secrets that stand in hub.toml and seals them where they stand."""

import os
import re
import stat
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from console.hub import sealing
from console.hub.sealing import Keys, SealFault
from console.hub.settings import Settings
from console.hub.settings_file import load
from console.hub.settings_tables import SettingsFault

_NAMES = "access_token|app_secret|verify_token"
_SETTING = re.compile(rf"^[ \t]*({_NAMES})[ \t]*=[ \t]*", re.MULTILINE)
#: A comment, or a text in one of TOML's two kinds of quotes.
_PIECE = re.compile(r"""#[^\n]*|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")


def exposed(path: Path) -> str:
    """What to do about secrets that stand in a file which others may read; empty if none do."""
    try:
        if os.name != "posix" or not stat.S_IMODE(path.stat().st_mode) & 0o077:
            return ""
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""
    plain: list[str] = []
    _each(text, lambda secret, _name: _noted(plain, secret))
    if not any(not secret.startswith(sealing.SEALED) for secret in plain):
        return ""
    return f"{path} holds secrets and others may read it. Say: hub seal, and chmod 600 {path}"


def _noted(plain: list[str], secret: str) -> str:
    plain.append(secret)
    return secret


def seal(
    path: Path,
    environment: Mapping[str, str],
    *,
    anew: bool = False,
    elsewhere: Callable[[Keys], bool] = lambda _keys: True,
) -> int:
    """How many secrets in the file were sealed; all are sealed with the newest key now.

    `anew` makes a new key first, in the key file; the old one stays there if `elsewhere`,
    which seals what is kept outside the file, could not do so.

    Raises:
        SettingsFault: the settings are wrong, or a secret can't be opened.
        SealFault: there is no key, or it isn't ours to make.
    """
    before = load(path, environment)
    folder = path.parent
    if anew:
        _add_key(folder, environment)
    found = sealing.keys(folder, environment)
    if found is None:
        sealing.write_keys(folder, sealing.new_key())
        found = sealing.keys(folder, environment)
        assert found is not None
    text = path.read_text(encoding="utf-8-sig")
    sealed, count = _sealed(text, found)
    if count:
        _check(path, sealed, environment, _secrets_of(before))
        sealing.write_private(path, sealed)
    if elsewhere(found) and anew:
        newest = (folder / sealing.FILE_NAME).read_text(encoding="utf-8").split()[0]
        sealing.write_keys(folder, newest)
    return count


def _add_key(folder: Path, environment: Mapping[str, str]) -> None:
    """The new key stands before the old one until nothing is sealed with the old one."""
    former = sealing.keys(folder, environment)
    file = folder / sealing.FILE_NAME
    if former is not None and former.source != str(file):
        raise SealFault(
            f"The key is in {former.source}: put a new one (hub seal --print-key) before it "
            "there, with a space between, run “hub seal”, then take the old one out."
        )
    old = file.read_text(encoding="utf-8").split() if former is not None else []
    sealing.write_keys(folder, sealing.new_key(), *old)


def _sealed(text: str, keys: Keys) -> tuple[str, int]:
    count = 0

    def one(secret: str, name: str) -> str:
        nonlocal count
        if secret.startswith(sealing.SEALED):
            if keys.is_newest(secret):
                return secret
            secret = keys.open(secret, name)
        count += 1
        return keys.seal(secret.strip(), name)

    return _each(text, one), count


def _each(text: str, change: Callable[[str, str], str]) -> str:
    """The text with every secret that stands in it changed; all else stays, comments too."""
    done, parts = 0, []
    for setting in _SETTING.finditer(text):
        if setting.start() < done:
            continue
        end = _end_of_value(text, setting.end())
        name, value = setting[1], text[setting.end() : end]
        parts += [text[done : setting.end()], _changed(value, name, change)]
        done = end
    return "".join([*parts, text[done:]])


def _changed(value: str, name: str, change: Callable[[str, str], str]) -> str:
    def piece(found: re.Match[str]) -> str:
        if found[0].startswith("#"):
            return found[0]
        secret = str(tomllib.loads(f"x = {found[0]}")["x"])
        return f'"{changed}"' if (changed := change(secret, name)) != secret else found[0]

    return _PIECE.sub(piece, value)


def _end_of_value(text: str, start: int) -> int:
    """Where the value that starts here ends: of the line, or of a list's last line."""
    end = start
    while (end := text.find("\n", end + 1)) >= 0:
        try:
            tomllib.loads(f"x = {text[start:end]}")
        except tomllib.TOMLDecodeError:
            continue
        return end
    return len(text)


def _check(path: Path, sealed: str, environment: Mapping[str, str], before: list[str]) -> None:
    """Raises unless the sealed text means what the file meant."""
    draft = path.with_name(f"{path.name}.check")
    try:
        sealing.write_private(draft, sealed)
        after = load(draft, environment)
    finally:
        draft.unlink(missing_ok=True)
    if _secrets_of(after) != before:
        raise SettingsFault(f"{path} can’t be sealed: a secret is written in an odd way.")


def _secrets_of(settings: Settings) -> list[str]:
    found = [(c.access_token, c.verify_token, *c.app_secrets) for c in settings.channels]
    return [secret.reveal() for secrets in found for secret in secrets]
