"""Who files the permits: a provider by the applicant's mandate, or he himself, with all that takes."""

from django.utils.translation import gettext_lazy as _

from approvals.services import file_oneself, refile_own
from ningshe_portal.pages import permit_forms as permits
from ningshe_portal.pages.verbs import Verb, plain

VERBS = {
    "entrustment": Verb(
        title=_("确认审批委托"),
        hint=_(
            "审批委托书见本办件的“文书”。确认后由受托单位为您统一申报，不另收费；也可以到窗口签署纸质委托书。"
        ),
        button=_("确认委托"),
        fits=permits.awaits_signature,
        make_form=plain(permits.AgreeForm),
        run=permits.agree,
        done=_("已确认，受托单位将统一申报。"),
        needs_phone=True,
    ),
    "way-out": Verb(
        title=_("选定受限道路的处理办法"),
        hint=_(
            "道路新建 5 年内、大修 3 年内或刚回填的，一般不得开挖，相关手续不能直接申报。"
            "请先选一种办法，申报之前可以改选。改走其他路由、改用非开挖的，由承办单位修改方案后请您确认。"
            "确因特殊情况只能在原处开挖的，选“报区政府批准后申报”并写明理由，选定后即可申报，由审批部门报区政府批准。"
        ),
        button=_("选定"),
        fits=permits.may_choose_way,
        make_form=permits.own_way_form,
        run=permits.choose_way,
        done=_("已登记处理办法，承办单位已收到消息。"),
        needs_phone=True,
    ),
    "file-permits": Verb(
        title=_("登记已申报的审批手续"),
        hint=_("您在政务一网通（或审批部门窗口）提交以后，在这里登记；有受理编号的请一并填写。"),
        button=_("已经申报"),
        fits=permits.may_file_own,
        make_form=permits.own_filing_form,
        run=permits.file_own,
        done=_("已登记，审批进度见“审批手续”。"),
        needs_phone=True,
    ),
    "refile-permits": Verb(
        title=_("重新申报未获批准的审批手续"),
        hint=_(
            "按不予批准的理由补正后重新申报。点“重新申报”后，提交时再登记；需要改走其他路由的，请与承办单位联系。"
        ),
        button=_("重新申报"),
        fits=permits.may_refile_own,
        run=refile_own,
        done=_("已列为待申报，请补正材料后向审批部门申报，再回来登记。"),
        needs_phone=True,
    ),
    "entrust": Verb(
        title=_("委托专营单位申报，或更换受托单位"),
        hint=_("系统出具新的审批委托书，请您随后确认；原委托书作废。由受托单位统一申报，不另收费。"),
        button=_("出具审批委托书"),
        fits=permits.may_entrust,
        make_form=permits.entrust_form,
        run=permits.entrust_to,
        done=_("审批委托书已出具，请阅读后确认。"),
        needs_phone=True,
    ),
    "file-oneself": Verb(
        title=_("改为自行申报审批手续"),
        hint=_(
            "尚未申报、未获批准须重新申报的手续，改由您自己向审批部门申报，审批委托书随即失效。您申报之前的时间不计入办理时限。"
        ),
        button=_("改为自行申报"),
        fits=permits.may_take_over,
        run=file_oneself,
        done=_("已改为自行申报。"),
        needs_phone=True,
    ),
}
