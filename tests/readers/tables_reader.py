"""Reads an export of things and relations with a real program and prints what it found.

Usage: tables_reader.py FORMAT LIBRARY PATH; LIBRARY is what reads the format.
"""
import contextlib
import csv
import datetime
import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

form, library, path = sys.argv[1:]
THING = ["label", "alternatives", "classes", "links"]
RELATION = ["id", "iri", "property", "time", "startEarliest", "confidence", "sources", "quotations", "inferred"]


def plain(value):
    return value.isoformat() if isinstance(value, datetime.date) else value


def told(row, names):
    return {name: plain(row[name]) for name in names if row.get(name) not in (None, "", [])}


def of_kuzu(name):
    library = importlib.import_module(name)
    os.chdir(path)
    connection = library.Connection(library.Database(":memory:"))
    for script in ["schema.cypher", "copy.cypher"]:
        connection.execute(Path(script).read_text(encoding="utf-8"))

    def rows(query):
        result = connection.execute(query)
        return [dict(zip(result.get_column_names(), row)) for row in result.get_all()]

    things = {}
    for row in rows("MATCH (n:Thing) RETURN n"):
        things[row["n"]["iri"]] = told(row["n"], THING)
    relations = []
    for table in rows("CALL show_tables() RETURN *"):
        if table["type"] != "REL":
            continue
        for row in rows(f"MATCH (a:Thing)-[r:`{table['name']}`]->(b:Thing) RETURN a.iri, r, b.iri"):
            ends = {"source": row["a.iri"], "target": row["b.iri"]}
            relations.append({**told({**row["r"], "property": table["comment"]}, RELATION), **ends})
    return things, relations


def of_neo4j():
    """By the rules of the importer: the types of the header, U+001F between the entries of lists."""
    types = {
        "string": str,
        "long": int,
        "double": float,
        "boolean": {"true": True, "false": False}.__getitem__,
        "date": datetime.date.fromisoformat,
        "ID": str,
        "START_ID": str,
        "END_ID": str,
        "TYPE": str,
    }

    def value(kind, text):
        if kind.endswith("[]") or kind == "LABEL":
            return text.split("\x1f") if text else []
        return types[kind](text) if text else None

    def rows(name):
        with open(Path(path) / name, encoding="utf-8", newline="") as file:
            lines = csv.reader(file, strict=True)
            header = [column.rpartition(":")[::2] for column in next(lines)]
            names = [name or f":{kind}" for name, kind in header]
            assert len(set(map(str.lower, names))) == len(names), names
            for line in lines:
                assert len(line) == len(header), line
                yield {name: value(kind, text) for name, (_, kind), text in zip(names, header, line)}

    things = {}
    for row in rows("nodes.csv"):
        assert row["iri"] not in things and len(row[":LABEL"]) == len(row.get("classes") or [])
        things[row["iri"]] = told(row, THING)
    relations = []
    for row in rows("relationships.csv"):
        assert row[":TYPE"] and row[":START_ID"] in things and row[":END_ID"] in things
        ends = {"source": row[":START_ID"], "target": row[":END_ID"]}
        relations.append({**told(row, RELATION), **ends})
    return things, relations


def of_kgtk():
    from kgtk.cli.validate import run
    from kgtk.exceptions import KGTKException
    from kgtk.io.kgtkreader import KgtkReader
    from kgtk.kgtkformat import KgtkFormat

    check = "from kgtk.cli_entry import cli_entry; import sys; sys.exit(cli_entry('kgtk', 'validate', '-i', sys.argv[1]))"
    done = subprocess.run([sys.executable, "-c", check, path], capture_output=True, text=True)
    summary = done.stdout + done.stderr
    counts = {name: int(count) for name, count in re.findall(r"Data lines (read|passed): (\d+)", summary)}
    assert done.returncode == 0 and counts["read"] == counts["passed"] > 0, summary
    edges = [row for row in KgtkReader.open(Path(path))]
    ids = [row[0] for row in edges]
    assert len(set(ids)) == len(ids), "an id is used twice"
    prefixes = {row[1]: KgtkFormat.unstringify(row[3]) for row in edges if row[2] == "prefix_expansion"}

    def iri(name):
        prefix, colon, local = name.partition(":")
        return prefixes[prefix] + local if colon and prefix in prefixes else name

    def value(text):
        if text[:1] == '"':
            return KgtkFormat.unstringify(text)
        if text[:1] == "'":
            return KgtkFormat.destringify(text)[0]
        date = re.fullmatch(r"\^(\d{4}-\d\d-\d\d)T00:00:00Z/\d+", text)
        return date[1] if date else {"True": True, "False": False}.get(text, text)

    by_node = {}
    for row in edges:
        by_node.setdefault(row[1], []).append(row)
    things, relations = {}, []
    for row in edges:
        own = by_node.get(row[0], [])
        if any(edge[2] == "inferred" for edge in own) and row[3][:1] not in "\"'^0123456789-+" and row[3] not in ("True", "False"):
            found = {"id": iri(row[0].removeprefix("triple-")), "source": iri(row[1]), "target": iri(row[3]), "property": iri(row[2])}
            for name in ["time", "startEarliest", "confidence", "sources", "quotations", "inferred"]:
                values = [value(edge[3]) for edge in own if edge[2] == name]
                if values:
                    found[name] = values if name in ("sources", "quotations") else values[0]
            if "confidence" in found:
                found["confidence"] = float(found["confidence"])
            relations.append(found)
    ends = {row[3] for row in edges if re.match(r"[^\"'^0-9+-]", row[3])}
    for node in {*by_node, *ends}:
        labels = [value(edge[3]) for edge in by_node.get(node, []) if edge[2] == "label"]
        things[iri(node)] = {"label": labels[0] if labels else node}
    return things, relations


def of_quickstatements():
    """By the data model of quickstatements-client: no package parses version 1."""
    from quickstatements_client.model import DateQualifier, EntityLine, EntityQualifier, TextLine, TextQualifier

    number = re.compile(r"[+-]?\d+(\.\d+)?(U\d+)?")
    moment = re.compile(r"[+-]\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\dZ/\d+")
    words = re.compile(r'([a-z]{2,}(?:-[a-z0-9]+)*:)?"(.*)"')
    lines = []

    def qualifier(name, value):
        name = name.removeprefix("!")
        if re.fullmatch(r"Q\d+", value):
            return EntityQualifier(predicate=name, target=value)
        if moment.fullmatch(value):
            return DateQualifier(predicate=name, target=value)
        if number.fullmatch(value):
            return TextQualifier(predicate=name, target=value)
        return TextQualifier(predicate=name, target=words.fullmatch(value)[2])

    for text in Path(path).read_text(encoding="utf-8").splitlines():
        subject, name, target, *rest = text.split("\t")
        qualifiers = [qualifier(*pair) for pair in zip(rest[::2], rest[1::2], strict=True)]
        if re.fullmatch(r"Q\d+", target):
            line = EntityLine(subject=subject, predicate=name, target=target, qualifiers=qualifiers)
        else:
            assert moment.fullmatch(target) or number.fullmatch(target) or words.fullmatch(target), target
            line = TextLine(subject=subject, predicate=name, target=target, qualifiers=qualifiers)
        assert re.fullmatch(r"P\d+", name), name
        lines.append([line.subject, line.predicate, target, len(line.qualifiers)])
    return {}, lines


def of_ftm(statements):
    """What `ftm validate` gives back: a value that it doesn't take for one is gone."""
    from followthemoney import model

    ftm = str(Path(sys.executable).parent / "ftm")
    source = path
    if statements:
        source = f"{path}.entities"
        made = subprocess.run([ftm, "aggregate-statements", "-f", "json", "-i", path, "-o", source], capture_output=True, text=True)
        assert made.returncode == 0, made.stderr
    done = subprocess.run([ftm, "validate", "-i", source], capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr, done.stderr
    entities = [json.loads(line) for line in done.stdout.splitlines()]
    if not statements:
        written = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
        for before, after in zip(written, entities, strict=True):
            for name, values in before["properties"].items():
                clean = after["properties"].get(name, [])
                assert len(clean) == len(values), f"{before['id']} {name}: {values} became {clean}"
    known = {entity["id"] for entity in entities}
    assert len(known) == len(entities), "an id is used twice"
    things, relations = {}, []
    for entity in entities:
        schema, values = model.get(entity["schema"]), entity["properties"]
        for name, ends in values.items():
            if schema.get(name).type.name == "entity":
                assert known.issuperset(ends), f"{entity['id']} {name}: {ends}"
        if schema.edge:
            ends = [values[schema.edge_source][0], values[schema.edge_target][0]]
            relations.append([entity["id"], entity["schema"], *ends, values.get("startDate", []), values.get("proof", [])])
        else:
            things[entity["id"]] = {"schema": entity["schema"], "name": sorted(values["name"])}
    return things, relations


def of_kgx():
    """By KGX itself, record by record, as its graph in memory makes parallel edges one; the model is that of a package, not of the web."""
    import biolink_model
    import bmt.toolkit
    import kgx.config

    model = Path(next(iter(biolink_model.__path__)))
    schema = str(model / "schema" / "biolink_model.yaml")
    bmt.toolkit.Toolkit.__init__.__defaults__ = (schema, {"predicate mappings": []})
    kgx.config.get_config()
    prefixes = json.loads((model / "prefixmaps" / "biolink_model_prefix_map.json").read_text(encoding="utf-8"))
    kgx.config.jsonld_context_map.update(biolink=prefixes, monarch_context={}, obo_context={})
    from kgx.source import TsvSource
    from kgx.transformer import Transformer
    from kgx.validator import Validator

    transformer = Transformer(stream=True)
    source = TsvSource(transformer)
    source.set_prefix_map({})
    validator = Validator()

    def records(name, check):
        for record in source.parse(filename=str(Path(path) / f"{name}.tsv"), format="tsv"):
            assert record is not None, f"{name}: a record is not taken"
            check(*record)
            yield record

    things, by_id = {}, {}
    for id, node in records("nodes", validator.analyse_node):
        assert id not in by_id and all(category.startswith("biolink:") for category in node["category"]), node
        by_id[id] = node["iri"]
        things[node["iri"]] = {"label": node.get("name", "")}
    relations = []
    for subject, object, _, edge in records("edges", validator.analyse_edge):
        assert edge["knowledge_level"] and edge["agent_type"] and edge["primary_knowledge_source"].startswith("infores:"), edge
        found = {name: edge[name] for name in ["id", "iri", "property", "time", "startEarliest"] if name in edge}
        sources = edge.get("sources", [])
        if sources:
            found["sources"] = [sources] if isinstance(sources, str) else sources
        if "confidence" in edge:
            found["confidence"] = float(edge["confidence"])
        found["inferred"] = {"true": True, "false": False}[edge["inferred"]]
        relations.append({**found, "source": by_id[subject], "target": by_id[object]})
    # The project's own prefixes aren't registered with Biolink, and what has none keeps its IRI; nothing else may be amiss.
    errors = [*transformer.get_errors("ERROR").values(), *validator.get_errors("ERROR").values()]
    amiss = [message for kinds in errors for message in kinds if "CURIE prefix" not in message and "://" not in message]
    if any("://" in id for id in by_id):
        amiss = [message for message in amiss if "expected to be of type 'CURIE'" not in message]
    assert not amiss, amiss[:3]
    return things, relations


def of_parquet(describe, rows):
    """What two tables have, whose columns have the types that their names promise."""
    types = describe("edges.parquet")
    promised = {"startEarliest": "date", "confidence": "double", "inferred": "boolean", "sources": "list", "id": "string"}
    found = {name: types[name] for name in promised}
    assert found == promised, found
    things = {row["iri"]: told(row, THING) for row in rows("nodes.parquet")}
    ends = ["source", "target"]
    relations = [told(row, RELATION + ends) for row in rows("edges.parquet")]
    for row in rows("values.parquet"):
        assert row["thing"] in things and row["property"] and row["value"] is not None, row
    return things, relations


def of_duckdb():
    import duckdb

    os.chdir(path)
    names = {"DATE": "date", "DOUBLE": "double", "BOOLEAN": "boolean", "VARCHAR[]": "list", "VARCHAR": "string"}

    def describe(name):
        return {row[0]: names.get(row[1], row[1]) for row in duckdb.sql(f"DESCRIBE FROM '{name}'").fetchall()}

    def rows(name):
        found = duckdb.sql(f"FROM '{name}'")
        return [dict(zip(found.columns, row)) for row in found.fetchall()]

    return of_parquet(describe, rows)


def of_spark():
    from pyspark.sql import SparkSession

    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
    }
    spark = SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()

    def describe(name):
        types = spark.read.parquet(f"{path}/{name}").dtypes
        return {column: {"array<string>": "list"}.get(kind, kind) for column, kind in types}

    def rows(name):
        return [row.asDict() for row in spark.read.parquet(f"{path}/{name}").collect()]

    return of_parquet(describe, rows)


READERS = {
    "kuzu": lambda: of_kuzu("kuzu"),
    "ladybug": lambda: of_kuzu("ladybug"),
    "csv": of_neo4j,
    "duckdb": of_duckdb,
    "pyspark": of_spark,
    "kgtk": of_kgtk,
    "kgx": of_kgx,
    "quickstatements_client": of_quickstatements,
    "followthemoney": lambda: of_ftm(form == "ftm-statements"),
}

with contextlib.redirect_stdout(sys.stderr):
    things, relations = READERS[library]()
json.dump({"things": things, "relations": relations}, sys.stdout)
