"""`flask import` prints what scripts rely on and ends with the status that they test."""

import json
from pathlib import Path

from flask import Flask

from tests.exchange.making import write_csv
from tests.exchange.rows import GOOD
from tracker.exchange.registry import KINDS

KEYS = {"read", "added", "changed", "unchanged", "rejected", "totals", "faults"}


def test_json_has_the_agreed_keys(app: Flask, tmp_path: Path) -> None:
    sheet = write_csv(tmp_path / "sheet.csv", GOOD["programmes"])
    runner = app.test_cli_runner()
    first = runner.invoke(args=["import", "programmes", str(sheet), "--json"])
    assert (first.exit_code, first.stderr) == (0, "")
    report = json.loads(first.stdout)
    assert set(report) >= KEYS
    assert (report["read"], report["added"], report["totals"]) == (5, 5, {})
    again = json.loads(runner.invoke(args=["import", "programmes", str(sheet), "--json"]).stdout)
    assert (again["added"], again["unchanged"]) == (0, 5)


def test_faults_end_with_status_one_and_words(app: Flask, tmp_path: Path) -> None:
    rows = [*GOOD["programmes"], {**GOOD["programmes"][0], "code": "X", "kind": "local"}]
    sheet = str(write_csv(tmp_path / "sheet.csv", rows))
    runner = app.test_cli_runner()
    refused = runner.invoke(args=["import", "programmes", sheet])
    assert refused.exit_code == 1
    assert "sheet.csv, row 7, kind: 'local' is no code" in refused.stdout
    assert "The record is as it was." in refused.stdout
    dry = runner.invoke(args=["import", "programmes", sheet, "--dry-run", "--json"])
    assert (dry.exit_code, json.loads(dry.stdout)["added"]) == (1, 5)
    good = runner.invoke(args=["import", "programmes", sheet, "--accept-good"])
    assert (good.exit_code, "added      5" in good.stdout) == (0, True)


def test_an_unknown_profile_is_told(app: Flask, tmp_path: Path) -> None:
    sheet = str(write_csv(tmp_path / "sheet.csv", GOOD["programmes"]))
    answer = app.test_cli_runner().invoke(args=["import", "programmes", sheet, "--profile", "none"])
    assert (answer.exit_code, "there is no profile 'none'" in answer.output) == (1, True)


def test_templates_are_written(app: Flask, tmp_path: Path) -> None:
    answer = app.test_cli_runner().invoke(args=["import", "templates", str(tmp_path / "empty")])
    assert answer.exit_code == 0
    assert len(list((tmp_path / "empty").iterdir())) == 2 * len(KINDS)


def test_the_tools_of_the_product_can_be_imported(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["import", "tools", "data/tools.csv", "--json"])
    assert (answer.exit_code, json.loads(answer.stdout)["added"]) == (0, 24)
