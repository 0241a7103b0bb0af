"""Reads RDF with rdflib and prints it as N-Quads: rdflib_reader.py SYNTAX FILE."""

import sys

import rdflib

# Literals as they are written: "01"^^xsd:integer is another term than "1".
rdflib.NORMALIZE_LITERALS = False

syntax, path = sys.argv[1:]
dataset = rdflib.Dataset()
dataset.parse(path, format=syntax)
sys.stdout.buffer.write(dataset.serialize(format="nquads", encoding="utf-8"))
