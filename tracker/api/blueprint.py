"""Joins the JSON interface to an application."""

from copy import deepcopy
from typing import Any

from apiflask import APIFlask

from tracker.api import (
    activities,
    adherence,
    approvals,
    commission,
    contributions,
    dissemination,
    dissemination_events,
    donors,
    file_uploads,
    file_withdrawals,
    ledger,
    people,
    periods,
    rates,
    record_files,
    record_head,
    recording,
    tie_out,
    tools,
    totals,
    waterfall,
)
from tracker.api.description import add_totals, complete
from tracker.api.description_examples import add_examples
from tracker.api.description_names import name_all
from tracker.api.file_description import add_files
from tracker.api.recording_description import add_recording

BLUEPRINTS = tuple(
    part.blueprint
    for part in (
        commission,
        contributions,
        ledger,
        donors,
        activities,
        tools,
        rates,
        recording,
        record_files,
        file_uploads,
        file_withdrawals,
        approvals,
        periods,
        record_head,
        tie_out,
        adherence,
        people,
        dissemination,
        dissemination_events,
        totals,
        waterfall,
    )
)


def _complete(description: dict[str, Any] | str) -> dict[str, Any] | str:
    """Complete the description, which APIFlask passes on as a dictionary before it is written."""
    if isinstance(description, str):
        return description
    add_totals(description)
    described = complete(deepcopy(description))  # parts of it are shared by all applications
    add_recording(described)
    add_files(described)
    name_all(described)
    add_examples(described)
    return described


def register(app: APIFlask) -> None:
    """Add all addresses under /api/v1, and describe them."""
    # The description gives errors their one shape.
    app.config.update(AUTO_404_RESPONSE=False, AUTO_VALIDATION_ERROR_RESPONSE=False)
    app.spec_processor(_complete)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
