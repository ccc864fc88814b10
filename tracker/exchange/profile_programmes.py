"""The programmes that a profile knows, added when the first row names one."""

from collections.abc import Collection

from sqlmodel import select

from tracker.assistance.programmes import add_programmes
from tracker.assistance.tables.activities import Programme
from tracker.exchange.desk import Desk


def add_profile_programmes(desk: Desk, named: Collection[str]) -> None:
    """Add those of the profile's programmes that the rows name and the record lacks."""
    on_file = set(desk.session.exec(select(Programme.code)))
    missing = [
        programme
        for programme in desk.section.known_programmes
        if programme.code in named and programme.code not in on_file
    ]
    if missing:
        add_programmes(desk.session, missing, desk.actor)
        desk.tally.also_added["programmes"] += len(missing)
