import { createSlice, type Action, type PayloadAction } from '@reduxjs/toolkit';
import type { DemoAccount, Me } from '../../shared/api/contract.ts';
import type { Failure } from '../../shared/api/error.ts';
import type { Credentials, Registration } from './api.ts';

/** `unknown` until the store has answered once: pages that need to know wait and do not guess. */
export type Session =
  | { readonly status: 'unknown' }
  | { readonly status: 'signed-out' }
  | { readonly status: 'signed-in'; readonly me: Me };

export type Attempt =
  | { readonly status: 'idle' }
  | { readonly status: 'sending'; readonly email: string }
  | { readonly status: 'refused'; readonly failure: Failure };

export interface AuthState {
  readonly session: Session;
  readonly attempt: Attempt;
  readonly demoAccounts: readonly DemoAccount[];
}

const initialState: AuthState = {
  session: { status: 'unknown' },
  attempt: { status: 'idle' },
  demoAccounts: [],
};

/** Where the reader goes once signed in. */
export interface Onward {
  readonly returnTo: string;
}

const slice = createSlice({
  name: 'auth',
  initialState: initialState,
  reducers: {
    sessionAsked: (state) => state,
    sessionReceived(state, { payload }: PayloadAction<Me | null>) {
      const session: Session =
        payload === null ? { status: 'signed-out' } : { status: 'signed-in', me: payload };
      return { ...state, session };
    },
    signInSubmitted: (state, { payload }: PayloadAction<Credentials & Onward>) => ({
      ...state,
      attempt: { status: 'sending' as const, email: payload.email },
    }),
    registrationSubmitted: (state, { payload }: PayloadAction<Registration & Onward>) => ({
      ...state,
      attempt: { status: 'sending' as const, email: payload.email },
    }),
    attemptSucceeded: (state) => ({ ...state, attempt: { status: 'idle' as const } }),
    attemptRefused: (state, { payload }: PayloadAction<Failure>) => ({
      ...state,
      attempt: { status: 'refused' as const, failure: payload },
    }),
    formOpened: (state) => ({ ...state, attempt: { status: 'idle' as const } }),
    demoAccountsReceived: (state, { payload }: PayloadAction<readonly DemoAccount[]>) => ({
      ...state,
      demoAccounts: payload,
    }),
    signOutAsked: (state) => state,
    /** The store answered 401 to someone who had been signed in. */
    sessionExpired: (state) => ({ ...state, session: { status: 'signed-out' as const } }),
  },
});

export const authActions = slice.actions;
export const authReducer = slice.reducer;

/** Another reader, or none: nothing that was loaded for the one before may be seen any more. */
export function readerLeft(action: Action): boolean {
  const { sessionReceived, sessionExpired, attemptSucceeded } = slice.actions;
  if (sessionReceived.match(action)) return action.payload === null;
  return sessionExpired.match(action) || attemptSucceeded.match(action);
}
