"""Checks nanopublications: nanopub_reader.py FILE.trig

Each is read by two libraries, which say whether it is valid, and whether its trusty URI is that of what it says: `nanopub`, in
Python, and `nanopub-sign`, in Rust. And each is spoilt: a word of its assertion is changed, and both have to notice. Prints
how many there are.
"""

import contextlib
import os
import sys

import rdflib
from rdflib import RDF, ConjunctiveGraph, Literal, Namespace, URIRef

# Literals as they are written: "01"^^xsd:integer is another term than "1".
rdflib.NORMALIZE_LITERALS = False

from nanopub import Nanopub  # noqa: E402
from nanopub.utils import MalformedNanopubError  # noqa: E402
from nanopub_sign import Nanopub as Signed  # noqa: E402

NP = Namespace("http://www.nanopub.org/nschema#")


def graph_of(quads):
    graph = ConjunctiveGraph()
    for name, *triple in quads:
        graph.get_context(name).add(tuple(triple))
    return graph


def text_of(quads):
    """TriG in which terms are as they are: rdflib's own writes "34"^^xsd:decimal as 34.0."""
    return "".join(f"{graph.n3()} {{ {s.n3()} {p.n3()} {o.n3()} . }}\n" for graph, s, p, o in quads)


def valid_in_python(quads):
    try:
        parsed = Nanopub(rdf=graph_of(quads))
        return parsed.is_valid and parsed.has_valid_trusty
    except MalformedNanopubError as error:
        return print(error, file=sys.stderr)


def valid_in_rust(quads):
    try:
        Signed(text_of(quads)).check()
        return True
    except Exception as error:  # it has no class of its own
        return print(error, file=sys.stderr)


def spoilt(quads, assertion):
    """The same with another word in it."""
    changed = next(quad for quad in quads if quad[0] == assertion)
    return [quad for quad in quads if quad != changed] + [(*changed[:3], Literal("something else"))]


def check(name, quads, assertion):
    for valid in (valid_in_python, valid_in_rust):
        assert valid(quads), f"{valid.__name__} says that {name} is not"
        with contextlib.redirect_stderr(open(os.devnull, "w")):
            assert not valid(spoilt(quads, assertion)), f"{valid.__name__} takes anything for {name}"


@contextlib.contextmanager
def silence():
    """`nanopub-sign` prints what it finds good, past Python."""
    keep, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    yield
    os.dup2(keep, 1)


dataset = rdflib.Dataset()
dataset.parse(sys.argv[1], format="trig")
by_graph = {}
for subject, predicate, term, graph in dataset.quads():
    by_graph.setdefault(URIRef(str(graph)), []).append((URIRef(str(graph)), subject, predicate, term))

seen = set()
count = 0
with silence():
    for head, quads in by_graph.items():
        for _, name, _, _ in [quad for quad in quads if quad[2] == RDF.type and quad[3] == NP.Nanopublication]:
            parts = {quad[2]: quad[3] for quad in quads if quad[1] == name}
            graphs = [head, parts[NP.hasAssertion], parts[NP.hasProvenance], parts[NP.hasPublicationInfo]]
            seen.update(graphs)
            check(name, [quad for graph in graphs for quad in by_graph[graph]], parts[NP.hasAssertion])
            count += 1
assert seen == set(by_graph), f"graphs of no nanopublication: {set(by_graph) - seen}"
print(count)
