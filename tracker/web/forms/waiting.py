"""The answer to a change that waits for a second person."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response


def go_to_request(number: int) -> Response:
    """Go to the request of a change, and say that it waits."""
    text = _(
        "The change waits for the approval of a second person, as request %(number)s. "
        "Nothing of it holds before.",
        number=number,
    )
    flash(text, "done")
    return redirect(url_for("approvals.show", number=number), 303)
