"""The sign-in page: user name, password, and the hub's own words when it refuses."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from console.domain.texts import _
from console.ui.dialogs.dialog import labelled
from console.ui.theme.icons import icon, icon_pixmap
from console.ui.theme.style import set_kind, set_style_property
from console.ui.welcome.logo import Logo
from console.ui.welcome.parts import CheckLine, in_the_middle
from console.ui.widgets.password_field import PasswordField
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel

LONGEST_DESK_NAME = 60
_WIDTH = 420


class SignInPage(Restyled, QWidget):
    """Asks; the hub answers.

    Signals:
        sign_in_wanted: user name, password, name of the desk, whether to stay signed in.
        other_hub_wanted: back to the first page.
    """

    sign_in_wanted = Signal(str, str, str, bool)
    other_hub_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyphs: dict[str, QAction] = {}
        self._lock = PlainLabel(parent=self)
        set_kind(self, "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hub = PlainLabel(parent=self, kind="secondary")
        self._other = PushButton(_("Change hub"), "link", self)
        self._user = QLineEdit(self)
        self._password = PasswordField(self)
        self._trouble = CheckLine(self)
        self._desk = QLineEdit(self)
        self._desk.setMaxLength(LONGEST_DESK_NAME)
        leading = QLineEdit.ActionPosition.LeadingPosition
        for name, field in (
            ("setup.userName", self._user),
            ("setup.desk", self._desk),
        ):
            self._glyphs[name] = field.addAction(icon(name, 16), leading)
        self._stay = QCheckBox(_("Stay signed in on this computer"), self)
        self.button = PushButton(_("Sign in"), "primary", self)
        self._lay_out()
        self._connect()
        self.restyle()

    def show_hub(
        self, name: str, desk_name: str, user_name: str = "", *, encrypted: bool = False
    ) -> None:
        """Say which hub this is, and how colleagues see this desk."""
        self._hub.setText(f"{name} ·")
        self._lock.setVisible(encrypted)
        self._desk.setText(desk_name)
        if user_name:
            self._user.setText(user_name)
        target = self._password if self._user.text() else self._user
        target.setFocus()

    def show_trouble(self, words: str) -> None:
        """Say why the hub refused; empty takes it back."""
        self._trouble.say(words, good=False)
        set_style_property(self._password, "bad", bool(words))
        self.set_busy(False)
        if words:
            self._password.selectAll()
            self._password.setFocus()

    def set_busy(self, busy: bool) -> None:
        """While the hub is asked, nothing can be pressed twice."""
        self.button.set_busy(_("Signing in…") if busy else "")

    def forget(self) -> None:
        """Keep no password once it was used."""
        self._password.clear()
        self.show_trouble("")

    def restyle(self) -> None:
        """Tint the glyphs for the theme in use."""
        for name, action in self._glyphs.items():
            action.setIcon(icon(name, 16, "icon.muted"))
        lock = icon_pixmap("session.windowLapsed", 16, "success.fill", "fill")
        self._lock.setPixmap(lock)

    def _connect(self) -> None:
        self.button.clicked.connect(self._on_sign_in)
        self._user.returnPressed.connect(self._password.setFocus)
        self._password.returnPressed.connect(self._on_sign_in)
        self._desk.returnPressed.connect(self._on_sign_in)
        self._password.textEdited.connect(lambda: self.show_trouble(""))
        self._other.clicked.connect(self.other_hub_wanted)

    def _on_sign_in(self) -> None:
        user_name, password = self._user.text().strip(), self._password.text()
        desk_name = self._desk.text().strip()
        if not user_name or not password:
            self.show_trouble(_("Enter your user name and your password."))
        elif self.button.isEnabled():
            stay = self._stay.isChecked()
            self.sign_in_wanted.emit(user_name, password, desk_name, stay)

    def _lay_out(self) -> None:
        content = QWidget(self)
        content.setFixedWidth(_WIDTH)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Logo(content), 0, middle)
        column.addWidget(PlainLabel(_("Sign in"), content, step="display"), 0, middle)
        hub = QHBoxLayout()
        hub.setSpacing(6)
        hub.addStretch(1)
        hub.addWidget(self._lock)
        hub.addWidget(self._hub)
        hub.addWidget(self._other)
        hub.addStretch(1)
        column.addLayout(hub)
        column.addSpacing(12)
        column.addWidget(self._card(content))
        in_the_middle(self, content)

    def _card(self, parent: QWidget) -> QFrame:
        card = QFrame(parent)
        set_kind(card, "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addLayout(labelled(_("User name"), self._user, card))
        password = labelled(_("Password"), self._password, card)
        password.addWidget(self._trouble)
        column.addLayout(password)
        desk = labelled(_("Desk"), self._desk, card)
        words = _("Colleagues see this as the place where your sessions are open.")
        desk.addWidget(PlainLabel(words, card, step="caption", kind="tertiary"))
        column.addLayout(desk)
        foot = QHBoxLayout()
        foot.addWidget(self._stay, 1)
        foot.addWidget(self.button)
        column.addLayout(foot)
        return card
