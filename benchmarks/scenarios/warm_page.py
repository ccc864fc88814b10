"""A warm page, whole, against the least that Flask can answer."""

from collections.abc import Iterator

from benchmarks.accounts.files import account
from benchmarks.bursts import seconds_per_request
from benchmarks.scenario import Aim, Bench, Finding
from benchmarks.servers import Client, hello, product

AGAINST = "a bare Flask hello"
CACHED, RENDERED = Aim(1.3), Aim(6)
PAGE = "/"
UNKNOWN_SESSION = "session=unknown"
END = b"</html>"


def run(bench: Bench) -> Iterator[Finding]:
    """Compare the page as everybody gets it, and as it is rendered for each who is known."""
    path = account(bench, bench.entries)
    with product(path) as ours, hello(path) as peer:
        expect_whole(ours)
        for what, cookie, aim in (
            ("warm page, its answer kept", "", CACHED),
            ("warm page, rendered for each request", UNKNOWN_SESSION, RENDERED),
        ):
            own = other = float("inf")
            for _ in range(bench.rounds):
                own = min(own, seconds_per_request(ours.port, PAGE, bench.burst, cookie))
                other = min(other, seconds_per_request(peer.port, PAGE, bench.burst, cookie))
            yield Finding(what, bench.entries, own, other, AGAINST, aim)


def expect_whole(client: Client) -> None:
    """Refuse to measure anything but a whole page with figures."""
    body = client.get(PAGE)
    if END not in body or b"application/json" not in body:
        raise RuntimeError("the page is not whole")
