"""Surveys, acceptances and connections that do not go as proposed, and findings told in full."""

from .trait import Step, Trait, attach, ready_for, report, reported, say

OTHER_HALF = {"morning": "afternoon", "afternoon": "morning"}
PEOPLE = ["王师傅", "李师傅"]


def visit_of(order, kind):
    return next((visit for visit in order["visits"] if visit["kind"] == kind), None)


def is_asked(kind):
    """A joint visit is proposed and this provider has not answered yet."""
    return lambda order: (visit_of(order, kind) or {"answer": "-"})["answer"] == ""


def may_counter(order):
    return is_asked("survey")(order) and visit_of(order, "survey")["may_counter"]


def offer_other_half(api, order):
    visit = visit_of(order, "survey")
    other = {"counter_on": visit["on"], "counter_half": OTHER_HALF[visit["half"]]}
    say("visits/survey/answer", is_coming=False, note="该时段人手已排满", **other)(api, order)


def report_survey_in_full(api, order):
    photo, signature = attach(api, order, "现场照片"), attach(api, order, "申请人签字")
    found = {"method": "路边接口直埋接入", "missing": "请清理表位前的堆物"}
    report(api, order, people=PEOPLE, photos=[photo], signature=signature, **found)


def report_acceptance_in_full(api, order):
    photo, signature = attach(api, order, "验收照片"), attach(api, order, "验收签字")
    report(api, order, people=PEOPLE, photos=[photo], signature=signature)


TO_MEND = ["表箱未固定", "接口处渗漏"]
TRAITS = {
    "full_findings": Trait(
        "踏勘和验收写明两人、方式、照片和签字",
        "order.files_added",
        steps=(
            Step(ready_for("survey"), report_survey_in_full),
            Step(ready_for("acceptance"), report_acceptance_in_full),
        ),
    ),
    "does_not_come": Trait(
        "联合踏勘答复不能到场",
        "visit.answered",
        "不能到场",
        steps=(Step(is_asked("survey"), say("visits/survey/answer", is_coming=False, note="抢修在外")),),
    ),
    "counters": Trait("另提踏勘时间", "visit.countered", steps=(Step(may_counter, offer_other_half),)),
    "nobody_in": Trait(
        "踏勘未成，再次上门",
        "milestone.failed",
        '"stage": "survey"',
        steps=(Step(ready_for("survey"), reported(outcome="failed", note="现场无人")),),
    ),
    "fails_acceptance": Trait(
        "验收未通过，本单位整改后再验",
        "milestone.failed",
        '"stage": "acceptance"',
        steps=(Step(ready_for("acceptance"), reported(outcome="failed", to_mend=TO_MEND)),),
    ),
    "applicant_mends": Trait(
        "验收未通过，申请人整改后再验",
        "order.mended",
        steps=(
            Step(
                ready_for("acceptance"),
                reported(outcome="failed", to_mend=["室内阀门缺手柄"], mender="applicant"),
            ),
        ),
    ),
    "cancels_visit": Trait("统筹取消共同上门", "visit.cancelled"),
    "wishes_day": Trait("申请人希望改期", "visit.wished"),
}
