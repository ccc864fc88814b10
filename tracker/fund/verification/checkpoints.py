"""Checkpoints: the heads of the record, its counts and its schema, signed with an Ed25519 key.

The key is made and kept outside of the database, and the server needs neither of its halves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlmodel import col

from tracker.errors import InvalidInput
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.ledger.verification import Check, Verification
from tracker.fund.verification.heads import ChainHead, read_counts, read_heads, read_schema
from tracker.people.tables import AuditRecord
from tracker.people.trail_chain import last_clearing
from tracker.periods import utc_now
from tracker.sealing.spelling import canonical, plain_moment
from tracker.words import say

PURPOSE = b"Article 30 Tracker, checkpoint 1\n"
"""What a signature is for, so that none made for something else passes."""
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The record at a moment: both heads (number and digest), rows by table, schema."""

    signed_at: str
    schema: str
    ledger: ChainHead
    trail: ChainHead
    counts: Mapping[str, int]

    @property
    def plain(self) -> dict[str, Any]:
        """The checkpoint as plain JSON."""
        heads = {"ledger": self.ledger._asdict(), "trail": self.trail._asdict()}
        return {**asdict(self), **heads}

    @property
    def content(self) -> bytes:
        """What is signed: the canonical JSON, after the purpose of the signature."""
        return PURPOSE + canonical(self.plain)


def take_checkpoint(connection: Connection) -> Checkpoint:
    """Read the record as it is now; the connection reads one state of it."""
    heads = read_heads(connection)
    return Checkpoint(
        plain_moment(utc_now()),
        read_schema(connection),
        heads.ledger,
        heads.trail,
        read_counts(connection),
    )


def sign_checkpoint(checkpoint: Checkpoint, key: Path) -> bytes:
    """Return the file of a signed checkpoint; raises InvalidInput for a key that is none."""
    signature = _private_key(key).sign(checkpoint.content).hex()
    signed = {"checkpoint": checkpoint.plain, "signature": signature}
    return orjson.dumps(signed, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def open_checkpoint(file: Path, public_key: Path) -> Checkpoint:
    """Return the checkpoint of a file; raises InvalidInput unless the key has signed it."""
    key = _public_key(public_key)
    try:
        signed = orjson.loads(_content(file))
        checkpoint = _checkpoint(signed["checkpoint"])
        key.verify(bytes.fromhex(signed["signature"]), checkpoint.content)
    except InvalidSignature as error:
        raise InvalidInput(
            say(
                "%(file)s is not what was signed with the key of %(key)s",
                file=file.name,
                key=public_key.name,
            )
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidInput(say("%(file)s is no signed checkpoint", file=file.name)) from error
    return checkpoint


def make_key(file: Path) -> Path:
    """Write a new key, readable by its owner alone, and beside it its public half; return that.

    Raises InvalidInput where there is a file already, and where none can be written.
    """
    key = Ed25519PrivateKey.generate()
    public = file.with_name(f"{file.name}.pub")
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _write_new(file, private)
    _write_new(
        public, key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    return public


def against(checkpoint: Checkpoint) -> Check:
    """Return the check that the record is the one of a checkpoint, continued."""
    return partial(_compare, checkpoint)


def _compare(checkpoint: Checkpoint, connection: Connection, found: Verification) -> None:
    """Compare the record with a checkpoint, and say what each difference means."""
    where = f"checkpoint of {checkpoint.signed_at[:16]} UTC"
    for message in _differences(checkpoint, connection):
        found.add(where, message)


def _differences(checkpoint: Checkpoint, connection: Connection) -> Iterator[str]:
    """Say in sentences how the record differs from the one that was signed."""
    heads = read_heads(connection)
    cleared = last_clearing(connection)
    if cleared and plain_moment(cleared[1]) > checkpoint.signed_at:
        yield (
            f"record {cleared[0]} of the trail says that the illustrative account was removed after"
            " this was signed: another record began then, which needs a checkpoint of its own"
        )
    yield from _of_chain(
        "entry", "entries of the ledger", checkpoint.ledger, heads.ledger,
        _digest_of(connection, LedgerEntry, checkpoint.ledger.number),
    )  # fmt: skip
    yield from _of_chain(
        "record", "records of the trail", checkpoint.trail, heads.trail,
        _digest_of(connection, AuditRecord, checkpoint.trail.number),
    )  # fmt: skip
    schema = read_schema(connection)
    if schema < checkpoint.schema:
        yield (
            f"the database is at migration {schema}, {checkpoint.schema} was signed: "
            "this is an older copy"
        )
    if (heads.ledger, heads.trail) == (checkpoint.ledger, checkpoint.trail):
        for name, number in read_counts(connection).items():
            signed = checkpoint.counts.get(name, number)
            if signed != number:
                yield f"{name} has {number} rows, {signed} were signed, and nothing was recorded"


def _of_chain(one: str, all_: str, signed: ChainHead, now: ChainHead, there: str) -> Iterator[str]:
    """Compare a chain with its signed head; `there` is the digest today of the signed link."""
    if now.number < signed.number:
        yield (
            f"{now.number} {all_} are there, {signed.number} were signed: the newest were cut "
            "off, or this is an older copy"
        )
    elif signed.number and there != signed.digest:
        yield (
            f"{one} {signed.number} has another digest than was signed: the {all_} up to it were "
            "rewritten"
        )


def _digest_of(connection: Connection, table: Any, number: int) -> str:  # noqa: ANN401 - a table
    """Return the digest of an entry or a record, in hexadecimal; empty where there is none."""
    found = connection.execute(select(col(table.digest)).where(col(table.id) == number)).scalar()
    return bytes(found).hex() if found else ""


def _checkpoint(stored: Mapping[str, Any]) -> Checkpoint:
    """Return a stored checkpoint."""
    return Checkpoint(
        stored["signed_at"],
        stored["schema"],
        ChainHead(**stored["ledger"]),
        ChainHead(**stored["trail"]),
        stored["counts"],
    )


def _private_key(file: Path) -> Ed25519PrivateKey:
    """Read a key; raises InvalidInput for another file."""
    try:
        key = load_pem_private_key(_content(file), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise InvalidInput(say("%(file)s holds no key for checkpoints", file=file.name))
    return key


def _public_key(file: Path) -> Ed25519PublicKey:
    """Read the public half of a key; raises InvalidInput for another file."""
    try:
        key = load_pem_public_key(_content(file))
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise InvalidInput(say("%(file)s holds no public key for checkpoints", file=file.name))
    return key


def _content(file: Path) -> bytes:
    """Read a file; raises InvalidInput where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise InvalidInput(say("%(file)s cannot be read", file=file.name)) from error


def _write_new(file: Path, content: bytes) -> None:
    """Write a file that was not there, for its owner alone; raises InvalidInput."""
    try:
        file.touch(OWNER_ONLY, exist_ok=False)
        file.write_bytes(content)
    except FileExistsError as error:
        raise InvalidInput(say("%(file)s is there already", file=file.name)) from error
    except OSError as error:
        raise InvalidInput(say("%(file)s cannot be written", file=file.name)) from error
