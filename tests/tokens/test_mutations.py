"""Good tokens, bent at random: none is accepted, none raises, none is slow, every refusal is explained, and the judge
of many tokens agrees.

The same on more of them: ``python -m tests.proof.mutations --count 1000000``.
"""

import random

from proof.bent_tokens import BENDS, bend
from proof.good_tokens import make_good
from proof.mutations import run

COUNT, SEED = 5000, 8725


def test_no_bent_token_gets_through() -> None:
    tally = run(COUNT, SEED)
    assert tally.accepted == []
    assert tally.raised == []
    assert tally.unexplained == []
    assert tally.different == []
    assert tally.slow == []
    # It would prove nothing if the bends broke only the form, or nothing at all.
    assert tally.unchanged < 0.1 * COUNT
    assert tally.refused_by["crypto"] > 0.3 * COUNT
    assert {"V01", "V05", "V06", "V08", "V12", "V13", "V14", "V16", "V17", "I02", "I05"} <= {
        *tally.refused_by,
    }


def test_there_are_fifty_good_tokens_and_every_bend_bends() -> None:
    good = [one.text for one in make_good()]
    assert len({*good}) >= 50
    pick = random.Random(SEED)
    for one in BENDS:
        assert any(one(pick, good[0], good[7]) != good[0] for _ in range(20)), one
    assert bend(random.Random(SEED), good[0], good[1]) == bend(random.Random(SEED), good[0], good[1])
