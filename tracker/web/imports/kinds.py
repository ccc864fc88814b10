"""The kinds of sheets that the user may import, with their labels."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from tracker.errors import NotFound
from tracker.exchange.import_jobs.import_list import Reader
from tracker.exchange.import_jobs.store import find_import
from tracker.exchange.import_jobs.tables import ImportJob
from tracker.exchange.registry import KINDS, Kind
from tracker.http import context
from tracker.http.actor_names import directory
from tracker.words import say

NAMES: Mapping[str, object] = {
    "programmes": _l("Programmes"),
    "contributions": _l("Contributions"),
    "receipts": _l("Receipts"),
    "activities": _l("Activities"),
    "allocations": _l("Allocations"),
    "expenditures": _l("Expenditures"),
    "accounting": _l("Expenditures from an accounting system"),
    "entries": _l("Entries of every kind"),
    "tools": _l("Tools"),
    "dissemination": _l("Dissemination of tools"),
    "requests": _l("Requests of States"),
    "rates": _l("Exchange rates"),
    "adherence": _l("Signatures and consents to be bound"),
    "donors": _l("Donors"),
    "contacts": _l("Contacts of donors"),
    "statements": _l("Certified statements"),
}


def kind_label(name: str) -> str:
    """Return the label of a kind of sheet."""
    return str(NAMES.get(name, name))


def my_kinds() -> dict[str, Kind]:
    """Return the kinds that the user may import."""
    return {name: kind for name, kind in KINDS.items() if context.may(kind.permission)}


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds that the user may import, with their labels."""
    return [(name, kind_label(name)) for name in my_kinds()]


def my_kind(name: str) -> Kind:
    """Return a kind that the user may import; for others it does not exist."""
    found = my_kinds().get(name)
    if found is None:
        raise NotFound(say("There is nothing at this address."))
    return found


def reader() -> Reader:
    """Return the reader of imports: the user, with the kinds of sheets."""
    return Reader(directory().written(context.user().handle), frozenset(my_kinds()))


def my_job(number: int, *, to_act: bool = False) -> ImportJob:
    """Return an import that the user may see, or with `to_act` decide; else raise NotFound."""
    job = find_import(context.session(), number)
    who = reader()
    if not who.sees(job) or (to_act and job.kind not in who.kinds):
        raise NotFound(say("There is no import with this number."))
    return job
