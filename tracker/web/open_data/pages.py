"""The page of the open data: which lists and figures are given as files, how, under which terms."""

from typing import NamedTuple

from apiflask import APIBlueprint
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.http import context
from tracker.http.guard import public

blueprint = APIBlueprint("open_data", __name__, template_folder="templates", enable_openapi=False)


class OpenList(NamedTuple):
    """A list that everybody may take whole: what it is of, its page, and its answer in JSON."""

    name: str
    endpoint: str
    program: str


@blueprint.get("/data")
@public
def show() -> ResponseReturnValue:
    """Show what can be taken as data."""
    return render_template(
        "open_data/page.html",
        lists=_lists(),
        description=url_for("openapi.spec"),
        licence=context.settings().data_licence,
        contact=context.settings().contribute_contact,
    )


def _lists() -> tuple[OpenList, ...]:
    """Return the lists that are public."""
    return (
        OpenList(_("Contributions"), "contributions.show_list", "/api/v1/contributions"),
        OpenList(_("Activities"), "activities.show_list", "/api/v1/activities"),
        OpenList(_("Programmes"), "programmes.show_list", "/api/v1/programmes"),
        OpenList(_("Tools"), "tools.show_list", "/api/v1/tools"),
        OpenList(
            _("Dissemination of tools"), "dissemination.show_list", "/api/v1/dissemination/events"
        ),
        OpenList(_("Exchange rates"), "rates.show_list", "/api/v1/rates"),
    )
