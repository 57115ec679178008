"""Requests as they leave the hub's gateway, with what the simulator answered."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

import httpx

FILE = "/{file}"  # whose address is the platform's own
_VERSION = re.compile(r"/v\d+\.\d+(?=/)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One request and its answer; bodies that are no JSON are None, forms are their fields.

    Attributes:
        path: "/{phone}/messages": after the version, with nouns for ids.
    """

    name: str
    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    media_type: str = ""
    body: Any = None
    status: int = 200
    answer: Any = None


class Recording(httpx.AsyncHTTPTransport):
    """A way to the platform that remembers what went and what came.

    Attributes:
        name: what is being done, for the next requests.
        nouns: what each id is an id of: {"106540352242922": "phone"}.
    """

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self.nouns: dict[str, str] = {}
        self.taken: list[Recorded] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The platform's answer, kept."""
        content = await request.aread()
        response = await super().handle_async_request(request)
        raw = await response.aread()
        media_type = request.headers.get("content-type", "")
        path = self._named(request.url.path)
        query = {} if path == FILE else dict(request.url.params)
        self.taken.append(
            Recorded(
                name=self.name,
                method=request.method,
                path=path,
                query=query,
                media_type=media_type.partition(";")[0],
                body=_read(content, media_type),
                status=response.status_code,
                answer=_read(raw, response.headers.get("content-type", "")),
            )
        )
        headers = response.headers
        return httpx.Response(response.status_code, headers=headers, content=raw)

    def _named(self, path: str) -> str:
        if not _VERSION.match(path):
            return FILE
        parts = _VERSION.sub("", path).split("/")
        return "/".join(
            f"{{{self.nouns[part]}}}" if part in self.nouns else part for part in parts
        )


def _read(content: bytes, media_type: str) -> Any:
    kind = media_type.partition(";")[0]
    if kind == "application/json":
        return json.loads(content)
    if kind != "multipart/form-data":
        return None
    head = f"Content-Type: {media_type}\r\n\r\n".encode()
    form = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + content)
    return {
        str(part.get_param("name", header="content-disposition")): "(a file)"
        if part.get_filename()
        else part.get_payload(decode=True).decode()  # type: ignore[union-attr]
        for part in form.iter_parts()
    }
