"""`python3 -m tests.conform FILE`: holds the hub's requests against Meta's OpenAPI document."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from tests.conform.checking import check, told
from tests.conform.collecting import collected
from tests.conform.document import Document
from tests.conform.known import KNOWN


def main(argv: list[str]) -> int:
    """0 if every difference is known."""
    parser = argparse.ArgumentParser("python3 -m tests.conform", description=__doc__)
    parser.add_argument("document", type=Path, help="business-messaging-api, v23.0, as YAML")
    asked = parser.parse_args(argv)
    taken, _player = asyncio.run(collected())
    result = check(Document.read(asked.document), taken, KNOWN)
    print("\n".join(told(result)))
    return int(not result.is_good)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
