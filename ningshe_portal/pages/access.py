"""Who may see a case, and as whom. Every page of a case fetches it here; a stranger gets 404."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import wraps

from django.contrib import messages
from django.db.models import Exists, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.phone_session import signed_in_phone
from accounts.redirects import with_next
from applications.catalogue import TECHNICAL_MATERIALS
from applications.models import Application, Paper, PaperKind
from applications.services import reveal
from approvals.models import Entrustment
from inspections.models import Attendance
from utilities.models import Provider, WorkOrder
from utilities.selectors import cases_of, in_their_time, notes_of

SESSION_KEY = "cases"
MOST_HELD = 20
ANSWERING = "oversight.answer_complaint"
# On these stand the phones of contact and agent, and all that was answered.
PRIVATE_PAPERS = {
    PaperKind.FORM,
    PaperKind.CONSENT,
    PaperKind.AGENT,
    PaperKind.ORDER,
    PaperKind.ENTRUSTMENT,
}


class Role(StrEnum):
    APPLICANT = "applicant"
    STAFF = "staff"
    PROVIDER = "provider"
    REGULATOR = "regulator"


@dataclass(frozen=True)
class Viewer:
    """As whom a case is looked at. ``providers``: whose orders are shown, None for all of them."""

    role: Role
    providers: frozenset[int] | None = None
    is_guest: bool = False  # by a code for this case alone
    is_counter: bool = False  # who hands out receipts, and so may see a 查询码
    hears_complaints: bool = False  # who answers them; they may be about a clerk
    cases: object = field(default=None, compare=False, repr=False)  # all he may see by the way he came in

    @property
    def is_applicant(self):
        return self.role == Role.APPLICANT

    @property
    def is_proved(self):
        """The applicant by his phone or his papers; the 查询码 may be in anybody's hands."""
        return self.is_applicant and not self.is_guest

    @property
    def is_staff(self):
        return self.role == Role.STAFF

    @property
    def is_provider(self):
        return self.role == Role.PROVIDER

    @property
    def is_regulator(self):
        return self.role == Role.REGULATOR


def hold_case(request, application):
    """Let this session see a case whose code was proved, until its code gets a new version."""
    held = request.session.get(SESSION_KEY, {}) | {application.number: application.query_code_version}
    request.session.cycle_key()
    request.session[SESSION_KEY] = dict(list(held.items())[-MOST_HELD:])


def release_cases(request):
    """Forget every case opened by a code: the next person at this browser shall not see them."""
    request.session.pop(SESSION_KEY, None)
    request.session.cycle_key()


def held_cases(request):
    """The cases this session proved a code for; a new contact phone makes a new version and ends that."""
    held = request.session.get(SESSION_KEY, {})
    if not held:
        return Application.objects.none()
    still_open = Q()
    for number, version in held.items():
        still_open |= Q(number=number, query_code_version=version)
    return Application.objects.filter(still_open)


def is_known(request):
    """Whether this visitor has shown anything at all that may open a case."""
    return bool(request.user.is_authenticated or signed_in_phone(request) or request.session.get(SESSION_KEY))


def see_case(request, number):
    """The case and as whom this visitor sees it; 404 for a stranger, as for a number that does not exist."""
    if not number.isalnum():  # PostgreSQL would choke on a NUL
        raise Http404
    for viewer, cases in _ways_in(request):
        application = cases.filter(number=number).select_related("town", "clerk").first()
        if application:
            return application, replace(viewer, cases=cases)
    raise Http404


def get_case(request, number):
    """The case, where it does not matter who looks at it."""
    return see_case(request, number)[0]


def ask_for_phone(request, application):
    """Send a guest, who may have read the code from a paper, to sign in before what is only for the applicant."""
    if signed_in_phone(request):
        messages.warning(
            request, _("请用该办件联系人或代理人的手机号登录后再打开；没有手机的，请带身份证件到窗口。")
        )
        return redirect("case", application.number)
    messages.info(
        request,
        _(
            "这里有完整的个人信息，或须由您本人办理，凭查询码不能打开，请先用手机号登录；没有手机的，请带身份证件到窗口。"
        ),
    )
    return redirect(with_next("accounts:phone", request.path))


def _ways_in(request):
    user = request.user
    if user.is_authenticated:
        is_counter = user.has_perm("applications.accept_application")
        hears = user.has_perm(ANSWERING)
        staff = Viewer(Role.STAFF, is_counter=is_counter, hears_complaints=hears)
        yield staff, Application.objects.visible_to_staff(user)
        providers = frozenset(Provider.objects.of(user).values_list("pk", flat=True))
        if providers:
            yield Viewer(Role.PROVIDER, providers), cases_of(providers)
    yield Viewer(Role.APPLICANT), Application.objects.of_phone(signed_in_phone(request))
    yield Viewer(Role.APPLICANT, is_guest=True), held_cases(request)


def papers_for(viewer, application):
    """The papers of a case its viewer may open.

    The receipts carry the 查询码: for the applicant and the counter only. A provider reads the form, its own dispatch
    sheet, and of the visits it takes part in who comes and what was found, while it has the case in hand, and for
    good what it said itself.
    """
    papers = Paper.objects.filter(application=application).kept()
    if viewer.is_provider:
        own = Q(kind=PaperKind.UNAVAILABLE, request__orders__provider__in=viewer.providers)
        form = Q(kind=PaperKind.FORM) & _has_in_hand(viewer, application)
        sheet = Q(kind=PaperKind.SUPERVISION, content__provider__in=viewer.providers)
        dispatch = Q(kind=PaperKind.ORDER, content__provider__in=viewer.providers, voided_at=None)
        dispatch &= _has_in_hand(viewer, application)
        entrusted = Entrustment.objects.living().filter(provider__in=viewer.providers)
        mandate = Q(pk__in=entrusted.values("paper")) & _has_in_hand(viewer, application)
        visits = _of_its_visits(viewer) & _has_in_hand(viewer, application)
        return papers.filter(form | own | sheet | dispatch | mandate | visits).distinct()
    if not viewer.hears_complaints:  # what is demanded of those who work on it is not the applicant's
        papers = papers.exclude(kind=PaperKind.SUPERVISION)
    if viewer.is_staff and not viewer.is_counter:
        return papers.exclude(kind__in=[PaperKind.INTAKE, PaperKind.RECEIPT])
    return papers


def _of_its_visits(viewer):
    """The arrangement of all who come, and the record once it has said itself what it found."""
    own = Attendance.objects.taking_part().filter(order__provider__in=viewer.providers)
    return Q(pk__in=own.values("visit__arrangement")) | Q(pk__in=own.found().values("visit__record"))


def see_paper(request, number, kind, serial):
    """A paper and as whom this visitor reads it; 404 for a stranger.

    A regulator reads of a case what was reported to him and nothing else: ``see_case`` knows him not.
    """
    named = {"kind": kind, "serial": serial}
    reported = papers_reported_to(request.user).select_related("application")
    if paper := reported.filter(application__number=number, **named).first():
        return paper, Viewer(Role.REGULATOR)
    application, viewer = see_case(request, number)
    papers = papers_for(viewer, application).select_related("application")
    return get_object_or_404(papers, **named), viewer


def papers_reported_to(user):
    """The results of acceptances in the trades whose authority this user belongs to."""
    if not user.is_authenticated:
        return Paper.objects.none()
    trades = user.regulators.values("service")
    reported = Attendance.objects.reported().filter(order__request__service__in=trades)
    return Paper.objects.filter(pk__in=reported.values("visit__record")).kept()


def materials_for(viewer, application):
    """The files of a case its viewer may open.

    A provider only what it needs to survey and plan, while it has the case in hand.
    """
    materials = application.materials.with_file()
    if viewer.is_provider:
        return materials.filter(_has_in_hand(viewer, application), kind__in=TECHNICAL_MATERIALS)
    return materials


def mandates_for(viewer, application):
    """Those signed on paper; a provider the one it files by, while it has the case in hand."""
    mandates = application.entrustments.scanned()
    if viewer.is_provider:
        own = mandates.living().filter(provider__in=viewer.providers)
        return own.filter(_has_in_hand(viewer, application))
    return mandates


def _has_in_hand(viewer, application):
    orders = WorkOrder.objects.of_application(application).living()
    return Exists(orders.filter(provider__in=viewer.providers))


def note_reveal(request, application, viewer, what):
    """What papers and files say is not masked: that staff opened one is kept, for the applicant to see."""
    if viewer.is_applicant:
        return
    own = (
        request.user.regulators.all()
        if viewer.is_regulator
        else Provider.objects.filter(pk__in=viewer.providers or ())
    )
    reveal(application, what, by=request.user, side="、".join(map(str, own)))


def notes_for(viewer, application):
    """The messages of a case its viewer may read: the applicant what is meant for him, a provider what is its own."""
    if viewer.is_applicant:
        return application.notes.for_applicant()
    if viewer.is_provider:
        return notes_of(viewer.providers, application)
    return application.notes.all()


def events_for(viewer, application):
    """The history of a case its viewer may read; of who has rated it a clerk learns nothing."""
    if not viewer.is_staff:
        return application.events.for_applicant()
    return application.events.all() if viewer.hears_complaints else application.events.for_counter()


def complaints_for(viewer, application):
    """Of the urging and complaints in a case: the applicant his own, a provider what it is urged to do.

    Clerks see what is urged; complaints, which may be about them, only those who answer.
    """
    complaints = application.complaints.all()
    if viewer.is_applicant:
        return complaints.of_applicant()
    if viewer.is_provider:
        return in_their_time(complaints.urges(), viewer.providers, "filed_at")
    return complaints if viewer.hears_complaints else complaints.urges()


def ratings_for(viewer, application):
    """The ratings of a case its viewer may read: the applicant his own, office and supervisors all.

    Who is rated only what was given under a name, and of it only what is about himself; by the 查询码, which the
    window has read, no more than the window.
    """
    ratings = application.ratings.order_by("pk")
    if viewer.is_proved or viewer.hears_complaints:
        return ratings
    named = ratings.filter(is_named=True)
    return named.filter(provider__in=viewer.providers) if viewer.is_provider else named.filter(about="window")


def known_visitors_only(view):
    """Send whoever has shown nothing to ``/track/``, whatever number he asks for."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not is_known(request):
            return redirect("track")
        return view(request, *args, **kwargs)

    return guarded
