"""A question of a reader: a query, the totals that answer it, and the addresses under it."""

from dataclasses import dataclass

from dashboards.addresses import Addresses
from dashboards.page_query import PageQuery
from tracker.totals.reader import TotalsReader


@dataclass(frozen=True, slots=True)
class Question:
    """The question behind a page; `version` is that of the record."""

    reader: TotalsReader
    asked: PageQuery
    addresses: Addresses
    version: int
