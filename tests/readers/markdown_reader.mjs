// Reads a report in Markdown (a file), or a vault of Obsidian (a folder), with the parser remark, and prints what it found as JSON: things by
// their names, and relations as names of subject, property and object. It fails if a link or a footnote leads nowhere, if a
// footnote is called by none, or if there is HTML that is no anchor.

import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, what, place] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), 'x.js'));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { unified } = await load('unified');
const { default: remarkParse } = await load('remark-parse');
const { default: remarkGfm } = await load('remark-gfm');
const { default: remarkFrontmatter } = await load('remark-frontmatter');
const { visit } = await load('unist-util-visit');
const { parse: parseYaml } = await load('yaml');

const problems = [];
const plain = (text) => text.replace(/[\u2066-\u2069]/g, '').trim();

function parse(file) {
  return unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter).parse(fs.readFileSync(file, 'utf8'));
}

function textOf(node) {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value;
  return (node.children || []).map(textOf).join('');
}

const all = (tree, type) => {
  const found = [];
  visit(tree, type, (node) => void found.push(node));
  return found;
};

// As it is written, where a mark of a text has a backslash before it. What a parser found in a text has no place of its own.
const raw = (source, node) =>
  node.position ? source.slice(node.position.start.offset, node.position.end.offset) : '';

function checkFootnotes(tree, source, where) {
  const defined = all(tree, 'footnoteDefinition').map((node) => node.identifier);
  const called = new Set(all(tree, 'footnoteReference').map((node) => node.identifier));
  if (new Set(defined).size !== defined.length) problems.push(`${where}: a footnote stands twice`);
  for (const note of called) if (!defined.includes(note)) problems.push(`${where}: no footnote ${note}`);
  for (const note of defined) if (!called.has(note)) problems.push(`${where}: nothing calls footnote ${note}`);
  // One that is not taken for a footnote is left as text.
  visit(tree, 'text', (node) => {
    if (/\[\^\d+\]/.test(raw(source, node))) problems.push(`${where}: dangling ${node.value.slice(0, 80)}`);
  });
  return defined.length;
}

function report(file) {
  const tree = parse(file);
  const footnotes = checkFootnotes(tree, fs.readFileSync(file, 'utf8'), file);
  const anchors = [];
  visit(tree, 'html', (node) => {
    const anchor = /^<a id="([^"]*)">$/.exec(node.value);
    if (anchor) anchors.push(anchor[1]);
    else if (node.value !== '</a>') problems.push(`HTML: ${node.value}`);
  });
  if (new Set(anchors).size !== anchors.length) problems.push('an anchor stands twice');
  const inner = all(tree, 'link').filter((link) => link.url.startsWith('#'));
  for (const link of inner) {
    if (!anchors.includes(decodeURIComponent(link.url.slice(1)))) problems.push(`a link leads nowhere: ${link.url}`);
  }
  const things = [];
  const relations = [];
  let values = 0;
  let subject;
  for (const node of tree.children) {
    if (node.type === 'heading') {
      if (node.depth === 3) things.push((subject = plain(textOf(node))));
      else subject = undefined;
    } else if (node.type === 'list' && subject !== undefined) {
      for (const item of node.children) {
        const [property, , object] = item.children[0].children;
        if (property.type !== 'strong') problems.push(`no property: ${textOf(item)}`);
        if (object?.type === 'link' && object.url.startsWith('#')) {
          relations.push([subject, textOf(property), textOf(object)].map(plain));
        } else values += 1;
      }
    }
  }
  return { things, relations, values, footnotes };
}

const WIKILINK = /\[\[([^\]|#^]+)(?:\|([^\]]*))?\]\]/;

function vault(folder) {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  const notes = new Map();
  const written = new Map();
  for (const entry of files.filter((file) => file.isFile() && file.name.endsWith('.md'))) {
    const name = entry.name.slice(0, -3);
    const same = [...notes.keys()].find((known) => known.toLowerCase() === name.toLowerCase());
    if (same) problems.push(`${name} and ${same} are one name`);
    if (/[<>:"/\\|?*\u0000-\u001f#^[\]]/.test(name) || /[. ]$/.test(name)) problems.push(`no name: ${name}`);
    if (Buffer.byteLength(entry.name) > 255) problems.push(`too long: ${name}`);
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    notes.set(name, parse(file));
    written.set(name, fs.readFileSync(file, 'utf8'));
  }
  const title = (name) => plain(textOf(all(notes.get(name), 'heading')[0]));
  const things = [];
  const relations = [];
  let [values, footnotes] = [0, 0];
  for (const [name, tree] of notes) {
    footnotes += checkFootnotes(tree, written.get(name), name);
    visit(tree, 'html', (node) => void problems.push(`${name}: HTML: ${node.value}`));
    visit(tree, 'text', (node) => {
      for (const [, target] of raw(written.get(name), node).matchAll(new RegExp(WIKILINK, 'g'))) {
        if (!notes.has(target)) problems.push(`${name}: no note ${target}`);
      }
    });
    if (name === 'Index') continue;
    if (tree.children[0]?.type !== 'yaml') problems.push(`${name}: no properties`);
    const front = parseYaml(tree.children[0].value);
    things.push({ iri: front.iri, name: title(name) });
    const blocks = [];
    for (const item of all(tree, 'listItem')) {
      const [property, ...rest] = item.children[0].children;
      const words = rest.map(textOf).join('');
      blocks.push(/ \^([A-Za-z0-9-]+)$/.exec(words)?.[1] ?? problems.push(`${name}: no block: ${words}`));
      // The object follows the property at once.
      const paragraph = item.children[0];
      const said = written.get(name).slice(property.position.end.offset, paragraph.position.end.offset);
      const link = new RegExp(`^ \\u2068?${WIKILINK.source}`).exec(said);
      if (link) relations.push([title(name), plain(textOf(property)), title(link[1])]);
      else values += 1;
    }
    if (new Set(blocks).size !== blocks.length) problems.push(`${name}: a block stands twice`);
  }
  return { things, relations, values, footnotes };
}

const found = what === 'report' ? report(place) : vault(place);
if (problems.length > 0) {
  console.error(problems.slice(0, 20).join('\n'));
  process.exit(1);
}
console.log(JSON.stringify(found));
