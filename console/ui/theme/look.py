"""One look as a value: colours, fonts and sizes by token name."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtGui import QColor, QFont

from console.ui.theme.fonts import load_fonts, make_font
from console.ui.theme.tokens import DENSITIES, Tokens, load_tokens

_STRONGER = {
    "text.tertiary": "text.secondary",
    "border.subtle": "border.strong",
    "border.default": "border.strong",
}


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """Colours, fonts and sizes of one look; compare by identity.

    The QColor and QFont objects it hands out are shared: copy before changing one.
    """

    name: str
    """"light", "dark" or "wallboard"."""
    density: str
    scale: float
    """Size of message text; 1.0 is 14 px."""
    stronger_contrast: bool
    reduced_motion: bool
    tokens: Tokens
    _colors: dict[str, QColor] = field(default_factory=dict, repr=False)
    _fonts: dict[tuple[str, int | None, bool], QFont] = field(default_factory=dict, repr=False)

    @classmethod
    def load(
        cls,
        name: str,
        density: str = "comfortable",
        message_scale: float = 1.0,
        *,
        stronger_contrast: bool = False,
        reduced_motion: bool = False,
    ) -> Theme:
        """The theme of that name. Raises: ValueError for an unknown name or density."""
        tokens = load_tokens()
        if name not in tokens.colors or density not in DENSITIES:
            raise ValueError(f"no theme {name!r} with density {density!r}")
        return cls(name, density, message_scale, stronger_contrast, reduced_motion, tokens)

    @property
    def is_dark(self) -> bool:
        """Whether the surfaces are dark."""
        return self.name != "light"

    def color(self, name: str) -> QColor:
        """The colour of a token such as "bg.surface". Raises: KeyError."""
        found = self._colors.get(name)
        if found is None:
            found = self._colors[name] = parse_color(self.color_text(name))
        return found

    def color_text(self, name: str) -> str:
        """The colour as written in the tokens: "#RRGGBB" or "rgba(r, g, b, a)"."""
        if self.stronger_contrast:
            name = _STRONGER.get(name, name)
        return self.tokens.colors[self.name][name]

    def font(self, step: str, weight: int | None = None, tabular: bool = False) -> QFont:
        """The font of a type step ("micro", "caption", "body", …); weight 400, 500 or 600."""
        key = (step, weight, tabular)
        found = self._fonts.get(key)
        if found is None:
            load_fonts()
            kind = self.tokens.steps[step]
            found = self._fonts[key] = make_font(
                self.tokens.families,
                kind,
                weight or kind.weight,
                self._scaled(step, kind.size_px),
                tabular=tabular,
            )
        return found

    def line(self, step: str) -> int:
        """Line height of a type step in pixels."""
        return self._scaled(step, self.tokens.steps[step].line_px)

    def space(self, step: str) -> int:
        """A step of the 4 px grid: "half" is 2, "1" is 4, "2" is 8 and so on."""
        return int(self.tokens.numbers[f"space.{step}"])

    def px(self, name: str) -> int:
        """A size such as "layout.list", "radius.md", "control.pill" or "density.sessionRow".

        Density sizes are those of this theme's density. Raises: KeyError.
        """
        return int(self.number(name))

    def number(self, name: str) -> float:
        """A token that may be a share, such as "layout.bubbleMaxShare". Raises: KeyError."""
        if name.startswith("density."):
            name = f"density.{self.density}{name[7:]}"
        return self.tokens.numbers[name]

    def ms(self, name: str) -> int:
        """A duration: "fast", "base", "slow" or "settle"; zero with reduced motion."""
        return 0 if self.reduced_motion else int(self.tokens.numbers[f"motion.{name}"])

    def _scaled(self, step: str, size_px: int) -> int:
        return round(size_px * self.scale) if step == "message" else size_px


def parse_color(text: str) -> QColor:
    """The colour written as "#RRGGBB" or "rgba(r, g, b, a)" with a between 0 and 1."""
    if not text.startswith("rgba("):
        return QColor(text)
    red, green, blue, alpha = text[5:-1].split(",")
    return QColor(int(red), int(green), int(blue), round(float(alpha) * 255))
