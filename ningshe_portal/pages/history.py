"""The history of a case in words: one sentence for each verb. Pure."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from milestones.stages import Stage
from utilities.models import OrderStatus

# A test finds every verb the code records and asks for its sentence here.
SENTENCES = {
    "application.received": _("窗口已收件"),
    "application.entered_late": _("停电（断网）期间收件，凭应急回执补录"),
    "application.submitted": _("申请已提交"),
    "application.corrected": _("补正材料已提交"),
    "application.protection_told": _("窗口已告知申请人：所在路段在道路保护期内"),
    "application.accepted": _("申请已受理"),
    "application.deemed_accepted": _("逾期未答复，自材料齐全之日起视为受理"),
    "application.returned": _("一次性告知需要补正的内容"),
    "application.refused": _("不予受理"),
    "application.withdrawn": _("申请已撤回"),
    "application.finished": _("全部事项已办结"),
    "application.terminated": _("办件已终止"),
    "application.amended": _("变更了申请信息"),
    "application.begun_again": _("据此前的办件重新填写"),
    "application.contact_tried": _("登记了联系申请人的情况"),
    "application.wishes_changed": _("变更了联办意愿"),
    "application.contact_changed": _("变更了联系人"),
    "application.agent_named": _("指定了代理人"),
    "application.agent_removed": _("解除了代理"),
    "application.code_supplied": _("补交了统一社会信用代码"),
    "application.handed_over": _("首问责任人移交"),
    "application.hand_over_reason": _("首问责任移交的原因"),
    "application.taken_back": _("首问责任人恢复"),
    "application.silence_warned": _("即将视为受理，已提醒窗口和统筹人员"),
    "correction.reminded": _("已提醒申请人补正期限将至"),
    "correction.expired": _("逾期未补正，已转统筹人员"),
    "correction.redated": _("工作日历调整，补正期限重新计算：%(to)s"),
    "application.dispensable_erased": _("应申请人要求，删除了不必保留的信息"),
    "application.erased": _("保存期限已满，个人信息已清除"),
    "data.handed_out": _("窗口核对身份后，已向申请人提供个人信息副本"),
    "data.corrected": _("窗口核对身份后，更正了个人信息"),
    "consent.withdrawn": _("申请人撤回了提供个人信息的同意"),
    "call.made": _("已将事项告知申请人"),
    "network.arrived": _("承办单位：管网已通达，可以重新申请"),
    "waiting.begun": _("已登记，管网通达时告知申请人"),
    "waiting.cancelled": _("已取消管网通达告知"),
    "waiting.told": _("管网已通达，已告知申请人"),
    "material.added": _("上传了材料"),
    "material.removed": _("移除了材料"),
    "material.taken": _("窗口收取了纸质材料"),
    "material.handed_on": _("材料已转交"),
    "material.given_back": _("材料已退还"),
    "material.promised": _("容缺办理，申请人书面承诺补交"),
    "material.reminded": _("已提醒申请人补交承诺的材料"),
    "material.brought": _("承诺的材料已补交"),
    "material.promise_expired": _("承诺的材料逾期未补交，已告知窗口和统筹人员"),
    "material.promise_extended": _("统筹人员同意容缺延期一次"),
    "material.promise_ended": _("统筹人员结束了容缺"),
    "request.routed": _("已分派给承办单位"),
    "request.unrouted": _("暂未分派"),
    "request.assessed": _("现场核定用量"),
    "request.connected": _("已接通"),
    "request.withdrawn": _("该事项已撤回"),
    "request.unavailable": _("暂不具备接入条件"),
    "request.chosen": _("申请人选用了该运营商"),
    "request.not_chosen": _("申请人选用了其他运营商"),
    "request.refused": _("该事项不予受理"),
    "request.terminated": _("该事项已终止"),
    "complaint.urged": _("申请人催办"),
    "complaint.filed": _("收到投诉"),
    "complaint.answered": _("已答复催办或投诉"),
    "order.account_noted": _("承办单位登记了户号"),
    "rating.given": _("申请人作出了评价"),
    "duty.opened": _("新的督办事项"),
    "duty.answered": _("责任方填报了督办事项的办理情况"),
    "duty.sent_back": _("督办事项退回继续办理"),
    "duty.lengthened": _("督办事项的期限已延长"),
    "duty.closed": _("督办事项已办结"),
    "meeting.planned": _("已通知召开工作联络小组会议，讨论本办件"),
    "meeting.cancelled": _("原定讨论本办件的工作联络小组会议已取消"),
    "meeting.held": _("工作联络小组会议讨论了本办件"),
    "inspection.recorded": _("登记了监督检查记录"),
    "supervision.issued": _("出具了督办单"),
    "temporary.begun": _("临时用水用电开始使用"),
    "temporary.wished": _("申请人提出临时用水用电的后续安排"),
    "temporary.extended": _("临时用水用电已延期"),
    "temporary.permanent": _("临时用水用电已转为正式"),
    "temporary.removed": _("临时用水用电已拆除停用"),
    "temporary.due_soon": _("已提醒临时用水用电即将到期"),
    "temporary.overdue": _("临时用水用电已到期，已通知承办单位和统筹人员"),
    "order.acknowledged": _("承办单位已接单"),
    "order.handed_over": _("承办单位更换了经办人"),
    "order.returned": _("承办单位退单，将重新分派"),
    "order.paper_asked": _("承办单位请申请人补交材料，由窗口联系"),
    "order.paper_told": _("窗口已转告申请人补交材料"),
    "order.paper_reminded": _("已提醒申请人补交承办单位需要的材料"),
    "order.paper_overdue": _("承办单位需要的材料逾期未补交，已告知窗口和承办单位"),
    "order.paper_brought": _("承办单位需要的材料已补交"),
    "order.paper_closed": _("承办单位提出的材料不再需要补交"),
    "order.files_added": _("承办单位上传了文件"),
    "order.to_telephone": _("承办单位尚未查看，请统筹人员电话通知"),
    "dig.opened": _("沟槽已开挖"),
    "dig.emergency": _("应急开挖，手续须于 24 小时内补办"),
    "dig.papers_reminded": _("已提醒承办单位补办应急开挖的手续"),
    "dig.papers_overdue": _("应急开挖的手续逾期未补办，已通知承办单位和统筹人员"),
    "dig.papers_brought": _("应急开挖的手续已补办"),
    "dig.reported": _("上报沟槽内进度"),
    "dig.closed": _("沟槽已回填，开始计算保护期和保修期"),
    "dig.offered": _("同一路段另有单位计划开挖，可以并沟"),
    "dig.offer_reminded": _("已提醒承办单位答复能否并沟"),
    "dig.joined": _("与其他单位并沟开挖"),
    "dig.partner_joined": _("其他单位并入沟槽"),
    "dig.partner_left": _("其他单位退出沟槽"),
    "dig.lead_passed": _("沟槽的牵头单位变更"),
    "dig.lead_given": _("统筹办公室改由本单位牵头回填"),
    "dig.kept_out": _("本单位审批未办结，沟槽由牵头单位先行开挖，办结后可并入"),
    "dig.declined": _("不并沟，各自开挖"),
    "visit.joined": _("拟定“%(stage)s”上门时间，等待承办单位答复"),
    "visit.answered": _("承办单位答复了“%(stage)s”上门时间"),
    "visit.countered": _("承办单位另提了“%(stage)s”上门时间，等待申请人答复"),
    "visit.counter_accepted": _("申请人同意另提的“%(stage)s”上门时间"),
    "visit.counter_declined": _("申请人不同意另提的“%(stage)s”上门时间，转统筹人员确定"),
    "visit.fixed": _("已约定“%(stage)s”上门时间"),
    "visit.moved": _("“%(stage)s”上门时间已变更"),
    "visit.kept": _("“%(stage)s”上门时间不变"),
    "visit.came": _("“%(stage)s”未按约定的时间上门，以实际上门的时间为准，原安排作废"),
    "visit.wished": _("申请人希望改约“%(stage)s”上门时间"),
    "visit.counter_reminded": _("已提醒申请人答复另提的上门时间"),
    "visit.reminded": _("已提醒申请人确认上门时间"),
    "visit.confirmed": _("申请人已确认“%(stage)s”上门时间"),
    "visit.left": _("不再参加联合“%(stage)s”"),
    "visit.cancelled": _("已取消“%(stage)s”上门安排"),
    "visit.done": _("联合“%(stage)s”已完成"),
    "order.contract_signed": _("已登记供用合同签订日期"),
    "entrustment.drawn_up": _("已出具审批委托书，等待申请人签署"),
    "entrustment.signed": _("申请人已签署审批委托书"),
    "permit.taken_over": _("申请人改为自行申报审批手续"),
    "permit.filed": _("已统一申报审批手续"),
    "permit.numbered": _("登记了政务一网通受理编号"),
    "permit.accepted": _("审批部门已受理"),
    "permit.granted": _("审批部门已批准"),
    "permit.recorded": _("审批部门已备案"),
    "permit.refused": _("审批部门不予批准"),
    "permit.completed": _("审批部门补充了决定的内容"),
    "permit.paper_added": _("审批手续补充了文书"),
    "permit.planned_again": _("未获批准的手续将重新申报"),
    "permit.withdrawn": _("方案变更或工单结束，审批手续不再需要"),
    "permit.procedure_begun": _("审批部门启动特别程序，期间不计时限"),
    "permit.procedure_ended": _("特别程序结束，审批时限继续计算"),
    "permit.extended": _("审批期限经批准延长"),
    "permit.way_out_chosen": _("选定了保护期内道路的处理办法"),
    "permit.road_backfilled": _("待开挖的道路已由其他单位回填，进入保护期，须选择处理办法"),
    "permit.lapsed": _("审批手续有效期已过，未完成的部分须重新申报"),
    "permit.road_free": _("道路保护期已满，可以申报"),
    "milestone.reached": _("“%(stage)s”环节已完成"),
    "milestone.failed": _("“%(stage)s”环节未通过，待整改后继续"),
    "milestone.not_needed": _("不需要“%(stage)s”环节"),
    "milestone.needed": _("方案变更后需要“%(stage)s”环节"),
    "milestone.agreed": _("约定了“%(stage)s”环节的完成日期"),
    "works.step_recorded": _("登记了施工进度"),
    "fee.agreed": _("登记了费用"),
    "fee.paid": _("登记了费用缴纳"),
    "fee.dropped": _("删除了未缴纳的费用"),
    "fee.listed": _("出具了费用汇总单（非缴款凭证）"),
    "plan.part_given": _("承办单位提交了接入方案"),
    "plan.presented": _("接入方案已提交申请人确认"),
    "plan.reminded": _("已提醒申请人确认接入方案"),
    "plan.voided": _("方案有变更，原提交的方案作废"),
    "plan.confirmed": _("申请人已确认接入方案"),
    "plan.section_changed": _("路段情况有更正，需要的审批手续已重新核对"),
    "plan.returned": _("申请人退回接入方案"),
    "order.mended": _("申请人已完成整改，等待再次“%(stage)s”"),
    "order.split_off": _("退出联办，“%(stage)s”环节单独办理"),
    "order.rejoined": _("恢复联办，“%(stage)s”环节一并办理"),
    "milestone.paused": _("“%(stage)s”环节暂停计时"),
    "milestone.resumed": _("“%(stage)s”环节恢复计时"),
    "milestone.pause_proved": _("“%(stage)s”环节的暂停补附了照片或文书"),
    "milestone.pause_ended": _("“%(stage)s”环节的暂停已达到上限，自动恢复计时"),
    "milestone.pause_objected": _("申请人对“%(stage)s”环节的暂停提出异议：情况不属实"),
    "milestone.pause_upheld": _("督办人员核查异议，“%(stage)s”环节的暂停成立"),
    "milestone.pause_revoked": _("督办人员撤销“%(stage)s”环节的暂停，这段时间计入时限"),
    "milestone.pause_allowed": _("统筹办公室批准“%(stage)s”环节延长暂停"),
    "milestone.redated": _("工作日历调整，“%(stage)s”环节截止日期重新计算：%(to)s"),
}


@dataclass(frozen=True)
class Line:
    """One line of the history."""

    at: datetime
    sentence: str
    who: str
    about: str = ""
    text: str = ""
    is_internal: bool = False


def sentence(verb, detail):
    """What a verb means to a reader; ``detail`` as it was recorded."""
    stage = detail.get("stage", "")
    facts = {
        "stage": Stage(stage).label if stage else "",
        "to": detail.get("to") or _("暂停期间不设截止日期"),
    }
    said = SENTENCES[verb] % facts
    return _("%s（迟报）") % said if detail.get("is_late") else said


def line(event, labels):
    """``labels``: request keys → 用水."""
    return Line(
        at=event.at,
        sentence=sentence(event.verb, event.detail),
        who=event.actor_name,
        about=labels.get(event.request_id, ""),
        text=event.text,
        is_internal=bool(event.audience),
    )


def lines_for_provider(events, orders, labels):
    """What a provider may read: what befell the case, without its words, and what befell its own orders.

    A request may have been another provider's before or after; only the time of the own order is shown.
    What it connected stays its own: a temporary supply is prolonged and ended afterwards.
    """
    for event in events:
        if event.request_id is None:
            yield Line(at=event.at, sentence=sentence(event.verb, event.detail), who="")
        elif any(_is_in_time_of(order, event) for order in orders):
            yield line(event, labels)


def _is_in_time_of(order, event):
    is_given_up = order.ended_at is not None and order.status != OrderStatus.CONNECTED
    is_over = is_given_up and event.at > order.ended_at
    return order.request_id == event.request_id and order.created_at <= event.at and not is_over
