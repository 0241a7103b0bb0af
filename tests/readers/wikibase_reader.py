"""Holds an export against the shapes of Wikibase's RDF, and asks it what is asked of Wikibase's query services.

    wikibase_reader.py FILE.ttl QUERIES      the shapes, and the queries of a folder, each with its answer beside it
    wikibase_reader.py FILE.ttl              the shapes; then the export is spoilt in as many ways as there are below, and the
                                             shapes have to notice each
"""

import sys
from pathlib import Path

import pyshacl
import rdflib
from rdflib import RDF, RDFS, Literal, Namespace, URIRef

# Literals as they are written: "+1"^^xsd:decimal is another term than "1".
rdflib.NORMALIZE_LITERALS = False

WIKIBASE = Namespace("http://wikiba.se/ontology#")
PROV = Namespace("http://www.w3.org/ns/prov#")
HERE = Path(__file__).parent
SHAPES = rdflib.Graph().parse(HERE / "wikibase.shapes.ttl")

path, *folder = sys.argv[1:]
whole = rdflib.Graph().parse(path)


def complaints(graph):
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=SHAPES, advanced=True, inplace=True)
    messages = {str(message) for message in report.objects(None, rdflib.SH.resultMessage)}
    return set() if conforms else messages


def first(pattern, also=lambda triple: True):
    """The first triple of a pattern, by its text, so that it is the same each time."""
    return min((triple for triple in whole.triples(pattern) if also(triple)), key=str)


def spoilt():
    """Graphs that are not as they have to be, each with what is wrong with it."""
    is_claim = set(whole.objects(None, WIKIBASE.claim))
    statement = first((None, PROV.wasDerivedFrom, None), lambda triple: (triple[0], RDF.type, WIKIBASE.BestRank) in whole)[0]
    thing, claim, _ = first((None, None, statement), lambda triple: triple[1] in is_claim)
    declared = first((None, WIKIBASE.claim, claim))[0]
    direct, simple = whole.value(declared, WIKIBASE.directClaim), whole.value(declared, WIKIBASE.statementProperty)
    value = whole.value(statement, simple)
    time = first((None, RDF.type, WIKIBASE.TimeValue))[0]
    reference = first((statement, PROV.wasDerivedFrom, None))[2]
    rank = (statement, WIKIBASE.rank, None)
    label = first((None, RDFS.label, None), lambda triple: (triple[0], RDF.type, WIKIBASE.Item) in whole)
    yield "without rank", [rank], []
    yield "of two ranks", [], [(statement, WIKIBASE.rank, WIKIBASE.PreferredRank)]
    yield "deprecated and best", [rank], [(statement, WIKIBASE.rank, WIKIBASE.DeprecatedRank)]
    yield "normal and not best", [(statement, RDF.type, WIKIBASE.BestRank)], []
    yield "of nothing", [(thing, claim, statement)], []
    yield "without value", [(statement, simple, None)], []
    yield "of two values", [], [(statement, simple, URIRef("urn:other"))]
    yield "not direct", [(thing, direct, value)], []
    yield "direct alone", [], [(thing, direct, URIRef("urn:other"))]
    yield "with a stray predicate", [], [(statement, URIRef("urn:stray"), Literal("x"))]
    yield "of an empty reference", [(reference, None, None)], [(reference, RDF.type, WIKIBASE.Reference)]
    yield "of a reference that is none", [(reference, RDF.type, None)], []
    yield "time without precision", [(time, WIKIBASE.timePrecision, None)], []
    yield "time without value", [(time, WIKIBASE.timeValue, None)], []
    yield "property without type", [(declared, WIKIBASE.propertyType, None)], []
    yield "property of another type", [(declared, WIKIBASE.propertyType, None)], [(declared, WIKIBASE.propertyType, WIKIBASE.Time)]
    yield "property without qualifier", [(declared, WIKIBASE.qualifier, None)], []
    yield "two labels of a language", [], [(label[0], RDFS.label, Literal("another", lang=label[2].language))]


def notice():
    for what, without, more in spoilt():
        graph = rdflib.Graph()
        graph += whole
        for triple in without:
            assert triple in graph, f"there is nothing to spoil: {what}"
            graph.remove(triple)
        for triple in more:
            graph.add(triple)
        assert complaints(graph), f"the shapes do not notice: {what}"


def ask(folder):
    queries = sorted(Path(folder).glob("*.rq"))
    assert queries, "there are no queries"
    for query in queries:
        rows = whole.query(query.read_text())
        answer = sorted("\t".join("" if term is None else str(term) for term in row) for row in rows)
        expected = sorted(query.with_suffix(".tsv").read_text().splitlines())
        assert answer == expected, f"{query.name}: {answer}"


found = complaints(whole)
assert not found, f"the shapes complain: {found}"
if folder:
    ask(folder[0])
else:
    notice()
