"""What happens after a case has ended and been rated: notice and invitation, who hears of a bad grade, the answer."""

from functools import partial

from django.dispatch import receiver
from django.utils.translation import gettext as _

from applications.models import Status
from applications.signals import application_amended, application_ended, end_told
from applications.telling import keep_back, list_phones, tell_applicant
from common import clock
from district.services import when_office_opens
from outbox.bell import ring_on_commit
from utilities.models import OrderStatus
from utilities.push import tell_office
from utilities.signals import account_noted

from .links import is_expired, may_be_sent_at, rating_url
from .models import DutyKind, RatingChannel
from .services import issue_completion, may_be_rated, owners, renew_completion
from .signals import case_rated, duty_answered, duty_closed, duty_lengthened, duty_opened, duty_sent_back


@receiver(application_ended)
def issue_notice(sender, application, **kwargs):
    """Once everything that could be connected is."""
    if application.status == Status.FINISHED:
        issue_completion(application)


@receiver(account_noted)
def renew_notice(sender, order, **kwargs):
    if order.status == OrderStatus.CONNECTED:
        renew_completion(order.application)


@receiver(end_told)
def invite_to_rate(sender, application, **kwargs):
    """Once, in office hours, after the notice that it is over; not who took back his consent."""
    if not application.number or application.consent_withdrawn_at:
        return
    _invite(application, not_before=may_be_sent_at(clock.now()))


@receiver(application_amended)
def invite_anew(sender, application, by, is_recoded=False, **kwargs):
    """The link went void with the 查询码: who stays gets the one that is good now, until the same last day."""
    may_rate = may_be_rated(application) and not application.consent_withdrawn_at
    if is_recoded and may_rate and not is_expired(application):
        keep_back(application, list_phones(application), by=by, kind="rating.invited")
        _invite(application, key=application.query_code_version)


def _invite(application, **how):
    _tell_applicant(application, "rating.invited", url=rating_url(application), **how)


@receiver(case_rated)
def confirm_entered(sender, application, ratings, **kwargs):
    """What a clerk typed for the applicant is told to him: nobody is rated behind his back."""
    if ratings[0].channel == RatingChannel.WINDOW:
        _tell_applicant(application, "rating.entered")


@receiver(duty_opened)
def tell_owner(sender, duty, **kwargs):
    text = _("【宁河报装】新的督办事项 %(number)s（%(kind)s），期限 %(due)s，请办理后在“督办事项”中填报。")
    _tell_owner(duty, "duty.opened", text, key=duty.number)


@receiver(duty_sent_back)
def tell_owner_of_return(sender, duty, **kwargs):
    text = _("【宁河报装】督办事项 %(number)s（%(kind)s）已退回，请继续办理后填报，期限 %(due)s。")
    _tell_owner(duty, "duty.sent_back", text, key=f"{duty.number}:{duty.answered_at.isoformat()}")


@receiver(duty_lengthened)
def tell_owner_of_new_term(sender, duty, **kwargs):
    text = _("【宁河报装】督办事项 %(number)s（%(kind)s）的期限延长至 %(due)s。")
    _tell_owner(duty, "duty.lengthened", text, key=duty.number)


@receiver(duty_answered)
def tell_office_of_answer(sender, duty, **kwargs):
    text = _("【宁河报装】%(owner)s已填报督办事项 %(number)s（%(kind)s），请核实后办结或退回。")
    _tell(tell_office, duty, "duty.answered", text, key=f"{duty.number}:{duty.answered_at.isoformat()}")


@receiver(duty_closed)
def tell_rater(sender, duty, **kwargs):
    """The public reply to a bad rating, unless nobody knows any more whose it was."""
    application = duty.application
    if duty.kind == DutyKind.RECTIFICATION and application.erased_at is None:
        _tell_applicant(application, "rating.replied", key=duty.number, subject=duty.rating.subject)


def _tell_applicant(application, kind, *, key="", not_before=None, **facts):
    told = tell_applicant(application, kind, key=key, not_before=not_before or when_office_opens(), **facts)
    ring_on_commit(told)


def _tell_owner(duty, kind, text, *, key):
    _tell(partial(owners.tell_owner, duty), duty, kind, text, key=key)


def _tell(tell, duty, kind, text, *, key):
    due = _("%s（暂估）") % duty.due_on if duty.is_estimated else duty.due_on
    facts = {
        "number": duty.number,
        "kind": duty.get_kind_display(),
        "due": due,
        "owner": duty.owner_name,
    }
    tell(kind=kind, key=f"{kind}:{key}", about=duty.number, text=text % facts, not_before=when_office_opens())
