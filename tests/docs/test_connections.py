"""docs/operating/scaling.md counts the connections as the program opens them."""

import re
from pathlib import Path

from souk.kernel.settings import Settings
from souk.wiring.subscriptions import AFTER_COMMIT

PAGE = (Path(__file__).parents[2] / "docs" / "operating" / "scaling.md").read_text(encoding="utf-8")
SETTINGS = Settings(_env_file=None)


def columns(beginning: str) -> list[str]:
    """What a row says of `souk serve --no-worker`, `souk worker` and `souk serve`."""
    row = re.search(rf"^\| (?:\*\*)?{re.escape(beginning)}.*$", PAGE, re.MULTILINE)
    assert row is not None
    return [cell.strip().strip("*") for cell in row[0].split("|")[3:6]]


def test_a_connection_for_each_subscriber_and_one() -> None:
    dispatcher = str(len(AFTER_COMMIT) + 1)

    assert columns("events") == ["–", dispatcher, dispatcher]


def test_the_sums_are_right() -> None:
    pools = SETTINGS.database_pool + SETTINGS.database_pool // 2
    worker = SETTINGS.worker_concurrency + 5 + len(AFTER_COMMIT) + 1

    assert columns("in all") == [str(pools + 1), str(pools + worker), str(pools + 1 + worker)]
