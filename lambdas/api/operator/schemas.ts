import { z } from '@hono/zod-openapi';
import { publisherGamesSchema } from '../publisher/schemas.ts';
import { driftSchema } from '../shared/drift.ts';
import {
  cursorSchema,
  dateSchema,
  gameIdSchema,
  instantSchema,
  limitSchema,
  listSchema,
  orNull,
} from '../shared/schemas.ts';

export const operatorGamesSchema = publisherGamesSchema;
export const operatorGamesQuery = z.strictObject({
  q: z.string().max(100).optional(),
  limit: limitSchema(),
  cursor: cursorSchema,
});

export const runIdSchema = z.string().regex(/^[a-z0-9]{1,40}$/, 'expected 1 to 40 of a-z and 0-9');
const failureSchema = z.object({ error: z.string(), cause: z.string() });

export const runSchema = z
  .object({
    id: z.string(),
    executionArn: z.string(),
    runDate: dateSchema,
    asOf: dateSchema,
    status: z.enum(['running', 'succeeded', 'failed', 'aborted']),
    dryRun: z.boolean(),
    gameIds: z.array(z.int()).nullable(),
    baseRunId: z.string().nullable(),
    startedAt: instantSchema,
    finishedAt: instantSchema.nullable(),
    published: z.boolean(),
    counts: z.object({
      games: z.int(),
      written: z.int(),
      noSales: z.int(),
      failed: z.int(),
      carried: z.int(),
      rows: z.int(),
      units: z.int(),
    }),
    error: orNull(failureSchema),
  })
  .openapi('Run');
export const runsSchema = listSchema(runSchema, 'RunList');
export const pageQuery = z.strictObject({ limit: limitSchema(), cursor: cursorSchema });

export const runStateSchema = z
  .object({
    name: z.string(),
    type: z.string(),
    status: z.enum(['waiting', 'running', 'succeeded', 'failed', 'caught']),
    enteredAt: instantSchema.nullable(),
    exitedAt: instantSchema.nullable(),
    attempts: z.int(),
    counts: z
      .object({ done: z.int(), total: z.int(), failed: z.int() })
      .optional()
      .openapi({ description: 'Only of a Map: its iterations.' }),
    error: orNull(failureSchema),
  })
  .openapi('RunState');

export const runDetailSchema = runSchema
  .extend({
    states: z.array(runStateSchema),
    edges: z.array(z.object({ from: z.string(), to: z.string(), label: z.string().optional() })),
    failedGames: z.array(z.object({ gameId: z.int(), title: z.string(), reason: z.string() })),
    gamesTotal: z.int(),
  })
  .openapi('RunDetail');

export const startRunBody = z
  .strictObject({
    runDate: dateSchema,
    asOf: dateSchema.optional(),
    gameIds: z.array(z.int().min(1).max(2_147_483_647)).min(1).max(10_000).optional(),
    dryRun: z.boolean().optional(),
    baseRun: runIdSchema.optional(),
  })
  .openapi('StartRun');
export const startedRunSchema = z
  .object({ executionArn: z.string(), runId: z.string() })
  .openapi('StartedRun');

export const runGameStatuses = ['pending', 'written', 'no_sales', 'failed', 'carried'] as const;
export const runGameSchema = z
  .object({
    gameId: z.int(),
    title: z.string(),
    status: z.enum(runGameStatuses),
    reason: z.string().nullable(),
    rows: z.int(),
    units: z.int(),
    firstDate: dateSchema.nullable(),
    lastDate: dateSchema.nullable(),
    objectKey: z.string().nullable(),
  })
  .openapi('RunGame');
export const runGamesSchema = listSchema(runGameSchema, 'RunGameList');
export const runGamesQuery = z.strictObject({
  status: z.enum(runGameStatuses).optional(),
  game: gameIdSchema.optional(),
  limit: limitSchema(50),
  cursor: cursorSchema,
});

export const executionsSchema = z
  .object({
    items: z.array(
      z.object({
        machine: z.enum(['train-model', 'forecast-sales', 'sales-etl']),
        executionArn: z.string(),
        name: z.string(),
        status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']),
        startedAt: instantSchema,
        stoppedAt: instantSchema.nullable(),
        error: orNull(failureSchema),
      }),
    ),
  })
  .openapi('Executions');

export const trainingRunSchema = z
  .object({
    id: z.string(),
    executionArn: z.string(),
    runId: z.string(),
    status: z.enum(['running', 'succeeded', 'failed', 'aborted']),
    stage: z.string(),
    step: z.int(),
    totalSteps: z.int(),
    modelId: z.string().nullable(),
    error: orNull(failureSchema),
    startedAt: instantSchema,
    updatedAt: instantSchema,
    finishedAt: instantSchema.nullable(),
  })
  .openapi('TrainingRun');

export const modelSchema = z
  .object({
    id: z.string(),
    status: z.enum(['candidate', 'champion', 'retired', 'refused']),
    recipe: z.string(),
    kernelId: z.string(),
    seed: z.int(),
    asOf: dateSchema,
    createdAt: instantSchema,
    promotedAt: instantSchema.nullable(),
    metrics: z.record(z.string(), z.unknown()),
    decision: z.record(z.string(), z.unknown()),
    drift: z.array(driftSchema).openapi({ description: 'Open marks; of the champion only.' }),
  })
  .openapi('Model');

export const modelIdSchema = z.string().regex(/^[A-Za-z0-9._-]{1,80}$/, 'expected the id of a model');
export const rollBackBody = z
  .strictObject({
    champion: z.string().max(80).nullable().openapi({
      description: 'The champion that was shown; where another one is served by now, nothing happens.',
    }),
  })
  .openapi('RollBack');
export const rolledBackSchema = z
  .object({
    champion: z.string(),
    /** Forecasts the newest run again, by this model; null = there is no run yet, or none could be started. */
    executionArn: z.string().nullable(),
  })
  .openapi('RolledBack');

export const trainingSchema = z
  .object({
    /** The newest training, running or done. */
    current: orNull(trainingRunSchema),
    champion: orNull(modelSchema),
    models: z.array(modelSchema),
    driftingGames: z
      .array(z.object({ gameId: z.int(), title: z.string(), drift: z.array(driftSchema) }))
      .openapi({ description: 'Games with open marks of their own, newest marks first, at most 50.' }),
  })
  .openapi('Training');
