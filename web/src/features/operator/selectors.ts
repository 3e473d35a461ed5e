import { operatorReducer, type OperatorState } from './slice.ts';

const initial = operatorReducer(undefined, { type: 'init' });

/** The feature arrives with its pages, so the state may not hold it yet. */
export const selectOperator = (state: object): OperatorState =>
  'operator' in state ? (state as { operator: OperatorState }).operator : initial;
