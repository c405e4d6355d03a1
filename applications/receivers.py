"""What the application does when it announces something itself: the paper of the verb is frozen beside it, the
applicant is told, and the workers are rung for."""

from django.dispatch import receiver
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from accounts.models import User
from common import clock
from district.signals import calendar_changed
from outbox.bell import ring_on_commit, ring_task_on_commit

from . import paper_content as content
from .amounts import asked_text, assessed_text
from .models import APPLICANT_SIDE, WISHES, PaperKind, Proof, RequestStatus, Status
from .news import is_news
from .papers import issue_paper, issue_papers, void_papers
from .redating import redate_corrections
from .services import CORRECTABLE, follow_connection
from .services.people import AGENT, PHONES
from .signals import (
    application_accepted,
    application_amended,
    application_ended,
    application_received,
    application_refused,
    application_returned,
    application_submitted,
    carrier_chosen,
    demand_assessed,
    end_told,
    material_promised,
    note_written,
    papers_issued,
    request_ended,
    request_passed_on,
    temporary_changed,
)
from .tasks import draw
from .telling import keep_back, tell_applicant

SEEN_HIMSELF = {Proof.IDENTITY, Proof.FORMER}
END_PAPERS = {
    Status.WITHDRAWN: (PaperKind.WITHDRAWAL, content.withdrawal_content),
    Status.TERMINATED: (PaperKind.TERMINATION, content.termination_content),
}


@receiver(application_received)
def issue_intake(sender, application, by, **kwargs):
    issue_paper(application, PaperKind.INTAKE, content.intake_content(application, by=by))


@receiver(application_amended)
def renew_intake(sender, application, by, is_recoded=False, **kwargs):
    """Before acceptance the 查询码 stands on the 收件回执 only: a new contact needs a new one.

    Of a form handed in online there is none yet; who was changed at the counter may have no mobile any more.
    """
    if application.accepted_at:
        return False
    last = application.papers.filter(kind=PaperKind.INTAKE).last()
    if last:
        is_void = last.content["query_code_version"] != application.query_code_version
    else:
        is_void = is_recoded and isinstance(by, User)
    if is_void:
        issue_paper(application, PaperKind.INTAKE, content.intake_content(application, by=by))
    return is_void


@receiver(application_submitted)
def issue_intake_of_typed(sender, application, by, **kwargs):
    """Typed in straight at the counter: until acceptance the 查询码 stands on no other paper."""
    if isinstance(by, User) and not application.papers.filter(kind=PaperKind.INTAKE).exists():
        issue_intake(sender, application, by=by)


@receiver(application_submitted)
def renew_intake_of_typed(sender, application, by, **kwargs):
    """The form says another phone than was noted when it was taken in; who holds the receipt is not at the desk."""
    if renew_intake(sender, application, by=by):
        _tell_of_void_code(application, why=_("电话已按申请表更正"))


@receiver(application_submitted)
def issue_form(sender, application, **kwargs):
    contents = {
        PaperKind.FORM: content.form_content(application),
        PaperKind.CONSENT: content.consent_content(application, at=application.submitted_at),
    }
    issue_papers(application, contents, at=application.submitted_at)


@receiver(application_amended)
def renew_consent(sender, application, changes, **kwargs):
    """The sheet the applicant signs says what he wants now; the one before is void."""
    if not set(changes) & set(WISHES):
        return
    now = clock.now()
    issue_paper(application, PaperKind.CONSENT, content.consent_content(application, at=now), at=now)
    _tell(application, "application.wishes_changed", key=now.isoformat())


@receiver(application_amended)
def renew_form(sender, application, changes, **kwargs):
    """With what was corrected at the counter; the one before is void."""
    if set(changes) & set(CORRECTABLE) and application.submitted_at:
        issue_paper(application, PaperKind.FORM, content.form_content(application))


@receiver(application_submitted)
def issue_mandate(sender, application, **kwargs):
    """With the form; an answered correction leaves the one that may be signed already."""
    if application.agent_name and not application.papers.valid().filter(kind=PaperKind.AGENT).exists():
        _issue_mandate(application, at=application.submitted_at)


@receiver(application_amended)
def replace_mandate(sender, application, changes, **kwargs):
    if not set(changes) & set(AGENT):
        return
    now = clock.now()
    void_papers(application, PaperKind.AGENT, at=now)
    if application.agent_name:
        _issue_mandate(application, at=now)


def _issue_mandate(application, *, at):
    issue_paper(application, PaperKind.AGENT, content.agent_content(application, at=at), at=at)


@receiver(application_returned)
def issue_correction(sender, application, correction, by, **kwargs):
    frozen = content.correction_content(application, correction, by=by)
    issue_paper(application, PaperKind.CORRECTION, frozen, at=correction.told_at)


@receiver(application_refused)
def issue_refusal(sender, application, reason, by, **kwargs):
    frozen = content.refusal_content(application, reason=reason, by=by)
    issue_paper(application, PaperKind.REFUSAL, frozen, at=application.ended_at)


@receiver(application_ended)
def issue_end_of_whole(sender, application, by, stopped="", reason="", **kwargs):
    """Where each service ended by itself, each has a paper of its own."""
    kind, freeze = END_PAPERS.get(stopped, (None, None))
    if kind and application.number:
        frozen = freeze(application, reason=reason, by=by)
        issue_paper(application, kind, frozen, at=application.ended_at)


@receiver(request_ended)
def issue_part_withdrawal(sender, request, by, at, **kwargs):
    if not _is_withdrawn_alone(request):
        return
    told = request.application.events.filter(request=request, verb="request.withdrawn").last()
    frozen = content.part_withdrawal_content(request, reason=told.text, by=by)
    issue_paper(request.application, PaperKind.WITHDRAWAL, frozen, request=request, at=at)


def _is_withdrawn_alone(request):
    """Not with the whole case, which has been moved before its requests."""
    whole = request.application.ended_at is not None
    return request.status == RequestStatus.WITHDRAWN and not whole


@receiver(request_ended)
def issue_unavailable(sender, request, by, at, **kwargs):
    if request.status != RequestStatus.UNAVAILABLE:
        return
    told = request.application.events.filter(request=request, verb="request.unavailable").last()
    frozen = content.unavailable_content(request, facts=told.detail, text=told.text, by=by)
    issue_paper(request.application, PaperKind.UNAVAILABLE, frozen, request=request, at=clock.now())


@receiver(request_ended)
def watch_temporary_supply(sender, request, by, at, **kwargs):
    if request.status == RequestStatus.CONNECTED:
        follow_connection(request, by=by, at=at)


@receiver(material_promised)
def issue_promise(sender, application, material, by, **kwargs):
    frozen = content.promise_content(application, material, by=by)
    issue_paper(application, PaperKind.PROMISE, frozen)


@receiver(request_passed_on)
def issue_request(sender, application, correction, by, **kwargs):
    frozen = content.request_content(application, correction, by=by)
    issue_paper(application, PaperKind.CORRECTION, frozen, request=correction.request, at=correction.told_at)


@receiver(papers_issued)
def draw_after_commit(sender, papers, **kwargs):
    ring_task_on_commit(draw, [paper.pk for paper in papers])


@receiver(application_received)
def confirm_receipt(sender, application, **kwargs):
    kind = "application.entered_late" if application.late_entry_reason else "application.received"
    _tell(application, kind)


@receiver(application_submitted)
def confirm_submission(sender, application, is_answer, **kwargs):
    """That the window has typed in what it confirmed before is no news."""
    if is_answer or not application.received_at:
        _tell(application, "application.submitted", key=application.submitted_at.isoformat())


@receiver(application_accepted)
def tell_of_acceptance(sender, application, **kwargs):
    _tell(application, "application.accepted")


@receiver(application_returned)
def tell_what_is_missing(sender, application, correction, **kwargs):
    _tell(application, "application.returned", key=correction.pk, due=correction.due_text)


@receiver(application_amended)
def tell_who_came_and_went(sender, application, changes, by, former=(), **kwargs):
    """The new one that he is, and the former that he is no longer: nobody is replaced behind his back."""
    if former:
        keep_back(application, former, by=by)
    key = application.query_code_version
    new = {getattr(application, name) for name in PHONES if name in changes}
    _tell(application, "application.contact_changed", key=key, phones=new)
    _tell(application, "application.cut_off", key=key, phones=former)


@receiver(application_amended)
def tell_whose_code_is_void(sender, application, changes, by, is_recoded=False, proof="", **kwargs):
    """Who stays holds a receipt whose 查询码 no longer opens the case; a contact at the desk gets his new one there."""
    if not is_recoded:
        return
    staying = {getattr(application, name) for name in PHONES if name not in changes} - {""}
    if proof in SEEN_HIMSELF:
        staying.discard(application.contact_phone)
    why = _("代理期限已满") if by == SYSTEM else _("联系人或代理人已变更")
    _tell_of_void_code(application, phones=staying, why=why)


def _tell_of_void_code(application, **facts):
    _tell(application, "application.recoded", key=application.query_code_version, **facts)


@receiver(carrier_chosen)
def confirm_choice(sender, request, **kwargs):
    _tell(request.application, "request.chosen", key=request.pk, label=request.label)


@receiver(application_refused)
def tell_of_refusal(sender, application, **kwargs):
    _tell(application, "application.refused")
    end_told.send(sender, application=application)


@receiver(application_ended)
def tell_of_end(sender, application, stopped="", **kwargs):
    if not application.number:
        return
    if stopped and application.status == Status.FINISHED:
        labels = "、".join(
            request.label for request in application.requests.filter(ended_at=application.ended_at)
        )
        _tell(application, f"request.{stopped}", key="rest", label=labels)
    elif application.status == Status.TERMINATED:
        _tell(application, "application.terminated")
    elif application.status == Status.FINISHED:
        _tell(application, "application.finished")
    else:
        _tell(application, "application.ended", status=application.get_status_display())
    end_told.send(sender, application=application)


@receiver(request_ended)
def tell_of_part_withdrawal(sender, request, **kwargs):
    if _is_withdrawn_alone(request):
        _tell(request.application, "request.withdrawn", key=request.pk, label=request.label)


@receiver(request_ended)
def tell_of_missing_network(sender, request, **kwargs):
    if request.status == RequestStatus.UNAVAILABLE:
        _tell(request.application, "request.unavailable", key=request.pk, label=request.label)


@receiver(demand_assessed)
def tell_of_assessment(sender, request, **kwargs):
    _tell(
        request.application,
        "request.assessed",
        key=f"{request.pk}:{request.assessed_demand}",
        label=request.label,
        assessed=assessed_text(request),
        asked=asked_text(request),
    )


@receiver(calendar_changed)
def redate(sender, by, **kwargs):
    redate_corrections(by=by)


@receiver(note_written)
def tell_of_note(sender, note, **kwargs):
    told = note.application.notes.to_applicant()
    if note.is_to_applicant and is_news(note, APPLICANT_SIDE, told):
        _tell(note.application, "note.written", key=note.pk)


@receiver(temporary_changed)
def tell_of_temporary_supply(sender, follow_up, change, **kwargs):
    if change == "wished":  # the page has said so
        return
    request = follow_up.request
    _tell(
        request.application,
        f"temporary.{change}",
        key=f"{follow_up.pk}:{follow_up.until}",
        label=request.label,
        until=follow_up.until,
    )


def _tell(application, kind, *, key="", **facts):
    ring_on_commit(tell_applicant(application, kind, key=key, **facts))
