"""OpenRefine creates a project from a table, reconciles a column with our service, and extends it by two properties.

Usage: openrefine.py OPENREFINE SERVICE. OpenRefine's own commands are sent, as its pages send them.
"""

import csv
import io
import json
import sys
import time
import urllib.parse
import urllib.request
import uuid

REFINE, SERVICE = (argument.rstrip("/") for argument in sys.argv[1:3])
TABLE = "who,note\nInterpol,the organization\nRussia,\nSingapor,mistyped\nNobody in particular,not there\n"
ROWS = '{"facets":[],"mode":"row-based"}'


def get(path, **parameters):
    url = f"{REFINE}/command/core/{path}?{urllib.parse.urlencode(parameters)}"
    with urllib.request.urlopen(url, timeout=60) as answer:
        return json.load(answer)


def post(path, **fields):
    url = f"{REFINE}/command/core/{path}?csrf_token={get('get-csrf-token')['token']}"
    with urllib.request.urlopen(url, urllib.parse.urlencode(fields).encode(), timeout=60) as answer:
        return answer.read().decode()


def create():
    boundary = uuid.uuid4().hex
    parts = [
        ("project-name", "", "reconciled"),
        ("format", "", "text/line-based/*sv"),
        ("options", "", '{"separator":",","headerLines":1}'),
        ("project-file", '; filename="table.csv"', TABLE),
    ]
    body = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'
        for name, more, value in parts
    )
    url = f"{REFINE}/command/core/create-project-from-upload?csrf_token={get('get-csrf-token')['token']}"
    request = urllib.request.Request(
        url,
        (body + f"--{boundary}--\r\n").encode(),
        {"Content-Type": f"multipart/form-data; boundary={boundary}"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return urllib.parse.parse_qs(urllib.parse.urlparse(answer.url).query)["project"][0]


def finish(project):
    """Waits for what runs in the background."""
    for _ in range(300):
        if not get("get-processes", project=project)["processes"]:
            return
        time.sleep(0.2)
    raise SystemExit("OpenRefine is still at it after a minute")


def ran(answer):
    code = json.loads(answer)["code"]
    assert code in ("ok", "pending"), answer


with urllib.request.urlopen(SERVICE + "/", timeout=60) as answer:
    manifest = json.load(answer)
spaces = {"identifierSpace": manifest["identifierSpace"], "schemaSpace": manifest["schemaSpace"]}
project = create()
config = {
    "mode": "standard-service",
    "service": SERVICE + "/",
    **spaces,
    "type": None,
    "autoMatch": True,
    "columnDetails": [],
    "limit": 0,
}
ran(post("reconcile", project=project, columnName="who", config=json.dumps(config), engine=ROWS))
finish(project)
extension = {"properties": [{"id": "v:memberOf", "name": "member of"}, {"id": "rdf:type", "name": "class", "settings": {"limit": "1"}}]}
ran(
    post(
        "extend-data",
        project=project,
        baseColumnName="who",
        endpoint=SERVICE + "/",
        extension=json.dumps(extension),
        columnInsertIndex=1,
        engine=ROWS,
        **spaces,
    )
)
finish(project)
models = get("get-models", project=project)
columns = {column["name"]: column for column in models["columnModel"]["columns"]}
rows = json.loads(post("get-rows", project=project, start=0, limit=50, engine=ROWS))
table = post("export-rows", project=project, format="csv", engine=ROWS)
print(json.dumps({
    "columns": list(columns),
    "cells": [row for row in csv.reader(io.StringIO(table))],
    "matched": [
        (rows.get("pool", {}).get("recons", {}).get(str(row["cells"][0].get("r")), {}).get("m") or {}).get("id")
        for row in rows["rows"]
        if row["cells"][0]
    ],
}))
