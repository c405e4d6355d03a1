"""Frozen papers become PDF files. A file somebody has seen never changes."""

import segno
from django.apps import apps
from django.conf import settings
from django.db.models import F

from common import clock
from common.files import full_path, store
from common.pdf import render_pdf

from . import query_codes
from .models import Paper
from .paper_words import grouped_code


def draw_paper(paper):
    """Draw a paper unless it is drawn; of two workers at once the first to finish decides.

    Not atomic on purpose: drawing takes a while, and the try is counted before it, so that a paper which
    cannot be drawn moves behind the others.
    """
    if paper.drawn_at:
        return
    Paper.objects.filter(pk=paper.pk).update(attempts=F("attempts") + 1)
    pdf = render_pdf(list_templates(paper.kind), _context(paper))
    path, sha256 = store(pdf, "papers", ".pdf")
    Paper.objects.undrawn().filter(pk=paper.pk).update(file=path, sha256=sha256, drawn_at=clock.now())
    paper.refresh_from_db(fields=["file", "sha256", "drawn_at"])


def list_templates(kind):
    """Where the template of a paper may lie: with the app that issues it."""
    return [f"{app.label}/pdf/{kind}.html" for app in apps.get_app_configs()]


def read_paper(paper) -> bytes:
    """The PDF of a paper; drawn on the spot if no worker has come to it yet."""
    draw_paper(paper)
    return full_path(paper.file).read_bytes()


def _context(paper):
    return {
        "paper": paper,
        "content": paper.content,
        "qr": verify_qr(paper),
        "code": grouped_code(paper.code),
        "query_code": _query_code(paper),
        "track_url": f"{settings.BASE_URL}/track/",
    }


def verify_qr(paper):
    """The square at its foot: it leads to the page that tells whether the paper is genuine."""
    url = f"{settings.BASE_URL}/verify/{paper.code}/"
    return segno.make(url, error="m", micro=False).svg_data_uri(border=0)


def _query_code(paper):
    """The 查询码 that held when the paper was issued: one redrawn late must not show a newer one."""
    version = paper.content.get("query_code_version")
    return query_codes.derive(paper.application.token, version) if version else ""
