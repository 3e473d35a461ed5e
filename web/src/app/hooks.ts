import { useDispatch, useSelector, useStore } from 'react-redux';
import type { AppDispatch, AppStore, LazyFeature, RootState } from './store.ts';

export const useAppDispatch = useDispatch.withTypes<AppDispatch>();
export const useAppSelector = useSelector.withTypes<RootState>();
const useAppStore = useStore.withTypes<AppStore>();

/** Adds a feature's state and sagas before the first of its pages renders; the second time it does nothing. */
export function useInstalled(feature: LazyFeature): void {
  useAppStore().install(feature);
}
