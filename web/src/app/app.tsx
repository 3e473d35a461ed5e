import { ThemeProvider } from '@mui/material/styles';
import { useEffect, useMemo, type ReactElement } from 'react';
import { Provider } from 'react-redux';
import { BrowserRouter, useLocation } from 'react-router';
import { authActions } from '../features/auth/slice.ts';
import type { Navigation } from '../shared/navigation.ts';
import { ErrorBoundary } from '../shared/ui/error-boundary.tsx';
import { selectAppearance } from './appearance.ts';
import { StoreStyles } from './global-styles.tsx';
import { useAppDispatch, useAppSelector } from './hooks.ts';
import { NavigationBridge } from './navigation-bridge.tsx';
import { AppRoutes } from './router.tsx';
import { Shell } from './shell/shell.tsx';
import type { AppStore } from './store.ts';
import { makeTheme } from './theme.ts';

export function App({ store, navigation }: { store: AppStore; navigation: Navigation }): ReactElement {
  return (
    <Provider store={store}>
      <BrowserRouter>
        <NavigationBridge navigation={navigation} />
        <Store />
      </BrowserRouter>
    </Provider>
  );
}

function Store(): ReactElement {
  const dispatch = useAppDispatch();
  const { pathname } = useLocation();
  const appearance = useAppSelector(selectAppearance);
  const theme = useMemo(() => makeTheme(appearance), [appearance]);
  useEffect(() => {
    dispatch(authActions.sessionAsked());
  }, [dispatch]);
  return (
    <ThemeProvider theme={theme}>
      <StoreStyles />
      <Shell>
        <ErrorBoundary key={pathname}>
          <AppRoutes />
        </ErrorBoundary>
      </Shell>
    </ThemeProvider>
  );
}
