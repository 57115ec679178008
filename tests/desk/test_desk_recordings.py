"""Voice notes a rep has recorded are gone once they are sent, and only then."""

from pathlib import Path

from console.desk.desk import Desk
from console.desk.rows import Draft
from console.domain.ids import SessionId
from console.domain.messages import Text
from tests.desk.conftest import Place
from tests.desk.small_hub import SmallHub
from tests.fakes import until

SOFA = SessionId("sofa")


def recorded(desk: Desk) -> Path:
    path = Path(desk.new_recording())
    path.write_bytes(b"OggS, as it were")
    return path


async def test_t14_a_voice_note_that_was_sent_lies_here_no_more(
    desk: Desk, hub: SmallHub, tmp_path: Path
) -> None:
    path, own = recorded(desk), tmp_path / "own.pdf"
    own.write_bytes(b"%PDF")
    desk.send(SOFA, Text(text=""), files=(str(path), str(own)))
    await until(lambda: len(hub.posted) == 2)
    await until(lambda: not desk.waiting_to_send())
    assert not path.exists()
    assert own.exists()


async def test_t14_a_start_lets_go_of_recordings_that_nobody_sends_any_more(
    desk: Desk, place: Place
) -> None:
    wanted, left = recorded(desk), recorded(desk)
    desk.save_draft(SOFA, Draft(text="", files=(str(wanted),)))
    desk._seated().drafts.flush()
    again = place.desk()
    assert await again.resume()
    assert (wanted.exists(), left.exists()) == (True, False)
    await again.close()
