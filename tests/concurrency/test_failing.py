"""A database that cannot be written is told apart from a fault of ours, and neither page needs the database."""

import errno

import psycopg.errors
import pytest
from django.db import IntegrityError, InternalError, OperationalError
from django.test import RequestFactory
from django.urls import get_resolver

from toutdoux.web.failing import failed


def _answer(error: Exception, *, cause: Exception | None = None) -> tuple[int, str]:
    try:
        raise error from cause
    except type(error):
        response = failed(RequestFactory().get("/"))
    return response.status_code, response.content.decode()


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (OperationalError("database or disk is full"), None),
        (OperationalError("attempt to write a readonly database"), None),
        (InternalError("read-only"), psycopg.errors.ReadOnlySqlTransaction()),
        (OSError(errno.ENOSPC, "No space left on device"), None),
    ],
)
def test_it_says_that_nothing_can_be_taken_in(error: Exception, cause: Exception | None) -> None:
    status, page = _answer(error, cause=cause)
    assert status == 503
    assert "Nothing is half-written" in page or "à moitié" in page


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (ValueError("a fault of ours"), None),
        (IntegrityError("two of them"), None),
        (InternalError("aborted"), psycopg.errors.InFailedSqlTransaction()),
        (OSError(errno.ENOENT, "No such file"), None),
    ],
)
def test_a_fault_of_ours_is_not_blamed_on_the_disk(error: Exception, cause: Exception | None) -> None:
    assert _answer(error, cause=cause)[0] == 500


def test_it_is_what_django_calls() -> None:
    assert get_resolver().resolve_error_handler(500) is failed
