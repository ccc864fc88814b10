"""Reads what people typed into forms, and keeps all that cannot be read as faults."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask_babel import gettext as _
from sqlmodel import Session
from wtforms import DateField, Field

from tracker.errors import Fault, InvalidInput
from tracker.money import parse_minor
from tracker.web.forms import saving
from tracker.web.forms.codes import find_code
from tracker.web.forms.numbers import plain_number
from tracker.web.forms.saving import Refused

Code = TypeVar("Code", bound=StrEnum)
LARGEST_AMOUNT = 10**15  # minor units: more than all money that is given
LARGEST_COUNT = 2_000_000_000


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


def save(write: Callable[[Session], object]) -> list[Fault]:
    """Write in one transaction; return the faults when nothing was written."""
    outcome = saving.save(write)
    return list(outcome.faults) if isinstance(outcome, Refused) else []


def rehearse(write: Callable[[Session], object]) -> list[Fault]:
    """Do as `save` does, then undo it."""
    outcome = saving.rehearse(write)
    return list(outcome.faults) if isinstance(outcome, Refused) else []
