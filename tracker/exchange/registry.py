"""The kinds of sheets that can be imported, by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tracker.errors import NotFound
from tracker.exchange.columns import Column
from tracker.exchange.desk import Desk
from tracker.exchange.kinds import (
    accounting,
    activities,
    adherence,
    allocations,
    contacts,
    contributions,
    donors,
    entries,
    expenditures,
    programmes,
    rates,
    receipts,
    requests,
    statements,
    tools,
)
from tracker.exchange.mapping import Extras, MappedRow
from tracker.people.permissions import Permission
from tracker.words import say


def no_extras(values: Mapping[str, str]) -> Mapping[str, str]:
    """Add nothing to the fields that a profile's templates may use."""
    del values
    return {}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sheet: its columns, and what takes up its rows inside a transaction.

    `permission` is what a person needs to import it on a page.
    """

    name: str
    columns: Callable[[], tuple[Column, ...]]
    take_up: Callable[[Desk, Sequence[MappedRow]], None]
    permission: Permission
    extras: Extras = no_extras


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("programmes", programmes.columns, programmes.take_up, Permission.CHANGE_ASSISTANCE),
        Kind("donors", donors.columns, donors.take_up, Permission.CHANGE_DONORS),
        Kind(
            "contacts",
            contacts.columns,
            contacts.take_up,
            Permission.CHANGE_DONORS,
        ),
        Kind(
            "contributions",
            contributions.columns,
            contributions.take_up,
            Permission.CHANGE_CONTRIBUTIONS,
            contributions.extras,
        ),
        Kind("receipts", receipts.columns, receipts.take_up, Permission.POST_MONEY),
        Kind("activities", activities.columns, activities.take_up, Permission.CHANGE_ASSISTANCE),
        Kind("allocations", allocations.columns, allocations.take_up, Permission.POST_MONEY),
        Kind("expenditures", expenditures.columns, expenditures.take_up, Permission.POST_MONEY),
        Kind("accounting", accounting.columns, accounting.take_up, Permission.POST_MONEY),
        Kind("entries", entries.columns, entries.take_up, Permission.POST_MONEY),
        Kind("tools", tools.columns, tools.take_up, Permission.CHANGE_ASSISTANCE),
        Kind("requests", requests.columns, requests.take_up, Permission.CHANGE_ASSISTANCE),
        Kind("rates", rates.columns, rates.take_up, Permission.POST_MONEY),
        Kind("statements", statements.columns, statements.take_up, Permission.TIE_OUT),
        Kind("adherence", adherence.columns, adherence.take_up, Permission.CHANGE_ADHERENCE),
    )
}
"""All kinds, in the order in which a new record is best filled."""


def kind_named(name: str) -> Kind:
    """Return a kind; raises NotFound with the names that there are."""
    found = KINDS.get(name)
    if found is None:
        raise NotFound(
            say(
                "'%(name)s' is no kind of sheet; there are %(all)s", name=name, all=", ".join(KINDS)
            )
        )
    return found
