"""The entrance for the web server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from jilian.base.warm import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jilian.settings")
application = get_wsgi_application()
warm_up()
