"""Old tables for tests: figures such as associations print, with invented titles and names."""

import csv
import io
from collections.abc import Sequence

HEADER = "number,title,opened_on,lead,for,against,council,status,note"
ROW = "4,Acheter une perceuse,2020-03-04,Zoé,10,0,21,En attente,"

#: number, opened on, for, against, council, label: a semester of extraordinary actions. Only #4 is at odds with itself.
EXTRAORDINARY = (
    (1, "2020-01-23", 9, 0, 28, "Menée"),
    (2, "2020-03-03", 13, 0, 19, "Acceptée"),
    (3, "2020-03-04", 12, 0, 20, "Acceptée"),
    (4, "2020-03-04", 10, 0, 21, "Acceptée"),
    (5, "2020-03-10", 13, 0, 21, "Acceptée"),
    (9, "2020-03-15", 12, 0, 21, "Acceptée"),
    (11, "2020-03-17", 15, 0, 22, "Acceptée"),
    (13, "2020-03-17", 9, 1, 22, "Abandonnée"),
    (14, "2020-03-20", 12, 0, 24, "Acceptée"),
    (15, "2020-03-23", 5, 1, 24, "Menée"),
    (17, "2020-03-26", 17, 0, 24, "Acceptée"),
    (20, "2020-04-05", 11, 3, 24, "Menée"),
    (21, "2020-04-09", 12, 0, 22, "Acceptée"),
    (22, "2020-05-02", 16, 0, 21, "Acceptée"),
    (23, "2020-05-04", 10, 0, 21, "En attente"),
)
#: number, opened on, for, council, label: a semester of ordinary actions.
ORDINARY = (
    (1, "2020-02-02", 9, 20, "Menée"),
    (3, "2020-02-11", 1, 20, "Abandonnée"),
    (5, "2020-03-06", 0, 21, "En cours"),
    (7, "2020-03-20", 0, 24, "Menée"),
    (9, "2020-04-01", 11, 24, "Menée"),
)


def table(*rows: str, header: str = HEADER) -> bytes:
    """Return a file of these lines."""
    return "".join(f"{line}\n" for line in (header, *rows)).encode()


def extraordinary(**changes: Sequence[str]) -> bytes:
    """Return the semester; ``n20=("oui", "2020-04-08")`` gives #20 its ``urgent`` and ``carried_out_on``."""
    header = [*HEADER.split(","), "urgent", "carried_out_on"]
    rows = [
        [
            number,
            f"Idée numéro {number}",
            day,
            "Zoé",
            for_,
            against,
            council,
            label,
            "",
            *changes.get(f"n{number}", ("", "")),
        ]
        for number, day, for_, against, council, label in EXTRAORDINARY
    ]
    return _csv([header, *rows])


def ordinary() -> bytes:
    """Return the semester's ordinary actions, whose Against was never printed."""
    rows = [
        [number, f"Petite idée {number}", day, "Malo", for_, "", council, label, ""]
        for number, day, for_, council, label in ORDINARY
    ]
    return _csv([HEADER.split(","), *rows])


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()
