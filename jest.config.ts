/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

/** swc turns TypeScript into the same ES modules that Node, esbuild and Vite see. */
const transform: Config['transform'] = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic' } },
      },
      module: { type: 'es6' },
    },
  ],
};

const shared: Config = {
  transform,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  modulePathIgnorePatterns: ['<rootDir>/.kratos', '<rootDir>/dist', '<rootDir>/cdk.out'],
};

const config: Config = {
  testTimeout: 60_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.db\\.test\\.ts$', '<rootDir>/web/', '<rootDir>/e2e/'],
    },
    {
      ...shared,
      displayName: 'database',
      testMatch: ['<rootDir>/**/*.db.test.ts'],
      globalSetup: '<rootDir>/testing/postgres-setup.ts',
      globalTeardown: '<rootDir>/testing/postgres-teardown.ts',
    },
    {
      ...shared,
      displayName: 'web',
      testMatch: ['<rootDir>/web/**/*.test.{ts,tsx}'],
      testEnvironment: '<rootDir>/testing/browser-environment.ts',
    },
  ],
};

export default config;
