"""Recording what a customer said about being written to: what for, yes or no, where."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console.domain.consent import Consent, Purpose
from console.domain.texts import _
from console.ui.details.parts import ConsentLine
from console.ui.dialogs.dialog import Dialog, labelled, text_box
from console.ui.titles import called, moment
from console.ui.widgets.segmented import Segmented
from console.ui.widgets.text import PlainLabel

_WIDTH_PX, _WORDING_H, _SHOWN = 480, 64, 4


class ConsentDialog(Dialog):
    """What is on record stands above what is added to it."""

    def __init__(
        self,
        name: str,
        consents: tuple[Consent, ...],
        now: datetime,
        parent: QWidget | None,
        *,
        purpose: Purpose = Purpose.MARKETING,
        asks_name: bool = False,
    ) -> None:
        """`purpose` is what it is most likely about; `asks_name`: they are new to us."""
        super().__init__(
            _("Consent of {name}").format(name=name),
            parent,
            sentence=_("Only what {name} has said. It stays on record with your name.").format(
                name=called(name)
            ),
            confirm=_("Record"),
            width_px=_WIDTH_PX,
        )
        if consents:
            self.body.addLayout(self._record(consents, now))
        self._name = QLineEdit(self) if asks_name else None
        if self._name is not None:
            self._name.setMaxLength(80)
            self.body.addLayout(labelled(_("Name"), self._name, self))
        self._purpose = Segmented(
            (
                (Purpose.MARKETING.value, _("Offers and news")),
                (Purpose.SERVICE.value, _("Service messages")),
            ),
            _("What it is about"),
            self,
        )
        self._purpose.set_value(purpose.value)
        self._answer = Segmented(
            (("yes", _("Agreed")), ("no", _("Doesn’t want any"))), _("What was said"), self
        )
        self.body.addWidget(self._purpose)
        self.body.addWidget(self._answer)
        self._source = QLineEdit(self)
        self._source.setPlaceholderText(_("By phone, in the shop, in this conversation…"))
        self._source.setMaxLength(120)
        self.body.addLayout(labelled(_("Where it was said"), self._source, self))
        self._wording = text_box(_WORDING_H, self)
        self.body.addLayout(
            labelled(_("What was agreed to"), self._wording, self, _("in their words"))
        )
        (self._name or self._source).setFocus()

    def name(self) -> str:
        """What somebody new is called; empty for whoever has a name."""
        return "" if self._name is None else self._name.text().strip()

    def purpose(self) -> Purpose:
        """What it is about."""
        return Purpose(self._purpose.value())

    def granted(self) -> bool:
        """Whether the customer agreed."""
        return self._answer.value() == "yes"

    def source(self) -> str:
        """Where it was said."""
        return self._source.text().strip()

    def wording(self) -> str:
        """What was agreed to."""
        return self._wording.toPlainText().strip()

    def problem(self) -> str:
        """Without its source a consent proves nothing."""
        return "" if self.source() else _("Say where it was said: it is the proof.")

    def _record(self, consents: tuple[Consent, ...], now: datetime) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        for said in consents[:_SHOWN]:
            where = " · ".join(
                filter(None, (_(said.source), moment(said.at, now), said.recorded_by))
            )
            column.addWidget(ConsentLine(said.purpose.value, said.granted, where, self))
        if len(consents) > _SHOWN:
            older = _("{count} older").format(count=len(consents) - _SHOWN)
            column.addWidget(PlainLabel(older, self, step="caption", kind="tertiary"))
        return column
