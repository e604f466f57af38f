"""A case on disk: what is put comes back, once, pinned to its words, or not at all."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.errors import InputError, NotFound, SpanError, StoreError
from firsthand.store import Store, database
from firsthand.types import RECORDS_VERSION, Reader, Unreadable, Zone, ZoneKind
from tests.store import made

texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1, max_size=80
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with two copies of one page, one story and one claim."""
    folder = tmp_path / "case"
    with Store.open(folder, write=True) as store:
        fill(store)
    return folder


def fill(store: Store) -> None:
    first = made.capture()
    second = made.capture(made.TEXT + "Terms", name="copy/ferry.txt", folder="copy")
    pages = [made.article(first), made.article(second, outlet="Bay Times")]
    said = [made.attribution(page) for page in pages]
    for source, page, item in zip((first, second), pages, said, strict=True):
        store.put(source, page, [item], made.AT)
    story = made.story(*pages)
    store.put_links([made.link(*pages)])
    store.put_stories([story])
    claims = [made.claim(story, said, 0, most=3), made.claim(story, said, 1)]
    store.put_account(story, claims, [made.event(story, pages[0])], "inputs")
    store.finish("test")


def everything(store: Store) -> list[object]:
    return [
        *store.captures(),
        *store.articles(),
        *store.attributions(),
        *store.links(),
        *store.stories(),
        *store.claims(),
        *store.timeline(),
        *store.unreadable(),
        store.counts(),
    ]


def test_what_is_put_comes_back(case):
    with Store.open(case) as store:
        reader: Reader = store
        page = next(iter(reader.articles()))

        assert page == made.article(made.capture())
        assert list(reader.attributions(article=page.id)) == [made.attribution(page)]
        assert reader.capture_bytes(page.capture) == made.capture().body
        assert reader.counts().articles == 2
        assert [item.text for item in reader.timeline()] == ["Ferry"]
        assert len(list(reader.links(article=page.id))) == 1
        story = reader.stories()[0]
        assert len(list(reader.attributions(story=story.id))) == 2
        assert reader.story(story.id) == story


def test_putting_twice_is_putting_once(case):
    with Store.open(case, write=True) as store:
        before = everything(store)
        fill(store)

        assert everything(store) == before


@settings(max_examples=20)
@given(texts=st.lists(texts.filter(str.strip), min_size=1, max_size=5))
def test_any_text_comes_back_from_its_bytes_however_often_it_is_put(texts, tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("case"), write=True) as store:
        for text in [*texts, *texts]:
            source = made.capture(text)
            zone = Zone(kind=ZoneKind.PARAGRAPH, start=0, end=len(text))
            page = msgspec.structs.replace(made.article(source), zones=(zone,))
            store.put(source, page, [], made.AT)

        assert store.counts().captures == len(set(texts))
        assert {store.capture_bytes(held.id) for held in store.captures()} == {
            text.encode("utf8") for text in texts
        }
        assert {page.text for page in store.articles()} == set(texts)


def test_the_same_bytes_in_two_places_are_held_once_and_both_places_kept(case):
    with Store.open(case, write=True) as store:
        source = made.capture(name="march/other.txt", folder="march")
        store.sight(source)
        held = store.capture(source.id)

        assert held.names == ("news/ferry.txt", "march/other.txt")
        assert held.folders == ("march",)
        assert store.counts().captures == 2


def test_a_span_with_other_words_is_refused_when_written(tmp_path):
    source = made.capture()
    page = made.article(source)
    good = made.attribution(page)
    moved = msgspec.structs.replace(good.content[0], start=1, end=1 + len(good.content[0].exact))
    with Store.open(tmp_path, write=True) as store:
        with pytest.raises(SpanError, match="should read"):
            store.put(source, page, [msgspec.structs.replace(good, content=(moved,))], made.AT)

        assert store.counts().captures == 0


def test_an_article_that_does_not_fit_its_bytes_is_refused(tmp_path):
    source = made.capture()
    page = msgspec.structs.replace(made.article(source), text=made.TEXT.replace("ferry", "coach"))
    with (
        Store.open(tmp_path, write=True) as store,
        pytest.raises(SpanError, match="no longer read"),
    ):
        store.put(source, page, [], made.AT)


def test_half_a_character_is_refused_and_not_a_fault(tmp_path):
    source = made.capture()
    page = msgspec.structs.replace(made.article(source), title="half \ud800")
    with Store.open(tmp_path, write=True) as store:
        with pytest.raises(SpanError, match="half a character"):
            store.put(source, page, [], made.AT)
        assert store.counts().captures == 0


def test_a_missing_capture_file_is_named(case):
    (case / "captures" / "000001.warc.gz").unlink()
    with Store.open(case) as store:
        with pytest.raises(StoreError, match=made.capture().id[:12]):
            store.capture_bytes(made.capture().id)
        with pytest.raises(StoreError, match="missing"):
            list(store.claims())


def test_a_changed_capture_gives_an_error_and_never_a_moved_span(case):
    path = case / "captures" / "000001.warc.gz"
    data = bytearray(path.read_bytes())
    data[len(data) // 4] ^= 0xFF
    path.write_bytes(bytes(data))
    with Store.open(case) as store, pytest.raises(StoreError, match=r"damaged|changed"):
        list(store.articles())


def test_a_capture_repacked_with_other_words_is_noticed(case):
    with Store.open(case) as store:
        held = next(iter(store.captures()))
    path = case / "captures" / held.segment
    record = gzip.decompress(path.read_bytes()[: held.length]).replace(b"aground", b"ashores")
    member = gzip.compress(record)
    rest = path.read_bytes()[held.length :]
    path.write_bytes(member[: held.length].ljust(held.length, b"\0") + rest)
    with Store.open(case) as store, pytest.raises(StoreError):
        store.capture_bytes(held.id)


@pytest.mark.parametrize("table", ["attributions", "claims", "articles"])
def test_words_changed_in_the_database_are_noticed(case, table):
    with sqlite3.connect(case / "case.sqlite") as data:
        data.execute(f"UPDATE {table} SET record = replace(record, 'aground', 'ashores')")
    data.close()
    with Store.open(case) as store, pytest.raises(StoreError):
        list(getattr(store, table)())


def test_captures_and_decisions_can_not_be_changed_or_dropped(case):
    data = sqlite3.connect(case / "case.sqlite")
    for sql in ("DELETE FROM captures", "UPDATE captures SET size = 1"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            data.execute(sql)
    data.close()


def test_one_process_writes_and_others_read(case):
    with Store.open(case, write=True), Store.open(case) as reader:
        with pytest.raises(StoreError, match="another process is writing"):
            Store.open(case, write=True)
        assert reader.counts().articles == 2
    Store.open(case, write=True).close()


def test_a_reader_can_not_write(case):
    with Store.open(case) as store, pytest.raises(StoreError, match="open for reading"):
        store.put_links([])


def test_a_case_that_is_not_there_is_said(tmp_path):
    with pytest.raises(StoreError, match="no case here"):
        Store.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="this is a file"):
        Store.open(tmp_path / "file", write=True)


@pytest.mark.parametrize(("version", "words"), [(0, "older"), (99, "newer")])
def test_another_schema_is_refused(case, version, words):
    data = sqlite3.connect(case / "case.sqlite")
    data.execute(f"PRAGMA user_version = {version}")
    data.close()
    with pytest.raises(StoreError, match=words):
        Store.open(case)
    if version == 99:
        with pytest.raises(StoreError, match=words):
            Store.open(case, write=True)


@pytest.mark.parametrize("version", [RECORDS_VERSION - 1, RECORDS_VERSION + 1])
def test_records_of_another_shape_are_refused(case, version):
    with sqlite3.connect(case / "case.sqlite") as data:
        data.execute("UPDATE facts SET value = ? WHERE key = 'records'", (str(version),))
    data.close()
    with pytest.raises(StoreError, match="version"):
        Store.open(case)


def test_a_case_that_is_refused_is_closed_again(tmp_path, monkeypatch):
    opened = []
    connect = sqlite3.connect

    def watched(*args, **kwargs):
        opened.append(connect(*args, **kwargs))
        return opened[-1]

    (tmp_path / database.FILE_NAME).write_bytes(b"this is no database" * 100)
    monkeypatch.setattr(sqlite3, "connect", watched)
    with pytest.raises(StoreError):
        database.connect(tmp_path, write=False)

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / database.FILE_NAME).write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError, match="can't be read"):
        Store.open(tmp_path)


def test_a_second_reading_takes_the_place_of_the_first(case):
    source = made.capture()
    newer = made.article(source, reader="made/2")
    with Store.open(case, write=True) as store:
        name = store.name(made.article(source).id)
        store.put(source, newer, [made.attribution(newer)], made.AT)

        assert store.holds(source.id) == newer.id
        assert store.name(newer.id) == name
        assert store.counts().articles == 2
        assert len(list(store.attributions())) == 2
        assert store.article(made.article(source).id).reader == "made/1"


def test_names_are_short_and_lead_back(case):
    with Store.open(case) as store:
        pages = list(store.articles())
        names = [store.name(page.id) for page in pages]
        claims = list(store.claims())

        assert names[0] == "ferry"
        assert names[1] == f"ferry-{pages[1].capture[:4]}"
        assert store.resolve("ferry") == ("article", pages[0].id)
        assert store.resolve(pages[0].capture[:10]) == ("capture", pages[0].capture)
        assert store.resolve("C1", kinds=("claim",)) == ("claim", claims[0].id)
        assert [store.name(item.id) for item in claims] == ["c1", "c2"]
        assert claims[0].origins.most == 1, "the weakest comes first"
        assert store.resolve("s1")[0] == "story"
        with pytest.raises(NotFound):
            store.resolve("c9")
        with pytest.raises(NotFound):
            store.resolve("' OR 1=1 --")


def test_a_name_that_could_be_several_asks_for_more(case):
    with Store.open(case, write=True) as store:
        for word in ("ridge", "ride"):
            source = made.capture(f"{word}\n\nText Menu", name=f"{word}.txt")
            store.put(source, made.article(source), [], made.AT)
        with pytest.raises(InputError, match="could be"):
            store.resolve("rid")


def test_claims_of_a_story_that_is_gone_go_with_it(case):
    with Store.open(case, write=True) as store:
        store.put_stories([])
        store.finish("test")

        assert store.counts().claims == 0
        assert store.search("aground", facets={"kind": "claim"}) == ()


def test_an_unreadable_input_is_kept_until_it_is_read(case):
    source = made.capture("other\n\nMenu", name="late.txt")
    entry = Unreadable(name="late.txt", error="is empty", capture=source.id, at=made.AT)
    with Store.open(case, write=True) as store:
        store.put_unreadable(entry, stopped=True)
        store.put_unreadable(entry, stopped=True)

        assert store.unreadable() == (entry,)
        assert store.stopped(source.id) == "is empty"
        store.put(source, made.article(source), [], made.AT)
        assert store.unreadable() == ()


def test_a_case_can_be_read_where_nothing_can_be_written(case):
    for path in (case, *case.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with Store.open(case) as store:
            assert store.counts().articles == 2
    finally:
        for path in (case, *case.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_case_on_a_medium_without_side_files_is_read(case, monkeypatch):
    monkeypatch.setattr(database, "_can_share", lambda folder: False)
    with Store.open(case) as store:
        assert store.counts().articles == 2


def test_a_unit_that_fails_leaves_nothing(case):
    def halfway(store: Store) -> None:
        with store.unit():
            store.sight(made.capture(name="elsewhere.txt"))
            raise KeyboardInterrupt

    with Store.open(case, write=True) as store:
        with pytest.raises(KeyboardInterrupt):
            halfway(store)
        assert store.capture(made.capture().id).names == ("news/ferry.txt",)
