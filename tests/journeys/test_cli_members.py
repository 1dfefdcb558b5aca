"""The register from the command line: other programs' tables in, ours out and in again, old councils against dated facts."""

import shutil
from pathlib import Path

from tests.support.command_line import CommandLine

PAHEKO = "Numéro;Nom et prénom;Courriel;Date d'inscription\n1;Zoé Lune;zoe@example.org;17/03/2020\n2;=HYPERLINK(1);;\n"
TABLE = """\
number,title,opened_on,lead,for,against,council,status,note
1,Plant a hedge,2031-01-04,Rosa,2,0,3,Acceptée,
2,Mend the gate,2031-01-07,Rosa,2,0,2,Acceptée,
"""
FACTS = """\
[[member]]
label = "m1"
joined = 2030-01-01
votes = 2030-04-01
[[member]]
label = "m2"
joined = 2030-01-01
votes = 2030-04-01
[[member]]
label = "m3"
joined = 2030-01-01
votes = 2030-04-01
left = 2031-01-06
"""


def test_it_works(demo: Path, tmp_path: Path) -> None:
    toutdoux = CommandLine(Path(shutil.copytree(demo, tmp_path / "data")))
    table = tmp_path / "paheko.csv"
    table.write_text(PAHEKO, encoding="utf-8")
    arguments = ("import", "members", table, "--from", "paheko", "--map", "email=Courriel")
    rehearsed = toutdoux(*arguments, "--dry-run")
    assert "2 members would be entered, 0 were there already." in rehearsed.out, rehearsed.err
    assert "2 members entered" in toutdoux(*arguments).out
    assert "0 members entered, 2 were there already." in toutdoux(*arguments).out
    sheet, text = tmp_path / "out.ods", tmp_path / "out.csv"
    assert toutdoux("export", "members", "--format", "ods", "-o", sheet).status == 0
    assert toutdoux("export", "members", "-o", text).status == 0
    written = text.read_text(encoding="utf-8")
    assert "Zoé Lune,person,zoe@example.org" in written
    assert "\n'=HYPERLINK(1)," in written
    assert "Zoé Lune" not in toutdoux("export", "members", "--at", "2019-01-01").out
    for file in (sheet, text):
        assert "0 members entered" in toutdoux("import", "members", file).out
    text.write_text("name,email\nBo,nowhere\n", encoding="utf-8")
    refused = toutdoux("import", "members", text)
    assert (refused.status, refused.err) == (
        1,
        "Row 2, column email: “nowhere” is not an email address.\n",
    )
    assert toutdoux("verify").status == 0


def test_old_councils_follow_from_the_facts_or_what_is_missing_is_told(tmp_path: Path) -> None:
    toutdoux = CommandLine(tmp_path / "none")
    table, facts = tmp_path / "table.csv", tmp_path / "facts.toml"
    table.write_text(TABLE, encoding="utf-8")
    facts.write_text(FACTS, encoding="utf-8")
    answer = toutdoux("council", facts, table, "--kind", "extraordinary")
    assert (answer.status, answer.out) == (0, "2 councils follow from the facts, 0 do not.\n")
    facts.write_text(FACTS.replace("left = 2031-01-06\n", ""), encoding="utf-8")
    answer = toutdoux("council", facts, table, "--kind", "extraordinary")
    assert answer.status == 1
    assert "#2, council of 2: 1 departure is missing between 2031-01-04 and 2031-01-07." in answer.out
    facts.write_text("member = 3", encoding="utf-8")
    assert toutdoux("council", facts, table, "--kind", "extraordinary").status == 2
