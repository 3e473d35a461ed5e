import { idle, type Resource } from '../../shared/resource.ts';
import type { Forecast } from '../../shared/api/contract.ts';
import { publisherReducer, type PublisherState } from './slice.ts';

const initial = publisherReducer(undefined, { type: 'init' });

/** The feature arrives with its pages, so the state may not hold it yet. */
export const selectPublisher = (state: object): PublisherState =>
  'publisher' in state ? (state as { publisher: PublisherState }).publisher : initial;

export const selectForecast = (state: object, id: number): Resource<Forecast> => {
  const { open } = selectPublisher(state);
  return open?.id === id ? open.forecast : idle;
};
