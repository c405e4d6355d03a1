import pytest

from common.entities import entity_kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("91120221MA05R7KD44", "企业"),
        ("N2120221MA05A1023R", "村级集体经济组织"),
        ("n1", "组级集体经济组织"),
        ("Y1", ""),
        ("", ""),
    ],
)
def test_the_first_two_characters_tell_the_kind(code, kind):
    assert entity_kind(code) == kind
