import pytest

from works.sketch import draw


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("四纬路（三经路至四纬路 7 号） 180 米", "四纬路（三经路至四纬路 7 号） 180 米"),
        ("路" * 22, "路" * 21 + "…"),
    ],
    ids=["figures take half the room", "too long"],
)
def test_a_title_is_cut_only_where_there_is_no_room(title, shown):
    sketch = draw([(title, 180, [], [])])

    assert sketch.stretches[0].title == shown
