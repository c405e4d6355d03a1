"""Who hears of urging and complaints, and what a new calendar does to them."""

from django.db.models import Value
from django.db.models.functions import Concat
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _

from accounts.actors import ActorKind
from applications.models import ServiceRequest
from applications.telling import tell_applicant
from district.services import when_office_opens
from district.signals import calendar_changed
from milestones.alerts import tell_handlers
from milestones.stages import Holder
from outbox.bell import ring_on_commit
from utilities.push import tell_clerk, tell_office, tell_provider, tell_supervisors

from .services import redate_open
from .signals import complaint_answered, complaint_filed


@receiver(complaint_filed)
def tell_who_answers(sender, complaint, **kwargs):
    text = _("【宁河报装】收到%(kind)s %(number)s（%(subject)s），请最迟 %(due)s 答复。")
    told = _message(complaint, "complaint.filed", text)
    about = complaint.application.number if complaint.application else complaint.number
    tell_office(about=about, **told)
    tell_supervisors(about=about, **told)


@receiver(complaint_filed)
def tell_who_is_urged(sender, complaint, milestone, **kwargs):
    """The holder: the window for its own stage, the handlers of the order for theirs."""
    if milestone is None:
        return
    text = _("【宁河报装】申请人催办 %(subject)s（%(number)s），请尽快办理。")
    told = _message(complaint, "complaint.urged", text)
    if milestone.holder == Holder.WINDOW:
        tell_clerk(complaint.application, **told)
    elif milestone.order:  # what is in nobody's hands is the office's, and that has been told
        tell_handlers(milestone, **told)
        tell_provider(
            milestone.order, "order.amended", at=complaint.filed_at, has_sms=False, changes=["urge"]
        )


@receiver(complaint_answered)
def tell_answer(sender, complaint, **kwargs):
    """Whoever complained by telephone is answered by the hotline."""
    if complaint.application and complaint.actor_kind == ActorKind.APPLICANT:
        messages = tell_applicant(
            complaint.application,
            "complaint.answered",
            key=complaint.number,
            kind_label=complaint.get_kind_display(),
            complaint=complaint.number,
        )
        ring_on_commit(messages)


@receiver(pre_delete, sender=ServiceRequest)
def name_what_it_was_about(sender, instance, **kwargs):
    """A service given up before acceptance leaves the complaint its name."""
    said = Value(_("（所涉事项“%s”已由申请人取消）") % instance.label)
    instance.complaints.update(text=Concat("text", said))


@receiver(calendar_changed)
def redate(sender, **kwargs):
    redate_open()


def _message(complaint, kind, text):
    due = _("%s（暂估）") % complaint.due_on if complaint.is_estimated else complaint.due_on
    facts = {
        "kind": complaint.get_kind_display(),
        "number": complaint.number,
        "subject": complaint.request or complaint.application or _("不涉及具体办件"),
        "due": due,
    }
    return {
        "kind": kind,
        "key": f"{kind}:{complaint.number}",
        "text": text % facts,
        "not_before": when_office_opens(),
    }
