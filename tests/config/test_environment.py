"""What an installation says in its environment becomes settings, or is refused in words that name the variable."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from toutdoux.config import environment


def _settings(*names: str, **variables: str) -> dict[str, Any]:
    """Load the real settings in a process of its own and return those asked for."""
    code = "import json; from toutdoux.config import settings as s; print(json.dumps({n: getattr(s, n) for n in %r}))"
    done = subprocess.run(
        [sys.executable, "-c", code % (names,)], env=variables, capture_output=True, text=True, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_it_works_with_a_data_folder_alone(tmp_path: Path) -> None:
    names = ("DEBUG", "TOUTDOUX_MAIL", "SESSION_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS", "SECRET_KEY")
    found = _settings(*names, TOUTDOUX_DATA=str(tmp_path / "data"))
    key = found.pop("SECRET_KEY")
    assert found == {
        "DEBUG": False,
        "TOUTDOUX_MAIL": False,
        "SESSION_COOKIE_SECURE": False,
        "SECURE_HSTS_SECONDS": 0,
        "ALLOWED_HOSTS": ["127.0.0.1", "127.0.0.1", "localhost", "[::1]"],
    }
    assert len(key) >= 50
    assert _settings("SECRET_KEY", TOUTDOUX_DATA=str(tmp_path / "data")) == {"SECRET_KEY": key}
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path / "data") == ["secret-key"]  # noqa: PTH208


def test_a_public_https_address_makes_cookies_secure(tmp_path: Path) -> None:
    names = (
        *("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "CSRF_TRUSTED_ORIGINS"),
        *("SECURE_HSTS_SECONDS", "DEFAULT_FROM_EMAIL", "TOUTDOUX_URL"),
    )
    found = _settings(*names, TOUTDOUX_DATA=str(tmp_path), TOUTDOUX_URL="https://votes.example.org/")
    assert found.pop("SECURE_HSTS_SECONDS") >= 31_536_000
    assert found == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "CSRF_TRUSTED_ORIGINS": ["https://votes.example.org"],
        "DEFAULT_FROM_EMAIL": "toutdoux@votes.example.org",
        "TOUTDOUX_URL": "https://votes.example.org",
    }


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    keys: list[str] = []
    start = threading.Barrier(8)

    def first_start() -> None:
        start.wait()
        keys.append(environment.secret_key(data=tmp_path / "data"))

    threads = [threading.Thread(target=first_start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_an_empty_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("\n", encoding="ascii")
    with pytest.raises(ImproperlyConfigured, match="empty"):
        environment.secret_key(data=tmp_path)


def test_sqlite_is_in_the_data_folder(tmp_path: Path) -> None:
    described = environment.database(url="", data=tmp_path, pool_size=3)
    assert described["NAME"] == tmp_path / "toutdoux.sqlite3"
    assert described["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgresql_is_read_from_its_address(tmp_path: Path) -> None:
    described = environment.database(
        url="postgresql://ada:s%40fe@db.example.org:5433/votes?sslmode=require", data=tmp_path, pool_size=3
    )
    assert {name: described[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "votes",
        "USER": "ada",
        "PASSWORD": "s@fe",
        "HOST": "db.example.org",
        "PORT": "5433",
    }
    assert described["OPTIONS"]["sslmode"] == "require"
    assert "jit=off" in described["OPTIONS"]["options"]
    pooled = environment.database(url="postgresql://db.example.org/votes?options=", data=tmp_path, pool_size=3)
    assert not pooled["OPTIONS"].get("options")
    assert described["OPTIONS"]["pool"]["max_size"] == 3


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite:///x", "postgresql://ada@host/votes?nonsense=1", "votes"])
def test_another_database_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database(url=url, data=tmp_path, pool_size=3)


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://relay.example.org", 25, False, False),
        ("smtp+tls://ada:s%40fe@mail.example.org", 587, True, False),
        ("smtps://ada:s%40fe@mail.example.org:4650", 4650, False, True),
    ],
)
def test_mail_is_read_from_its_address(*, url: str, port: int, tls: bool, ssl: bool) -> None:
    found = environment.mail(url=url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)
    assert found["EMAIL_HOST_PASSWORD"] == ("s@fe" if "ada" in url else "")


def test_without_an_address_no_mail_can_leave() -> None:
    assert environment.mail(url="")["EMAIL_BACKEND"].endswith("dummy.EmailBackend")


@pytest.mark.parametrize("url", ["mail.example.org", "https://mail.example.org", "smtp://", "smtp://h?tls=1"])
def test_another_mail_address_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        environment.mail(url=url)


@pytest.mark.parametrize("url", ["votes.example.org", "ftp://votes.example.org", "https://votes.example.org/path", ""])
def test_another_public_address_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="TOUTDOUX_URL"):
        environment.public_address(url=url)


@pytest.mark.parametrize("text", ["0", "-1", "many", "1.5"])
def test_a_number_is_a_number(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUTDOUX_DB_POOL", text)
    with pytest.raises(ImproperlyConfigured, match="TOUTDOUX_DB_POOL"):
        environment.whole_number(name="TOUTDOUX_DB_POOL", default=20)


def test_networks_are_listed_with_commas_or_spaces() -> None:
    found = environment.networks(text="10.1.0.0/16, 127.0.0.1 fd00::/8")
    assert [str(network) for network in found] == ["10.1.0.0/16", "127.0.0.1/32", "fd00::/8"]
    assert environment.networks(text="") == ()
    for wrong in ("10.1.0.1/16", "localhost", "*"):
        with pytest.raises(ImproperlyConfigured, match="TOUTDOUX_PRIVATE_NETWORKS must list networks"):
            environment.networks(text=wrong)


def test_a_mailbox_is_an_address() -> None:
    assert environment.mailbox(url="") == {}
    assert environment.mailbox(url="imaps://votes%40example.org:a%2Fb@mail.example.org/Votes") == {
        "host": "mail.example.org",
        "port": 993,
        "user": "votes@example.org",
        "password": "a/b",
        "folder": "Votes",
        "tls": True,
    }
    plain = environment.mailbox(url="imap://votes@127.0.0.1")
    assert (plain["port"], plain["folder"], plain["password"], plain["tls"]) == (143, "INBOX", "", False)
    for wrong in ("pop://a@b", "imaps://mail.example.org", "imaps://a@b/?x=1", "mail.example.org"):
        with pytest.raises(ImproperlyConfigured, match="TOUTDOUX_IMAP_URL must look like"):
            environment.mailbox(url=wrong)
