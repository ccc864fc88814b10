"""Amounts, dates and shares as the reader's language writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_compact_decimal, get_decimal_symbol, get_group_symbol
from flask import Flask

from tracker.errors import InvalidInput
from tracker.http.language import format_locale
from tracker.money import USD
from tracker.reference.currencies import exponent

DateForm = Literal["short", "medium", "long", "full"]
MINUS = "\N{MINUS SIGN}"
FROM_LEFT, FROM_LEFT_END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
"""What keeps a sign before its number where a text runs from right to left."""
NARROW_GAP = "\N{NO-BREAK SPACE}"
MILLION = 1_000_000_00
NOTHING = "\N{EN DASH}"
"""Written for a missing value; zero is written as zero."""


class Signs(NamedTuple):
    """The signs that separate thousands and decimals in a language."""

    group: str
    decimal: str


def usd(cents: int | None) -> str:
    """Write US cents as dollars with all digits: 123456789 as "1,234,567.89"."""
    return money(cents, USD)


def money(minor: int | None, currency: str = USD) -> str:
    """Write minor units of a currency with all digits, without the currency's name."""
    if minor is None:
        return NOTHING
    try:
        decimals = exponent(currency)
    except InvalidInput:
        decimals = 2
    return _digits(int(minor), decimals)


def short_usd(cents: int | None) -> str:
    """Write US cents in short: 320000000 as "USD 3.2 million", below a million in whole dollars."""
    if cents is None:
        return NOTHING
    if abs(cents) < MILLION:
        return f"USD{NARROW_GAP}{whole(_half_away(int(cents)))}"
    return _short(int(cents), str(format_locale()))


def whole(number: int | None) -> str:
    """Write a whole number: 1234567 as "1,234,567"."""
    return NOTHING if number is None else _digits(int(number), 0)


def percent(basis_points: int | None) -> str:
    """Write basis points as per cent without needless zeros: 3350 as "33.5 %"."""
    if basis_points is None:
        return NOTHING
    locale = str(format_locale())
    text = _digits(abs(int(basis_points)), 2).rstrip("0").removesuffix(_signs(locale).decimal)
    return f"{below_zero(text, locale) if basis_points < 0 else text}{NARROW_GAP}%"


def rate(value: Decimal | None) -> str:
    """Write an exchange rate with all the digits that were given."""
    if value is None:
        return NOTHING
    sign, figures, decimals = value.as_tuple()
    del sign
    places = -decimals if isinstance(decimals, int) else 0
    return _digits(int("".join(map(str, figures))), max(places, 0))


def day(value: date | None, form: DateForm = "long") -> str:
    """Write a day: "23 November 2026", or "23 Nov 2026" in the form "medium"."""
    if value is None:
        return NOTHING
    if form == "medium":
        return format_skeleton("yMMMd", value, locale=format_locale())
    return format_date(value, format=form, locale=format_locale())


def iso_day(value: str) -> str:
    """Write a day of ISO text, as requests and lists of open items hold it."""
    return day(date.fromisoformat(value), "medium")


def month(value: date) -> str:
    """Write the month of a day: "November 2026"."""
    return format_skeleton("yMMMM", value, locale=format_locale())


def moment(value: datetime | None) -> str:
    """Write a moment in UTC: "23 Nov 2026, 14:05 UTC"."""
    if value is None:
        return NOTHING
    text = format_datetime(value.astimezone(UTC), format="medium", locale=format_locale())
    return f"{text} UTC"


def recorded_day(value: datetime | None) -> str:
    """Write the day, in UTC, of a moment at which something was recorded."""
    return NOTHING if value is None else day(value.astimezone(UTC).date(), "medium")


def set_up_formats(app: Flask) -> None:
    """Give templates the formats as filters."""
    for form in (
        usd,
        money,
        short_usd,
        whole,
        percent,
        rate,
        day,
        iso_day,
        month,
        moment,
        recorded_day,
    ):
        app.jinja_env.filters[form.__name__] = form


@lru_cache
def _runs_from_right(locale: str) -> bool:
    """Tell whether a language is written from right to left."""
    return Locale.parse(locale).text_direction == "rtl"


@lru_cache
def _signs(locale: str) -> Signs:
    """Return the signs of a language."""
    return Signs(get_group_symbol(locale), get_decimal_symbol(locale))


def _digits(units: int, decimals: int) -> str:
    """Write units of which the last `decimals` digits are decimals, exactly."""
    signs = _signs(str(format_locale()))
    size, rest = divmod(abs(units), 10**decimals)
    text = f"{size:,}".replace(",", signs.group)
    if decimals:
        text += f"{signs.decimal}{rest:0{decimals}d}"
    return below_zero(text, str(format_locale())) if units < 0 else text


def below_zero(text: str, locale: str) -> str:
    """Return the text of an amount, such as "1.2 million", with a minus sign before its number.

    Where a language is written from right to left, sign and number stay in their order.
    """
    if not _runs_from_right(locale):
        return MINUS + text
    number, *words = text.split(maxsplit=1)
    return NARROW_GAP.join([f"{FROM_LEFT}{MINUS}{number}{FROM_LEFT_END}", *words])


def _half_away(cents: int) -> int:
    """Round cents to dollars, half a dollar away from zero."""
    dollars = (abs(cents) + 50) // 100
    return -dollars if cents < 0 else dollars


@lru_cache(maxsize=4096)
def _short(cents: int, locale: str) -> str:
    """Write cents with three figures at most and the word for their size."""
    dollars = Decimal(abs(cents)).scaleb(-2)
    language = Locale.parse(locale)
    has_long = "long" in language.compact_decimal_formats  # Chinese has the short form alone
    form: Literal["long", "short"] = "long" if has_long else "short"
    text = format_compact_decimal(dollars, format_type=form, locale=language, fraction_digits=1)
    return f"USD{NARROW_GAP}{below_zero(text, locale) if cents < 0 else text}"
