"""The formatter of the dashboards: amounts in the language of the request."""

from functools import lru_cache

from babel.numbers import format_compact_decimal

from tracker.http.formats import below_zero, day, percent, short_usd, usd, whole
from tracker.http.language import format_locale
from tracker.totals.formatter import Formatter

SMALLEST_SHORT = 1_000_00  # US cents


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
    return below_zero(text, locale) if minor < 0 else text


FORMATTER = Formatter(exact, short, tick, percent, whole, day)
