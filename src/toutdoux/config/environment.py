"""Read the installation's settings out of environment variables: small parsers, each refusing what it cannot read."""

import os
import re
import secrets
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")
MAIL_SCHEMES = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
SECRET_KEY_FILE = "secret-key"  # noqa: S105 - a file name
SQLITE_FILE = "toutdoux.sqlite3"


def secret_key(*, data: Path) -> str:
    """Return the signing key kept in the data folder, creating both at the first start.

    Two processes that start together agree: the file is linked into place only when whole, and the loser of the race
    reads what the winner wrote. Only the owner can read it (mode 0600).
    """
    path = data / SECRET_KEY_FILE
    if not path.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = data / f".{SECRET_KEY_FILE}-{os.getpid()}-{secrets.token_hex(4)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(50))
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    key = path.read_text(encoding="ascii").strip()
    if not key:
        message = f"{path} is empty: delete it to have a new key made (everyone will have to sign in again)"
        raise ImproperlyConfigured(message)
    return key


def database(*, url: str, data: Path, pool_size: int) -> dict[str, Any]:
    """Return Django's description of the one database: SQLite in the data folder, or the PostgreSQL that `url` names."""
    if not url:
        return {
            "ENGINE": "toutdoux.config.sqlite",
            "NAME": data / SQLITE_FILE,
            # Kept by the threads that answer requests: opening one costs as much as several questions.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # A transaction that will write takes its lock at once and waits for it; a deferred one would read
                # first and then fail with "database is locked" when another has written in between.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
                    # What is deleted is overwritten in the file: what someone had erased, ballots of a box once opened.
                    "PRAGMA secure_delete = ON;"
                ),
            },
        }
    if urlsplit(url).scheme not in {"postgres", "postgresql"}:
        message = "DATABASE_URL must look like postgresql://user:password@host:5432/name (leave it empty for SQLite)"
        raise ImproperlyConfigured(message)
    # Installations on SQLite need not load a PostgreSQL driver.
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        options: dict[str, Any] = conninfo_to_dict(url)
    except ProgrammingError as error:
        message = f"DATABASE_URL cannot be read: {error}"
        raise ImproperlyConfigured(message) from error
    # Our questions are short and many: other processes called to help with one, or a compiler, take longer than they save.
    # Said here unless the address says otherwise: some poolers want `?options=` empty.
    options.setdefault("options", "-c max_parallel_workers_per_gather=0 -c jit=off")
    named = {
        setting: str(options.pop(parameter, ""))
        for setting, parameter in (
            ("NAME", "dbname"),
            ("USER", "user"),
            ("PASSWORD", "password"),
            ("HOST", "host"),
            ("PORT", "port"),
        )
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        **named,
        # Kept by a pool, which gives the same connection to whichever thread asks next.
        "CONN_MAX_AGE": 0,
        # One short question before each use, so that a restart of PostgreSQL is not seen by anyone voting.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": pool_size, "timeout": 30}},
    }


def public_address(*, url: str) -> SplitResult:
    """Return the parts of the address people reach the installation at, such as https://votes.example.org."""
    parts = urlsplit(url.rstrip("/"))
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        message = f"TOUTDOUX_URL must be a bare address such as https://votes.example.org, not {url!r}"
        raise ImproperlyConfigured(message)
    return parts


def mail(*, url: str) -> dict[str, Any]:
    """Return Django's EMAIL_* settings for smtp://, smtp+tls:// (STARTTLS) or smtps:// addresses; empty: nothing is sent.

    `user:password@` and a port are optional. Without an address the backend is the one that drops everything, so that a
    forgotten check cannot open a connection.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in MAIL_SCHEMES or not parts.hostname or parse_qsl(parts.query):
        message = "EMAIL_URL must look like smtp+tls://user:password@host:587 (or smtp://, smtps://)"
        raise ImproperlyConfigured(message)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or MAIL_SCHEMES[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def mailbox(*, url: str) -> dict[str, Any]:
    """Return the mailbox of an imaps://user:password@host/folder address (imap:// without encryption); empty: none.

    The port is 993 (143) and the folder INBOX unless said otherwise.
    """
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username or parts.query:
        message = "TOUTDOUX_IMAP_URL must look like imaps://user:password@host:993/INBOX"
        raise ImproperlyConfigured(message)
    tls = parts.scheme == "imaps"
    return {
        "host": parts.hostname,
        "port": parts.port or (993 if tls else 143),
        "user": unquote(parts.username),
        "password": unquote(parts.password or ""),
        "folder": unquote(parts.path.strip("/")) or "INBOX",
        "tls": tls,
    }


def networks(*, text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the networks that `text` lists, as 10.0.0.0/8 or 127.0.0.1, separated by commas or spaces."""
    try:
        return tuple(ip_network(word) for word in text.replace(",", " ").split())
    except ValueError as error:
        message = f"TOUTDOUX_PRIVATE_NETWORKS must list networks such as 10.1.0.0/16 or 127.0.0.1: {error}"
        raise ImproperlyConfigured(message) from error


def whole_number(*, name: str, default: int) -> int:
    """Return the positive integer in environment variable `name`."""
    text = os.environ.get(name, "").strip() or str(default)
    if not text.isdecimal() or int(text) < 1:
        message = f"{name} must be a whole number above zero, not {text!r}"
        raise ImproperlyConfigured(message)
    return int(text)


def identity_providers(*, variables: Mapping[str, str]) -> tuple[dict[str, str], ...]:
    """Return who else may vouch for people: each OpenID Connect provider that the variables name, and Mattermost.

    Each has a `name` (for addresses), a `sort` (`oidc` or `mattermost`), an `issuer` (its address), an `id` and a `secret`
    that it gave us, and a `label` for its button.
    """
    found = []
    for prefix in sorted(
        {match[1] for name in variables if (match := re.fullmatch(r"(TOUTDOUX_OIDC_[A-Z0-9]+)_ISSUER", name))}
    ):
        name = prefix.removeprefix("TOUTDOUX_OIDC_").lower()
        found.append(_provider(variables, prefix=prefix, address="ISSUER", name=name, sort="oidc"))
    if variables.get("TOUTDOUX_SIGN_IN_MATTERMOST_URL"):
        prefix = "TOUTDOUX_SIGN_IN_MATTERMOST"
        found.append(_provider(variables, prefix=prefix, address="URL", name="mattermost", sort="mattermost"))
    if len({one["name"] for one in found}) < len(found):
        message = (
            "TOUTDOUX_OIDC_MATTERMOST_… and TOUTDOUX_SIGN_IN_MATTERMOST_… cannot both be set: name the former otherwise"
        )
        raise ImproperlyConfigured(message)
    return tuple(found)


def _provider(variables: Mapping[str, str], *, prefix: str, address: str, name: str, sort: str) -> dict[str, str]:
    issuer = variables.get(f"{prefix}_{address}", "").strip()
    parts = urlsplit(issuer)
    local = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if not parts.hostname or parts.query or not (parts.scheme == "https" or (parts.scheme == "http" and local)):
        message = f"{prefix}_{address} must look like https://accounts.example.org, not {issuer!r}"
        raise ImproperlyConfigured(message)
    missing = [f"{prefix}_{part}" for part in ("ID", "SECRET") if not variables.get(f"{prefix}_{part}")]
    if missing:
        message = f"{' and '.join(missing)} must be set beside {prefix}_{address}: the provider gives them"
        raise ImproperlyConfigured(message)
    return {
        "name": name,
        "sort": sort,
        # An issuer is compared letter by letter (OpenID Connect Core §2); the slash at its end, where it has one, is its own.
        "issuer": issuer if sort == "oidc" else issuer.rstrip("/"),
        "id": variables[f"{prefix}_ID"],
        "secret": variables[f"{prefix}_SECRET"],
        "label": variables.get(f"{prefix}_LABEL") or name.capitalize(),
    }
