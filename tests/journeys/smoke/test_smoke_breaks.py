"""Every kind of check is green on a sound tenant; each broken setting turns exactly its checks red, and says why."""

import pytest
from smoke_breaks import BROKEN, NEEDS, Broken
from smoke_world import SmokeWorld, objections, seeded_smoke, world

__all__ = ["seeded_smoke", "world"]  # fixtures


def test_on_a_sound_tenant_all_is_green_and_ends_in_0(world: SmokeWorld) -> None:
    done = world()
    assert (done.code, done.red) == (0, {}), done.out
    assert {one["kind"] for one in done.document["checks"]} == {
        "client", "api", "grant", "flow", "refused", "call", "doctor"
    }  # fmt: skip
    assert objections(done.document) == []


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_setting_turns_its_checks_red(world: SmokeWorld, broken: Broken) -> None:
    broken.do(world)
    done = world()
    assert done.code == 1
    assert {name: (done.names(name) or [NEEDS])[0] for name in done.red} == broken.red
    assert objections(done.document) == []
