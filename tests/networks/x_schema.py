"""Request bodies checked against X's own description of its API, where a copy of it is at hand."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator

OPENAPI = os.environ.get("DRUMBEAT_X_OPENAPI", "")
MISSING = (
    "bodies are not checked against X's OpenAPI document: take openapi.json from the repository "
    "xdevplatform/docs on GitHub, and set DRUMBEAT_X_OPENAPI to its path"
)
"""Said wherever the check is left out. The document's licence is X's, so it is no part of this project."""


def faults(operation: str, body: object) -> list[str]:
    """What is wrong with *body* as JSON of *operation*, such as ``post /2/tweets``; nothing without a copy."""
    validator = _validator(operation) if OPENAPI else None
    if validator is None:
        return []
    return [f"{each.json_path}: {each.message}" for each in validator.iter_errors(body)]


@cache
def _validator(operation: str) -> Draft4Validator | None:
    method, path = operation.split()
    described = _document()["paths"][path][method].get("requestBody")
    if described is None:
        return None
    schema = described["content"]["application/json"]["schema"]
    return Draft4Validator({**schema, "components": _document()["components"]})


@cache
def _document() -> Any:
    return json.loads(Path(OPENAPI).read_text("utf-8"))
