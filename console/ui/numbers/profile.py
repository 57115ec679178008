"""The business profile of a number: what customers see, with each limit while it is typed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from console.domain.number_profile import (
    TEXTS_MOST,
    VERTICALS,
    Profile,
    profile_flaws,
)
from console.domain.texts import _, number
from console.ui.dialogs.dialog import text_box
from console.ui.numbers.pane import Pane, buttons
from console.ui.templates.field import Field
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

_DESCRIPTION_H = 96


class ProfilePane(Pane):
    """What is written stays until it is saved or another number is chosen.

    Signals:
        picture_wanted: a new picture.
        submitted: this profile, with the hub's id of a new picture or none.
    """

    picture_wanted = Signal()
    submitted = Signal(Profile, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Business profile"))
        self._shown, self._picture = Profile(), ""
        self.about, self.address, self.email = (QLineEdit(self) for _n in range(3))
        self.sites = (QLineEdit(self), QLineEdit(self))
        self.description, self.vertical = text_box(_DESCRIPTION_H, self), QComboBox(self)
        for key, words in VERTICALS.items():
            self.vertical.addItem(_(words), key)
        self.picture = PushButton("", parent=self, icon_name="composer.attach")
        self.save = PushButton(_("Save at Meta"), "primary", self)
        self.fields = {
            "about": Field(_("About"), self.about, self),
            "description": Field(_("Description"), self.description, self),
            "address": Field(_("Address"), self.address, self),
            "email": Field(_("Mail address"), self.email, self),
            "website.0": Field(_("Website"), self.sites[0], self),
            "website.1": Field(_("Second website"), self.sites[1], self),
            "vertical": Field(_("Line of business"), self.vertical, self),
        }
        self._lay_out()
        for line in (self.about, self.address, self.email, *self.sites):
            line.textEdited.connect(self._follow)
        self.description.textChanged.connect(self._follow)
        self.vertical.activated.connect(self._follow)
        self.picture.clicked.connect(self.picture_wanted)
        self.save.clicked.connect(self._submit)
        self.show_profile(Profile())

    def show_profile(self, profile: Profile) -> None:
        """Show this; what was written before is gone."""
        self._shown, self._picture = profile, ""
        self.about.setText(profile.about)
        self.address.setText(profile.address)
        self.email.setText(profile.email)
        for line, site in zip(self.sites, (*profile.websites, "", ""), strict=False):
            line.setText(site)
        self.description.setPlainText(profile.description)
        self.vertical.setCurrentIndex(max(0, self.vertical.findData(profile.vertical)))
        has_one = bool(profile.picture)
        self.picture.setText(_("Another picture…") if has_one else _("Choose a picture…"))
        self._follow()

    def show_picture(self, media_id: str, name: str) -> None:
        """This picture is at the hub and goes along."""
        self._picture = media_id
        self.picture.setText(name)
        self._follow()

    def profile(self) -> Profile:
        """As it is written."""
        return replace(
            self._shown,
            about=self.about.text().strip(),
            address=self.address.text().strip(),
            description=self.description.toPlainText().strip(),
            email=self.email.text().strip(),
            websites=tuple(text for line in self.sites if (text := line.text().strip())),
            vertical=str(self.vertical.currentData()),
        )

    def is_dirty(self) -> bool:
        """Whether something was written that isn't at Meta."""
        return bool(self._picture) or self.profile() != self._shown

    def _follow(self, *_args: object) -> None:
        written = self.profile()
        for name, most in TEXTS_MOST.items():
            self.fields[name].note(f"{number(len(getattr(written, name)))} / {number(most)}")
        dirty = self.is_dirty()
        said = dict(profile_flaws(written)) if dirty else {}
        for name, field in self.fields.items():
            field.complain(said.get(name, ""))
        self.save.setEnabled(dirty and not said)

    def _submit(self) -> None:
        self.submitted.emit(self.profile(), self._picture)

    def _lay_out(self) -> None:
        card = self.card(
            _("What customers see"),
            _("Meta shows it at the head of the chat. Changes count within minutes."),
        )
        for field in self.fields.values():
            card.addWidget(field)
        note = _("The picture is a square JPEG or PNG of at least 192 pixels, 5 MB at most.")
        card.addWidget(PlainLabel(note, self.page, step="caption", kind="secondary", wrap=True))
        buttons(card, self.picture)
        buttons(self.column, self.save)
        self.column.addStretch(1)
