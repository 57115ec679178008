"""One template as it is: status, facts, what should be mended, and what can be done."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from console.domain.template_limits import edit_flaw, resume_flaw
from console.domain.templates import Template
from console.domain.texts import _
from console.ui.templates.wording import at_meta, facts, status_words, tone, trouble_words
from console.ui.theme.style import set_kind
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

_WIDTH_PX = 640
_TAGS = {"success": "tag-ok", "warning": "tag-warn", "danger": "tag-bad"}


class TemplateDetails(QWidget):
    """Read only.

    Signals:
        edit_wanted, resume_wanted, delete_wanted, manager_wanted: its buttons.
    """

    edit_wanted = Signal()
    resume_wanted = Signal()
    delete_wanted = Signal()
    manager_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaximumWidth(_WIDTH_PX)
        self._title = PlainLabel("", self, step="title", wrap=True)
        self._status = PlainLabel("", self, step="micro", kind="tag")
        self._status.setFixedHeight(20)
        self._trouble = PlainLabel("", self, kind="warning", wrap=True)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(24)
        self._facts.setVerticalSpacing(8)
        self._facts.setColumnStretch(1, 1)
        self.edit = PushButton(_("Edit"), parent=self, icon_name="composer.draftKept")
        self.resume = PushButton(_("Resume"), parent=self, icon_name="common.retry")
        self.resume.clicked.connect(self.resume_wanted)
        self.delete = PushButton(
            _("Delete…"), "danger-line", self, icon_name="deadLetterReason.discard"
        )
        self.manager = PushButton(_("Open WhatsApp Manager"), "ghost", self)
        self.manager.clicked.connect(self.manager_wanted)
        self._why = PlainLabel("", self, step="caption", kind="tertiary", wrap=True)
        self.edit.clicked.connect(self.edit_wanted)
        self.delete.clicked.connect(self.delete_wanted)
        self._arrange()

    def show_template(self, template: Template, now: datetime) -> None:
        """Show this."""
        self._title.setText(template.title or template.name)
        self._status.setText(status_words(template))
        set_kind(self._status, _TAGS.get(tone(template), "tag"))
        trouble = trouble_words(template, now)
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        while (item := self._facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for row, (label, words) in enumerate(facts(template, now)):
            self._facts.addWidget(PlainLabel(label, self, kind="secondary"), row, 0)
            self._facts.addWidget(PlainLabel(words, self, elide="middle"), row, 1)
        why = edit_flaw(template, now)
        self.edit.setEnabled(not why)
        self.resume.setVisible(not resume_flaw(template))
        self.delete.setEnabled(not template.asked)
        there = at_meta(template)
        self.manager.setVisible(bool(there))
        self._why.setText(there or why)
        self._why.setVisible(bool(there or why))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title, 1)
        head.addWidget(self._status, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.edit)
        buttons.addWidget(self.resume)
        buttons.addWidget(self.delete)
        buttons.addWidget(self.manager)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self._trouble)
        column.addLayout(self._facts)
        column.addLayout(buttons)
        column.addWidget(self._why)
        column.addStretch(1)
