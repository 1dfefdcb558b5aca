"""The WSGI entry, for those who already run such a server: `toutdoux.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toutdoux.config.settings")

application = get_wsgi_application()
