"""What stands in the place of a message that its writer has deleted."""

from console.domain.messages import Unsupported, kept_preview, preview
from console.domain.texts import N_

DELETED = Unsupported(
    what="deleted",
    title=N_("deleted this message"),
    explanation=N_("What it said is shown to nobody any more."),
)
_KEPT = kept_preview(DELETED)


def told(text: str) -> str:
    """A preview from a hub, which writes English; that of a deleted message in our words."""
    return preview(DELETED) if text == _KEPT else text
