import type { Plugin } from 'esbuild';

/** What the types of the models check a value by; Sequelize's own checks of these names need nothing else. */
const validators = [
  'isBoolean',
  'isEmpty',
  'isFloat',
  'isIn',
  'isInt',
  'isIP',
  'isIPRange',
  'isLength',
  'isMACAddress',
  'isUUID',
];

const otherDialects = 'db2|mariadb|mssql|mysql|oracle|snowflake|sqlite';

/**
 * Data and code that libraries carry along and that no function reads: without it a bundle is about 1 MB smaller and
 * loads quicker. Each entry names the file and what stands in its place.
 */
const trims: readonly { readonly file: RegExp; readonly contents: string; readonly loader: 'json' | 'js' }[] =
  [
    {
      // Sequelize formats dates through moment-timezone; every date here is UTC.
      file: /[\\/]moment-timezone[\\/]data[\\/]packed[\\/]latest\.json$/,
      contents: JSON.stringify({
        version: 'utc',
        zones: ['Etc/UTC|UTC|0|0|'],
        links: ['Etc/UTC|UTC'],
        countries: [],
      }),
      loader: 'json',
    },
    {
      // Sequelize loads the types of every database it knows; this store has one.
      file: new RegExp(
        `[\\\\/]sequelize[\\\\/]lib[\\\\/]dialects[\\\\/](${otherDialects})[\\\\/]data-types\\.js$`,
      ),
      contents: 'module.exports = () => ({});',
      loader: 'js',
    },
    {
      file: new RegExp(
        `[\\\\/]sequelize[\\\\/]lib[\\\\/]dialects[\\\\/](${otherDialects})[\\\\/]index\\.js$`,
      ),
      contents: "throw new Error('only the dialect of PostgreSQL is in this bundle');",
      loader: 'js',
    },
    {
      // A hundred validators, from IBAN to licence plates.
      file: /[\\/]node_modules[\\/]validator[\\/]index\.js$/,
      contents: validators.map((name) => `exports.${name} = require('./lib/${name}').default;`).join('\n'),
      loader: 'js',
    },
    {
      // Reads geometry columns, of which there are none.
      file: /[\\/]wkx[\\/]lib[\\/]wkx\.js$/,
      contents: 'module.exports = {};',
      loader: 'js',
    },
    {
      // Messages of validation errors in some fifty languages; the store speaks English.
      file: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/,
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    },
  ];

/** Libraries that only define things, though their package does not say so: an import that nothing uses goes. */
const pure = /^(sequelize|pg)$/;

export const bundleTrims: Plugin = {
  name: 'bundle-trims',
  setup(build) {
    build.onResolve({ filter: pure }, async ({ path, pluginData, ...options }) => {
      if (pluginData === bundleTrims) return undefined;
      const found = await build.resolve(path, { ...options, pluginData: bundleTrims });
      return found.errors.length > 0 ? found : { path: found.path, sideEffects: false };
    });
    for (const { file, contents, loader } of trims) {
      build.onLoad({ filter: file }, () => ({ contents, loader }));
    }
  },
};

/** Changes when a trim changes, so that cached bundles are made anew. */
export const bundleTrimsKey = [
  pure.source,
  ...trims.map((trim) => `${trim.file.source}\n${trim.contents}`),
].join('\n');
