"""Who files the permits, told at the counter: the signed mandate, another provider, or the applicant himself."""

from django.utils.translation import gettext_lazy as _

from approvals.services import file_oneself, refile_own
from ningshe_portal.pages import permit_forms as permits
from ningshe_portal.pages.verbs import Verb, plain

COUNTER = "approvals.entrust_permits"

VERBS = {
    "entrustment": Verb(
        title=_("收取签署的审批委托书"),
        hint=_("请打印“文书”中的审批委托书，由申请人签字（盖章）后扫描上传。"),
        button=_("登记签署"),
        permission=COUNTER,
        fits=permits.awaits_signature,
        make_form=plain(permits.SignedForm),
        run=permits.sign,
        done=_("已登记，受托单位将统一申报。"),
    ),
    "way-out": Verb(
        title=_("申请人选定受限道路的处理办法"),
        hint=_(
            "道路在保护期内、由申请人自行申报的，按他的意思登记；改路由、改非开挖的，承办单位随即收到消息。"
        ),
        button=_("登记处理办法"),
        permission=COUNTER,
        fits=permits.may_choose_way,
        make_form=permits.own_way_form,
        run=permits.choose_way,
        done=_("已登记处理办法，承办单位已收到消息。"),
    ),
    "file-permits": Verb(
        title=_("登记申请人已申报的审批手续"),
        button=_("登记申报"),
        permission=COUNTER,
        fits=permits.may_file_own,
        make_form=permits.own_filing_form,
        run=permits.file_own,
        done=_("已登记申报。"),
    ),
    "refile-permits": Verb(
        title=_("申请人重新申报未获批准的审批手续"),
        hint=_("申请人补正后重新申报的，先列为待申报，提交后再登记申报。"),
        button=_("列为待申报"),
        permission=COUNTER,
        fits=permits.may_refile_own,
        run=refile_own,
        done=_("已列为待申报，申请人提交后请登记申报。"),
    ),
    "entrust": Verb(
        title=_("委托专营单位申报，或更换受托单位"),
        hint=_("系统出具新的审批委托书，须由申请人重新签署；原委托书作废。"),
        button=_("出具审批委托书"),
        permission=COUNTER,
        fits=permits.may_entrust,
        make_form=permits.entrust_form,
        run=permits.entrust_to,
        done=_("审批委托书已出具，请打印后由申请人签署。"),
    ),
    "file-oneself": Verb(
        title=_("申请人改为自行申报审批手续"),
        hint=_("按申请人的意思登记；审批委托书随即失效。"),
        button=_("登记自行申报"),
        permission=COUNTER,
        fits=permits.may_take_over,
        run=file_oneself,
        done=_("已登记，由申请人自行申报。"),
    ),
}
