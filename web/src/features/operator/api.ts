import { unwrap, type StoreClient } from '../../shared/api/client.ts';
import type {
  Execution,
  LogLine,
  Page,
  Run,
  RunDetail,
  RunGame,
  StartRun,
  Training,
} from '../../shared/api/contract.ts';

export interface ModelChange {
  readonly model: string;
  /** The champion that it is to take the place of; null = there is none. */
  readonly champion: string | null;
}

export function fetchRuns(api: StoreClient, cursor: string | null, signal: AbortSignal): Promise<Page<Run>> {
  const query = { limit: 25, ...(cursor === null ? {} : { cursor }) };
  return unwrap(api.GET('/api/operator/runs', { params: { query }, signal }));
}

/** Trainings and forecasts, newest first. */
export async function fetchExecutions(api: StoreClient, signal: AbortSignal): Promise<readonly Execution[]> {
  return (await unwrap(api.GET('/api/operator/executions', { signal }))).items;
}

/** The newest training, the models and what drifts. */
export async function fetchTraining(api: StoreClient, signal: AbortSignal): Promise<Training> {
  return unwrap(api.GET('/api/operator/training', { signal }));
}

/** @param champion the one that the operator saw; another one by now is refused. */
export async function rollBack(
  api: StoreClient,
  { model, champion }: ModelChange,
  signal: AbortSignal,
): Promise<void> {
  const params = { path: { id: model } };
  await unwrap(api.POST('/api/operator/models/{id}/roll-back', { params, body: { champion }, signal }));
}

export function fetchRun(api: StoreClient, id: string, signal: AbortSignal): Promise<RunDetail> {
  return unwrap(api.GET('/api/operator/runs/{id}', { params: { path: { id } }, signal }));
}

export function fetchRunGames(
  api: StoreClient,
  id: string,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page<RunGame>> {
  const query = { limit: 50, ...(cursor === null ? {} : { cursor }) };
  return unwrap(api.GET('/api/operator/runs/{id}/games', { params: { path: { id }, query }, signal }));
}

export async function startRun(api: StoreClient, body: StartRun, signal: AbortSignal): Promise<string> {
  return (await unwrap(api.POST('/api/operator/runs', { body, signal }))).runId;
}

/** The functions' log lines of one request, oldest first; kept by a store that runs on one machine. */
export async function fetchLogs(
  api: StoreClient,
  requestId: string,
  signal: AbortSignal,
): Promise<readonly LogLine[]> {
  const body = await api.local(`/local/logs?requestId=${encodeURIComponent(requestId)}`, signal);
  return typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items)
    ? (body.items as readonly LogLine[])
    : [];
}
