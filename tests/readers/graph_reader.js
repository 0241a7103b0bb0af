// Reads a graph with a real library and prints what it found: the things and the relations, or their numbers.
//
// Usage: node graph_reader.js MODULES READER FILE; READER is cytoscape, d3-force or mermaid.

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const [modules, reader, file] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const load = (name, main) => import(pathToFileURL(join(modules, name, main)).href);
const relation = ({ iri = '', source, target, property }) => [iri, source, target, property];

const READERS = {
  async cytoscape() {
    const { default: cytoscape } = await load('cytoscape', 'dist/cytoscape.esm.mjs');
    const cy = cytoscape({ headless: true, elements: JSON.parse(text).elements });
    const things = cy.nodes().map((node) => [node.id(), node.data('label')]);
    return { things: Object.fromEntries(things), relations: cy.edges().map((edge) => relation(edge.data())) };
  },
  async 'd3-force'() {
    const { forceSimulation, forceLink } = require(join(modules, 'd3-force'));
    const { nodes, links } = JSON.parse(text);
    const simulation = forceSimulation(nodes).stop();
    simulation.force('link', forceLink(links).id((node) => node.id));
    simulation.tick(3);
    if (!nodes.every((node) => Number.isFinite(node.x))) throw new Error('a node has no place');
    return {
      things: Object.fromEntries(nodes.map((node) => [node.id, node.label])),
      relations: links.map((link) => relation({ ...link, source: link.source.id, target: link.target.id })),
    };
  },
  async mermaid() {
    const { JSDOM } = await load('jsdom', 'lib/api.js').then((module) => module.default);
    const { window } = new JSDOM('<!doctype html><body></body>');
    Object.assign(globalThis, { window, document: window.document });
    const { default: mermaid } = await load('mermaid', 'dist/mermaid.core.mjs');
    await mermaid.parse(text); // which also makes the kinds of diagrams known
    const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
    return { nodes: diagram.db.getVertices().size, edges: diagram.db.getEdges().length };
  },
};

READERS[reader]()
  .then((found) => process.stdout.write(JSON.stringify(found)))
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
