"""Fields of one line that are read into a value: texts, days, numbers, amounts, shares."""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from flask_babel import gettext as _
from wtforms import StringField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput, TextArea

from tracker.errors import InvalidInput
from tracker.http.formats import money, percent, whole
from tracker.money import BASIS_POINTS, USD, Money
from tracker.reference.currencies import currencies
from tracker.text_limits import LONGEST_TEXT
from tracker.web.forms.numbers import scaled_number
from tracker.web.forms.validators import Longest

LARGEST_AMOUNT = 10**15  # minor units: more than all money that is given
LARGEST_COUNT = 2_000_000_000
LARGEST_SHARE = 10 * BASIS_POINTS
LONGEST_LINE = 200
DAY = "%Y-%m-%d"  # what browsers send, in every language


class TypedField(StringField):  # type: ignore[misc] # wtforms has no types
    """A text that is read into a value, and shown again as it was typed.

    A subclass reads by `read` (which raises ValidationError or InvalidInput), shows a value by
    `write`, and holds `EMPTY` for an empty field.
    """

    EMPTY: ClassVar[Any] = None
    data: Any
    typed = ""
    ATTRIBUTES: ClassVar[dict[str, Any]] = {"autocomplete": "off"}

    def __init__(self, label: Any = None, validators: Any = (), **keywords: Any) -> None:  # noqa: ANN401 - wtforms' own
        attributes = self.ATTRIBUTES | keywords.pop("render_kw", {})
        super().__init__(label, list(validators), render_kw=attributes, **keywords)

    def read(self, text: str) -> Any:  # noqa: ANN401 - the subclass says what it holds
        """Read the typed text."""
        return text

    def write(self, value: Any) -> str:  # noqa: ANN401 - likewise
        """Write a value as the reader would type it."""
        return str(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the typed text, without the blanks around it."""
        self.data = self.EMPTY
        self.typed = valuelist[0].strip() if valuelist else ""
        if not self.typed:
            return
        try:
            self.data = self.read(self.typed)
        except InvalidInput as refusal:
            raise ValidationError(str(refusal)) from refusal

    def post_process(self, formdata: Any = None) -> None:  # noqa: ANN401 - wtforms' own
        """Read again, since the form may know only now its currency or its codes."""
        super().post_process(formdata)
        if not self.raw_data:
            return
        self.process_errors = []
        try:
            self.process_formdata(self.raw_data)
        except ValidationError as error:
            self.process_errors.append(error.args[0])

    def _value(self) -> str:
        """Return the typed text, else the value as text."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.write(self.data)


class TextField(TypedField):
    """A line of text; its data is a string, empty when nothing was entered."""

    EMPTY: ClassVar[Any] = ""

    def __init__(
        self,
        label: Any = None,  # noqa: ANN401 - a lazy text
        validators: Any = (),  # noqa: ANN401 - wtforms' own
        *,
        longest: int | None = LONGEST_LINE,
        **keywords: Any,  # noqa: ANN401 - wtforms' own
    ) -> None:
        limits = [Longest(longest)] if longest else []
        super().__init__(label, [*validators, *limits], **keywords)


class LongTextField(TextField):
    """Several lines of text; without `longest` the rules of the record say how many fit."""

    widget = TextArea()
    ATTRIBUTES: ClassVar[dict[str, Any]] = {}

    def __init__(
        self,
        label: Any = None,  # noqa: ANN401 - a lazy text
        validators: Any = (),  # noqa: ANN401 - wtforms' own
        *,
        rows: int = 4,
        longest: int | None = LONGEST_TEXT,
        **keywords: Any,  # noqa: ANN401 - wtforms' own
    ) -> None:
        super().__init__(label, validators, longest=longest, render_kw={"rows": rows}, **keywords)


class AddressField(TextField):
    """The address of a page on the web."""

    def read(self, text: str) -> str:
        """Refuse what a browser could take for anything but a page."""
        if not text.startswith(("https://", "http://")):
            raise ValidationError(_("An address begins with https:// or http://."))
        return text


class DayField(TypedField):
    """A day; its data is a date, or None."""

    widget = DateInput()

    def read(self, text: str) -> date:
        """Read a day as browsers send it."""
        try:
            return datetime.strptime(text, DAY).replace(tzinfo=UTC).date()
        except ValueError as error:
            raise ValidationError(_("'%(text)s' is no date", text=text)) from error


class WholeField(TypedField):
    """A whole number, or None."""

    ATTRIBUTES: ClassVar[dict[str, Any]] = {"inputmode": "numeric", "autocomplete": "off"}

    def read(self, text: str) -> int:
        """Read a whole number as the reader's language writes it."""
        return scaled_number(text, 0, LARGEST_COUNT)

    def write(self, value: int) -> str:
        """Write it with its thousands separated."""
        return whole(value)


class ShareField(TypedField):
    """A share in per cent; its data is whole basis points, or None."""

    ATTRIBUTES: ClassVar[dict[str, Any]] = {"inputmode": "decimal", "autocomplete": "off"}

    def read(self, text: str) -> int:
        """Read a per cent, with its sign or without."""
        share = scaled_number(text.rstrip("%٪ "), 2, LARGEST_COUNT)
        if abs(share) > LARGEST_SHARE:
            raise ValidationError(_("'%(text)s' is no share of a whole", text=text))
        return share

    def write(self, value: int) -> str:
        """Write it without its sign."""
        return percent(value).rstrip("%").strip()


class AmountField(TypedField):
    """An amount with the decimals of its currency; its data is Money, or None.

    The currency is US dollars unless the form says another in its `post_process`, before it
    calls that of its base class, or fills in Money of another.
    """

    ATTRIBUTES: ClassVar[dict[str, Any]] = {"inputmode": "decimal", "autocomplete": "off"}
    currency = USD

    @property
    def minor(self) -> int | None:
        """The amount in whole minor units of its currency."""
        return self.data.minor if self.data is not None else None

    def process_data(self, value: Money | None) -> None:
        """Take the currency of the amount that is filled in."""
        super().process_data(value)
        if value is not None:
            self.currency = value.currency

    def read(self, text: str) -> Money:
        """Read an amount as the reader's language writes it; an unknown currency has cents."""
        known = currencies().get(self.currency)
        decimals = known.minor_units if known else 2
        return Money(scaled_number(text, decimals, LARGEST_AMOUNT), self.currency)

    def write(self, value: Money) -> str:
        """Write all its decimals, without the currency's name."""
        return money(value.minor, value.currency)
