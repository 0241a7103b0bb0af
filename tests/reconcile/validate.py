"""Validates what our service answers by the JSON schemas beside this file. Usage: validate.py SERVICE.

The specification's own schemas come in no package, so these are written after its text.
"""

import json
import pathlib
import sys
import urllib.parse
import urllib.request

import jsonschema

SERVICE = sys.argv[1].rstrip("/")
SCHEMAS = pathlib.Path(__file__).parent / "schemas"


def asked(path="/", **parameters):
    encoded = {key: value if isinstance(value, str) else json.dumps(value) for key, value in parameters.items()}
    query = f"?{urllib.parse.urlencode(encoded)}" if encoded else ""
    with urllib.request.urlopen(SERVICE + path + query, timeout=60) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "*", path
        return json.load(answer)


def valid(schema, instance):
    document = json.loads((SCHEMAS / f"{schema}.json").read_text())
    kind = jsonschema.validators.validator_for(document)
    kind.check_schema(document)
    kind(document, format_checker=kind.FORMAT_CHECKER).validate(instance)
    return instance


manifest = valid("manifest", asked())
count = 1
everything = []
for cursor in range(0, 10_000, 20):
    page = valid("suggest", asked("/suggest/entity", prefix="", cursor=str(cursor)))["result"]
    count += 1
    if not page:
        break
    everything += page
ids = [entity["id"] for entity in everything]
assert len(set(ids)) == len(ids) > 20, ids

# Every entity is found by its name, by its id, and by its IRI.
for start in range(0, len(everything), manifest["batchSize"] // 3):
    part = everything[start:start + manifest["batchSize"] // 3]
    queries = {}
    for entity in part:
        queries["name " + entity["id"]] = {"query": entity["name"], "limit": 50}
        queries["id " + entity["id"]] = {"query": entity["id"]}
        queries["iri " + entity["id"]] = {"query": manifest["identifierSpace"] + entity["id"], "type_strict": "should"}
    answers = valid("candidates", asked(queries=queries))
    count += 1
    assert answers.keys() == queries.keys()
    for key, answer in answers.items():
        found = [candidate["id"] for candidate in answer["result"]]
        assert key.split(" ", 1)[1] in found, (key, found)
        scores = [candidate["score"] for candidate in answer["result"]]
        assert scores == sorted(scores, reverse=True), key

for kind in ("property", "type"):
    valid("suggest", asked(f"/suggest/{kind}", prefix=""))
    valid("suggest", asked(f"/suggest/{kind}", prefix="me"))
    count += 2

types = manifest["defaultTypes"]
assert types
properties = set()
for kind in types:
    proposal = valid("proposal", asked("/properties", type=kind["id"], limit="30"))
    count += 1
    assert proposal["type"] == kind["id"] and proposal["limit"] == 30
    properties |= {each["id"] for each in proposal["properties"]}
assert len(properties) > 10, properties

# Every value of every property.
kinds = set()
for start in range(0, len(ids), 40):
    some = ids[start:start + 40]
    for half in (sorted(properties)[::2], sorted(properties)[1::2]):
        extend = {"ids": some, "properties": [{"id": each} for each in half]}
        answer = valid("values", asked(extend=extend))
        count += 1
        assert set(answer["rows"]) == set(some), answer["rows"].keys()
        for row in answer["rows"].values():
            assert set(row) == set(half)
            kinds |= {key for cells in row.values() for cell in cells for key in cell}
assert {"id", "name", "str", "int"} <= kinds, kinds

for entity in everything:
    flyout = valid("flyout", asked("/flyout/entity", id=entity["id"]))
    count += 1
    assert flyout["id"] == entity["id"]
print(f"{count} answers are valid; {len(ids)} entities, {len(properties)} properties, values: {' '.join(sorted(kinds))}")
