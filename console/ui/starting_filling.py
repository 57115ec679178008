"""Starting a conversation between desk and screen: found, filled in, checked, sent."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import Signal

from console.domain.consent import Purpose
from console.domain.people import Role
from console.domain.templates import Category, Template, problems
from console.domain.texts import _
from console.ui.picker.choices import choices, known_of, message_of
from console.ui.picker.file_row import CHOOSE_HEADING, chosen_file
from console.ui.picker.standing import reason_now
from console.ui.room import Room
from console.ui.tasks import ask

if TYPE_CHECKING:
    from console.domain.ids import ChannelId
    from console.ui.starting.hit_list import HitLine
    from console.ui.starting.page import StartPage
    from console.ui.starting_several import Several
    from console.wire.notifications import (
        CustomerHit,
        NotificationView,
        Notify,
        Outlook,
    )
    from console.wire.views import CustomerView

_SHORTEST = 2


class Starting(Room["StartPage"]):
    """The room of all who answer customers.

    Signals:
        open_wanted: go to this session.
    """

    NAME = "start"
    ROLES = frozenset({Role.REP, Role.SUPERVISOR, Role.ADMIN})
    SECOND = True
    open_wanted = Signal(str)
    _outlook: Outlook | None = None

    @cached_property
    def several(self) -> Several:
        """The dialog of lists, made when somebody wants it."""
        from console.ui.starting_several import Several

        return Several(self._desk, self._scope, self._window)

    _id = ""  # of what is being written: minted once, so that a second press sends nothing more

    def leave(self) -> None:
        """What was asked for the page alone is no longer wanted."""
        for name in ("find customers", "look at notification", "notifications"):
            self._scope.cancel_named(name)

    def _made(self) -> StartPage:
        from console.ui.starting.page import StartPage  # the start does without

        page = StartPage(self._window)
        page.customer.searched.connect(self._on_searched)
        page.customer.chosen.connect(self._on_customer)
        page.customer.record_wanted.connect(self._on_record)
        page.message.chosen.connect(self._on_template)
        page.message.edited.connect(self._show_preview)
        page.message.channel_chosen.connect(self._on_channel)
        page.message.form.file_wanted.connect(self._on_file_wanted)
        page.message.when.changed.connect(lambda: self._judge(page))
        page.check.save_wanted.connect(self._on_save)
        page.several.clicked.connect(self._on_several)
        page.customer.kept_chosen.connect(self._on_kept)
        page.customer.withdraw_wanted.connect(self._on_withdraw)
        page.send_wanted.connect(self._on_send)
        page.check.session_wanted.connect(self._on_session_wanted)
        self._id = str(uuid4())
        return page

    def _show(self, page: StartPage) -> None:
        mine = {None, self._desk.me.rep_id if self._desk.me else None}
        page.message.show_channels(
            [one for one in self._desk.channels() if one.own_rep_id in mine]
        )
        self._offer(page)

    def _arrive(self, page: StartPage) -> None:
        page.customer.search.setFocus()
        self._judge(page)
        self._look_up_kept()

    def _offer(self, page: StartPage) -> None:
        """The templates that may go to who is chosen; offers only to who wants them."""
        line, now = page.customer.line(), self._desk.now()
        hit = line.hit if line else None
        accounts = {one.account for one in self._desk.channels()}
        account = self._account(page)
        fitting = [
            one
            for one in self._desk.templates()
            if (len(accounts) < 2 or one.template_id.startswith(f"{account}/"))
            and not one.cards  # each wants a file of its own
            and (hit is None or hit.offers or one.category is not Category.MARKETING)
        ]
        page.message.show_choices(
            choices(
                fitting,
                now,
                preferred=hit.language if hit else "",
                why_not=lambda one: reason_now(one, now),
            )
        )

    def _account(self, page: StartPage) -> str:
        chosen = self._channel(page)
        return next((o.account for o in self._desk.channels() if o.channel_id == chosen), "")

    def _channel(self, page: StartPage) -> ChannelId:
        found: ChannelId = page.message.channel.currentData()
        return found

    def _on_searched(self, words: str) -> None:
        if self.page is None:
            return
        if len(words.strip()) < _SHORTEST:
            self._scope.cancel_named("find customers")
            self.page.customer.show_hits(words, [])
            return
        self._start("find customers", self._find(words))

    async def _find(self, words: str) -> None:
        found = await self._desk.find_customers(words.strip())
        if self.page is not None:
            self.page.customer.show_hits(words, found)

    def _on_customer(self, line: HitLine | None) -> None:
        page = self.page
        if page is None:
            return
        name = line.title if line else ""
        page.message.show_name(name)
        page.message.know(known_of(name) if line and line.hit else {})
        page.check.show_name(name)
        page.customer.show_customer(line, None, self._desk.now())
        page.complain("")
        self._offer(page)
        self._judge(page)

    def _on_channel(self) -> None:
        if self.page is not None:
            self._offer(self.page)
            self._judge(self.page)

    def _on_template(self) -> None:
        if self.page is not None:
            self._show_preview()
            self._judge(self.page)

    def _show_preview(self) -> None:
        page = self.page
        if page is None:
            return
        template = page.message.current
        page.check.preview.setVisible(template is not None)
        if template is not None:
            page.check.preview.show_template(
                template, page.message.form.values(), self._desk.now()
            )

    def _judge(self, page: StartPage) -> None:
        """Ask the hub what speaks against it, as soon as somebody is chosen."""
        self._outlook = None
        line = page.customer.line()
        if line is None:
            self._scope.cancel_named("look at notification")
            page.check.show_outlook(None, "", None, self._desk.now())
            page.message.hours.setText("")
            self._allow(page)
            return
        self._allow(page)
        self._start("look at notification", self._look(self._request(page, line), line))

    async def _look(self, request: Notify, line: HitLine) -> None:
        outlook = await self._desk.look_at_notification(request)
        page = self.page
        if page is None or page.customer.line() != line:
            return
        self._outlook = outlook
        self._show_outlook(page, line, outlook)

    def _show_outlook(self, page: StartPage, line: HitLine, outlook: Outlook) -> None:
        from console.ui.starting.wording import hours_note, zone_of

        now, template = self._desk.now(), page.message.current
        page.customer.show_customer(line, outlook.customer, now)
        page.check.show_outlook(outlook, line.title, template, now)
        page.message.when.set_zone(zone_of(outlook))
        page.message.when.suggest(now)
        page.message.hours.setText(hours_note(outlook, line.hit, now))
        self._allow(page)

    def _allow(self, page: StartPage) -> None:
        """Send can be pressed once nothing speaks against it; else it says what next."""
        outlook, line = self._outlook, page.customer.line()
        clear = outlook is not None and all(one.passed for one in outlook.verdicts)
        ready = clear and page.message.current is not None
        page.check.send.setEnabled(ready)
        page.check.save.setEnabled(line is not None or page.message.current is not None)
        hint = ""
        if line is None:
            hint = _("Choose who to write to.")
        elif page.message.current is None:
            hint = _("Choose a template.")
        page.check.hint.setText(hint)
        page.check.hint.setVisible(bool(hint))

    def _request(self, page: StartPage, line: HitLine | None, media_id: str = "") -> Notify:
        from console.domain.ids import MediaId
        from console.wire.notifications import Notify

        template, form = page.message.current, page.message.form
        return Notify(
            notification_id=self._id,
            channel_id=self._channel(page),
            customer_id=line.hit.customer_id if line and line.hit else None,
            number=line.number if line else "",
            template_id=template.template_id if template else None,
            values=message_of(template, form.values()).values if template else {},
            header_media_id=MediaId(media_id) if media_id else None,
            at=page.message.when.moment(self._desk.now()),
            to_inbox=page.message.to_inbox.isChecked(),
        )

    def _on_send(self) -> None:
        page = self.page
        if page is None or not page.check.send.isEnabled() or page.message.check():
            return
        template, line = page.message.current, page.customer.line()
        if template is None or line is None:
            return
        form, now = page.message.form, self._desk.now()
        given = sum(map(bool, form.files()))
        wrong = problems(template, form.values(), files=given, now=now)
        if wrong:
            page.complain(wrong[0])
            return
        self._start("notify", self._send(page, line, template))

    async def _send(self, page: StartPage, line: HitLine, template: Template) -> None:
        now = self._desk.now()
        page.complain("")
        page.check.send.set_busy(_("Sending…"))
        try:
            path, media_id = next(iter(page.message.form.files()), ""), ""
            if path:
                media_id = (await self._desk.upload_sample(path)).media_id
            request = self._request(page, line, media_id)
            await self._desk.notify(request)
        finally:
            page.check.send.set_busy("")
            self._allow(page)
        from console.ui.starting.wording import sent_words

        self._begin_anew(page)
        page.congratulate(sent_words(line.title, request.at, request.to_inbox, now))

    def _begin_anew(self, page: StartPage) -> None:
        """The page is empty for the next; what was done stands in the list."""
        self._id = str(uuid4())
        page.message.clear()
        page.customer.search.clear()
        page.customer.search.setFocus()
        self._look_up_kept()

    def _look_up_kept(self) -> None:
        self._start("notifications", self._read_kept())

    async def _read_kept(self) -> None:
        kept = await self._desk.notifications()
        if self.page is not None:
            self.page.customer.show_kept(kept, self._desk.now())

    def _on_save(self) -> None:
        if self.page is not None:
            self._start("save", self._save(self.page))

    async def _save(self, page: StartPage) -> None:
        page.complain("")
        await self._desk.save_notification(self._request(page, page.customer.line()))
        self._begin_anew(page)
        page.congratulate(_("Saved for later. It stands below the search."))

    def _on_kept(self, view: NotificationView) -> None:
        if self.page is not None:
            self._start("find customers", self._go_on(self.page, view))

    async def _go_on(self, page: StartPage, view: NotificationView) -> None:
        """What was saved stands on the page again."""
        self._id = view.notification_id
        words, now = view.number or view.customer_name, self._desk.now()
        page.customer.search.setText(words)
        found = await self._desk.find_customers(words) if len(words) >= _SHORTEST else []
        page.customer.show_hits(words, found)
        template = next(
            (one for one in self._desk.templates() if one.template_id == view.template_id),
            None,
        )
        if template is not None:
            page.message.choose(template, view.values)
        page.message.to_inbox.setChecked(view.to_inbox)
        if view.due_at is not None:
            page.message.when.show_moment(view.due_at, now)

    def _on_several(self) -> None:
        page = self.page
        if page is None:
            return
        template = page.message.current
        if template is None:
            page.complain(_("Choose the template first, then whom it goes to."))
            return
        self._start("several", self._several(page, template))

    async def _several(self, page: StartPage, template: Template) -> None:
        begun = await self.several.run(
            template,
            message_of(template, page.message.form.values()).values,
            self._channel(page),
            to_inbox=page.message.to_inbox.isChecked(),
        )
        if begun:
            page.congratulate(_("“{name}” has begun. It goes on by itself.").format(name=begun))

    def _on_withdraw(self) -> None:
        line = self.page.customer.kept.current() if self.page else None
        if line is not None:
            self._start("withdraw", self._withdraw(line.view))

    async def _withdraw(self, view: NotificationView) -> None:
        await self._desk.withdraw_notification(view.notification_id)
        self._look_up_kept()

    def _on_file_wanted(self, kind: str, place: int) -> None:
        self._start("heading", self._choose_file(kind, place))

    async def _choose_file(self, kind: str, place: int) -> None:
        path = await chosen_file(kind, _(CHOOSE_HEADING[kind]), self._window)
        page = self.page
        problem = self._desk.check_file(path) if path else ""
        if page is not None and path:
            page.complain(problem)
            if not problem:
                page.message.form.show_file(path, place)

    def _on_record(self) -> None:
        line = self.page.customer.line() if self.page else None
        if line is not None:
            self._start("record consent", self._record(line))

    async def _record(self, line: HitLine) -> None:
        from console.ui.dialogs.consent import ConsentDialog  # seldom asked for

        customer: CustomerView | None = self._outlook.customer if self._outlook else None
        said = customer.consents if customer else ()
        purpose = Purpose.MARKETING if line.hit and line.hit.service else Purpose.SERVICE
        now, is_new = self._desk.now(), line.hit is None
        answer = await ask(
            ConsentDialog(
                line.title, said, now, self._window, purpose=purpose, asks_name=is_new
            )
        )
        if answer is None:
            return
        hit = await self._desk.add_customer(
            line.hit.customer_id if line.hit else None,
            line.number,
            answer.name(),
            answer.purpose(),
            granted=answer.granted(),
            source=answer.source(),
            wording=answer.wording(),
        )
        self._chosen_again(hit)

    def _chosen_again(self, hit: CustomerHit) -> None:
        """Who was recorded is found again, as they are now."""
        page = self.page
        if page is not None:
            page.customer.hits.show_lines([])  # or the line of before would stay chosen
            page.customer.search.setText(hit.number)
            self._on_searched(hit.number)

    def _on_session_wanted(self, session_id: str) -> None:
        self._window.rail.inbox.click()
        self.open_wanted.emit(session_id)
