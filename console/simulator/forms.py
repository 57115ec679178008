"""Multipart forms taken apart."""

from dataclasses import dataclass
from email.message import Message

from console.simulator.refusals import RefusalError


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a form."""

    content: bytes
    mime: str = "text/plain"
    filename: str = ""

    @property
    def text(self) -> str:
        """The content of a plain field."""
        return self.content.decode("utf-8", "replace").strip()


NOTHING = Part(b"")


def parts(content_type: str, body: bytes) -> dict[str, Part]:
    """The fields of a form by name.

    Raises:
        RefusalError: It is no multipart form.
    """
    boundary = _header("content-type", content_type).get_param("boundary")
    if not content_type.startswith("multipart/form-data") or not isinstance(boundary, str):
        raise RefusalError(100, "The request must be multipart/form-data.")
    found: dict[str, Part] = {}
    delimiter = b"\r\n--" + boundary.encode()
    for piece in (b"\r\n" + body).split(delimiter)[1:]:
        if piece.startswith(b"--"):
            break
        head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        name, part = _part(head.decode("utf-8", "replace"), content)
        found[name] = part
    return found


def _part(head: str, content: bytes) -> tuple[str, Part]:
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in head.split("\r\n"))
    }
    disposition = _header("content-disposition", headers.get("content-disposition", ""))
    name = str(disposition.get_param("name", "", "content-disposition"))
    filename = str(disposition.get_param("filename", "", "content-disposition"))
    return name, Part(content, headers.get("content-type", "text/plain"), filename)


def _header(name: str, value: str) -> Message:
    message = Message()
    message[name] = value
    return message
