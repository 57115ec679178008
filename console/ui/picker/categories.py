"""What the categories of templates are called."""

from __future__ import annotations

from console.domain.templates import Category
from console.domain.texts import N_, _

_CATEGORIES = {
    Category.UTILITY: N_("Utility"),
    Category.MARKETING: N_("Marketing"),
    Category.AUTHENTICATION: N_("Authentication"),
}


def category_name(category: Category) -> str:
    """What a template is for: "Utility"."""
    return _(_CATEGORIES[category])
