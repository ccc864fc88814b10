"""Keys that profiles derive from donors stay: a file that was read before adds nothing again."""

import hashlib
from pathlib import Path

import pytest

from tests.exchange.published import published_rows
from tracker.exchange.donor_lookup import donor_key

CBPF = ("cbpf/cbpf_contributions_pledged_paid.csv", "GMSDonorName", "GMSDonorISO2Code")
CEB = ("ceb/unodc_revenue_by_donor_2013_2024.csv", "donor", "")


@pytest.mark.parametrize(
    ("file", "expected"),
    [(CBPF, (74, "85cdc24942ef38fd")), (CEB, (143, "dfda71073bd021a0"))],
)
def test_the_keys_are_those_of_the_first_release(
    acceptance_data: Path, file: tuple[str, str, str], expected: tuple[int, str]
) -> None:
    path, name, code = file
    rows = published_rows(acceptance_data / path)
    spellings = {(row[name], row[code] if code else "") for row in rows}
    keys = sorted(
        (written, beside, donor_key({"donor": written, "donor_code": beside})["donor_key"])
        for written, beside in spellings
    )
    digest = hashlib.sha256(repr(keys).encode()).hexdigest()[:16]
    assert (len(keys), digest) == expected, "contributions would be added a second time"
