"""Donors in lists: found by every name on record, sorted by the name that the reader sees."""

from typing import Any

from sqlalchemy import case, or_, select
from sqlalchemy.sql.elements import ColumnElement, SQLColumnExpression
from sqlmodel import col

from tracker.fund.tables.donors import Donor, DonorAlias, DonorName
from tracker.reference.name_search import givers_named_like, shown_givers
from tracker.words import reader_language


def donor_named_like(word: str) -> ColumnElement[bool]:
    """Return the condition that a name of the donor holds a folded word.

    The names are those on record, now, formerly and in sheets, and of States and organisations
    those in the six languages.
    """
    named = select(col(DonorName.donor_id)).where(_holds(col(DonorName.folded), word))
    spelled = select(col(DonorAlias.donor_id)).where(_holds(col(DonorAlias.folded), word))
    listed = sorted(givers_named_like(word))
    of_it = select(col(Donor.id)).where(
        or_(
            _holds(col(Donor.folded), word),
            col(Donor.code).in_(listed),
            col(Donor.id).in_(named.union(spelled)),
        )
    )
    return col(Donor.id).in_(of_it)


def shown_donor_order() -> SQLColumnExpression[Any]:
    """Return the expression by which donors sort: the name that the reader sees, folded."""
    if reader_language() == "en":
        return col(Donor.folded)
    return case(shown_givers(), value=col(Donor.code), else_=col(Donor.folded))


def _holds(column: Any, word: str) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """Return the condition that a folded column holds a folded word."""
    found: ColumnElement[bool] = column.contains(word, autoescape=True)
    return found
