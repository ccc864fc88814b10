"""The numbers of contributions and activities by the references and codes that sheets use."""

from typing import NamedTuple

from sqlmodel import Session, select

from tracker.assistance.tables.activities import Activity
from tracker.exchange.cells import Cells
from tracker.fund.tables.contributions import Contribution
from tracker.words import say


class KnownContribution(NamedTuple):
    """A contribution on record: its number and currency."""

    id: int
    currency: str


class References:
    """Finds the contributions and activities of a row, or refuses the cell."""

    def __init__(self, session: Session) -> None:
        rows = session.exec(
            select(
                Contribution.reference,
                Contribution.id,
                Contribution.currency,
                Contribution.donor_id,
            )
        ).all()
        self.contributions = {
            reference: KnownContribution(number or 0, currency)
            for reference, number, currency, _ in rows
        }
        self.donors = {number or 0: donor for _, number, _, donor in rows}
        self.activities = {
            code: number or 0 for code, number in session.exec(select(Activity.code, Activity.id))
        }

    def contribution(
        self, cells: Cells, column: str, *, required: bool
    ) -> KnownContribution | None:
        """Return the contribution that the cell names."""
        reference = cells.text(column, required=required)
        found = self.contributions.get(reference)
        if reference and found is None:
            cells.refuse(column, say("no contribution has the reference '%(ref)s'", ref=reference))
        return found

    def activity(self, cells: Cells, column: str, *, required: bool = True) -> int | None:
        """Return the number of the activity that the cell names."""
        code = cells.text(column, required=required)
        found = self.activities.get(code)
        if code and found is None:
            cells.refuse(column, say("no activity has the code '%(code)s'", code=code))
        return found
