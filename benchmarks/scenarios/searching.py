"""Searching by words against a reading of all the words on record: both find the same records."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import func, literal, or_
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from benchmarks.accounts.files import copied, shaped_account, url_of
from benchmarks.racing import race
from benchmarks.scenario import Aim, Bench, Finding, Sense, agree
from benchmarks.scenarios.lists import shape_of
from tracker.db import make_engine, make_session, transaction
from tracker.people.permissions import TermsSeen
from tracker.search.finding import SearchReader, find_records
from tracker.search.tables import FinderGroup, SearchEntry
from tracker.search.tokens import asked_tokens
from tracker.search.upkeep import rebuild

AIM = Aim(2, Sense.FASTER)
AGAINST = "a reading of all words"
STAFF = SearchReader(unpublished=True, terms=TermsSeen(all=True))
ASKED = ("activity 77", "kenya 77", "Кения", "judges", "nothing-like-it")
"""What is asked for: of a few records, of many, in another script, of none."""
FULLEST = FinderGroup.STAFF.value, FinderGroup.TERMS.value


def run(bench: Bench) -> Iterator[Finding]:
    """Compare the search with a reading of all that it holds; the slowest that is asked counts."""
    shape = shape_of(bench.entries)
    with copied(bench, shaped_account(bench, shape.activities * 5, shape)) as path:
        engine = make_engine(url_of(path))
        with make_session(engine) as session, transaction(session):
            size = rebuild(session)
        own = other = 0.0
        for asked in ASKED:
            found = race(
                partial(_search, engine, asked), partial(_read, engine, asked), bench.rounds
            )
            agree(asked, found.our_result, found.peer_result)
            own, other = max((own, other), (found.ours, found.peer))
        engine.dispose()
        yield Finding("a search by words", size, own, other, AGAINST, AIM, of="rows")


def _search(engine: Engine, asked: str) -> int:
    """Search a page of records; return how many there are in all."""
    with make_session(engine) as session:
        return find_records(session, asked, STAFF).total


def _read(engine: Engine, asked: str) -> int:
    """Read the words of every row, and a page of what holds all that are asked for."""
    words = [f" {word}" for word in asked_tokens(asked)]
    padded = literal(" ").concat(col(SearchEntry.tokens))
    seen = or_(
        col(SearchEntry.audience).in_(FULLEST),
        col(SearchEntry.fuller).not_in(FULLEST),
    )
    holds = [padded.contains(word, autoescape=True) for word in words]
    counting = select(func.count()).select_from(SearchEntry).where(seen, *holds)
    page = select(SearchEntry.title, SearchEntry.words).where(seen, *holds).limit(25)
    with make_session(engine) as session:
        session.exec(page).all()
        return session.exec(counting).one()
