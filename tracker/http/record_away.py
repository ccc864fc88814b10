"""A record that cannot be reached, is being written, or has no room left: status and words."""

import errno
import sqlite3
from enum import Enum
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError

RETRY_AFTER = "10"
"""Seconds after which a reader may ask again."""
FULL_CODES = frozenset({"SQLITE_FULL", "53100"})
"""The codes of SQLite and PostgreSQL for a disk that is full."""
BUSY_CODES = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED", "55P03"})
"""Their codes for a lock that another writer did not give back in time."""
FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Trouble(Enum):
    """What keeps the record from an answer."""

    AWAY = "away"  # the database does not answer
    BUSY = "busy"  # another writer holds it for longer than one waits
    FULL = "full"  # the disk has no room


class TroubleWords(NamedTuple):
    """The status, title and sentence of an answer about a trouble."""

    status: int
    title: str
    detail: str


def trouble_of(error: BaseException | None) -> Trouble:
    """Tell what an error of the database or of a file means; AWAY where it does not say."""
    inner = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(inner, OSError) and inner.errno in FULL_ERRNOS:
        return Trouble.FULL
    code = getattr(inner, "sqlstate", "") or ""
    if isinstance(inner, sqlite3.Error):
        code = getattr(inner, "sqlite_errorname", "")
    if code in FULL_CODES:
        return Trouble.FULL
    return Trouble.BUSY if code in BUSY_CODES else Trouble.AWAY


def trouble_words(trouble: Trouble) -> TroubleWords:
    """Return the answer about a trouble, in the reader's language."""
    if trouble is Trouble.FULL:
        return TroubleWords(
            507,
            _("The disk is full"),
            _("The server has no room left, so nothing was saved. Tell whoever looks after it."),
        )
    if trouble is Trouble.BUSY:
        return TroubleWords(
            503,
            _("The record is being written"),
            _("Others are writing to the record. Nothing was saved; try again in a while."),
        )
    return TroubleWords(
        503,
        _("The record cannot be reached"),
        _("The database does not answer. Nothing was saved; try again in a while."),
    )
