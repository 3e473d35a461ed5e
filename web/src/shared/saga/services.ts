import { getContext } from 'typed-redux-saga';
import type { StoreClient } from '../api/client.ts';
import type { Navigation } from '../navigation.ts';

/** Everything outside the state that a saga may touch. The app hands it in once; tests hand in their own edge. */
export interface Services {
  readonly api: StoreClient;
  readonly navigation: Navigation;
  /** What outlives the page (localStorage); absent values are null. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly page: PageSignals;
  readonly reportError: (feature: string, error: unknown) => void;
}

/** What the browser says about the page itself. */
export interface PageSignals {
  readonly isVisible: () => boolean;
  /** Calls back on each change of visibility; the answer stops it. */
  readonly onVisibility: (listener: () => void) => () => void;
  readonly prefersDark: () => boolean;
  readonly onPrefersDark: (listener: () => void) => () => void;
  readonly saveFile: (name: string, content: Blob) => void;
}

/** The services of this store's sagas, typed: `const { api } = yield* services()`. */
export function* services() {
  return yield* getContext<Services>('services');
}
