"""The kinds of sheets that can be imported, by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tracker.errors import NotFound
from tracker.exchange.columns import SheetColumn
from tracker.exchange.import_context import ImportContext
from tracker.exchange.kinds import (
    accounting,
    activities,
    adherence,
    allocations,
    contacts,
    contributions,
    dissemination,
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
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.mapping import Extras
from tracker.people.permissions import Permission
from tracker.words import say


def no_extras(values: Mapping[str, str]) -> Mapping[str, str]:
    """Add nothing to the fields that a profile's templates may use."""
    del values
    return {}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sheet: its columns, and the function that applies its rows in a transaction.

    `permission` is the one that a user needs to import it on a page.
    """

    name: str
    columns: Callable[[], tuple[SheetColumn, ...]]
    apply: Callable[[ImportContext, Sequence[MappedRow]], None]
    permission: Permission
    extras: Extras = no_extras


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("programmes", programmes.columns, programmes.apply, Permission.CHANGE_ASSISTANCE),
        Kind("donors", donors.columns, donors.apply, Permission.CHANGE_DONORS),
        Kind(
            "contacts",
            contacts.columns,
            contacts.apply,
            Permission.CHANGE_DONORS,
        ),
        Kind(
            "contributions",
            contributions.columns,
            contributions.apply,
            Permission.CHANGE_CONTRIBUTIONS,
            contributions.extras,
        ),
        Kind("receipts", receipts.columns, receipts.apply, Permission.POST_MONEY),
        Kind("activities", activities.columns, activities.apply, Permission.CHANGE_ASSISTANCE),
        Kind("allocations", allocations.columns, allocations.apply, Permission.POST_MONEY),
        Kind("expenditures", expenditures.columns, expenditures.apply, Permission.POST_MONEY),
        Kind("accounting", accounting.columns, accounting.apply, Permission.POST_MONEY),
        Kind("entries", entries.columns, entries.apply, Permission.POST_MONEY),
        Kind("tools", tools.columns, tools.apply, Permission.CHANGE_ASSISTANCE),
        Kind(
            "dissemination",
            dissemination.columns,
            dissemination.apply,
            Permission.CHANGE_ASSISTANCE,
        ),
        Kind("requests", requests.columns, requests.apply, Permission.CHANGE_ASSISTANCE),
        Kind("rates", rates.columns, rates.apply, Permission.POST_MONEY),
        Kind("statements", statements.columns, statements.apply, Permission.TIE_OUT),
        Kind("adherence", adherence.columns, adherence.apply, Permission.CHANGE_ADHERENCE),
    )
}
"""All kinds, in the order in which a new record is filled."""


def kind_named(name: str) -> Kind:
    """Return a kind; raises NotFound with the names of all kinds."""
    found = KINDS.get(name)
    if found is None:
        raise NotFound(
            say(
                "'%(name)s' is no kind of sheet; there are %(all)s", name=name, all=", ".join(KINDS)
            )
        )
    return found
