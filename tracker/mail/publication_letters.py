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
    """Tell an author what was decided, or a publisher about what was handed in for approval.

    Nothing to who writes activities, or publishes them, no more.
    """
    code, news = str(about[CODE]), PublicationNews(about[NEWS])
    publishes = news in {PublicationNews.HANDED_IN_PUBLISHED, PublicationNews.HANDED_IN_RETURNED}
    needed = Permission.PUBLISH_ASSISTANCE if publishes else Permission.CHANGE_ASSISTANCE
    if needed not in ROLE_PERMISSIONS[reader.role]:
        return None
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
        PublicationNews.REVISION_HANDED_IN: say(
            "Your revision of %(code)s waits for approval", code=code
        ),
        PublicationNews.HANDED_IN_PUBLISHED: say(
            "The revision of %(code)s was approved and is published", code=code
        ),
        PublicationNews.HANDED_IN_RETURNED: say(
            "The revision of %(code)s was not approved and is with its author again", code=code
        ),
    }
    reason = say("The reason stands on this page.")
    texts = {
        PublicationNews.RETURNED: reason,
        PublicationNews.REVISION_RETURNED: reason,
        PublicationNews.HANDED_IN_RETURNED: reason,
        PublicationNews.REVISION_HANDED_IN: say(
            "The secretariat would publish it. It moves figures of a closed period, so an approver "
            "decides; until then the activity stays as it is published."
        ),
    }
    said = texts.get(news, say("It stands on this page."))
    return Letter(subjects[news], (said,), f"/activities/{code}")
