"""Coverage that is named and not captured (R12); answers that pass nothing on."""

from msgspec.structs import replace

from firsthand.claim import propositions
from firsthand.provenance import trace
from firsthand.types import Hop, SourceKind, Story
from tests.claim.scenes import claims, page, the_claim

TOLD = (
    "{content:The governor met the smugglers nine times}, {cue:according to} {source:a new book}. "
    "| name=The_Lantern_Book kind=document"
)
ALSO = "The Washington Post, where its author once worked, and CNN also reported on the book."


def test_coverage_of_the_document_is_listed_and_adds_nothing():
    bare = the_claim(claims([page("Harrow Tribune", TOLD)]), "nine times")
    claim = the_claim(claims([page("Harrow Tribune", TOLD, ALSO)]), "nine times")

    assert claim.uncaptured == ("CNN", "The Washington Post")
    assert claim.origins == bare.origins
    (step,) = [step for step in claim.steps if step.rule == "R12"]
    assert step.text.startswith("Harrow Tribune says that CNN and The Washington Post reported")
    assert step.spans[0].exact.endswith("CNN also reported")


def test_it_stands_beside_what_the_document_says_as_well():
    found = claims([page("Harrow Tribune", TOLD, ALSO), page("Quill Post", TOLD)])

    (about,) = [claim for claim in found if claim.about]
    assert about.uncaptured == ("CNN", "The Washington Post")
    assert about.origins.names == ("Harrow Tribune", "Quill Post")


def test_coverage_of_something_else_is_not_listed():
    other = "CNN also reported on the weather in Dunmoor."
    claim = the_claim(claims([page("Harrow Tribune", TOLD, other)]), "nine times")

    assert claim.uncaptured == ()


def test_whoever_was_told_something_did_not_report_it():
    other = "Bo Lund told CNN about the book, which the smugglers also reported to the police."
    claim = the_claim(claims([page("Harrow Tribune", TOLD, other)]), "nine times")

    assert "CNN" not in claim.uncaptured


def test_captured_coverage_is_not_listed():
    twin = page("CNN", "{content:A new library opens in Dunmoor}, {source:Bo Lund} {cue:said}. "
                "| name=Bo_Lund kind=person")  # fmt: skip
    claim = the_claim(claims([page("Harrow Tribune", TOLD, ALSO), twin]), "nine times")

    assert claim.uncaptured == ("The Washington Post",)


def test_whoever_denies_a_report_passes_nothing_on():
    article, (told, denial, inner) = page(
        "Harrow Tribune",
        TOLD,
        "{source:Tarnish Port} {cue:denied} {content:the book's account that the governor met the "
        "smugglers nine times}. | name=Tarnish_Port kind=organisation act=denies",
        "{source:The book} {cue:says} {content:the governor met the smugglers nine times}. "
        "| name=The_Lantern_Book kind=document",
    )
    through = Hop(name="Tarnish Port", kind=SourceKind.ORGANISATION)
    said = (told, denial, replace(inner, parent=denial.id, hops=(through,)))
    story = Story(id="story", articles=(article.id,))

    found = trace(propositions(story, [article], said, ()), [article], said, ())
    names = {name for claim in found for chain in claim.chains for name in chain.names}
    assert "Tarnish Port" not in names


def test_words_heard_second_hand_come_through_the_document_the_page_reads():
    quote = "{content:“Nobody may hear of the missing boats in the harbour,”}"
    book = "hops=The_Lantern_Book:document>Harrow_Tribune:outlet"
    first = page("Quill Post", f"{quote} {{source:Ito}} {{cue:said}}, according to the book. "
                 f"| name=Ana_Ito kind=person {book}")  # fmt: skip
    told = "{content:The governor met smugglers}, {cue:according to} {source:a book}. "
    second = page(
        "Harrow Tribune",
        told + "| name=The_Lantern_Book kind=document hops=Harrow_Tribune:outlet",
        f"{quote} {{source:Ito}} {{cue:reportedly told}} him. | name=Ana_Ito kind=person hedged=1",
    )

    claim = the_claim(claims([first, second]), "Nobody may hear")
    assert claim.origins.most == 1
    assert "The Lantern Book" in claim.bottlenecks
