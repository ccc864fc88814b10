"""The choices of long lists, asked for by fields while somebody types."""

from apiflask import APIBlueprint
from flask import request
from flask.typing import ResponseReturnValue

from tracker.errors import NotFound
from tracker.http.guard import requires
from tracker.web.forms.choice_search import find_choices
from tracker.web.forms.searchable import SERVED, SERVED_TO, picking_attributes
from tracker.words import say

blueprint = APIBlueprint("choices", __name__, enable_openapi=False)
blueprint.add_app_template_global(picking_attributes, "searchable")


@blueprint.get("/choices/<name>.json")
@requires(SERVED_TO)
def show(name: str) -> ResponseReturnValue:
    """Answer with the choices of a list that fit a text."""
    if name not in SERVED:
        raise NotFound(say("There is nothing at this address."))
    found = find_choices(SERVED[name], request.args.get("q", ""))
    rows = [choice._asdict() for choice in found.choices]
    return {"rows": rows, "same": found.same, "message": found.message}
