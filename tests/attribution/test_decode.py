"""From scores to attributions, with scores made by hand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firsthand.attribution.decode import Chain, drafts, likeliest
from firsthand.attribution.windows import SEP, Window

NO, BS, IS, BQ, IQ, BC, IC = range(7)
FREE = Chain.of(np.zeros((7, 7), np.float32), np.ones(7, np.float32))


def window_of(*paragraphs):
    """A window of one-piece words, ten characters apart."""
    window = Window()
    for number, size in enumerate(paragraphs):
        for _ in range(size):
            at = 10 * len(window.ids)
            window.ids.append(1000)
            window.starts.append(at)
            window.ends.append(at + 5)
            window.first.append(True)
            window.features.append(1)
            window.paragraph.append(number)
        window.ids.append(SEP)
        window.starts.append(-1)
        window.ends.append(-1)
        window.first.append(False)
        window.features.append(0)
        window.paragraph.append(-1)
    return window


def scores_of(window, tags, cue_of=(), source_of=()):
    """Sure scores: `tags` by position, pointers by pairs of positions."""
    size = len(window.ids)
    tag_scores = np.full((size, 7), -8.0, np.float32)
    tag_scores[:, NO] = -1.0
    for at, tag in tags.items():
        tag_scores[at] = -8.0
        tag_scores[at, tag] = -0.1
    cues = np.full((size, size), -8.0, np.float32)
    sources = np.full((size, size), -8.0, np.float32)
    sources[:, 0] = -3.0
    for content, cue in cue_of:
        cues[content, cue] = -0.1
    for cue, source in source_of:
        sources[cue, source] = -0.1
    return tag_scores, cues, sources


def test_source_cue_and_content_are_linked():
    window = window_of(6)
    tags = {1: BS, 2: BQ, 3: BC, 4: IC, 5: IC}
    scores = scores_of(window, tags, [(3, 2), (4, 2), (5, 2)], [(2, 1)])

    (only,) = drafts(window, scores, FREE)

    assert (only.source, only.cue, only.content) == ([1], [2], [[3, 4, 5]])


def test_a_cue_may_stand_between_two_pieces_of_content():
    window = window_of(6)
    tags = {1: BC, 2: IC, 3: BS, 4: BQ, 5: BC, 6: IC}
    pointers = [(at, 4) for at in (1, 2, 5, 6)]

    (only,) = drafts(window, scores_of(window, tags, pointers, [(4, 3)]), FREE)

    assert only.content == [[1, 2], [5, 6]]


def test_a_cue_without_source_is_kept_and_one_without_content_is_not():
    window = window_of(8)
    tags = {1: BQ, 2: BC, 6: BQ}

    (only,) = drafts(window, scores_of(window, tags, [(2, 1)]), FREE)

    assert only.cue == [1]
    assert only.source == []


def test_content_is_not_tied_to_a_cue_of_another_paragraph():
    window = window_of(3, 3)
    tags = {2: BQ, 6: BC, 7: IC}

    assert drafts(window, scores_of(window, tags, [(6, 2), (7, 2)]), FREE) == []


def test_no_span_goes_on_into_the_next_paragraph():
    scores = np.full((4, 7), -5.0, np.float32)
    scores[:, IC] = -0.1
    scores[0, BC] = -0.05
    fresh = np.array([True, False, True, False])

    assert likeliest(scores, FREE.change, fresh)[2] == BC


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_any_scores_give_whole_spans_in_one_paragraph(seed, sizes):
    window = window_of(*sizes)
    size = len(window.ids)
    noise = np.random.default_rng(seed).normal(size=(size, 7 + 2 * size)).astype(np.float32) * 4
    scores = noise[:, :7], noise[:, 7 : 7 + size], noise[:, 7 + size :]

    for draft in drafts(window, scores, FREE):
        assert draft.content
        for span in [draft.cue, *draft.content, *([draft.source] if draft.source else [])]:
            assert span == list(range(span[0], span[-1] + 1))
            assert len({window.paragraph[at] for at in span}) == 1
