"""What the applicant does to a case, or says of it: people.py's acts look for these."""

from .trait import Trait

TRAITS = {
    "sends_plan_back": Trait("申请人退回方案", "plan.returned"),
    "withdraws_case": Trait("申请人中途撤回办件", "application.withdrawn"),
    "withdraws_network": Trait("申请人中途撤回一项", "request.withdrawn"),
    "rates_badly": Trait("差评、整改、回访", "duty.closed"),
}
