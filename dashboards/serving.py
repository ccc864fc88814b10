"""What the dashboards hold for each application, and how a request asks them."""

from dataclasses import dataclass, field
from functools import lru_cache

from babel.numbers import format_compact_decimal
from flask import current_app

from dashboards.asking import Ask
from dashboards.pages import Page
from dashboards.writing import Writer
from tracker.cache import VersionedCache
from tracker.http.formats import MINUS, percent, short_usd, usd, whole
from tracker.http.language import format_locale, locale_code
from tracker.totals.dimensions import Dimension
from tracker.totals.query import Query
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of

EXTENSION = "dashboards"
PAGES_KEPT = 512
SMALLEST_SHORT = 1_000_00  # US cents


@dataclass(slots=True)
class Dashboards:
    """The pages that were drawn for an application."""

    pages: VersionedCache[Page] = field(default_factory=lambda: VersionedCache(PAGES_KEPT))


def dashboards() -> Dashboards:
    """Return what the application holds."""
    held: Dashboards = current_app.extensions[EXTENSION]
    return held


def ask_of(
    snapshot: Snapshot, chosen: Query, path: str, subject: tuple[Dimension, str] | None = None
) -> Ask:
    """Return what a page asks with; `subject` is the code that the page is about."""
    if subject is not None:
        chosen = chosen.having(*subject)
    return Ask(
        scope=scope_of(snapshot, chosen, locale_code()),
        filter=chosen,
        writer=WRITER,
        version=snapshot.version,
        path=path,
        subject=subject[0] if subject else None,
    )


def exact(minor: int) -> str:
    """Write US cents in full with their currency."""
    return f"USD\N{NO-BREAK SPACE}{usd(minor)}"


def short(minor: int) -> str:
    """Write US cents in short; small amounts in full."""
    return exact(minor) if abs(minor) < SMALLEST_SHORT else short_usd(minor)


def tick(minor: int) -> str:
    """Write US cents as briefly as an axis needs: "1.2M"."""
    return _tick(minor, str(format_locale()))


@lru_cache(maxsize=4096)
def _tick(minor: int, locale: str) -> str:
    text: str = format_compact_decimal(abs(minor) / 100, locale=locale, fraction_digits=1)
    return f"{MINUS}{text}" if minor < 0 else text


WRITER = Writer(exact, short, tick, percent, whole)
