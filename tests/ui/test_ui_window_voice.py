"""Voice notes: recorded by a process of its own, or chosen; listened to, sent, never lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.desk.recordings import Recordings
from console.domain.voice_notes import HEAD_BYTES, TAIL_BYTES, length_s
from console.ui.composer.recorder import Recorder
from console.ui.composer.recording_bar import RecordingBar, Stage
from console.ui.conversation.modes import FootMode
from tests.fakes import until
from tests.ui.fake_filing import FakeFiling
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.shop import RESOURCES
from tests.ui.test_ui_window_story import LUCAS, written

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

NOTE = RESOURCES.parent / "simulator" / "files" / "voice-note.ogg"
#: Hears nothing, but is asked, tells and writes a file as the real one does.
_WORKER = """
import json, shutil, sys
def tell(state, at_ms):
    print(json.dumps({"state": state, "at_ms": at_ms}), flush=True)
if sys.argv[1] != "fine":
    tell(sys.argv[1], 0) if sys.argv[1] != "dies" else sys.exit(3)
else:
    tell("recording", 1250)
    if sys.stdin.readline().strip() == "stop":
        shutil.copy(sys.argv[2], sys.argv[3])
        tell("done", 12000)
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recordings go to a folder of the test."""
    monkeypatch.setattr(FakeFiling, "recordings", Recordings(tmp_path), raising=False)


@pytest.fixture
def recorder(tmp_path: Path) -> Callable[[str], Recorder]:
    """Makes a recorder whose worker does as it is called."""
    program = tmp_path / "worker.py"
    program.write_text(_WORKER, encoding="utf-8")

    def made(how: str) -> Recorder:
        return Recorder(worker=(sys.executable, "-I", str(program), how, str(NOTE)))

    return made


async def recording(screens: Screens, made: Recorder) -> RecordingBar:
    """The bar of a voice note that has begun in Lucas's session."""
    foot = await written(screens, "Lucas Moreau", "I write this later")
    screens.connections.recording.use(made)
    foot.composer.voice_wanted.emit()
    assert foot.recording.stage is Stage.RECORDING
    return foot.recording


def said(bar: RecordingBar) -> str:
    return bar._words.text()


def kept_in(path: str) -> bytes:
    """What the file holds; nothing if it is gone."""
    return Path(path).read_bytes() if Path(path).exists() else b""


def files_sent(screens: Screens) -> list[Path]:
    return [Path(str(asked[2])) for asked in screens.desk.asked if asked[0] == "send_file"]


def test_a_voice_note_is_recorded_and_sent_beside_the_draft(
    in_window: InWindow, recorder: Callable[[str], Recorder]
) -> None:
    async def work(screens: Screens) -> None:
        bar = await recording(screens, recorder("fine"))
        await until(lambda: said(bar) == "Recording · 0:01")
        bar.stop.click()
        await until(lambda: bar.stage is Stage.READY)
        assert said(bar) == "Voice message · 0:12"
        bar.send.click()
        (sent,) = files_sent(screens)
        assert sent.read_bytes() == NOTE.read_bytes()
        assert not bar.isVisible()
        assert screens.desk.draft(LUCAS).text == "I write this later"

    in_window(work)


def test_what_is_thrown_away_is_gone_and_nothing_is_sent(
    in_window: InWindow, recorder: Callable[[str], Recorder]
) -> None:
    async def work(screens: Screens) -> None:
        made = recorder("fine")
        paths: list[str] = []
        made.done.connect(paths.append)
        bar = await recording(screens, made)
        bar.stop.click()
        await until(lambda: bar.stage is Stage.READY)
        bar._throw.click()
        assert not kept_in(paths[0])
        assert not bar.isVisible()
        assert files_sent(screens) == []

    in_window(work)


@pytest.mark.parametrize("ready", [False, True])
def test_looking_at_another_session_keeps_the_recording_in_the_draft_of_its_own(
    in_window: InWindow, recorder: Callable[[str], Recorder], ready: bool
) -> None:
    async def work(screens: Screens) -> None:
        bar = await recording(screens, recorder("fine"))
        await until(lambda: said(bar) == "Recording · 0:01")
        if ready:
            bar.stop.click()
            await until(lambda: bar.stage is Stage.READY)
        await screens.open("Priya Raghunathan")
        await until(lambda: bool(screens.desk.draft(LUCAS).files))
        assert not bar.isVisible()
        draft = screens.desk.draft(LUCAS)
        assert draft.text == "I write this later"
        assert kept_in(draft.files[0]) == NOTE.read_bytes()

    in_window(work)


@pytest.mark.parametrize(
    ("how", "words"),
    [("no_input", "has no microphone"), ("failed", "failed"), ("dies", "Record it again")],
)
def test_a_machine_that_fails_says_so_and_offers_to_choose_a_recording(
    in_window: InWindow, recorder: Callable[[str], Recorder], how: str, words: str
) -> None:
    async def work(screens: Screens) -> None:
        bar = await recording(screens, recorder(how))
        await until(lambda: bar.stage is Stage.UNABLE)
        assert words in said(bar)
        assert bar.choose.isVisible()
        assert not bar.send.isVisible()

    in_window(work)


def test_a_recording_made_elsewhere_goes_as_a_voice_note_and_another_file_does_not(
    in_window: InWindow, tmp_path: Path
) -> None:
    async def work(screens: Screens) -> None:
        foot = await written(screens, "Lucas Moreau", "")
        voice, bar = screens.connections.recording, foot.recording
        voice._recorder = None
        foot.composer.voice_wanted.emit()
        assert "can’t record" in said(bar)
        wrong = tmp_path / "song.ogg"
        wrong.write_bytes(b"OggS" + bytes(100))
        voice._take(str(wrong))
        assert "no OGG with Opus" in said(bar)
        voice._take(str(NOTE))
        assert said(bar) == "Voice message · 0:12"
        bar.send.click()
        assert files_sent(screens) == [NOTE]

    in_window(work)


def test_no_voice_note_begins_where_nothing_can_be_written(
    in_window: InWindow, recorder: Callable[[str], Recorder]
) -> None:
    async def work(screens: Screens) -> None:
        foot = await written(screens, "Lucas Moreau", "")
        screens.connections.recording.use(recorder("fine"))
        foot.show_mode(FootMode.TEMPLATE)
        foot.composer.voice_wanted.emit()
        await turns()
        assert not foot.recording.isVisible()

    in_window(work)


def test_only_opus_in_mono_is_a_voice_note(qtbot: QtBot) -> None:
    whole = NOTE.read_bytes()
    head, tail = whole[:HEAD_BYTES], whole[-TAIL_BYTES:]
    assert length_s(head, tail) == pytest.approx(12.0)
    place = head.find(b"OpusHead") + 9
    stereo = head[:place] + b"\2" + head[place + 1 :]
    assert length_s(stereo, tail) is None
    assert length_s(b"RIFF" + head[4:], tail) is None
    assert length_s(b"", b"") is None
