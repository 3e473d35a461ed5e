/**
 * Every function once: what it runs, how big it is and what it may touch. The stacks and the local runtime both read
 * this table, so that a function here has exactly the rights, limits and environment that it has when deployed.
 */
export const databaseRoles = [
  'kratos_catalogue',
  'kratos_auth',
  'kratos_shop',
  'kratos_publisher',
  'kratos_operator',
  'kratos_pipeline',
  'kratos_forecasting',
] as const;
export type DatabaseRole = (typeof databaseRoles)[number];

export const stateMachineNames = ['sales-etl', 'train-model', 'forecast-sales'] as const;
export type StateMachineName = (typeof stateMachineNames)[number];

export interface FunctionDefinition {
  /** Entry file, relative to the repository's root; it exports `handler`. */
  readonly entry: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Constants of the function's environment; everything that differs by stage is derived from `uses`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Path prefixes under /api that the gateway routes to this function. */
  readonly routes?: readonly string[];
  /** Entry files of worker threads, bundled beside the function as `<base name>.mjs`. */
  readonly workers?: readonly string[];
  /** Runs at low priority on one machine, so that the shop stays quick beside it. */
  readonly background?: true;
  readonly uses: {
    readonly database?: { readonly via: 'socket' | 'data-api'; readonly role: DatabaseRole };
    /** Key prefixes of the data bucket. */
    readonly data?: {
      readonly read?: readonly string[];
      readonly write?: readonly string[];
      readonly remove?: readonly string[];
    };
    readonly media?: { readonly read?: readonly string[]; readonly write?: readonly string[] };
    readonly startsExecutionsOf?: readonly StateMachineName[];
    readonly readsExecutionsOf?: readonly StateMachineName[];
    readonly authSecret?: true;
  };
}

const api = { memoryMb: 1024, timeoutSeconds: 29 } as const;
const pipelineDatabase = { via: 'data-api', role: 'kratos_pipeline' } as const;
const forecastingDatabase = { via: 'data-api', role: 'kratos_forecasting' } as const;

export const functions = {
  'api-catalogue': {
    ...api,
    entry: 'lambdas/api/catalogue/handler.ts',
    routes: [
      '/api/games',
      '/api/categories',
      '/api/genres',
      '/api/platforms',
      '/api/health',
      '/api/openapi.json',
    ],
    uses: { database: { via: 'socket', role: 'kratos_catalogue' } },
  },
  'api-auth': {
    ...api,
    entry: 'lambdas/api/auth/handler.ts',
    routes: ['/api/auth'],
    uses: { database: { via: 'socket', role: 'kratos_auth' }, authSecret: true },
  },
  'api-shop': {
    ...api,
    entry: 'lambdas/api/shop/handler.ts',
    routes: ['/api/orders', '/api/me'],
    uses: { database: { via: 'socket', role: 'kratos_shop' }, authSecret: true },
  },
  'api-publisher': {
    ...api,
    entry: 'lambdas/api/publisher/handler.ts',
    routes: ['/api/publisher'],
    uses: {
      database: { via: 'socket', role: 'kratos_publisher' },
      authSecret: true,
      data: { read: ['kratos/sales_data/', 'kratos/runs/', 'kratos/models/', 'kratos/what-if/'] },
    },
  },
  'api-operator': {
    ...api,
    entry: 'lambdas/api/operator/handler.ts',
    routes: ['/api/operator'],
    uses: {
      database: { via: 'socket', role: 'kratos_operator' },
      authSecret: true,
      data: { read: ['kratos/sales_data/', 'kratos/runs/', 'kratos/models/'] },
      startsExecutionsOf: ['sales-etl', 'forecast-sales'],
      readsExecutionsOf: ['sales-etl', 'train-model', 'forecast-sales'],
    },
  },

  'open-run': {
    entry: 'lambdas/pipeline/open-run/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 60,
    uses: {
      database: pipelineDatabase,
      data: { read: ['kratos/runs/', 'kratos/sales_data/'] },
      readsExecutionsOf: ['sales-etl'],
    },
  },
  'extract-sales': {
    entry: 'lambdas/pipeline/extract-sales/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 60,
    uses: { database: pipelineDatabase },
  },
  'list-games': {
    entry: 'lambdas/pipeline/list-games/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 120,
    uses: { database: pipelineDatabase, data: { read: ['kratos/runs/'], write: ['kratos/runs/'] } },
  },
  'transform-games': {
    entry: 'lambdas/pipeline/transform-games/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 600,
    uses: { database: pipelineDatabase, data: { read: ['kratos/runs/'], write: ['kratos/runs/'] } },
  },
  'check-quality': {
    entry: 'lambdas/pipeline/check-quality/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 300,
    uses: { database: pipelineDatabase, data: { read: ['kratos/runs/'] } },
  },
  'publish-run': {
    entry: 'lambdas/pipeline/publish-run/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 600,
    uses: {
      database: pipelineDatabase,
      data: { read: ['kratos/runs/', 'kratos/sales_data/'], write: ['kratos/runs/', 'kratos/sales_data/'] },
    },
  },
  'clean-up': {
    entry: 'lambdas/pipeline/clean-up/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 60,
    uses: { database: pipelineDatabase },
  },

  'start-forecast': {
    entry: 'lambdas/forecasting/start-forecast/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 60,
    uses: {
      database: forecastingDatabase,
      startsExecutionsOf: ['train-model', 'forecast-sales'],
      readsExecutionsOf: ['train-model', 'forecast-sales'],
    },
  },
  'prepare-panel': {
    entry: 'lambdas/forecasting/prepare-panel/handler.ts',
    memoryMb: 2048,
    timeoutSeconds: 600,
    uses: { database: forecastingDatabase, data: { read: ['kratos/runs/'], write: ['kratos/runs/'] } },
  },
  'train-model': {
    entry: 'lambdas/forecasting/train-model/handler.ts',
    // The most that a new account is given.
    memoryMb: 3008,
    timeoutSeconds: 900,
    background: true,
    workers: ['forecasting/training/net-worker.ts'],
    uses: {
      database: forecastingDatabase,
      data: {
        read: ['kratos/runs/', 'kratos/models/', 'kratos/folds/'],
        write: ['kratos/models/', 'kratos/folds/'],
      },
    },
  },
  'promote-model': {
    entry: 'lambdas/forecasting/promote-model/handler.ts',
    memoryMb: 1024,
    timeoutSeconds: 300,
    uses: {
      database: forecastingDatabase,
      data: {
        read: ['kratos/runs/', 'kratos/models/', 'kratos/folds/'],
        write: ['kratos/models/'],
        remove: ['kratos/runs/', 'kratos/models/', 'kratos/folds/'],
      },
    },
  },
  'score-forecasts': {
    entry: 'lambdas/forecasting/score-forecasts/handler.ts',
    memoryMb: 2048,
    timeoutSeconds: 300,
    background: true,
    uses: {
      database: forecastingDatabase,
      data: { read: ['kratos/runs/', 'kratos/models/'] },
    },
  },
  'forecast-games': {
    entry: 'lambdas/forecasting/forecast-games/handler.ts',
    memoryMb: 2048,
    timeoutSeconds: 900,
    background: true,
    uses: {
      database: forecastingDatabase,
      data: {
        read: ['kratos/runs/', 'kratos/models/', 'kratos/sales_data/'],
        write: ['kratos/what-if/'],
        remove: ['kratos/what-if/'],
      },
    },
  },
} as const satisfies Record<string, FunctionDefinition>;

export type FunctionName = keyof typeof functions;

export const functionNames = Object.keys(functions) as FunctionName[];

/** The same table behind its general type, for readers that treat all functions alike. */
export function functionDefinition(name: FunctionName): FunctionDefinition {
  return functions[name];
}
