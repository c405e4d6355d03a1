"""How applications, requests and events are read."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Q

from common import clock

OVER = ("finished", "refused", "withdrawn", "terminated")
REMINDED_BEFORE = timedelta(days=30)  # natural days before a temporary supply ends; this portal's own rule
AGENT_AFTER_END = timedelta(days=30)  # in which an agent without a last day still fetches what was issued


class ApplicationQuerySet(models.QuerySet):
    def visible_to_staff(self, user):
        """Clerks, the office, supervisors: every case that has left the applicant's hands."""
        if not user.has_perm("applications.view_every_application"):
            return self.none()
        return self.exclude(status="draft", channel="online")

    # Users are staff; applicants have no user row and come in by their phone.
    visible_to = visible_to_staff

    def of_phone(self, phone):
        """The cases whose present contact or agent has this phone; a former one sees nothing."""
        if not phone:
            return self.none()
        return self.filter(Q(contact_phone=phone) | Q(agent_phone=phone))

    def with_news(self):
        """Each with ``has_news``: a message its applicant has not read."""
        notes = self.model._meta.get_field("notes").related_model.objects
        unread = notes.to_applicant().unread_by("applicant").filter(application=models.OuterRef("pk"))
        return self.annotate(has_news=models.Exists(unread))

    def of_clerk(self, user):
        """The living cases somebody is the first contact of."""
        return self.filter(clerk=user, status__in=["received", "submitted", "returned", "accepted"])

    def mandate_over(self, today):
        """Whose agent was empowered until a day that has passed; without one, until some time after the end.

        An agent whose phone is the contact's too cannot be told from him.
        """
        has_agent = self.exclude(status="draft").exclude(agent_name="", agent_phone="")
        is_long_over = Q(agent_until=None, ended_at__lt=clock.midnight(today - AGENT_AFTER_END))
        return has_agent.filter(Q(agent_until__lt=today) | is_long_over, erased_at=None).exclude(
            agent_phone=F("contact_phone")
        )

    def awaiting_acceptance(self):
        return self.filter(status="submitted")

    def awaiting_entry(self):
        """Papers that were taken in and not typed in yet."""
        return self.filter(status="received")

    def silent_since(self, moment):
        """Complete before ``moment`` and not answered yet; a paper is complete since it was received."""
        received = Q(received_at__lt=moment, corrections=None)
        return self.awaiting_acceptance().filter(received | Q(submitted_at__lt=moment)).distinct()

    def drafts(self):
        return self.filter(status="draft")

    def online(self):
        return self.filter(channel="online")

    def handed_in(self):
        """Those that have a number."""
        return self.exclude(number=None)

    def parked(self):
        """Half-typed entries a clerk has put aside."""
        return self.drafts().filter(channel="window")

    def left_since(self, moment):
        """Drafts nobody has saved since."""
        return self.drafts().filter(number=None, saved_at__lt=moment)

    def warnable(self):
        """Begun online, with a mobile to tell that the draft will be deleted; clerks know what they parked."""
        return self.online().filter(contact_phone__regex=r"^1[3-9][0-9]{9}$")

    def unwarned(self):
        """Not told yet since the draft was saved last."""
        return self.exclude(warned_at__gte=F("saved_at"))

    def warned_before(self, moment):
        return self.filter(warned_at__gte=F("saved_at"), warned_at__lt=moment)

    def ended_before(self, moment):
        """Ended so long ago that nobody needs to know any more whose case it was."""
        return self.filter(ended_at__lt=moment, erased_at=None, status__in=OVER).exclude(
            requests__follow_up__status="open"
        )

    def awaiting_correction(self):
        return self.filter(status="returned")

    def past_correction(self):
        """The term of the correction is over; the office decides what becomes of the case."""
        over = {"answered_at": None, "request": None, "expired_at__isnull": False}
        return self.awaiting_correction().filter(
            **{f"corrections__{name}": value for name, value in over.items()}
        )

    def ended(self):
        return self.filter(status__in=["finished", "refused", "withdrawn", "terminated"])

    def moved_since(self, moment):
        """Received, submitted, accepted or ended since ``moment``."""
        moments = ("received_at", "submitted_at", "accepted_at", "ended_at")
        return self.filter(reduce(or_, (Q(**{f"{name}__gte": moment}) for name in moments)))

    def matching(self, text):
        """By the last four to six figures of number or phone, a whole one of either, or part of the name."""
        if not text:
            return self.none()
        if text.isdecimal() and 4 <= len(text) <= 6:
            return self.filter(
                Q(number__endswith=text) | Q(contact_phone__endswith=text) | Q(agent_phone__endswith=text)
            )
        return self.filter(
            Q(number__iexact=text)
            | Q(contact_phone=text)
            | Q(agent_phone=text)
            | Q(credit_code=text.upper())
            | Q(applicant_name__icontains=text)
        )

    def alike(self, application):
        """Living cases of the same applicant or contact at the same address: a likely duplicate.

        The one it is linked to is meant to be there.
        """
        same = Q(contact_phone=application.contact_phone) | Q(applicant_name=application.applicant_name)
        if application.credit_code:
            same |= Q(credit_code=application.credit_code)
        return (
            self.filter(same, address=application.address)
            .filter(status__in=["received", "submitted", "returned", "accepted"])
            .exclude(pk__in=[application.pk, application.linked_to_id])
        )


class LateEntryManager(models.Manager.from_queryset(ApplicationQuerySet)):
    """By the receipt that was used up, not by the reason: that is erased with the case."""

    def get_queryset(self):
        return super().get_queryset().filter(papers__kind="emergency")


class ServiceRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status="open")


class EventQuerySet(models.QuerySet):
    def for_applicant(self):
        return self.filter(audience="")

    def for_counter(self):
        """Not what would tell a clerk who has rated him."""
        return self.exclude(audience="watch")


class MaterialQuerySet(models.QuerySet):
    def present(self):
        """Not taken back."""
        return self.filter(removed_at=None)

    def with_file(self):
        """What can be opened; a paper noted at the desk or only promised has no file."""
        return self.present().exclude(path="")

    def of_applicant(self):
        """Added by himself, and so his to take away; what the window scanned or took is not."""
        return self.present().filter(taken_by=None, medium="")

    def promised(self):
        """Not brought yet."""
        return self.present().exclude(promised_at=None).filter(brought_at=None)

    def awaited(self):
        """Promised, and the case has not ended meanwhile."""
        return self.promised().filter(application__status__in=["submitted", "returned", "accepted"])

    def held(self):
        """Originals the window took and has not given back."""
        return self.present().filter(medium="original", given_back_at=None)

    def in_hand(self):
        """Brought, as a file or on paper."""
        return self.present().filter(Q(promised_at=None) | ~Q(brought_at=None))


class CorrectionQuerySet(models.QuerySet):
    def of_intake(self):
        """What the window asked for before acceptance; the others were asked for by a provider after it."""
        return self.filter(request=None)

    def unanswered(self):
        return self.filter(answered_at=None, closed_at=None)

    def asked(self):
        """What a provider asked for and still waits for, while it has the request in hand."""
        return self.unanswered().filter(request__status="open", application__status="accepted")

    def untold(self):
        """Not passed on to the applicant yet."""
        return self.filter(told_at=None)

    def told(self):
        return self.exclude(told_at=None)

    def awaited(self):
        """What an applicant has still to bring before his case can be accepted."""
        return self.of_intake().unanswered().filter(application__status="returned")

    def on_term(self):
        """Every term that runs, of an intake or of what a provider asked for."""
        return self.awaited() | self.asked().told()

    def under_way(self):
        """Awaited, and not in the hands of the office yet."""
        return self.awaited().filter(expired_at=None)


class HandOverQuerySet(models.QuerySet):
    def under_way(self):
        """Not taken back yet."""
        return self.filter(ended_at=None).exclude(until=None)

    def due_back(self, today):
        """Their last day is over."""
        return self.under_way().filter(until__lt=today)

    def of_clerk(self, user):
        """Given or taken by somebody."""
        return self.filter(Q(giver=user) | Q(taker=user))


class CallQuerySet(models.QuerySet):
    def to_make(self):
        return self.filter(made_at=None)


class WaitingQuerySet(models.QuerySet):
    def untold(self):
        return self.filter(told_at=None, cancelled_at=None)

    def of_request(self, request):
        return self.filter(
            application=request.application_id, service=request.service, carrier=request.carrier
        )

    def of_area(self, service, carrier, town):
        return self.filter(service=service, carrier=carrier, town=town)


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A provider's staff see those their own orders connected; who sees every case all of them."""
        if user.has_perm("applications.view_every_application"):
            return self
        return self.filter(request__orders__status="connected", request__orders__provider__members__user=user)

    def open(self):
        return self.filter(status="open")

    def ending_by(self, day):
        return self.open().filter(until__lte=day)

    def to_remind(self, today):
        """Whose end is near and was not told yet, or has passed and that was not told yet."""
        is_near = Q(until__gte=today) & (Q(reminded_for=None) | ~Q(reminded_for=F("until")))
        has_passed = Q(until__lt=today) & (Q(overdue_for=None) | ~Q(overdue_for=F("until")))
        return self.ending_by(today + REMINDED_BEFORE).filter(is_near | has_passed)

    def to_settle(self, today):
        """What somebody must see to: its end is near or never agreed, or its user wants something."""
        is_near = Q(until=None) | Q(until__lte=today + REMINDED_BEFORE)
        return self.open().filter(is_near | ~Q(wish=""))


class NoteQuerySet(models.QuerySet):
    def for_applicant(self):
        """Those he may see; what the staff write among themselves is never shown to him."""
        return self.filter(audience="all")

    def to_applicant(self):
        return self.for_applicant().exclude(actor_kind="applicant")

    def to_provider(self):
        return self.exclude(request=None).exclude(actor_kind="provider")

    def to_window(self):
        """Those that wait for the window's answer; it sees all the others too."""
        return self.filter(
            Q(actor_kind="applicant", request=None) | Q(actor_kind="provider", audience="staff")
        )

    def unread_by(self, side):
        return self.exclude(readings__side=side)
