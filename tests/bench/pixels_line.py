"""Child of `pixels`: the transport alone, read by asyncio."""

from __future__ import annotations

import asyncio
import json
import sys

from tests.bench.stamps import Latencies, listening, stamps_in


async def main(port: int, wanted: int) -> None:
    """Print how long the lines were under way."""
    latencies = Latencies(wanted)
    reader, writer = await asyncio.open_connection(sock=listening(port))
    while not latencies.complete:
        latencies.note(stamps_in(await reader.readline()))
    writer.close()
    print(json.dumps({"latencies_ms": latencies.found_ms}))


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
