# ruff: noqa: D102 - the name of a rule is its sentence
"""Random decisions: requests are approved, returned and taken back, months and the year closed."""

from collections.abc import Callable
from datetime import date

import hypothesis.strategies as st
from hypothesis.stateful import precondition, rule
from sqlmodel import select

from tests.fund import ledger_checks as checks
from tests.fund.fund_machine import MAKER, SECOND, FundMachine
from tests.support.approvals import approve
from tests.support.closing import close_months, close_year
from tracker.db import transaction
from tracker.fund.approvals.decisions import send_back, withdraw
from tracker.fund.closing.months import Month
from tracker.fund.states import PeriodKind
from tracker.fund.tables.periods import ClosedPeriod, ClosingBalance

THROUGH = st.sampled_from([Month(2024, 1), Month(2024, 1), Month(2024, 2), Month(2024, 12)])


class DecidingMachine(FundMachine):
    """Decides on the database and on the model."""

    # Requests

    @precondition(lambda self: self.model.waiting)
    @rule(data=st.data(), who=st.sampled_from([SECOND, SECOND, SECOND, MAKER]))
    def approving(self, data: st.DataObject, who: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.model.waiting)))
        request = self.model.waiting.pop(number)
        moves = None if who == MAKER else self.model.moves(request.entries)
        if moves is None:
            self.model.waiting[number] = request
            self.refused(lambda: self.decide(approve, number, who))
            return
        self.decide(approve, number, who)
        self.model.keep(request.entries, moves)

    @precondition(lambda self: self.model.waiting)
    @rule(data=st.data(), returns=st.booleans(), who=st.sampled_from([SECOND, MAKER]))
    def giving_back(self, data: st.DataObject, who: str, *, returns: bool) -> None:
        number = data.draw(st.sampled_from(sorted(self.model.waiting)))
        verb = send_back if returns else withdraw
        if (who == SECOND) is returns:
            self.decide(verb, number, who)
            del self.model.waiting[number]
        else:
            self.refused(lambda: self.decide(verb, number, who))

    def decide(self, verb: Callable[..., object], number: int, who: str) -> None:
        """Decide in a transaction of its own."""
        with transaction(self.session):
            verb(self.session, number, who, "as drawn")

    # Periods

    @rule(through=THROUGH)
    def closing_months(self, through: Month) -> None:
        waits = any(
            each.day <= through.last for one in self.model.waiting.values() for each in one.entries
        )
        if waits or through.last <= self.model.closed_until:
            self.refused(lambda: self.close_through(through))
            return
        self.close_through(through)
        self.model.closed_until = through.last

    def close_through(self, through: Month) -> None:
        """Close months in a transaction of its own."""
        with transaction(self.session):
            close_months(self.session, through, SECOND)

    @precondition(lambda self: self.model.closed_until >= date(2024, 1, 31))
    @rule()
    def closing_the_year(self) -> None:
        years = select(ClosedPeriod.id).where(ClosedPeriod.kind == PeriodKind.YEAR)
        closed = self.session.exec(years).first() is not None
        self.session.rollback()
        if closed or self.model.closed_until < date(2024, 12, 31):
            self.refused(self.close_2024)
            return
        self.close_2024()
        kept = {
            row.account_id: (row.minor, row.original_minor)
            for row in self.session.exec(select(ClosingBalance))
        }
        assert kept == checks.known_sums(self.session, as_at=date(2024, 12, 31))

    def close_2024(self) -> None:
        """Close the year in a transaction of its own."""
        with transaction(self.session):
            close_year(self.session, 2024, SECOND)
