CREATE TABLE audit (
id BIGSERIAL NOT NULL,
at BIGINT NOT NULL,
actor TEXT NOT NULL,
action TEXT NOT NULL,
ref TEXT NOT NULL,
detail TEXT DEFAULT '' NOT NULL,
CONSTRAINT pk_audit PRIMARY KEY (id)
);
CREATE TABLE customer (
id TEXT NOT NULL,
name TEXT NOT NULL,
created_at BIGINT NOT NULL,
facts JSON NOT NULL,
labels JSON NOT NULL,
consent JSON NOT NULL,
language TEXT DEFAULT '' NOT NULL,
blocked BOOLEAN DEFAULT false NOT NULL,
CONSTRAINT pk_customer PRIMARY KEY (id)
);
CREATE TABLE job (
id BIGSERIAL NOT NULL,
kind TEXT NOT NULL,
key TEXT NOT NULL,
lane TEXT,
data JSON NOT NULL,
due_at BIGINT NOT NULL,
attempts INTEGER DEFAULT '0' NOT NULL,
generation BIGINT DEFAULT '1' NOT NULL,
lease_owner TEXT,
lease_until BIGINT,
CONSTRAINT pk_job PRIMARY KEY (id),
CONSTRAINT uq_job_kind_key UNIQUE (kind, key)
);
CREATE INDEX ix_job_due ON job (kind, due_at);
CREATE INDEX ix_job_lane ON job (lane, id);
CREATE TABLE journal (
seq BIGINT NOT NULL,
at BIGINT NOT NULL,
kind TEXT NOT NULL,
ref TEXT NOT NULL,
audience TEXT DEFAULT '' NOT NULL,
former TEXT DEFAULT '' NOT NULL,
CONSTRAINT pk_journal PRIMARY KEY (seq)
);
CREATE TABLE journal_head (
one SERIAL NOT NULL,
seq BIGINT NOT NULL,
epoch TEXT NOT NULL,
CONSTRAINT pk_journal_head PRIMARY KEY (one)
);
CREATE TABLE media (
id TEXT NOT NULL,
channel_id TEXT NOT NULL,
conversation_id TEXT,
uploaded_by TEXT,
platform_id TEXT,
platform_id_until BIGINT,
mime TEXT NOT NULL,
name TEXT DEFAULT '' NOT NULL,
sha256 TEXT DEFAULT '' NOT NULL,
size_bytes BIGINT DEFAULT '0' NOT NULL,
state TEXT NOT NULL,
trouble TEXT DEFAULT '' NOT NULL,
created_at BIGINT NOT NULL,
CONSTRAINT pk_media PRIMARY KEY (id)
);
CREATE TABLE orphan_status (
id BIGSERIAL NOT NULL,
channel_id TEXT NOT NULL,
platform_id TEXT NOT NULL,
received_at BIGINT NOT NULL,
status JSON NOT NULL,
CONSTRAINT pk_orphan_status PRIMARY KEY (id)
);
CREATE INDEX ix_orphan_status_platform_id ON orphan_status (platform_id);
CREATE TABLE queue (
id TEXT NOT NULL,
name TEXT NOT NULL,
priority INTEGER DEFAULT '0' NOT NULL,
rule TEXT DEFAULT 'least_active' NOT NULL,
offer_timeout_s INTEGER DEFAULT '30' NOT NULL,
auto_accept BOOLEAN DEFAULT false NOT NULL,
CONSTRAINT pk_queue PRIMARY KEY (id),
CONSTRAINT uq_queue_name UNIQUE (name)
);
CREATE TABLE quick_reply (
shortcut TEXT NOT NULL,
title TEXT NOT NULL,
text TEXT NOT NULL,
CONSTRAINT pk_quick_reply PRIMARY KEY (shortcut)
);
CREATE TABLE raw_webhook (
id BIGSERIAL NOT NULL,
sha256 TEXT NOT NULL,
received_at BIGINT NOT NULL,
body BYTEA NOT NULL,
done_at BIGINT,
trouble TEXT DEFAULT '' NOT NULL,
CONSTRAINT pk_raw_webhook PRIMARY KEY (id),
CONSTRAINT uq_raw_webhook_sha256 UNIQUE (sha256)
);
CREATE TABLE rep (
id TEXT NOT NULL,
user_name TEXT NOT NULL,
name TEXT NOT NULL,
role TEXT NOT NULL,
password_hash TEXT NOT NULL,
capacity INTEGER DEFAULT '5' NOT NULL,
languages JSON NOT NULL,
wanted TEXT DEFAULT 'offline' NOT NULL,
wanted_at BIGINT,
last_work_at BIGINT,
missed_offers BIGINT DEFAULT '0' NOT NULL,
disabled BOOLEAN DEFAULT false NOT NULL,
CONSTRAINT pk_rep PRIMARY KEY (id),
CONSTRAINT uq_rep_user_name UNIQUE (user_name)
);
CREATE TABLE seen_change (
key TEXT NOT NULL,
at BIGINT NOT NULL,
CONSTRAINT pk_seen_change PRIMARY KEY (key)
);
CREATE TABLE sign_in_failure (
key TEXT NOT NULL,
failures BIGINT DEFAULT '0' NOT NULL,
last_at BIGINT NOT NULL,
paused_until BIGINT,
CONSTRAINT pk_sign_in_failure PRIMARY KEY (key)
);
CREATE TABLE template (
id TEXT NOT NULL,
waba_id TEXT NOT NULL,
name TEXT NOT NULL,
language TEXT NOT NULL,
status TEXT NOT NULL,
platform_id TEXT,
template JSON NOT NULL,
synced_at BIGINT NOT NULL,
CONSTRAINT pk_template PRIMARY KEY (id)
);
CREATE INDEX ix_template_waba_id ON template (waba_id);
CREATE TABLE channel (
id TEXT NOT NULL,
kind TEXT NOT NULL,
name TEXT NOT NULL,
phone_number_id TEXT NOT NULL,
waba_id TEXT NOT NULL,
display_number TEXT NOT NULL,
queue_id TEXT NOT NULL,
inactivity JSON NOT NULL,
trouble TEXT DEFAULT '' NOT NULL,
templates_synced_at BIGINT,
CONSTRAINT pk_channel PRIMARY KEY (id),
CONSTRAINT uq_channel_phone_number_id UNIQUE (phone_number_id),
CONSTRAINT fk_channel_queue_id FOREIGN KEY(queue_id) REFERENCES queue (id)
);
CREATE INDEX ix_channel_waba_id ON channel (waba_id);
CREATE TABLE customer_note (
id TEXT NOT NULL,
customer_id TEXT NOT NULL,
rep_id TEXT NOT NULL,
text TEXT NOT NULL,
at BIGINT NOT NULL,
CONSTRAINT pk_customer_note PRIMARY KEY (id),
CONSTRAINT fk_customer_note_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
CONSTRAINT fk_customer_note_rep_id FOREIGN KEY(rep_id) REFERENCES rep (id)
);
CREATE INDEX ix_customer_note_customer_id ON customer_note (customer_id);
CREATE TABLE desk (
id TEXT NOT NULL,
rep_id TEXT NOT NULL,
name TEXT NOT NULL,
reachable_until BIGINT,
CONSTRAINT pk_desk PRIMARY KEY (id),
CONSTRAINT fk_desk_rep_id FOREIGN KEY(rep_id) REFERENCES rep (id)
);
CREATE INDEX ix_desk_rep_id ON desk (rep_id);
CREATE TABLE identity (
kind TEXT NOT NULL,
value TEXT NOT NULL,
customer_id TEXT NOT NULL,
CONSTRAINT pk_identity PRIMARY KEY (kind, value),
CONSTRAINT fk_identity_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id)
);
CREATE INDEX ix_identity_customer_id ON identity (customer_id);
CREATE TABLE queue_member (
queue_id TEXT NOT NULL,
rep_id TEXT NOT NULL,
CONSTRAINT pk_queue_member PRIMARY KEY (queue_id, rep_id),
CONSTRAINT fk_queue_member_queue_id FOREIGN KEY(queue_id) REFERENCES queue (id),
CONSTRAINT fk_queue_member_rep_id FOREIGN KEY(rep_id) REFERENCES rep (id)
);
CREATE TABLE conversation (
id TEXT NOT NULL,
channel_id TEXT NOT NULL,
customer_id TEXT NOT NULL,
address TEXT DEFAULT '' NOT NULL,
last_customer_at BIGINT,
closed_at BIGINT,
last_order BIGINT DEFAULT '0' NOT NULL,
clock_since BIGINT,
waiting_since BIGINT,
last_message_id TEXT,
held_by TEXT DEFAULT '' NOT NULL,
CONSTRAINT pk_conversation PRIMARY KEY (id),
CONSTRAINT uq_conversation_channel_id_customer_id UNIQUE (channel_id, customer_id),
CONSTRAINT fk_conversation_channel_id FOREIGN KEY(channel_id) REFERENCES channel (id),
CONSTRAINT fk_conversation_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id)
);
CREATE TABLE token (
hash TEXT NOT NULL,
rep_id TEXT NOT NULL,
desk_id TEXT NOT NULL,
created_at BIGINT NOT NULL,
expires_at BIGINT NOT NULL,
revoked_at BIGINT,
CONSTRAINT pk_token PRIMARY KEY (hash),
CONSTRAINT fk_token_rep_id FOREIGN KEY(rep_id) REFERENCES rep (id),
CONSTRAINT fk_token_desk_id FOREIGN KEY(desk_id) REFERENCES desk (id)
);
CREATE INDEX ix_token_rep_id ON token (rep_id);
CREATE TABLE session (
id TEXT NOT NULL,
conversation_id TEXT NOT NULL,
queue_id TEXT NOT NULL,
status TEXT NOT NULL,
fence BIGINT DEFAULT '0' NOT NULL,
owner_rep_id TEXT,
owner_desk_id TEXT,
owned_since BIGINT,
opened_at BIGINT NOT NULL,
queued_at BIGINT,
ended_at BIGINT,
quiet_since BIGINT,
unread BIGINT DEFAULT '0' NOT NULL,
seen_message_id TEXT,
flagged BOOLEAN DEFAULT false NOT NULL,
flag_note TEXT DEFAULT '' NOT NULL,
passed_draft TEXT DEFAULT '' NOT NULL,
passed_note TEXT DEFAULT '' NOT NULL,
passed_by TEXT DEFAULT '' NOT NULL,
waiting_why TEXT DEFAULT '' NOT NULL,
audience TEXT DEFAULT '' NOT NULL,
CONSTRAINT pk_session PRIMARY KEY (id),
CONSTRAINT fk_session_conversation_id FOREIGN KEY(conversation_id) REFERENCES conversation (id),
CONSTRAINT fk_session_queue_id FOREIGN KEY(queue_id) REFERENCES queue (id),
CONSTRAINT fk_session_owner_rep_id FOREIGN KEY(owner_rep_id) REFERENCES rep (id),
CONSTRAINT fk_session_owner_desk_id FOREIGN KEY(owner_desk_id) REFERENCES desk (id)
);
CREATE INDEX ix_session_conversation_id ON session (conversation_id);
CREATE INDEX ix_session_status ON session (status, queued_at);
CREATE UNIQUE INDEX one_open_session ON session (conversation_id) WHERE ended_at IS NULL;
CREATE TABLE message (
id TEXT NOT NULL,
conversation_id TEXT NOT NULL,
session_id TEXT,
direction TEXT NOT NULL,
kind TEXT NOT NULL,
body JSON NOT NULL,
words TEXT DEFAULT '' NOT NULL,
at BIGINT NOT NULL,
received_at BIGINT NOT NULL,
"order" BIGINT NOT NULL,
late BOOLEAN DEFAULT false NOT NULL,
author_id TEXT,
author TEXT DEFAULT '' NOT NULL,
by_bot BOOLEAN DEFAULT false NOT NULL,
channel_id TEXT NOT NULL,
platform_id TEXT,
state TEXT,
state_at BIGINT,
retry_at BIGINT,
trouble TEXT DEFAULT '' NOT NULL,
trouble_code TEXT DEFAULT '' NOT NULL,
reply_to_id TEXT,
reply_to_platform_id TEXT DEFAULT '' NOT NULL,
customer_reaction TEXT DEFAULT '' NOT NULL,
customer_reaction_at BIGINT,
our_reaction TEXT DEFAULT '' NOT NULL,
forwarded BOOLEAN DEFAULT false NOT NULL,
CONSTRAINT pk_message PRIMARY KEY (id),
CONSTRAINT uq_message_channel_id_platform_id UNIQUE (channel_id, platform_id),
CONSTRAINT uq_message_conversation_id_order UNIQUE (conversation_id, "order"),
CONSTRAINT fk_message_conversation_id FOREIGN KEY(conversation_id) REFERENCES conversation (id),
CONSTRAINT fk_message_session_id FOREIGN KEY(session_id) REFERENCES session (id)
);
CREATE INDEX ix_message_thread ON message (conversation_id, at, "order");
CREATE TABLE routing_decision (
id BIGSERIAL NOT NULL,
session_id TEXT NOT NULL,
at BIGINT NOT NULL,
rep_id TEXT,
why TEXT NOT NULL,
others JSON NOT NULL,
CONSTRAINT pk_routing_decision PRIMARY KEY (id),
CONSTRAINT fk_routing_decision_session_id FOREIGN KEY(session_id) REFERENCES session (id)
);
CREATE INDEX ix_routing_decision_session_id ON routing_decision (session_id);
CREATE TABLE work (
id TEXT NOT NULL,
session_id TEXT NOT NULL,
rep_id TEXT NOT NULL,
status TEXT NOT NULL,
fence BIGINT NOT NULL,
weight INTEGER DEFAULT '1' NOT NULL,
assigned_at BIGINT NOT NULL,
expires_at BIGINT,
opened_at BIGINT,
ended_at BIGINT,
reason TEXT DEFAULT '' NOT NULL,
why TEXT DEFAULT '' NOT NULL,
note TEXT DEFAULT '' NOT NULL,
from_rep_id TEXT,
CONSTRAINT pk_work PRIMARY KEY (id),
CONSTRAINT uq_work_session_id_fence UNIQUE (session_id, fence),
CONSTRAINT fk_work_session_id FOREIGN KEY(session_id) REFERENCES session (id),
CONSTRAINT fk_work_rep_id FOREIGN KEY(rep_id) REFERENCES rep (id),
CONSTRAINT fk_work_from_rep_id FOREIGN KEY(from_rep_id) REFERENCES rep (id)
);
CREATE INDEX ix_work_load ON work (rep_id, ended_at);
CREATE INDEX ix_work_session_id ON work (session_id);
CREATE UNIQUE INDEX one_live_work ON work (session_id) WHERE ended_at IS NULL;
CREATE TABLE attempt (
message_id TEXT NOT NULL,
number INTEGER NOT NULL,
started_at BIGINT NOT NULL,
ended_at BIGINT,
outcome TEXT DEFAULT '' NOT NULL,
detail TEXT DEFAULT '' NOT NULL,
CONSTRAINT pk_attempt PRIMARY KEY (message_id, number),
CONSTRAINT fk_attempt_message_id FOREIGN KEY(message_id) REFERENCES message (id)
);
