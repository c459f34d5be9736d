"""The terminal pictures say what their commands print today; ``make examples`` draws them anew."""

import tempfile
from pathlib import Path

import pytest
from page_sessions import Machine, copy_of, first_machine
from terminal_pictures import PICTURES, PICTURES_SHOWN, Picture, picture_of, says_the_same, words_of


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return first_machine(tmp_path_factory.mktemp("machines") / "first")


@pytest.mark.parametrize("picture", PICTURES_SHOWN, ids=lambda picture: picture.name)
def test_a_picture_is_fresh(picture: Picture, first: Machine) -> None:
    kept = (PICTURES / f"{picture.name}.svg").read_text(encoding="utf-8")
    # Not pytest's own folder, whose name grows: a long home breaks lines that a short one does not.
    with tempfile.TemporaryDirectory() as folder:
        fresh = picture_of(picture, copy_of(first, Path(folder) / "machine"))
    assert words_of(kept)[0] == f"$ {picture.command}"
    assert len(words_of(kept)) > 8
    assert says_the_same(kept, fresh), "run `make examples`"
    assert not says_the_same(kept.replace("localhost", "elsewhere").replace("verified", "refused"), fresh)


@pytest.mark.parametrize("picture", PICTURES_SHOWN, ids=lambda picture: picture.name)
def test_a_picture_needs_nothing_from_elsewhere(picture: Picture) -> None:
    svg = (PICTURES / f"{picture.name}.svg").read_text(encoding="utf-8")
    assert "@import" not in svg
    assert "@font-face" not in svg
    assert "<script" not in svg
    assert "url(http" not in svg
