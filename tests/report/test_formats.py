"""Every export format is read back by a reader that we did not write."""

from __future__ import annotations

import csv
import json
import zipfile
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import jsonschema
import networkx
import pytest
from citeproc.source.json import CiteProcJSON
from prov.model import ProvDocument
from selectolax.lexbor import LexborHTMLParser
from warcio.archiveiterator import ArchiveIterator

from firsthand.report import FORMATS, export, tables
from firsthand.report.wacz import surt
from firsthand.types import Span
from tests.report import schemas
from tests.report.cases import ATTRIBUTIONS, BRAKES, CASE, LINKS, reader

needs_arrow = pytest.mark.skipif(find_spec("pyarrow") is None, reason="the extra tables is absent")


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    formats = [name for name in FORMATS if name != "parquet"]
    return {path.name: path for path in export(reader(), formats, tmp_path_factory.mktemp("out"))}


def load(path: Path):
    return json.loads(path.read_text(encoding="utf8"))


# ---------------------------------------------------------------- tables


def test_csv_reads_back_row_by_row(files):
    for table, columns in tables.COLUMNS.items():
        with files[f"{table}.csv"].open(encoding="utf8", newline="") as lines:
            found = csv.DictReader(lines, strict=True)
            rows = list(found)

        assert list(found.fieldnames or ()) == list(columns)
        assert rows
    claims = {row["id"]: row for row in rows_of(files["claims.csv"])}
    assert claims[BRAKES.id]["origins_most"] == "1"
    assert claims[BRAKES.id]["pages"] == "3"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_span_row_is_pinned(files):
    texts = {article.id: article.text for article in CASE.articles}
    for row in rows_of(files["spans.csv"]):
        assert texts[row["article"]][int(row["start"]) : int(row["end"])] == row["exact"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_no_cell_is_a_formula(cell):
    [data] = tables.csv_bytes("accounts", [{"claim": cell, "article": "", "words": ""}])

    assert data.decode().splitlines()[1].lstrip('"').startswith("'")


@needs_arrow
def test_parquet_is_read_by_pyarrow_with_types(tmp_path):
    import pyarrow.parquet as parquet

    paths = export(reader(), ["parquet"], tmp_path)
    found = {path.stem: parquet.read_table(path) for path in paths}

    assert set(found) == set(tables.COLUMNS)
    assert found["attributions"].num_rows == len(ATTRIBUTIONS)
    assert str(found["articles"].schema.field("published_earliest").type) == "timestamp[us, tz=UTC]"
    assert found["claims"].column("origins_least").to_pylist() == [1, 1]
    assert found["spans"].column("exact").null_count == 0


# ---------------------------------------------------------------- linked data


def test_prov_json_is_read_by_prov(files):
    document = ProvDocument.deserialize(str(files["prov.json"]), format="json")
    kinds = {str(record.get_type()) for record in document.get_records()}

    assert kinds == {
        "prov:Entity",
        "prov:Agent",
        "prov:Derivation",
        "prov:Attribution",
        "prov:Specialization",
    }
    labels = {
        str(label)
        for record in document.get_records()
        for label in record.get_attribute("prov:label")
    }
    assert {"at an inspector", BRAKES.text} <= labels


def test_prov_n_says_what_prov_makes_of_the_json(files):
    document = ProvDocument.deserialize(str(files["prov.json"]), format="json")
    theirs = {normal(line) for line in document.get_provn().splitlines()}
    ours = {normal(line) for line in files["prov.provn"].read_text(encoding="utf8").splitlines()}

    assert {line for line in ours if line} == {line for line in theirs if line}


def normal(line: str) -> str:
    """Attribute order and spaces mean nothing in PROV-N."""
    head, bracket, rest = line.strip().partition("[")
    if not bracket:
        return head.replace(", -, -, -", "")
    head = head.replace(", -, -, -", "")
    return head + "|".join(sorted(rest.rstrip("])").split(", ")))


def test_annotations_fit_the_model_and_find_their_words(files):
    page = load(files["annotations.jsonld"])
    texts = {f"urn:sha256:{article.capture}": article.text for article in CASE.articles}

    jsonschema.Draft202012Validator(schemas.ANNOTATION_PAGE).validate(page)
    for item in page["items"]:
        text = texts[item["target"]["source"]["id"]]
        words, place = item["target"]["selector"]
        assert text[place["start"] : place["end"]] == words["exact"]
        assert words["prefix"] + words["exact"] + words["suffix"] in text
    assert len({item["id"] for item in page["items"]}) == len(page["items"])


def test_claims_are_schema_org_without_a_rating(files):
    document = load(files["claims.jsonld"])
    text = files["claims.jsonld"].read_text(encoding="utf8")

    jsonschema.Draft202012Validator(schemas.CLAIM_GRAPH).validate(document)
    assert "ating" not in text.replace("operating", "")
    assert "ClaimReview" not in text


def test_references_are_csl_and_citeproc_reads_them(files):
    items = load(files["references.json"])

    jsonschema.Draft202012Validator(schemas.CSL).validate(items)
    read = CiteProcJSON(items)
    assert {str(reference.title) for reference in read.values()} == {a.title for a in CASE.articles}
    assert items[0]["issued"] == {"date-parts": [[2026, 5, 30]]}
    assert items[0]["note"] == f"Capture sha256:{CASE.articles[0].capture}"


# ---------------------------------------------------------------- graphs


@pytest.mark.parametrize("name", ["case.graphml", "case.gexf"])
def test_graphs_are_read_by_networkx(files, name):
    read = networkx.read_graphml if name.endswith("graphml") else networkx.read_gexf
    found = read(files[name])
    kinds = networkx.get_node_attributes(found, "kind")

    assert found.is_directed()
    assert sorted(kinds.values()).count("article") == 3
    assert {data["claim"] for _, _, data in found.edges(data=True)} == {
        claim.id for claim in CASE.claims
    }
    copy = [data for _, _, data in found.edges(data=True) if data["kind"] == "copy"]
    assert copy[0]["words"] == LINKS[0].evidence[0].exact


# ---------------------------------------------------------------- web archive


def test_wacz_opens_as_zip_and_its_sums_hold(files):
    with zipfile.ZipFile(files["case.wacz"]) as pack:
        assert pack.testzip() is None
        assert {info.compress_type for info in pack.infolist()} == {zipfile.ZIP_STORED}
        package = json.loads(pack.read("datapackage.json"))
        sealed = json.loads(pack.read("datapackage-digest.json"))
        held = {item["path"]: pack.read(item["path"]) for item in package["resources"]}

        assert sealed["hash"] == f"sha256:{sha256(pack.read('datapackage.json')).hexdigest()}"
    for item in package["resources"]:
        assert item["hash"] == f"sha256:{sha256(held[item['path']]).hexdigest()}"
        assert item["bytes"] == len(held[item["path"]])
    assert "annotations/annotations.jsonld" in held


def test_the_archive_inside_is_read_by_warcio_and_found_by_its_index(files, tmp_path):
    with zipfile.ZipFile(files["case.wacz"]) as pack:
        data = pack.read("archive/data.warc.gz")
        index = pack.read("indexes/index.cdx").decode().splitlines()
    path = tmp_path / "data.warc.gz"
    path.write_bytes(data)
    bodies = {}
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests=True):
            if record.rec_type == "resource":
                bodies[record.rec_headers.get_header("WARC-Target-URI")] = (
                    record.content_stream().read()
                )

    assert {sha256(body).hexdigest() for body in bodies.values()} == {
        article.capture for article in CASE.articles
    }
    assert index == sorted(index)
    for line in index:
        fields = json.loads(line.split(" ", 2)[2])
        part = tmp_path / "part.warc.gz"
        start = int(fields["offset"])
        part.write_bytes(data[start : start + int(fields["length"])])
        with part.open("rb") as stream:
            [record] = list(ArchiveIterator(stream))
            assert record.rec_headers.get_header("WARC-Target-URI") == fields["url"]


def test_addresses_sort_as_archives_do():
    assert surt("https://www.news.example/a/B?x=1") == "example,news)/a/b?x=1"
    assert surt("urn:sha256:ab") == "urn:sha256:ab"


# ---------------------------------------------------------------- the HTML file


def test_the_html_file_leads_to_every_word_and_runs_nothing(files):
    tree = LexborHTMLParser(files["dossier.html"].read_text(encoding="utf8"))
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    wanted = [str(node.attributes["href"]) for node in tree.css("a[href]")]

    assert len(ids) == len(set(ids))
    assert {href[1:] for href in wanted if href.startswith("#")} <= {*ids}
    assert [href for href in wanted if not href.startswith("#")] == []
    assert tree.css("script, iframe, img, link, form") == []
    assert BRAKES.text in tree.text()


def test_a_span_row_is_a_span():
    item, role, span = next(tables.pinned(reader()))

    assert isinstance(span, Span)
    assert (item, role) == (ATTRIBUTIONS[0].id, "content")
