"""Loads N-Quads into an on-disk store of pyoxigraph: load_pyoxigraph.py QUADS STORE."""

import sys

from pyoxigraph import RdfFormat, Store

quads, folder = sys.argv[1:]
store = Store(folder)
store.bulk_load(path=quads, format=RdfFormat.N_QUADS)
store.flush()
