import type { Plugin } from 'esbuild';

/**
 * Data that libraries carry along and that no function reads: without it a bundle is about 1 MB smaller and loads
 * quicker. Each entry names the file and what stands in its place.
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
