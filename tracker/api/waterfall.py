"""The waterfall of a choice as JSON or CSV: from what was pledged to what is left."""

import hashlib
from collections.abc import Iterator
from typing import Any

from apiflask import APIBlueprint
from flask import Response, request

from tracker.errors import Fault
from tracker.http.asked_days import reads_days
from tracker.http.csv_answers import PARAMETER as DELIMITER
from tracker.http.csv_answers import csv_answer, read_delimiter
from tracker.http.guard import public
from tracker.http.json_answers import json_answer
from tracker.http.language import locale_code
from tracker.http.page_cache import cacheable
from tracker.http.totals_requests import dated, query_of, reading
from tracker.money import USD
from tracker.totals.balance_flows import BalanceFlow, BalanceFlows
from tracker.totals.money_account import MoneyAccount, money_account
from tracker.totals.query import Query
from tracker.totals.query_string import DATES, BadQuery, to_query_string, unknown_names
from tracker.totals.totals import scope_of
from tracker.words import say

blueprint = APIBlueprint("waterfall", __name__, url_prefix="/api/v1", enable_openapi=False)
COLUMNS = ("part", "name", "sort", "minor")


@blueprint.get("/waterfall")
@public
@reads_days(*DATES)
def show() -> Response:
    """Answer with the waterfall and the balance of a choice."""
    return _answer(as_csv=request.accept_mimetypes.best == "text/csv")


@blueprint.get("/waterfall.csv")
@public
@reads_days(*DATES)
def file() -> Response:
    """Answer with the same as a file."""
    return _answer(as_csv=True)


def _answer(*, as_csv: bool) -> Response:
    """Read the question and answer it, or say that what the caller has is still right."""
    form = _form(as_csv=as_csv)
    with reading() as snapshot:
        query, version, locale = query_of(snapshot), snapshot.version, locale_code()
        parts = (version, form, to_query_string(query), query.today, request.args.get(DELIMITER))
        tag = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
        if tag in request.if_none_match:
            return _marked(Response(status=304), tag)
        account = money_account(scope_of(snapshot, query, locale))
    if form == "csv":
        name = f"waterfall-{query.counted_to()}-v{version}.csv"
        answer = dated(csv_answer(COLUMNS, _rows(account), name), query)
    else:
        answer = json_answer(as_json(account, query, version))
    return cacheable(_marked(answer, tag), version)


def _form(*, as_csv: bool) -> str:
    """Read the form of the answer; raises BadQuery that lists every fault."""
    faults = unknown_names(request.args.keys(), "format", "lang", DELIMITER)
    form = request.args.get("format", "csv" if as_csv else "json")
    if form not in ("csv", "json"):
        faults.append(Fault("format", say("the format is json or csv")))
    try:
        read_delimiter()
    except BadQuery as bad:
        faults.extend(bad.faults)
    if faults:
        raise BadQuery(faults)
    return form


def _marked(response: Response, tag: str) -> Response:
    """Mark a response with its tag, and with what it varies by."""
    response.set_etag(tag)
    response.vary.add("Accept")
    return response


def as_json(account: MoneyAccount, query: Query, version: int) -> dict[str, Any]:
    """Spell out an account; amounts are whole US cents."""
    return {
        "currency": USD,
        "as_at": query.counted_to().isoformat(),
        "known_at": str(query.known_at or query.today),
        "cut": None if query.cut is None else query.cut.isoformat(),
        "filter": to_query_string(query),
        "steps": [step._asdict() for step in account.closing.steps],
        "balance": [part._asdict() for part in account.closing.parts],
        "period": None if account.flows is None else _period(account.flows),
        "not_split": [dimension.value for dimension in account.not_split],
        "in_part_received_minor": account.in_part.waterfall.received_minor,
        "data_version": version,
    }


def _period(flows: BalanceFlows) -> dict[str, Any]:
    """Spell out what came and went in a period."""
    return {
        "opening_minor": flows.opening_minor,
        "in": [flow._asdict() for flow in flows.came],
        "out": [flow._asdict() for flow in flows.went],
        "closing_minor": flows.closing_minor,
    }


def _rows(account: MoneyAccount) -> Iterator[tuple[str, str, str, int]]:
    """Yield the steps, the parts of the balance, and the flows of a period."""
    for step in account.closing.steps:
        yield "waterfall", step.name.value, step.sort.value, step.minor
    for part in account.closing.parts:
        yield "balance", part.name.value, "", part.minor
    if account.flows is not None:
        yield "period", "opening", "result", account.flows.opening_minor
        yield from map(_flow, (*account.flows.came, *account.flows.went))
        yield "period", "closing", "result", account.flows.closing_minor


def _flow(flow: BalanceFlow) -> tuple[str, str, str, int]:
    """Return the row of a flow."""
    return "period", flow.name.value, "added", flow.minor
