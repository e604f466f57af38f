from hypothesis import given
from hypothesis import strategies as st

from firsthand.claim.group import joined, nearest


def test_a_chain_of_near_pairs_is_not_one_group():
    near = {(0, 1): 0.5, (1, 2): 0.35, (2, 3): 0.5}

    assert joined(4, near, 0.3) == [(0, 1), (2, 3)]


def test_far_pairs_stay_apart():
    assert joined(3, {(0, 1): 0.2}, 0.3) == [(0,), (1,), (2,)]


pairs = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(0.01, 1.2),
)


@given(pairs)
def test_every_index_is_in_one_group(near):
    groups = joined(8, near, 0.3)

    assert sorted(index for group in groups for index in group) == list(range(8))


def test_what_is_near_on_average_comes_near_a_group_and_may_come_near_two():
    likely = {(0, 1): 0.9, (2, 3): 0.9, (0, 4): 0.5, (1, 4): 0.3, (2, 4): 0.4, (3, 4): 0.4}

    assert nearest([(0, 1), (2, 3), (4,)], likely, 0.4) == [(4,), (4,), (0, 2, 3)]


def test_nothing_is_near_its_own_group():
    assert nearest([(0, 1)], {(0, 1): 0.9}, 0.1) == [()]


@given(pairs)
def test_what_is_near_a_group_is_never_in_it(near):
    groups = joined(8, near, 0.3)

    for members, around in zip(groups, nearest(groups, near, 0.2), strict=True):
        assert not set(members) & set(around)
