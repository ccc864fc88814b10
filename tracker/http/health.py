"""Health checks: whether the process answers, and whether its database is ready."""

from apiflask import APIBlueprint
from sqlalchemy.exc import SQLAlchemyError

from tracker.http.context import services
from tracker.http.guard import public, with_any_password
from tracker.http.logs import logger
from tracker.migrating import is_at_head

blueprint = APIBlueprint("health", __name__, enable_openapi=False)

Answer = tuple[dict[str, str], int]


@blueprint.get("/healthz")
@public
@with_any_password
def alive() -> Answer:
    """Answer that the process is alive."""
    return {"status": "ok"}, 200


@blueprint.get("/readyz")
@public
@with_any_password
def ready() -> Answer:
    """Answer whether the database is there and has had all migrations."""
    try:
        at_head = is_at_head(services().engine)
    except SQLAlchemyError:
        logger().exception("the database cannot be reached")
        return {"status": "the database cannot be reached"}, 503
    if not at_head:
        return {"status": "the database is not at the head of the migrations"}, 503
    return {"status": "ready"}, 200
