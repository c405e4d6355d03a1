"""Papers as PDF: tagged for screen readers (PDF/UA), fonts embedded, the same bytes each time; nothing is
fetched from outside or from this machine's files."""

import atexit
import hashlib
from functools import cache
from threading import Lock

from django.template.loader import render_to_string
from PIL import ImageFile

# Pango's font maps are not made for several threads, and a second configuration costs memory.
_one_at_a_time = Lock()


def render_pdf(template, context) -> bytes:
    """Draw a template, or of several the first there is.

    Title and language are those of its ``<title>`` and ``<html lang>``.
    """
    html = render_to_string(template, context)
    # Without it every drawing has a random one.
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    with _one_at_a_time:
        engine, fetcher, fonts = _engine()
        return engine(string=html, url_fetcher=fetcher).write_pdf(
            font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=identifier
        )


@cache
def _engine():
    """Loaded when the first paper is drawn: it takes a second that no other process should wait."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    # WeasyPrint sets it for the whole process: half of an uploaded photo would pass for a photo.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    # The stock fetcher reads local files: a <link rel=attachment> would put one into the paper.
    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    atexit.register(_engine.cache_clear)  # fonts let go later than that complain, the library is half gone
    return HTML, fetcher, FontConfiguration()
