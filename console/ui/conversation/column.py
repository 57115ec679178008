"""The conversation column: header, banner, transcript and foot, one below the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.ui.conversation.foot import Foot
from console.ui.header.banner import ConversationBanner
from console.ui.header.header import ConversationHeader
from console.ui.theme.style import set_kind
from console.ui.theme.theme import ThemeService, current_theme
from console.ui.tick import ClockService
from console.ui.transcript.surface import FileSource
from console.ui.transcript.view import TranscriptView


class ConversationColumn(QWidget):
    """Arranges; what is shown comes from outside."""

    def __init__(
        self,
        theme_service: ThemeService,
        clock: ClockService,
        files: FileSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_kind(self, "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(360)
        self.header = ConversationHeader(clock, self)
        self.banner = ConversationBanner(self)
        self.transcript = TranscriptView(theme_service, lambda: clock.now(), self, files=files)
        self.foot = Foot(clock, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addWidget(self.transcript, 1)
        column.addWidget(self.foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the composer grow with the pane."""
        super().resizeEvent(event)
        self.foot.composer.grow_within(self.height() - current_theme().px("layout.tabstrip"))
