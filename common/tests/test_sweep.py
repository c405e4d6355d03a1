import pytest

from common.sweeps import sweep


def test_a_row_that_fails_holds_up_no_other_and_is_not_hushed_up():
    done = []

    def act(row):
        if row == 2:
            raise ValueError("two")
        done.append(row)

    with pytest.raises(ExceptionGroup) as failed:
        sweep([1, 2, 3], act)

    assert done == [1, 3]
    assert [str(error) for error in failed.value.exceptions] == ["two"]


def test_a_sweep_without_trouble_is_silent():
    done = []

    sweep([1, 2], done.append)

    assert done == [1, 2]
