"""Stories: the care window lapses, also while a rep types, and templates go instead."""

from dataclasses import replace
from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.desk.rows import Draft
from console.domain.delivery import Delivery
from console.domain.directions import MediaKind
from console.domain.errors import WindowLapsed
from console.domain.ids import SessionId
from console.domain.messages import TemplateMessage, Text
from console.domain.people import Wanted
from console.domain.policy import ComposerMode
from console.simulator.scenarios import RESOURCES
from tests.stage import Stage


async def until_the_last_minute(stage: Stage, desk: Desk) -> None:
    for hours in (11, 11, 1.5):
        await stage.pass_time(hours=hours)
        await desk.set_presence(Wanted.ONLINE)  # somebody who never asks would be signed out
    await stage.pass_time(minutes=29, seconds=30)


def claim_update(desk: Desk) -> TemplateMessage:
    (template,) = [t for t in desk.templates("en") if t.name == "claim_update"]
    values = {
        "header.1": "Solvik sofa",
        "body.1": "Lucas",
        "body.2": "your sofa",
        "body.3": "it ships on Friday",
    }
    return TemplateMessage(
        template_id=template.template_id,
        name=template.name,
        language=template.language,
        title=template.title,
        values=values,
    )


def modes(desk: Desk, session_id: SessionId) -> ComposerMode:
    return desk.composer(session_id).mode


async def test_the_window_lapses_while_the_rep_types(either_stage: Stage) -> None:
    stage = either_stage
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    await until_the_last_minute(stage, maya)
    maya.save_draft(session_id, Draft(text="The fitter comes on Sat"))
    assert modes(maya, session_id) is ComposerMode.FREE_FORM

    await stage.pass_time(seconds=30)
    assert modes(maya, session_id) is ComposerMode.TEMPLATE_ONLY
    assert maya.draft(session_id).text == "The fitter comes on Sat"
    with pytest.raises(WindowLapsed):
        maya.send(session_id, Text(text="The fitter comes on Sat"))

    message_id = maya.send(session_id, claim_update(maya))
    await stage.settle()
    await stage.pass_time(seconds=2)
    (sent,) = stage.simulator.sent
    assert sent.body["template"]["name"] == "claim_update"
    rows = await stage.transcript(maya, session_id)
    (row,) = [row for row in rows if row.message.message_id == message_id]
    assert row.message.state is Delivery.DELIVERED

    maya.save_draft(session_id, Draft(text="The fitter comes on Saturday"))
    stage.customer().writes("Thank you, when?")
    await stage.settle()
    assert modes(maya, session_id) is ComposerMode.FREE_FORM
    assert maya.draft(session_id).text == "The fitter comes on Saturday"


async def test_what_was_queued_when_the_window_lapsed_comes_back_as_a_draft(
    stage: Stage,
) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    await until_the_last_minute(stage, maya)
    await stage.unplug(maya)
    maya.send(session_id, Text(text="First line"))
    maya.send(session_id, Text(text="Second line"))
    await stage.pass_time(seconds=31)
    await stage.plug(maya)
    await stage.until(lambda: not maya.waiting_to_send())
    assert stage.simulator.sent == []
    assert maya.draft(session_id).text == "First line\nSecond line"


async def test_the_platform_has_the_last_word_on_the_window(stage: Stage) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    stage.simulator.faults.error(131047)
    message_id = maya.send(session_id, Text(text="Still open?"))
    await stage.settle()
    assert modes(maya, session_id) is ComposerMode.TEMPLATE_ONLY
    rows = await stage.transcript(maya, session_id)
    (row,) = [row for row in rows if row.message.message_id == message_id]
    assert row.message.state in {Delivery.RETURNED, Delivery.FAILED}
    assert row.message.trouble


async def test_a_template_goes_with_a_picture_in_its_head(stage: Stage, tmp_path: Path) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    (template,) = [t for t in maya.templates("en") if t.name == "assembly_guide"]
    message = TemplateMessage(
        template_id=template.template_id,
        name=template.name,
        language=template.language,
        title=template.title,
        values={"body.1": "Lucas", "body.2": "Tarn table"},
    )
    picture = tmp_path / "guide.jpg"
    picture.write_bytes((RESOURCES / "img" / "table-corner.jpg").read_bytes())
    maya.send(session_id, replace(message), files=(str(picture),))
    await stage.settle()
    (sent,) = stage.simulator.sent
    head = sent.body["template"]["components"][0]
    assert head["type"] == "header"
    media_id = head["parameters"][0]["image"]["id"]
    assert stage.simulator.world.media.files[media_id].content == picture.read_bytes()
    (row,) = [
        row
        for row in await stage.transcript(maya, session_id)
        if isinstance(row.message.body, TemplateMessage)
    ]
    body = row.message.body
    assert isinstance(body, TemplateMessage)
    assert body.header_media is MediaKind.IMAGE
    assert body.header_media_id
