"""``python -m tests.proof.tenant_kills`` is the long run of this."""

from pathlib import Path

from proof.tenant_kills import prove


def test_what_a_killed_tenant_has_answered_is_there_afterwards(tmp_path: Path) -> None:
    told = prove(tmp_path / "local", kills=3, seed=11)
    assert told.answers >= 3
    assert not told.unexpected
