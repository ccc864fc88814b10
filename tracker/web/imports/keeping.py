"""Keeps a sheet that was sent, and has it checked."""

from sqlmodel import Session

from tracker.exchange.import_jobs.store import NewImport, add_import, ask_for_check, number_of
from tracker.http import context
from tracker.web.forms.saving import actor


def keep_import(session: Session, new: NewImport) -> int:
    """Store the file as an import that waits for its check; return its number."""
    number = number_of(add_import(session, new, actor()))
    ask_for_check(session, context.jobs(), number, by=actor(), locale=new.locale)
    return number
