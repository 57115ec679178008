"""The page of templates: read, made, edited and deleted, by keyboard as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from console.desk.changes import DirectoryChanged
from console.domain.errors import AlreadyDecided
from console.domain.people import Role
from console.domain.templates import Template, TemplateStatus
from console.ui.templates.page import TemplatesPage
from console.ui.templates.wording import facts
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.test_ui_window_access import unnamed

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


async def opened(screens: Screens) -> TemplatesPage:
    screens.connections.templates.button.click()
    await turns()
    page = screens.connections.templates.page
    assert page is not None
    return page


def asked(screens: Screens, what: str) -> list[tuple[object, ...]]:
    return [one for one in screens.desk.asked if one[0] == what]


def titles(page: TemplatesPage) -> list[str]:
    return [line.title for line in page.rows.lines()]


def select(page: TemplatesPage, title: str) -> None:
    place = titles(page).index(title)
    page.rows.setCurrentIndex(page.rows.model().index(place, 0))


async def new(page: TemplatesPage, body: str = "Hello {{1}}, your order is late.") -> None:
    page.new.click()
    await turns()
    QTest.keyClicks(page.editor.name, "order_late")
    page.editor.body.setPlainText(body)


def example(page: TemplatesPage, key: str) -> QLineEdit:
    control = page.editor.examples.fields[key].control
    assert isinstance(control, QLineEdit)
    return control


def test_only_administrators_have_the_page(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        assert screens.connections.templates.button.isHidden()
        screens.connections.actions["edit_templates"].trigger()
        await turns()
        assert screens.connections.templates.page is None

    in_window(work, Role.SUPERVISOR)


def test_the_list_says_how_each_stands_and_how_many_there_may_be(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        spoken = [line.spoken for line in page.rows.lines()]
        assert any("Paused" in one for one in spoken)
        assert any("In review" in one for one in spoken)
        assert page._count.text() == f"{len(spoken)} of 250 templates"
        assert list(unnamed(page)) == []
        page.search.setText("refund")
        page.search.searched.emit("refund")
        assert titles(page) == ["Refund sent"]
        QTest.keyClick(page, Qt.Key.Key_Escape)
        await turns()
        assert screens.window.room() is None

    in_window(work, Role.ADMIN)


def test_a_new_template_goes_to_meta_once_its_flaws_are_mended(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        await new(page, "{{1}} is late")
        editor = page.editor
        assert list(unnamed(page)) == []
        editor.submit.click()
        await turns()
        assert not asked(screens, "create_template")
        assert "begin with a variable" in editor.fields["body"].problem()
        assert "example" in editor.examples.fields["body.1"].problem()
        editor.body.setPlainText("Hello {{1}}, your order is late.")
        assert editor.fields["body"].problem() == ""
        QTest.keyClicks(example(page, "body.1"), "Ana")
        QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await turns()
        [(_, template, _account)] = asked(screens, "create_template")
        assert isinstance(template, Template)
        assert template.body == "Hello {{1}}, your order is late."
        assert template.examples == (("body.1", "Ana"),)
        assert not page.is_writing()
        chosen = page.chosen()
        assert chosen is not None
        assert (chosen.name, chosen.asked) == ("order_late", "create")

    in_window(work, Role.ADMIN)


def test_what_the_hub_refuses_is_said_and_what_was_written_stays(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        await new(page)
        QTest.keyClicks(example(page, "body.1"), "Ana")
        screens.desk.template_problem = AlreadyDecided("The account has its 250 templates.")
        page.editor.submit.click()
        await turns()
        assert page.trouble.isVisible()
        assert page.is_writing()
        assert page.editor.template().body == "Hello {{1}}, your order is late."
        assert page.editor.submit.isEnabled()

    in_window(work, Role.ADMIN)


def test_news_of_templates_take_nothing_from_the_editor(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        await new(page)
        desk = screens.desk
        desk.all_templates = [
            replace(one, status=TemplateStatus.DISABLED) for one in desk.all_templates
        ]
        desk.changes.tell(DirectoryChanged())
        await turns()
        assert page.is_writing()
        assert page.editor.template().body == "Hello {{1}}, your order is late."

    in_window(work, Role.ADMIN)


def test_leaving_the_editor_asks_before_anything_is_thrown_away(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        page.new.click()
        await turns()
        QTest.keyClick(page, Qt.Key.Key_Escape)
        await turns()
        assert not page.is_writing()
        await new(page)
        QTest.keyClick(page, Qt.Key.Key_Escape)
        dialog = await screens.dialog()
        dialog.reject()
        await turns()
        assert page.is_writing()
        QTest.keyClick(page, Qt.Key.Key_Escape)
        dialog = await screens.dialog()
        dialog.accept()
        await turns()
        assert not page.is_writing()

    in_window(work, Role.ADMIN)


def test_an_edit_replaces_the_parts_and_a_limit_says_when(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        select(page, "Refund sent")
        page.details.edit.click()
        await turns()
        editor = page.editor
        assert not editor.name.isEnabled()
        assert not editor.category.isEnabled()
        editor.body.setPlainText("Hello {{1}}, your refund of {{2}} has gone.")
        for key, words in (("body.1", "Ana"), ("body.2", "€ 20")):
            example(page, key).setText(words)
        editor.submit.click()
        await turns()
        [(_, template)] = asked(screens, "edit_template")
        assert isinstance(template, Template)
        assert template.body.endswith("has gone.")
        desk = screens.desk
        edited_at = (desk.moment - timedelta(hours=1),)
        desk.all_templates = [
            replace(one, asked="", edited_at=edited_at) if one.name == "refund_sent" else one
            for one in desk.all_templates
        ]
        desk.changes.tell(DirectoryChanged())
        await turns()
        assert not page.details.edit.isEnabled()

    in_window(work, Role.ADMIN)


def test_only_a_pause_that_meta_does_not_end_can_be_resumed(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        select(page, "Spring sale")
        assert not page.details.resume.isVisible()
        desk = screens.desk
        desk.all_templates = [
            replace(one, pause="pacing") if one.name == "spring_sale" else one
            for one in desk.all_templates
        ]
        desk.changes.tell(DirectoryChanged())
        await turns()
        page.details.resume.click()
        await turns()
        assert len(asked(screens, "resume_template")) == 1

    in_window(work, Role.ADMIN)


def test_deleting_wants_to_be_confirmed(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        select(page, "Refund sent")
        page.details.delete.click()
        dialog = await screens.dialog()
        dialog.reject()
        await turns()
        assert not asked(screens, "delete_template")
        page.details.delete.click()
        dialog = await screens.dialog()
        dialog.accept()
        await turns()
        assert len(asked(screens, "delete_template")) == 1

    in_window(work, Role.ADMIN)


def test_buttons_come_and_go_and_examples_follow_the_variables(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        await new(page)
        editor = page.editor
        editor.buttons.add.click()
        row = editor.buttons.rows[0]
        row.kind.setCurrentIndex(row.kind.findData("url"))
        row.kind.activated.emit(row.kind.currentIndex())
        QTest.keyClicks(row.words, "Track")
        QTest.keyClicks(row.target, "https://example.com/{{1}}")
        assert list(editor.examples.fields) == ["body.1", "button.0"]
        QTest.keyClicks(example(page, "button.0"), "A77")
        editor.variable.click()
        assert "{{2}}" in editor.body.toPlainText()
        assert editor.examples.values()["button.0"] == "A77"
        row.remove.click()
        assert editor.template().buttons == ()
        assert "button.0" not in editor.examples.fields

    in_window(work, Role.ADMIN)


def test_how_long_it_is_tried_is_chosen_by_category_and_shown(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        await new(page, "Hello, your order is late.")
        life = page.editor.life
        offered = [life.itemText(place) for place in range(life.count())]
        assert offered[:2] == ["The usual time", "1 minute"]
        life.setCurrentIndex(life.findData(3600))
        page.editor.submit.click()
        await turns()
        [(_, template, _account)] = asked(screens, "create_template")
        assert isinstance(template, Template)
        assert template.ttl_s == 3600
        assert ("Tried for", "1 hour") in facts(template, screens.desk.now())
        shown = replace(template, sub_category="order_status")
        assert ("Kind", "Order status") in facts(shown, screens.desk.now())

    in_window(work, Role.ADMIN)


def test_what_only_meta_can_do_is_said_with_the_way_there(
    in_window: InWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_at: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened_at.append(url.host()))

    async def work(screens: Screens) -> None:
        page = await opened(screens)
        desk = screens.desk
        desk.all_templates = [
            replace(one, status=TemplateStatus.REJECTED) if one.name == "spring_sale" else one
            for one in desk.all_templates
        ]
        desk.changes.tell(DirectoryChanged())
        await turns()
        select(page, "Spring sale")
        assert "appeal in WhatsApp Manager" in page.details._why.text()
        page.details.manager.click()
        assert opened_at == ["business.facebook.com"]
        select(page, "Refund sent")
        assert not page.details.manager.isVisible()

    in_window(work, Role.ADMIN)


def test_tab_walks_the_form_in_the_order_in_which_it_stands(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        await new(page)
        editor = page.editor
        editor.buttons.add.click()
        await turns()
        row = editor.buttons.rows[0]
        editor.footer.setFocus()
        walked: list[QWidget] = []
        for _ in range(7):
            focused = QApplication.focusWidget()
            assert focused is not None
            QTest.keyClick(focused, Qt.Key.Key_Tab)
            walked += [one for one in [QApplication.focusWidget()] if one]
        add, last = editor.buttons.add, example(page, "body.1")
        assert walked == [
            row.kind,
            row.words,
            row.remove,
            add,
            editor.life,
            last,
            editor.submit,
        ]

    in_window(work, Role.ADMIN)


def test_a_heading_with_a_file_takes_its_sample_along(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        page = await opened(screens)
        await new(page)
        editor = page.editor
        editor.heading_kind.setCurrentIndex(editor.heading_kind.findData("image"))
        editor.heading_kind.activated.emit(editor.heading_kind.currentIndex())
        assert editor.sample.isVisible()
        assert not editor.check()
        editor.show_sample("m1", "sofa.png")
        assert editor.template().sample == "m1"
        assert editor.fields["header"].problem() == ""

    in_window(work, Role.ADMIN)
