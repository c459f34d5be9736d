"""The long runs: what the suite shows in seconds on thousands of tokens, shown on as many as there is time for.

``python -m tests.proof.differential`` and ``python -m tests.proof.mutations``, from the repository's root.
"""

import sys
from pathlib import Path

# The folder of tests/forge.py, as pytest has it on its path.
sys.path.append(str(Path(__file__).parent.parent))
