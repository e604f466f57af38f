"""Every verb on a small invented case: what it prints, what --json gives, how it ends."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest

from firsthand.cli.app import VERBS, run
from firsthand.config import Config
from firsthand.store import Store
from tests.cli.reference import PAGE, reference

PAGES = {
    "quay-post.txt": (
        "Quay Post\nHome\nSport\nWeather\n\n"
        "Ferry ran aground at night, harbour master says\n\n"
        "By Tove Lund\n\nFebruary 3, 2026\n\n"
        "The ferry Alma ran aground on Monday night with 42 people aboard, harbour master Ana Ito"
        " said on Tuesday.\n\n"
        '"We saw the lights go out," Ito told the Quay Post. "Then she stopped."\n\n'
        "The ferry company denied that the crew was asleep. Its spokesman, Per Dahl, said the"
        " pilot was at the wheel.\n\n"
        "Copyright Quay Post\n"
    ),
    "bay-times.txt": (
        "Bay Times\nHome\nNews\n\n"
        "Ferry Alma stuck after running aground\n\n"
        "February 3, 2026\n\n"
        "The ferry Alma ran aground on Monday night with 42 people aboard, the Quay Post reported"
        " on Tuesday, citing harbour master Ana Ito.\n\n"
        "The ferry company denied that the crew was asleep.\n\n"
        "Contact us\n"
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two pages and the case made of them."""
    top = tmp_path_factory.mktemp("work")
    (top / "pages").mkdir()
    for name, text in PAGES.items():
        (top / "pages" / name).write_text(text, encoding="utf8")
    assert run(["--case", str(top / "case"), "add", "--json", str(top / "pages")]) == 0
    return top


@pytest.fixture
def call(folder, capsys):
    """Run a verb on the case; give its exit code, its data and its words."""

    def called(*arguments: str, case: Path | None = None) -> tuple[int, str, str]:
        code = run(["--case", str(case or folder / "case"), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_that_reads_like_a_reference(verb, capsys):
    assert run([verb, "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Usage: firsthand")
    assert "--case" in said
    assert len(said.splitlines()) > 8


def test_help_lists_every_verb_and_exit_code(capsys):
    assert run(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"\n  {verb} " in said for verb in VERBS)
    assert "Exit codes" in said


def test_adding_again_adds_nothing(call, folder):
    code, out, err = call("add", str(folder / "pages"))

    assert code == 0
    assert [line.split()[:2] for line in out.splitlines()] == [
        ["held", "bay-times"],
        ["held", "quay-post"],
    ]
    assert "0 added, 2 already held, 0 unreadable" in err


def test_add_reports_each_input_once_as_json(call, folder, tmp_path):
    found = rows(call("add", "--json", str(folder / "pages"), case=tmp_path / "new")[1])

    assert [(row["type"], Path(row["name"]).name, row["held"]) for row in found] == [
        ("outcome", "bay-times.txt", False),
        ("outcome", "quay-post.txt", False),
    ]


def test_a_bad_page_is_a_line_and_the_run_goes_on(call, folder, tmp_path):
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "empty.html").write_bytes(b"")
    (bad / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    (bad / "torn.html.gz").write_bytes(b"\x1f\x8b\x08torn")
    (bad / "deep.html").write_bytes(b"<div>" * 100_000 + b"words")
    code, out, err = call("add", str(bad), str(folder / "pages"), case=tmp_path / "case")

    assert code == 0
    assert out.count("added") >= 2
    for name in ("empty.html", "picture.html", "torn.html"):
        assert any(name in line for line in err.splitlines() if line.startswith("unreadable"))


def test_a_wrong_path_among_right_ones_is_exit_code_two(call, folder, tmp_path):
    code, out, err = call("add", "nowhere.txt", str(folder / "pages"), case=tmp_path / "case")

    assert code == 2
    assert out.count("added") == 2
    assert "nowhere.txt" in err


def test_stories_claims_and_why_lead_to_the_words(call, folder):
    code, out, _ = call("stories")
    assert code == 0
    assert "s1" in out
    listed = call("claims")[1]
    assert "c1" in listed
    assert "origin" in listed
    said = call("why", "c1")[1]
    assert "independent origin" in said

    with Store.open(folder / "case") as store:
        claim = next(iter(store.claims()))
        span = claim.accounts[0].spans[0]
        assert f"[{span.start}, {span.end})" in said
        assert store.article(span.article).capture[:12] in said
        assert all(step.text.split()[0] in said for step in claim.steps)


def test_human_lines_fit_eighty_columns(call):
    for words in (["stories"], ["claims"], ["why", "c1"], ["show", "quay-post", "--zones"]):
        long = [line for line in call(*words)[1].splitlines() if len(line) > 80]
        assert long == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (["stories"], "story"),
        (["claims"], "claim"),
        (["why", "c1"], "claim"),
        (["show", "quay-post", "--zones"], "zone"),
        (["show", "quay-post", "--attributions"], "attribution"),
        (["show", "quay-post"], "capture"),
        (["search", "ferry"], "hit"),
        (["compare", "quay-post", "bay-times"], "comparison"),
    ],
)
def test_json_gives_one_record_a_line(call, words, kind):
    code, out, _ = call(*words, "--json")

    assert code == 0
    assert rows(out)[0]["type"] == kind


def test_zones_cover_the_whole_page(call):
    found = rows(call("show", "quay-post", "--zones", "--json")[1])

    assert "".join(row["exact"] for row in found) == PAGES["quay-post.txt"]


def test_raw_gives_the_bytes_unchanged(folder, capfdbinary):
    assert run(["--case", str(folder / "case"), "show", "quay-post", "--raw"]) == 0
    assert capfdbinary.readouterr().out == PAGES["quay-post.txt"].encode("utf8")


def test_a_review_is_signed_shown_and_kept(call, folder, tmp_path):
    case = tmp_path / "case"
    call("add", str(folder / "pages"), case=case)
    code, out, _ = call("review", "c1", "amend", "--note", "Say ‘stuck’", "--by", "Ana", case=case)
    assert code == 0
    assert "amended by Ana" in out
    call("add", "--again", str(folder / "pages"), case=case)

    assert "amended by Ana" in call("claims", case=case)[1]
    assert "What people decided" in call("why", "c1", case=case)[1]
    assert (
        rows(call("why", "c1", "--json", case=case)[1])[0]["decisions"][0]["note"] == "Say ‘stuck’"
    )


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (["why", "c999"], 3, "no claim goes by this name"),
        (["show", "nobody"], 3, "goes by this name"),
        (["search", "((("], 2, "nothing to look for"),
        (["search", "--act", "sings"], 2, "sings"),
        (["add", "https://quay.example/"], 2, "can't be fetched yet"),
        (["add", "no-such-file"], 2, "no such file"),
        (["export", "--format", "stone"], 2, "stone"),
        (["review", "c1", "accept", "--by", " "], 2, "--by"),
        (["review", "c1", "amend", "--by", "Ana"], 2, "--note"),
        (["sing"], 2, "sing"),
    ],
)
def test_errors_end_in_one_line_and_their_own_exit_code(
    call, tmp_path, monkeypatch, words, code, part
):
    monkeypatch.chdir(tmp_path)
    ended, _, err = call(*words)

    assert ended == code
    assert part in err
    assert "Traceback" not in err


def test_a_missing_or_locked_case_is_exit_code_four(call, folder, tmp_path):
    assert call("claims", case=tmp_path / "none")[0] == 4
    with Store.open(folder / "case", write=True):
        code, _, err = call("add", str(folder / "pages"))
    assert code == 4
    assert "another process is writing" in err


def test_a_damaged_case_is_exit_code_four(call, folder, tmp_path):
    case = tmp_path / "case"
    call("add", str(folder / "pages"), case=case)
    (case / "captures" / "000001.warc.gz").write_bytes(b"")
    code, _, err = call("claims", case=case)

    assert code == 4
    assert "capture" in err


def test_export_writes_files(call, tmp_path):
    code, out, _ = call("export", "--format", "jsonl", "-o", str(tmp_path / "out"))

    assert code == 0
    assert Path(out.split()[0]).is_file()


def test_the_environment_names_the_case(folder, capsys, monkeypatch):
    monkeypatch.setenv("FIRSTHAND_CASE", str(folder / "case"))
    assert run(["stories", "--json"]) == 0
    assert capsys.readouterr().out


def test_a_page_can_not_steer_the_terminal(call, tmp_path):
    text = "Tide\n\nThe tide \x1b[2Jwas late, Ana Ito said on Monday to the board of the port.\n"
    (tmp_path / "evil.txt").write_text(text, encoding="utf8")
    call("add", str(tmp_path / "evil.txt"), case=tmp_path / "case")
    for words in (["show", "evil", "--zones"], ["show", "evil"], ["claims"], ["stories"]):
        assert "\x1b" not in call(*words, case=tmp_path / "case")[1]


def test_answers_do_not_depend_on_the_order_of_adding(call, folder, tmp_path):
    names = sorted(PAGES)
    found = []
    for order in (names, names[::-1]):
        case = tmp_path / order[0]
        for name in order:
            call("add", str(folder / "pages" / name), case=case)
        with Store.open(case) as store:
            found.append(sorted((item.text, item.origins, item.status) for item in store.claims()))
    assert found[0] == found[1]


def test_the_database_is_left_in_one_file(folder):
    left = sorted(path.name for path in (folder / "case").iterdir() if path.is_file())

    assert left == ["case.sqlite", "lock"]
    data = sqlite3.connect(folder / "case" / "case.sqlite")
    assert data.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    data.close()


def test_the_reference_page_is_the_help():
    assert PAGE.read_text(encoding="utf8") == reference(), "python -m tests.cli.reference writes it"


@pytest.mark.parametrize("field", [field.name for field in msgspec.structs.fields(Config)])
def test_every_setting_is_in_the_reference(field):
    page = PAGE.read_text(encoding="utf8")

    assert f"`{field}`" in page
    assert f"FIRSTHAND_{field.upper()}" in page


def test_the_demo_runs_and_leads_on(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["demo"]) == 0
    said = capsys.readouterr().out

    assert (tmp_path / "demo-case" / "case.sqlite").is_file()
    assert "What most pages tell" in said
    assert "Why the first has that count" in said
    assert "How it was counted" in said
    assert run(["demo", "--json"]) == 0
    assert {row["type"] for row in rows(capsys.readouterr().out)} == {"outcome", "claim"}
