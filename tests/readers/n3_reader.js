// Reads RDF with N3.js and prints it as N-Quads: n3_reader.js SYNTAX FILE.
//
// The quads are printed here, since the writer of N3.js abbreviates rdf:type to `a` inside triple terms.

const fs = require('node:fs');
const path = require('node:path');
const N3 = require(path.resolve(__dirname, '../../target/readers/node_modules/n3'));

function print(term) {
  switch (term.termType) {
    case 'NamedNode':
      return `<${term.value}>`;
    case 'BlankNode':
      return `_:${term.value}`;
    case 'DefaultGraph':
      return '';
    case 'Literal': {
      const value = JSON.stringify(term.value);
      return term.language ? `${value}@${term.language}` : `${value}^^<${term.datatype.value}>`;
    }
    default:
      return `<<( ${print(term.subject)} ${print(term.predicate)} ${print(term.object)} )>>`;
  }
}

const [syntax, file] = process.argv.slice(2);
const quads = new N3.Parser({ format: syntax }).parse(fs.readFileSync(file, 'utf8'));
for (const { subject, predicate, object, graph } of quads) {
  console.log(print(subject), print(predicate), print(object), print(graph), '.');
}
