"""Entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ningshe_portal.settings")
os.environ.setdefault("STATEMENT_TIMEOUT", "15s")

application = get_wsgi_application()
