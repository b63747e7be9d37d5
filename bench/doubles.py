"""Makes the doubles of networks that the tests use importable for benches: import it first."""

import sys
from pathlib import Path

_TESTS = Path(__file__).parents[1] / "tests"
sys.path += [str(_TESTS / "networks"), str(_TESTS / "once")]
