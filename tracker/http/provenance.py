"""Where figures come from: what files, citations and embedded figures say of the site."""

from datetime import datetime
from typing import NamedTuple

from flask import request

from tracker.http import context
from tracker.totals.snapshot import Snapshot


class Provenance(NamedTuple):
    """The site of a figure, its licence ("" for none that is stated), and the record behind it.

    `site` is the address by which the reader reached it; `recorded_to` is the latest moment of a
    write that the figure can show.
    """

    site: str = ""
    licence: str = ""
    is_illustrative: bool = False
    recorded_to: datetime | None = None


def provenance_of(snapshot: Snapshot) -> Provenance:
    """Return the provenance of the figures of this request."""
    return Provenance(
        request.url_root.rstrip("/"),
        context.settings().data_licence,
        snapshot.is_illustrative,
        snapshot.recorded_to,
    )
