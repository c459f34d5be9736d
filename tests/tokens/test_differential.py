"""Beside PyJWT and joserfc: we accept nothing that either refuses, and name a reason for what we alone refuse.

The same comparison on more tokens: ``python -m tests.proof.differential --count 100000``.
"""

import pytest
from proof.differential import compare

COUNT, SEED = 3000, 7519


@pytest.mark.filterwarnings("ignore")  # PyJWT warns of short keys; here that is no verdict
def test_we_are_stricter_than_both_and_say_why() -> None:
    tally = compare(COUNT, SEED)
    assert [(name, made.twists) for name, made in tally.too_lenient] == []
    assert [(lacking, made.twists) for lacking, made in tally.unexplained] == []
    assert [made.twists for made in tally.different] == []
    assert tally.alike > 0.1 * COUNT
    # It would prove nothing if all tokens were good, or none.
    accepted = tally.accepted_by
    assert 0.25 * COUNT < accepted["auth0ctl"] == accepted["all three"] < 0.6 * COUNT
    assert 0.4 * COUNT < min(accepted["pyjwt"], accepted["joserfc"]) < 0.8 * COUNT
    assert tally.refused_by_us_alone > 0.05 * COUNT
    assert len(tally.ours_alone) >= 8
