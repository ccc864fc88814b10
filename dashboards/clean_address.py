"""The clean address of a page: in one order, without empty parts, and without what is no query.

A page is asked for by people, who follow old links and cut addresses by hand: what cannot be read
is left out with a notice. Files and the API refuse the same faults instead.
"""

from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import quote, urlencode

from flask import Response, flash, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from tracker.errors import Fault
from tracker.http.language import PARAMETER as LANGUAGE
from tracker.http.totals_requests import known_codes
from tracker.periods import proposed_day, today
from tracker.reference.sessions import BodySession
from tracker.totals.comparisons import COMPARE
from tracker.totals.dimensions import Dimension
from tracker.totals.presets import presets
from tracker.totals.query import Query
from tracker.totals.query_string import SESSION, UNQUOTED, pairs_of, read_lawful_part, unknown_names
from tracker.totals.snapshot import Snapshot
from tracker.words import say

PERIOD = "period"
"""The name under which the filter bar sends a period by its name; it becomes days or a session."""


class PageTakes(NamedTuple):
    """What the address of a page takes beside days and dates.

    `subject` is the dimension of which its path names a code, `left_out` those that do not narrow
    the page; `besides` are parameters beside those of a query, `ahead` those that can be repeated
    and stand before it. Something can stand beside a page that `compares`.
    """

    subject: Dimension | None = None
    left_out: Collection[Dimension] = frozenset()
    besides: tuple[str, ...] = ()
    compares: bool = True
    ahead: tuple[str, ...] = ()


def lead_to_clean_address(snapshot: Snapshot, takes: PageTakes) -> AnyResponse | None:
    """Return the redirect to the clean address of this request; None where it is clean."""
    known, unknown_preset = known_codes(snapshot), []
    arguments = request.args.copy()
    if arguments.get(PERIOD):
        unknown_preset = _use_preset(arguments, known.sessions)
    query, faults = read_lawful_part(arguments, known, today())
    query, not_taken = _taken(query, takes)
    left_out = [*unknown_preset, *faults, *not_taken, *_other_faults(takes)]
    pairs = _clean_pairs(query, takes)
    if not left_out and pairs == list(request.args.items(multi=True)):
        return None
    for fault in left_out:
        flash(
            say("Left out of the address: %(name)s: %(why)s", name=fault.field, why=fault.message)
        )
    path = quote(request.path)
    return redirect(
        f"{path}?{urlencode(pairs, safe=UNQUOTED)}" if pairs else path, Response=Response
    )


def _use_preset(arguments: MultiDict[str, str], sessions: tuple[BodySession, ...]) -> list[Fault]:
    """Put the days of the preset that was chosen in place of others; list the fault of none."""
    code = arguments[PERIOD]
    for one in presets(proposed_day(), sessions):
        if one.code == code:
            for name in ("from", "to", SESSION):
                arguments.poplist(name)
            arguments.update(dict(one.pairs))
            return []
    return [Fault(PERIOD, say("'%(code)s' is not known here", code=code))]


def _taken(query: Query, takes: PageTakes) -> tuple[Query, list[Fault]]:
    """Return the query without what does not narrow the page or is not compared on it."""
    faults = []
    for dimension in takes.left_out:
        if query.of(dimension):
            faults.append(not_narrowed(dimension))
            query = query.having(dimension)
    beside = query.compare
    if beside is not None and (not takes.compares or beside.dimension in takes.left_out):
        faults.append(Fault(COMPARE, say("it does not stand beside this page")))
        query = query.alone()
    return query, sorted(faults)


def not_narrowed(dimension: Dimension) -> Fault:
    """Return the fault of codes of a dimension that does not narrow the page."""
    return Fault(dimension.value, say("this page is not narrowed by it"))


def _other_faults(takes: PageTakes) -> list[Fault]:
    """Return the faults of names: those of no query, and that of the page's own subject."""
    faults = unknown_names(request.args.keys(), LANGUAGE, PERIOD, *takes.besides, *takes.ahead)
    if takes.subject is not None and request.args.get(takes.subject):
        faults.append(Fault(takes.subject, say("the page is about one already")))
    return faults


def _clean_pairs(query: Query, takes: PageTakes) -> list[tuple[str, str]]:
    """Return the names and values of a clean address, in its order."""
    ahead = [pair for pair in request.args.items(multi=True) if pair[0] in takes.ahead]
    own = [pair for pair in pairs_of(query) if pair[0] != takes.subject]
    given = [(name, request.args.get(name, "")) for name in (*takes.besides, LANGUAGE)]
    return [*ahead, *own, *(pair for pair in given if pair[1])]
