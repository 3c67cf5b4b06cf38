"""What several test modules and the benchmark share."""

from pathlib import Path

import pytest

# So that a check that fails here shows the values, too, as pytest has it in test modules without being asked.
pytest.register_assert_rewrite(*(f"{__name__}.{path.stem}" for path in Path(__file__).parent.glob("[a-z]*.py")))
