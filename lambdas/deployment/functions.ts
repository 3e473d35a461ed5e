/** Functions that run while the store is deployed and never again until the next deployment. */
export const deploymentFunctions = {
  'migrate-database': {
    entry: 'lambdas/deployment/migrate-database/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 900,
    uses: {},
  },
  'publish-site': {
    entry: 'lambdas/deployment/publish-site/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 300,
    uses: {},
  },
} as const;

/** Folders that stand beside a bundle's module. */
export const deployedFolders = { migrations: 'migrations', site: 'site' } as const;
