"""Where the access table is played: one association full of states, others beside it, six people at the door.

The scene is built once for a file of tests, in a transaction that is thrown away; each request is undone after it was
answered, so that every one of them meets the same scene.
"""

import hashlib
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from uuid import uuid4

import time_machine
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from tests.support.people import START, World, world
from tests.support.visitors import account, browser, link, stranger
from toutdoux.accounts.commands import make_sign_in_link, use_sign_in_link
from toutdoux.associations.models import Association
from toutdoux.decisions import commands
from toutdoux.decisions.commands.importing import import_rows
from toutdoux.decisions.logic.tables import read_table
from toutdoux.decisions.models import Action, Effect, EffectRecord, Objection
from toutdoux.kernel.tokens import token_digest
from toutdoux.members.commands import NewPerson, accept_invitation, add_member, invite, record_departure
from toutdoux.members.models import Invitation
from toutdoux.rules.rulebook import Kind

#: The apps whose tables a refused or merely reading request must never change. Sessions and attempts are nobody's facts.
GOVERNED = (
    "associations",
    "members",
    "mandates",
    "accesses",
    "registers",
    "writings",
    "decisions",
    "assemblies",
    "sitting",
    "minutes",
    "voting",
    "elections",
    "ledger",
    "procedures",
    "integrations",
    "sent",
    "feeds",
    "webhook",
    "mattermost",
    "matrix",
    "chat",
)
OLD_TABLE = (
    b"number,title,opened_on,lead,for,against,council,status,note\n"
    b"7,Paint the shed,2020-03-20,Malo,12,0,20,Accepted,Two coats\n"
)


class Role(StrEnum):
    """Who knocks."""

    ANONYMOUS = "anonymous"
    OUTSIDER = "outsider"
    DEPARTED = "departed"
    NEWCOMER = "newcomer"
    VOTER = "voter"
    LEAD = "lead"


#: The member of the cast in each role; the outsider is Alice of the other association.
CAST = {Role.DEPARTED: "f5", Role.NEWCOMER: "charlie", Role.VOTER: "bob", Role.LEAD: "alice"}

#: The states of one sort of address, each with what the address names.
Place = Mapping[str, Mapping[str, Any]]


@dataclass
class Scene:
    """Everything a request needs: addresses by place and state, and a browser for each role."""

    here: World
    elsewhere: World
    now: datetime
    places: Mapping[str, Place]
    browsers: Mapping[Role, Client]
    cookies: Mapping[Role, Mapping[str, str]]
    digest: str
    #: Within `undone`: what was asked of the database since.
    written: "Written | None" = None

    def client(self, role: Role) -> Client:
        """Return the browser of ``role`` as it was when the scene began."""
        client = self.browsers[role]
        client.cookies = SimpleCookie(self.cookies[role])
        return client

    @contextmanager
    def undone(self, *, after: timedelta = timedelta()) -> Iterator[None]:
        """Stop the clock at the scene's instant, or ``after`` it, and undo afterwards whatever was written inside."""
        with time_machine.travel(self.now + after, tick=False), transaction.atomic():
            self.written = Written()
            try:
                with connection.execute_wrapper(self.written):
                    yield
            finally:
                self.written = None
            transaction.set_rollback(True)

    def changed(self) -> bool:
        """Say whether a governed fact is other than when the scene began."""
        if self.written is not None and not self.written.facts:
            return False
        return digest_of_facts() != self.digest


#: What begins a statement after which every fact is as it was; any other may have changed one.
READING = ("SELECT ", "SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT ")


class Written:
    """Notes whether any statement may have changed a fact: reading every table after every request takes as long as they do."""

    def __init__(self) -> None:
        self.facts = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.facts = self.facts or not sql.startswith(READING)
        return execute(sql, params, many, context)


def digest_of_facts() -> str:
    """Return one digest of every row of every governed table, and of the accounts but for when they last came."""
    tables = [model._meta.db_table for label in GOVERNED for model in apps.get_app_config(label).get_models()]
    total = hashlib.sha256()
    with connection.cursor() as cursor:
        for sql in (
            *(f"SELECT * FROM {table}" for table in sorted(tables)),
            "SELECT id, email, email_proven_at, name, language, password, is_active FROM accounts_account",
            # Of its ways in, what opens it; when and how often they were used is nobody's fact.
            "SELECT id, account_id, name, credential FROM accounts_passkey",
            "SELECT account_id, sealed_secret, confirmed_at FROM accounts_codeapp",
            "SELECT account_id, code_digest FROM accounts_recoverycode",
            "SELECT account_id, issuer, subject FROM accounts_identity",
        ):
            cursor.execute(sql)
            total.update(repr((sql, sorted(map(repr, cursor.fetchall())))).encode())
    return total.hexdigest()


@contextmanager
def played(*, by_hand: bool = False) -> Iterator[Scene]:
    """Build the scene, and throw it away afterwards.

    ``by_hand``: with an effect that waits to be undone by hand. No effect of today needs that, so it is written past the
    commands, and the verifier would rightly complain of it.
    """
    with transaction.atomic():
        with time_machine.travel(START, tick=False):
            here, elsewhere = world(council=5, slug="fireflies"), world(slug="elsewhere")
            browsers, used = _browsers(here, elsewhere)
            actions = _actions(here, elsewhere)
            places = {
                "nowhere": {"": {}},
                "shipped": {"known": {"name": "consent"}},
                "association": {"here": {"slug": here.slug}},
                "actions": actions,
                "drafts": _drafts(here, elsewhere),
                "objections": _objections(here, elsewhere),
                "effects": _effects(here, elsewhere, by_hand=by_hand),
                "people": _people(here, elsewhere),
                "invitations": _invitations(here, used=used),
                "links": _links(),
                "registers": _registers(here),
                **_places_of_areas(here, elsewhere),
            }
            record_departure(actor=here.alice, member_id=here.f5.member_id, now=here.later(minutes=1))
        yield Scene(
            here=here,
            elsewhere=elsewhere,
            now=here.later(minutes=1),
            places=places,
            browsers=browsers,
            cookies={
                role: {name: morsel.value for name, morsel in client.cookies.items()}
                for role, client in browsers.items()
            },
            digest=(digest := digest_of_facts()),
        )
        assert digest_of_facts() == digest, "something that was asked of the scene was not undone"
        transaction.set_rollback(True)


def _places_of_areas(here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the modules of ``access_scenes`` add: each has ``places(*, here, elsewhere)``."""
    found: dict[str, Place] = {}
    for info in pkgutil.iter_modules([str(Path(__file__).parent / "access_scenes")]):
        area = importlib.import_module(f"tests.journeys.access_scenes.{info.name}")
        found |= area.places(here=here, elsewhere=elsewhere)
    return found


def _browsers(here: World, elsewhere: World) -> tuple[dict[Role, Client], str]:
    """Return a browser for each role, and the invitation by which the voter came."""
    browsers, used = {Role.ANONYMOUS: stranger()}, ""
    for role, name in CAST.items():
        identity = account(name=f"{name}.here", now=START)
        if role is Role.VOTER:
            used = invite(actor=here.alice, member_id=here.bob.member_id, now=here.now)
            accept_invitation(token=used, account_id=identity, now=here.now)
        else:
            link(here, name, account_id=identity)
        browsers[role] = browser(identity)
    identity = account(name="alice.elsewhere", now=START)
    link(elsewhere, "alice", account_id=identity)
    browsers[Role.OUTSIDER] = browser(identity)
    return browsers, used


def _actions(here: World, elsewhere: World) -> Place:
    """Open one action for each state. Alice leads them all; Bob called the counter-vote."""
    open_ = here.open(title="Open a tool library")
    here.vote(open_, "against", "bob", "dana", reason="The shed leaks")
    passed = here.open(title="Buy a second oven")
    here.vote(passed, "for", "alice", "bob", "dana")
    withdrawn = here.open(title="Paint the hall")
    here.vote(withdrawn, "against", "dana", reason="Not this colour")
    commands.withdraw_action(actor=here.alice, action_id=withdrawn.id, reason="Not now", now=here.now)
    countered = here.open(title="Keep bees")
    counter = here.counter(countered)
    urgent = here.open(title="Mend the roof")
    commands.declare_urgency(actor=here.alice, action_id=urgent.id, reason="It rains in", now=here.now)
    wanted = here.open(title="Walk the dogs", lead_wanted=True)
    announced = here.open(title="Bake on Sunday", kind="ordinary")
    done = here.open(title="Sweep the yard", kind="ordinary")
    commands.finish_action(actor=here.alice, action_id=done.id, now=here.now)
    import_rows(
        association_id=here.association_id,
        actor_id=here.alice.member_id,
        period="P20",
        kind=Kind.EXTRAORDINARY,
        rows=read_table(data=OLD_TABLE, kind=Kind.EXTRAORDINARY),
        now=here.now,
    )
    for number in range(9):
        foreign = elsewhere.open(title=f"Something else, {number}", kind="ordinary")
    states = {
        "open": open_,
        "passed": passed,
        "withdrawn": withdrawn,
        "counter": counter,
        "urgent": urgent,
        "wanted": wanted,
        "announced": announced,
        "done": done,
        "foreign": foreign,
    }
    addresses = {state: {"slug": here.slug, "reference": _reference(action)} for state, action in states.items()}
    return addresses | {"historical": {"slug": here.slug, "reference": "P20-E7"}}


def _drafts(here: World, elsewhere: World) -> Place:
    ids = {
        "of the lead": here.draft(title="A thought"),
        "of the voter": here.draft(by="bob", title="Another thought"),
        "of both": here.draft(by="bob", title="A thought for two", co_leads=(here.alice.member_id,)),
        "published": here.draft(title="Said aloud"),
        "foreign": elsewhere.draft(title="A thought elsewhere"),
        "unknown": uuid4(),
    }
    commands.publish_action(actor=here.alice, draft_id=ids["published"], now=here.now)
    return {state: {"slug": here.slug, "draft_id": draft_id} for state, draft_id in ids.items()}


def _objections(here: World, elsewhere: World) -> Place:
    """Bob's and Dana's on the open action, Dana's on the withdrawn one, one elsewhere; one under another action's address."""
    there = elsewhere.open(title="Dig a well")
    elsewhere.vote(there, "against", "bob", reason="Too deep")
    mine = Objection.objects.get(member_id=here.bob.member_id)
    theirs = Objection.objects.filter(member_id=here.dana.member_id).order_by("id")
    ids = {"of the voter": mine, "of another": theirs[0], "over": theirs[1], "misplaced": mine}
    references = {"over": "P26-E3", "misplaced": "P26-E2"}
    ids["foreign"] = Objection.objects.get(member_id=elsewhere.bob.member_id)
    return {
        state: {"slug": here.slug, "reference": references.get(state, "P26-E1"), "objection_id": found.id}
        for state, found in ids.items()
    } | {"unknown": {"slug": here.slug, "reference": "P26-E1", "objection_id": 999_999}}


def _effects(here: World, elsewhere: World, *, by_hand: bool) -> Place:
    grants = {"to undo": here.grant(), "foreign": elsewhere.grant()}
    reference = _reference(grants["to undo"])
    ids = dict.fromkeys(grants, 999_999)
    if by_hand:
        for state, action in grants.items():
            effect = Effect.objects.get(version_id=action.current_id)
            ids[state] = EffectRecord.objects.create(effect=effect, what="by-hand", at=here.now).id
    return {
        state: {"slug": here.slug, "reference": reference, "record_id": record_id} for state, record_id in ids.items()
    } | {"unknown": {"slug": here.slug, "reference": reference, "record_id": 999_999}}


def _people(here: World, elsewhere: World) -> Place:
    """Dana has no account yet, Bob has one, Charlie is the newcomer, the one who left has left."""
    ids = {
        "uninvited": here.dana.member_id,
        "the voter": here.bob.member_id,
        "the newcomer": here.charlie.member_id,
        "gone": here.f5.member_id,
        "foreign": elsewhere.bob.member_id,
        "unknown": uuid4(),
    }
    return {state: {"slug": here.slug, "member_id": member_id} for state, member_id in ids.items()}


def _invitations(here: World, *, used: str) -> Place:
    late = add_member(actor=here.alice, person=NewPerson(name="Gwen"), now=here.now)
    tokens = {
        "valid": invite(actor=here.alice, member_id=here.dana.member_id, now=here.now),
        "used": used,
        "revoked": invite(actor=here.alice, member_id=here.eli.member_id, now=here.now),
        "expired": invite(actor=here.alice, member_id=late, now=here.now),
        "unknown": "nobody-made-this-one",
    }
    invite(actor=here.alice, member_id=here.eli.member_id, now=here.now)
    Invitation.objects.filter(token_digest=token_digest(tokens["expired"])).update(expires_at=here.now)
    return {state: {"token": token} for state, token in tokens.items()}


def _links() -> Place:
    half_an_hour_ago = START - timedelta(minutes=31)
    made = {
        "expired": make_sign_in_link(email="charlie.here@example.org", now=half_an_hour_ago),
        "used": make_sign_in_link(email="bob.here@example.org", now=START),
        "valid": make_sign_in_link(email="alice.here@example.org", now=START),
    }
    tokens = {state: found.token for state, found in made.items()}
    use_sign_in_link(token=tokens["used"], now=START)
    return {state: {"token": token} for state, token in (tokens | {"unknown": "nobody-made-this-one"}).items()}


def _registers(here: World) -> Place:
    """The closed one is that of the scene; two more are open, one with names; then one that does not exist."""
    slugs = {"closed": here.slug}
    for state in ("without-names", "with-names"):
        other = world(slug=f"public-{state}")
        other.open(kind="ordinary")
        other.draft(title="Not said yet")
        Association.objects.filter(id=other.association_id).update(public_register=state)
        slugs[state] = other.slug
    slugs["unknown"] = "no-such-place"
    return {state: {"slug": slug, "reference": "P26-O1"} for state, slug in slugs.items()}


def _reference(action: Action) -> str:
    found = Action.objects.select_related("period", "target").get(id=action.id)
    counted = found.target or found
    letter = "O" if counted.kind == "ordinary" else "E"
    return f"P26-{letter}{found.number or counted.number}" + (f"-C{found.suffix}" if found.suffix else "")
