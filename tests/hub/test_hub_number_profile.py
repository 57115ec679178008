"""A number's profile, short links and blocked customers, read and changed at Meta."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from console.domain.number_profile import Profile, link_flaw, profile_flaws
from console.wire import number_profile as wire
from console.wire import requests
from console.wire.codec import from_json, to_plain
from console.wire.number_profile import Blocked, Links
from tests import bombs
from tests.hub.test_hub_connecting import CHANNEL, NEW, Place, a_place

GOOD = Profile(
    about="Furniture that fits",
    address="Keizersgracht 1, Amsterdam",
    description="Tables, sofas and their spare parts.",
    email="service@alderfinch.example",
    websites=("https://alderfinch.example",),
    vertical="RETAIL",
)


_T = TypeVar("_T")


async def got(place: Place, shape: type[_T], path: str) -> _T:
    answer = await place.admin.get(path.format(channel_id=CHANNEL))
    assert answer.status_code == 200, answer.text
    return from_json(shape, answer.content)


async def test_a_profile_is_read_changed_and_given_a_picture(tmp_path: Path) -> None:
    async with a_place(tmp_path) as place:
        await place.connect()
        assert await got(place, Profile, wire.PROFILE) == Profile()
        name = {"name": "logo.jpg"}
        kept = await place.admin.post(requests.MEDIA_UP, content=bombs.photo(), params=name)
        answer = await place.post(
            wire.PROFILE, profile=to_plain(GOOD), picture=kept.json()["media_id"]
        )
        assert answer.status_code == 200, answer.text
        now = await got(place, Profile, wire.PROFILE)
        assert now.picture
        assert replace(now, picture="") == GOOD
        bad = await place.post(wire.PROFILE, profile=to_plain(replace(GOOD, about="x" * 140)))
        assert bad.status_code == 422
        assert "139 characters" in bad.json()["detail"]


async def test_links_are_made_changed_and_deleted_and_all_pages_are_read(
    tmp_path: Path,
) -> None:
    async with a_place(tmp_path) as place:
        await place.connect()
        number = place.simulator.world.numbers[NEW["number_id"]]
        number.links = {f"CODE{at}": f"Hello {at}" for at in range(205)}
        assert len((await got(place, Links, wire.LINKS)).links) == 205
        await place.post(wire.LINKS, text="Where is my order?")
        newest = (await got(place, Links, wire.LINKS)).links[0]
        assert newest.text == "Where is my order?"
        assert newest.url == f"https://wa.me/message/{newest.code}"
        await place.post(wire.LINKS, text="Where is my sofa?", code=newest.code)
        assert number.links[newest.code] == "Where is my sofa?"
        await place.post(wire.DROP_LINK, code=newest.code)
        assert newest.code not in number.links
        gone = await place.post(wire.DROP_LINK, code=newest.code)
        assert gone.status_code == 422
        odd = await place.post(wire.DROP_LINK, code="../x")
        assert odd.status_code == 422


async def test_a_number_has_two_thousand_links_at_most(tmp_path: Path) -> None:
    async with a_place(tmp_path) as place:
        await place.connect()
        number = place.simulator.world.numbers[NEW["number_id"]]
        number.links = {f"CODE{at}": "Hello" for at in range(2000)}
        refused = await place.post(wire.LINKS, text="One more")
        assert refused.status_code == 429
        assert "2,000 links" in refused.json()["detail"]


async def test_blocked_customers_are_listed_over_all_pages_and_let_in_again(
    tmp_path: Path,
) -> None:
    async with a_place(tmp_path) as place:
        await place.connect()
        await place.given.customer_writes("Hello", number="31612340000", name="Lucas")
        for at in range(120):
            person = place.simulator.world.person(f"3161234{at:04}", "Somebody")
            person.blocked = True
        found = await got(place, Blocked, wire.BLOCKED)
        assert len(found.customers) == 120
        assert {one.name for one in found.customers} == {"Lucas", ""}
        answer = await place.post(wire.UNBLOCK, platform_id="31612340000")
        assert len(from_json(Blocked, answer.content).customers) == 119
        assert not place.simulator.world.people["31612340000"].blocked


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"about": ""}, "about"),
        ({"address": "x" * 257}, "address"),
        ({"description": "x" * 513}, "description"),
        ({"email": "service"}, "email"),
        ({"email": "a@b@c.example"}, "email"),
        ({"websites": ("alderfinch.example",)}, "website.0"),
        (
            {"websites": ("https://a.example", "https://b.example", "https://c.example")},
            "website.1",
        ),
        ({"websites": ("https://a.example", f"https://{'b' * 255}.example")}, "website.1"),
        ({"vertical": "PIRACY"}, "vertical"),
    ],
)
def test_each_limit_of_a_profile_is_named_at_its_place(
    changes: dict[str, Any], place: str
) -> None:
    assert list(profile_flaws(GOOD)) == []
    assert [name for name, _words in profile_flaws(replace(GOOD, **changes))] == [place]


def test_a_link_has_one_to_140_characters() -> None:
    assert link_flaw("x" * 140) == ""
    assert "140 characters" in link_flaw("x" * 141)
    assert link_flaw("  ")
