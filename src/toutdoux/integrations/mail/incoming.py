"""What arrives in the mailbox, read by the standard library: an answer of a person, a mail that came back, or a machine's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import getaddresses
from html.parser import HTMLParser

#: Mails larger than this are not read: an answer is some lines, pictures included it is still smaller.
MOST_BYTES = 10 * 1024 * 1024
_ID = re.compile(r"<[^<>\s]{1,300}>")
#: RFC 3463: the class of a status says whether trying again may help.
_STATUS = re.compile(r"^[245]\.\d{1,3}\.\d{1,3}$")


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """A mail of ours came back (RFC 3464). ``for_good``: it will never arrive; else it is late. ``status`` like 5.1.1."""

    about: tuple[str, ...]
    status: str
    for_good: bool


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A mail. ``about`` are the ids of those it answers, the nearest first; ``automatic``: no person wrote it."""

    message_id: str
    sender: str
    about: tuple[str, ...]
    text: str
    attachments: int
    automatic: bool
    bounce: Bounce | None


def read(raw: bytes) -> Incoming:
    """Read a mail, however malformed: what cannot be read is empty."""
    mail = BytesParser(policy=policy.default.clone(raise_on_defect=False)).parsebytes(raw)
    bounce = _bounce(mail)
    parts = [] if bounce else list(_leaves(mail))
    body = _body(mail) if not bounce else None
    return Incoming(
        message_id=next(iter(_ids(mail, "Message-ID")), ""),
        sender=next((address for _, address in getaddresses([_header(mail, "From")]) if address), "").lower(),
        about=(*_ids(mail, "In-Reply-To"), *reversed(_ids(mail, "References"))),
        text=_text(body) if body is not None else "",
        attachments=sum(_is_attachment(part, body) for part in parts),
        automatic=_automatic(mail),
        bounce=bounce,
    )


def _header(mail: EmailMessage, name: str) -> str:
    """Return a header as text; an empty one for what the parser cannot make sense of."""
    try:
        return str(mail.get(name, ""))
    except (ValueError, IndexError, KeyError, AttributeError, TypeError, LookupError):
        return ""


def _ids(mail: EmailMessage, name: str) -> tuple[str, ...]:
    return tuple(_ID.findall(_header(mail, name)))


def _automatic(mail: EmailMessage) -> bool:
    """Say whether a machine sent it (RFC 3834, and what programs do who do not know it)."""
    submitted = _header(mail, "Auto-Submitted").strip().lower()
    precedence = _header(mail, "Precedence").strip().lower()
    empty_sender = _header(mail, "Return-Path").strip() == "<>"
    told = any(mail.get(name) is not None for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"))
    listed = any(mail.get(name) is not None for name in ("List-Id", "List-Unsubscribe"))
    return (
        (bool(submitted) and submitted != "no")
        or precedence in {"bulk", "junk", "list", "auto_reply"}
        or empty_sender
        or told
        or listed
    )


def _bounce(mail: EmailMessage) -> Bounce | None:
    if mail.get_content_type() != "multipart/report" or mail.get_param("report-type") != "delivery-status":
        return None
    about: list[str] = []
    statuses: list[tuple[str, str]] = []
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            blocks = part.get_payload()
            for block in (one for one in blocks if isinstance(one, Message)) if isinstance(blocks, list) else ():
                action, status = str(block.get("Action", "")), str(block.get("Status", ""))
                if action:
                    statuses.append((action.strip().lower(), status.split(" ", maxsplit=1)[0].strip()))
        elif kind == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            if isinstance(inner, Message):
                about += _ID.findall(str(inner.get("Message-ID", "")))
        elif kind == "text/rfc822-headers":
            found = re.findall(r"(?im)^message-id:\s*(<[^<>\s]{1,300}>)", _text(part))
            about += found
    failed = [status for action, status in statuses if action == "failed"]
    status = next(iter(failed or [status for _, status in statuses]), "")
    return Bounce(about=tuple(about), status=status if _STATUS.match(status) else "", for_good=bool(failed))


def _leaves(mail: EmailMessage) -> Iterator[EmailMessage]:
    for part in mail.walk():
        if not part.is_multipart():
            yield part


def _body(mail: EmailMessage) -> EmailMessage | None:
    try:
        found = mail.get_body(("plain", "html"))
    except (ValueError, KeyError, AttributeError):
        return None
    return found if isinstance(found, EmailMessage) else None


def _is_attachment(part: EmailMessage, body: EmailMessage | None) -> bool:
    """Say whether a part is something besides the words: the other form of the same words is not."""
    if part is body or part.get_content_type() in {"text/html", "application/pgp-signature"}:
        return False
    return part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text"


def _text(part: EmailMessage) -> str:
    try:
        content = part.get_content()
    except (LookupError, ValueError, KeyError, AttributeError):
        # A character set nobody knows: what can be read of it.
        payload = part.get_payload(decode=True)
        content = payload.decode("utf-8", errors="replace") if isinstance(payload, bytes) else ""
    if not isinstance(content, str):
        return ""
    return _Plain.of(content) if part.get_content_type() == "text/html" else content


class _Plain(HTMLParser):
    """The words of a mail that has no plain form; quotes are marked as plain mails mark them."""

    _LINES = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote"})
    _UNSEEN = frozenset({"style", "script", "head", "title"})

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        self._quotes = 0
        self._unseen = 0

    @classmethod
    def of(cls, html: str) -> str:
        """Return the words of some HTML."""
        parser = cls()
        parser.feed(html)
        parser.close()
        return re.sub(r"\n{3,}", "\n\n", "".join(parser._words)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Begin a line, a quote, or what is not shown."""
        self._unseen += tag in self._UNSEEN
        self._quotes += tag == "blockquote"
        if tag in self._LINES:
            self._words.append("\n" + "> " * min(self._quotes, 3))

    def handle_endtag(self, tag: str) -> None:
        """End a quote, or what is not shown."""
        self._unseen -= tag in self._UNSEEN and self._unseen > 0
        if tag == "blockquote" and self._quotes:
            self._quotes -= 1
            self._words.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if not self._unseen:
            self._words.append(re.sub(r"\s+", " ", data))
