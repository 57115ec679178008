"""The editor of a template: its parts, what is wrong with each, and Submit."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.domain.ids import TemplateId
from console.domain.template_buttons import shown_words
from console.domain.template_languages import LANGUAGES
from console.domain.template_life import CHOICES
from console.domain.template_rules import FOOTER_LIMIT, HEADER_LIMIT, Flaw, flaws
from console.domain.templates import (
    BODY_LIMIT,
    VARIABLE,
    Category,
    Template,
    TemplateStatus,
    variables,
)
from console.domain.texts import N_, _, number
from console.ui.dialogs.dialog import text_box
from console.ui.picker.categories import category_name
from console.ui.picker.choices import language_name
from console.ui.templates.button_rows import ButtonRows
from console.ui.templates.examples import Examples
from console.ui.templates.field import Field
from console.ui.templates.wording import life_words
from console.ui.theme.style import set_kind
from console.ui.widgets.overlay_scroll import OverlayScrollBar
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

_BY_LENGTH = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_BODY_H, _WIDTH_PX = 132, 640
_HEADINGS = {
    "": N_("None"),
    "text": N_("Text"),
    "image": N_("Image"),
    "video": N_("Video"),
    "document": N_("Document"),
}
BLANK = Template(
    template_id=TemplateId(""),
    name="",
    language="en",
    category=Category.UTILITY,
    status=TemplateStatus.PENDING,
)


class TemplateEditor(QWidget):
    """Nothing leaves it before Meta's rules are kept.

    Signals:
        edited: the preview wants to follow.
        sample_wanted: a file of this kind for the heading.
        submitted: this template should go to Meta.
        left: away from it.
    """

    edited = Signal()
    sample_wanted = Signal(str)
    submitted = Signal(Template)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base, self._shown, self._sample = BLANK, BLANK, ""
        self._strict = False
        self._walked: list[QWidget] = []
        self._title = PlainLabel("", self, step="title")
        self.name = QLineEdit(self)
        self.name.setPlaceholderText(_("order_delayed"))
        self.language, self.category = QComboBox(self), QComboBox(self)
        for box in (self.language, self.category):
            box.setMinimumContentsLength(10)
            box.setSizeAdjustPolicy(_BY_LENGTH)
        for code in sorted(LANGUAGES, key=lambda one: language_name(one).casefold()):
            self.language.addItem(language_name(code), code)
        for category in (Category.UTILITY, Category.MARKETING):
            self.category.addItem(category_name(category), category.value)
        self.heading_kind, self.heading = QComboBox(self), QLineEdit(self)
        for kind, words in _HEADINGS.items():
            self.heading_kind.addItem(_(words), kind)
        self.sample = PushButton("", parent=self, icon_name="composer.attach")
        self.body = text_box(_BODY_H, self)
        self.variable = PushButton(_("Insert a variable"), "link", self, size="small")
        self.footer = QLineEdit(self)
        self.buttons, self.examples = ButtonRows(self), Examples(self)
        self.life = QComboBox(self)
        self._note = PlainLabel("", self, step="caption", kind="tertiary", wrap=True)
        self.submit = PushButton(_("Submit to Meta"), "primary", self, hint="Ctrl+Enter")
        self.cancel = PushButton(_("Cancel"), "ghost", self)
        self.fields = self._made_fields()
        self._lay_out()
        self._connect()

    def begin(self, template: Template) -> None:
        """Write this one, or a new one if it is `BLANK`."""
        self._base, self._sample, self._strict = template, template.sample, False
        is_new = not template.name
        title = template.title or template.name
        words = _("Edit “{title}”").format(title=title)
        self._title.setText(_("New template") if is_new else words)
        self.name.setText(template.name)
        self.name.setEnabled(is_new)
        if self.language.findData(template.language) < 0:
            self.language.addItem(language_name(template.language), template.language)
        self.language.setCurrentIndex(self.language.findData(template.language))
        self.language.setEnabled(is_new)
        self.category.setCurrentIndex(self.category.findData(template.category.value))
        self.category.setEnabled(template.status is not TemplateStatus.APPROVED)
        self._offer_lives(template.category, template.ttl_s)
        self.heading_kind.setCurrentIndex(self.heading_kind.findData(template.header_format))
        self.heading.setText(template.header_text)
        self.body.setPlainText(template.body)
        self.footer.setText(template.footer)
        self.buttons.show_buttons(template.buttons)
        self.examples.show_values(dict(template.examples))
        self._follow()
        self._shown = self.template()
        (self.name if is_new else self.body).setFocus()

    def template(self) -> Template:
        """The template as it is written."""
        kind, body = str(self.heading_kind.currentData()), self.body.toPlainText()
        is_text = kind == "text"
        written = replace(
            self._base,
            name=self.name.text().strip(),
            language=str(self.language.currentData()),
            category=Category(self.category.currentData()),
            header_format=kind,
            header_text=self.heading.text().strip() if is_text else "",
            body=body.strip(),
            footer=self.footer.text().strip(),
            buttons=self.buttons.buttons(),
            sample="" if kind in {"", "text"} else self._sample,
            ttl_s=self.life.currentData(),
        )
        names = VARIABLE.findall(f"{written.header_text} {written.body}")
        named = replace(written, named=any(not name.isdecimal() for name in names))
        values = self.examples.values()
        blanks = [one.key for one in variables(named)]
        examples = tuple((key, values[key]) for key in blanks if values.get(key))
        return replace(named, examples=examples)

    def is_dirty(self) -> bool:
        """Whether something was written that is nowhere else."""
        return self.template() != self._shown

    def show_sample(self, media_id: str, name: str) -> None:
        """This file is at the hub and goes along."""
        self._sample = media_id
        self.sample.setText(name)
        self._on_edited()

    def check(self) -> bool:
        """Whether it may go; what is wrong is shown at its place."""
        self._strict = True
        found = self._show_flaws()
        for flaw in found[:1]:
            self._place(flaw.place).setFocus()
        return not found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl Enter submits."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_submit()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        for line in (self.name, self.heading, self.footer):
            line.textEdited.connect(self._on_edited)
        self.category.activated.connect(
            lambda _place: self._offer_lives(Category(self.category.currentData()), None)
        )
        for box in (self.language, self.category, self.heading_kind, self.life):
            box.activated.connect(self._on_edited)
        self.heading_kind.activated.connect(self._on_heading_kind)
        self.body.textChanged.connect(self._on_edited)
        self.buttons.edited.connect(self._on_edited)
        self.examples.edited.connect(self._on_edited)
        self.variable.clicked.connect(self._on_variable)
        self.sample.clicked.connect(
            lambda: self.sample_wanted.emit(self.heading_kind.currentData())
        )
        self.submit.clicked.connect(self._on_submit)
        self.cancel.clicked.connect(self.left)

    def _offer_lives(self, category: Category, ttl_s: int | None) -> None:
        """What a message of this category may be tried for, and what it is now."""
        self.life.clear()
        for offered in sorted({*CHOICES[category], *([ttl_s] if ttl_s else [])}):
            self.life.addItem(life_words(offered), offered)
        self.life.insertItem(0, _("The usual time"), None)
        self.life.setCurrentIndex(self.life.findData(ttl_s) if ttl_s else 0)

    def _on_edited(self, *_args: object) -> None:
        self._follow()
        if self._strict:
            self._show_flaws()

    def _follow(self) -> None:
        written = self.template()
        self.examples.follow(variables(written))
        self._walk()
        kind = written.header_format
        self.heading.setVisible(kind == "text")
        self.sample.setVisible(kind not in {"", "text"})
        if not self._sample:
            self.sample.setText(_("Choose a sample…"))
        for name, limit, text in (
            ("header", HEADER_LIMIT, written.header_text),
            ("body", BODY_LIMIT, written.body),
            ("footer", FOOTER_LIMIT, written.footer),
        ):
            words = f"{number(len(text))} / {number(limit)}" if text else ""
            self.fields[name].note(words)
        self._note.setText(shown_words(written.buttons))
        self._note.setVisible(bool(self._note.full_text))
        self.edited.emit()

    def _walk(self) -> None:
        """Tab goes through what came later where it stands, not after everything else."""
        examples = [field.control for field in self.examples.fields.values()]
        wanted = [
            self.footer,
            *self.buttons.controls(),
            self.life,
            *examples,
            self.submit,
            self.cancel,
        ]
        if wanted != self._walked:
            self._walked = wanted
            for one, after in pairwise(wanted):
                QWidget.setTabOrder(one, after)

    def _show_flaws(self) -> list[Flaw]:
        found = flaws(self.template())
        said: dict[str, str] = {}
        for flaw in found:
            said.setdefault(flaw.place, flaw.words)
        for place, field in self.fields.items():
            field.complain(said.get(place, ""))
        for key, field in self.examples.fields.items():
            field.complain(said.get(f"example.{key}", ""))
        rows = range(len(self.buttons.rows))
        self.buttons.complain({n: said[f"button.{n}"] for n in rows if f"button.{n}" in said})
        return found

    def _place(self, place: str) -> QWidget:
        kind, _dot, key = place.partition(".")
        if kind == "example":
            return self.examples.fields[key].control
        if kind == "button":
            return self.buttons.rows[int(key)].words
        if kind == "header" and not self.heading.isVisibleTo(self):
            return self.sample
        return self.fields[kind].control

    def _on_heading_kind(self) -> None:
        self._sample = ""
        self._follow()

    def _on_variable(self) -> None:
        names = VARIABLE.findall(self.body.toPlainText())
        numbers = [int(name) for name in names if name.isdecimal()]
        self.body.insertPlainText(f"{{{{{max(numbers, default=0) + 1}}}}}")
        self.body.setFocus()

    def _on_submit(self) -> None:
        if self.submit.isEnabled() and self.check():
            self.submitted.emit(self.template())

    def _made_fields(self) -> dict[str, Field]:
        heading = Field(_("Heading"), self.heading_kind, self, self.heading, self.sample)
        self.heading_kind.setFixedWidth(132)
        self.heading.setAccessibleName(_("Text of the heading"))
        return {
            "name": Field(_("Name"), self.name, self),
            "language": Field(_("Language"), self.language, self),
            "category": Field(_("Category"), self.category, self),
            "header": heading,
            "body": Field(_("Text"), self.body, self),
            "footer": Field(_("Footer"), self.footer, self),
            "buttons": Field(_("Buttons"), self.buttons, self),
            "life": Field(_("Tried for"), self.life, self),
        }

    def _lay_out(self) -> None:
        page = QWidget()
        set_kind(page, "surface")
        page.setMaximumWidth(_WIDTH_PX)
        form = QVBoxLayout(page)
        form.setContentsMargins(24, 20, 24, 24)
        form.setSpacing(14)
        form.addWidget(self._title)
        form.addWidget(self.fields["name"])
        pair = QHBoxLayout()
        pair.setSpacing(12)
        pair.addWidget(self.fields["language"], 1)
        pair.addWidget(self.fields["category"], 1)
        form.addLayout(pair)
        form.addWidget(self.fields["header"])
        form.addWidget(self.fields["body"])
        form.addWidget(self.variable, 0, Qt.AlignmentFlag.AlignLeft)
        for name in ("footer", "buttons", "life"):
            form.addWidget(self.fields[name])
        form.addWidget(self._note)
        form.addWidget(self.examples)
        form.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        OverlayScrollBar(scroll)
        scroll.setWidget(page)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 10, 16, 10)
        foot.setSpacing(8)
        foot.addWidget(self.submit)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        line = QFrame(self)
        set_kind(line, "line")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addWidget(line)
        column.addLayout(foot)
