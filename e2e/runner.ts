import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { waitFor, type Store } from './store.ts';

export type Role = 'shopper' | 'publisher' | 'operator';
export type Device = 'desktop' | 'phone';

const VIEWPORTS = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
/** A busy machine with a training under way is slow; a page that needs longer than this is broken. */
const PATIENCE_MS = 20_000;

export interface Visit {
  readonly as?: Role;
  readonly device?: Device;
  readonly scheme?: 'light' | 'dark';
}

/** What a spec may use. Each page it opens has a browser profile of its own and is closed after the spec. */
export interface World {
  readonly store: Store;
  readonly open: (path: string, visit?: Visit) => Promise<Page>;
}

export interface Spec {
  readonly name: string;
  readonly run: (world: World) => Promise<void>;
}

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

/** Signs in by one click once a role and hands the session to every later page of that role. */
export class Visitors {
  private readonly sessions = new Map<Role, BrowserContextOptions['storageState']>();

  constructor(
    private readonly browser: Browser,
    private readonly url: string,
  ) {}

  async context({ as, device = 'desktop', scheme = 'light' }: Visit): Promise<BrowserContext> {
    const session = as === undefined ? undefined : await this.session(as);
    const context = await this.browser.newContext({
      baseURL: this.url,
      viewport: VIEWPORTS[device],
      colorScheme: scheme,
      reducedMotion: 'reduce',
      acceptDownloads: true,
      ...(device === 'phone' ? { hasTouch: true, isMobile: true } : {}),
      ...(session === undefined ? {} : { storageState: session }),
    });
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  }

  private async session(role: Role): Promise<BrowserContextOptions['storageState']> {
    const known = this.sessions.get(role);
    if (known !== undefined) return known;
    const context = await this.context({});
    const page = await context.newPage();
    await page.goto('/sign-in');
    await page.getByRole('button', { name: new RegExp(`^${role}`, 'i') }).click();
    await page.getByRole('button', { name: /^Account of/ }).waitFor();
    const session = await context.storageState();
    this.sessions.set(role, session);
    await context.close();
    return session;
  }
}

/**
 * Waits until an expression is true in the page. The browser's own waiting would need `eval`, which the store's content
 * security policy forbids.
 */
export function until(page: Page, expression: string): Promise<void> {
  return waitFor(expression, PATIENCE_MS, async () => (await page.evaluate<unknown>(expression)) === true);
}

/** Runs the specs one after the other; a failed one leaves a picture of each of its pages. */
export async function runSpecs(
  specs: readonly Spec[],
  tools: { readonly visitors: Visitors; readonly store: Store; readonly pictures: string },
): Promise<Outcome> {
  let failed = 0;
  for (const spec of specs) {
    const contexts: BrowserContext[] = [];
    const open: World['open'] = async (path, visit = {}) => {
      const context = await tools.visitors.context(visit);
      contexts.push(context);
      const page = await context.newPage();
      await page.goto(path);
      return page;
    };
    const started = Date.now();
    try {
      await spec.run({ store: tools.store, open });
      console.log(`  ✓ ${spec.name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed += 1;
      console.log(
        `  ✗ ${spec.name}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      await picture(contexts, tools.pictures, spec.name);
    } finally {
      await Promise.all(contexts.map((context) => context.close()));
    }
  }
  return { passed: specs.length - failed, failed };
}

async function picture(contexts: readonly BrowserContext[], folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const pages = contexts.flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) {
    const path = join(folder, `${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)}-${index}.png`);
    await page.screenshot({ path, fullPage: true });
    console.log(`    ${path}`);
  }
}
