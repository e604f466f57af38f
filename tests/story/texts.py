"""Invented news to copy, rewrite and sort: towns, outlets and people that don't exist."""

from __future__ import annotations

from firsthand.types import Article

BRIDGE = (
    "The harbour bridge in Orlin will close for nine weeks after inspectors found cracks in two "
    "of its main girders, the city's works department announced on Tuesday morning.",
    "Traffic will be sent over the old toll road through Castra, which adds some twenty minutes to "
    "the way into the centre, and the night ferry will run every half hour until the repair ends.",
    "“Nobody wants to shut the busiest crossing we have, but I will not gamble with the lives of "
    "forty thousand commuters,” Mayor Ilse Brandvold told reporters outside the town hall.",
    "The cracks were seen by a crew that was painting the northern pier last Friday; a second look "
    "with ultrasound over the weekend showed that the damage goes deeper than the crew thought.",
    "Shopkeepers along the quay said they feared for their summer takings, and a petition asking "
    "for lower rents during the closure had gathered two thousand names by the afternoon.",
    "The repair is to cost 14 million crowns, of which the province pays half, and the department "
    "expects one lane to open again for buses and ambulances by the end of the sixth week.",
    "An inquiry led by the retired engineer Tomas Quillfeather is to report before the winter on "
    "why the last inspection, three years ago, had given the bridge a clean bill of health.",
)
MILL = (
    "A fire destroyed the weaving hall of the Vashti mill in Lower Penmarrow overnight, leaving "
    "three hundred people without work in a valley that has no other large employer.",
    "Crews from five villages fought the flames until dawn and kept them from the dye store, where "
    "a county officer said enough solvent was standing to empty the whole valley of its people.",
    "“We heard the roof go and then there was only wind,” said Oona Tresk, who lives across the "
    "lane and whose windows broke in the heat shortly after two in the morning.",
    "The owners, a family firm in its fourth generation, promised to pay wages through the spring "
    "and said it was too early to say whether the looms could be replaced where they stood.",
    "Investigators are looking at a dryer that had been repaired twice in March, according to a "
    "maintenance log which the union made public before noon.",
)
BUDGET = (
    "Tamsin County's council passed its budget by a single vote after a night of bargaining that "
    "ended with two members of the Orchard party crossing the floor.",
    "The plan keeps the rural bus lines that the treasurer had wanted to cut and pays for them "
    "with a levy on second homes, which rises from two to three per cent in January.",
    "Treasurer Ludo Vane called the levy a mistake that would cost the county more in empty "
    "houses than it brings in taxes, and said he would not stand again.",
    "Farmers had driven forty tractors to the council building to ask for the bus lines to stay, "
    "because their children have no other way to reach the schools of Greater Tamsin.",
)
FOOTER = (
    "The Daily Lantern is an independent newspaper that its readers own. If you think its work is "
    "worth having, please consider a gift: every crown goes into reporting from the valleys."
)


def make(
    paragraphs: tuple[str, ...] | list[str],
    title: str | None = None,
    *,
    outlet: str | None = None,
    published: str | None = None,
) -> Article:
    """Make an article of paragraphs."""
    return Article.from_text(
        "\n\n".join(paragraphs), title=title, outlet=outlet, published=published
    )


def own_words(paragraph: str) -> str:
    """Rewrite a paragraph: every eighth word another one, and the quotation marks gone."""
    words = paragraph.replace("“", "").replace("”", "").split()
    return " ".join(f"re{word}" if place % 8 == 7 else word for place, word in enumerate(words))
