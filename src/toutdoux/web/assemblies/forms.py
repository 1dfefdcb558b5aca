"""What is typed about assemblies. Every rule is the domain's; a form only reads."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from toutdoux.assemblies.logic.documents import ENDINGS
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.logic.preparing import ItemDraft, MeetingDraft
from toutdoux.assemblies.queries import ItemRow, MeetingRow
from toutdoux.rules.time import instant
from toutdoux.web.associations.forms import DayField
from toutdoux.web.decisions.reading import plain_text
from toutdoux.wording.convening import item_kind_word

_CHOOSE = {"invalid_choice": _("Choose one of those offered."), "required": _("Choose one of those offered.")}
_WHOLE = {"required": _("A whole number is needed."), "invalid": _("A whole number is needed.")}


class ClockField(forms.TimeField):
    """A time of day, typed or chosen."""

    def __init__(self, **kwargs: Any) -> None:
        message = _("This is not a time such as 18:30.")
        super().__init__(
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            input_formats=["%H:%M", "%H:%M:%S"],
            error_messages={"invalid": message, "required": _("A time is needed.")},
            **kwargs,
        )


class MeetingForm(forms.Form):
    """An assembly: when, where, and what it is about."""

    title = forms.CharField(
        label=_("What it is called"),
        help_text=_("“Spring general assembly”, for instance."),
        error_messages={"required": _("A few words are needed here.")},
    )
    day = DayField(label=_("Day"))
    hour = ClockField(label=_("Time at which it begins"))
    place = forms.CharField(label=_("Place"), required=False)
    link = forms.CharField(
        label=_("Link for those who take part from afar"),
        required=False,
        widget=forms.URLInput(),
        help_text=_("It begins with https://. Only members see it."),
    )
    introduction = forms.CharField(
        label=_("A word to everyone"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("It opens the convening: how to get there, what to bring."),
    )
    items_day = DayField(
        label=_("Items may be proposed until this day"),
        required=False,
        help_text=_("Included. Empty: until the assembly is convened."),
    )

    @classmethod
    def of(cls, meeting: MeetingRow, *, zone: ZoneInfo) -> dict[str, Any]:
        """Return what the form holds at first for an assembly that exists."""
        begins = meeting.at.astimezone(zone)
        until = meeting.items_until.astimezone(zone) if meeting.items_until else None
        return {
            "title": meeting.title,
            "day": begins.date(),
            "hour": begins.time(),
            "place": meeting.place,
            "link": meeting.link,
            "introduction": meeting.introduction,
            "items_day": until.date() if until else None,
        }

    def draft(self, zone: ZoneInfo) -> MeetingDraft:
        """Return what was written; the day for items ends with its last minute."""
        values = self.cleaned_data
        until = values["items_day"]
        return MeetingDraft(
            title=plain_text(values["title"]),
            starts_at=instant(local=datetime.combine(values["day"], values["hour"]), zone=zone),
            place=plain_text(values["place"]),
            link=values["link"].strip(),
            introduction=plain_text(values["introduction"]),
            items_until=instant(local=datetime(until.year, until.month, until.day, 23, 59), zone=zone)  # noqa: DTZ001
            if until
            else None,
        )


class RulesForm(forms.Form):
    """What the rulebook leaves open about assemblies. Nothing is proposed: only the association knows."""

    notice = forms.IntegerField(
        label=_("How many days before it an assembly is convened"),
        min_value=1,
        max_value=3650,
        error_messages=_WHOLE,
        help_text=_("Often fifteen. Your statutes may say."),
    )
    quorum = forms.ChoiceField(
        label=_("How many have to be present or represented"),
        choices=[
            ("1/4", _("A quarter of the members who count")),
            ("1/3", _("A third of the members who count")),
            ("1/2", _("Half of the members who count")),
            ("2/3", _("Two thirds of the members who count")),
        ],
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    proxies = forms.IntegerField(
        label=_("How many proxies one person may hold"),
        min_value=0,
        max_value=100,
        error_messages=_WHOLE,
        help_text=_("Zero: nobody represents anybody."),
    )
    leave = forms.ChoiceField(
        label=_("Members on leave"),
        choices=[("no", _("do not count for the quorum")), ("yes", _("count for the quorum, and may be represented"))],
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )

    def answers(self) -> dict[str, Any]:
        """Return the answers by dotted key, as in TOML."""
        values = self.cleaned_data
        return {
            "assembly.notice": {"days": values["notice"]},
            "assembly.quorum": {"share": values["quorum"]},
            "assembly.proxies_per_holder": values["proxies"],
            "assembly.leave_counts": values["leave"] == "yes",
        }


class ItemForm(forms.Form):
    """One item of the agenda."""

    title = forms.CharField(label=_("Title"), error_messages={"required": _("A few words are needed here.")})
    kind = forms.ChoiceField(
        label=_("What the assembly does with it"), widget=forms.RadioSelect, error_messages=_CHOOSE
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What is asked, or what is to be known. Markdown is understood."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(kind), item_kind_word(kind)) for kind in ItemKind]

    def draft(self) -> ItemDraft:
        """Return what was written."""
        values = self.cleaned_data
        return ItemDraft(
            kind=ItemKind(values["kind"]), title=plain_text(values["title"]), text=plain_text(values["text"])
        )


class DocumentForm(forms.Form):
    """A file to read before the assembly."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty."),
            "missing": _("Choose a file."),
        },
        help_text=_("PDF, OpenDocument, PNG, JPEG, text, Markdown or CSV; 10 MB at most."),
    )
    title = forms.CharField(
        label=_("Title"), required=False, help_text=_("What people read in the list. Empty: the name of the file.")
    )
    item = forms.ChoiceField(label=_("What it is for"), required=False, error_messages=_CHOOSE)

    def __init__(self, *args: Any, agenda: Sequence[ItemRow], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("The whole assembly")),
            *((str(row.id), f"{row.position}. {row.title}") for row in agenda),
        ]

    def item_id(self) -> UUID | None:
        """Return the item it is for; None: the whole assembly."""
        return UUID(self.cleaned_data["item"]) if self.cleaned_data["item"] else None
