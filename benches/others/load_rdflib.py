"""Loads N-Quads into an in-memory dataset of rdflib: load_rdflib.py QUADS.

rdflib knows no triple terms, so its quads are those of the RDF 1.1 form. It keeps nothing on disk.
"""

import sys

from rdflib import Dataset

dataset = Dataset()
dataset.parse(sys.argv[1], format="nquads")
