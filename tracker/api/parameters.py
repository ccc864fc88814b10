"""Reads the query string of an address as one typed value, with all its faults."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Annotated, Any, TypeVar, get_origin

from apiflask.scaffold import _annotate
from flask import request
from flask.typing import ResponseReturnValue
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
    ValidationError,
)
from pydantic_core import CoreSchema, ErrorDetails, PydanticCustomError, core_schema

from tracker.api.unreadable_values import TO_COME, message_of
from tracker.errors import Fault, InvalidDraft
from tracker.http.asked_days import reads_days
from tracker.listing import FilterChoice, ListQuery
from tracker.periods import today
from tracker.settings import LOCALES
from tracker.totals.query_string import DATES
from tracker.words import say

MOST_PER_PAGE = 200
LAST_PAGE = 1_000_000
PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

View = Callable[..., ResponseReturnValue]
Read = TypeVar("Read", bound="Parameters")


@dataclass(frozen=True, slots=True)
class OneOf:
    """Marks a text that must be one of the values."""

    values: tuple[str, ...]

    def __get_pydantic_core_schema__(
        self, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.literal_schema(list(self.values))


def order_by(keys: Iterable[str]) -> OneOf:
    """Mark an order: one of the keys, descending with a minus sign before it."""
    return OneOf(tuple(sign + key for key in keys for sign in ("", "-")))


def _expect_come(day: date) -> date:
    """Refuse a day that has not come."""
    if day > today():
        raise PydanticCustomError(TO_COME, "the day has not come")
    return day


def _read_day(text: object) -> object:
    """Accept a text that is a day of the calendar; pydantic would take numbers too."""
    if not isinstance(text, date) and not ISO_DATE.fullmatch(str(text)):
        raise ValueError(say("a day is written as 2013-03-28"))
    return text


Code = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=PRINTABLE)]
Words = Annotated[str, StringConstraints(max_length=200, pattern=PRINTABLE)]
Day = Annotated[date, BeforeValidator(_read_day)]
PastDay = Annotated[date, BeforeValidator(_read_day), AfterValidator(_expect_come)]
"""A day that has come: nothing is known, and no sum stands, of a later one."""


class Parameters(BaseModel):
    """The parameters of every address; an unknown parameter is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lang: Annotated[str, OneOf(LOCALES)] = Field(
        "en",
        description=(
            "The language of messages and of titles of programmes, activities and tools; without "
            "it, and without Accept-Language, titles are the originals. All else of an answer is "
            "the same in all languages."
        ),
    )


class ListParameters(Parameters):
    """The parameters of every list, besides its filters and its order."""

    q: Words = Field("", description="Words that must all occur, in any order and case.")
    page: int = Field(1, ge=1, le=LAST_PAGE, description="The page, counted from 1.")
    per_page: int = Field(50, ge=1, le=MOST_PER_PAGE, description="The number of items on a page.")


def takes(schema: type[Parameters]) -> Callable[[View], View]:
    """Give a view its parameters, read and checked, and document them.

    APIFlask's own `input` drops all but one value of a repeated parameter.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def with_parameters(**values: object) -> ResponseReturnValue:
            return view(parameters=read(schema), **values)

        _annotate(with_parameters, args=[(schema, "query")])
        return reads_days(*DATES)(with_parameters)  # it refuses what it does not know

    return decorate


def read(schema: type[Read]) -> Read:
    """Read the query string of this request; raises InvalidDraft with every fault."""
    values: dict[str, Any] = {}
    faults = []
    for name, given in request.args.lists():
        if _repeatable(schema, name):
            values[name] = given
            continue
        values[name] = given[0]
        if len(given) > 1:
            faults.append(Fault(name, say("this parameter is given once")))
    try:
        parameters = schema.model_validate(values)
    except ValidationError as error:
        faults.extend(_fault(details) for details in error.errors(include_url=False))
    if faults:
        raise InvalidDraft(list(dict.fromkeys(faults)))
    return parameters


def list_query(parameters: ListParameters, filters: Iterable[str], order: str) -> ListQuery:
    """Return the query of a list."""
    fields = type(parameters).model_fields.items()
    values = {field.alias or name: getattr(parameters, name) for name, field in fields}
    chosen = (FilterChoice(name, text) for name in filters for text in _texts(values[name]))
    return ListQuery(parameters.q, tuple(chosen), order, parameters.page, parameters.per_page)


def _texts(value: Any) -> Iterable[str]:  # noqa: ANN401 - whatever a filter takes
    """Return what a filter was given as texts: codes, a day, or a text; nothing for none."""
    if isinstance(value, tuple):
        return map(str, value)
    return (str(value),) if value else ()


def _repeatable(schema: type[Parameters], name: str) -> bool:
    """Tell whether a parameter takes several values."""
    field = schema.model_fields.get(name)
    return field is not None and get_origin(field.annotation) is tuple


def _fault(details: ErrorDetails) -> Fault:
    """Return the fault of an error of pydantic, in plain words."""
    name = str(details["loc"][0]) if details["loc"] else ""
    if details["type"] == "extra_forbidden":
        return Fault(name, say("there is no such parameter here"))
    return Fault(name, message_of(details))
