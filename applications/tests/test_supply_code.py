import pytest

from applications.models import ApplicantKind, Status
from applications.services import supply_code
from common.status import Refusal, WrongStatus

from .factories import ApplicationFactory
from .typed_form import CREDIT_CODE

pytestmark = pytest.mark.django_db
VILLAGE = "N2120221MA05A1023R"


def founding(**fields):
    return ApplicationFactory(**{"credit_code": "", "no_code_reason": "新设企业，执照办理中"} | fields)


def test_the_code_is_checked_tidied_kept_and_recorded(clerk):
    application = founding()

    supply_code(application, credit_code=f" {CREDIT_CODE.lower()} ", by=clerk)

    application.refresh_from_db()
    assert application.credit_code == CREDIT_CODE
    assert application.events.get().verb == "application.code_supplied"


def test_a_village_collective_brings_its_code(clerk):
    application = supply_code(founding(), credit_code=VILLAGE, by=clerk)

    assert application.credit_code[:2] == "N2"


def test_a_wrong_check_digit_is_refused(clerk):
    wrong = CREDIT_CODE[:-1] + ("5" if CREDIT_CODE[-1] != "5" else "6")

    with pytest.raises(Refusal):
        supply_code(founding(), credit_code=wrong, by=clerk)


@pytest.mark.parametrize(
    "fields",
    [{"credit_code": CREDIT_CODE}, {"applicant_kind": ApplicantKind.INDIVIDUAL}, {"status": Status.REFUSED}],
    ids=["has one", "a person", "over"],
)
def test_who_lacks_none_brings_none(fields, clerk):
    with pytest.raises(WrongStatus):
        supply_code(founding(**fields), credit_code=CREDIT_CODE, by=clerk)
