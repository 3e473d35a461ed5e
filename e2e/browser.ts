import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * As root there is no sandbox, and a container's shared memory is small. The package's own list of arguments is not
 * used: it switches web security off, and then the browser sends no Origin, which the store asks for.
 */
const ARGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];

/** The system's Chromium, or the one that comes from the registry where there is none. */
export async function launchBrowser(): Promise<Browser> {
  const installed = process.env['CHROMIUM'] ?? INSTALLED.find((path) => existsSync(path));
  const executablePath = installed ?? (await chromium.executablePath());
  return playwright.launch({ executablePath, args: ARGS });
}
