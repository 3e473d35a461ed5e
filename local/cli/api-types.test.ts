import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { apiTypes, apiTypesFile } from './api-types.ts';

it('the committed types of the API client are those of the API; `npm run api:types` renews them', async () => {
  expect(await readFile(apiTypesFile, 'utf8')).toBe(await apiTypes());
});
