"""``toutdoux serve``, ``web`` and ``worker``: what runs. One process by default; apart where there is PostgreSQL."""

import os
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from gettext import gettext

import click

from toutdoux.cli.installation import fail, installation
from toutdoux.cli.language import Command, gettext_noop

HOST = "127.0.0.1"
PORT = 8000

_host = click.option(
    "--host", default=HOST, show_default=True, metavar="ADDRESS", help=gettext_noop("The address to listen on.")
)
_port = click.option(
    "--port",
    default=PORT,
    show_default=True,
    type=click.IntRange(0, 65535),
    help=gettext_noop("The port to listen on; 0 takes a free one."),
)


@click.command(
    cls=Command,
    help=gettext_noop(
        "Run Toutdoux: pages and worker in one process, the database created and brought up to date first."
    ),
)
@_host
@_port
def serve(host: str, port: int) -> None:
    """Run the web and the worker."""
    serve_installation(host=host, port=port, worker=True)


@click.command(cls=Command, help=gettext_noop("Run the pages alone; run toutdoux worker beside, on the same database."))
@_host
@_port
def web(host: str, port: int) -> None:
    """Run the web."""
    serve_installation(host=host, port=port, worker=False)


@click.command(cls=Command, help=gettext_noop("Run the worker alone: it applies deadlines when they fall."))
@click.option("--once", is_flag=True, help=gettext_noop("Apply the deadlines that are over, and end."))
def worker(once: bool) -> None:
    """Run the worker."""
    with installation(migrated=True, quiet=False):
        from threading import Event

        from toutdoux.cli.installation import clock
        from toutdoux.operations.serving import stopping_calmly
        from toutdoux.operations.worker import leave_sign, run_once, work

        if once:
            found = run_once(now=clock())
            leave_sign()
            click.echo(gettext("Deadlines applied: %(settled)s.") % {"settled": found.settled})
            if found.failed:
                fail(gettext("Associations in which that failed: %(failed)s.") % {"failed": found.failed})
            return
        stop = Event()
        click.echo(gettext("The worker is at work. Ctrl-C stops it."))
        with stopping_calmly(stop):
            work(stop=stop)
        click.echo(gettext("The worker has stopped."))


def serve_installation(*, host: str, port: int, worker: bool, first: Callable[[], None] | None = None) -> None:
    """Listen, tell the address, and serve until asked to stop; ``first`` runs once the database is up to date.

    The port is taken first: the address of links that are copied, when none is set, is the one that is listened on.
    """
    from toutdoux.operations.listening import bound

    try:
        listening = bound(host=host, port=port)
    except OSError as error:
        reason = error.strerror or str(error)
        fail(
            gettext("Port %(port)s of %(host)s cannot be taken (%(reason)s): choose another with --port.")
            % {"port": port, "host": host, "reason": reason}
        )
    with listening:
        address = _address(host, listening.getsockname()[1])
        given = os.environ.get("TOUTDOUX_URL")
        if not given and address is not None:
            os.environ["TOUTDOUX_URL"] = address
        with installation(quiet=False):
            from django.conf import settings

            from toutdoux.operations.serving import AlreadyServed, alone_on, migrate
            from toutdoux.operations.serving import serve as run

            try:
                # Any number of `web` may stand beside one another; `serve` is one process for one folder.
                with alone_on(settings.TOUTDOUX_DATA) if worker else nullcontext():
                    migrate()
                    if first is not None:
                        first()
                    run(listening=listening, worker=worker, ready=partial(_tell, address=address, given=given))
            except AlreadyServed:
                fail(
                    gettext("Another process is serving %(folder)s already: stop it first.")
                    % {"folder": settings.TOUTDOUX_DATA}
                )
        click.echo(gettext("Stopped."))


def _tell(*, address: str | None, given: str | None) -> None:
    if address is None and not given:
        click.echo(gettext("Listening on every address; set TOUTDOUX_URL to the one people use, or pages refuse them."))
    else:
        click.echo(gettext("Toutdoux is on %(address)s") % {"address": given or address})
        if given and address is not None:
            click.echo(gettext("This process listens on %(address)s") % {"address": address})
    click.echo(gettext("Ctrl-C stops it."))


def _address(host: str, port: int) -> str | None:
    """Return the address to open in a browser; None when every address of the machine is listened on."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 -- looked for, not listened on
        return None
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
