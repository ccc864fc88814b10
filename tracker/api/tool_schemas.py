"""Answers about tools."""

from datetime import date

from pydantic import Field

from tracker.api.answers import Answer, PageAnswer
from tracker.assistance.states import DisseminationKind, ToolUse
from tracker.reference.codes import ToolKind
from tracker.reference.instruments import Instrument


class Tool(Answer):
    """A tool in a list."""

    code: str
    title: str
    kind: ToolKind
    year: int | None
    languages: list[str] = Field(description="ISO 639-1 codes.")
    symbol: str
    instruments: list[Instrument]
    activities: int = Field(description="The number of activities that worked with it.")
    disseminated: int = Field(description="Copies, downloads and people of all events.")


class ToolPage(PageAnswer[Tool]):
    """A page of tools."""


class ToolActivity(Answer):
    """The use of a tool by an activity."""

    code: str
    title: str
    use: ToolUse
    share_bp: int = Field(description="Of the activity's cost, in basis points.")


class Dissemination(Answer):
    """An event by which a tool reached its readers."""

    kind: DisseminationKind
    held_on: date
    place: str
    number: int
    activity: str = Field(description="The activity that it was part of, or empty.")


class ToolDetail(Answer):
    """A tool with its activities and dissemination."""

    code: str
    title: str
    kind: ToolKind
    year: int | None
    languages: list[str] = Field(description="ISO 639-1 codes.")
    symbol: str
    instruments: list[Instrument]
    disseminated: int = Field(description="Copies, downloads and people of all events.")
    description: str
    source: str
    unsure: list[str] = Field(description="The fields without a checked source.")
    activities: list[ToolActivity]
    disseminations: list[Dissemination]
