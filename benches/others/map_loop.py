"""From facts tables to N-Triples in a bare loop: map_loop.py PROJECT OUT.

This is the least that anyone would write, and it does the least. A row becomes the bare triple, a statement node
(RDF 1.1 reification) with its time and quotation, and the quotation with its words and source. Names are looked up in a
dictionary of the entity tables. Unlike citable it doesn't look for a quotation in its source's text, checks no class and no date,
takes times as they stand in the cell, leaves out roles, confidence and notes, draws no inferences, sorts nothing, and
writes a triple again that it has written before.
"""

import csv
import sys
from hashlib import blake2b
from pathlib import Path

BASE = "https://example.org/bench/"
V = BASE + "vocabulary#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
CITABLE = "https://w3id.org/citable/ns#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
XSD = "http://www.w3.org/2001/XMLSchema#"

# What follows the string of a value; a predicate that isn't here has an entity as its object.
VALUES = {
    "memberCount": f"^^<{XSD}integer>",
    "area": f"^^<{XSD}decimal>",
    "motto": "@en",
    "registryCode": "",
    "bornOn": f"^^<{XSD}date>",
    "openToPublic": f"^^<{XSD}boolean>",
    "website": f"^^<{XSD}anyURI>",
    "charterOf": "^^<http://id.loc.gov/datatypes/edtf/EDTF>",
}
TIMES = {
    "since": "since",
    "from": "since",
    "until": "until",
    "to": "until",
    "throughout": "throughout",
    "as_of": "asOf",
    "in": "at",
    "on": "at",
    "between": "at",
    "before": "at",
    "after": "at",
}


def rows(folder, suffix):
    for path in sorted(folder.rglob("*" + suffix)):
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file, delimiter="\t")


def literal(text):
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{text}"'


def key(*parts):
    return blake2b("\t".join(parts).encode(), digest_size=10).hexdigest()


def entity_triples(row):
    entity = f"<{BASE}entity/{row['id']}>"
    yield f"{entity} <{RDF}type> <{V}{row['class']}> .\n"
    yield f"{entity} <http://www.w3.org/2004/02/skos/core#prefLabel> {literal(row['name'])}@en .\n"


def statement_triples(row, ids):
    times = [(TIMES[column], row[column]) for column in TIMES if row[column]]
    said = [row["subject"], row["not"], row["predicate"], row["object"]]
    statement = f"<{BASE}statement/{key(*said, *(word for time in times for word in time))}>"
    quotation = f"{BASE}quotation/{key(row['source'], row['quote'])}"
    subject, predicate = f"<{BASE}entity/{ids[row['subject']]}>", f"<{V}{row['predicate']}>"
    value = VALUES.get(row["predicate"])
    if value is None:
        object = f"<{BASE}entity/{ids[row['object']]}>"
    else:
        object = literal(row["object"]) + value
    if not row["not"] and row["status"] != "unconfirmed":
        yield f"{subject} {predicate} {object} .\n"
    yield f"{statement} <{RDF}type> <{RDF}Statement> .\n"
    yield f"{statement} <{RDF}subject> {subject} .\n"
    yield f"{statement} <{RDF}predicate> {predicate} .\n"
    yield f"{statement} <{RDF}object> {object} .\n"
    for time, words in times:
        yield f"{statement} <{CITABLE}{time}> {literal(words)} .\n"
    yield f"{statement} <{PROV}wasDerivedFrom> <{quotation}> .\n"
    yield f"<{quotation}> <{PROV}wasQuotedFrom> <{BASE}source/{row['source']}> .\n"
    yield f"<{quotation}> <{OA}hasSelector> <{quotation}/words> .\n"
    yield f"<{quotation}/words> <{OA}exact> {literal(row['quote'])} .\n"


def main(project, out):
    data = Path(project) / "data"
    ids = {}
    with open(out, "w", encoding="utf-8") as file:
        for row in rows(data, ".entities.tsv"):
            ids[row["name"]] = row["id"]
            file.writelines(entity_triples(row))
        for row in rows(data, ".facts.tsv"):
            file.writelines(statement_triples(row, ids))


main(*sys.argv[1:])
