"""The record of work behind the paragraphs: activities, programmes, needs, as known."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import select

from tracker.assistance.activity_publication import KnownPublication, read_known_publications
from tracker.assistance.counted_activities import CountedActivity
from tracker.assistance.needs import Need, read_needs
from tracker.assistance.states import ProgrammeKind
from tracker.assistance.tables.activities import Programme
from tracker.people.permissions import Permission, may
from tracker.reference.codes import Theme
from tracker.totals.counted_records import (
    counted_activities,
    hidden_activities,
    moment_of_knowledge,
)
from tracker.totals.page_source import PageSource

NO_THEMES: frozenset[Theme] = frozenset()
_KINDS = select(Programme.code, Programme.kind)


@dataclass(frozen=True, slots=True)
class WorkRecord:
    """The activities that the reader may know of, the kinds of programmes, and needs.

    Publications are by the code of the activity, kinds by that of the programme.
    """

    activities: tuple[CountedActivity, ...]
    publications: Mapping[str, KnownPublication]
    kinds: Mapping[str, ProgrammeKind]
    needs: tuple[Need, ...]

    def themes(self, activity: str) -> frozenset[Theme]:
        """Return the themes of an activity."""
        known = self.publications.get(activity)
        return NO_THEMES if known is None else known.themes


def read_work(source: PageSource) -> WorkRecord:
    """Read what was known at the moment of a query, as far as the reader may see it."""
    session, moment = source.session, moment_of_knowledge(source.query)
    hidden = hidden_activities(source)
    public_only = not may(source.user, Permission.SEE_TERMS)
    return WorkRecord(
        tuple(one for one in counted_activities(source) if one.code not in hidden),
        read_known_publications(session, moment),
        {code: ProgrammeKind(kind) for code, kind in session.exec(_KINDS)},
        read_needs(session, public_only=public_only, known_at=moment),
    )
