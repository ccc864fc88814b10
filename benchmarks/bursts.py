"""A load generator for the loopback interface: few connections, a few seconds, then it ends.

It does as little as it can by request, so that the server and not the generator is measured:
requests are made ready beforehand, and of an answer only its status and length are read.
"""

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from benchmarks.servers import HOST

CONNECTIONS = 4
BUFFER = 1 << 18
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
END_OF_HEAD = b"\r\n\r\n"
OK = b"HTTP/1.1 200 "


def seconds_per_request(port: int, path: str, seconds: float, cookie: str = "") -> float:
    """Ask for a page over and over for so long; return the time by answer, all told."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    start = perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        counts = pool.map(lambda _: _ask(port, request, start + seconds), range(CONNECTIONS))
        answered = sum(counts)
    return (perf_counter() - start) / answered


def _ask(port: int, request: bytes, until: float) -> int:
    """Ask on one connection until the time is over; return how many answers came."""
    answered = 0
    buffer = bytearray(BUFFER)
    with socket.create_connection((HOST, port), timeout=60) as connection:
        while answered == 0 or perf_counter() < until:
            connection.sendall(request)
            _receive(connection, buffer)
            answered += 1
    return answered


def _receive(connection: socket.socket, buffer: bytearray) -> None:
    """Read one whole answer; raises RuntimeError unless it is 200 and says how long it is."""
    head = b""
    while END_OF_HEAD not in head:
        piece = connection.recv(BUFFER)
        if not piece:
            raise RuntimeError("the server closed the connection")
        head += piece
    ends = head.index(END_OF_HEAD) + len(END_OF_HEAD)
    found = LENGTH.search(head, 0, ends)
    if not head.startswith(OK) or found is None:
        raise RuntimeError(f"not a whole page: {head[:200]!r}")
    missing = int(found[1]) - (len(head) - ends)
    while missing:
        received = connection.recv_into(buffer, min(missing, BUFFER))
        if not received:
            raise RuntimeError("the server closed the connection")
        missing -= received
