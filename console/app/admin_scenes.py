"""The administrator's scenes of the tour: templates written and submitted, costs, numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from console.app.shop.settings import ACCESS_TOKEN
from console.app.stagehand import Stagehand

_BODY = "Hello {{1}}, the fitter comes on {{2}}. Please keep the hall clear until then."


async def templates(hand: Stagehand) -> None:
    """The list with the chosen template, and a new one on its way to Meta."""
    await hand.sign_in("noor")
    hand.do("edit_templates")
    await hand.until(lambda: hand.desk.templates())
    await hand.calm()
    await hand.shoot_both("21-templates")
    page = hand.connections.templates.page
    assert page is not None
    page.new.click()
    await hand.calm()
    editor = page.editor
    hand.type(editor.name, "fitter_visit")
    hand.type(editor.body, _BODY)
    await hand.calm()
    for key, words in (("body.1", "Anouk"), ("body.2", "Friday 15 May")):
        line = editor.examples.fields[key].control
        assert isinstance(line, QLineEdit)
        hand.type(line, words)
    await hand.calm()
    await hand.shoot_both("21b-template-editor")
    editor.submit.click()
    await hand.until(lambda: not page.is_writing())
    await hand.calm()
    hand.shoot("21c-template-in-review")
    hand.press(page, Qt.Key.Key_Escape)
    await hand.calm()
    await consent_words(hand)


async def costs(hand: Stagehand) -> None:
    """What the month has cost, the wallet and the price list."""
    hand.do("costs")
    page = hand.connections.costs.page
    assert page is not None
    await hand.until(lambda: page.month.isVisible())
    await hand.calm()
    await hand.shoot_both("22-costs")
    hand.press(page, Qt.Key.Key_Escape)
    await hand.calm()


async def consent_words(hand: Stagehand) -> None:
    """The words that end and allow messages, and what one of them would do."""
    hand.do("consent_words")
    page = hand.connections.consents.page
    assert page is not None
    await hand.until(lambda: page.seen() is not None)
    await hand.calm()
    await hand.shoot_both("21d-consent-words")
    hand.press(page, Qt.Key.Key_Escape)
    await hand.calm()


async def numbers(hand: Stagehand) -> None:
    """How the shop's number is, its set-up at Meta, and the form for another one."""
    hand.do("numbers")
    page = hand.connections.numbers.page
    assert page is not None
    await hand.until(page.check.isEnabled)
    await hand.calm()
    await hand.shoot_both("23-numbers")
    page.go_to("set_up")
    await hand.calm()
    await hand.shoot_both("23b-number-set-up")
    page.connect_.click()
    await hand.calm()
    hand.type(page.connecting.token, ACCESS_TOKEN)
    page.connecting.search.click()
    await hand.until(page.connecting.connect_.isEnabled)
    await hand.calm()
    hand.shoot("23c-connect-a-number")
    page.connecting.forget()
    hand.press(page, Qt.Key.Key_Escape)
    await hand.calm()
    hand.press(page, Qt.Key.Key_Escape)
    await hand.calm()
