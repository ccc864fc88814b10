"""Numbers beyond bounds in any address, query, body or header are answered, on both databases."""

import json
import re
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from flask import Flask
from sqlmodel import Session
from werkzeug.datastructures import ImmutableMultiDict

from tests.api.test_recording import ALLOCATION, NEW, RECEIPT
from tests.support.addresses import addresses
from tests.support.pages import PageClient, parse
from tests.support.people import let_in, make_user
from tests.web.every_form import fill_for_every_form
from tracker.people.roles import Role
from tracker.settings import Settings

LONG = "9" * 20
NUMBERS = ("2147483648", "9223372036854775808", LONG, "9" * 400, "-1", "1e400", "NaN", "\u0663")
BODY_NUMBERS: tuple[object, ...] = (
    2**31,
    2**63,
    10**20,
    10**400,
    -1,
    -(2**63) - 1,
    1.5,
    "9" * 20,
    True,
    None,
    [],
    {},
)
REFUSED = {303, 401, 403, 404, 405}
"""The statuses of an address with a number that no row can have."""
NO_FORM = 415
"""The status of an address that takes files, for what is sent as no form."""
BAD_QUERY = {400, 404, 422}
"""The statuses of a query with a number where none can be meant."""
OF_LISTS = ("page", "per_page", "sort", "q", "next", "known_at", "year", "number")
"""The names that any page may be asked with."""
OPEN = ("/", "/contributions", "/donors", "/api/v1/totals", "/api/v1/contributions")
"""Addresses that are asked by a reader who has not signed in, too."""
HEADERS = ("If-None-Match", "If-Modified-Since", "Range", "Accept-Language", "X-Request-ID")
PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
FEWEST = 500


class NotedNames(ImmutableMultiDict[str, str]):
    """The query of a request, which notes the names that a page looks for in it.

    What a page does with all names, whatever they are (put them into links), notes none.
    """

    looked_for: ClassVar[set[str]] = set()

    def __contains__(self, name: object) -> bool:
        """Note the name, and tell whether it is in the query."""
        self.looked_for.add(str(name))
        return super().__contains__(name)

    def __getitem__(self, name: str) -> str:
        """Note the name, and return its first value."""
        self.looked_for.add(name)
        return super().__getitem__(name)

    def getlist(self, name: str, *kind: Any) -> list[Any]:  # noqa: ANN401 - werkzeug's own
        """Note the name, and return all its values."""
        self.looked_for.add(name)
        return super().getlist(name, *kind)


@pytest.fixture
def settings(any_database_url: str) -> Settings:
    """Give the settings of an application on either database."""
    return Settings(
        database_url=any_database_url, secret_key="only-for-this-test", production=False
    )


@pytest.fixture
def finance(app: Flask, session: Session) -> PageClient:
    """Give the client of a finance officer, on a record with something for each form."""
    app.config["WTF_CSRF_ENABLED"] = False
    fill_for_every_form(session)
    return let_in(app, make_user(session, Role.FINANCE_OFFICER).email)


def test_no_address_with_such_a_number_is_there(
    app: Flask, client: PageClient, finance: PageClient
) -> None:
    tried = 0
    for rule in app.url_map.iter_rules():
        for number in NUMBERS[:4]:
            path = PLACE.sub(lambda part: number if part[1] else "1", rule.rule)  # noqa: B023 - used at once
            every = PLACE.sub(number, rule.rule)
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                for address in {path, every} - {rule.rule}:
                    for person in (client, finance) if number is LONG else (finance,):
                        status = person.http.open(address, method=method).status_code
                        takes_files = method == "POST" and address.endswith("/files")
                        lawful = {200, 422, *([NO_FORM] if takes_files else ())}
                        assert status in REFUSED | lawful, (method, address, status)
                        if "<int:" in rule.rule:
                            assert status in REFUSED, (method, address, status)
                        tried += 1
    assert tried > FEWEST


@pytest.mark.slow
def test_every_argument_of_every_address(
    app: Flask, client: PageClient, finance: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each name that a page looks for is asked for by itself, those that it passes over at once."""
    monkeypatch.setattr(app.request_class, "parameter_storage_class", NotedNames)
    paths = finance.http.get("/api/v1/openapi.json").get_json()["paths"]
    NotedNames.looked_for.clear()
    finance.http.get("/healthz")
    anywhere = NotedNames.looked_for - set(OF_LISTS)
    tried, taken = 0, []
    for path in dict.fromkeys(addresses(app)):
        described = parameters_of(app, paths, path)
        NotedNames.looked_for.clear()
        shown = finance.http.get(path)
        of_page = names_on(shown.get_data().decode(errors="replace"))
        looked_for = sorted(NotedNames.looked_for - anywhere)
        names = [*dict.fromkeys([*of_page, *described, *looked_for])]
        over = dict.fromkeys(sorted({*OF_LISTS, *anywhere} - {*names}), NUMBERS[2])
        asked = dict.fromkeys([*OF_LISTS, *names], NUMBERS[2])
        status = finance.http.get(path, query_string=over).status_code
        assert status < 500, (path, over, status)
        for place, name in enumerate(names):
            number = NUMBERS[(tried + place) % len(NUMBERS)]
            for person in (finance, client) if path in OPEN else (finance,):
                status = person.http.get(path, query_string={name: number}).status_code
                assert status < 500, (path, name, number, status)
                if shown.status_code == 200 and is_no_text(described.get(name, {}), number):
                    taken += [(path, name, number, status)] if status not in BAD_QUERY else []
                tried += 1
        status = client.http.get(path, query_string=asked).status_code
        assert status < 500, (path, asked, status)
        status = finance.http.get(path, headers=dict.fromkeys(HEADERS, NUMBERS[2])).status_code
        assert status < 500, (path, status)
    assert taken == []
    assert tried > 2 * FEWEST


@pytest.mark.parametrize(
    ("path", "body"), [("entries", RECEIPT), ("entries", ALLOCATION), ("contributions", NEW)]
)
def test_every_value_of_a_body(finance: PageClient, path: str, body: dict[str, Any]) -> None:
    """A dry run reads what it is sent by the same rules: one number shows that it ends as well."""
    dry = changed({**body, "dry_run": True}, (10**20,))
    for value in [*changed(body), *dry, *BODY_NUMBERS]:
        answer = finance.http.post(
            f"/api/v1/{path}", data=json.dumps(value), content_type="application/json"
        )
        assert answer.status_code in {200, 201, 202, 400, 409, 422}, (value, answer.status_code)


def is_no_text(schema: dict[str, Any], number: str) -> bool:
    """Tell whether an argument is described so that a number cannot be meant.

    An argument that takes text (a search, a code of no list) may be asked with any number.
    """
    schema = schema.get("items", schema)
    if "enum" in schema:
        return number not in schema["enum"]
    return schema.get("type") == "integer" or schema.get("format") == "date"


def parameters_of(app: Flask, paths: dict[str, Any], path: str) -> dict[str, dict[str, Any]]:
    """Return the schemas of the query of an address of the API, by name, as it is described."""
    if not path.startswith("/api/v1/"):
        return {}
    rule = app.url_map.bind("localhost").match(path, return_rule=True)[0].rule
    named = paths.get(PLACE.sub(r"{\2}", rule), {}).get("get", {}).get("parameters", [])
    return {one["name"]: one.get("schema", {}) for one in named if one.get("in") == "query"}


def names_on(page: str) -> list[str]:
    """Return the names that the forms of a page put into its query."""
    if "<html" not in page[:2_000].lower():
        return []
    return [str(name) for name in parse(page).xpath("//form[not(@method='post')]//@name")]


def changed(
    body: dict[str, Any], numbers: tuple[object, ...] = BODY_NUMBERS
) -> Iterator[dict[str, Any]]:
    """Yield a body with one value after the other changed, those within lists too."""
    for name, value in body.items():
        for number in numbers:
            yield {**body, name: number}
            if isinstance(value, list):
                for inner in value[0]:
                    yield {**body, name: [{**value[0], inner: number}]}
