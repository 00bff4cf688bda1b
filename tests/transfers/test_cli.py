"""`souk import` and `souk export`, as they are typed."""

import csv
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio.to_thread
import psycopg
import pytest
from tests.terminals import opened_on
from tests.transfers.files import csv_file
from tests.transfers.labels import Labels, labels_of
from typer.testing import CliRunner, Result

from souk.attribution.public import AdCampaignDraft, create_campaign
from souk.cli import exports, imports
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.lists import ListQuery
from souk.kernel.work import Database, ReadWork
from souk.tenancy.actions.settings import switch_feature
from souk.tenancy.public import load_scope
from souk.transfers.public import Column, offer_exporters

FILE = "code,words\nS-1,oil\nS-2,bad\nS-3,a very long text for a label\n"


class LabelExport:
    kind = "labels"
    title = "Shelf labels"
    capability = "catalog.read"
    columns = (Column("code"), Column("words"))
    query = ListQuery

    async def rows(self, work: ReadWork, query: ListQuery) -> AsyncIterator[list[Any]]:
        for code, words in sorted((await labels_of(work)).items()):
            yield [code, words]


@pytest.fixture
async def slug(database: Database, tenant_id: int) -> str:
    scope = await load_scope(database, tenant_id)
    assert scope is not None
    return scope.slug


@pytest.fixture
def souk(monkeypatch: pytest.MonkeyPatch, urls: DatabaseUrls, slug: str, labels: Labels) -> Any:
    """Runs a command against the database under test."""

    monkeypatch.setattr(imports, "opened", opened_on(urls))
    monkeypatch.setattr(exports, "opened", opened_on(urls))
    offer_exporters([LabelExport()])

    def run(command: Any, *words: str) -> Result:
        return CliRunner().invoke(command.app, [*words, "--tenant", slug])

    return run


def test_an_import_says_what_became_of_the_file(souk: Any, tmp_path: Path) -> None:
    done = souk(imports, "labels", str(csv_file(tmp_path, FILE)))
    assert done.exit_code == 0, done.output
    assert "imported." in done.output
    assert "2  created" in done.output
    assert "1    bad words" in done.output


def test_json_for_programs_and_the_rejected_rows_in_a_file(souk: Any, tmp_path: Path) -> None:
    rejected = tmp_path / "rejected.csv"
    done = souk(imports, "labels", str(csv_file(tmp_path, FILE)), "--json", "--rejected", str(rejected))
    told = json.loads(done.output)
    assert (told["status"], told["created_count"], told["rows_rejected"]) == ("completed", 2, 1)
    rows = list(csv.DictReader(rejected.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["line"], row["verdict"], row["reason"], row["code"]) for row in rows] == [
        ("3", "rejected", "bad_words", "S-2"),
        ("4", "noted", "long", "S-3"),
    ]


def test_rejected_rows_fail_only_where_that_is_asked(souk: Any, tmp_path: Path) -> None:
    file = str(csv_file(tmp_path, FILE))
    assert souk(imports, "labels", file).exit_code == 0
    assert souk(imports, "labels", file, "--strict").exit_code == 1


def test_a_dry_run_changes_nothing(souk: Any, tmp_path: Path) -> None:
    file = str(csv_file(tmp_path, FILE))
    dry = souk(imports, "labels", file, "--dry-run")
    assert "checked; nothing was changed." in dry.output
    again = json.loads(souk(imports, "labels", file, "--json").output)
    assert again["created_count"] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["labels", "nowhere.csv"], "There is no file nowhere.csv"),
        (["spells", "x.csv"], "There is no import of 'spells'"),
        (["labels", "{file}", "--mapping", "unheard-of"], "There is no mapping 'unheard-of'"),
        (["labels", "{file}", "--mapping", "nowhere.toml"], "nowhere.toml cannot be read"),
        (["labels", "{file}", "-o", "shout=perhaps"], "options.shout"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_exit_tells(
    words: list[str], said: str, souk: Any, tmp_path: Path
) -> None:
    file = str(csv_file(tmp_path, FILE))
    done = souk(imports, *[word.format(file=file) for word in words])
    assert done.exit_code == 1
    assert said in " ".join(done.output.split())


async def test_what_is_switched_off_is_not_imported_at_the_terminal_either(
    souk: Any, tmp_path: Path, labels: Labels, database: Database, tenant_id: int
) -> None:
    labels.feature = "attribution"
    async with database.work(tenant_id) as work:
        await switch_feature(work, "attribution", is_on=False)
    done = await anyio.to_thread.run_sync(souk, imports, "labels", str(csv_file(tmp_path, FILE)))
    assert done.exit_code == 1
    assert "switched off for this tenant" in " ".join(done.output.split())


def test_an_unknown_option_is_a_mistake_of_typing(souk: Any, tmp_path: Path) -> None:
    done = souk(imports, "labels", str(csv_file(tmp_path, FILE)), "-o", "whisper=yes")
    assert done.exit_code == 2
    assert "has no option 'whisper'; it has: shout" in done.output


def test_a_mapping_of_ones_own_in_a_file(souk: Any, tmp_path: Path) -> None:
    mapping = tmp_path / "warehouse.toml"
    mapping.write_text('[columns]\ncode = "Regal"\nwords = "Text"\n')
    file = csv_file(tmp_path, "Regal;Text\nS-1;oil\n")
    done = souk(imports, "labels", str(file), "--mapping", str(mapping), "-o", "shout=true", "--json")
    told = json.loads(done.output)
    assert (told["mapping_name"], told["options"], told["created_count"]) == ("warehouse", {"shout": True}, 1)


def test_a_stopped_import_goes_on_with_the_same_command(souk: Any, tmp_path: Path, labels: Labels) -> None:
    file = str(csv_file(tmp_path, "code,words\n" + "".join(f"S-{n},x{n}\n" for n in range(10))))
    labels.dies_at_batch = 3
    died = souk(imports, "labels", file)
    assert isinstance(died.exception, RuntimeError)
    labels.dies_at_batch = None
    done = souk(imports, "labels", file, "--json")
    told = json.loads(done.stdout)
    assert (told["status"], told["rows_read"], told["created_count"]) == ("completed", 10, 10)
    assert "Going on behind row 6" in done.stderr
    fresh = json.loads(souk(imports, "labels", file, "--json").stdout)
    assert (fresh["id"] > told["id"], fresh["unchanged_count"]) == (True, 10)


@pytest.mark.parametrize("name", ["labels.csv", "labels.csv.gz", "labels.xlsx"])
def test_what_is_exported_can_be_imported_again(name: str, souk: Any, tmp_path: Path) -> None:
    souk(imports, "labels", str(csv_file(tmp_path, 'code,words\nS-1,=1+1\nS-2,"two ""words"""\n')))
    target = tmp_path / name
    done = souk(exports, "labels", str(target))
    assert done.exit_code == 0, done.output
    assert "2 rows written" in done.output
    again = json.loads(souk(imports, "labels", str(target), "--json").output)
    assert (again["unchanged_count"], again["rows_rejected"]) == (2, 0)


def test_an_export_names_its_formats_and_filters(souk: Any, tmp_path: Path) -> None:
    assert "there are: csv, xlsx, jsonl" in " ".join(souk(exports, "labels", "x.pdf").output.split())
    wrong = souk(exports, "labels", str(tmp_path / "x.csv"), "-f", "colour=red")
    assert wrong.exit_code == 2
    assert "colour" in wrong.output


def test_an_export_is_noted_without_what_was_looked_for(
    souk: Any, urls: DatabaseUrls, tmp_path: Path
) -> None:
    souk(exports, "labels", str(tmp_path / "labels.csv"), "-f", "q=+34600111222")

    with psycopg.connect(urls.admin) as connection:
        noted = connection.execute(
            "select actor_kind, subject_label, after from souk.audit_entry"
            " where action = 'list.exported' order by id desc limit 1"
        ).fetchone()
    assert noted is not None
    kind, label, after = noted
    assert (kind, label) == ("cli", "labels")
    assert after == {"rows": after["rows"], "filtered_by": ["q"]}


@pytest.fixture
async def campaign(database: Database, tenant_id: int) -> int:
    async with database.work(tenant_id) as work:
        starts_at = datetime(2026, 3, 1, tzinfo=UTC)
        return (await create_campaign(work, AdCampaignDraft(name="Spring", starts_at=starts_at))).id


def test_names_of_a_spend_file_are_listed_and_linked_by_an_option_each(
    souk: Any, tmp_path: Path, campaign: int
) -> None:
    file = str(
        csv_file(tmp_path, "campaign,day,amount\nFrühling = 1,2026-03-01,10\nIt's summer,2026-03-02,5\n")
    )
    told = souk(imports, "ad-spend", file)
    assert told.exit_code == 0, told.output
    assert "Link these names to campaigns and import the file again:" in told.output
    assert "-o 'link=Frühling = 1=ID'  (1 row)" in told.output
    dry = json.loads(souk(imports, "ad-spend", file, "--dry-run", "--json").output)
    assert len(dry["advice"]) == 3

    wrong = souk(imports, "ad-spend", file, "-o", "link=Frühling = 1=999")
    assert wrong.exit_code == 1
    assert "'Frühling = 1' to 999" in " ".join(wrong.output.split())
    assert souk(imports, "ad-spend", file, "-o", "link=Frühling").exit_code == 2

    both = ["-o", f"link=Frühling = 1={campaign}", "-o", f"link=It's summer={campaign}"]
    linked = json.loads(souk(imports, "ad-spend", file, *both, "--json").output)
    assert (linked["created_count"], linked["rows_rejected"], linked["advice"]) == (2, 0, [])
    remembered = json.loads(souk(imports, "ad-spend", file, "--json").output)
    assert (remembered["unchanged_count"], remembered["rows_rejected"]) == (2, 0)
