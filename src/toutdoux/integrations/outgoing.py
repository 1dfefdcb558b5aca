"""The one way to call an address that someone typed: resolved, judged, pinned, never redirected, bounded in size and time.

Whoever may type an address could otherwise make this machine call its neighbours, which answer it because it is one of
them. So a name is resolved here, every address it gives must be one of the public internet (or of a network that the
installation allows: ``TOUTDOUX_PRIVATE_NETWORKS``), and the connection goes to the very address that was judged: a name
that answers otherwise a moment later changes nothing. Certificates are still checked against the name.
"""

import socket
import ssl
from collections.abc import Iterable, Iterator
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import certifi
import httpcore
import httpx
from django.conf import settings

Address = IPv4Address | IPv6Address

#: What an answer may weigh, and how many times the time-out of one step a whole exchange may last.
MOST_BYTES = 4 * 1024 * 1024
STEPS = 4
_PORTS = {"http": 80, "https": 443}
#: An address of the old internet inside one of the new, as translators of a network carry it.
_TRANSLATED = IPv6Network("64:ff9b::/96")


class Forbidden(httpx.ConnectError):
    """This installation does not call that address. ``code``: malformed, scheme, unknown-name, private or unencrypted."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class TooMuch(httpx.ReadError):
    """The answer is larger than ``MOST_BYTES``, or did not come in the form that was asked for."""


def guarded_client(*, base_url: str, timeout: float = 10.0) -> httpx.Client:
    """Return a client that calls nothing but the public internet and the networks allowed.

    ``timeout`` is in seconds for each step (connecting, writing, waiting for a part of the answer); a whole exchange
    lasts at most ``STEPS`` times as long. Redirects are answers like others. Raises ``httpx.TransportError``, of which
    ``Forbidden`` and ``TooMuch`` are two; close it, or use it as a context manager.
    """
    return httpx.Client(
        base_url=base_url,
        timeout=timeout,
        transport=_Guarded(longest=timeout * STEPS),
        trust_env=False,
        follow_redirects=False,
        headers={"User-Agent": "Toutdoux", "Accept-Encoding": "identity"},
    )


def check_address(*, url: str) -> None:
    """Raise ``Forbidden`` if ``guarded_client`` would not call ``url`` as its name is resolved now."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Forbidden("malformed") from error
    if not parts.hostname or parts.username or parts.password:
        raise Forbidden("malformed")
    if parts.scheme not in _PORTS:
        raise Forbidden("scheme")
    resolve(host=parts.hostname, port=port or _PORTS[parts.scheme], encrypted=parts.scheme == "https")


def resolve(*, host: str, port: int, encrypted: bool = True) -> tuple[str, ...]:
    """Return the addresses behind a name, all of them judged; one that is not allowed condemns the name.

    What is not ``encrypted`` may be called on an allowed network only.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Forbidden("unknown-name") from error
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    for text in addresses:
        address = ip_address(text.partition("%")[0])
        if not _allowed(address):
            if not is_public(address):
                raise Forbidden("private")
            if not encrypted:
                raise Forbidden("unencrypted")
    return addresses


def open_socket(*, host: str, port: int, timeout: float, encrypted: bool = True) -> socket.socket:
    """Return a connection to a judged address, for what is not HTTP. ``timeout`` in seconds. Raises as ``resolve``, or OSError."""
    problem: OSError | None = None
    for address in resolve(host=host, port=port, encrypted=encrypted):
        try:
            return socket.create_connection((address, port), timeout=timeout)
        except OSError as error:
            problem = error
    raise problem or OSError("no address")


def is_public(address: Address) -> bool:
    """Say whether an address is one of the public internet, whatever other address it may carry inside."""
    return all(one.is_global and not one.is_multicast for one in (address, *_inside(address)))


def _inside(address: Address) -> Iterator[Address]:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            yield address.ipv4_mapped
        if address.sixtofour:
            yield address.sixtofour
        if address.teredo:
            yield from address.teredo
        if address in _TRANSLATED:
            yield IPv4Address(int(address) & 0xFFFFFFFF)


def _allowed(address: Address) -> bool:
    networks: tuple[IPv4Network | IPv6Network, ...] = settings.TOUTDOUX_PRIVATE_NETWORKS
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return any((mapped or address) in network for network in networks)


class _Guarded(httpx.BaseTransport):
    """HTTP over connections to judged addresses."""

    def __init__(self, *, longest: float) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=certificates(), network_backend=_Backend(longest=longest), max_connections=4
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and read the whole answer, within bounds."""
        if request.url.scheme not in _PORTS:
            raise Forbidden("scheme")
        if request.url.scheme == "http":
            resolve(host=request.url.host, port=request.url.port or _PORTS["http"], encrypted=False)
        try:
            answer = self._pool.handle_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=request.read(),
                    extensions=request.extensions,
                )
            )
            try:
                content = _whole(answer.iter_stream())
            finally:
                answer.close()
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise _as_httpx(error) from error
        headers = [(name, value) for name, value in answer.headers if name.lower() != b"transfer-encoding"]
        if any(name.lower() == b"content-encoding" and value.lower() != b"identity" for name, value in headers):
            raise TooMuch("an encoding that was not asked for")
        return httpx.Response(status_code=answer.status, headers=headers, content=content)

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


def _whole(parts: Iterable[bytes]) -> bytes:
    found = bytearray()
    for part in parts:
        found += part
        if len(found) > MOST_BYTES:
            raise TooMuch("too large")
    return bytes(found)


def _as_httpx(error: Exception) -> httpx.TransportError:
    """Return the error under the name our callers know: the two libraries share their names."""
    known: type[httpx.TransportError] = getattr(httpx, type(error).__name__, httpx.TransportError)
    return known(str(error))


@cache
def certificates() -> ssl.SSLContext:
    """Return the authorities that are believed, for what is not HTTP as well."""
    # Those of the machine as well: an association may have an authority of its own.
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


class _Backend(httpcore.NetworkBackend):
    """Connects to the addresses that were judged, in their order."""

    def __init__(self, *, longest: float) -> None:
        self._longest = longest
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers."""
        problem: Exception | None = None
        for address in resolve(host=host, port=port):
            try:
                stream = self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                return _Timed(stream, longest=self._longest)
        raise problem or httpcore.ConnectError("no address")


class _Timed(httpcore.NetworkStream):
    """A connection on which each exchange, from its first byte written, may last so long and no longer.

    A time-out for each step does not stop a server that sends one byte at a time.
    """

    def __init__(self, stream: httpcore.NetworkStream, *, longest: float) -> None:
        self._stream = stream
        self._longest = longest
        self._ends = monotonic() + longest
        self._answering = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what comes, while there is time."""
        self._answering = True
        left = self._ends - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer takes too long")
        return self._stream.read(max_bytes, left if timeout is None else min(timeout, left))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write; what follows an answer begins another exchange."""
        if self._answering:
            self._answering, self._ends = False, monotonic() + self._longest
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Encrypt what follows, for the name that was asked for."""
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, timeout), longest=self._longest)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection knows of itself."""
        return self._stream.get_extra_info(info)
