import type { LazyFeature } from '../../app/store.ts';
import { operatorSaga } from './sagas.ts';
import { operatorReducer } from './slice.ts';

export const operatorFeature: LazyFeature = {
  name: 'operator',
  reducer: operatorReducer,
  saga: operatorSaga,
};
