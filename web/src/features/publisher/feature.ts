import type { LazyFeature } from '../../app/store.ts';
import { publisherSaga } from './sagas.ts';
import { publisherReducer } from './slice.ts';

export const publisherFeature: LazyFeature = {
  name: 'publisher',
  reducer: publisherReducer,
  saga: publisherSaga,
};
