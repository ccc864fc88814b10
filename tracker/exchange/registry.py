"""The kinds of sheets that can be imported, by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tracker.errors import NotFound
from tracker.exchange.columns import Column
from tracker.exchange.desk import Desk
from tracker.exchange.kinds import (
    activities,
    adherence,
    allocations,
    contributions,
    expenditures,
    programmes,
    rates,
    receipts,
    requests,
    tools,
)
from tracker.exchange.mapping import Extras, MappedRow
from tracker.words import say


def no_extras(values: Mapping[str, str]) -> Mapping[str, str]:
    """Add nothing to the fields that a profile's templates may use."""
    del values
    return {}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sheet: its columns, and what takes up its rows inside a transaction."""

    name: str
    columns: Callable[[], tuple[Column, ...]]
    take_up: Callable[[Desk, Sequence[MappedRow]], None]
    extras: Extras = no_extras


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("programmes", programmes.columns, programmes.take_up),
        Kind("contributions", contributions.columns, contributions.take_up, contributions.extras),
        Kind("receipts", receipts.columns, receipts.take_up),
        Kind("activities", activities.columns, activities.take_up),
        Kind("allocations", allocations.columns, allocations.take_up),
        Kind("expenditures", expenditures.columns, expenditures.take_up),
        Kind("tools", tools.columns, tools.take_up),
        Kind("requests", requests.columns, requests.take_up),
        Kind("rates", rates.columns, rates.take_up),
        Kind("adherence", adherence.columns, adherence.take_up),
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
