"""Every message that can be sent is taken by a platform that checks it as Meta does."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest

from console.channels.whatsapp import faults, media, sends, templates
from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.faults import Accepted
from console.channels.whatsapp.sends import NotSendable, Outgoing
from console.domain.directions import MediaKind
from console.domain.ids import MediaId, MessageId, PlatformId, TemplateId
from console.domain.messages import (
    Body,
    ContactCard,
    Contacts,
    Interactive,
    Location,
    Media,
    NoteText,
    TemplateMessage,
    Text,
)
from console.domain.template_filling import sent_cards
from console.domain.templates import (
    Button,
    Category,
    Template,
    TemplateStatus,
    file_kinds,
    variables,
)
from console.simulator.simulator import Simulator
from tests.fakes import HandClock
from tests.simulator.receiving import PHONE, TOKEN, WABA, simulated

LUCAS = "33612345678"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def platform() -> Simulator:
    simulator = simulated(HandClock(datetime(2026, 5, 14, 12, 0, tzinfo=UTC)), None)
    simulator.customer(f"+{LUCAS}", "Lucas Moreau")
    return simulator


@pytest.fixture
async def graph(platform: Simulator) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(platform.app),
        base_url="http://graph.test/v25.0",
        headers={"Authorization": f"Bearer {TOKEN}"},
    ) as client:
        yield client


async def answer(graph: httpx.AsyncClient, call: GraphCall) -> httpx.Response:
    return await graph.request(call.method, call.path, json=call.body, params=call.query)


def outgoing(
    body: Body, *, address: str = LUCAS, file: str = "", template: Template | None = None
) -> Outgoing:
    return Outgoing(
        number_id=PHONE,
        address=address,
        message_id=MessageId("ours-1"),
        body=body,
        files={MediaId("m1"): file} if file else {},
        template=template,
    )


async def sent(graph: httpx.AsyncClient, message: Outgoing) -> Accepted:
    call = sends.call_for(message)
    assert isinstance(call, GraphCall), call
    reply = await answer(graph, call)
    taken = faults.of_answer(reply.status_code, reply.content)
    assert isinstance(taken, Accepted), reply.text
    return taken


BODIES: list[Body] = [
    Text(text="Hello", preview_url=True),
    Location(latitude=52.37, longitude=4.9, name="Shop"),
    Contacts(cards=(ContactCard(name="Mark", phones=("+31 20 123",), organisation="A&F"),)),
    Interactive(style="buttons", text="When?", options=(("a", "Friday"), ("b", "Monday"))),
    Interactive(style="list", text="When?", options=(("a", "Friday"),), button="Days"),
    Interactive(style="link", text="Track it", options=(("https://example.com", "Open"),)),
    Interactive(style="location_request", text="Where are you?"),
    Interactive(style="contact_request", text="May we have your number?"),
]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: getattr(body, "style", body.kind))
async def test_the_platform_takes_every_kind(
    platform: Simulator, graph: httpx.AsyncClient, body: Body
) -> None:
    platform.customer(f"+{LUCAS}").writes("Hi")
    await platform.settle()
    taken = await sent(graph, outgoing(body))
    assert taken.phone == LUCAS
    assert platform.sent[-1].body["biz_opaque_callback_data"] == "ours-1"
    assert platform.sent[-1].body["to"] == f"+{LUCAS}"


async def test_a_file_is_handed_over_first_and_sent_by_its_id(
    platform: Simulator, graph: httpx.AsyncClient
) -> None:
    platform.customer(f"+{LUCAS}").writes("Hi")
    await platform.settle()
    upload = media.upload_to(PHONE, "image/png", "sofa.png")
    reply = await graph.post(
        upload.path,
        data={"messaging_product": "whatsapp", "type": upload.mime},
        files={"file": (upload.name, PNG, upload.mime)},
    )
    file = media.read_upload(reply.json())
    photo = Media(
        media=MediaKind.IMAGE, media_id=MediaId("m1"), mime="image/png", caption="The leg"
    )
    await sent(graph, outgoing(photo, file=file))
    assert platform.sent[-1].body["image"] == {"id": file, "caption": "The leg"}
    missing = sends.call_for(outgoing(photo))
    assert isinstance(missing, NotSendable)


async def test_a_customer_without_a_number_is_written_to_by_user_id(
    platform: Simulator, graph: httpx.AsyncClient
) -> None:
    lucas = platform.customer(f"+{LUCAS}")
    lucas.writes("Hi")
    await platform.settle()
    taken = await sent(graph, outgoing(Text(text="Hello"), address=lucas.person.user_id))
    assert taken.user_id == lucas.person.user_id
    assert "to" not in platform.sent[-1].body


async def test_a_reply_quotes_and_reading_is_told(
    platform: Simulator, graph: httpx.AsyncClient
) -> None:
    wamid = platform.customer(f"+{LUCAS}").writes("Hi")
    await platform.settle()
    message = outgoing(Text(text="Hello"))
    quoted = sends.call_for(
        Outgoing(
            number_id=PHONE,
            address=LUCAS,
            message_id=message.message_id,
            body=message.body,
            files={},
            quotes=wamid,
        )
    )
    assert isinstance(quoted, GraphCall)
    assert (await answer(graph, quoted)).status_code == 200
    assert platform.sent[-1].body["context"] == {"message_id": wamid}
    read = await answer(graph, sends.read_call(PHONE, PlatformId(wamid), typing=True))
    assert read.json() == {"success": True}
    heart = sends.reaction_call(PHONE, LUCAS, PlatformId(wamid), "❤️", MessageId("ours-2"))
    assert (await answer(graph, heart)).status_code == 200


async def all_templates(graph: httpx.AsyncClient) -> list[Template]:
    found: list[Template] = []
    after = ""
    while True:
        reply = await answer(graph, templates.page_call(WABA, after))
        page = templates.read_page(WABA, reply.json())
        assert page.skipped == 0
        found += [template for template, _ in page.templates]
        after = page.after
        if not after:
            return found


async def test_every_template_of_the_platform_is_read_and_every_usable_one_sent(
    platform: Simulator, graph: httpx.AsyncClient
) -> None:
    found = await all_templates(graph)
    assert len(found) == len(platform.world.templates.rows) > 20
    usable = [one for one in found if one.status is TemplateStatus.APPROVED]
    assert {one.named for one in usable} == {True, False}
    samples = {
        "document": ("application/pdf", b"%PDF-1.4 x"),
        "image": ("image/png", PNG),
        "video": ("video/mp4", b"\0\0\0\x18ftypmp42" + bytes(32)),
    }
    files: dict[str, str] = {}
    for kind, (mime, content) in samples.items():
        reply = await graph.post(
            f"/{PHONE}/media",
            data={"messaging_product": "whatsapp", "type": mime},
            files={"file": ("file", content, mime)},
        )
        files[kind] = media.read_upload(reply.json())
    for place, template in enumerate(usable):
        file = next((files[kind] for kind in file_kinds(template)), "")
        values = {one.key: (one.example or "value")[: one.limit] for one in variables(template)}
        if template.header_format == "location":
            values["header.where"] = "52.37, 4.9"
        if template.offer_ends:
            values["offer.ends"] = "2026-12-24 18:00"
        message = TemplateMessage(
            template_id=template.template_id,
            name=template.name,
            language=template.language,
            title=template.title,
            values=values,
            header_media_id=MediaId("m1") if file else None,
            cards=sent_cards(template, values, [MediaId("m1")] * len(template.cards)),
        )
        number = f"3361234{place:04}"  # one each, for the pair rate
        whole = outgoing(message, address=number, file=file, template=template)
        await sent(graph, whole)
        if template.header_format == "location":
            (header, *_rest) = platform.sent[-1].body["template"]["components"]
            spot = {"latitude": 52.37, "longitude": 4.9, "name": "value", "address": "value"}
            assert header["parameters"] == [{"type": "location", "location": spot}]


def test_notes_between_colleagues_never_become_a_call() -> None:
    assert isinstance(sends.call_for(outgoing(NoteText(text="psst"))), NotSendable)


def test_a_template_survives_the_way_to_graph_and_back() -> None:
    for named in (False, True):
        first, second = ("name", "parcel") if named else ("1", "2")
        template = Template(
            template_id=TemplateId("w/claim_update/en"),
            name="claim_update",
            language="en",
            category=Category.UTILITY,
            status=TemplateStatus.UNKNOWN,
            title="Claim update",
            header_format="text",
            header_text=f"About {{{{{first}}}}}",
            body=f"Hello {{{{{first}}}}}, {{{{{second}}}}} is on its way.",
            footer="Alder & Finch",
            buttons=(
                Button(kind="quick_reply", text="Thanks"),
                Button(kind="url", text="Track", url="https://example.com/{{1}}"),
            ),
            named=named,
            examples=(
                (f"header.{first}", "sofa"),
                (f"body.{first}", "Ana"),
                (f"body.{second}", "AF-1"),
                ("button.1", "AF-1"),
            ),
        )
        assert templates.read("w", templates.to_graph(template)) == template


def test_types_are_read_in_any_case_and_oddities_are_passed_over() -> None:
    row = {
        "name": "x",
        "language": "en",
        "category": "utility",
        "status": "Paused",
        "components": [{"type": "body", "text": "Hi"}, {"type": "Header", "format": "image"}],
    }
    page = templates.read_page("w", {"data": [row, 7, {"name": "y"}], "paging": {"next": 1}})
    ((template, _),) = page.templates
    assert (template.status, template.header_format) == (TemplateStatus.PAUSED, "image")
    assert (page.skipped, page.after) == (2, "")
    assert templates.read_page("w", None).templates == ()


def test_the_token_goes_only_to_hosts_of_the_list() -> None:
    hosts = ("lookaside.fbsbx.com", "*.fbcdn.net", "http://127.0.0.1:8090")
    good = (
        "https://lookaside.fbsbx.com/a?b",
        "https://scontent.x.fbcdn.net/a",
        "http://127.0.0.1:8090/a",
    )
    bad = (
        "http://lookaside.fbsbx.com/a",
        "https://lookaside.fbsbx.com.evil.example/a",
        "https://evilfbcdn.net/a",
        "https://lookaside.fbsbx.com@evil.example/a",
        "https://evil.example\\@lookaside.fbsbx.com/a",
        "https://lookaside.fbsbx.com:8443/",
        "http://127.0.0.1:8091/a",
        "file:///etc/passwd",
        "https://[",
        "",
    )
    assert all(media.is_allowed_host(url, hosts) for url in good)
    assert not any(media.is_allowed_host(url, hosts) for url in bad)


def test_a_digest_is_told_in_base64_or_hex() -> None:
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert media.is_whole(digest, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    assert media.is_whole(digest, digest.upper())
    assert media.is_whole(digest, "")
    assert not media.is_whole(digest, "AAAA")
    assert not media.is_whole(digest, "é")
