"""What each page shows to whom is written down, and is what the access table grants."""

from tests.support.who_sees_what import PAGE, who_sees_what
from toutdoux.config.urls import urlpatterns


def test_the_page_says_what_the_table_grants() -> None:
    """The table itself is held to every page by test_access.py, where a route without a row fails."""
    assert urlpatterns
    written = PAGE.read_text(encoding="utf-8")
    assert written == who_sees_what(), "python -m tests.support.who_sees_what writes docs/who-sees-what.md anew"


def test_nobody_outside_reads_what_is_about_one_person() -> None:
    for route in ("my_data", "my_data_file", "inactivity", "inactivity_run"):
        lines = PAGE.read_text(encoding="utf-8").splitlines()
        [read] = [line.split("|")[3] for line in lines if line.startswith(f"| `{route}` ")]
        assert not [word for word in ("anyone", "an account", "departed", "everyone") if word in read]
