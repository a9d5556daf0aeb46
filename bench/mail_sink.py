"""A mail server that takes every letter and says at its end how many came."""

import asyncio
import signal
import sys
from typing import Any

from aiosmtpd.smtp import SMTP


class Sink:
    """Counts letters."""

    count = 0

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:
        """Take a letter."""
        Sink.count += 1
        return "250 taken"


async def main() -> None:
    """Serve until told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    server = await loop.create_server(lambda: SMTP(Sink()), "127.0.0.1", int(sys.argv[1]))
    await stop.wait()
    server.close()
    print(Sink.count)


if __name__ == "__main__":
    asyncio.run(main())
