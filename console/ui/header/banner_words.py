"""What the banner says: pure words from the state of a session and of the connection."""

from __future__ import annotations

from datetime import datetime

from console.desk.inbox_row import InboxRow
from console.desk.rows import Link, LinkState
from console.domain.care_window import Stage, countdown_text, stage_of, time_left
from console.domain.handover import app_name, is_held
from console.domain.policy import HELD
from console.domain.sessions import OPEN
from console.domain.texts import _, ngettext, number
from console.ui.header.banner import BannerText
from console.ui.titles import called, moment
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
            _("This session has ended"),
            _("Reopen it to write again."),
            (("reopen", _("Reopen"), ""),),
        )
    if session is not None and not row.here:
        return _read_only(row, session, now, may_take_over=may_take_over)
    if session is not None and is_held(session.held_by, session.held_at, now):
        return _held(row, session)
    return None


def _held(row: InboxRow, session: SessionView) -> BannerText:
    """Another app of the business has the thread."""
    words = _("{app} is answering {name}").format(
        app=_(app_name(session.held_by)), name=called(row.name)
    )
    acts: tuple[tuple[str, str, str], ...] = ()
    if session.may_take:
        said = _("You see both sides. Take the conversation back to write; your text is kept.")
        acts = (("take_thread", _("Take back"), "primary"),)
    else:
        said = _(
            "You see both sides and can write when it hands the customer over; your text is "
            "kept."
        )
    return BannerText("info", "people.bot", words, said, acts)


def _offline(link: Link, row: InboxRow, waiting: int, now: datetime) -> BannerText:
    rest = []
    if waiting:
        words = ngettext(
            "{count} message will be sent when you’re back",
            "{count} messages will be sent when you’re back",
            waiting,
        )
        rest.append(words.format(count=number(waiting)))
    left = time_left(row.expires_at, now)
    if row.has_window and stage_of(left) is not Stage.LAPSED:
        rest.append(_("window lapses in {left}").format(left=countdown_text(left)))
    parts = []
    if link.retry_at is not None:
        seconds = int((link.retry_at - now).total_seconds())
        words = _("Trying again in {seconds} s.").format(seconds=seconds)
        parts.append(words if seconds > 0 else _("Trying again now."))
    if waiting:
        parts.append(_("If it lapses first, your messages are kept and offered as a template."))
    elif link.as_of is not None:
        parts.append(_("What you see is as of {as_of}.").format(as_of=moment(link.as_of, now)))
    elif link.trouble:
        parts.append(link.trouble)
    return BannerText(
        "warning",
        "status.offline",
        _("You’re offline"),
        " ".join(parts),
        (("try_now", _("Try now"), ""),),
        rest=f"– {'; '.join(rest)}." if rest else "",
    )


def _read_only(
    row: InboxRow, session: SessionView, now: datetime, *, may_take_over: bool
) -> BannerText:
    since = (
        _("Since {time}.").format(time=moment(session.owned_since, now))
        if session.owned_since
        else ""
    )
    if row.mine:
        return BannerText(
            "info",
            "session.readOnly",
            _("You have this open at desk {owner_desk_name}").format(
                owner_desk_name=session.owner_desk_name
            ),
            " ".join((since, _("Only one desk can write."))).strip(),
            (("continue_here", _("Continue here"), "primary"),),
        )
    if session.owner_id is None:
        return BannerText(
            "info",
            "session.readOnly",
            _("Nobody has this yet – it waits in {queue_name}").format(
                queue_name=session.queue_name
            ),
            _("You can read along; whoever accepts it can write."),
            (("take_over", _("Take over…"), "primary"),) if may_take_over else (),
        )
    at_desk = (
        _("at desk {owner_desk_name}").format(owner_desk_name=session.owner_desk_name)
        if session.owner_desk_name
        else ""
    )
    return BannerText(
        "info",
        "session.readOnly",
        _("{owner_name} is handling this").format(owner_name=session.owner_name),
        " ".join((since, _("You can read along; only the owner can write."))).strip(),
        (("take_over", _("Take over…"), "primary"),) if may_take_over else (),
        rest=at_desk,
    )


def read_only_words(row: InboxRow, session: SessionView | None, reason: str) -> str:
    """What the bar in the composer's place says."""
    if session is not None and row.here and session.held_by and reason == _(HELD):
        app = _(app_name(session.held_by))
        return _("{app} has this conversation – you can read along").format(app=app)
    if row.here or session is None:
        return reason
    if row.mine:
        return _("Read-only – open at desk {owner_desk_name}").format(
            owner_desk_name=session.owner_desk_name
        )
    if session.owner_id is None:
        return _("Read-only – nobody has this yet")
    return _("Read-only – {owner_name} has this session").format(
        owner_name=called(session.owner_name)
    )
