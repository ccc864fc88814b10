"""The page of the counts and times, for a monitor that bears the token of METRICS_TOKEN."""

from apiflask import APIBlueprint
from flask import Response
from prometheus_client import CONTENT_TYPE_LATEST

from tracker.http.guard import by_token, with_any_password
from tracker.http.metrics import exposition

blueprint = APIBlueprint("metrics", __name__, enable_openapi=False)


@blueprint.get("/metrics")
@by_token
@with_any_password
def show() -> Response:
    """Show the counts of all processes of the server, as Prometheus reads them."""
    return Response(exposition(), content_type=CONTENT_TYPE_LATEST)
