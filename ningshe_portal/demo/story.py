"""Plays a case of the demo through the real verbs, with the clock moved to when each of them happened."""

import uuid
from datetime import datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

from django.db import transaction
from PIL import Image, ImageDraw

from accounts.actors import APPLICANT
from accounts.models import User
from applications.catalogue import SERVICES
from applications.models import Application, Revealed, ServiceRequest, Status, Way
from applications.reminders import expire_correction
from applications.services import (
    CORRECTION_WORKDAYS,
    PROMISE_WORKDAYS,
    accept_application,
    deem_accepted,
    note_paper,
    promise_material,
    record_contact_attempt,
    refuse_application,
    return_application,
    reveal,
    submit_application,
    terminate_application,
    wait_for_network,
    withdraw_application,
    withdraw_request,
)
from common import clock
from common.files import store
from common.workdays import add_workdays
from district.models import Town
from district.services import load_calendar
from inspections.models import VisitKind
from inspections.services import record_finding
from milestones.models import Outcome
from milestones.services import object_to_pause, pause_milestone, report_stage
from milestones.stages import REPORTED, PauseReason, Stage
from utilities.models import ReturnReason, Variant, WorkOrder
from utilities.order_papers import ask_for_paper
from utilities.selectors import receivers_for
from utilities.services import acknowledge_order, declare_unavailable, mark_fetched, return_order
from utilities.voltage import LOW_VOLTAGE_MOST

from .changes import LATER
from .paper import play_late, play_received
from .visits import found_at, prepare

PAPERS = {"received": play_received, "late": play_late}
NAMESPACE = uuid.UUID("6d1f6f0e-52c6-4d0c-9a9e-0d3c5a9a7b11")
CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


class Story:
    """One case on its way: ``day`` working days after its submission, at an hour, something happens."""

    def __init__(self, case, present):
        self.case, self.present = case, present
        self.calendar = load_calendar()
        self.start = _workdays_back(clock.local_date(present), case.days_ago, self.calendar)
        self.clerk = User.objects.get(username="clerk")

    def at(self, day, hour, minute=0):
        """The moment, never later than now."""
        moment = datetime.combine(
            add_workdays(self.start, day, self.calendar), time(hour, minute), tzinfo=clock.LOCAL
        )
        return min(moment, self.present)

    @transaction.atomic
    def play(self):
        case = self.case
        submitted_at = min(self.at(0, 9, 20), self.present - timedelta(minutes=5))
        if case.state in PAPERS:
            PAPERS[case.state](self, token_of(case), submitted_at)
            return
        with clock.moved_to(submitted_at):
            application = self._fill_in()
            if case.state == "draft":
                return
            self._submit(application)
        self._answer(application, submitted_at + timedelta(minutes=3))

    def _fill_in(self):
        case = self.case
        application = Application.objects.create(
            token=token_of(case),
            status=Status.DRAFT,
            channel=case.channel,
            clerk=self.clerk if case.channel == "window" else None,
            applicant_kind=case.kind,
            applicant_name=case.name,
            credit_code=full_credit_code(case.code) if case.code else "",
            address=case.address,
            town=Town.objects.get(code=case.town),
            contact_name=case.contact,
            contact_phone=case.phone,
            wants_joint_survey=len(case.parts) > 1,
            wants_joint_works=case.digs_together,
            wants_joint_connection=len(case.parts) > 2,
            entrusts_permits=len(case.parts) > 2,
            consents_sharing=True,
        )
        ServiceRequest.objects.bulk_create(
            ServiceRequest(
                application=application,
                service=part.service,
                carrier=part.carrier,
                business=part.business,
                demand=None if part.is_unknown else Decimal(part.demand),
                is_unknown=part.is_unknown,
                extras=self._extras(part),
                purposes=list(part.purposes),
                users=part.users,
            )
            for part in case.parts
        )
        return application

    def _extras(self, part):
        """With the end of a temporary supply, counted from now so that it is always as near."""
        if part.lasts_days is None:
            return part.extras
        code = next(extra.code for extra in SERVICES[part.service].extras if extra.ends_supply)
        until = clock.local_date(self.present) + timedelta(days=part.lasts_days)
        return part.extras | {code: until.isoformat()}

    def _submit(self, application):
        picks = [(part.service, part.carrier) for part in self.case.parts]
        by = APPLICANT if self.case.channel == "online" else self.clerk
        submit_application(application, receivers=receivers_for(application.town, picks), by=by)

    def _answer(self, application, moment):
        answer = getattr(self, f"_{self.case.state}", None)
        if answer:
            answer(application, moment)

    def _returned(self, application, moment):
        with clock.moved_to(moment):
            return_application(
                application, items=["请补充房屋权属证明复印件", "请补充用能设备清单"], by=self.clerk
            )

    def _corrected(self, application, moment):
        self._returned(application, moment)
        with clock.moved_to(self.at(2, 10)):
            self._submit(application)

    def _expired(self, application, moment):
        """The term has passed; the window has looked for the applicant twice so far."""
        self._returned(application, moment)
        with clock.moved_to(self.at(CORRECTION_WORKDAYS + 1, 9)):
            expire_correction(application.corrections.get(), not_before=None)
        self._look_for(application, days=2)

    def _terminated(self, application, moment):
        self._returned(application, moment)
        self._look_for(application, days=3)
        with clock.moved_to(self.at(CORRECTION_WORKDAYS + 4, 10)):
            terminate_application(
                application,
                reason="逾期未补正，经多次联系未能联系上。",
                by=User.objects.get(username="office"),
            )

    def _look_for(self, application, *, days):
        for day in range(CORRECTION_WORKDAYS + 1, CORRECTION_WORKDAYS + 1 + days):
            tried_at = self.at(day, 10)
            with clock.moved_to(tried_at):
                record_contact_attempt(
                    application, way=Way.PHONE, at=tried_at, is_reached=False, note="无人接听", by=self.clerk
                )

    def _refused(self, application, moment):
        with clock.moved_to(moment):
            refuse_application(
                application, reason="申请地址不在宁河区，请向滨海新区政务服务中心申请。", by=self.clerk
            )

    def _withdrawn(self, application, moment):
        self._accepted(application, moment)
        with clock.moved_to(self.at(1, 15)):
            withdraw_application(application, reason="项目选址变更", by=APPLICANT)

    def _silent(self, application, moment):
        deemed_on = add_workdays(self.start, 5, self.calendar) + timedelta(days=1)
        with clock.moved_to(clock.midnight(deemed_on) + timedelta(minutes=5)):
            deem_accepted(application)
        self._work(application, first_day=6)

    def _accepted(self, application, moment):
        with clock.moved_to(moment):
            accept_application(application, by=self.clerk)
            reveal(application, Revealed.PHONE, by=self.clerk)
        self._work(application, first_day=0)
        for name in self.case.later:
            LATER[name](self, application)

    def _papers(self, application, moment):
        """One paper at the window, one promised, one the provider asks for."""
        with clock.moved_to(moment):
            note_paper(application, "ownership", medium="original", copies=1, pages=4, by=self.clerk)
            until = add_workdays(clock.local_date(moment), PROMISE_WORKDAYS, self.calendar)
            promise_material(application, "site_plan", until=until, by=self.clerk)
        self._accepted(application, moment)
        order = WorkOrder.objects.of_application(application).first()
        with clock.moved_to(self.at(1, 11)):
            ask_for_paper(
                order,
                paper="燃气器具清单",
                detail="灶具、热水器的台数和用气量",
                kind="load_list",
                by=User.objects.get(username=order.provider.code),
            )

    def _work(self, application, *, first_day):
        orders = WorkOrder.objects.of_application(application).select_related(
            "request__application", "provider__endpoint"
        )
        by_part = {(order.request.service, order.request.carrier): order for order in orders}
        found = [(part, by_part.get((part.service, part.carrier))) for part in self.case.parts]
        self._go_step_by_step([OrderStory(self, part, order, first_day) for part, order in found if order])

    def _go_step_by_step(self, stories):
        """All of them each step of the way before the next: what is done together meets on one day."""
        taken = [story for story in stories if story.part.steps is not None]
        for story in taken:
            story.acknowledge()
        for step, stage in enumerate(REPORTED):
            for story in taken:
                if step < story.part.steps:
                    story.report(step, stage)
        for story in stories:
            story.end()

    @property
    def late(self):
        """One provider is not as quick as the next; who comes together waits for the last."""
        return 1 if any(part.service == "gas" for part in self.case.parts) else 0


class OrderStory:
    """One work order on its way through its stages."""

    def __init__(self, story, part, order, first_day):
        self.story, self.part, self.order, self.first_day = story, part, order, first_day
        self.by = User.objects.get(username=order.provider.code)

    def end(self):
        if self.part.is_paused:
            self._pause()
        if self.part.end:
            getattr(self, f"_{self.part.end}")()

    def _moment(self, step):
        """Six hours of work lie between two reports."""
        late = self.story.late if step > 1 or self.part.service == "gas" else 0
        return self.story.at(self.first_day + late + step // 2, 15 if step % 2 else 10, 10 + step)

    def acknowledge(self):
        with clock.moved_to(self._moment(1)):
            mark_fetched([self.order])
            acknowledge_order(
                self.order,
                by=self.by,
                handler_name=self.by.display_name,
                handler_phone=self.by.phone,
                variant=self._variant(),
                needs_survey=True,
            )

    def _variant(self):
        if self.part.service != "power":
            return ""
        return Variant.LOW if self.part.demand <= LOW_VOLTAGE_MOST else Variant.HIGH_SINGLE

    def report(self, step, stage):
        has_outside_works = self.part.demand > 10
        unneeded = set() if has_outside_works else {Stage.APPROVAL, Stage.EXCAVATION, Stage.BACKFILL}
        moment = self._moment(step + 2)
        with clock.moved_to(moment):
            prepare(self.order, stage, by=self.by)
            report = record_finding if stage in VisitKind.values else report_stage
            report(
                self.order,
                stage,
                outcome=Outcome.NOT_NEEDED if stage in unneeded else Outcome.REACHED,
                occurred_at=moment,
                by=self.by,
                has_outside_works=has_outside_works if stage == Stage.SURVEY else None,
                assessed_demand=(self.part.assessed or self.part.demand) if stage == Stage.SURVEY else None,
                **found_at(self.order, stage),
            )

    def _pause(self):
        milestone = self.order.milestones.running().get()
        with clock.moved_to(self._moment(self.part.steps + 3)):
            pause = pause_milestone(
                milestone,
                reason=PauseReason.APPLICANT_SITE,
                basis="现场管沟路由被堆料占用，已电话告知联系人腾空。",
                evidence=demo_photo(),
                by=self.by,
            )
            if self.part.is_doubted:
                object_to_pause(pause, text="堆料上周已全部清走，欢迎到现场查看。", by=APPLICANT)

    def _returned(self):
        with clock.moved_to(self._moment(1)):
            return_order(
                self.order, reason=ReturnReason.WRONG_AREA, detail="该村由镇自管水厂供水", by=self.by
            )

    def _withdrawn(self):
        with clock.moved_to(self._moment(2)):
            withdraw_request(self.order.request, reason="沿用现有水表，不再新装", by=APPLICANT)

    def _unavailable(self):
        with clock.moved_to(self._moment(4)):
            declare_unavailable(
                self.order,
                reason="该村暂无燃气管网",
                detail="主管网距村口约 3.2 公里",
                alternative="管网到达后将短信告知；目前可选用瓶装液化气",
                by=self.by,
            )
            wait_for_network(self.order.application, [self.order.request], by=APPLICANT)


def demo_photo():
    """A heap of material where the trench should run, as well as it can be drawn."""
    picture, file = Image.new("RGB", (640, 420), "#cfd8dc"), BytesIO()
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 300, 640, 420), fill="#8d6e63")
    draw.polygon([(150, 300), (330, 140), (510, 300)], fill="#a1887f", outline="#5d4037")
    picture.save(file, "JPEG")
    return store(file.getvalue(), "evidence", ".jpg")[0]


def token_of(case):
    """The same case has the same token each time: loading twice changes nothing twice."""
    return uuid.uuid5(NAMESPACE, case.phone)


def full_credit_code(body):
    """A valid unified social credit code (GB 32100-2015) that begins with ``body``."""
    body = body.ljust(17, "0")[:17]
    total = sum(
        CREDIT_LETTERS.index(letter) * weight for letter, weight in zip(body, CREDIT_WEIGHTS, strict=True)
    )
    return body + CREDIT_LETTERS[(31 - total % 31) % 31]


def _workdays_back(day, count, calendar):
    """The working day ``count`` working days before ``day``."""
    while count or not calendar.is_workday(day):
        day -= timedelta(days=1)
        count -= calendar.is_workday(day) if count else 0
    return day
