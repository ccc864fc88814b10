"""The files of a record as the user of a request may see them, and the place that holds them."""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.documents.files import SeenFiles, files_of, read_files
from tracker.documents.owners import OWNERS, FileOwner, contribution_files_seen
from tracker.documents.places import site_store
from tracker.documents.store import FileStore
from tracker.documents.tables import RecordFile
from tracker.http import context


class ShownFiles(NamedTuple):
    """The files of a record, by the kind in its address and its code."""

    kind: str
    code: str
    seen: SeenFiles
    may_change: bool

    @property
    def files(self) -> Sequence[RecordFile]:
        """The current files, in the order in which they were added."""
        return self.seen.standing

    def of_indicator(self, indicator: str) -> list[RecordFile]:
        """Return the files that are the evidence of an indicator."""
        return [one for one in self.files if one.indicator == indicator]


def shown_files(kind: str, code: str, programme: str = "") -> ShownFiles:
    """Return the files of a record that the user may see; of an activity with its programme."""
    files = files_of(context.session(), kind, code, context.user())
    own = not programme or context.may_change_of(programme)
    return ShownFiles(kind, code, files, own and context.may(OWNERS[kind].change))


def files_of_contribution(number: int, reference: str, *, terms: bool) -> ShownFiles:
    """Return the files of a contribution that was read; all of them for who may see its `terms`."""
    kind = "contributions"
    owner = FileOwner(kind, number, reference, None)
    files = read_files(context.session(), owner, contribution_files_seen(terms=terms))
    return ShownFiles(kind, reference, files, context.may(OWNERS[kind].change))


def file_store() -> FileStore:
    """Return the place of the files."""
    return site_store(context.services().settings)
