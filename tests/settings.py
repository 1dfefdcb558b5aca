"""The installation's own settings, in a folder that is thrown away, with what only speeds tests up.

The database is SQLite in a file; `--db postgresql` (see conftest.py) replaces it before any connection is made.
"""

import os
import secrets
import tempfile
from pathlib import Path

# Named here, made and deleted by conftest.py: mypy and makemigrations read these settings too, and need no folder.
_data = Path(tempfile.gettempdir()) / f"toutdoux-tests-{os.getpid()}-{secrets.token_hex(4)}"

for _name in [name for name in os.environ if name.startswith("TOUTDOUX_") and not name.startswith("TOUTDOUX_TEST_")]:
    del os.environ[_name]
for _name in ("DATABASE_URL", "EMAIL_URL"):
    os.environ.pop(_name, None)
os.environ["TOUTDOUX_DATA"] = str(_data)
os.environ["TOUTDOUX_SECRET_KEY"] = "tests only, and the same for all workers"

from toutdoux.config.settings import *  # noqa: E402, F403 - after the environment is set
from toutdoux.config.settings import DATABASES  # noqa: E402

# A file for each worker: in-memory databases cannot be shared by the threads of a live server under WAL.
DATABASES["default"]["TEST"] = {"NAME": str(_data / "test.sqlite3")}

# Argon2 is slow on purpose; a test of ours that needs it asks for it by name.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# One who vouches for people, and needs no answer before someone leaves for it. Nobody listens there.
TOUTDOUX_IDENTITY_PROVIDERS = (
    {
        "name": "there",
        "sort": "mattermost",
        "issuer": "https://chat.example.org",
        "id": "toutdoux",
        "secret": "between the two of us",
        "label": "The Neighbours",
    },
)
