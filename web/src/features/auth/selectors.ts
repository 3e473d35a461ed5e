import type { Me } from '../../shared/api/contract.ts';
import type { AuthState, Session } from './slice.ts';

interface WithAuth {
  readonly auth: AuthState;
}

export const selectSession = (state: WithAuth): Session => state.auth.session;
export const selectMe = (state: WithAuth): Me | null =>
  state.auth.session.status === 'signed-in' ? state.auth.session.me : null;
export const selectAttempt = (state: WithAuth) => state.auth.attempt;
export const selectDemoAccounts = (state: WithAuth) => state.auth.demoAccounts;
