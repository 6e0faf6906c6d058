"""What stands in the folder of conformance vectors, and what makes and runs them."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[1] / "conformance"


def script(name: str) -> ModuleType:
    """A script of the folder as a module; where there is no folder, the tests are skipped."""
    path = FOLDER / f"{name}.py"
    if not path.exists():
        pytest.skip("the conformance vectors are not beside the tests", allow_module_level=True)
    spec = importlib.util.spec_from_file_location(f"conformance_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
