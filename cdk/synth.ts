import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const help = `npm run synth -- [-c KEY=VALUE]…

Writes the templates of all stacks to cdk.out, after the checks of cdk-nag. It needs no account, no docker and no network.

  -c KEY=VALUE   a setting of the stage, e.g. -c stage=test; docs/deploy.md lists them
  --help         this text`;

const repository = path.resolve(import.meta.dirname, '..');

/** What the CDK's own command hands to the app, so that it runs without that command. */
function contextOf(pairs: readonly string[]): Record<string, unknown> {
  const file = JSON.parse(readFileSync(path.join(repository, 'cdk.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  const given = pairs.map((pair) => {
    const [key = '', ...value] = pair.split('=');
    if (key === '' || value.length === 0) throw new Error(`-c ${pair}: expected KEY=VALUE`);
    return [key, value.join('=')] as const;
  });
  return { ...file.context, ...Object.fromEntries(given) };
}

const { values } = parseArgs({
  options: { context: { type: 'string', short: 'c', multiple: true }, help: { type: 'boolean' } },
});
if (values.help) console.log(help);
else {
  const outdir = process.env['CDK_OUTDIR'] ?? path.join(repository, 'cdk.out');
  process.env['CDK_CONTEXT_JSON'] = JSON.stringify(contextOf(values.context ?? []));
  process.env['CDK_OUTDIR'] = outdir;
  try {
    await import('./app.ts');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
  for (const name of readdirSync(outdir).filter((file) => file.endsWith('.template.json'))) {
    const { Resources } = JSON.parse(readFileSync(path.join(outdir, name), 'utf8')) as {
      Resources: object;
    };
    console.log(`${path.relative(repository, outdir)}/${name}: ${Object.keys(Resources).length} resources`);
  }
}
