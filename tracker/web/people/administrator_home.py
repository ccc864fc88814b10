"""The home of administrators: letters that failed, sign-ins that wait, second factors that lack."""

from dataclasses import dataclass

from sqlmodel import Session

from tracker.http import context
from tracker.mail.kinds import MailState
from tracker.mail.outbox import count_mail
from tracker.people.history import LatestChange, latest_changes
from tracker.people.second_factors import count_lacking
from tracker.people.subjects import Subject
from tracker.people.throttle import delayed_names
from tracker.people.users import count_invited, handles_of
from tracker.periods import utc_now

MOST_CHANGES = 8


@dataclass(frozen=True, slots=True)
class AdministratorTasks:
    """The tasks of administrators; `delayed` are handles, `trail` the latest changes by others."""

    invited: int
    failed_mail: int
    waiting_mail: int
    delayed: tuple[str, ...]
    lacking_factor: int
    trail: tuple[LatestChange, ...]


def administrator_tasks(session: Session) -> AdministratorTasks:
    """Return the tasks of administrators."""
    mail = count_mail(session)
    return AdministratorTasks(
        invited=count_invited(session),
        failed_mail=mail.get(MailState.FAILED, 0),
        waiting_mail=mail.get(MailState.WAITING, 0),
        delayed=handles_of(session, delayed_names(session, utc_now())),
        lacking_factor=count_lacking(session, context.settings().second_factor_roles),
        trail=latest_changes(session, tuple(Subject), context.user().handle, MOST_CHANGES),
    )
