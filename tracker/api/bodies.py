"""Reads the body of a request as JSON, with every fault by its field."""

import re
from typing import Annotated, TypeVar

from flask import request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from tracker.api.unreadable_values import message_of
from tracker.errors import Fault, InvalidDraft, TrackerError, cell_name
from tracker.fund.ledger.entries import MOST_MINOR
from tracker.text_limits import LONGEST_TEXT
from tracker.words import say

Asked = TypeVar("Asked", bound="Body")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters that no text of the record holds; lines and tabs are none of them."""


def _printable(text: str) -> str:
    """Return a text, or refuse hidden characters."""
    if UNPRINTABLE.search(text):
        raise ValueError(say("the text holds a character that cannot be kept"))
    return text.strip()


Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_printable)]
ShortText = Annotated[str, Field(max_length=500), AfterValidator(_printable)]
Name = Annotated[str, Field(max_length=120), AfterValidator(_printable)]
Minor = Annotated[int, Field(ge=-MOST_MINOR, le=MOST_MINOR, strict=True)]
NotBelowZero = Annotated[int, Field(ge=0, le=MOST_MINOR, strict=True)]


class Body(BaseModel):
    """What a program sends; a field that an address does not know is refused."""

    model_config = ConfigDict(extra="forbid")


class RecordingBody(Body):
    """What a program asks to be recorded.

    With `dry_run` nothing is saved; `sure` holds the codes of the questions that are answered.
    """

    dry_run: bool = Field(False, description="Only says what would come of it.")
    sure: list[Annotated[str, Field(max_length=60)]] = Field(
        default_factory=list,
        max_length=50,
        description="The codes of the questions that are answered.",
    )


class NotJson(TrackerError):
    """The body of a request is said to be something else than JSON."""

    status = 415


def read_body(schema: type[Asked]) -> Asked:
    """Read the body of this request; raises InvalidDraft with every fault, or NotJson."""
    if not request.is_json:
        raise NotJson(say("Send JSON, with the header Content-Type: application/json."))
    try:
        return schema.model_validate_json(request.get_data())
    except ValidationError as error:
        raise InvalidDraft(
            [
                Fault(_field(one["loc"]), message_of(one))
                for one in error.errors(include_url=False, include_input=False)
            ]
        ) from error


def _field(place: tuple[int | str, ...]) -> str:
    """Return the name of a field, or of a cell of a list."""
    if len(place) > 2 and isinstance(place[1], int):  # noqa: PLR2004 - list, place, field
        return cell_name(str(place[0]), place[1], str(place[2]))
    return str(place[0]) if place else ""
