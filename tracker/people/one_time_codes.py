"""Codes of an authenticator by the clock (TOTP, RFC 6238): six digits, another every 30 seconds."""

import re
from datetime import datetime
from hmac import compare_digest

import pyotp

ISSUER = "Article 30 Tracker"
"""The name under which an authenticator lists the account."""
DIGITS = 6
SECONDS = 30
DRIFT = 1
"""How many steps the clock of the authenticator may be before or behind ours."""
_CODE = re.compile(rf"\d{{{DIGITS}}}", re.ASCII)


def new_secret() -> str:
    """Make the secret of an authenticator: 160 random bits in base 32."""
    return pyotp.random_base32()


def setup_address(secret: str, account: str) -> str:
    """Return the address that an authenticator reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def is_code(typed: str) -> bool:
    """Tell whether a text looks like a code of an authenticator, blanks left out."""
    return _CODE.fullmatch(without_blanks(typed)) is not None


def without_blanks(typed: str) -> str:
    """Return a code without the blanks and hyphens by which people part its signs."""
    return re.sub(r"[\s-]", "", typed)


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """Return the time step of a code that is right about now; None for a wrong one."""
    code = without_blanks(typed)
    if not is_code(code):
        return None
    present = int(now.timestamp()) // SECONDS
    authenticator = pyotp.TOTP(secret)
    right = [
        step
        for step in range(present - DRIFT, present + DRIFT + 1)
        if compare_digest(authenticator.generate_otp(step), code)
    ]
    return right[-1] if right else None


def in_groups(secret: str) -> str:
    """Return a secret in groups of four, to be typed from the page."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
