"""Days, instants and lengths read as people write them, in the association's own time zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.support.rulebooks import delays, waitings
from toutdoux.rules.rulebook import Delay, LastDay, Waiting
from toutdoux.wording import dates

PARIS = ZoneInfo("Europe/Paris")
TUESDAY = datetime(2020, 3, 17, 18, 5, tzinfo=PARIS)
MIDNIGHT = datetime(2020, 3, 28, tzinfo=PARIS)


def both(words: object) -> tuple[str, str]:
    """Say it in French, then in English; thin spaces are shown as ~."""
    assert callable(words)
    said = []
    for language in ("fr", "en"):
        with translation.override(language):
            said.append(str(words()).replace("\u202f", "~"))
    return said[0], said[1]


def test_it_works() -> None:
    assert both(lambda: dates.moment_words(TUESDAY, zone=PARIS)) == (
        "mardi 17 mars 2020 à 18~h~05",
        "Tuesday 17 March 2020 at 18:05",
    )


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2020, 3, 1), "1er mars 2020", "1 March 2020"),
        (date(2020, 3, 2), "2 mars 2020", "2 March 2020"),
        (date(2020, 8, 31), "31 août 2020", "31 August 2020"),
        (date(2024, 2, 29), "29 février 2024", "29 February 2024"),
        (date(2020, 12, 1), "1er décembre 2020", "1 December 2020"),
    ],
)
def test_days(day: date, french: str, english: str) -> None:
    assert both(lambda: dates.day_words(day)) == (french, english)


def test_the_year_is_left_out_when_it_is_the_readers_own() -> None:
    assert both(lambda: dates.day_words(TUESDAY.date(), today=date(2020, 12, 31))) == ("17 mars", "17 March")
    assert both(lambda: dates.day_words(TUESDAY.date(), today=date(2021, 1, 1))) == ("17 mars 2020", "17 March 2020")
    assert both(lambda: dates.on_words(TUESDAY, zone=PARIS, now=TUESDAY)) == (
        "le 17 mars à 18~h~05",
        "on 17 March at 18:05",
    )


def test_the_readers_year_is_the_one_of_the_associations_zone() -> None:
    eve = datetime(2020, 12, 31, 23, 30, tzinfo=UTC)
    assert both(lambda: dates.on_words(TUESDAY, zone=PARIS, now=eve))[1] == "on 17 March 2020 at 18:05"


def test_the_zone_is_the_associations() -> None:
    instant = datetime(2020, 3, 17, 23, 5, tzinfo=UTC)
    assert both(lambda: dates.moment_words(instant, zone=PARIS))[0] == "mercredi 18 mars 2020 à 0~h~05"
    assert both(lambda: dates.moment_words(instant, zone=ZoneInfo("America/Cayenne")))[0] == (
        "mardi 17 mars 2020 à 20~h~05"
    )


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2020, 3, 16), "lun. 16", "Mon 16"),
        (date(2020, 3, 17), "mar. 17", "Tue 17"),
        (date(2020, 3, 18), "mer. 18", "Wed 18"),
        (date(2020, 3, 19), "jeu. 19", "Thu 19"),
        (date(2020, 3, 20), "ven. 20", "Fri 20"),
        (date(2020, 3, 21), "sam. 21", "Sat 21"),
        (date(2020, 3, 1), "dim. 1", "Sun 1"),
    ],
)
def test_near_days(day: date, french: str, english: str) -> None:
    assert both(lambda: dates.short_day_words(day)) == (french, english)


@pytest.mark.parametrize(
    ("hour", "minute", "french", "english"),
    [(18, 0, "18~h", "18:00"), (9, 5, "9~h~05", "9:05"), (0, 0, "0~h", "0:00"), (23, 59, "23~h~59", "23:59")],
)
def test_times_of_day(hour: int, minute: int, french: str, english: str) -> None:
    instant = datetime(2020, 3, 17, hour, minute, tzinfo=PARIS)
    assert both(lambda: dates.clock_words(instant, zone=PARIS)) == (french, english)


def test_a_deadline_at_some_hour() -> None:
    at = datetime(2020, 3, 27, 18, tzinfo=PARIS)
    assert both(lambda: dates.ends_words(at, zone=PARIS, now=TUESDAY)) == (
        "vendredi 27 mars à 18~h",
        "on Friday 27 March at 18:00",
    )
    assert both(lambda: dates.ended_words(at, zone=PARIS)) == ("le 27 mars 2020 à 18~h", "on 27 March 2020 at 18:00")
    assert both(lambda: dates.until_words(at, zone=PARIS, now=TUESDAY)) == (
        "jusqu’au vendredi 27 mars à 18~h",
        "until Friday 27 March at 18:00",
    )
    assert both(lambda: dates.short_deadline_words(at, zone=PARIS)) == ("ven. 27, 18~h", "Fri 27, 18:00")


def test_a_deadline_at_midnight_is_the_end_of_the_day_before() -> None:
    assert both(lambda: dates.ends_words(MIDNIGHT, zone=PARIS, now=TUESDAY)) == (
        "à la fin du vendredi 27 mars",
        "at the end of Friday 27 March",
    )
    assert both(lambda: dates.ended_words(MIDNIGHT, zone=PARIS)) == (
        "à la fin du 27 mars 2020",
        "at the end of 27 March 2020",
    )
    assert both(lambda: dates.until_words(MIDNIGHT, zone=PARIS)) == (
        "jusqu’à la fin du vendredi 27 mars 2020",
        "until the end of Friday 27 March 2020",
    )
    assert both(lambda: dates.short_deadline_words(MIDNIGHT, zone=PARIS)) == ("fin du ven. 27", "end of Fri 27")


def test_a_microsecond_after_midnight_is_the_next_day() -> None:
    after = MIDNIGHT + timedelta(microseconds=1)
    assert both(lambda: dates.ends_words(after, zone=PARIS))[1] == "on Saturday 28 March 2020 at 0:00"


@pytest.mark.parametrize(
    ("distance", "french", "english"),
    [
        (timedelta(seconds=59), "maintenant", "now"),
        (timedelta(seconds=-59), "maintenant", "now"),
        (timedelta(minutes=1), "dans 1 minute", "in 1 minute"),
        (timedelta(minutes=59, seconds=59), "dans 59 minutes", "in 59 minutes"),
        (timedelta(minutes=-2), "il y a 2 minutes", "2 minutes ago"),
        (timedelta(hours=1), "dans 1 heure", "in 1 hour"),
        (timedelta(hours=47, minutes=59), "dans 47 heures", "in 47 hours"),
        (timedelta(hours=-5), "il y a 5 heures", "5 hours ago"),
        (timedelta(days=2), "dans 2 jours", "in 2 days"),
        (timedelta(days=3, hours=23), "dans 3 jours", "in 3 days"),
        (timedelta(days=-10), "il y a 10 jours", "10 days ago"),
    ],
)
def test_distances(distance: timedelta, french: str, english: str) -> None:
    assert both(lambda: dates.from_now_words(TUESDAY + distance, now=TUESDAY)) == (french, english)


@pytest.mark.parametrize(
    ("delay", "french", "english"),
    [
        (Delay(days=1), "1 jour, jusqu’à la même heure", "1 day, to the same time of day"),
        (Delay(days=10), "10 jours, jusqu’à la même heure", "10 days, to the same time of day"),
        (
            Delay(days=10, ends=LastDay.MIDNIGHT),
            "10 jours, jusqu’à la fin du dernier",
            "10 days, to the end of the last one",
        ),
        (Delay(hours=1), "1 heure", "1 hour"),
        (Delay(hours=72), "72 heures", "72 hours"),
    ],
)
def test_delays(delay: Delay, french: str, english: str) -> None:
    assert both(lambda: dates.exact_delay_words(delay)) == (french, english)


@pytest.mark.parametrize(
    ("waiting", "french", "english"),
    [
        (Waiting(days=1), "1 jour", "1 day"),
        (Waiting(weeks=2), "2 semaines", "2 weeks"),
        (Waiting(months=3), "3 mois", "3 months"),
        (Waiting(months=1), "1 mois", "1 month"),
        (Waiting(weeks=0), "aucun délai", "no time at all"),
    ],
)
def test_waiting(waiting: Waiting, french: str, english: str) -> None:
    assert both(lambda: dates.waiting_words(waiting)) == (french, english)


@given(delays(), waitings(), st.datetimes(timezones=st.just(UTC)), st.sampled_from(["fr", "en", "fr-tu"]))
def test_everything_can_be_said(delay: Delay, waiting: Waiting, instant: datetime, language: str) -> None:
    if not 2 < instant.year < 9998:
        return
    with translation.override(language):
        said = [
            dates.exact_delay_words(delay),
            dates.waiting_words(waiting),
            dates.moment_words(instant, zone=PARIS),
            dates.on_words(instant, zone=PARIS),
            dates.ended_words(instant, zone=PARIS),
            dates.ends_words(instant, zone=PARIS),
            dates.until_words(instant, zone=PARIS),
            dates.short_deadline_words(instant, zone=PARIS),
            dates.from_now_words(instant, now=TUESDAY),
        ]
    assert all(words and "%" not in words for words in said)
