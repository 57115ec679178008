"""Signing in, staying signed in, leaving."""

from pathlib import Path

import pytest

from console.desk.rows import LinkState
from console.domain.errors import InvalidInput, NotSignedIn, Unavailable
from console.domain.ids import SessionId
from tests.desk.conftest import Place, running, signed_in
from tests.desk.small_hub import SmallHub
from tests.desk.views import START, session
from tests.fakes import until

SOFA = SessionId("sofa")
NOBODY = "http://127.0.0.1:9"


async def test_a_hub_presents_itself(place: Place, url: str) -> None:
    assert (await place.desk().check_hub(url)).name == "Small hub"


async def test_an_address_where_no_hub_is_is_said_in_words(place: Place) -> None:
    with pytest.raises(Unavailable, match="can’t be reached"):
        await place.desk().check_hub(NOBODY)
    with pytest.raises(InvalidInput, match="isn’t an address"):
        await place.desk().check_hub("what is this")


async def test_a_wrong_password_is_told_in_the_hubs_words(place: Place, url: str) -> None:
    desk = place.desk()
    with pytest.raises(NotSignedIn, match="4 tries left"):
        await desk.sign_in(url, "ana", "wrong", stay=True)
    assert desk.me is None
    assert desk.inbox() == []


async def test_who_stays_signed_in_is_there_again_at_the_next_start(
    place: Place, url: str, hub: SmallHub
) -> None:
    async with signed_in(place, url) as desk:
        assert desk.me is not None
        assert desk.hub_name == "Small hub"
    again = place.desk()
    assert await again.resume()
    assert again.me is not None
    await again.close()
    assert hub.asked.count("/v1/sign-in") == 1


async def test_who_does_not_stay_has_to_sign_in_again(place: Place, url: str) -> None:
    desk = place.desk()
    await desk.sign_in(url, "ana", "secret", stay=False)
    await desk.close()
    assert not await place.desk().resume()
    assert await place.desk().last_inbox() == []


async def test_a_start_without_a_hub_shows_what_was_last_known(
    place: Place, url: str, hub: SmallHub
) -> None:
    hub.put(session("sofa"))
    async with signed_in(place, url) as desk:
        hub.put(session("sofa", **hub.here()))
        await until(desk.inbox)
        shown = desk.inbox()
    assert await place.desk().last_inbox() == shown
    again = place.desk()
    assert await again.resume(NOBODY)
    assert again.link.state is LinkState.OFFLINE
    assert again.link.as_of == START
    assert again.inbox() == shown
    await again.close()


async def test_signing_out_leaves_nothing_to_look_at(
    place: Place, url: str, hub: SmallHub, tmp_path: Path
) -> None:
    async with signed_in(place, url) as desk:
        hub.put(session("sofa", **hub.here()))
        await until(lambda: desk.inbox())
        await desk.sign_out()
        assert desk.me is None
        assert desk.link.state is LinkState.SIGNED_OUT
    assert await place.desk().last_inbox() == []
    assert list((place.folder / "cache").iterdir()) == []
    assert "/v1/sign-out" in hub.asked
    assert not await place.desk().resume()


async def test_a_sign_in_that_the_hub_ends_is_over_at_the_desk(
    place: Place, url: str, hub: SmallHub
) -> None:
    async with signed_in(place, url) as desk:
        hub.gone_token = True
        hub.drop_streams()
        await place.eventually(lambda: desk.me is None)
        assert desk.link.state is LinkState.SIGNED_OUT
        assert "has ended" in desk.link.trouble
        hub.gone_token = False
        await desk.sign_in(url, "ana", "secret", stay=True)
        await place.eventually(lambda: desk.link.state is LinkState.CONNECTED)


async def test_the_desk_may_run_before_anybody_signs_in(
    place: Place, url: str, hub: SmallHub
) -> None:
    async with running(place.desk()) as desk:
        await desk.sign_in(url, "ana", "secret", stay=True)
        await until(lambda: desk.link.state is LinkState.CONNECTED)
        hub.put(session("sofa"))
        await until(lambda: desk.row(SOFA))
