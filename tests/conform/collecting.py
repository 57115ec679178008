"""The collection: every call of the hub once, in an order in which the platform takes it."""

from __future__ import annotations

from dataclasses import replace

from console.channels.whatsapp import (
    blocking,
    health,
    media,
    messaging_limits,
    number_checks,
    number_profile,
    number_setup,
    sends,
    template_calls,
    templates,
)
from console.domain.business_numbers import CodeMethod
from console.domain.directions import MediaKind
from console.domain.ids import MediaId, MessageId, PlatformId
from console.domain.messages import Body, SentCard, TemplateMessage
from console.domain.templates import Template, variables
from console.simulator import numbers
from tests.conform.messages import BODIES, FILE, FILES, SHOP_TEMPLATES, TEMPLATES
from tests.conform.playing import LUCAS, OTHER, Player, player
from tests.conform.recording import Recorded
from tests.simulator.receiving import PHONE, SECRET, TOKEN, VERIFY, WABA


async def collected() -> tuple[list[Recorded], Player]:
    """Every kind of request with its answer, and who made them."""
    async with player() as one:
        for part in (
            _files,
            _messages,
            _about_messages,
            _templates,
            _number,
            _setting_up,
            _profile,
            _blocks,
            _refusals,
        ):
            await part(one)
        return one.taken, one


async def _files(one: Player) -> None:
    for kind, (name, mime) in FILES.items():
        call = media.upload_to, PHONE, mime, name
        told = await one.ask(f"upload: {kind}", *call, content=one.sample(name))
        one.files[kind] = one.knows(media.read_upload(told), "media")
    place = await one.ask("file", media.resolve_call, one.files["image"], PHONE)
    source = media.read_source(place)
    assert source is not None
    one.recording.name = "file: its content"
    kept: list[bytes] = []
    await one.gateway.download(source.url, kept.append, number_id=PHONE, limit_bytes=10**7)
    assert kept


async def _messages(one: Player) -> None:
    for name, body in BODIES.items():
        kind = getattr(body, "media", None) or getattr(body, "header_media", None)
        file = one.files.get(kind or "", "")
        await _send(one, name, body, files={FILE: file} if file else {})
    await _send(one, "reply", BODIES["text"], quotes=_received(one))
    user = one.simulator.customer(f"+{LUCAS}").person.user_id
    await _send(one, "text to a user id", BODIES["text"], address=user)
    shelf = one.simulator.world.templates.rows
    for template in TEMPLATES:
        row = templates.to_graph(template) | {"status": "APPROVED", "id": template.name}
        shelf.append(row)
        await _send_template(one, template)
    for name in SHOP_TEMPLATES:
        known = templates.read(WABA, next(row for row in shelf if row["name"] == name))
        assert known is not None
        await _send_template(one, known)


async def _send_template(one: Player, template: Template) -> None:
    values = {at.key: at.example or "52.37, 4.9" for at in variables(template)}
    values |= dict(template.examples)
    file = one.files.get(template.header_format, "")
    cards = [
        SentCard(media=MediaKind(card.header_format), media_id=MediaId(card.header_format))
        for card in template.cards
    ]
    message = TemplateMessage(
        template_id=template.template_id,
        name=template.name,
        language=template.language,
        title=template.title,
        values=values,
        header_media_id=FILE if file else None,
        cards=tuple(cards),
    )
    files = {MediaId(kind): known for kind, known in one.files.items()} | {FILE: file}
    await _send(one, f"template: {template.name}", message, files=files, template=template)


async def _send(one: Player, name: str, body: Body, **more: object) -> None:
    values: dict[str, object] = {
        "number_id": PHONE,
        "address": LUCAS,
        "message_id": MessageId("ours-1"),
        "body": body,
        "files": dict[MediaId, str](),
    }
    await one.clock.advance(seconds=10)  # the platform takes one in six seconds in the long run
    outgoing = sends.Outgoing(**(values | more))  # type: ignore[arg-type]
    await one.ask(name, sends.call_for, outgoing)


async def _about_messages(one: Player) -> None:
    target = _received(one)
    for name, emoji in (("reaction", "👍"), ("reaction, taken back", "")):
        own = MessageId(f"ours-{name}")
        await one.ask(name, sends.reaction_call, PHONE, LUCAS, target, emoji, own)
    await one.ask("read receipt", sends.read_call, PHONE, target)
    await one.ask("read receipt with typing", sends.read_call, PHONE, target, typing=True)
    await one.ask("thread taken back", sends.take_thread_call, PHONE, LUCAS)


async def _templates(one: Player) -> None:
    handle = await _sample(one)
    for template in (TEMPLATES[1], TEMPLATES[2], TEMPLATES[7], TEMPLATES[8]):
        made = replace(template, name=f"new_{template.name}")
        await _make(one, made)
    shown = replace(TEMPLATES[3], name="new_picture")
    number = await _make(one, shown, handle)
    one.simulator.world.templates.find(shown.name, "en")["status"] = "APPROVED"  # type: ignore[index]
    await one.ask("template edited", template_calls.edit_call, number, shown, handle)
    await one.ask("template looked up", template_calls.look_call, WABA, shown)
    row = one.simulator.world.templates.by_id(number)
    assert row is not None
    row |= {"status": "PAUSED", "pause": "RATE_LIMITING_PAUSE"}
    await one.ask("template resumed", template_calls.resume_call, number)
    await one.ask("template deleted", template_calls.delete_call, WABA, shown, number)
    first = await one.ask("templates", templates.page_call, WABA)
    after = templates.read_page(WABA, first).after
    await one.ask("templates, second page", templates.page_call, WABA, after)


async def _make(one: Player, template: Template, handle: str = "") -> str:
    name = f"template made: {template.name}"
    told = await one.ask(name, template_calls.create_call, WABA, template, handle)
    return one.knows(template_calls.read_created(told)[0], "template")


async def _sample(one: Player) -> str:
    """The handle of a picture that a heading is reviewed with."""
    content, calls = one.sample("sofa-thumb.jpg"), template_calls
    app = one.knows(calls.read_id(await one.ask("app", calls.app_call)), "app")
    given = app, "image/jpeg", len(content), "sofa.jpg"
    begun = await one.ask("sample begun", calls.begin_call, *given)
    session = one.knows(calls.read_id(begun), "upload")
    await one.ask("sample so far", calls.offset_call, session)
    sent = await one.ask("sample", calls.piece, session, 0, content=content)
    return calls.read_handle(sent)


async def _number(one: Player) -> None:
    await one.ask("health", health.health_call, PHONE)
    await one.ask("token", number_checks.token_call, TOKEN)
    await one.ask("number", number_checks.number_call, PHONE)
    await one.ask("limit", messaging_limits.call, PHONE)
    await one.ask("account", number_checks.account_call, WABA)
    await one.ask("subscriptions", number_checks.subscription_call, WABA)
    await one.ask("limits of templates", templates.limit_calls, WABA)


async def _setting_up(one: Player) -> None:
    """A number that was added a moment ago is connected."""
    number = one.knows("107000000000001", "phone")
    kept = numbers.fresh(number, WABA, "+31 85 012 3457", "Alder & Finch")
    one.simulator.world.numbers[number] = kept
    await one.ask("app, with a proof", number_setup.proof_call, TOKEN, SECRET)
    await one.ask("numbers", number_setup.numbers_call, WABA)
    await one.ask("code", number_setup.code_call, number, CodeMethod.SMS, "en_GB")
    await one.ask("code, shown", number_setup.verify_call, number, kept.code)
    await one.ask("number registered", number_setup.register_call, number, "246810")
    await one.ask("PIN", number_setup.pin_call, number, "135791")
    url = one.simulator.webhook_url
    for name, given in {"subscribed": ("", ""), "subscribed, elsewhere": (url, VERIFY)}.items():
        await one.ask(name, number_setup.subscribe_call, WABA, *given)


async def _profile(one: Player) -> None:
    """What customers see of a number, and the links that lead to it."""
    seen = await one.ask("profile", number_profile.profile_call, PHONE)
    profile = replace(
        number_profile.read_profile(seen), about="At your service", vertical="RETAIL"
    )
    handle = await _sample(one)
    await one.ask("profile changed", number_profile.change_profile_call, PHONE, profile, handle)
    made = await one.ask("link", number_profile.make_link_call, PHONE, "Hello")
    code = one.knows(str(made["code"]), "code")
    await one.ask("link, other words", number_profile.make_link_call, PHONE, "Hi", code)
    await one.ask("links", number_profile.links_call, PHONE)
    await one.ask("link gone", number_profile.drop_link_call, PHONE, code)


async def _blocks(one: Player) -> None:
    """Lucas is blocked and let in again."""
    await one.ask("blocked", blocking.block_call, PHONE, LUCAS, blocked=True)
    await one.ask("all blocked", number_profile.blocked_call, PHONE)
    await one.ask("let in", blocking.block_call, PHONE, LUCAS, blocked=False)


async def _refusals(one: Player) -> None:
    other = {"with_token_of": OTHER, "status": 401}
    await one.ask("refused: number, by its token", number_checks.number_call, PHONE, **other)
    await one.ask("refused: templates, by their token", templates.page_call, WABA, **other)
    text = sends.Outgoing(
        number_id=PHONE,
        address="31600000000",
        message_id=MessageId("ours-2"),
        body=BODIES["image"],
        files={FILE: "no-such-file"},
    )
    await one.ask("refused: picture", sends.call_for, text, status=400)


def _received(one: Player) -> PlatformId:
    """What Lucas wrote."""
    return PlatformId(next(iter(one.simulator.world.written)))
