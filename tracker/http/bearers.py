"""The token that a request bears in its header."""

BEARER = "bearer"


def bearer_of(header: str) -> str | None:
    """Return the token of the header Authorization; None where it bears none."""
    scheme, _blank, token = header.strip().partition(" ")
    return token.strip() if scheme.casefold() == BEARER else None
