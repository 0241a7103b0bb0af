"""From facts tables to N-Triples with Morph-KGC: map_morph_kgc.py PROJECT OUT.

The mapping is RML over SQL views, which DuckDB computes from the tables, with the names joined; the triples are those
of map_loop.py, so what that leaves out is left out here, too. Morph-KGC runs a view once for each rule that uses it, and
distributes the rules over the cores; nothing but the number of processes is its default.
"""

import os
import runpy
import sys
import tempfile
from pathlib import Path

BASE = "https://example.org/bench/"

# The datatype of a value; a predicate that isn't here has an entity as its object.
VALUES = {
    "memberCount": "http://www.w3.org/2001/XMLSchema#integer",
    "area": "http://www.w3.org/2001/XMLSchema#decimal",
    "registryCode": "http://www.w3.org/2001/XMLSchema#string",
    "bornOn": "http://www.w3.org/2001/XMLSchema#date",
    "openToPublic": "http://www.w3.org/2001/XMLSchema#boolean",
    "website": "http://www.w3.org/2001/XMLSchema#anyURI",
    "charterOf": "http://id.loc.gov/datatypes/edtf/EDTF",
}
PREFIXES = """
@prefix rml: <http://w3id.org/rml/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix citable: <https://w3id.org/citable/ns#> .
"""
STATEMENT, QUOTATION, WORDS = (
    BASE + "statement/{statement}",
    BASE + "quotation/{quotation}",
    BASE + "quotation/{quotation}/words",
)
SUBJECT, PREDICATE, ENTITY = (
    BASE + "entity/{subject_id}",
    BASE + "vocabulary#{property}",
    BASE + "entity/{object_id}",
)


def tables(project, suffix):
    return f"read_csv('{project}/data/**/*{suffix}', delim='\t', quote='\"', escape='\"', header=true, all_varchar=true)"


def view(project, columns, condition="true"):
    """SQL for the rows with the keys of all nodes, names joined with those of the entities.

    Columns called `predicate` and `object` would clash with Morph-KGC's own.
    """
    entities, facts = tables(project, ".entities.tsv"), tables(project, ".facts.tsv")
    said = "f.subject, f.\"not\", f.predicate, f.object, f.since, f.until, f.throughout, f.as_of, f.at_time"
    return f"""
        WITH named AS (SELECT id, name FROM {entities}),
        facts AS (
            SELECT * EXCLUDE (since, until), coalesce(since, "from") AS since, coalesce(until, "to") AS until,
                coalesce("in", "on", "between", "before", "after") AS at_time
            FROM {facts}
        )
        SELECT {columns} FROM (
            SELECT f.*, f.predicate AS property, f.object AS value, s.id AS subject_id, o.id AS object_id,
                md5(concat_ws('|', {said})) AS statement, md5(concat_ws('|', f.source, f.quote)) AS quotation
            FROM facts f JOIN named s ON f.subject = s.name LEFT JOIN named o ON f.object = o.name
        ) WHERE {condition}"""


def rule(name, sql, subject, *pairs):
    """A triples map; a pair is a predicate and an object, each Turtle of a term map."""
    objects = "".join(
        f"    rml:predicateObjectMap [ {predicate} ; rml:objectMap [ {object} ] ] ;\n" for predicate, object in pairs
    )
    return (
        f'<#{name}> a rml:TriplesMap ;\n    rml:logicalSource [ rml:query """{sql}""" ] ;\n{objects}'
        f'    rml:subjectMap [ rml:template "{subject}" ] .\n'
    )


def property(term):
    return f"rml:predicate {term}"


def template(text):
    return f'rml:template "{text}"'


def reference(column):
    return f'rml:reference "{column}"'


def objects(project):
    """The objects of statements, and the bare triples where a statement asserts one."""
    listed = ", ".join(f"'{predicate}'" for predicate in [*VALUES, "motto"])
    datatypes = " ".join(f"WHEN '{predicate}' THEN '{datatype}'" for predicate, datatype in VALUES.items())
    columns = "statement, subject_id, property, value"
    kinds = [
        ("entity", f"{columns}, object_id", f"predicate NOT IN ({listed})", template(ENTITY)),
        (
            "value",
            f"{columns}, CASE predicate {datatypes} END AS datatype",
            f"predicate IN ({listed}) AND predicate <> 'motto'",
            f'{reference("value")} ; rml:datatypeMap [ rml:reference "datatype" ]',
        ),
        ("string", columns, "predicate = 'motto'", f'{reference("value")} ; rml:language "en"'),
    ]
    bare = f'rml:predicateMap [ rml:template "{PREDICATE}" ]'
    for name, columns, condition, object in kinds:
        yield rule(f"{name}-object", view(project, columns, condition), STATEMENT, (property("rdf:object"), object))
        asserted = f'{condition} AND "not" IS NULL AND status IS NULL'
        yield rule(f"{name}-bare", view(project, columns, asserted), SUBJECT, (bare, object))


def mapping(project):
    yield PREFIXES
    yield rule(
        "entities",
        f"SELECT id, name, class FROM {tables(project, '.entities.tsv')}",
        BASE + "entity/{id}",
        (property("rdf:type"), template(BASE + "vocabulary#{class}")),
        (property("skos:prefLabel"), f'{reference("name")} ; rml:language "en"'),
    )
    yield rule(
        "statements",
        view(project, "statement, subject_id, property, quotation"),
        STATEMENT,
        (property("rdf:type"), "rml:constant rdf:Statement"),
        (property("rdf:subject"), template(SUBJECT)),
        (property("rdf:predicate"), template(PREDICATE)),
        (property("prov:wasDerivedFrom"), template(QUOTATION)),
    )
    times = {"since": "since", "until": "until", "throughout": "throughout", "as_of": "asOf", "at_time": "at"}
    for column, time in times.items():
        sql = view(project, f"statement, {column}", f"{column} IS NOT NULL")
        yield rule(column, sql, STATEMENT, (property(f"citable:{time}"), reference(column)))
    yield rule(
        "quotations",
        view(project, "DISTINCT quotation, source"),
        QUOTATION,
        (property("prov:wasQuotedFrom"), template(BASE + "source/{source}")),
        (property("oa:hasSelector"), template(WORDS)),
    )
    yield rule("words", view(project, "DISTINCT quotation, quote"), WORDS, (property("oa:exact"), reference("quote")))
    yield from objects(project)


def main(project, out):
    with tempfile.TemporaryDirectory() as folder:
        rules, config = Path(folder) / "mapping.ttl", Path(folder) / "config.ini"
        # In Turtle a backslash and a tab within the SQL have to be escaped.
        rules.write_text("".join(mapping(project)).replace("\t", "\\t"), encoding="utf-8")
        config.write_text(
            f"[CONFIGURATION]\noutput_file={Path(out).resolve()}\noutput_format=N-TRIPLES\n"
            f"number_of_processes={os.cpu_count()}\nlogging_level=WARNING\n\n[tables]\nmappings={rules}\n"
        )
        sys.argv = ["morph_kgc", str(config)]
        runpy.run_module("morph_kgc", run_name="__main__")


main(*sys.argv[1:])
