"""What the banner says: pure words from the state of a session and of the connection."""

from __future__ import annotations

from datetime import datetime

from console.desk.rows import InboxRow, Link, LinkState
from console.domain.care_window import Stage, countdown_text, stage_of, time_left
from console.domain.sessions import OPEN
from console.ui.header.banner import BannerText
from console.ui.titles import called, counted, moment
from console.wire.views import SessionView


def banner_for(
    link: Link,
    row: InboxRow,
    session: SessionView | None,
    *,
    waiting: int,
    now: datetime,
    may_take_over: bool,
) -> BannerText | None:
    """The gravest thing to say, or None."""
    if link.state is LinkState.OFFLINE:
        return _offline(link, row, waiting, now)
    if row.status not in OPEN:
        return BannerText(
            "info",
            "session.end",
            "This session has ended",
            "Reopen it to write again.",
            (("reopen", "Reopen", ""),),
        )
    if session is not None and not row.here:
        return _read_only(row, session, now, may_take_over=may_take_over)
    return None


def _offline(link: Link, row: InboxRow, waiting: int, now: datetime) -> BannerText:
    rest = []
    if waiting:
        rest.append(f"{counted(waiting, 'message')} will be sent when you’re back")
    left = time_left(row.expires_at, now)
    if row.has_window and stage_of(left) is not Stage.LAPSED:
        rest.append(f"window lapses in {countdown_text(left)}")
    parts = []
    if link.retry_at is not None:
        seconds = max(int((link.retry_at - now).total_seconds()), 0)
        parts.append(f"Trying again in {seconds} s.")
    if waiting:
        parts.append("If it lapses first, your messages are kept and offered as a template.")
    elif link.as_of is not None:
        parts.append(f"What you see is as of {moment(link.as_of, now)}.")
    elif link.trouble:
        parts.append(link.trouble)
    return BannerText(
        "warning",
        "status.offline",
        "You’re offline",
        " ".join(parts),
        (("try_now", "Try now", ""),),
        rest=f"– {'; '.join(rest)}." if rest else "",
    )


def _read_only(
    row: InboxRow, session: SessionView, now: datetime, *, may_take_over: bool
) -> BannerText:
    since = f"Since {moment(session.owned_since, now)}. " if session.owned_since else ""
    if row.mine:
        return BannerText(
            "info",
            "session.readOnly",
            f"You have this open at desk {session.owner_desk_name}",
            f"{since}Only one desk can write.",
            (("continue_here", "Continue here", "primary"),),
        )
    if session.owner_id is None:
        return BannerText(
            "info",
            "session.readOnly",
            f"Nobody has this yet – it waits in {session.queue_name}",
            "You can read along; whoever accepts it can write.",
            (("take_over", "Take over…", "primary"),) if may_take_over else (),
        )
    at_desk = f"at desk {session.owner_desk_name}" if session.owner_desk_name else ""
    return BannerText(
        "info",
        "session.readOnly",
        f"{session.owner_name} is handling this",
        f"{since}You can read along; only the owner can write.",
        (("take_over", "Take over…", "primary"),) if may_take_over else (),
        rest=at_desk,
    )


def read_only_words(row: InboxRow, session: SessionView | None, reason: str) -> str:
    """What the bar in the composer's place says."""
    if row.here or session is None:
        return reason
    if row.mine:
        return f"Read-only – open at desk {session.owner_desk_name}"
    if session.owner_id is None:
        return "Read-only – nobody has this yet"
    return f"Read-only – {called(session.owner_name)} has this session"
