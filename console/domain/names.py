"""Names of customers who gave none, as people read them."""

from console.domain.texts import _


def shown_name(name: str) -> str:
    """The name to be read: the end of a platform's id alone says nothing to anybody."""
    return _("Customer {end}").format(end=name) if name.startswith("…") else name
