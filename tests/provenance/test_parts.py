import networkx
from hypothesis import given
from hypothesis import strategies as st

from firsthand.provenance.bottlenecks import bottlenecks
from firsthand.provenance.unnamed import could_be_one, descriptor

ways = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdefz")), max_size=14)


@given(ways)
def test_bottlenecks_are_dominators(pairs):
    graph = networkx.DiGraph([("start", "a"), ("start", "b"), *pairs, ("z", "end")])
    reached = networkx.descendants(graph, "start")

    found = bottlenecks(pairs, {"a", "b"}, {"z"})
    if "z" not in reached:
        assert found == ()
    else:
        parents = networkx.immediate_dominators(graph, "start")
        line, at = [], parents["z"]
        while at != "start":
            line.append(at)
            at = parents[at]
        assert found == tuple(sorted(line))


def test_a_description_is_a_head_and_what_tells_it_apart():
    assert descriptor("a senior ministry official familiar with the matter").head == "official"
    assert descriptor("a senior ministry official").marks == {"ministry"}
    assert descriptor("people close to the talks").head == "person"
    assert descriptor("a second source").apart
    assert descriptor("one of the two ministry officials") == descriptor("a ministry official")
    assert descriptor("another of the aides").apart


def test_two_descriptions_can_be_one_unless_they_say_otherwise():
    assert could_be_one("the aide", "an unidentified campaign aide")
    assert could_be_one("an official", "two people briefed on it")
    assert not could_be_one("a ministry official", "a port official")


@given(st.text())
def test_any_words_are_a_description(words):
    assert descriptor(words).head
