"""Finding the hub, signing in and out, at the desk in memory."""

from __future__ import annotations

from datetime import datetime

from console.domain.errors import Unavailable
from console.wire.requests import Hello


class FakeSigning:
    """A part of the desk in memory."""

    asked: list[tuple[object, ...]]
    hub_name: str
    moment: datetime

    async def sign_in(
        self, url: str, user_name: str, password: str, *, stay: bool, desk_name: str = ""
    ) -> None:
        self.asked.append(("sign_in", url, user_name, password, stay, desk_name))
        if password != "correct":
            raise Unavailable("User name and password don’t match. 4 tries left.")

    async def change_password(self, old: str, new: str) -> None:
        self.asked.append(("change_password", old, new))
        if old != "correct":
            raise Unavailable("That isn’t your password. 4 tries left.")

    async def sign_out(self) -> None:
        self.asked.append(("sign_out",))

    async def check_hub(self, url: str) -> Hello:
        self.asked.append(("check_hub", url))
        if "away" in url:
            raise Unavailable(f"Nothing answers at {url}. Check the address.")
        return Hello(name=self.hub_name, version="2.8", protocol=1, now=self.moment)
