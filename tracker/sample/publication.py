"""The themes of the illustrative activities, and the few of them that are not published yet."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.states import PublicationState
from tracker.reference.codes import ActivityStatus, Theme
from tracker.reference.themes import proposed_themes
from tracker.sample.chance import Chance

WITHHELD_EVERY = 3
"""Of the planned activities, and of those that began last, so manieth is not published."""
UNDER_WAY = 4
"""The number of activities under way that are not published."""
MORE_THEMES = (Theme.TERRORISM_LINKS, Theme.CORRUPTION, Theme.LAW_ENFORCEMENT)


def with_themes_and_publication(
    chance: Chance, drafts: Sequence[ActivityDraft]
) -> tuple[ActivityDraft, ...]:
    """Return activities with the themes of their articles and now and then another.

    A third of the planned ones are drafts, and some of those that began last are submitted.
    """
    planned = [one for one in drafts if one.status is ActivityStatus.PIPELINE]
    going_on = [one for one in drafts if one.status is ActivityStatus.IMPLEMENTATION]
    newest = sorted(going_on, key=lambda one: (str(one.actual_start), one.code))[-UNDER_WAY:]
    state = dict.fromkeys((one.code for one in newest), PublicationState.SUBMITTED) | dict.fromkeys(
        (one.code for one in planned[::WITHHELD_EVERY]), PublicationState.DRAFT
    )
    return tuple(
        replace(
            one,
            themes=_themes(chance, one),
            publication=state.get(one.code, PublicationState.PUBLISHED),
        )
        for one in drafts
    )


def _themes(chance: Chance, draft: ActivityDraft) -> tuple[Theme, ...]:
    """Return the themes of an activity's articles, now and then with another one."""
    found = set(proposed_themes(draft.articles))
    if draft.articles and chance.happens(0.15):
        found.add(chance.one_of(MORE_THEMES))
    return tuple(sorted(found))
