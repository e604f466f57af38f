from datetime import UTC, datetime

from firsthand.claim import timeline
from firsthand.types import Story
from tests.claim.scenes import page


def test_days_are_ranges_and_stand_in_order():
    article, said = page(
        "Quill Post",
        "The dam broke on Tuesday. Repairs began in early 2024.",
        published="2026-03-04",
    )
    story = Story(id="story", articles=(article.id,))

    events = timeline(story, [article], said)
    assert [event.kind for event in events] == ["stated", "stated", "published"]
    assert [event.spans[0].exact for event in events[:2]] == ["early 2024", "Tuesday"]
    assert events[1].earliest == datetime(2026, 3, 2, 10, tzinfo=UTC)  # Tuesday, at UTC+14
    assert events[1].latest == datetime(2026, 3, 4, 12, tzinfo=UTC)  # its end, at UTC-12
