"""A seat at the shop: the desk of one of the story's reps, signed in from the start."""

from pathlib import Path

from console.app.shop import stories
from console.app.shop.colleague import PASSWORD, desk_id_of
from console.desk import installation
from console.desk.clock import WallClock
from console.desk.credentials import MemoryCredentials
from console.desk.desk import Desk
from console.desk.installation import Installation


def take(folder: Path, rep_key: str) -> None:
    """The folder is that of the desk the rep has in the story, where their sessions are."""
    rep = stories.load().reps[rep_key]
    installation.save(folder, Installation(desk_id=desk_id_of(rep)))


async def signed_in(folder: Path, hub_url: str, rep_key: str) -> MemoryCredentials:
    """Credentials with which the desk in this folder goes on as this rep."""
    rep = stories.load().reps[rep_key]
    if installation.load(folder).desk_id != desk_id_of(rep):
        take(folder, rep_key)
    credentials = MemoryCredentials()
    desk = Desk(
        folder=folder,
        clock=WallClock(),
        desk_name=rep.desk,
        credentials=credentials,
        downloads=folder / "downloads",
    )
    try:
        await desk.sign_in(hub_url, rep.user_name, PASSWORD, stay=True)
    finally:
        await desk.close()
    return credentials
