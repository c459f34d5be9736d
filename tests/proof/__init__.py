"""The long runs: what the suite shows in seconds on a sample, shown on as much as there is time for.

``python -m tests.proof.differential`` and ``python -m tests.proof.mutations`` (tokens), ``python -m
tests.proof.callback`` (the callback server under attack) and ``python -m tests.proof.hostile_login`` (the same, and
racing answers, during logins of the real command), ``python -m tests.proof.tenant_fuzz`` (the embedded tenant under
requests made from its own OpenAPI description), ``python -m tests.proof.torture`` (every request of every command
broken), ``python -m tests.proof.ambiguous`` (answers that are lost), ``python -m tests.proof.kills`` and ``python -m
tests.proof.races`` (files of ours that are written), from the repository's root.
"""

import sys
from pathlib import Path

# The folders of tests/forge.py, as pytest has it on its path, and of tests/journeys/login_bench.py.
TESTS = Path(__file__).parent.parent
sys.path += [str(TESTS), str(TESTS / "journeys")]
