"""The head of the record as everybody reads it, and as the page of periods shows it."""

from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.fund.verification.heads import read_heads

HEAD = "/api/v1/record-head"


def test_everybody_is_told_where_both_chains_end(
    client: PageClient, sqlite_session: Session, account: Account
) -> None:
    del account
    told = client.get(HEAD)
    heads = read_heads(sqlite_session.connection())
    sqlite_session.rollback()
    assert told.get_json() == {
        "ledger": heads.ledger._asdict(),
        "trail": heads.trail._asdict(),
    }
    assert len(heads.trail.digest) == 64


def test_it_goes_on_with_the_trail_where_no_figure_changes(
    app: Flask, client: PageClient, sqlite_session: Session
) -> None:
    del app
    before = client.get(HEAD)
    assert before.headers["Cache-Control"] == "no-store"
    assert "ETag" not in before.headers
    with transaction(sqlite_session):
        record_set_up(sqlite_session)
    after = client.get(HEAD).get_json()
    assert after["trail"]["number"] == before.get_json()["trail"]["number"] + 1
    assert after["ledger"] == before.get_json()["ledger"]
