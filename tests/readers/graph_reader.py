"""Reads a graph with a real library and prints what it found: the things and the relations.

Usage: graph_reader.py READER FILE; READER is networkx-graphml, networkx-gexf, networkx-node-link, igraph or ndex2.
"""
import io
import json
import sys
import warnings

reader, path = sys.argv[1:]
warnings.simplefilter("ignore")


def of_networkx(graph, iri, label):
    things = {iri(key, data): data.get(label) for key, data in graph.nodes(data=True)}
    ends = {key: iri(key, data) for key, data in graph.nodes(data=True)}
    relations = [
        [data.get("iri", ""), ends[source], ends[target], data["property"]]
        for source, target, data in graph.edges(data=True)
    ]
    return things, relations


if reader == "networkx-graphml":
    import networkx

    graph = networkx.read_graphml(path, force_multigraph=True)
    things, relations = of_networkx(graph, lambda key, data: data["iri"], "label")
elif reader == "networkx-gexf":
    import networkx

    text = open(path, encoding="utf-8").read()
    # networkx knows GEXF up to 1.2, of which what we write is a part.
    text = text.replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft").replace('version="1.3"', 'version="1.2"')
    graph = networkx.read_gexf(io.BytesIO(text.encode("utf-8")))
    things, relations = of_networkx(graph, lambda key, data: key, "label")
elif reader == "networkx-node-link":
    import networkx

    graph = networkx.node_link_graph(json.load(open(path, encoding="utf-8")), edges="edges")
    things, relations = of_networkx(graph, lambda key, data: key, "label")
elif reader == "igraph":
    import igraph

    graph = igraph.Graph.Read_GraphML(path)
    things = {vertex["iri"]: vertex["label"] for vertex in graph.vs}
    relations = [
        [edge["iri"] or "", graph.vs[edge.source]["iri"], graph.vs[edge.target]["iri"], edge["property"]]
        for edge in graph.es
    ]
elif reader == "ndex2":
    from ndex2.cx2 import RawCX2NetworkFactory

    network = RawCX2NetworkFactory().get_cx2network(json.load(open(path, encoding="utf-8")))
    nodes = network.get_nodes()
    things = {node["v"]["iri"]: node["v"]["name"] for node in nodes.values()}
    relations = [
        [edge["v"].get("iri", ""), nodes[edge["s"]]["v"]["iri"], nodes[edge["t"]]["v"]["iri"], edge["v"]["property"]]
        for edge in network.get_edges().values()
    ]
else:
    sys.exit(f"no reader is called {reader}")

json.dump({"things": things, "relations": sorted(relations)}, sys.stdout)
