import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from './browser.ts';
import { runSpecs, Visitors } from './runner.ts';
import { takeScreenshots } from './screenshots.ts';
import { accessibilitySpecs } from './specs/accessibility.ts';
import { catalogueSpecs } from './specs/catalogue.ts';
import { keyboardSpecs } from './specs/keyboard.ts';
import { operatorSpecs } from './specs/operator.ts';
import { phoneSpecs } from './specs/phone.ts';
import { publisherSpecs } from './specs/publisher.ts';
import { shoppingSpecs } from './specs/shopping.ts';
import { attachStore, startStore } from './store.ts';

const help = `npm run e2e -- [--only WORDS] [--screenshots] [--store URL --home DIR]

Starts the whole store in a new home and drives it in a browser.

  --only WORDS     only the specs whose name contains the words
  --screenshots    also takes a picture of each page into docs/images
  --store URL      drives a store that is running already; --home DIR is its KRATOS_HOME
  --help           shows this`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    screenshots: { type: 'boolean' },
    store: { type: 'string' },
    home: { type: 'string' },
    help: { type: 'boolean' },
  },
});

if (values.help === true) {
  console.log(help);
} else {
  process.exitCode = (await main()) ? 0 : 1;
}

async function main(): Promise<boolean> {
  if (values.store !== undefined && values.home === undefined)
    throw new Error('--store also needs --home DIR');
  const started = Date.now();
  const root = resolve(import.meta.dirname, '..');
  // The browser unpacks itself while the store opens.
  const [store, browser] = await Promise.all([
    values.store !== undefined && values.home !== undefined
      ? Promise.resolve(attachStore(values.store, values.home))
      : startStore(),
    launchBrowser(),
  ]);
  try {
    console.log(`The store is open at ${store.url} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
    const visitors = new Visitors(browser, store.url);
    // The publisher's page comes first, while a baseline is served; its model is waited for at the end.
    const specs = [
      ...publisherSpecs.beforeTheModel,
      ...catalogueSpecs,
      ...keyboardSpecs,
      ...phoneSpecs,
      ...shoppingSpecs,
      ...operatorSpecs,
      ...accessibilitySpecs.beforeTheModel,
      ...publisherSpecs.withTheModel,
      ...accessibilitySpecs.withTheModel,
    ].filter((spec) => spec.name.toLowerCase().includes((values.only ?? '').toLowerCase()));
    const pictures = join(root, 'coverage', 'e2e');
    const { passed, failed } = await runSpecs(specs, { visitors, store, pictures });
    if (values.screenshots === true) await takeScreenshots(visitors, join(root, 'docs', 'images'));
    console.log(`${passed} passed, ${failed} failed (${((Date.now() - started) / 1000).toFixed(0)} s)`);
    return failed === 0;
  } finally {
    await browser.close();
    await store.close();
  }
}
