"""Whether a file or a digest is that of an issued report."""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session, col, or_, select

from tracker.people.permissions import CurrentUser
from tracker.reports.content.canonical import from_json
from tracker.reports.register.chain_heads import (
    all_stand,
    head_of,
    heads_in,
    is_of_another_record,
    stands,
)
from tracker.reports.register.register import may_open
from tracker.reports.register.states import ReportState
from tracker.reports.register.tables import DIGEST, RegisteredReport, ReportFile

DIGESTS = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
MOST_UNPACKED = 64 * 1024 * 1024
"""Bytes of a packed file that are looked through."""


class Verdict(StrEnum):
    """What is known of a file or a digest."""

    ISSUED = "issued"  # it is the issued file, or the digest of an issued content or file
    CHANGED = "changed"  # it names an issued report, and is none of its files
    UNKNOWN = "unknown"  # no issued report is known by it


class ReportVerification(NamedTuple):
    """A verdict, with the issued report where there is one; `may_open` says who may see it.

    `chain` tells whether the ledger still has the entry whose digest is printed; None where no
    head of its chain is.
    """

    verdict: Verdict
    report: RegisteredReport | None = None
    may_open: bool = False
    chain: bool | None = None


def verify_file(session: Session, data: bytes, user: CurrentUser) -> ReportVerification:
    """Tell whether a file was issued, or is an issued report's file that was changed since."""
    found = _by_digest(session, hashlib.sha256(data).hexdigest())
    if found is not None:
        return _verified(session, Verdict.ISSUED, found, user)
    for named in _digests_in(data):
        found = _by_digest(session, named)
        if found is not None:
            return _verified(session, Verdict.CHANGED, found, user)
    heads = [head for text in _texts(data) for head in heads_in(text)]
    return ReportVerification(Verdict.UNKNOWN, chain=all_stand(session.connection(), heads))


def verify_digest(session: Session, digest: str, user: CurrentUser) -> ReportVerification:
    """Tell whether a digest is that of an issued report's content or of one of its files.

    A head of the chain as it is printed, its number before its digest, is looked up in the ledger.
    """
    heads = list(heads_in(digest))
    if heads:
        return ReportVerification(Verdict.UNKNOWN, chain=all_stand(session.connection(), heads))
    digest = "".join(digest.split()).lower()
    found = _by_digest(session, digest) if len(digest) == DIGEST else None
    return (
        ReportVerification(Verdict.UNKNOWN)
        if found is None
        else _verified(session, Verdict.ISSUED, found, user)
    )


def _verified(
    session: Session, verdict: Verdict, row: RegisteredReport, user: CurrentUser
) -> ReportVerification:
    return ReportVerification(verdict, row, may_open(session, user, row), _chain(session, row))


def _chain(session: Session, row: RegisteredReport) -> bool | None:
    """Tell whether the head that a report prints stands; None for one of another record."""
    head, connection = head_of(from_json(row.issued.encode())), session.connection()
    if head is None or is_of_another_record(connection, row.issued_at):
        return None
    return stands(connection, head)


def _by_digest(session: Session, digest: str) -> RegisteredReport | None:
    """Return the issued report whose content or file has a digest."""
    of_files = select(ReportFile.report_id).where(ReportFile.sha256 == digest)
    statement = select(RegisteredReport).where(
        RegisteredReport.state == ReportState.ISSUED,
        or_(col(RegisteredReport.digest) == digest, col(RegisteredReport.id).in_(of_files)),
    )
    return session.exec(statement.order_by(col(RegisteredReport.id))).first()


def _digests_in(data: bytes) -> Iterator[str]:
    """Yield what may be a digest in a file, or in the parts of a packed one, each once."""
    seen = set()
    for part in (data, *_parts(data)):
        for found in DIGESTS.findall(part):
            if found not in seen:
                seen.add(found)
                yield found.decode()


def _texts(data: bytes) -> Iterator[str]:
    """Yield a file, and the parts of a packed one, as texts."""
    for part in (data, *_parts(data)):
        yield part.decode("utf-8", "replace")


def _parts(data: bytes) -> Iterator[bytes]:
    """Yield the unpacked parts of a packed file, as far as they are not too large."""
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for part in packed.infolist():
                left -= part.file_size
                if left < 0:
                    return
                yield packed.read(part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError):
        return
