"""Voice notes that a rep has recorded, until they are sent or thrown away; then they are gone.

They lie open meanwhile: the file is sent as it is.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4


class Recordings:
    """Those of one person at one hub."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def new(self) -> str:
        """Where the next one goes."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return str(self._folder / f"voice-{uuid4().hex[:8]}.ogg")

    def let_go(self, paths: Iterable[str]) -> None:
        """These are gone, unless they are other files of the rep's."""
        for path in map(Path, paths):
            if path.parent == self._folder:
                with suppress(OSError):  # another start lets it go
                    path.unlink(missing_ok=True)

    def keep_only(self, wanted: Iterable[str]) -> None:
        """All others are gone: a crash may have left some that nobody sends any more."""
        if self._folder.is_dir():
            self.let_go({str(path) for path in self._folder.iterdir()} - set(wanted))
