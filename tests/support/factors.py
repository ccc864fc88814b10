"""A second factor for tests: its secret, its codes, and a user who has it."""

from datetime import datetime

import pyotp
from flask import Flask
from sqlmodel import Session

from tests.support.pages import PageClient
from tests.support.people import PASSWORD
from tracker.db import transaction
from tracker.people.one_time_codes import SECONDS
from tracker.people.second_factors import NewFactor, set_factor
from tracker.people.secret_box import SecretBox
from tracker.people.tables import User
from tracker.periods import utc_now

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BOX = SecretBox(["only-for-this-test"])


def code_at(moment: datetime, steps: int = 0, secret: str = SECRET) -> str:
    """Return the code that the authenticator shows some steps after a moment."""
    return pyotp.TOTP(secret).generate_otp(int(moment.timestamp()) // SECONDS + steps)


def give_factor(session: Session, user: User, box: SecretBox = BOX) -> tuple[str, ...]:
    """Give a user the authenticator of SECRET, none of whose codes was used; return the codes."""
    with transaction(session):
        new = NewFactor(box.close(SECRET), step=0)
        return set_factor(session, user.handle, new, utc_now())[1]


def show_password(app: Flask, email: str, page: str = "/sign-in") -> tuple[PageClient, str]:
    """Show the password of a user with a factor; return the client, and the page of the code."""
    client = PageClient(app.test_client())
    answer = client.submit(page, {"email": email, "password": PASSWORD})
    assert answer.status_code == 303
    return client, str(answer.headers["Location"])
