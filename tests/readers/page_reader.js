// Opens a page in Chromium, wide and narrow, light and dark, and says what is wrong with it: what axe-core finds, what
// sticks out at the side, requests to elsewhere, and links that lead nowhere. With a folder as second argument it leaves
// pictures there, for people.

const path = require('path');
const { pathToFileURL } = require('url');
const readers = path.join(__dirname, '../../target/readers/node_modules');
const { chromium } = require(path.join(readers, 'playwright-core'));
const axe = path.join(readers, 'axe-core/axe.min.js');

const [page, pictures] = process.argv.slice(2);

// In the page: ids that stand twice, links to none, and whether it is wider than its window.
function look() {
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  const links = [...document.querySelectorAll('a[href^="#"]')].map((link) => decodeURIComponent(link.hash.slice(1)));
  const root = document.scrollingElement;
  return {
    twice,
    nowhere: links.filter((id) => !document.getElementById(id)),
    wide: root.scrollWidth > root.clientWidth ? [root.scrollWidth] : [],
    scripts: [...document.scripts].map((script) => script.outerHTML),
  };
}

async function visit(browser, width, colorScheme) {
  // The page is read without scripts; axe-core is one, and comes by the browser's own door.
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
  const tab = await context.newPage();
  const elsewhere = [];
  tab.on('request', (request) => {
    if (request.url() !== pathToFileURL(page).href) elsewhere.push(request.url());
  });
  await tab.goto(pathToFileURL(page).href);
  const problems = Object.entries({ ...(await tab.evaluate(look)), elsewhere })
    .filter(([, found]) => found.length > 0)
    .map(([what, found]) => `${what}: ${found.slice(0, 5).join(', ')}`);
  if (pictures) {
    await tab.screenshot({ path: path.join(pictures, `${width}-${colorScheme}.png`), fullPage: true });
  }
  await tab.addScriptTag({ path: axe });
  const { violations } = await tab.evaluate(() => axe.run());
  for (const { id, help, nodes } of violations) {
    problems.push(`axe ${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html).join(' ')}`);
  }
  await context.close();
  return problems.map((problem) => `${width} px, ${colorScheme}: ${problem}`);
}

async function main() {
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const problems = [];
  for (const width of [1280, 390]) {
    for (const colorScheme of ['light', 'dark']) problems.push(...(await visit(browser, width, colorScheme)));
  }
  await browser.close();
  problems.forEach((problem) => console.error(problem));
  process.exitCode = problems.length > 0 ? 1 : 0;
}

main();
