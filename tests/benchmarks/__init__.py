"""How fast it is: ``python -m tests.benchmarks.NAME`` from the repository's root. Ratios count."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent))  # as pytest has it
