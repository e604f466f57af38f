from firsthand.provenance import pickups
from firsthand.types import Article, LinkKind
from tests.claim.scenes import page


def links(*articles):
    return {(link.left, link.kind) for link in pickups(articles, ())}


def test_words_of_reporting_make_a_pickup():
    text = "The minister resigned, Reuters reported on Monday. She told CNN that she was tired."

    found = links(Article.from_text(text, outlet="Quill Post"))
    assert ("outlet:Reuters", LinkKind.PICKUP) in found
    assert ("outlet:CNN", LinkKind.PICKUP) in found


def test_a_name_alone_is_no_pickup():
    article = Article.from_text("Shares of Reuters rose in Dunmoor.", outlet="Quill Post")

    assert pickups([article], ()) == ()


def test_own_sources_for_what_another_reported_are_a_match():
    text = "Two aides told Quill Post that she left. Reuters first reported the departure."

    found = links(Article.from_text(text, outlet="Quill Post"))
    assert ("outlet:Reuters", LinkKind.MATCH) in found


def test_a_captured_report_is_the_left_side():
    report = Article.from_text(
        "Mayor Ana Ito of Dunmoor resigned on Monday over Harrow Bridge.", outlet="Reuters"
    )
    pickup = Article.from_text(
        "Mayor Ana Ito of Dunmoor resigned over Harrow Bridge, Reuters reported.",
        outlet="Quill Post",
    )

    assert links(report, pickup) == {(report.id, LinkKind.PICKUP)}


def test_an_attributed_outlet_is_a_pickup_and_the_own_outlet_is_none():
    article, said = page(
        "Quill Post",
        "{source:Harrow Tribune} {cue:reported} {content:the dam leaks}. "
        "| name=Harrow_Tribune kind=outlet",
        "{source:Quill Post} {cue:found} {content:no leak}. | name=Quill_Post kind=outlet",
    )

    assert [link.left for link in pickups([article], said)] == ["outlet:Harrow Tribune"]
