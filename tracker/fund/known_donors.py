"""Donors found by every name on record: own, other, former, and official in six languages."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session, select

from tracker.fund.states import DonorStatus
from tracker.fund.tables.donors import Donor, DonorAlias, DonorName
from tracker.reference.name_book import (
    NameAnswer,
    NameBook,
    giver_names_on_file,
    is_total,
    name_list,
    no_total,
    proposal,
)
from tracker.reference.organisations import giver_name, organisations
from tracker.reference.states import states
from tracker.words import reader_language, say


class KnownDonors:
    """All names of donors; States and organisations that are not on record yet are among them."""

    def __init__(self, named: Iterable[tuple[str, str]], on_record: Mapping[str, str]) -> None:
        """Take pairs of a code and a name, and the donors on record with their names."""
        self._book = NameBook([*giver_names_on_file(), *named])
        self._on_record = on_record

    def find(self, name: str) -> NameAnswer:
        """Find the donor of a name."""
        return self._book.find(name)

    def find_on_record(self, name: str) -> str | None:
        """Return the code of the donor on record that has a name, None for none or several."""
        code = self.find(name).code
        return code if code in self._on_record else None

    def label(self, code: str) -> str:
        """Return the name of a donor that the reader sees."""
        if code in states() or code in organisations():
            return giver_name(code, reader_language())
        return self._on_record.get(code, code)

    def refusal(self, name: str) -> str:
        """Return why a name is not taken, and which donors may be meant."""
        answer = self.find(name)
        if answer.candidates[1:]:
            return say(
                "'%(name)s' may be any of %(names)s; write the code of the one that is meant",
                name=name,
                names=name_list(answer.candidates, self.label),
            )
        if answer.code:
            return say(
                "%(name)s is not among the donors yet; enter the donor first",
                name=name_list([answer.code], self.label),
            )
        asked = proposal(answer.nearest, self.label)
        advice = say(
            "Write the code of a donor (ISO 3166 alpha-3 for a State), or enter the donor first"
        )
        unknown = say("no donor is known by the name '%(name)s'", name=name)
        if is_total(name):
            return f"{unknown}. {no_total()}"
        return f"{unknown}. {asked} {advice}" if asked else f"{unknown}. {advice}"


def read_known_donors(session: Session) -> KnownDonors:
    """Read all names of donors, those of a merged donor for the one that remains."""
    rows = session.exec(select(Donor)).all()
    by_id = {row.id: row for row in rows if row.id is not None}
    codes = {number: _remaining(row, by_id) for number, row in by_id.items()}
    named = [(codes[number], row.name) for number, row in by_id.items()]
    for number, name in session.exec(select(DonorName.donor_id, DonorName.name)):
        named.append((codes[number], name))
    for number, key in session.exec(select(DonorAlias.donor_id, DonorAlias.key)):
        named.append((codes[number], key.partition(" [")[0]))
    on_record = {row.code: row.name for row in rows if row.status is not DonorStatus.MERGED}
    return KnownDonors(named, on_record)


def _remaining(donor: Donor, by_id: Mapping[int, Donor]) -> str:
    """Return the code of the donor into which one was merged in the end, or its own."""
    while donor.merged_into_id is not None:
        donor = by_id[donor.merged_into_id]
    return donor.code
