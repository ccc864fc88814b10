"""Sessions that end while a form is filled in, and signing in again."""

from datetime import timedelta

from sqlmodel import Session, update

from tests.support.pages import PageClient
from tests.support.people import PASSWORD
from tracker.db import transaction
from tracker.people.tables import UserSession
from tracker.periods import utc_now

LOOK_OVER = "Nothing was saved. This is what you had filled in"


def end_by_idling(session: Session) -> None:
    """Let all sessions have been idle for too long."""
    with transaction(session):
        session.execute(update(UserSession).values(last_seen_at=utc_now() - timedelta(hours=1)))


def sign_in_at(client: PageClient, address: str, email: str) -> str:
    """Sign in at an address of the sign-in page, and return where that leads."""
    answer = client.submit(address, {"email": email, "password": PASSWORD})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def text_of(client: PageClient, address: str) -> str:
    """Return the text of a page."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status)
    return answer.get_data(as_text=True)
