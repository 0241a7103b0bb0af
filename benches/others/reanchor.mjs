// Finds quotations again in texts that have changed, with a library for annotations on the web.
//
//     node reanchor.mjs LIBRARY MODULES < cases > places
//
// A case is a line of JSON: the old text, the new one, and where each quotation stood. What is found is a line of places or
// nulls. Both libraries get what they ask for: the words, 32 characters before and after them, and the first of them also
// where they stood.

import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const CONTEXT = 32;

const [, , library, modules] = process.argv;
const required = createRequire(pathToFileURL(resolve(modules, 'node_modules') + '/'));

function selector(text, [start, end]) {
  return {
    exact: text.slice(start, end),
    prefix: text.slice(Math.max(0, start - CONTEXT), start),
    suffix: text.slice(end, end + CONTEXT),
  };
}

async function domAnchor() {
  const { toTextPosition } = required('dom-anchor-text-quote');
  return async (text, quoted, hint) => {
    try {
      const place = toTextPosition({ textContent: text }, quoted, { hint });
      return place && [place.start, place.end];
    } catch {
      return null; // it throws where it finds nothing
    }
  };
}

async function apacheAnnotator() {
  const url = pathToFileURL(required.resolve('@apache-annotator/selector'));
  const { textQuoteSelectorMatcher } = await import(url);
  const chunks = (data) => {
    const chunk = { data, equals: (other) => other === chunk };
    return { currentChunk: chunk, nextChunk: () => null, previousChunk: () => null };
  };
  const places = async (text, quoted, most) => {
    const found = [];
    for await (const match of textQuoteSelectorMatcher(quoted)(chunks(text))) {
      found.push([match.startIndex, match.endIndex]);
      if (found.length === most) break;
    }
    return found;
  };
  // It has no notion of likeness: where the surroundings have changed, the words alone have to stand once.
  return async (text, quoted) => {
    const [first] = await places(text, quoted, 1);
    if (first) return first;
    const alone = await places(text, { exact: quoted.exact }, 2);
    return alone.length === 1 ? alone[0] : null;
  };
}

const libraries = { 'dom-anchor-text-quote': domAnchor, '@apache-annotator/selector': apacheAnnotator };
const find = await libraries[library]();
for await (const line of createInterface({ input: process.stdin })) {
  const { old, now, quoted } = JSON.parse(line);
  const places = [];
  for (const place of quoted) {
    places.push(await find(now, selector(old, place), place[0]));
  }
  process.stdout.write(JSON.stringify(places) + '\n');
}
