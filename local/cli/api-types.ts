import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTypeScript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import prettier from 'prettier';
import { openApiDocument } from '../../lambdas/api/openapi.ts';

export const apiTypesFile = fileURLToPath(new URL('../../web/src/api/schema.d.ts', import.meta.url));

/** The types of the SPA's API client, made from the API's own document; the version is left out so that a release changes nothing. */
export async function apiTypes(): Promise<string> {
  const document = JSON.parse(JSON.stringify(openApiDocument('0'))) as OpenAPI3;
  const source = astToString(await openapiTypeScript(document, { defaultNonNullable: false }));
  return prettier.format(source, { parser: 'typescript', singleQuote: true, printWidth: 110 });
}

const usage = `npm run api:types

Writes web/src/api/schema.d.ts from the API's OpenAPI document. Run it after a change of a schema or a route.`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--help')) {
    process.stdout.write(usage + '\n');
  } else {
    await writeFile(apiTypesFile, await apiTypes());
    process.stdout.write(`wrote ${apiTypesFile}\n`);
  }
}
