"""Starting: the demo's children come up in a thread while the desk's window lives."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.app.shop.children import Children


class Starting:
    """Begins at once.

    Attributes:
        trouble: why they didn't start; empty as long as nothing is wrong.
    """

    def __init__(self, children: Children) -> None:
        self.trouble = ""
        self._children = children
        self._thread = Thread(target=self._start, name="demo")
        self._thread.start()

    @property
    def hub_url(self) -> str:
        """Where the demo's hub listens, once it does."""
        return self._children.hub_url

    @property
    def phone_url(self) -> str:
        """The page on which a person plays a customer, once started."""
        return self._children.phone_url

    def is_over(self) -> bool:
        """Whether they are up, or there is trouble."""
        return not self._thread.is_alive()

    def stop(self) -> None:
        """They are gone, even if they were still starting."""
        self._children.stop()
        self._thread.join()

    def _start(self) -> None:
        from console.app.shop.children import ChildTrouble

        try:
            self._children.start()
        except ChildTrouble as trouble:
            self.trouble = str(trouble)
