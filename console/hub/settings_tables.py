"""Tables of a TOML file, asked key by key; what is wrong is said with file, line and key."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

from console.hub import sealing
from console.hub.secret import Secret


class SettingsFault(Exception):  # noqa: N818 - says what it is
    """What is wrong with the file: one sentence that names file, line and key."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file, asked key by key; whatever is left over is a fault."""

    file: "File"
    section: str
    number: int
    values: dict[str, Any]

    def fault(self, key: str, words: str) -> SettingsFault:
        """What is wrong with this key: `words` end with what to do."""
        place = self.file.line_of(self.section, self.number, key)
        shown = f"[[{self.section}]]" if self.number >= 0 else f"[{self.section}]"
        return SettingsFault(f"{self.file.path}, line {place}: {shown} {key}: {words}")

    def text(self, key: str, default: str | None = None) -> str:
        """The text of this key; without a default it must be there and say something."""
        value = self.values.pop(key, default)
        if value is None:
            raise self.fault(key, "it is missing. Write it in this section.")
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.fault(key, "it must be a text in quotes.")
        return value

    def whole(self, key: str, default: int, *, least: int = 0) -> int:
        """The whole number of this key, not below `least`."""
        value = self.values.pop(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.fault(key, f"it must be a whole number, {least} or more.")
        return value

    def wholes(self, key: str, default: tuple[int, ...], *, most: int) -> tuple[int, ...]:
        """Whole numbers from 0 to `most`."""
        value = self.values.pop(key, list(default))
        if not isinstance(value, list) or not all(
            type(one) is int and 0 <= one <= most for one in value
        ):
            raise self.fault(key, f"it must be a list of whole numbers from 0 to {most}.")
        return tuple(value)

    def time(self, key: str, default: time) -> time:
        """The time of day of this key, as in 08:00."""
        value = self.values.pop(key, None)
        if value is None:
            return default
        try:
            return time.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.fault(key, "it must be a time of day in quotes, as in 08:00.") from None

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts of this key; empty if it is left out."""
        value = self.values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.fault(key, "it must be a list of texts in quotes.")
        return tuple(value)

    def yes(self, key: str) -> bool:
        """Whether this key is true; left out is false."""
        value = self.values.pop(key, False)
        if not isinstance(value, bool):
            raise self.fault(key, "it must be true or false.")
        return value

    def secret(self, key: str) -> Secret:
        """The one secret of this key."""
        found = self.values.get(key)
        if isinstance(found, list):
            raise self.fault(key, "it must be a single text in quotes.")
        return self.secrets(key)[0]

    def secrets(self, key: str) -> tuple[Secret, ...]:
        """The secret given directly, by `key_env` or by `key_file`; a list of several."""
        given = [name for name in (key, f"{key}_env", f"{key}_file") if name in self.values]
        if len(given) != 1:
            raise self.fault(
                given[1] if given else key,
                f"give exactly one of {key}, {key}_env (a variable) and {key}_file (a path).",
            )
        value = self.values.pop(given[0])
        texts = value if isinstance(value, list) else [value]
        if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
            raise self.fault(given[0], "it must be a text in quotes, or a list of such texts.")
        return tuple(self._secret(given[0], text) for text in texts)

    def _secret(self, key: str, text: str) -> Secret:
        if key.endswith("_env"):
            found = self.file.environment.get(text, "")
            if not found.strip():
                raise self.fault(key, f"the variable {text} isn’t set. Set it and start again.")
            return Secret(found.strip())
        if key.endswith("_file"):
            try:
                read = (self.file.path.parent / text).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError):
                raise self.fault(key, f"the file {text} can’t be read.") from None
            if not read:
                raise self.fault(key, f"the file {text} is empty.")
            return Secret(read)
        return self._opened(key, text.strip())

    def _opened(self, key: str, text: str) -> Secret:
        """What stands in the file itself, unsealed if it is sealed."""
        if not text.startswith(sealing.SEALED):
            return Secret(text)
        try:
            keys = sealing.keys(self.file.path.parent, self.file.environment)
            if keys is None:
                raise sealing.SealFault(
                    f"it is sealed and there is no key. Put {sealing.FILE_NAME} beside this "
                    f"file, or set {sealing.VARIABLE}."
                )
            return Secret(keys.open(text, key))
        except sealing.SealFault as fault:
            raise self.fault(key, str(fault)) from None

    def finish(self) -> None:
        """Raises if a key is left that nobody asked for."""
        for key in self.values:
            raise self.fault(key, "there is no such setting. Correct the name or take it out.")


@dataclass(frozen=True, slots=True)
class File:
    """A file that is TOML, with its lines to name places."""

    path: Path
    lines: list[str]
    document: dict[str, Any]
    environment: Mapping[str, str]

    def line_of(self, section: str, number: int, key: str) -> int:
        """The line of a key, or of its section's head if the key isn't there; from 1."""
        seen, head, inside = -1, 1, False
        for place, line in enumerate(self.lines, start=1):
            if re.match(r"\s*\[", line):
                named = line.split("#")[0].strip().strip("[]").strip() == section
                seen += named
                inside = named and seen == max(number, 0)
                head = place if inside else head
            elif inside and re.match(rf'\s*"?{re.escape(key)}"?\s*=', line):
                return place
        return head

    def table(self, section: str) -> Table:
        """The one table of this name; empty if it is left out."""
        value = self.document.get(section, {})
        if not isinstance(value, dict):
            raise SettingsFault(f"{self.path}, line 1: [{section}] must be a section.")
        return Table(self, section, -1, dict(value))

    def tables(self, section: str) -> list[Table]:
        """Every table that is written [[section]], in order."""
        value = self.document.get(section, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            place = self.line_of(section, 0, "")
            raise SettingsFault(
                f"{self.path}, line {place}: write [[{section}]], in two pairs."
            )
        return [Table(self, section, at, dict(one)) for at, one in enumerate(value)]


def read(path: Path, environment: Mapping[str, str]) -> File:
    """The file, not yet looked into; `environment` is where `_env` secrets are looked up.

    Raises:
        SettingsFault: it isn’t there, can’t be read, or isn’t TOML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")  # Windows editors put a mark before it
    except FileNotFoundError:
        raise SettingsFault(
            f"{path} isn’t there. `python3 -m console hub init` makes a commented one."
        ) from None
    except OSError as error:
        raise SettingsFault(f"{path} can’t be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise SettingsFault(f"{path}, line 1: it isn’t UTF-8 text. Save it as UTF-8.") from None
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        place = found[1] if found else str(text.count("\n") + 1)
        words = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise SettingsFault(f"{path}, line {place}: it isn’t TOML: {words}.") from None
    return File(path, text.splitlines(), document, environment)
