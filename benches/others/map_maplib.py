"""From facts tables to N-Triples with maplib: map_maplib.py PROJECT OUT.

Polars reads the tables and joins the names with the entity tables, and OTTR templates make the triples: those of
map_loop.py, so what that leaves out is left out here, too. maplib holds all of them in memory, ready to be queried,
before they are written. Its templates take no column of strings with a language, so labels and mottoes are plain.
"""

import sys

import polars as pl
from maplib import Model

BASE = "https://example.org/bench/"
V = BASE + "vocabulary#"

# The datatype of a value, and what Polars has to hold; a predicate that isn't here has an entity as its object.
VALUES = {
    "memberCount": ("xsd:integer", pl.Int64),
    "area": ("xsd:decimal", pl.Decimal(38, 12)),
    "motto": ("xsd:string", pl.String),
    "registryCode": ("xsd:string", pl.String),
    "bornOn": ("xsd:date", pl.Date),
    "openToPublic": ("xsd:boolean", pl.Boolean),
    "website": ("xsd:anyURI", pl.String),
    "charterOf": ("<http://id.loc.gov/datatypes/edtf/EDTF>", pl.String),
}
PREFIXES = f"""
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix citable: <https://w3id.org/citable/ns#> .
@prefix v: <{V}> .
@prefix t: <urn:templates:> .
"""
TEMPLATES = PREFIXES + """
t:Entity [ottr:IRI ?entity, ottr:IRI ?class, xsd:string ?label] :: {
    ottr:Triple(?entity, rdf:type, ?class),
    ottr:Triple(?entity, skos:prefLabel, ?label)
} .
t:Statement [ottr:IRI ?statement, ottr:IRI ?subject, ottr:IRI ?property, ottr:IRI ?quotation,
             ? xsd:string ?since, ? xsd:string ?until, ? xsd:string ?throughout, ? xsd:string ?asOf, ? xsd:string ?at] :: {
    ottr:Triple(?statement, rdf:type, rdf:Statement),
    ottr:Triple(?statement, rdf:subject, ?subject),
    ottr:Triple(?statement, rdf:predicate, ?property),
    ottr:Triple(?statement, prov:wasDerivedFrom, ?quotation),
    ottr:Triple(?statement, citable:since, ?since),
    ottr:Triple(?statement, citable:until, ?until),
    ottr:Triple(?statement, citable:throughout, ?throughout),
    ottr:Triple(?statement, citable:asOf, ?asOf),
    ottr:Triple(?statement, citable:at, ?at)
} .
t:Quotation [ottr:IRI ?quotation, ottr:IRI ?selector, xsd:string ?quote, ottr:IRI ?cited] :: {
    ottr:Triple(?quotation, prov:wasQuotedFrom, ?cited),
    ottr:Triple(?quotation, oa:hasSelector, ?selector),
    ottr:Triple(?selector, oa:exact, ?quote)
} .
"""
# The object of a statement, and the bare triple, where the statement asserts one.
OBJECT = """
t:{predicate}-object [ottr:IRI ?statement, {type} ?object] :: {{ ottr:Triple(?statement, rdf:object, ?object) }} .
t:{predicate}-bare [ottr:IRI ?subject, {type} ?object] :: {{ ottr:Triple(?subject, v:{predicate}, ?object) }} .
"""


def read(project, suffix):
    # Without guesses at types: every cell is text.
    return pl.scan_csv(f"{project}/data/**/*{suffix}", separator="\t", infer_schema=False)


def read_facts(project, entities):
    """The rows with the IRIs of all nodes, names joined with those of the entities."""
    ids = entities.select("name", "entity")
    said = pl.concat_str(
        "subject", "not", "predicate", "object", "since", "until", "throughout", "asOf", "at", separator="\t", ignore_nulls=True
    )
    quotation = pl.concat_str("source", "quote", separator="\t")
    return (
        read(project, ".facts.tsv")
        .with_columns(
            since=pl.coalesce("since", "from"),
            until=pl.coalesce("until", "to"),
            asOf="as_of",
            at=pl.coalesce("in", "on", "between", "before", "after"),
        )
        .with_columns(
            statement=BASE + "statement/" + said.hash().cast(pl.String),
            quotation=BASE + "quotation/" + quotation.hash().cast(pl.String),
            property=V + pl.col("predicate"),
            cited=BASE + "source/" + pl.col("source"),
        )
        .with_columns(selector=pl.col("quotation") + "/words")
        .join(ids, left_on="subject", right_on="name", how="left")
        .drop("subject")
        .rename({"entity": "subject"})
        .join(ids, left_on="object", right_on="name", how="left")
        .rename({"entity": "object_entity"})
        .collect()
    )


def map_objects(model, facts):
    asserted = pl.col("not").is_null() & pl.col("status").is_null()
    for (predicate,), rows in facts.group_by("predicate"):
        type, held = VALUES.get(predicate, ("ottr:IRI", None))
        if held is None:
            rows = rows.with_columns(object="object_entity")
        elif held == pl.Boolean:
            rows = rows.with_columns(object=pl.col("object") == "true")
        elif held == pl.Date:
            rows = rows.with_columns(object=pl.col("object").str.to_date())
        else:
            rows = rows.with_columns(object=pl.col("object").cast(held))
        model.add_template(PREFIXES + OBJECT.format(predicate=predicate, type=type))
        model.map(f"urn:templates:{predicate}-object", rows.select("statement", "object"))
        model.map(f"urn:templates:{predicate}-bare", rows.filter(asserted).select("subject", "object"))


def main(project, out):
    entities = (
        read(project, ".entities.tsv")
        .select("name", entity=BASE + "entity/" + pl.col("id"), **{"class": V + pl.col("class")})
        .collect()
    )
    facts = read_facts(project, entities.lazy())
    model = Model()
    model.add_template(TEMPLATES)
    model.map("urn:templates:Entity", entities.select("entity", "class", label="name"))
    columns = ["statement", "subject", "property", "quotation", "since", "until", "throughout", "asOf", "at"]
    model.map("urn:templates:Statement", facts.select(columns))
    model.map("urn:templates:Quotation", facts.select("quotation", "selector", "quote", "cited"))
    map_objects(model, facts)
    model.write(out, format="ntriples")


main(*sys.argv[1:])
