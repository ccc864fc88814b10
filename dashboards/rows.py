"""The rows behind a figure as a page shows them: what they are of, their table, other kinds."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from flask import request

from dashboards.asked_rows import OF_LISTS, AskedRows, KindLink, kind_label, question_of_rows
from dashboards.filter_words import MOST_NAMES
from dashboards.pages.overview import OVERVIEW
from tracker.assistance.unpublished import UNPUBLISHED
from tracker.fund.ledger.measures import STOCKS
from tracker.http import context
from tracker.http.csv_answers import PARAMETER as DELIMITER
from tracker.http.language import locale_code
from tracker.http.totals_requests import (
    expect_known_names,
    read_with_query,
    refuse_lines,
    refuse_terms,
)
from tracker.people.permissions import Permission, may, may_see_terms_of
from tracker.totals.chart_data.table import ChartTable
from tracker.totals.contribution_groups import group_in_words, within_group
from tracker.totals.dimensions import Dimension
from tracker.totals.measure_words import definition
from tracker.totals.measure_words import name as measure_name
from tracker.totals.opened_entries import opened_entries
from tracker.totals.opened_rows import opened_rows
from tracker.totals.opened_tables import entries_table, opened_table
from tracker.totals.opening import PARAMETERS, Opening, RowKind, read_opening
from tracker.totals.original_amounts import OriginalAmounts, original_amounts
from tracker.totals.query import Query, TotalPart
from tracker.totals.reader import TotalsReader
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of
from tracker.words import listed, say

LEDGER = "/ledger/"
"""The beginning of the address of an entry."""


@dataclass(frozen=True, slots=True)
class RowsQuestion(AskedRows[Opening]):
    """The question of a page of rows of money, whose totals are those of the opening's parts alone.

    `sees_lines` tells whether the reader may see the lines of the ledger behind the figure.
    """

    sees_lines: bool

    def table(self) -> ChartTable:
        """Return the rows with their sum."""
        reader, measure = self.question.reader, self.opening.measure
        if self.kind is RowKind.ENTRIES:
            connection = self.question.source.session.connection()
            ledger = LEDGER if may(self.question.source.user, Permission.SEE_TERMS) else ""
            entries = opened_entries(connection, reader.scope, measure)
            return entries_table(entries, measure, ledger)
        opens = self.opening.as_rows(RowKind.ENTRIES)
        has_lines = self.sees_lines and RowKind.ENTRIES in self.opening.kinds()
        rows = opened_rows(reader, measure, self.kind)
        return opened_table(rows, opens if has_lines else None, self._originals())

    def name(self) -> str:
        """Return the name of the measure."""
        return measure_name(self.opening.measure)

    def unit(self) -> str:
        """Return the unit of the figure."""
        return say("US dollars")

    def definition(self) -> str:
        """Return what counts in the figure, in one sentence."""
        return definition(self.opening.measure)

    def said_by_parts(self) -> Collection[Dimension]:
        """Return the dimensions of the parts."""
        return {part.dimension for part in self.opening.parts}

    def kinds(self) -> tuple[KindLink, ...]:
        """Return the kinds of rows that the reader may look at, whose sums are the figure."""
        return tuple(
            KindLink(
                kind_label(kind),
                self.question.addresses.rows(self.opening.as_rows(kind)),
                kind is self.kind,
            )
            for kind in self.opening.kinds()
            if kind is not RowKind.ENTRIES or self.sees_lines
        )

    def stem(self) -> str:
        """Return the beginning of a file's name."""
        codes = (code for part in self.opening.parts for code in part.codes[:MOST_NAMES] if code)
        group = self.opening.group
        grouped = (group.kind, *group.codes[:MOST_NAMES]) if group else ()
        return "-".join([self.kind, self.opening.measure, *grouped, *codes])

    def _originals(self) -> dict[str, OriginalAmounts] | None:
        """Read the contributions' own amounts, where all are in one currency by the opening."""
        currencies = [part for part in self.opening.parts if part.dimension is Dimension.CURRENCY]
        is_one = len(currencies) == 1 and len(currencies[0].codes) == 1 and not currencies[0].but
        if not is_one or self.kind is not RowKind.CONTRIBUTIONS:
            return None
        connection = self.question.source.session.connection()
        found = original_amounts(connection, self.question.reader.scope)
        return {one.contribution: one for one in found}

    def parts_in_words(self) -> Iterator[str]:
        """Yield the group and the parts in words."""
        if self.opening.group is not None:
            yield group_in_words(self.opening.group)
        for part in self.opening.parts:
            names = _names(self.question.reader, part)
            yield say("all but %(names)s", names=names) if part.but else names


def rows_question(kind: RowKind, snapshot: Snapshot) -> RowsQuestion:
    """Return the question of the address of this request.

    Raises BadQuery for what it names wrongly, and NotSignedIn or NotAllowed for what the reader
    may not see.
    """
    opening, query = _read(kind, snapshot)
    donors = opening.donors() or query.of(Dimension.DONOR)
    refuse_terms(opening.measure, donors)
    if kind is RowKind.ENTRIES:
        refuse_lines(donors)
    sees = context.sees_unpublished()
    counted = query.from_the_beginning() if opening.measure in STOCKS else query
    scope = scope_of(snapshot, counted, locale_code(), opening.parts, sees_unpublished=sees)
    if opening.group is not None:
        scope = within_group(scope, opening.group)
    # Codes without a page of their own lead to the overview.
    question = question_of_rows(scope, query, OVERVIEW.path, snapshot)
    sees_lines = may_see_terms_of(question.source.user, donors)
    return RowsQuestion(opening, kind, question, sees_lines)


def _read(kind: RowKind, snapshot: Snapshot) -> tuple[Opening, Query]:
    """Read opening and query of the address; raises BadQuery that lists the faults of both."""
    expect_known_names(*PARAMETERS, *OF_LISTS, DELIMITER)
    codes = snapshot.members.codes
    if not context.sees_unpublished():
        withheld = snapshot.members.unpublished
        shown = frozenset(codes[Dimension.ACTIVITY]) - withheld
        shown |= {UNPUBLISHED} if withheld else frozenset()
        codes = {**codes, Dimension.ACTIVITY: tuple(sorted(shown))}
    return read_with_query(snapshot, lambda: read_opening(request.args, kind, codes))


def _names(reader: TotalsReader, part: TotalPart) -> str:
    """Return the codes of a part by name; of many the first."""
    labels = [_label(reader, part.dimension, code) for code in part.codes[:MOST_NAMES]]
    more = len(part.codes) - len(labels)
    if more:
        labels.append(say("%(number)s more", number=more))
    return listed(labels, " / ")


def _label(reader: TotalsReader, dimension: Dimension, code: str) -> str:
    """Return the label of a code in the words of charts."""
    if dimension is Dimension.COUNTRY and not code:
        return say("for a region or the world as a whole")
    return reader.label(dimension, code)
