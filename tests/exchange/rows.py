"""Five good rows of each kind of sheet, in the order in which a record is filled."""

from collections.abc import Mapping, Sequence
from datetime import date

from tests.exchange.making import Cell


def _contribution(
    number: int,
    donor: str,
    earmarking: str,
    *,
    programmes: str = "",
    currency: str = "USD",
    received: float | str = "",
    pledged: bool = True,
) -> Mapping[str, Cell]:
    """Return a contribution of 100,000.25."""
    return {
        "reference": f"CON-{number}",
        "donor": donor,
        "earmarking": earmarking,
        "programmes": programmes,
        "currency": currency,
        "amount": 100000.25,
        "pledged_on": date(2024, 2, number + 1) if pledged else "",
        "received": received,
        "received_on": date(2024, 3, 1) if received else "",
    }


def _entry(
    reference: str,
    kind: str,
    amount: float,
    contribution: str = "",
    *,
    taker: str = "",
    basis: str = "",
    consent: tuple[str, Cell] = ("", ""),
) -> Mapping[str, Cell]:
    """Return an entry of June 2024."""
    return {
        "reference": reference,
        "kind": kind,
        "contribution": contribution,
        "to_contribution": taker,
        "amount": amount,
        "on": date(2024, 6, 10),
        "basis": basis,
        "letter": consent[0],
        "consent_on": consent[1],
    }


GOOD: Mapping[str, Sequence[Mapping[str, Cell]]] = {
    "programmes": [
        {
            "code": f"NAT-{state}",
            "title": f"Programme for {state}",
            "kind": "national",
            "place": state,
            "starts_on": date(2020, 1, 1),
        }
        for state in ("KEN", "UGA", "PRY", "MDA", "LAO")
    ],
    "tools": [
        {
            "code": f"TOOL-{number}",
            "title": f"=Manual {number}",
            "kind": "handbook",
            "year": 2010 + number,
            "instruments": "UNTOC; TIP",
        }
        for number in range(5)
    ],
    "dissemination": [
        {
            "code": f"DIS-{number}",
            "tool": f"TOOL-{number}",
            "means": "training",
            "unit": "people",
            "held_on": date(2024, 7, number + 1),
            "number": 20 + number,
            "place": "Kenya",
            "language": "en",
            "audience": "prosecutor",
        }
        for number in range(5)
    ],
    "rates": [
        {
            "currency": "EUR",
            "effective_on": date(2024, month, 1),
            "rate": 0.9 + month / 100,
            "source": "UN operational rates of exchange",
        }
        for month in range(1, 6)
    ],
    "donors": [
        {
            "code": f"GIVER-{number}",
            "name": f"Foundation {name}",
            "type": "C05",
            "name_since": date(2010 + number, 1, 1),
            "aliases": f"Fondation {name}; {name} trust",
        }
        for number, name in enumerate(("Alpha", "Beta", "Gamma", "Delta", "Epsilon"))
    ],
    "contacts": [
        {
            "donor": f"GIVER-{number}",
            "role": "finance",
            "name": "Office of the budget",
            "email": f"budget{number}@example.org",
            "telephone": "+39 06 5550100",
        }
        for number in range(5)
    ],
    "contributions": [
        _contribution(0, "ITA", "1", received=100000.25),
        _contribution(1, "Italy", "3", programmes="NAT-KEN", received=50000),
        _contribution(2, "Finland", "1", currency="EUR", received=40000.1),
        _contribution(3, "European Union", "2", programmes="NAT-UGA; NAT-KEN", currency="EUR"),
        _contribution(4, "Korea, Republic of", "1", pledged=False),
    ],
    "receipts": [
        {
            "reference": f"REC-{number}",
            "contribution": contribution,
            "received_on": date(2024, 4, number + 1),
            "amount": amount,
            "note": "first part",
        }
        for number, (contribution, amount) in enumerate(
            [
                ("CON-1", 1000),
                ("CON-1", -250.75),
                ("CON-2", 20000),
                ("CON-3", 60000.33),
                ("CON-4", 100),
            ]
        )
    ],
    "activities": [
        {
            "code": f"ACT-{number}",
            "title": f"Training {number}",
            "programme": programme,
            "type": "training",
            "status": "implementation",
            "budget": 30000.5,
            "instruments": "TIP 60; SOM 40",
            "beneficiaries": place,
            "tools": "TOOL-1 used 10; TOOL-2 disseminated",
            "articles": "UNTOC 16; TIP 6",
            "paragraphs": "5; 6",
            "partners": "Ministry of Justice; Police",
            "participants_as": "prosecutor",
            "women": 12,
            "men": 11,
        }
        for number, (programme, place) in enumerate(
            [
                ("NAT-KEN", "KEN"),
                ("NAT-KEN", "KEN 50; UGA 50"),
                ("NAT-UGA", "UGA"),
                ("NAT-PRY", "PRY 33.33; 019 66.67"),
                ("NAT-LAO", "001"),
            ]
        )
    ],
    "allocations": [
        {
            "reference": f"ALL-{number}",
            "activity": activity,
            "contribution": contribution,
            "amount": 10000.1,
            "on": date(2024, 5, number + 1),
        }
        for number, (activity, contribution) in enumerate(
            [("ACT-0", "CON-1"), ("ACT-1", ""), ("ACT-2", ""), ("ACT-3", "CON-0"), ("ACT-4", "")]
        )
    ],
    "expenditures": [
        {
            "reference": f"EXP-{number}",
            "activity": f"ACT-{number}",
            "contribution": contribution,
            "amount": 5000.05,
            "on": date(2024, 6, number + 1),
            "against_commitment": "no",
        }
        for number, contribution in enumerate(["CON-1", "", "", "CON-0", ""])
    ],
    "accounting": [
        {
            "document": f"35000{number}",
            "month": "2024-06",
            "activity": f"ACT-{number}",
            "account": "160-TRAVEL",
            "amount": 100.01,
        }
        for number in range(5)
    ],
    "entries": [
        _entry("BC-1", "bank_charge", 12.5, "CON-0"),
        _entry("INT-1", "interest", 31.01, basis="2024-03-01 / 2024-05-31"),
        _entry(
            "TRF-1",
            "transfer",
            10,
            "CON-0",
            taker="CON-1",
            consent=("Note verbale 7", date(2024, 6, 3)),
        ),
        _entry("ADJ-1", "pledge_adjustment", -100.25, "CON-2"),
        _entry("LOSS-1", "write_off", 1, "CON-0", basis="stolen"),
    ],
    "requests": [
        {
            "code": f"REQ-{number}",
            "state": "PRY",
            "source": "official_request",
            "status": "received",
            "priority": "high",
            "instrument": "UNTOC",
            "received_on": date(2024, 1, number + 1),
            "summary": "Help with a draft law",
        }
        for number in range(5)
    ],
    "statements": [
        {
            "statement": f"CS-{2022 + number // 3}",
            "year": 2022 + number // 3,
            "donor": donor,
            "item": item,
            "amount": 1000.25 * number,
            "source": "Board of Auditors",
            "issued_on": date(2025, 6, 30),
        }
        for number, (donor, item) in enumerate(
            [
                ("", "received"),
                ("ITA", "received"),
                ("Finland", "closing_balance"),
                ("", "spent"),
                ("ITA", "refunded"),
            ]
        )
    ],
    "adherence": [
        {
            "instrument": "UNTOC",
            "party": party,
            "fact": "consent",
            "action": "ratification",
            "dated_on": date(2015, 1, 5),
            "known_on": date(2015, 2, 1),
            "source": "a note of the depositary",
        }
        for party in ("KEN", "UGA", "PRY", "MDA", "EU")
    ],
}
