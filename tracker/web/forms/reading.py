"""Reads what people typed into forms, and keeps all that cannot be read as faults."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from babel.numbers import get_decimal_symbol, get_group_symbol
from flask_babel import gettext as _
from wtforms import DateField, Field

from tracker.errors import Fault, InvalidInput
from tracker.http.formats import money
from tracker.http.language import format_locale
from tracker.money import BASIS_POINTS, parse_minor

Code = TypeVar("Code", bound=StrEnum)
SPACES = re.compile(r"[\s\u00a0\u202f'\u2019]")
DIGITS = {0x660 + digit: str(digit) for digit in range(10)}
SIGNS = DIGITS | {
    ord("\N{ARABIC DECIMAL SEPARATOR}"): ".",
    ord("\N{ARABIC THOUSANDS SEPARATOR}"): "",
    ord("\N{MINUS SIGN}"): "-",
}
"""Digits and signs of Arabic script, and the true minus, as they are typed into sums."""
LONGEST_NUMBER = 40
LARGEST_AMOUNT = 10**15  # minor units: more than all money that is given
LARGEST_COUNT = 2_000_000_000
CODE_AND_NAME = " \N{EN DASH} "
"""What stands between code and name in suggestions."""


class Reading:
    """Reads fields one by one; `faults` lists what could not be read, by the name it is given."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def text(self, field: Field, name: str = "") -> str:
        """Read a text without the blanks around it, no longer than its field allows."""
        text: str = (field.data or "").replace("\0", "").strip()
        longest = (field.render_kw or {}).get("maxlength")
        if longest and len(text) > longest:
            too_long = _(
                "%(field)s has at most %(number)s characters",
                field=field.label.text,
                number=longest,
            )
            self._fault(name or field.short_name, too_long)
            return text[:longest]
        return text

    def day(self, field: DateField, name: str = "") -> date | None:
        """Read a day; an empty field is none."""
        if any((text or "").strip() for text in field.raw_data or ()) and field.data is None:
            self._fault(
                name or field.short_name, _("'%(text)s' is no date", text=field.raw_data[0])
            )
        read: date | None = field.data
        return read

    def needed_day(self, field: DateField, name: str = "") -> date:
        """Read a day that has to be given."""
        read = self.day(field, name)
        if read is None and not self._is_faulty(name or field.short_name):
            self._fault(name or field.short_name, _("Give the date."))
        return read or date.min

    def code(self, field: Field, kind: type[Code], name: str = "") -> Code:
        """Read a member of an enum; what is none counts as its first."""
        try:
            return kind(self.text(field))
        except ValueError:
            self._fault(name or field.short_name, _("Choose one of the list."))
            return next(iter(kind))

    def amount(self, field: Field, exponent: int, name: str = "") -> int:
        """Read an amount as whole minor units of a currency with so many decimals."""
        name = name or field.short_name
        text = self.text(field)
        if not text:
            self._fault(name, _("Give the amount."))
            return 0
        try:
            minor = parse_minor(plain_number(text), exponent)
        except InvalidInput as error:
            self._fault(name, str(error))
            return 0
        if abs(minor) > LARGEST_AMOUNT:
            self._fault(name, _("'%(text)s' is too large", text=text))
            return 0
        return minor

    def optional_amount(self, field: Field, exponent: int, name: str = "") -> int | None:
        """Read an amount that may be missing."""
        return self.amount(field, exponent, name) if self.text(field) else None

    def share(self, field: Field, name: str) -> int:
        """Read a per cent as basis points."""
        try:
            share = parse_minor(plain_number(self.text(field).rstrip("%٪ ")), 2)
        except InvalidInput as error:
            self._fault(name, str(error))
            return 0
        if abs(share) > 10 * BASIS_POINTS:
            self._fault(name, _("'%(text)s' is no share of a whole", text=self.text(field)))
            return 0
        return share

    def whole(self, field: Field, name: str = "") -> int | None:
        """Read a whole number that may be missing."""
        text = self.text(field)
        if not text:
            return None
        try:
            number = parse_minor(plain_number(text), 0)
        except InvalidInput as error:
            self._fault(name or field.short_name, str(error))
            return None
        if abs(number) > LARGEST_COUNT:
            self._fault(name or field.short_name, _("'%(text)s' is too large", text=text))
            return None
        return number

    def named(self, text: str, names: Mapping[str, str], field: str, what: str) -> str:
        """Read a code, or a name that stands for one, of those on file."""
        found = find_code(text, names)
        if found is None:
            self._fault(field, _("'%(text)s' is not on the list: %(what)s", text=text, what=what))
            return ""
        return found

    def with_faults_of(self, rules: Collection[Fault]) -> list[Fault]:
        """Return all faults: what could not be read, then what the rules object to elsewhere."""
        unread = {fault.field for fault in self.faults}
        found = [*self.faults, *(fault for fault in rules if fault.field not in unread)]
        return list(dict.fromkeys(found))

    def _fault(self, field: str, message: str) -> None:
        self.faults.append(Fault(field, message))

    def _is_faulty(self, field: str) -> bool:
        return any(fault.field == field for fault in self.faults)


def plain_number(text: str) -> str:
    """Return a number as Python writes it, from one as the reader's language does.

    Thousands may be parted by blanks or as the language parts them, in groups of three and
    not otherwise: "1.50" is no number where a point parts thousands. Raises InvalidInput.
    """
    locale = format_locale()
    group, point = get_group_symbol(locale).strip(), get_decimal_symbol(locale)
    bare = SPACES.sub("", text.translate(SIGNS))
    points = point if group == "." else f"{point}."
    whole = rf"\d+|\d{{1,3}}(?:{re.escape(group)}\d{{3}})+" if group else r"\d+"
    found = re.fullmatch(rf"(-?)({whole})(?:[{re.escape(points)}](\d+))?", bare, re.ASCII)
    if found is None or len(bare) > LONGEST_NUMBER:
        raise InvalidInput(
            _(
                "'%(text)s' is no number; write it as %(example)s",
                text=text[:LONGEST_NUMBER],
                example=money(123450),
            )
        )
    sign, size, rest = found.groups()
    digits = size.replace(group, "") if group else size
    return f"{sign}{digits}.{rest}" if rest else f"{sign}{digits}"


def find_code(text: str, names: Mapping[str, str]) -> str | None:
    """Return the code that a text names: a code, one with its name, or a name, in any case."""
    wanted = text.strip()
    folded = wanted.casefold()
    by_code = {code.casefold(): code for code in names}
    if folded in by_code:
        return by_code[folded]
    head = folded.partition(CODE_AND_NAME)[0].strip()
    if head in by_code:
        return by_code[head]
    by_name = {name.casefold(): code for code, name in names.items()}
    return by_name.get(folded)


def split_list(text: str) -> list[str]:
    """Return the items of a list parted by semicolons or lines."""
    return [item.strip() for item in re.split(r"[;\n]", text) if item.strip()]
