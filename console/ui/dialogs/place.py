"""Sending a place: a name, an address, and where it is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.domain import places
from console.domain.messages import Location
from console.domain.texts import _
from console.ui.dialogs.counted import CountedField
from console.ui.dialogs.dialog import Dialog
from console.ui.titles import called
from console.ui.widgets.text import PlainLabel


class PlaceDialog(Dialog):
    """Takes coordinates, or the link of a map that holds them."""

    def __init__(self, name: str, parent: QWidget | None) -> None:
        super().__init__(
            _("Send a place"),
            parent,
            sentence=_("Paste the link of a map, or the coordinates, and name the place."),
            confirm=_("Send to {name}").format(name=called(name)),
        )
        hint = "52.0907, 5.1214"
        self.where = CountedField(_(places.COORDINATES), 2000, self, hint=hint)
        self.name = CountedField(_(places.NAME), places.LONGEST, self)
        self.address = CountedField(_(places.ADDRESS), places.LONGEST, self)
        self._read = PlainLabel(parent=self, step="caption", kind="tertiary", tabular=True)
        for field in (self.where, self.name, self.address):
            self.body.addWidget(field)
        self.body.insertWidget(1, self._read)
        self.where.edited.connect(self._on_edited)
        self.where.setFocus()

    def place(self) -> Location | None:
        """The place; None while the coordinates can't be read."""
        found = places.coordinates_in(self.where.text())
        if found is None:
            return None
        return Location(
            latitude=found[0],
            longitude=found[1],
            name=self.name.text(),
            address=self.address.text(),
        )

    def problem(self) -> str:
        """What keeps it from being sent."""
        place = self.place()
        if place is None:
            return _("There are no coordinates in this. Copy the link of the place on a map.")
        return places.problem(place)

    def _on_edited(self) -> None:
        self.foot_words.setText("")
        place = self.place()
        words = _("Latitude {latitude}, longitude {longitude}")
        self._read.setText(
            words.format(latitude=f"{place.latitude:.5f}", longitude=f"{place.longitude:.5f}")
            if place
            else ""
        )
