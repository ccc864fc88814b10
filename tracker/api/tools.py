"""Tools: the list, and one with its activities and dissemination."""

from typing import Annotated

from flask import Response
from pydantic import Field

from tracker.api.answers import page_of, write
from tracker.api.parameters import Code, ListParameters, list_query, order_by, takes
from tracker.api.subjects import make_blueprint, on_file
from tracker.api.tool_schemas import ToolDetail, ToolPage
from tracker.assistance.tool_list import FILTERS, ORDERS, ToolFacts, list_tools, read_tool_facts
from tracker.http import context
from tracker.http.guard import public
from tracker.reference.codes import ToolKind
from tracker.reference.instruments import Instrument

blueprint = make_blueprint("Tools", "Guides, model laws, toolkits, databases, and who has them.")


class ToolParameters(ListParameters):
    """Filters and order of the list of tools."""

    kind: tuple[ToolKind, ...] = ()
    protocol: tuple[Instrument, ...] = Field((), description="The Convention or a Protocol.")
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
    return write(ToolPage, page_of(list_tools(context.session(), asked)))


@blueprint.get("/tools/<code>")
@public
@blueprint.output(ToolDetail)
def show(code: str) -> Response:
    """Show one tool."""
    return write(ToolDetail, _detail(on_file(read_tool_facts, code)))


def _detail(found: ToolFacts) -> ToolDetail:
    """Return the answer about one tool."""
    fields = {
        name: getattr(found if hasattr(found, name) else found.item, name)
        for name in ToolDetail.model_fields
    }
    return ToolDetail.model_validate(fields)
