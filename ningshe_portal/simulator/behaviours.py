"""How a receiver may misbehave, one function each; ``call`` is the request handler that holds the line, which closes
when the function returns.

``TAKING`` are those that take the event, before they say so or fail to: what comes again must not be done again.
"""

import socket
import struct

LONGEST = 60  # seconds a line is held at most
DRIP_SECONDS = 0.5
SLOW_SECONDS = 5
RETRY_AFTER = 5


def answer(status, body=b"", **headers):
    """A behaviour that simply answers."""

    def behave(call):
        call.reply(status, body, {name.replace("_", "-"): value for name, value in headers.items()})

    return behave


def refuse(call):
    """Reset the line without a word, as a machine does where nobody listens."""
    call.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def hang(call):
    """Take the request and say nothing."""
    call.server.simulator.stopped.wait(LONGEST)


def drip(call):
    """An answer that never comes to its end, byte by byte."""
    call.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
    for _byte in range(int(LONGEST / DRIP_SECONDS)):
        if call.server.simulator.stopped.wait(DRIP_SECONDS):
            break
        call.wfile.write(b".")


def slow(call):
    """Answers, but only after some seconds."""
    call.server.simulator.stopped.wait(SLOW_SECONDS)
    answer(204)(call)


def garbage(call):
    """Says it arrived, with a body that is none."""
    answer(200, bytes(range(256)) * 80, Content_Type="application/json")(call)


def close(call):
    """Do the work, and break off before saying so."""


BEHAVIOURS = {
    "ok": answer(204),
    "refuse": refuse,
    "hang": hang,
    "drip": drip,
    "500": answer(500),
    "429": answer(429, Retry_After=str(RETRY_AFTER)),
    "redirect": answer(302, Location="/elsewhere"),
    "garbage": garbage,
    "close": close,
    "bad": answer(400, b"bad request"),
    "slow": slow,
}
TAKING = {"ok", "garbage", "close", "slow"}
