"""The programmes of programme managers: what they add and change belongs to these."""

from collections.abc import Collection

from sqlmodel import Session, select

from tracker.errors import Fault, InvalidDraft
from tracker.people.permissions import is_own_programme
from tracker.people.tables import User
from tracker.people.users import programmes_of
from tracker.words import say


def expect_own_programmes(session: Session, actor: str, codes: Collection[str]) -> None:
    """Raise InvalidDraft where an actor has chosen programmes, and one of these is not among them.

    Asked by every write of an activity, so that forms, sheets and programs keep the same rule.
    """
    own = _chosen(session, actor)
    for code in codes:
        if not is_own_programme(own, code):
            text = say(
                "your programmes are %(own)s; an activity of %(code)s is another manager's",
                own=", ".join(sorted(own)),
                code=code,
            )
            raise InvalidDraft([Fault("programme", text)])


def expect_own_programme(session: Session, actor: str, code: str) -> None:
    """Raise InvalidDraft for a change of a programme that is not among those of an actor."""
    own = _chosen(session, actor)
    if not is_own_programme(own, code):
        text = say(
            "your programmes are %(own)s; %(code)s is another manager's",
            own=", ".join(sorted(own)),
            code=code,
        )
        raise InvalidDraft([Fault("code", text)])


def _chosen(session: Session, actor: str) -> frozenset[str]:
    """Return the programmes that were chosen for an actor; none means all."""
    user = session.exec(select(User).where(User.handle == actor)).first()
    return programmes_of(user) if user is not None else frozenset()
