import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
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
import type { Failure } from '../../shared/api/error.ts';
import { failed, idle, loading, ready, type Resource } from '../../shared/resource.ts';
import { readerLeft } from '../auth/slice.ts';
import type { ModelChange } from './api.ts';

export type Start =
  | { readonly status: 'idle' }
  | { readonly status: 'sending' }
  | { readonly status: 'refused'; readonly failure: Failure };

/** Open while an operator is asked whether an older model is to be served again. */
export type RollBack =
  | { readonly status: 'closed' }
  | ({ readonly status: 'asking' | 'sending' } & ModelChange)
  | ({ readonly status: 'refused'; readonly failure: Failure } & ModelChange);

export interface RunsView {
  readonly page: Page<Run>;
  readonly executions: readonly Execution[];
  readonly training: Training;
}

export interface OperatorState {
  readonly runs: Resource<RunsView>;
  readonly start: Start;
  readonly rollBack: RollBack;
  /** The run on the page. */
  readonly open: {
    readonly id: string;
    readonly run: Resource<RunDetail>;
    readonly games: Resource<Page<RunGame>>;
  } | null;
  readonly logs: { readonly requestId: string; readonly lines: Resource<readonly LogLine[]> };
}

const initialState: OperatorState = {
  runs: idle,
  start: { status: 'idle' },
  rollBack: { status: 'closed' },
  open: null,
  logs: { requestId: '', lines: idle },
};

const slice = createSlice({
  name: 'operator',
  initialState: initialState,
  reducers: {
    runsOpened: (state) => ({ ...state, runs: state.runs.status === 'ready' ? state.runs : loading }),
    runsClosed: (state) => state,
    runsReceived: (state, { payload }: PayloadAction<RunsView>) => ({ ...state, runs: ready(payload) }),
    runsFailed: (state, { payload }: PayloadAction<Failure>) => ({ ...state, runs: failed(payload) }),
    startSubmitted: (state, _action: PayloadAction<StartRun>) => ({
      ...state,
      start: { status: 'sending' as const },
    }),
    startAccepted: (state) => ({ ...state, start: { status: 'idle' as const } }),
    startRefused: (state, { payload }: PayloadAction<Failure>) => ({
      ...state,
      start: { status: 'refused' as const, failure: payload },
    }),
    rollBackOpened: (state, { payload }: PayloadAction<ModelChange>) => ({
      ...state,
      rollBack: { status: 'asking' as const, ...payload },
    }),
    rollBackClosed: (state) => ({ ...state, rollBack: { status: 'closed' as const } }),
    rollBackConfirmed: (state, { payload }: PayloadAction<ModelChange>) => ({
      ...state,
      rollBack: { status: 'sending' as const, ...payload },
    }),
    rollBackRefused: (state, { payload }: PayloadAction<ModelChange & { failure: Failure }>) => ({
      ...state,
      rollBack: { status: 'refused' as const, ...payload },
    }),
    runOpened: (state, { payload: id }: PayloadAction<string>) =>
      state.open?.id === id && state.open.run.status === 'ready'
        ? state
        : { ...state, open: { id, run: loading, games: loading } },
    runClosed: (state) => state,
    runReceived: (state, { payload }: PayloadAction<RunDetail>) =>
      state.open === null ? state : { ...state, open: { ...state.open, run: ready(payload) } },
    runFailed: (state, { payload }: PayloadAction<Failure>) =>
      state.open === null ? state : { ...state, open: { ...state.open, run: failed(payload) } },
    moreGamesAsked: (state) => state,
    gamesReceived(state, { payload }: PayloadAction<{ page: Page<RunGame>; from: string | null }>) {
      if (state.open === null) return state;
      const { games } = state.open;
      const before = payload.from !== null && games.status === 'ready' ? games.data.items : [];
      const page = { ...payload.page, items: [...before, ...payload.page.items] };
      return { ...state, open: { ...state.open, games: ready(page) } };
    },
    gamesFailed: (state, { payload }: PayloadAction<Failure>) =>
      state.open === null ? state : { ...state, open: { ...state.open, games: failed(payload) } },
    logsAsked: (state, { payload }: PayloadAction<string>) => ({
      ...state,
      logs: { requestId: payload, lines: loading },
    }),
    logsReceived: (state, { payload }: PayloadAction<readonly LogLine[]>) => ({
      ...state,
      logs: { ...state.logs, lines: ready(payload) },
    }),
    logsFailed: (state, { payload }: PayloadAction<Failure>) => ({
      ...state,
      logs: { ...state.logs, lines: failed(payload) },
    }),
  },
  extraReducers: (builder) => {
    builder.addMatcher(readerLeft, () => initialState);
  },
});

export const operatorActions = slice.actions;
export const operatorReducer = slice.reducer;
