"""The form of a consent rule: how firmly, and for each language the words and answers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLineEdit,
    QScrollArea,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from console.domain.consent import ConsentRule, Keywords, Level
from console.domain.keyword_rules import LISTS, flaws
from console.domain.template_languages import LANGUAGES
from console.domain.texts import N_, _
from console.ui.dialogs.dialog import text_box
from console.ui.picker.choices import language_name
from console.ui.templates.field import Field
from console.ui.theme.style import set_kind
from console.ui.widgets.overlay_scroll import OverlayScrollBar
from console.ui.widgets.segmented import Segmented

_WIDTH_PX, _ANSWER_H = 640, 64
_LEVELS = (
    (Level.IMPLICIT, N_("Having written")),
    (Level.EXPLICIT, N_("A yes")),
    (Level.DOUBLE, N_("A second yes")),
)
_WORDS = {
    "opt_out": (N_("Words that end messages"), N_("Answer")),
    "opt_in": (N_("Words that allow messages"), N_("Answer")),
    "confirm": (N_("Words of the second yes"), N_("Question that asks for it")),
    "help": (N_("Words that ask for help"), N_("Answer")),
}


class RuleForm(QScrollArea):
    """A language whose fields are all empty has no words of its own.

    Signals:
        edited: something was written or chosen.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sets: dict[str, Keywords] = {}
        self._on = ""
        self.level = Segmented(
            [(level.value, _(words)) for level, words in _LEVELS], _("Offers need"), self
        )
        self.language = QComboBox(self)
        self.lines = {place: QLineEdit(self) for place in _WORDS}
        self.boxes: dict[str, QTextEdit] = {
            LISTS[place][1]: text_box(_ANSWER_H, self) for place in _WORDS
        }
        self.fields: dict[str, Field] = {}
        self._lay_out()
        self.level.chosen.connect(self.edited)
        self.language.activated.connect(self._on_language)
        for line in self.lines.values():
            line.textEdited.connect(self.edited)
        for box in self.boxes.values():
            box.textChanged.connect(self.edited)

    def show_rule(self, rule: ConsentRule) -> None:
        """Show this one, in the language that was on show if it has words."""
        self._sets = dict(rule.keywords)
        self.level.set_value(rule.level.value)
        known = {code.partition("_")[0] for code in LANGUAGES} | set(self._sets)
        # those with words come first
        in_order = sorted(known, key=lambda one: (one not in self._sets, _name(one)))
        self.language.clear()
        for code in in_order:
            self.language.addItem(language_name(code), code)
        self._go(self._on if self._on in self._sets else in_order[0])

    def rule(self) -> ConsentRule:
        """The rule as it is written."""
        self._sets[self._on] = self._written()
        words = {code: one for code, one in self._sets.items() if one != Keywords()}
        return ConsentRule(level=Level(self.level.value()), keywords=words)

    def complain(self) -> bool:
        """Show the first thing that can't stand, at its place; whether there is one."""
        found = flaws(self.rule())
        if found and found[0].language != self._on:
            self._go(found[0].language)
        said = {one.place: one.words for one in reversed(found) if one.language == self._on}
        for place, field in self.fields.items():
            field.complain(said.get(place, ""))
        if found:
            self.fields[found[0].place].control.setFocus()
        return bool(found)

    def _on_language(self) -> None:
        chosen = str(self.language.currentData())
        self._sets[self._on] = self._written()
        self._go(chosen)
        self.edited.emit()

    def _go(self, language: str) -> None:
        self._on = language
        self.language.setCurrentIndex(self.language.findData(language))
        words = self._sets.get(language, Keywords())
        for place, line in self.lines.items():
            line.setText(", ".join(getattr(words, place)))
        for answer, box in self.boxes.items():
            blocked = box.blockSignals(True)
            box.setPlainText(getattr(words, answer))
            box.blockSignals(blocked)
        for field in self.fields.values():
            field.complain("")

    def _written(self) -> Keywords:
        lists = {
            place: tuple(filter(None, (one.strip() for one in line.text().split(","))))
            for place, line in self.lines.items()
        }
        answers = {name: box.toPlainText().strip() for name, box in self.boxes.items()}
        return Keywords(**lists, **answers)  # type: ignore[arg-type]

    def _lay_out(self) -> None:
        page = QWidget()
        set_kind(page, "surface")
        page.setMaximumWidth(_WIDTH_PX)
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(14)
        column.addWidget(Field(_("Offers need"), self.level, self))
        column.addWidget(Field(_("Language"), self.language, self))
        for place, (words, answer) in _WORDS.items():
            name = LISTS[place][1]
            self.fields[place] = Field(_(words), self.lines[place], self)
            self.fields[place].note(_("separated by commas"))
            self.fields[name] = Field(_(answer), self.boxes[name], self)
            self.fields[name].note(_("empty: none"))
            # “Answer” stands there more than once
            self.boxes[name].setAccessibleName(f"{_(words)}: {_(answer)}")
            column.addWidget(self.fields[place])
            column.addWidget(self.fields[name])
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(page)
        OverlayScrollBar(self)


def _name(code: str) -> str:
    return language_name(code).casefold()
