"""Writes answers as JSON, through a schema that lets out only its own fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import Response, request
from pydantic import BaseModel, ConfigDict, Field

from tracker.listing import Slice

Row = TypeVar("Row")
Item = TypeVar("Item", bound="Answer")


class Answer(BaseModel):
    """A part of an answer; it reads the attributes of its fields and no other."""

    model_config = ConfigDict(from_attributes=True)


class PageAnswer(Answer, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    next: str | None = Field(description="The address of the next page; null on the last one.")
    total: int = Field(description="The number of items on all pages.")


@dataclass(frozen=True, slots=True)
class AnswerPage(Generic[Row]):
    """A page of a list before it is written."""

    items: Sequence[Row]
    next: str | None
    total: int


def write(schema: type[Answer], value: object) -> Response:
    """Write a value, or its attributes that the schema has."""
    return Response(schema.model_validate(value).model_dump_json(), mimetype="application/json")


def page_of(found: Slice[Row], path: str = "") -> AnswerPage[Row]:
    """Return a page with the address of the next; the list of a part has another path."""
    return AnswerPage(found.rows, next_page(found.query.page, found.pages, path), found.total)


def cut(rows: Sequence[Row], number: int, size: int, path: str = "") -> AnswerPage[Row]:
    """Return one page of rows in memory."""
    first = (number - 1) * size
    pages = -(-len(rows) // size)
    return AnswerPage(rows[first : first + size], next_page(number, pages, path), len(rows))


def next_page(number: int, pages: int, path: str = "") -> str | None:
    """Return the address of the page after this one, with the filters of this one."""
    if number >= pages:
        return None
    kept = [] if path else [item for item in request.args.items(multi=True) if item[0] != "page"]
    return f"{path or request.path}?{urlencode([*kept, ('page', number + 1)])}"
