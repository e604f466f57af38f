"""Processes that may die or hang: the item is named, the rest goes on, in order."""

from __future__ import annotations

import os
import signal
import time

import pytest

from firsthand.errors import ModelError
from firsthand.workers import Stopped, alone, spread


def maker():
    return work


def work(item: int) -> int:
    if item == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    if item == 5:
        time.sleep(60)
    if item == 6:
        raise RecursionError("too deep")
    return item * 10


def broken_maker():
    raise ModelError("the model is damaged", where="zones", fix="install it again")


def test_one_that_dies_hangs_or_fails_is_named_and_the_rest_goes_on():
    found = list(spread(maker, range(9), workers=2, timeout_s=1.0))
    stopped = {item: answer for item, answer in found if isinstance(answer, Stopped)}

    assert [item for item, _ in found] == list(range(9))
    assert [answer for item, answer in found if item not in stopped] == [0, 10, 20, 40, 70, 80]
    assert set(stopped) == {3, 5, 6}
    assert "SIGKILL" in stopped[3].reason
    assert "more than 1 s" in stopped[5].reason
    assert stopped[6] == Stopped("reading failed: RecursionError: too deep", hard=False)
    assert stopped[3].hard
    assert stopped[5].hard


def test_a_model_that_is_missing_is_raised():
    with pytest.raises(ModelError, match="zones: the model is damaged"):
        list(spread(broken_maker, range(3), workers=2, timeout_s=5.0))


def test_in_one_process_a_failing_item_is_named():
    assert list(alone(work, [1, 6])) == [
        (1, 10),
        (6, Stopped("reading failed: RecursionError: too deep", hard=False)),
    ]
