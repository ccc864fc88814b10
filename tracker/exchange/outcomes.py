"""The outcome of each row of a sheet, with the changed fields."""

from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any, NamedTuple

from tracker.money import USD, Money
from tracker.parts import Part
from tracker.reference.currencies import exponent

MINOR, BASIS_POINTS = "_minor", "_bp"


class Outcome(StrEnum):
    """The outcome of a row."""

    ADDED = "added"  # it added something new to the record
    CHANGED = "changed"  # it changed the record
    UNCHANGED = "unchanged"  # the record has it already
    REJECTED = "rejected"  # it has faults
    LEFT_OUT = "left_out"  # the profile leaves it out


class FieldChange(NamedTuple):
    """A field that changes, its value before and after as a sheet would write them."""

    field: str
    old: str
    new: str


class RowResult(NamedTuple):
    """The outcome of one row: its key, its changes, the reason when it was left out."""

    outcome: Outcome
    key: str = ""
    changes: tuple[FieldChange, ...] = ()
    why: str = ""


def changes_between(before: Any, after: Any, currency: str = USD) -> tuple[FieldChange, ...]:  # noqa: ANN401 - drafts of any kind
    """Return the fields in which two drafts of one kind differ; amounts in that currency."""
    found = []
    for field in fields(before):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            name = field.name.removesuffix(MINOR).removesuffix(BASIS_POINTS)
            spelled_old = spell(field.name, old, currency)
            found.append(FieldChange(name, spelled_old, spell(field.name, new, currency)))
    return tuple(found)


def spell(name: str, value: Any, currency: str = USD) -> str:  # noqa: ANN401 - whatever a draft holds
    """Spell a value of a draft as a sheet would; the end of its name tells its unit."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return _spell_number(name, value, currency)
    if isinstance(value, tuple):
        return _spell_list(value, currency)
    return str(value.value if isinstance(value, Enum) else value)


def _spell_number(name: str, value: int, currency: str) -> str:
    """Spell a whole number by its unit: money, a share in per cent, or a count."""
    if name.endswith(MINOR):
        return spelled(Money(value, currency))
    if name.endswith(BASIS_POINTS):
        return f"{Decimal(value).scaleb(-2):.2f} %"
    return str(value)


def _spell_list(items: tuple[Any, ...], currency: str) -> str:
    """Spell a list, its items separated by semicolons and the parts of an item by blanks."""
    return "; ".join(" ".join(part for part in _parts(item, currency) if part) for item in items)


def _parts(item: Any, currency: str) -> Iterable[str]:  # noqa: ANN401 - whatever a list holds
    """Yield the parts of an item of a list; counts of people have their names."""
    if isinstance(item, Part):
        names, parts = item.content(), tuple(item.values().values())
    elif isinstance(item, tuple):
        names, parts = getattr(item, "_fields", ("",) * len(item)), item
    else:
        yield spell("", item, currency)
        return
    for name, part in zip(names, parts, strict=True):
        if name and not part:
            continue
        text = spell(name, part, currency)
        counted = name and isinstance(part, int) and not name.endswith((MINOR, BASIS_POINTS))
        yield f"{name} {text}" if counted else text


def spelled(money: Money) -> str:
    """Write an amount with its currency, digits and a point."""
    decimals = exponent(money.currency)
    sign, digits = ("-" if money.minor < 0 else ""), str(abs(money.minor)).zfill(decimals + 1)
    whole, rest = (digits[:-decimals], "." + digits[-decimals:]) if decimals else (digits, "")
    return f"{sign}{whole}{rest} {money.currency}"
