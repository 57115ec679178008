"""Inter in three weights, loaded from the resources, and fonts made from the type scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from console.ui.theme.resources import path
from console.ui.theme.tokens import TypeStep

WEIGHTS = {400: QFont.Weight.Normal, 500: QFont.Weight.Medium, 600: QFont.Weight.DemiBold}


@cache
def load_fonts() -> tuple[int, ...]:
    """Font ids of the bundled Inter; needs a QGuiApplication. Runs once."""
    names = ("Regular", "Medium", "SemiBold")
    return tuple(
        QFontDatabase.addApplicationFont(str(path(f"fonts/Inter-{name}.ttf"))) for name in names
    )


def make_font(
    families: tuple[str, ...], step: TypeStep, weight: int, size_px: int, *, tabular: bool
) -> QFont:
    """A font of the given step; `tabular` makes all digits equally wide."""
    font = QFont()
    font.setFamilies(list(families))
    font.setPixelSize(size_px)
    font.setWeight(WEIGHTS.get(weight, QFont.Weight(weight)))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if step.tracking_px:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, step.tracking_px)
    if tabular:
        # a plain string is refused by PySide
        font.setFeature(QFont.Tag.fromString("tnum"), 1)
    return font
