"""The programmes of a profile, added when the first row names one."""

from collections.abc import Collection

from sqlmodel import select

from tracker.assistance.programmes import add_programmes
from tracker.assistance.tables.activities import Programme
from tracker.exchange.import_context import ImportContext


def add_profile_programmes(context: ImportContext, named: Collection[str]) -> None:
    """Add those of the profile's programmes that the rows name and the record lacks."""
    on_file = set(context.session.exec(select(Programme.code)))
    missing = [
        programme
        for programme in context.section.known_programmes
        if programme.code in named and programme.code not in on_file
    ]
    if missing:
        add_programmes(context.session, missing, context.actor)
        context.counters.also_added["programmes"] += len(missing)
