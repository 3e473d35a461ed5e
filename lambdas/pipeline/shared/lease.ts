import { DescribeExecutionCommand, ExecutionDoesNotExist, type SFNClient } from '@aws-sdk/client-sfn';
import type { DataApi } from '../../../database/data-api.ts';

const leaseName = 'sales-etl';

interface Holder {
  readonly runId: string;
  readonly executionArn: string;
}

/** Tells whether an execution still runs: only then its lease counts. */
export type IsRunning = (executionArn: string) => Promise<boolean>;

export function executionLiveness(client: SFNClient): IsRunning {
  return async (executionArn) => {
    try {
      const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
      return execution.status === 'RUNNING';
    } catch (error) {
      // Executions are forgotten after 90 days, and an installation may have been moved.
      if (error instanceof ExecutionDoesNotExist) return false;
      throw error;
    }
  };
}

/**
 * Takes the lease of the nightly run; a holder whose execution no longer runs loses it. Each step is one conditional
 * statement on what was seen before, so that of two who try at once one gets it.
 * @returns undefined = taken; else who holds it.
 */
export async function takeLease(
  db: Pick<DataApi, 'sql'>,
  taker: Holder,
  isRunning: IsRunning,
): Promise<Holder | undefined> {
  const [inserted] = await db.sql<{ name: string }>(
    `INSERT INTO etl_lock (name, run_id, execution_arn) VALUES (:name, :runId, :executionArn)
     ON CONFLICT (name) DO NOTHING RETURNING name`,
    { name: leaseName, ...taker },
  );
  if (inserted) return undefined;
  const holder = await leaseHolder(db);
  // It was given back in between: the next attempt finds it free.
  if (!holder) return takeLease(db, taker, isRunning);
  if (holder.executionArn === taker.executionArn) return undefined;
  if (await isRunning(holder.executionArn)) return holder;
  const [taken] = await db.sql<{ name: string }>(
    `UPDATE etl_lock SET run_id = :runId, execution_arn = :executionArn, taken_at = now()
      WHERE name = :name AND execution_arn = :seen RETURNING name`,
    { name: leaseName, ...taker, seen: holder.executionArn },
  );
  return taken ? undefined : takeLease(db, taker, isRunning);
}

export async function leaseHolder(db: Pick<DataApi, 'sql'>): Promise<Holder | undefined> {
  const [holder] = await db.sql<Holder>(
    `SELECT run_id AS "runId", execution_arn AS "executionArn" FROM etl_lock WHERE name = :name`,
    { name: leaseName },
  );
  return holder;
}

/** Gives the lease back; somebody else's stays. */
export async function freeLease(db: Pick<DataApi, 'sql'>, executionArn: string): Promise<void> {
  await db.sql('DELETE FROM etl_lock WHERE name = :name AND execution_arn = :executionArn', {
    name: leaseName,
    executionArn,
  });
}
