"""The heads of the record: where the chains of ledger and trail end, for everybody.

Numbers and digests tell nothing of what was recorded. Who noted them can have it shown later that
the record goes on from there.
"""

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from tracker.api.answers import Answer, write
from tracker.api.subjects import PREFIX
from tracker.fund.verification.heads import read_heads
from tracker.http import context
from tracker.http.guard import public

TAG = {"name": "Record", "description": "Where the chains of the record end."}

blueprint = APIBlueprint("api_record", __name__, tag=TAG, url_prefix=PREFIX)
"""Without entity tags: the trail goes on where no figure changes."""


class ChainEnd(Answer):
    """The last link of a chain."""

    number: int = Field(description="The number of the last link; 0 for none.")
    digest: str = Field(
        description="SHA-256 over its content and the digest before it, hexadecimal."
    )


class RecordHead(Answer):
    """The ends of both chains, as at one moment."""

    ledger: ChainEnd = Field(description="The last entry of the ledger.")
    trail: ChainEnd = Field(
        description="The last record of the trail, which seals all rows beside the ledger."
    )


@blueprint.get("/record-head")
@public
@blueprint.output(RecordHead)
def show() -> Response:
    """Show the last number and digest of the ledger and of the trail.

    The record is the one of a head that was noted before if the entry and the trail's record of
    those numbers still have those digests.
    """
    answer = write(RecordHead, read_heads(context.session().connection()))
    answer.headers["Cache-Control"] = "no-store"
    return answer
