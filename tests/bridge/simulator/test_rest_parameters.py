"""The parameters that the carrier accepts are those of Twilio's OpenAPI description, for each operation it plays."""

import json
import re
from pathlib import Path

from bridge.simulator.rest_app import OPERATIONS
from bridge.simulator.rest_request import _PARAMETERS

SPEC = json.loads((Path(__file__).parents[2] / "data" / "twilio_api_v2010.subset.json").read_text())
FORM = "application/x-www-form-urlencoded"


def _published():
    for path, operations in SPEC["paths"].items():
        for method in ("get", "post", "delete"):
            if method in operations:
                yield path, method.upper(), operations[method]


def test_the_table_of_parameters_is_the_published_one():
    for _, _, operation in _published():
        known = _PARAMETERS[operation["operationId"]]
        query = {p["name"] for p in operation.get("parameters", []) if p["in"] == "query"}
        schema = operation.get("requestBody", {}).get("content", {}).get(FORM, {}).get("schema", {})
        form = {name for name in schema.get("properties", {}) if not re.match(r"Parameter\d+\.", name)}
        assert set(known["query"]) == query
        assert set(known["form"]) == form
        assert known["required"] == schema.get("required", [])


def test_paths_and_statuses_are_the_published_ones():
    published = {
        operation["operationId"]: (method, re.sub(r"\{\w+\}", "{}", path.split("{AccountSid}")[1]), operation)
        for path, method, operation in _published()
    }
    for method, path, name, status, _ in OPERATIONS:
        wanted_method, wanted_path, operation = published[name]
        assert (method, re.sub(r"\{\w+\}", "{}", f"{path}.json")) == (wanted_method, wanted_path)
        assert str(status) in operation["responses"]
