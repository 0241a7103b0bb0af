"""Changes RDF with rdflib and prints it as N-Quads: rdflib_change.py sparql|rdf-patch FILE CHANGE."""

import sys

import rdflib

# Literals as they are written: "01"^^xsd:integer is another term than "1".
rdflib.NORMALIZE_LITERALS = False

kind, path, change = sys.argv[1:]
dataset = rdflib.Dataset()
dataset.parse(path, format="nquads")
if kind == "sparql":
    with open(change, encoding="utf-8") as file:
        dataset.update(file.read())
else:
    dataset.parse(change, format="patch")
sys.stdout.buffer.write(dataset.serialize(format="nquads", encoding="utf-8"))
