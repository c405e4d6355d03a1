"""Papers that come after a decision: added to those there are, never in their place."""

from django.db import transaction
from django.utils.translation import gettext as _

from common.status import WrongStatus

from ..models import PermitPaper
from .deciding import BadDecision
from .filing import take
from .telling import tell_of_change

MOST_PAPERS = 20


@transaction.atomic
def add_permit_paper(permit, *, title, file, by):
    """Add one more paper, the path ``file``, to a permit that was decided; the same one again is the same row.

    Raises ``WrongStatus`` before the decision, ``BadDecision`` without title or file and beyond ``MOST_PAPERS``.
    """
    permit, title = take(permit), title.strip()
    if not permit.is_decided:
        raise WrongStatus(_("%s：作出决定以后才能补充文书。") % permit.title)
    if not (title and file):
        raise BadDecision(_("请填写文书名称，并选择文件。"))
    if same := permit.papers.filter(title=title, file=file).first():
        return same
    if permit.papers.count() >= MOST_PAPERS:
        raise BadDecision(_("一项手续最多补充 %d 份文书。") % MOST_PAPERS)
    paper = PermitPaper.objects.create(permit=permit, title=title, file=file, actor_name=str(by))
    text = f"{permit.title} {title}"
    permit.application.record("permit.paper_added", by=by, text=text, permit=permit.number)
    tell_of_change(permit.application)
    return paper
