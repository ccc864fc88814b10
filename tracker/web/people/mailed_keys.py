"""The secret of a link from a letter, between the link and the form that it leads to.

It goes from the address into the cookie at once: an address stands in histories, in logs of proxies
and in what a browser tells the next page.
"""

from flask import redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from tracker.mail.keys import LONGEST_KEY

PARAMETER = "key"
COOKIE_NAME = "mailed_key"


def taken_key(endpoint: str) -> ResponseReturnValue | None:
    """Put the secret of the address into the cookie, and lead to the same page without it."""
    key = request.args.get(PARAMETER)
    if key is None:
        return None
    cookie[COOKIE_NAME] = key[:LONGEST_KEY]
    return redirect(url_for(endpoint), 303)


def mailed_key() -> str:
    """Return the secret of the link that was followed; empty without one."""
    return str(cookie.get(COOKIE_NAME, ""))


def forget_key() -> None:
    """Forget the secret, which has served."""
    cookie.pop(COOKIE_NAME, None)
