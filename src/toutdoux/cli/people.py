"""``toutdoux list``, ``invite`` and ``password``: what a volunteer needs before mail works, or when someone is locked out."""

import sys
from gettext import gettext, ngettext

import click

from toutdoux.cli.installation import clock, fail, installation, the_association, the_member
from toutdoux.cli.language import Command, gettext_noop

_association = click.option(
    "--association", metavar="SLUG", help=gettext_noop("Which association, if there are several.")
)


@click.command("list", cls=Command, help=gettext_noop("List the associations of this installation."))
def list_() -> None:
    """List the associations."""
    with installation():
        from toutdoux.associations.queries import associations
        from toutdoux.cli.links import association_link
        from toutdoux.members.queries import council_at, members

        rows = associations()
        if not rows:
            click.echo(gettext("There is no association here yet: see toutdoux init, or toutdoux demo."))
        for row in rows:
            now = clock()
            people = [member for member in members(association_id=row.id, at=now) if member.left_at is None]
            votes = len(council_at(association_id=row.id, at=now))
            counted = ngettext("%(number)s member", "%(number)s members", len(people)) % {"number": len(people)}
            council = ngettext("%(number)s votes", "%(number)s vote", votes) % {"number": votes}
            click.echo(f"{row.slug}  {row.name}  ({counted}, {council})  {association_link(slug=row.slug)}")


@click.command(
    cls=Command,
    help=gettext_noop(
        "Make an invitation for a member who has no account yet: a link to copy, for 30 days. Earlier ones stop working."
    ),
)
@click.argument("who", metavar=gettext_noop("NAME|ADDRESS"))
@_association
@click.option("--as", "by", metavar="NAME|ADDRESS", help=gettext_noop("Who invites (default: the member themselves)."))
def invite(who: str, association: str | None, by: str | None) -> None:
    """Make an invitation."""
    with installation():
        from toutdoux.cli.links import invitation_link
        from toutdoux.members.commands import invite as make

        now = clock()
        row = the_association(association)
        member = the_member(row, who, now=now)
        inviter = the_member(row, by, now=now) if by else member
        if by is None and not member.right.votes:
            fail(gettext("%(name)s does not vote yet: say who invites them, with --as.") % {"name": member.name})
        token = make(actor=inviter.actor, member_id=member.id, now=now)
        click.echo(invitation_link(token=token))


@click.command(
    cls=Command,
    help=gettext_noop(
        "Give an account a new password, asked for here and not shown. Links that were sent stop working."
    ),
)
@click.argument("email", metavar=gettext_noop("ADDRESS"))
@click.option(
    "--end-second-step",
    is_flag=True,
    help=gettext_noop("Ask for codes no more either, for someone who has lost the phone and the recovery codes."),
)
def password(email: str, end_second_step: bool) -> None:
    """Give an account a new password."""
    with installation():
        from toutdoux.accounts.commands import change_password, end_codes
        from toutdoux.accounts.queries import account_of, asks_second_step

        account = account_of(email=email)
        if account is None:
            fail(gettext("No account has the address %(email)s.") % {"email": email})
        new = _asked()
        change_password(account_id=account.id, new=new, current=None, source="cli", now=clock())
        click.echo(gettext("The password of %(email)s is changed.") % {"email": account.email})
        if end_second_step and asks_second_step(account_id=account.id):
            end_codes(account_id=account.id, now=clock())
            click.echo(gettext("Codes are asked for no more."))


def _asked() -> str:
    """Ask for a password twice, unseen; from a script, read it from the standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    again = gettext("The same again")
    return str(click.prompt(gettext("New password"), hide_input=True, confirmation_prompt=again, err=True))
