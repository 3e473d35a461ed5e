import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundleFunctions, type FunctionBundle } from '../bundle.ts';
import { functions } from '../functions.ts';
import { apiRoutes, openApiDocument } from './openapi.ts';
import { decodeCursor, encodeCursor } from './shared/cursor.ts';
import { errorTable } from './shared/errors.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const names = ['api-catalogue', 'api-auth', 'api-shop', 'api-publisher', 'api-operator'] as const;

describe('the bundles of the API', () => {
  let folder: string;
  let bundles: FunctionBundle[];
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kratos-bundles-'));
    bundles = await bundleFunctions({
      root,
      outDir: folder,
      functions: Object.fromEntries(names.map((name) => [name, functions[name]])),
    });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(names)('%s is at most 1.8 MB', (name) => {
    const bundle = bundles.find((entry) => entry.name === name);
    expect(bundle?.bytes).toBeGreaterThan(10_000);
    expect(bundle?.bytes).toBeLessThanOrEqual(1_800_000);
  });
});

describe('the OpenAPI document', () => {
  const document = openApiDocument('1.2.3');

  it('holds every route with its right, its answers and a summary', () => {
    const declared = Object.values(apiRoutes).flatMap((routes) =>
      routes.map((route) => `${route.method} ${route.path}`),
    );
    const documented = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
      Object.entries(item as Record<string, Record<string, unknown>>).map(([method, operation]) => {
        expect(operation).toMatchObject({ 'x-access': expect.any(String), summary: expect.any(String) });
        return `${method} ${path}`;
      }),
    );
    expect(documented.sort()).toEqual(declared.sort());
  });

  it('describes errors as problem+json wherever the API makes them', () => {
    const operation = document.paths?.['/api/orders']?.post;
    for (const status of ['400', '401', '402', '404', '409', '422', '500', '503']) {
      expect(operation?.responses?.[status]).toMatchObject({
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      });
    }
  });
});

describe('the page docs/api.md', () => {
  it('names every route and every error code', async () => {
    const page = await readFile(path.join(root, 'docs/api.md'), 'utf8');
    const routes = Object.values(apiRoutes).flatMap((area) => area.map((route) => route.path as string));
    for (const name of [...routes, ...Object.keys(errorTable)]) expect(page).toContain(`\`${name}\``);
  });
});

describe('a cursor', () => {
  const list = ['games', 'price', { genre: ['action'] }];
  const cursor = { at: new Date('2026-03-10T12:00:00.123Z'), key: 1999, id: 7 };

  const now = new Date('2026-03-10T12:05:00.000Z');

  it('comes back as it was', () => {
    expect(decodeCursor(list, encodeCursor(list, cursor), now)).toEqual(cursor);
  });

  it.each([
    ['of another list', () => encodeCursor(['games', 'title'], cursor)],
    [
      'that tells of a moment to come, whose prices nobody may know',
      () => encodeCursor(list, { ...cursor, at: new Date('2026-04-10T12:00:00.000Z') }),
    ],
    ['that is no base64', () => '%%%'],
    ['that holds no JSON', () => Buffer.from('nothing').toString('base64url')],
    ['with a field too many', () => Buffer.from('{"l":"a","t":1,"k":1,"i":1,"x":1}').toString('base64url')],
    ['with a moment beyond time', () => Buffer.from('{"l":"a","t":9e15,"k":1,"i":1}').toString('base64url')],
  ])('%s is refused', (_words, make) => {
    expect(decodeCursor(list, make(), now)).toBeUndefined();
  });
});
