"""Long values in a small store: nothing lost whenever it breaks off, nothing left behind."""

from collections.abc import Callable

import pytest

from auth0ctl.vault.chunks import PREFIX, WINDOWS_LIMIT, chunked

LONG = "".join(chr(65 + number % 26) for number in range(4000))
OTHER = LONG[::-1]


class PowerCut(Exception):
    pass


class Store:
    """A store of entries of at most 1280 UTF-16 units that fails after ``budget`` changes."""

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}
        self.budget = 10_000

    def _spend(self) -> None:
        if self.budget == 0:
            raise PowerCut
        self.budget -= 1

    def put(self, account: str, value: str) -> None:
        assert len(value.encode("utf-16-le")) <= WINDOWS_LIMIT * 2, "the Credential Manager would refuse this"
        self._spend()
        self.entries[account] = value

    def delete(self, account: str) -> None:
        self._spend()
        self.entries.pop(account, None)

    def open(self) -> tuple[Callable[[str], str | None], Callable[[str, str], None], Callable[[str], None]]:
        return chunked(self.entries.get, self.put, self.delete, limit=WINDOWS_LIMIT)


@pytest.mark.parametrize(
    "value",
    ["", "short", "x" * 1280, "x" * 1281, LONG, "\N{GRINNING FACE}" * 641, "x" + "\N{GRINNING FACE}" * 2000],
    ids=["empty", "short", "just fits", "one too many", "long", "pairs", "odd pairs"],
)
def test_S04_accepts_every_length_and_gives_it_back_whole(value: str) -> None:
    get, put, _ = Store().open()
    put("a", value)
    assert get("a") == value


def test_S04_a_value_that_fits_is_one_plain_entry() -> None:
    store = Store()
    _, put, _ = store.open()
    put("a", "short")
    assert store.entries == {"a": "short"}


def test_S04_a_value_that_looks_like_a_manifest_is_kept_as_it_is() -> None:
    get, put, _ = Store().open()
    put("a", f"{PREFIX}1:a:0:{'0' * 64}")
    assert get("a") == f"{PREFIX}1:a:0:{'0' * 64}"


@pytest.mark.parametrize(("old", "new"), [(LONG, OTHER), (LONG, "short"), ("short", LONG), (LONG * 3, OTHER)])
def test_S04_a_write_that_breaks_off_anywhere_leaves_the_old_value_or_the_new(old: str, new: str) -> None:
    def stored_old() -> Store:
        store = Store()
        store.open()[1]("a", old)
        store.budget = 10_000
        return store

    whole = stored_old()
    whole.open()[1]("a", new)
    seen = set()
    for cut in range(10_000 - whole.budget):
        store = stored_old()
        get, put, delete = store.open()
        store.budget = cut
        with pytest.raises(PowerCut):
            put("a", new)
        seen.add(get("a"))
        store.budget = 10_000
        put("a", OTHER)
        assert get("a") == OTHER
        delete("a")
        assert store.entries == {}, "no piece of a token is left behind"
    assert old in seen
    assert seen <= {old, new}


def test_S04_a_shorter_value_leaves_nothing_of_a_longer_one_that_broke_off() -> None:
    store = Store()
    _, put, _ = store.open()
    store.budget = 6
    with pytest.raises(PowerCut):
        put("a", LONG * 3)
    store.budget = 10_000
    put("a", OTHER)
    assert sorted(store.entries) == ["a", "a#a.0", "a#a.1", "a#a.2", "a#a.3"]


@pytest.mark.parametrize("damage", ["lost", "changed", "swapped", "manifest"])
def test_S04_rejects_torn_chunks_as_absent(damage: str) -> None:
    store = Store()
    get, put, _ = store.open()
    put("a", LONG)
    one, two = "a#a.0", "a#a.1"
    if damage == "lost":
        del store.entries[two]
    elif damage == "changed":
        store.entries[two] = store.entries[two][:-1] + "!"
    elif damage == "swapped":
        store.entries[one], store.entries[two] = store.entries[two], store.entries[one]
    else:
        store.entries["a"] = PREFIX + "9:from a newer version"
    assert get("a") is None


def test_S15_delete_takes_all_chunks() -> None:
    store = Store()
    get, put, delete = store.open()
    put("a", LONG)
    assert len(store.entries) == 5
    delete("a")
    assert store.entries == {}
    assert get("a") is None
