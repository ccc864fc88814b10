"""Letters about publication: to the secretariat of what waits, to authors of what was decided."""

from sqlmodel import Session, col, select

from tracker.mail.kinds import MailKind, MailState, PublicationNews
from tracker.mail.outbox import put
from tracker.mail.publication_letters import CODE, NEWS
from tracker.mail.tables import Mail
from tracker.people.actors import handle_of
from tracker.people.permissions import ROLE_PERMISSIONS, Permission
from tracker.people.tables import User


def tell_submitted(session: Session, actor: str) -> None:
    """Tell who publishes that something waits, inside transaction().

    Who has a letter waiting to be sent gets no second one.
    """
    kind = MailKind.ACTIVITY_SUBMITTED
    roles = [role for role, has in ROLE_PERMISSIONS.items() if Permission.PUBLISH_ASSISTANCE in has]
    told = select(Mail.handle).where(Mail.kind == kind.value, Mail.state == MailState.WAITING)
    readers = select(User.handle).where(
        col(User.role).in_(roles),
        col(User.active).is_(True),
        User.handle != handle_of(session, actor),
        col(User.handle).not_in(told),
    )
    for handle in session.exec(readers.order_by(User.handle)).all():
        put(session, kind, handle, {})


def tell_decided(session: Session, code: str, author: str, news: PublicationNews) -> None:
    """Tell an author what was decided, inside transaction(); nobody where the author has gone."""
    handle = handle_of(session, author)
    found = select(User.handle).where(User.handle == handle, col(User.active).is_(True))
    if author and session.exec(found).first() is not None:
        put(session, MailKind.ACTIVITY_DECIDED, handle, {CODE: code, NEWS: news.value})
