"""The scenes in which customers are written to first."""

from __future__ import annotations

from PySide6.QtCore import Qt

from console.app.stagehand import Stagehand

_VALUES = ("Sofie", "Solvik 3-sædersofa, petrol", "mandag 18. maj", "torsdag 21. maj kl. 8–12")


async def start(hand: Stagehand) -> None:
    """Sofie is told of her new delivery day."""
    hand.do("start")
    await hand.calm()
    page = hand.connections.starting.page
    assert page is not None
    hand.type(page.customer.search, "Sofie")
    await hand.calm()
    await hand.until(lambda: len(page.customer.hits.lines()) > 1)
    page.customer.hits.setFocus()
    hand.press(page.customer.hits, Qt.Key.Key_Down)
    await hand.calm()
    wanted = [one for one in hand.desk.templates() if one.name == "order_delayed"]
    page.message.choose(next((one for one in wanted if one.language == "da"), wanted[0]))
    for field, value in zip(page.message.form.fields, _VALUES, strict=False):
        field.set_value(value)
    await hand.calm()
    await hand.calm()
    await hand.shoot_both("11-start-conversation")
    page.check.save.click()
    await hand.calm()
    await hand.calm()
    hand.shoot("11-start-saved")
    page.left.emit()
    await hand.calm()
