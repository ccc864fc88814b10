"""An address with a number that no row can have is one without a page, wherever it stands."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import fill
from tests.support.pages import PageClient
from tracker.people.roles import Role

OTHERS = {"reference": "C-ITA", "code": "ITA", "part": "contacts"}
DECIDES = {Role.FINANCE_OFFICER, Role.APPROVER}


@pytest.mark.parametrize("number", [2**31, 2**63, 10**20, 10**400])
def test_a_number_that_no_row_can_have(
    app: Flask,
    sqlite_session: Session,
    signed_in: Callable[[Role], PageClient],
    number: int,
) -> None:
    fill(sqlite_session)
    app.config["WTF_CSRF_ENABLED"] = False
    clients = [signed_in(role) for role in DECIDES]
    rules = [rule for rule in app.url_map.iter_rules() if "<int" in rule.rule]
    assert len(rules) > 20
    for rule in rules:
        path = rule.rule
        for name in rule.arguments:
            value = OTHERS.get(name, str(number))
            path = path.replace(f"<{name}>", value).replace(f"<int:{name}>", value)
        for client in clients:
            send = client.post if "POST" in (rule.methods or ()) else client.get
            assert send(path).status_code in {403, 404}, path
