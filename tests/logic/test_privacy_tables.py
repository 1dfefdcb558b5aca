"""The list of what is personal holds every table there is, and every field it names exists."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from toutdoux.procedures.logic.personal import HIDDEN, NOT_PERSONAL, PERSONAL, Erase
from toutdoux.procedures.logic.retention import RULES, Rule
from toutdoux.wording.privacy import worded_tables
from toutdoux.wording.privacy_fields import field_words, worded_fields

MODELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}


def field(label: str, path: str) -> object:
    """Follow ``path`` through foreign keys; raise when it leads nowhere."""
    model = MODELS[label]
    found = None
    for name in path.split("__"):
        found = model._meta.pk if name == "id" else model._meta.get_field(name)
        model = found.related_model or model
    return found


def test_every_table_is_exported_or_said_not_to_be_personal() -> None:
    """Whoever adds a table says in procedures/logic/personal.py what becomes of it."""
    assert not set(PERSONAL) & set(NOT_PERSONAL)
    assert set(MODELS) == set(PERSONAL) | set(NOT_PERSONAL)


def test_whatever_points_at_a_person_is_exported() -> None:
    people = {"members.Member", "accounts.Account"}
    pointing = {
        label
        for label, model in MODELS.items()
        if any(one.is_relation and one.related_model._meta.label in people for one in model._meta.concrete_fields)
    }
    assert "decisions.Seat" in pointing
    assert pointing <= set(PERSONAL)


@pytest.mark.parametrize("label", PERSONAL)
def test_what_the_list_says_of_a_table_is_there(label: str) -> None:
    table = PERSONAL[label]
    assert table.paths or table.account_paths
    for path in (*table.paths, *table.account_paths, *table.blank, *table.pseudonym):
        try:
            field(label, path)
        except FieldDoesNotExist:
            pytest.fail(f"{label} has no {path}")
    assert bool(table.blank) is (table.erase is Erase.BLANK)


def test_every_table_has_a_name_that_people_read() -> None:
    assert worded_tables() == set(PERSONAL)


def test_every_field_is_told_in_words() -> None:
    """What people read of themselves is no list of columns."""
    raw = {
        one.name
        for label in PERSONAL
        for one in MODELS[label]._meta.concrete_fields
        if one.name not in HIDDEN | worded_fields()
    }
    assert not raw
    with pytest.raises(KeyError):
        field_words("tried_on_the_way")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.table)
def test_what_grows_old_is_there(rule: Rule) -> None:
    for path in (rule.since, *([rule.place] if rule.place else []), *rule.blank):
        field(rule.table, path)
