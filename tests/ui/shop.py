"""The furniture shop's templates, colleagues and sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from console.desk.inbox_row import InboxRow
from console.domain.ids import (
    ChannelId,
    DeskId,
    Fence,
    QueueId,
    RepId,
    TemplateId,
)
from console.domain.people import Role, Wanted
from console.domain.templates import Button, Category, Template, TemplateStatus
from console.wire.views import (
    RepView,
    SessionView,
)
from tests.ui.inbox.furniture_shop import NOW

if TYPE_CHECKING:
    pass

RESOURCES = Path(__file__).resolve().parents[2] / "resources" / "simulator"


def template(name: str, body: str, *, language: str = "en", **changes: object) -> Template:
    """An approved utility template."""
    made = Template(
        template_id=TemplateId(f"{name}-{language}"),
        name=name,
        language=language,
        category=Category.UTILITY,
        status=TemplateStatus.APPROVED,
        title=name.replace("_", " ").capitalize(),
        body=body,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def shop_templates() -> list[Template]:
    """A claim's update in two languages, plain ones, and some that can't be used."""
    foot = "Alder & Finch customer care"
    claim = template(
        "claim_update",
        "Hello {{1}}, an update on {{2}}: {{3}}.",
        title="Update on your claim",
        header_format="text",
        header_text="About your order",
        footer=foot,
        buttons=(
            Button(kind="quick_reply", text="Reply"),
            Button(kind="phone_number", text="Call us"),
        ),
        examples=(
            ("body.1", "Łukasz"),
            ("body.2", "your Solvik sofa"),
            ("body.3", "we found both legs, the box weekend"),
        ),
    )
    polish = replace(
        claim,
        template_id=TemplateId("claim_update-pl"),
        language="pl",
        body="Dzień dobry {{1}}, nowe wieści o {{2}}: {{3}}.",
    )
    return [
        claim,
        polish,
        template("delivery_slot", "Hello {{first_name}}, when for {{order}}?", named=True),
        template("ask_photo", "Hello {{1}}, could you send us a photo of the damage?"),
        template("order_delayed", "Hello {{1}}, your order {{2}} arrives later: {{3}}."),
        template("refund_sent", "Hello {{1}}, your refund of {{2}} was sent."),
        template("spring_sale", "Our sale has begun.", category=Category.MARKETING,
                 status=TemplateStatus.PAUSED),
        template("appointment", "Visit us on {{1}}.", status=TemplateStatus.PENDING),
    ]  # fmt: skip


def shop_reps() -> list[RepView]:
    """Colleagues in every state."""

    def rep(name: str, wanted: Wanted, loaded: int, languages: str, **facts: bool) -> RepView:
        return RepView(
            rep_id=RepId(name),
            name=name,
            role=Role.REP,
            wanted=wanted,
            wanted_at=NOW,
            reachable=facts.get("reachable", True),
            loaded=loaded,
            capacity=5,
            queues=(QueueId("q1"),),
            languages=tuple(languages.split()),
        )

    return [
        rep("Camille Laurent", Wanted.ONLINE, 2, "fr en"),
        rep("Tomás Rivera", Wanted.ONLINE, 4, "fr es"),
        rep("Sam Whitlock", Wanted.ONLINE, 3, "en"),
        rep("Ingrid Solheim", Wanted.AWAY, 1, "en"),
        rep("Piotr Zieliński", Wanted.BUSY, 5, "pl en"),
        rep("Ana Beatriz Costa", Wanted.OFFLINE, 0, "pt_PT", reachable=False),
    ]


def session_of(row: InboxRow) -> SessionView:
    elsewhere = row.mine and not row.here
    return SessionView(
        session_id=row.session_id,
        conversation_id=row.conversation_id,
        channel_id=ChannelId("ch1"),
        channel_kind=row.channel_kind,
        customer_id=row.customer_id,
        customer_name=row.name,
        customer_number=row.number,
        status=row.status,
        queue_id=QueueId("q1"),
        queue_name=row.queue,
        fence=Fence(1),
        owner_id=RepId("maya" if row.mine else row.owner),
        owner_name="Maya Okafor" if row.mine else row.owner,
        owner_desk_id=DeskId("d2" if elsewhere else "d1"),
        owner_desk_name="Utrecht-07" if row.here else "Utrecht-14",
        owned_since=NOW - timedelta(minutes=46),
        opened_at=NOW - timedelta(hours=2),
        ended_at=None,
        window_expires_at=row.expires_at,
        has_window=row.has_window,
        customer_waits=row.customer_waits,
        waiting_since=row.waiting_since,
        quiet_at=NOW + timedelta(minutes=27, seconds=20),
        nudge_at=None,
        ends_at=None,
        last_at=row.at,
        last_preview=row.preview,
        last_direction=row.direction,
        last_kind=row.kind,
        last_state=row.state,
        unread=row.unread,
    )
