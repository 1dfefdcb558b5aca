"""Sessions in the database, each a row that its person can see and end. Only a digest of the key in the cookie is kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from toutdoux.accounts.models import Session
from toutdoux.kernel.canonical import instant_from_text
from toutdoux.kernel.tokens import token_digest

#: What a session says of itself, written when someone signs in: id, browser, way, instant.
DEVICE = "device"


class SessionStore(DatabaseStore):
    """Django's store, with rows of our own. It answers synchronous requests alone, which is all there are."""

    #: As the row told when it was read: a session that nobody looked at has neither.
    seen_at: datetime | None = None
    device: UUID | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        """Return the table."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        # Django asks a store without telling it the instant.
        now = timezone.now()  # noqa: TID251
        found = Session.objects.filter(session_key=token_digest(self.session_key or ""), expire_date__gt=now).first()
        if found is None:
            self._session_key = None
        else:
            self.seen_at, self.device = found.seen_at, found.device
        return found

    def exists(self, session_key: str) -> bool:
        """Return whether there is a session of this key."""
        return Session.objects.filter(session_key=token_digest(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row of these contents, with what its person is told about it."""
        key: str = self._get_or_create_session_key()  # type: ignore[attr-defined]
        device: dict[str, str] = data.get(DEVICE) or {}
        began_at = instant_from_text(device["began_at"]) if device else None
        account = data.get(SESSION_KEY)
        return Session(
            session_key=token_digest(key),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account_id=UUID(account) if account else None,
            device=UUID(device["id"]) if device else None,
            browser=device.get("browser", ""),
            way=device.get("way", ""),
            began_at=began_at,
            seen_at=self.seen_at or began_at,
        )

    def delete(self, session_key: str | None = None) -> None:
        """End a session: this one, or that of the key."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=token_digest(key)).delete()
