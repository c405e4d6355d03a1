"""Applicants who change their mind when half of the way is gone, bring a paper; and the office that routes again."""

from accounts.actors import APPLICANT
from accounts.models import User
from applications.models import Application, Correction, RequestStatus, ServiceRequest
from applications.services import answer_request, pass_on_request, withdraw_application, withdraw_request
from milestones.models import Milestone
from milestones.stages import Stage
from utilities.models import LIVING, WorkOrder
from utilities.services import assign_request

from .rounds import each

HALF_WAY = (Stage.PLAN, Stage.APPROVAL)
WHY = "资金安排有变，暂不办理。"


def leave(script):
    """Once the plan is on the way; an open trench keeps a case for a while."""
    leaving = half_way(script, "withdraws_case")
    each(leaving, lambda application: withdraw_application(application, reason=WHY, by=APPLICANT))
    rows = ServiceRequest.objects.filter(service="network", status=RequestStatus.OPEN)
    requests = rows.filter(application__in=half_way(script, "withdraws_network"))
    each(requests.select_related("application"), lambda row: withdraw_request(row, reason=WHY, by=APPLICANT))


def half_way(script, code):
    """The cases with this trait that are so far and go on yet."""
    running = Milestone.objects.running().filter(stage__in=HALF_WAY).values("application")
    rows = Application.objects.filter(number__in=script.having(code), status="accepted", pk__in=running)
    return [application for application in rows if script.awaits(code, application)]


def bring_papers(script):
    """The window passes on what a provider lacks; in the next round the applicant brings it."""
    asked = Correction.objects.unanswered().exclude(request=None).filter(application__status="accepted")
    each(asked.select_related("application"), bring_paper)


def bring_paper(correction):
    if correction.told_at is None:
        pass_on_request(correction, by=User.objects.get(username="clerk"))
    else:
        answer_request(correction, by=APPLICANT)


def route_again(script):
    """What came back goes to the same provider once more, with a word on the telephone."""
    rows = ServiceRequest.objects.filter(status=RequestStatus.OPEN, application__status="accepted")
    returned = WorkOrder.objects.filter(status="returned").values("request")
    living = WorkOrder.objects.filter(status__in=LIVING).values("request")
    office, back = User.objects.get(username="office"), rows.filter(pk__in=returned).exclude(pk__in=living)
    each(
        back.select_related("application"),
        lambda request: assign_request(request, request.orders.order_by("pk").last().provider, by=office),
    )


ACTS = (leave, bring_papers, route_again)
