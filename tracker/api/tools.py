"""Tools: the list, and one with its activities and dissemination."""

from datetime import date
from functools import partial
from typing import Annotated

from flask import Response
from pydantic import Field

from tracker.api.answers import Answer, PageAnswer, page_of, write
from tracker.api.files import FileOfRecord, files_about
from tracker.api.parameters import Code, ListParameters, list_query, order_by, takes
from tracker.api.subjects import make_blueprint, on_file
from tracker.api.titles import LANG, TextsAnswer, TitledAnswer, TitleField
from tracker.assistance.shown_tools import list_shown_tools, read_shown_tool
from tracker.assistance.states import DisseminationMeans, DisseminationUnit, ToolUse
from tracker.assistance.title_book import TitledKind
from tracker.assistance.tool_list import FILTERS, ORDERS, ToolFacts
from tracker.http import context
from tracker.http.guard import public
from tracker.people.permissions import may_see_small_counts
from tracker.reference.codes import ParticipantFunction, ToolKind
from tracker.reference.instruments import Instrument
from tracker.reference.languages import TextLanguage

OF_TOOL = (TitleField("title", "code", TitledKind.TOOL),)
"""The title of a tool."""


class ToolTitle(TitledAnswer):
    """The particulars of a tool that a list and its own answer have."""

    TITLES = OF_TOOL

    code: str
    title: str
    title_lang: TextLanguage | None = Field(None, description=LANG)
    kind: ToolKind
    year: int | None
    languages: list[str] = Field(description="ISO 639-1 codes.")
    symbol: str
    instruments: list[Instrument]


class ToolReach(ToolTitle):
    """A tool with what its events of dissemination count: three counts and no sum."""

    copies: int = Field(description="Copies that were handed out.")
    downloads: int = Field(description="Downloads and views.")
    people: int | None = Field(
        description="People who were present; null where they are too few to be shown."
    )


class Tool(ToolReach):
    """A tool in a list."""

    activities: int = Field(description="The number of activities that worked with it.")


class ToolPage(PageAnswer[Tool]):
    """A page of tools."""


class ToolActivity(TitledAnswer):
    """The use of a tool by an activity."""

    TITLES = (TitleField("title", "code", TitledKind.ACTIVITY),)

    code: str
    title: str
    title_lang: TextLanguage | None = Field(None, description=LANG)
    use: ToolUse
    share_bp: int = Field(description="Of the activity's cost, in basis points.")


class Dissemination(Answer):
    """An event by which a tool reached its readers."""

    code: str
    means: DisseminationMeans
    held_on: date
    place: str
    language: str = Field(description="Of what was handed out: ISO 639-1, or empty.")
    audience: ParticipantFunction
    unit: DisseminationUnit = Field(description="What `number` counts.")
    number: int | None = Field(description="Null for people who are too few to be shown.")
    activity: str = Field(description="The activity that it was part of, or empty.")


class ToolVersion(Answer):
    """A version of a tool."""

    version: str
    released_on: date | None
    languages: list[str] = Field(description="ISO 639-1 codes.")
    symbol: str
    url: str
    changes: str = Field(description="What changed in it.")


class ToolDetail(ToolReach, TextsAnswer):
    """A tool with its versions, activities and dissemination."""

    source: str
    unsure: list[str] = Field(description="The fields without a checked source.")
    versions: list[ToolVersion]
    files: list[FileOfRecord]
    activities: list[ToolActivity]
    disseminations: list[Dissemination]


blueprint = make_blueprint("Tools", "Guides, model laws, toolkits, databases, and who has them.")


class ToolParameters(ListParameters):
    """Filters and order of the list of tools."""

    kind: tuple[ToolKind, ...] = ()
    protocol: tuple[Instrument, ...] = Field((), description="The Convention or a Protocol.")
    language: tuple[Code, ...] = Field((), description="It is there in one of these: ISO 639-1.")
    year: tuple[Code, ...] = Field((), description="Years of publication.")
    sort: Annotated[str, order_by(ORDERS)] = "title"


@blueprint.get("/tools")
@public
@blueprint.output(ToolPage)
@takes(ToolParameters)
def list_all(parameters: ToolParameters) -> Response:
    """List tools.

    Words are searched for in the code, the title and the document symbol.
    """
    asked = list_query(parameters, FILTERS, parameters.sort)
    small = may_see_small_counts(context.user())
    sees = context.sees_unpublished()
    found = list_shown_tools(context.session(), asked, unpublished=sees, small=small)
    return write(ToolPage, page_of(found))


@blueprint.get("/tools/<code>")
@public
@blueprint.output(ToolDetail)
def show(code: str) -> Response:
    """Show one tool."""
    small = may_see_small_counts(context.user())
    read = partial(read_shown_tool, unpublished=context.sees_unpublished(), small=small)
    return write(ToolDetail, _detail(on_file(read, code)))


def _detail(found: ToolFacts) -> ToolDetail:
    """Return the answer about one tool."""
    fields = {
        name: getattr(found if hasattr(found, name) else found.item, name)
        for name in ToolDetail.model_fields
        if hasattr(found, name) or hasattr(found.item, name)
    }
    fields["files"] = files_about("tools", found.item.code)
    fields["versions"] = [
        one.values() | {"languages": one.languages.split()} for one in found.versions
    ]
    return ToolDetail.model_validate(fields)
