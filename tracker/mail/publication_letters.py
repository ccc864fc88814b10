"""Letters about the publication of activities: what waits, and what was decided.

They name an activity by its code alone, and no reason: those stand on its page.
"""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from tracker.mail.kinds import PublicationNews
from tracker.mail.letter import Letter
from tracker.people.permissions import ROLE_PERMISSIONS, Permission
from tracker.people.tables import User
from tracker.words import say

CODE, NEWS = "code", "news"
"""The names of what the letters are about: the code of an activity, and what was decided."""


def write_submitted(_session: Session, reader: User, _about: Mapping[str, Any]) -> Letter | None:
    """Tell who publishes that something waits; nothing to who publishes no more."""
    if Permission.PUBLISH_ASSISTANCE not in ROLE_PERMISSIONS[reader.role]:
        return None
    return Letter(
        say("Activities wait for publication"),
        (say("What programme managers have submitted stands on this page, with what changes."),),
        "/activities/publication",
    )


def write_decided(_session: Session, reader: User, about: Mapping[str, Any]) -> Letter | None:
    """Tell an author what was decided; nothing to who writes activities no more."""
    if Permission.CHANGE_ASSISTANCE not in ROLE_PERMISSIONS[reader.role]:
        return None
    code, news = str(about[CODE]), PublicationNews(about[NEWS])
    subjects = {
        PublicationNews.PUBLISHED: say("%(code)s is published", code=code),
        PublicationNews.APPROVED: say("%(code)s was approved", code=code),
        PublicationNews.RETURNED: say("%(code)s was returned to you", code=code),
        PublicationNews.REVISION_PUBLISHED: say(
            "Your revision of %(code)s is published", code=code
        ),
        PublicationNews.REVISION_RETURNED: say(
            "Your revision of %(code)s was returned to you", code=code
        ),
    }
    returned = news in {PublicationNews.RETURNED, PublicationNews.REVISION_RETURNED}
    said = say("The reason stands on this page.") if returned else say("It stands on this page.")
    return Letter(subjects[news], (said,), f"/activities/{code}")
