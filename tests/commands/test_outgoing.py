"""What leaves for an address that someone typed: judged, pinned to what was judged, never redirected, bounded."""

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address, ip_network
from typing import Any

import httpx
import pytest

from toutdoux.integrations import outgoing
from toutdoux.integrations.outgoing import Forbidden, TooMuch, check_address, guarded_client, is_public, open_socket

LOOPBACK = (ip_network("127.0.0.0/8"),)


class Server(HTTPServer):
    """A neighbour on loopback that remembers what it was asked."""

    answer: Callable[[BaseHTTPRequestHandler], None]
    asked: list[tuple[str, str, bytes]]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.headers["Host"], self.path, body))
        self.server.answer(self)

    do_GET = do_POST  # noqa: N815 -- the name that the library calls

    def log_message(self, *_arguments: Any) -> None:
        pass


def plainly(status: int, body: bytes = b"", **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server(("127.0.0.1", 0), Handler)
    found.answer, found.asked = plainly(200, b"thanks"), []
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


def url(server: Server, host: str = "127.0.0.1") -> str:
    return f"http://{host}:{server.server_port}"


def named(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Let every name be answered by each of ``answers`` in turn, the last one for ever; return the names asked for."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *arguments: Any, **more: Any) -> Any:
        if host[0].isdigit():
            return real(host, port, *arguments, **more)
        asked.append(host)
        address = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_it_works(server: Server, settings: Any) -> None:
    settings.TOUTDOUX_PRIVATE_NETWORKS = LOOPBACK
    with guarded_client(base_url=url(server)) as client:
        answers = [client.post("/hook", json={"n": n}) for n in range(2)]
    assert [(a.status_code, a.text) for a in answers] == [(200, "thanks")] * 2
    assert server.asked == [(f"127.0.0.1:{server.server_port}", "/hook", b'{"n":%d}' % n) for n in range(2)]


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1"),
        *("64:ff9b::a00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe"),
    ],
)
def test_nothing_but_the_internet_is_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "64:ff9b::909:909"])
def test_the_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1"])
def test_a_neighbour_is_not_called_however_it_is_written(server: Server, host: str) -> None:
    with guarded_client(base_url=url(server, host)) as client, pytest.raises(Forbidden) as caught:
        client.get("/")
    assert caught.value.code == "private"
    assert not server.asked


def test_a_name_that_answers_otherwise_a_moment_later_changes_nothing(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection goes to what was judged: it is never looked up again after that."""
    named(monkeypatch, "9.9.9.9", "127.0.0.1")
    check_address(url=url(server, "rebinding.example").replace("http:", "https:"))
    with pytest.raises(Forbidden):
        open_socket(host="rebinding.example", port=server.server_port, timeout=1)
    reached = []
    monkeypatch.setattr(socket, "create_connection", lambda address, **_more: reached.append(address[0]))
    asked = named(monkeypatch, "9.9.9.9", "127.0.0.1")
    open_socket(host="rebinding.example", port=443, timeout=1)
    assert (reached, len(asked)) == (["9.9.9.9"], 1)


def test_one_forbidden_address_condemns_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 443)) for a in ("9.9.9.9", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_more: both)
    with pytest.raises(Forbidden) as caught:
        check_address(url="https://both.example")
    assert caught.value.code == "private"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("ftp://example.org", "scheme"),
        ("file:///etc/passwd", "malformed"),
        ("https://", "malformed"),
        ("https://name:secret@example.org", "malformed"),
        ("https://example.org:99999", "malformed"),
        ("https://[", "malformed"),
        ("https://nowhere.invalid", "unknown-name"),
        ("https://" + "a" * 70 + ".example", "unknown-name"),
        ("http://9.9.9.9", "unencrypted"),
    ],
)
def test_an_address_is_judged_before_anything_is_called(address: str, code: str) -> None:
    with pytest.raises(Forbidden) as caught:
        check_address(url=address)
    assert caught.value.code == code


def test_the_client_judges_schemes_too() -> None:
    for address, code in (("ftp://9.9.9.9", "scheme"), ("http://9.9.9.9", "unencrypted")):
        with guarded_client(base_url=address) as client, pytest.raises(Forbidden) as caught:
            client.get("/")
        assert caught.value.code == code


def test_a_redirect_is_not_followed(server: Server, settings: Any) -> None:
    settings.TOUTDOUX_PRIVATE_NETWORKS = LOOPBACK
    server.answer = plainly(302, Location=url(server) + "/inside")
    with guarded_client(base_url=url(server)) as client:
        assert client.post("/hook").status_code == 302
    assert [path for _, path, _ in server.asked] == ["/hook"]


def test_an_endless_answer_is_cut(server: Server, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TOUTDOUX_PRIVATE_NETWORKS = LOOPBACK
    monkeypatch.setattr(outgoing, "MOST_BYTES", 1000)
    server.answer = plainly(200, b"x" * 1001)
    with guarded_client(base_url=url(server)) as client, pytest.raises(TooMuch):
        client.get("/")
    server.answer = plainly(200, b"x" * 10, Content_Encoding="gzip")
    with guarded_client(base_url=url(server)) as client, pytest.raises(TooMuch):
        client.get("/")


def test_an_answer_that_drips_is_given_up(server: Server, settings: Any) -> None:
    """Each byte comes well within the time-out of one step; the whole does not."""
    settings.TOUTDOUX_PRIVATE_NETWORKS = LOOPBACK
    stop = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n")
        while not stop.wait(0.02):
            handler.wfile.write(b"x")

    server.answer = drip
    try:
        with guarded_client(base_url=url(server), timeout=0.1) as client, pytest.raises(httpx.ReadTimeout):
            client.get("/")
    finally:
        stop.set()


def test_nobody_there_is_an_error_of_the_network(settings: Any) -> None:
    settings.TOUTDOUX_PRIVATE_NETWORKS = LOOPBACK
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with guarded_client(base_url=f"http://127.0.0.1:{port}") as client, pytest.raises(httpx.ConnectError):
        client.get("/")
    with pytest.raises(OSError, match="refused"):
        open_socket(host="127.0.0.1", port=port, timeout=1, encrypted=False)
