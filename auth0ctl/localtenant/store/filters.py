"""Lists by what stands in the objects' bodies: statements, and the indexes that let them read one page and no more.

Filters are members of the body, each with the values that fit; None is a member that is not there.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

Value = str | bool | None
Where = Mapping[str, Sequence[Value]]

# Kind -> what lists are filtered by, alone or together. An index ends in the row's place, so its rows come in order.
INDEXED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "client": (("app_type",), ("is_first_party", "app_type"), ("is_first_party",), ("external_client_id",)),
    "client_grant": (("client_id",), ("audience",), ("subject_type",), ("default_for",), ("allow_any_organization",)),
    "connection": (("name",), ("strategy",)),
    "consent": (("user_id",), ("clientID",), ("audience",)),
}
_MOST_BRANCHES = 20

# How many clients there are of each kind and party: counting half of a hundred thousand would outlast the page.
_TALLIED = ("is_first_party", "app_type")
_TALLY = "'client/' || COALESCE(json_extract({row}.body, '$.is_first_party'), '') || '/' || {type}"
_TYPE = "COALESCE(json_extract({row}.body, '$.app_type'), '')"


def _tally(row: str) -> str:
    return _TALLY.format(row=row, type=_TYPE.format(row=row))


def _in(row: str) -> str:
    return f"INSERT INTO counts VALUES ({_tally(row)}, 1) ON CONFLICT (kind) DO UPDATE SET number = number + 1;"  # noqa: S608


def _out(row: str) -> str:
    return f"UPDATE counts SET number = number - 1 WHERE kind = {_tally(row)};"  # noqa: S608


def _member(name: str) -> str:
    return f"json_extract(body, '$.{name}')"


def _indexes() -> Iterable[str]:
    for kind, groups in INDEXED.items():
        for names in groups:
            members = ", ".join(_member(name) for name in names)
            yield (
                f"CREATE INDEX IF NOT EXISTS {kind}_by_{'_and_'.join(names)} ON objects ({members}) "
                f"WHERE kind = '{kind}';"
            )


SCHEMA = f"""
{chr(10).join(_indexes())}
INSERT INTO counts SELECT {_tally("o")}, COUNT(*) FROM objects o
    WHERE o.kind = 'client' AND NOT EXISTS (SELECT 1 FROM counts WHERE kind > 'client/' AND kind < 'client0')
    GROUP BY 1;
CREATE TRIGGER IF NOT EXISTS client_tallied_in AFTER INSERT ON objects WHEN new.kind = 'client' BEGIN
    {_in("new")}
END;
CREATE TRIGGER IF NOT EXISTS client_tallied_out AFTER DELETE ON objects WHEN old.kind = 'client' BEGIN
    {_out("old")}
END;
CREATE TRIGGER IF NOT EXISTS client_tallied_again AFTER UPDATE OF body ON objects WHEN new.kind = 'client' BEGIN
    {_out("old")}
    {_in("new")}
END;
"""  # noqa: S608 (names of this file alone)

TALLIES = "SELECT kind, number FROM counts WHERE kind > 'client/' AND kind < 'client0'"


def is_tallied(kind: str, where: Where) -> bool:
    return kind == "client" and set(where) <= set(_TALLIED)


def tallied(rows: Iterable[tuple[str, int]], where: Where) -> int:
    """The number of clients that fit, from the rows of ``TALLIES``."""
    fitting = {name: {"" if value is None else _told(value) for value in values} for name, values in where.items()}
    total = 0
    for key, number in rows:
        told = dict(zip(_TALLIED, key.removeprefix("client/").split("/", 1), strict=True))
        total += number if all(told[name] in values for name, values in fitting.items()) else 0
    return total


def _told(value: Value) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


@lru_cache(maxsize=16)
def having(kind: str, member: str) -> str:
    """The statement for the bodies that have one member. ``kind`` and ``member`` are the tenant's own words."""
    return f"SELECT body FROM objects WHERE kind = '{kind}' AND {_member(member)} IS ? ORDER BY place"  # noqa: S608


def counting(kind: str, where: Where) -> tuple[str, tuple[Value, ...]]:
    """The statement that counts what fits, and its values. ``kind`` and the names are the tenant's own words."""
    condition, values = _condition(where)
    return f"SELECT COUNT(*) FROM objects WHERE kind = '{kind}'{condition}", values  # noqa: S608


def paging(kind: str, where: Where, *, after: int, offset: int, limit: int) -> tuple[str, tuple[object, ...]]:
    """The statement for place and body of what fits, in order, from behind a place on, and its values."""
    branches = list(itertools.product(*where.values()))
    if len(branches) > _MOST_BRANCHES:
        condition, values = _condition(where)
        sql = f"SELECT place, body FROM objects WHERE kind = '{kind}'{condition}"  # noqa: S608
        return f"{sql} AND place > ? ORDER BY place LIMIT ? OFFSET ?", (*values, after, limit, offset)
    # One branch for each combination of values: each is read in order, and none further than to the page's end.
    same = "".join(f" AND {_member(name)} IS ?" for name in where)
    one = f"SELECT place, body FROM objects WHERE kind = '{kind}'{same} AND place > ? ORDER BY place LIMIT ?"  # noqa: S608
    every = " UNION ALL ".join([f"SELECT * FROM ({one})"] * len(branches))  # noqa: S608
    reach = (value for branch in branches for value in (*branch, after, offset + limit))
    return f"{every} ORDER BY place LIMIT ? OFFSET ?", (*reach, limit, offset)


def _condition(where: Where) -> tuple[str, tuple[Value, ...]]:
    """The condition in SQL, with ``AND`` before each part, and its values."""
    parts = [f"({' OR '.join([f'{_member(name)} IS ?'] * len(values))})" for name, values in where.items()]
    return "".join(f" AND {part}" for part in parts), tuple(value for values in where.values() for value in values)
