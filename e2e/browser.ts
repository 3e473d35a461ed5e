import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The system's Chromium, or the one that comes from the registry where there is none. */
export async function launchBrowser(): Promise<Browser> {
  const named = process.env['CHROMIUM'];
  const installed = named ?? INSTALLED.find((path) => existsSync(path));
  if (installed !== undefined) {
    return playwright.launch({ executablePath: installed, args: ['--no-sandbox'] });
  }
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // One process for everything would take all pages down with one that crashes.
    args: chromium.args.filter((arg) => arg !== '--single-process'),
  });
}
