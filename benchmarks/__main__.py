"""`python -m benchmarks`: run scenarios, print their table, and keep it if asked to."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import click
from tqdm import tqdm

from benchmarks.report import as_json, table, write
from benchmarks.scenario import Bench, Finding
from benchmarks.scenarios.registry import BY_NAME_ALONE, SCENARIOS
from tracker.settings import ROOT

PAGE = ROOT / "docs" / "performance.md"
KEPT = ROOT / "instance" / "benchmarks"
MILLION = 1_000_000


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(sorted(SCENARIOS)))
@click.option("--entries", default=MILLION, show_default=True, help="Size of the account.")
@click.option("--small", default=10_000, show_default=True, help="Size it is compared with.")
@click.option("--large", default=0, help="One more size for the rebuild, 10000000 say.")
@click.option("--rounds", default=7, show_default=True, help="Rounds, of which the best counts.")
@click.option("--seed", default=30, show_default=True, help="Chance begins here.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=KEPT,
    help="Where accounts are kept between runs.",
)
@click.option("--json", "json_file", type=click.File("w"), help="Write the findings as JSON too.")
@click.option("--write", "into_page", is_flag=True, help="Keep the table in docs/performance.md.")
def main(  # noqa: PLR0913 - the options of a command
    names: Sequence[str],
    *,
    entries: int,
    small: int,
    large: int,
    rounds: int,
    seed: int,
    folder: Path,
    json_file: TextIO | None,
    into_page: bool,
) -> None:
    """Measure the named scenarios, or all of them, against their peers."""
    if into_page and names:
        raise click.UsageError("the page holds all scenarios: name none")
    findings: list[Finding] = []
    chosen = [SCENARIOS[name] for name in names or SCENARIOS if names or name not in BY_NAME_ALONE]
    with tqdm(chosen, unit="scenario", file=sys.stderr) as bar:
        bench = Bench(
            entries, folder.resolve(), small, large, rounds, seed=seed, note=bar.set_postfix_str
        )
        for scenario in bar:
            bar.set_description(scenario.name)
            bar.set_postfix_str("")
            findings.extend(scenario.run(bench))
    print(table(findings))
    if json_file is not None:
        json_file.write(as_json(findings))
    if into_page:
        write(PAGE, findings)


if __name__ == "__main__":
    main()
