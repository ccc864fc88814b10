"""Tells before anything else when the port of `make run` cannot be had: free_port.py PORT."""

import socket
import sys

LARGEST = 65_535


def why_not(port: str) -> str:
    """Say why nobody can serve on that port of this machine; "" when somebody can."""
    if not (port.isascii() and port.isdigit() and 0 < int(port) <= LARGEST):
        return f"PORT is '{port}'; it must be a whole number from 1 to {LARGEST}."
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            return f"Port {port} cannot be had ({error.strerror}). Take another: make run PORT=8080"
    return ""


if __name__ == "__main__":
    sys.exit(why_not(sys.argv[1]) or None)
