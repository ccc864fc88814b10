"""The blocks of a donor's page that are open to all: what the registry knows of the donor."""

from urllib.parse import quote

from dashboards.blocks import Block, BlockLink, BlockTable
from dashboards.question import Addresses
from tracker.errors import NotFound
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.names import names_of
from tracker.http.record_addresses import code_in_address
from tracker.people.permissions import CurrentUser, Permission, may, may_see_terms_of
from tracker.reference.codes import ContributorType, label
from tracker.reference.states import states
from tracker.totals.chart_data.table import ChartColumn, ChartColumnKind, ChartTable
from tracker.totals.dimensions import Dimension
from tracker.totals.formatter import Formatter
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.words import say


def sees_own_part(user: CurrentUser, query: Query) -> bool:
    """Admit those who may see the terms of the donors of a query, if it names any."""
    donors = query.of(Dimension.DONOR)
    return bool(donors) and may_see_terms_of(user, donors)


def donor_of(source: PageSource) -> str:
    """Return the code of the one donor that a page is about, "" where it is about several."""
    codes = source.query.of(Dimension.DONOR)
    return codes[0] if len(codes) == 1 else ""


def registry(source: PageSource, _addresses: Addresses, _formatter: Formatter) -> Block | None:
    """Show the donor's type, State and names over time; lead to the registry and its forms."""
    code = donor_of(source)
    try:
        donor = find_donor(source.session, code)
    except NotFound:
        return None
    columns = (
        ChartColumn(say("Name"), "name", ChartColumnKind.TEXT),
        ChartColumn(say("Holds from"), "holds_from", ChartColumnKind.DAY),
    )
    rows = tuple((one.name, one.holds_from) for one in names_of(source.session, donor))
    names = (BlockTable(say("Names over time"), ChartTable(columns, rows)),) if rows else ()
    kind = label(ContributorType, donor.type, source.locale)
    words = say("%(code)s: %(type)s", code=donor.code, type=kind)
    if donor.state in states() and donor.state != donor.code:
        state = source.reader.label(Dimension.COUNTRY, donor.state)
        words = say("%(code)s: %(type)s, %(state)s", code=donor.code, type=kind, state=state)
    record = f"/donors/{quote(code_in_address(code))}"
    links = [
        BlockLink(say("All contributions of this donor"), f"/contributions?donor={quote(code)}"),
        BlockLink(say("Briefs of what its money was given to"), f"{record}/briefs"),
        BlockLink(say("Names, spellings and contacts"), f"{record}/registry"),
    ]
    if may(source.user, Permission.CHANGE_DONORS):
        links.append(BlockLink(say("Change"), f"{record}/change"))
    return Block(say("In the registry"), (words,), names, tuple(links))
