"""The tables: people, customers, sessions and work, messages, the journal, durable jobs."""

import sqlalchemy as sa

from console.hub.store.columns import Moment

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)
REPORTED = ("sent", "delivered", "read", "played", "failed")
_LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite's rowid wants INTEGER


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.Text, primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0")


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON, nullable=False)


# People ----------------------------------------------------------------------------------
rep = sa.Table(
    "rep",
    metadata,
    _id(),
    sa.Column("user_name", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("capacity", sa.Integer, nullable=False, server_default="5"),
    _json("languages"),
    sa.Column("wanted", sa.Text, nullable=False, server_default="offline"),
    sa.Column("wanted_at", Moment),
    sa.Column("last_work_at", Moment),
    _count("missed_offers"),  # in a row; two make the rep Away
    _flag("disabled"),
)
desk = sa.Table(
    "desk",
    metadata,
    _id(),
    sa.Column("rep_id", sa.ForeignKey("rep.id"), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("reachable_until", Moment),  # the desk's lease; its stream renews it
)
token = sa.Table(
    "token",
    metadata,
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("rep_id", sa.ForeignKey("rep.id"), nullable=False, index=True),
    sa.Column("desk_id", sa.ForeignKey("desk.id"), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("revoked_at", Moment),
    _text("key"),  # the public key of the desk it is bound to; empty for a bearer token
)
queue = sa.Table(
    "queue",
    metadata,
    _id(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("priority", sa.Integer, nullable=False, server_default="0"),
    sa.Column("rule", sa.Text, nullable=False, server_default="least_active"),
    sa.Column("offer_timeout_s", sa.Integer, nullable=False, server_default="30"),
    _flag("auto_accept"),
)
queue_member = sa.Table(
    "queue_member",
    metadata,
    sa.Column("queue_id", sa.ForeignKey("queue.id"), primary_key=True),
    sa.Column("rep_id", sa.ForeignKey("rep.id"), primary_key=True),
)
channel = sa.Table(
    "channel",
    metadata,
    _id(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("phone_number_id", sa.Text, nullable=False, unique=True),
    sa.Column("waba_id", sa.Text, nullable=False, index=True),
    sa.Column("display_number", sa.Text, nullable=False),
    sa.Column("queue_id", sa.ForeignKey("queue.id"), nullable=False),  # where new sessions go
    sa.Column("inactivity", sa.JSON, nullable=False),  # seconds: nudge, quiet, end; nudge text
    sa.Column("consent", sa.JSON, nullable=False, server_default="{}"),  # a ConsentRule
    _text("trouble"),  # empty while healthy; its outbox is paused otherwise
    sa.Column("paced_until", Moment),  # hub.pace: the number's bucket
    sa.Column("messages_per_s", sa.Integer, nullable=False, server_default="80"),
    sa.Column("templates_synced_at", Moment),
    sa.Column("templates_limit", sa.Integer, nullable=False, server_default="250"),
    sa.Column("may_take", sa.Boolean, nullable=False, server_default=sa.true()),  # threads
)
quick_reply = sa.Table(
    "quick_reply",
    metadata,
    sa.Column("shortcut", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)

# Customers -------------------------------------------------------------------------------
customer = sa.Table(
    "customer",
    metadata,
    _id(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("facts", sa.JSON, nullable=False),  # [[label, value]]
    sa.Column("labels", sa.JSON, nullable=False),
    sa.Column("consent", sa.JSON, nullable=False),  # [[what, granted, where and when]]
    _text("language"),
    _flag("blocked"),
)
identity = sa.Table(
    "identity",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),  # phone, wa_id, user_id, username
    sa.Column("value", sa.Text, primary_key=True),
    sa.Column("customer_id", sa.ForeignKey("customer.id"), nullable=False, index=True),
    sa.Column("since", Moment),
    _text("seen_on"),  # the WABA at which a user id was seen: others may see another
)
customer_note = sa.Table(
    "customer_note",
    metadata,
    _id(),
    sa.Column("customer_id", sa.ForeignKey("customer.id"), nullable=False, index=True),
    sa.Column("rep_id", sa.ForeignKey("rep.id"), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)
conversation = sa.Table(
    "conversation",
    metadata,
    _id(),
    sa.Column("channel_id", sa.ForeignKey("channel.id"), nullable=False),
    sa.Column("customer_id", sa.ForeignKey("customer.id"), nullable=False, index=True),
    _text("address"),  # what the platform calls the customer: digits, or a BSUID
    sa.Column("last_customer_at", Moment),  # with closed_at: domain.care_window.CareWindow
    sa.Column("closed_at", Moment),
    _count("last_order"),
    sa.Column("clock_since", Moment),  # the customer-inactivity clock runs since
    sa.Column("waiting_since", Moment),  # the customer waits for an answer since
    sa.Column("last_message_id", sa.Text),
    _text("held_by"),  # another app holds the thread
    sa.Column("held_at", Moment),  # when that, or that nobody does, was last told
    sa.Column("paced_until", Moment),  # hub.pace: the customer's bucket
    sa.UniqueConstraint("channel_id", "customer_id"),
)

# Sessions and work -----------------------------------------------------------------------
session = sa.Table(
    "session",
    metadata,
    _id(),
    sa.Column("conversation_id", sa.ForeignKey("conversation.id"), nullable=False, index=True),
    sa.Column("queue_id", sa.ForeignKey("queue.id"), nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("fence", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("owner_rep_id", sa.ForeignKey("rep.id")),
    sa.Column("owner_desk_id", sa.ForeignKey("desk.id")),
    sa.Column("owned_since", Moment),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("queued_at", Moment),  # waits in its queue since; None while owned
    sa.Column("ended_at", Moment),
    sa.Column("quiet_since", Moment),
    _count("unread"),
    sa.Column("seen_message_id", sa.Text),
    _flag("flagged"),
    _text("flag_note"),
    _text("passed_draft"),
    _text("passed_note"),  # from whoever gave it to the queue; the receiver sees it first
    _text("passed_by"),
    _text("waiting_why"),  # routing's last word on why nobody has it
    _text("audience"),  # who may see it, as the journal last told
    sa.Index(
        "one_open_session",
        "conversation_id",
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    ),
    sa.Index("ix_session_status", "status", "queued_at"),
)
work = sa.Table(
    "work",
    metadata,
    _id(),
    sa.Column("session_id", sa.ForeignKey("session.id"), nullable=False, index=True),
    sa.Column("rep_id", sa.ForeignKey("rep.id"), nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("fence", sa.BigInteger, nullable=False),
    sa.Column("weight", sa.Integer, nullable=False, server_default="1"),
    sa.Column("assigned_at", Moment, nullable=False),
    sa.Column("expires_at", Moment),  # of the offer
    sa.Column("opened_at", Moment),
    sa.Column("ended_at", Moment),
    _text("reason"),
    _text("why"),
    _text("note"),  # from whoever transferred it
    sa.Column("from_rep_id", sa.ForeignKey("rep.id")),  # to whom it returns if not accepted
    sa.UniqueConstraint("session_id", "fence"),
    sa.Index(
        "one_live_work",
        "session_id",
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    ),
    sa.Index("ix_work_load", "rep_id", "ended_at"),
)
routing_decision = sa.Table(
    "routing_decision",
    metadata,
    sa.Column("id", _LONG, primary_key=True, autoincrement=True),
    sa.Column("session_id", sa.ForeignKey("session.id"), nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("rep_id", sa.Text),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("others", sa.JSON, nullable=False),
)

ANSWERS = sa.text("reply_to_platform_id <> ''")  # answers; their index has these only

# Messages --------------------------------------------------------------------------------
message = sa.Table(
    "message",
    metadata,
    _id(),  # minted by the desk for outbound, by the hub for all others
    sa.Column("conversation_id", sa.ForeignKey("conversation.id"), nullable=False),
    sa.Column("session_id", sa.ForeignKey("session.id")),
    sa.Column("direction", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    _json("body"),
    _text("words"),  # what search reads
    sa.Column("at", Moment, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("order", sa.BigInteger, nullable=False),
    _flag("late"),
    sa.Column("author_id", sa.Text),
    _text("author"),
    _flag("by_bot"),
    sa.Column("channel_id", sa.Text, nullable=False),
    sa.Column("platform_id", sa.Text),
    sa.Column("state", sa.Text),
    sa.Column("state_at", Moment),
    sa.Column("retry_at", Moment),
    _text("trouble"),
    _text("trouble_code"),
    *(sa.Column(f"{state}_at", Moment) for state in REPORTED),  # the platform's earliest times
    sa.Column("price", sa.JSON(none_as_null=True)),  # domain.prices.Price
    sa.Column("reply_to_id", sa.Text),  # ours, if we have it
    _text("reply_to_platform_id"),
    _text("customer_reaction"),
    sa.Column("customer_reaction_at", Moment),  # older reactions that come later change nothing
    _text("our_reaction"),  # what the rep wants to stand there
    _text("reaction_sent"),  # what the platform has of it
    _text("reaction_trouble"),
    _flag("forwarded"),
    _flag("often_forwarded"),
    _text("origin"),  # domain.directions.Origin
    sa.Column("edited_at", Moment),
    sa.Column("deleted_at", Moment),
    sa.UniqueConstraint("channel_id", "platform_id"),
    sa.UniqueConstraint("conversation_id", "order"),
    sa.Index("ix_message_thread", "conversation_id", "at", "order"),
    sa.Index(
        "ix_message_answers",
        "reply_to_platform_id",
        sqlite_where=ANSWERS,
        postgresql_where=ANSWERS,
    ),
)
attempt = sa.Table(
    "attempt",
    metadata,
    sa.Column("message_id", sa.ForeignKey("message.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),  # None: started and without an outcome
    _text("outcome"),
    _text("code"),  # the platform's error number
    _text("detail"),  # the platform's words on it
)
orphan_status = sa.Table(  # came before we knew the message it is about
    "orphan_status",
    metadata,
    sa.Column("id", _LONG, primary_key=True, autoincrement=True),
    sa.Column("channel_id", sa.Text, nullable=False),
    sa.Column("platform_id", sa.Text, nullable=False, index=True),
    sa.Column("received_at", Moment, nullable=False),
    _json("status"),
)
media = sa.Table(
    "media",
    metadata,
    _id(),
    sa.Column("channel_id", sa.Text, nullable=False),
    sa.Column("conversation_id", sa.Text),
    sa.Column("uploaded_by", sa.Text),
    sa.Column("platform_id", sa.Text),
    sa.Column("platform_id_until", Moment),
    sa.Column("mime", sa.Text, nullable=False),  # as sniffed once the bytes are here
    _text("name"),
    _text("sha256"),
    _count("size_bytes"),
    sa.Column("state", sa.Text, nullable=False),  # wanted, kept, missing
    _text("trouble"),
    sa.Column("created_at", Moment, nullable=False),
)
template = sa.Table(
    "template",
    metadata,
    _id(),  # waba, name and language joined by a slash
    sa.Column("waba_id", sa.Text, nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("platform_id", sa.Text),
    _json("template"),  # domain.templates.Template
    sa.Column("synced_at", Moment, nullable=False),
)
# What came in, what is to be done, what has happened ------------------------------------
raw_webhook = sa.Table(
    "raw_webhook",
    metadata,
    sa.Column("id", _LONG, primary_key=True, autoincrement=True),
    sa.Column("sha256", sa.Text, nullable=False, unique=True),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("done_at", Moment),
    _text("trouble"),  # kept because part of it could not be read
)
seen_change = sa.Table(  # changes that carry no id of their own, by hash
    "seen_change",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("at", Moment, nullable=False),
)
job = sa.Table(
    "job",
    metadata,
    sa.Column("id", _LONG, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("lane", sa.Text),  # one at a time and in order within a lane
    _json("data"),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("generation", sa.BigInteger, nullable=False, server_default="1"),
    sa.Column("lease_owner", sa.Text),
    sa.Column("lease_until", Moment),
    sa.UniqueConstraint("kind", "key"),
    sa.Index("ix_job_due", "kind", "due_at"),
    sa.Index("ix_job_lane", "lane", "id"),
)
journal_head = sa.Table(
    "journal_head",
    metadata,
    sa.Column("one", sa.Integer, primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("epoch", sa.Text, nullable=False),
)
journal = sa.Table(
    "journal",
    metadata,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("ref", sa.Text, nullable=False),
    _text("audience"),
    _text("former"),  # who saw it before and may not any more
)
audit = sa.Table(  # hubs of 0001 write here; the next step after 0002 may drop it
    "audit",
    metadata,
    sa.Column("id", _LONG, primary_key=True, autoincrement=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("ref", sa.Text, nullable=False),
    _text("detail"),
)
