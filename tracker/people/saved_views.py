"""Views of dashboards that a user saves under a name: the page and its query, for nobody else."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from tracker.errors import Fault, InvalidDraft, NotFound
from tracker.people.tables import SavedView, User
from tracker.words import say

LONGEST_NAME, LONGEST_PAGE, LONGEST_QUERY = 100, 200, 2000
MOST_VIEWS = 50
"""How many views a user may have."""


@dataclass(frozen=True, slots=True)
class ViewAddress:
    """The address of a view: the path of a page, and its query string."""

    page: str
    query: str

    def __str__(self) -> str:
        return f"{self.page}?{self.query}" if self.query else self.page


@dataclass(frozen=True, slots=True)
class SavedViewItem:
    """A saved view, for the lists of its user."""

    number: int
    name: str
    address: ViewAddress


def list_views(session: Session, handle: str) -> tuple[SavedViewItem, ...]:
    """Return the views of a user by name."""
    statement = (
        select(SavedView)
        .join(User, col(User.id) == SavedView.person_id)
        .where(User.handle == handle)
        .order_by(func.lower(SavedView.name), col(SavedView.id))
    )
    return tuple(
        SavedViewItem(row.id or 0, row.name, ViewAddress(row.page, row.query))
        for row in session.exec(statement)
    )


def save_view(
    session: Session, handle: str, name: str, address: ViewAddress, now: datetime
) -> None:
    """Save a view of a user, inside transaction(); raises InvalidDraft with all faults."""
    views, name = list_views(session, handle), _plain(name)
    faults = [*_name_faults(name, views), *view_faults(views, address)]
    if faults:
        raise InvalidDraft(faults)
    person = session.exec(select(User.id).where(User.handle == handle)).one()
    session.add(
        SavedView(
            person_id=person or 0, name=name, page=address.page, query=address.query, saved_at=now
        )
    )


def view_faults(views: tuple[SavedViewItem, ...], address: ViewAddress) -> list[Fault]:
    """Return why no further view of an address can be saved, whatever its name."""
    faults = []
    if len(views) >= MOST_VIEWS:
        most = say("you have %(most)s saved views; delete one first", most=MOST_VIEWS)
        faults.append(Fault("name", most))
    if len(address.page) > LONGEST_PAGE or len(address.query) > LONGEST_QUERY:
        faults.append(Fault("address", say("the address of the page is too long to be saved")))
    return faults


def rename_view(session: Session, handle: str, number: int, name: str) -> None:
    """Give a view of a user another name, inside transaction().

    Raises NotFound for a view of somebody else, InvalidDraft for an unlawful name.
    """
    views, name = list_views(session, handle), _plain(name)
    _expect(number, views)
    faults = _name_faults(name, [one for one in views if one.number != number])
    if faults:
        raise InvalidDraft(faults)
    row = session.get_one(SavedView, number)
    row.name = name
    session.add(row)


def delete_view(session: Session, handle: str, number: int) -> None:
    """Delete a view of a user, inside transaction(); raises NotFound for one of somebody else."""
    _expect(number, list_views(session, handle))
    session.execute(delete(SavedView).where(col(SavedView.id) == number))


def _expect(number: int, views: tuple[SavedViewItem, ...]) -> None:
    """Raise NotFound for a view that is not among those of its user."""
    if number not in {one.number for one in views}:
        raise NotFound(say("There is nothing at this address."))


def _plain(name: str) -> str:
    """Return a name without hidden characters and with single spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())


def _name_faults(name: str, others: tuple[SavedViewItem, ...] | list[SavedViewItem]) -> list[Fault]:
    """Return the faults of a name beside those that its user has."""
    if not name:
        return [Fault("name", say("give the view a name"))]
    if len(name) > LONGEST_NAME:
        return [Fault("name", say("a name has at most %(most)s characters", most=LONGEST_NAME))]
    if name in {one.name for one in others}:
        return [Fault("name", say("you have a view of this name already"))]
    return []
