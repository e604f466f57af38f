"""Settings: flags beat the environment, the environment beats the file."""

from __future__ import annotations

import pytest

from firsthand import config
from firsthand.errors import InputError


def test_nearer_beats_farther(tmp_path):
    (tmp_path / "firsthand.toml").write_text('case = "file"\nworkers = 3\nreviewer = "Ana"\n')
    environment = {"FIRSTHAND_CASE": "environment", "FIRSTHAND_WORKERS": "4", "HOME": "/"}
    found = config.load(environment, folder=tmp_path, case="flag", workers=None)

    assert (found.case, found.workers, found.reviewer) == ("flag", 4, "Ana")


def test_another_file_can_be_named(tmp_path):
    (tmp_path / "mine.toml").write_text("port = 9000\n")
    environment = {"FIRSTHAND_CONFIG": str(tmp_path / "mine.toml")}

    assert config.load(environment, folder=tmp_path).port == 9000


@pytest.mark.parametrize("text", ["colour = 1", "workers = 'many'", "case = ", "\xff"])
def test_a_wrong_setting_is_named(tmp_path, text):
    (tmp_path / "firsthand.toml").write_text(text, encoding="latin-1")
    with pytest.raises(InputError, match=r"firsthand\.toml"):
        config.load({}, folder=tmp_path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match="FIRSTHAND_CONFIG"):
        config.load({"FIRSTHAND_CONFIG": str(tmp_path / "none")}, folder=tmp_path)
