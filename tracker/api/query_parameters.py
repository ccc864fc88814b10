"""The query of the dashboards as parameters, and the dates that an answer to one says."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from tracker.api.answers import Answer
from tracker.api.parameters import Code, OneOf, Parameters
from tracker.http.csv_answers import Delimiter
from tracker.totals.query import Query
from tracker.totals.query_string import to_query_string


class FileParameters(Parameters):
    """The form of an answer that may be a file."""

    format: Annotated[str, OneOf(("json", "csv"))] = Field(
        "json", description="The form of the answer."
    )
    delimiter: Delimiter | None = Field(None, description="The sign between two cells of CSV.")


class DayParameters(Parameters):
    """The period and the two dates."""

    session: Code | None = Field(None, description="A session, which sets `from` and `to`.")
    first: str | None = Field(None, alias="from", description="The first day that counts.")
    last: str | None = Field(None, alias="to", description="The last day that counts.")
    as_at: str | None = Field(None, description="The last day that counts; today if not given.")
    known_at: str | None = Field(None, description="A day, or a moment in UTC.")


class ChoiceParameters(DayParameters):
    """The whole query: the days, and the codes that are chosen."""

    donor: tuple[Code, ...] = Field((), description="Donors whose money the activities got.")
    region: tuple[Code, ...] = Field((), description="Regions or groups of States.")
    country: tuple[Code, ...] = Field((), description="States or areas.")
    protocol: tuple[Code, ...] = Field((), description="The Convention or a Protocol.")
    programme: tuple[Code, ...] = Field((), description="Codes of programmes.")
    earmarking: tuple[Code, ...] = Field((), description="Categories of earmarking.")
    paragraph: tuple[Code, ...] = Field((), description="Operative paragraphs.")
    tool: tuple[Code, ...] = Field((), description="Codes of tools.")


class DatedAnswer(Answer):
    """An answer with its dates and its query in words of the address."""

    as_at: date = Field(description="The last day that counts.")
    known_at: str = Field(description="The day of knowledge, or a moment in UTC.")
    cut: date | None = Field(description="A later last day that was asked for.")
    filter: str = Field(description="The query.")
    data_version: int


def dates_of(query: Query, version: int) -> dict[str, Any]:
    """Return the fields that every dated answer has."""
    return {
        "as_at": query.counted_to(),
        "known_at": str(query.known_at or query.today),
        "cut": query.cut,
        "filter": to_query_string(query),
        "data_version": version,
    }
