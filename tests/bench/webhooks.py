"""Signed posts as the platform sends them, one text of one of many customers in each."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.bench.load import Post
from tests.given import signed, webhook_of_text

_CUSTOMERS = 500


def made_posts(path: str, count: int, prefix: str) -> list[Post]:
    """Whole HTTP requests, made before the clock runs; no message id comes twice."""
    return [_post(path, number, prefix) for number in range(count)]


def _post(path: str, number: int, prefix: str) -> Post:
    words = f"Where is my order {number}? It was promised for Tuesday."
    return made_post(path, words, number=number, prefix=prefix)


def made_post(path: str, words: str, *, number: int, prefix: str) -> Post:
    """One whole HTTP request."""
    customer = number % _CUSTOMERS
    body = webhook_of_text(
        words,
        at=datetime.now(UTC),
        number=f"3161{customer:07}",
        name=f"Customer {customer}",
        wamid=f"wamid.{prefix}.{number}",
    )
    fields = {"Host": "127.0.0.1", "Content-Length": str(len(body)), **signed(body)}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return Post(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
