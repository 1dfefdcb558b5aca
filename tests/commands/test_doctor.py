"""The doctor says what is wrong, and nothing else."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from pytest_django.fixtures import Settings

from tests.support.imap_server import DOVECOT, WHY_NOT, imap_server
from tests.support.mailbox import free_port
from tests.support.people import TEN_DAYS, World
from toutdoux.cli.doctor import sentence
from toutdoux.ledger.commands import writing
from toutdoux.operations import doctor
from toutdoux.operations.doctor import Finding, Gravity, Remark, examine
from toutdoux.operations.worker import leave_sign, sign_of_life


@pytest.fixture
def house(tmp_path: Path, settings: Settings) -> Settings:
    """Return the settings of an installation in good health, in a folder of its own."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    (folder / "secret-key").write_text("the key")
    (folder / "secret-key").chmod(0o600)
    settings.TOUTDOUX_DATA = folder
    settings.SECRET_KEY = "the key"
    settings.TOUTDOUX_URL = "https://votes.example.org"
    settings.TOUTDOUX_MAIL = True
    settings.DEBUG = False
    return settings


def findings(now: datetime | None = None) -> dict[Finding, Gravity]:
    return {remark.finding: remark.gravity for remark in examine(now=now or datetime.now(tz=UTC))}


def wrong(now: datetime | None = None) -> list[Finding]:
    return [finding for finding, gravity in findings(now).items() if gravity is Gravity.WRONG]


def test_it_works(scene: World, house: Settings) -> None:
    leave_sign()
    found = findings()
    # PostgreSQL runs without fsync in our tests, which is exactly what the doctor is there to say.
    assert [f for f in found if found[f] is not Gravity.FINE] == (
        [Finding.PRAGMA_WRONG] if connection.vendor == "postgresql" else []
    )


def test_others_can_read_the_key_or_look_into_the_folder(scene: World, house: Settings) -> None:
    (house.TOUTDOUX_DATA / "secret-key").chmod(0o640)
    house.TOUTDOUX_DATA.chmod(0o755)
    found = findings()
    assert found[Finding.KEY_READABLE] is Gravity.WRONG
    assert found[Finding.FOLDER_OPEN] is Gravity.NOTE
    house.SECRET_KEY = "another, from the environment"
    assert Finding.KEY_FROM_ENVIRONMENT in findings()


def test_a_folder_that_is_not_there(scene: World, house: Settings) -> None:
    shutil.rmtree(house.TOUTDOUX_DATA)
    assert Finding.FOLDER_UNWRITABLE in wrong()


@pytest.mark.parametrize(
    ("none", "little", "expected", "gravity"),
    [
        (10**18, 10**18, Finding.SPACE_NONE, Gravity.WRONG),
        (0, 10**18, Finding.SPACE_LITTLE, Gravity.NOTE),
        (0, 0, Finding.SPACE_FINE, Gravity.FINE),
    ],
)
def test_a_disk_that_fills(
    scene: World,
    house: Settings,
    monkeypatch: pytest.MonkeyPatch,
    none: int,
    little: int,
    expected: Finding,
    gravity: Gravity,
) -> None:
    monkeypatch.setattr(doctor, "NO_SPACE", none)
    monkeypatch.setattr(doctor, "LITTLE_SPACE", little)
    assert findings()[expected] is gravity


@pytest.mark.parametrize(
    ("url", "debug", "expected"),
    [
        ("http://127.0.0.1:8000", True, {Finding.ADDRESS_LOCAL: Gravity.NOTE}),
        ("http://votes.example.org", False, {Finding.ADDRESS_CLEAR: Gravity.WRONG}),
        (
            "https://votes.example.org",
            True,
            {Finding.DEBUG_ON: Gravity.WRONG, Finding.ADDRESS_FINE: Gravity.FINE},
        ),
    ],
)
def test_the_address(scene: World, house: Settings, url: str, debug: bool, expected: dict[Finding, Gravity]) -> None:
    house.TOUTDOUX_URL, house.DEBUG = url, debug
    found = findings()
    about = {Finding.ADDRESS_LOCAL, Finding.ADDRESS_CLEAR, Finding.ADDRESS_FINE, Finding.DEBUG_ON}
    assert {finding: gravity for finding, gravity in found.items() if finding in about} == expected


def test_no_mail_is_good_to_know(scene: World, house: Settings) -> None:
    house.TOUTDOUX_MAIL = False
    assert findings()[Finding.MAIL_NONE] is Gravity.NOTE


def test_a_clock_behind_the_ledger(scene: World, house: Settings) -> None:
    now = datetime.now(tz=UTC)
    with writing(association_id=scene.association_id, now=now + timedelta(seconds=30)) as log:
        log.append(kind="note", actor_id=None, data={})
    assert Finding.CLOCK_BEHIND in wrong(now)
    assert Finding.CLOCK_BEHIND not in wrong(now + timedelta(seconds=25))


def test_no_association_yet(db: None, house: Settings) -> None:
    assert findings()[Finding.NO_ASSOCIATION] is Gravity.NOTE


def test_a_silent_worker_is_wrong_only_when_something_waits_for_it(scene: World, house: Settings) -> None:
    scene.open()
    due = scene.now + TEN_DAYS
    sign_of_life().unlink(missing_ok=True)
    assert findings(due)[Finding.WORKER_SILENT] is Gravity.NOTE
    assert Finding.WORKER_NEEDED in wrong(due + timedelta(minutes=3))
    leave_sign()
    os.utime(sign_of_life(), (due.timestamp(), due.timestamp()))
    assert Finding.WORKER_FINE in findings(due + timedelta(minutes=1))


def test_a_version_newer_than_its_database(scene: World, house: Settings) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ledger' AND name LIKE '0002%'")
    assert Finding.MIGRATIONS_MISSING in wrong()


def test_every_finding_has_its_sentence() -> None:
    data: dict[str, Any] = dict.fromkeys(
        "folder why file files megabytes url host port sender vendor name value needed number seconds association "
        "chat lacking user".split(),
        1,
    )
    said = {finding: sentence(Remark(gravity=Gravity.FINE, finding=finding, data=data)) for finding in Finding}
    assert len(set(said.values())) == len(Finding)


@pytest.mark.skipif(DOVECOT is None, reason=WHY_NOT)
def test_the_mailbox_of_answers_is_opened_live_and_what_keeps_it_shut_is_told_apart(
    scene: World, house: Settings
) -> None:
    def said() -> list[str]:
        return [sentence(remark) for remark in examine(now=scene.now) if remark.finding.startswith("mailbox-")]

    assert said() == [], "no mailbox is needed"
    with imap_server() as imap:
        good = imap.settings()
        imap.deliver(b"Subject: An answer\r\n\r\nYes.\r\n")
        assert said() == [f"Answers are read in INBOX on 127.0.0.1, port {good['port']}."]
        assert imap.flags() == [()], "looking reads nothing"
        with override_settings(TOUTDOUX_IMAP=good | {"password": "another"}):
            [words] = said()
            assert "does not let votes@example.org in" in words
            assert "%40" in words
            assert "another" not in words
        with override_settings(TOUTDOUX_IMAP=good | {"folder": "Nowhere"}):
            assert "has no folder Nowhere" in said()[0]
    with override_settings(TOUTDOUX_IMAP=good | {"port": free_port()}):
        assert "cannot be read (ConnectionRefusedError)" in said()[0]
        assert Finding.MAILBOX_SILENT in wrong(scene.now)
