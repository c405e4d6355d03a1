"""Papers: frozen when the verb happens, drawn as PDF after the commit. Any app issues one through here."""

import secrets
from itertools import count

from django.db import transaction
from django.db.models import Max

from common import clock

from .models import Paper, PaperKind
from .services import lock
from .signals import papers_issued

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 16
# Of these only the last one holds; each of the others stands for an act of its own.
REPLACED_BY_NEXT = {
    PaperKind.INTAKE,
    PaperKind.FORM,
    PaperKind.CONSENT,
    PaperKind.AGENT,
    PaperKind.RECEIPT,
    PaperKind.COMPLETION,
}


def issue_paper(application, kind, content, *, request=None, at=None):
    """Freeze ``content`` (plain JSON) as the next paper of its kind; its PDF is drawn after commit."""
    return issue_papers(application, {kind: content}, request=request, at=at)[0]


@transaction.atomic(savepoint=False)
def issue_papers(application, contents, *, request=None, at=None):
    """Freeze several papers at once: ``contents`` by kind, in the order they are to be listed.

    An earlier form, consent, mandate or receipt is void from now on. ``request``: whose paper it is, if of one alone.
    """
    at = at or clock.now()
    last = _lock_serials(application, contents)
    if replaced := last.keys() & REPLACED_BY_NEXT:
        application.papers.valid().filter(kind__in=replaced).update(voided_at=at)
    return _freeze(application, [(kind, request, content) for kind, content in contents.items()], last, at=at)


@transaction.atomic(savepoint=False)
def issue_for_each(application, kind, contents, *, at=None):
    """Freeze a paper of this kind for each request: ``contents`` by request; the one it had before is void."""
    at = at or clock.now()
    last = _lock_serials(application, [kind])
    if last:
        application.papers.valid().filter(kind=kind, request__in=contents).update(voided_at=at)
    return _freeze(
        application, [(kind, request, content) for request, content in contents.items()], last, at=at
    )


def _lock_serials(application, kinds):
    """The last serial of each kind; two of one kind at once would get one and the same."""
    lock(application)
    rows = application.papers.filter(kind__in=kinds).order_by().values_list("kind")
    return dict(rows.annotate(last=Max("serial")))


def _freeze(application, drafts, last, *, at):
    serials = {kind: count(last.get(kind, 0) + 1) for kind, _request, _content in drafts}
    papers = [
        Paper(
            application=application,
            request=request,
            kind=kind,
            serial=next(serials[kind]),
            code=new_code(),
            content=content,
            issued_at=at,
        )
        for kind, request, content in drafts
    ]
    Paper.objects.bulk_create(papers)
    papers_issued.send(Paper, papers=papers)
    return papers


def void_papers(application, kind, *, at):
    """What stands on them holds no longer; they stay in the file and ``/verify/`` says so."""
    application.papers.valid().filter(kind=kind).update(voided_at=at)


def new_code():
    """What ``/verify/`` asks for: 80 random bits, never the 查询码."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
