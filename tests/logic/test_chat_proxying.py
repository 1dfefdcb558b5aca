"""What is typed about a proxy is read whatever it is, and a name is found whole before it is found in others."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from toutdoux.assemblies.logic.convening import Instruction
from toutdoux.integrations.chat.logic.proxying import ProxyTyped, called, read_proxy


def test_it_works() -> None:
    assert read_proxy("@dana") == ProxyTyped(name="@dana", back=False, positions=None, instructions={})
    found = read_proxy("Dana Roux 2 3=Contre 4:pour 5=fly")
    assert (found.name, found.positions, found.unread) == ("Dana Roux", frozenset({2, 3, 4}), ("fly",))
    assert found.instructions == {3: Instruction.AGAINST, 4: Instruction.FOR}
    assert read_proxy("dana 3=blanc").positions is None
    assert read_proxy("Reprendre").back
    assert (read_proxy("retour @dana").back, read_proxy("retour @dana").name) == (True, "@dana")


@given(st.text())
def test_whatever_is_typed_is_read(words: str) -> None:
    found = read_proxy(words)
    assert found.positions is None or set(found.instructions) <= found.positions


def test_a_whole_name_goes_before_a_part_of_one() -> None:
    dana, diana = UUID(int=1), UUID(int=2)
    people = {dana: "Ana", diana: "Diana Martín"}
    assert called("ana", people=people) == (dana,)
    assert called("@martin", people=people) == (diana,)
    assert called("a", people=people) == (dana, diana)
    assert called("@", people=people) == ()
