"""House rules: sizes, docstrings, sorted names, and that what exists is in the docs."""

from __future__ import annotations

import ast
import pathlib
import pickle
import re
from collections.abc import Iterator

import pytest

import firsthand
from firsthand import errors, types

ROOT = pathlib.Path(__file__).parent.parent
SOURCE = sorted((ROOT / "src" / "firsthand").rglob("*.py"))
FILE_LIMIT, FUNCTION_LIMIT, PARAMETER_LIMIT = 500, 60, 6
BANNED_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py"}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def relative(path: pathlib.Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCE, ids=relative)
def test_a_file_keeps_to_the_size_budget(path):
    text = path.read_text(encoding="utf8")
    too_long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in functions(ast.parse(text))
        if node.end_lineno is not None and node.end_lineno - node.lineno + 1 > FUNCTION_LIMIT
    ]

    assert text.count("\n") <= FILE_LIMIT
    assert too_long == []
    assert path.name not in BANNED_NAMES


@pytest.mark.parametrize("path", SOURCE, ids=relative)
def test_a_module_says_what_it_does(path):
    tree = ast.parse(path.read_text(encoding="utf8"))

    assert ast.get_docstring(tree), "a module docstring says what this file does, and why this way"


@pytest.mark.parametrize("path", SOURCE, ids=relative)
def test_functions_take_few_parameters_and_import_nothing(path):
    for node in functions(ast.parse(path.read_text(encoding="utf8"))):
        names = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        counted = [name for name in names if name.arg not in {"self", "cls"}]
        is_command = any("option" in ast.unparse(item) for item in node.decorator_list)
        is_record = node.name == "from_text"

        assert len(counted) <= PARAMETER_LIMIT or is_command or is_record, node.name
        lazy = [
            ast.unparse(item)
            for item in ast.walk(node)
            if isinstance(item, ast.Import | ast.ImportFrom)
        ]
        assert [line for line in lazy if "firsthand" in line] == [], node.name


@pytest.mark.parametrize("module", [firsthand, errors, types], ids=lambda module: module.__name__)
def test_public_names_are_sorted_and_there(module):
    names = module.__all__

    assert list(names) == sorted(
        names, key=lambda name: (name.upper() != name, name.islower(), name)
    )
    assert all(hasattr(module, name) for name in names)


def test_errors_form_one_tree_with_their_own_exit_codes():
    tree = [getattr(errors, name) for name in errors.__all__]

    assert all(issubclass(item, errors.FirsthandError) for item in tree)
    assert {item.exit_code for item in tree} >= {1, 2, 3, 4, 5}
    text = str(errors.CaptureError("is empty", where="a.html", fix="save it again"))
    assert text == "a.html: is empty (save it again)"


def test_every_error_is_in_the_docs():
    pages = "\n".join(page.read_text(encoding="utf8") for page in (ROOT / "docs").rglob("*.md"))

    assert [name for name in errors.__all__ if name not in pages] == []


def test_every_dependency_has_its_reason():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf8")
    wanted = re.search(r"^dependencies = \[\n(.*?)^\]", project, re.S | re.M)
    assert wanted
    names = re.findall(r'"([A-Za-z0-9_.-]+?)[<>=!~]', wanted.group(1))
    page = (ROOT / "docs" / "explanation" / "dependencies.md").read_text(encoding="utf8")

    assert names
    assert [name for name in names if name not in page] == []


def test_every_room_has_its_place_on_the_map():
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf8")
    rooms = [path.name for path in (ROOT / "src" / "firsthand").iterdir() if path.is_dir()]

    assert [room for room in rooms if room != "__pycache__" and f"{room}/" not in page] == []


def test_errors_survive_a_process_border():
    error = errors.CaptureError("is empty", where="a.html", fix="save it again")

    again = pickle.loads(pickle.dumps(error))

    assert (type(again), str(again)) == (errors.CaptureError, str(error))
