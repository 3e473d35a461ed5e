import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useEffect, useState, type ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import { useAppDispatch, useAppSelector } from '../app/hooks.ts';
import { AuthCard } from '../features/auth/components/auth-card.tsx';
import { DemoAccounts } from '../features/auth/components/demo-accounts.tsx';
import { safeReturnTo } from '../features/auth/return-to.ts';
import { selectAttempt, selectDemoAccounts } from '../features/auth/selectors.ts';
import { authActions } from '../features/auth/slice.ts';
import { FailureNotice } from '../shared/ui/notices.tsx';
import { Page } from '../shared/ui/page.tsx';
import { TextLink } from '../shared/ui/section.tsx';
import { TextBox } from '../shared/ui/text-box.tsx';

export default function SignInPage(): ReactElement {
  const dispatch = useAppDispatch();
  const [params] = useSearchParams();
  const returnTo = safeReturnTo(params.get('returnTo'));
  const attempt = useAppSelector(selectAttempt);
  const accounts = useAppSelector(selectDemoAccounts);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  useEffect(() => {
    dispatch(authActions.formOpened());
  }, [dispatch]);
  const sending = attempt.status === 'sending';
  return (
    <Page title="Sign in" lead="Buy games, and find those you own on any device.">
      <Box
        sx={{
          display: 'grid',
          gap: 4,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 460px) minmax(0, 380px)' },
          alignItems: 'start',
        }}
      >
        <AuthCard>
          <Box
            component="form"
            onSubmit={(event) => {
              event.preventDefault();
              dispatch(authActions.signInSubmitted({ email, password, returnTo }));
            }}
            sx={{ display: 'grid', gap: 2.25 }}
          >
            {attempt.status === 'refused' && (
              <FailureNotice title="You are not signed in" failure={attempt.failure} />
            )}
            <TextBox
              label="E-mail"
              type="email"
              autoComplete="email"
              required
              value={email}
              onChange={setEmail}
            />
            <TextBox
              label="Password"
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={setPassword}
            />
            <Button type="submit" variant="contained" size="large" disabled={sending}>
              {sending ? 'Signing in…' : 'Sign in'}
            </Button>
          </Box>
          <Typography variant="body2">
            New here?{' '}
            <TextLink to={`/register?returnTo=${encodeURIComponent(returnTo)}`}>Create an account</TextLink>
          </Typography>
        </AuthCard>
        <DemoAccounts
          accounts={accounts}
          disabled={sending}
          onChoose={(account) =>
            dispatch(
              authActions.signInSubmitted({
                email: account.email,
                password: account.password,
                returnTo: homeOf(account.role, returnTo),
              }),
            )
          }
        />
      </Box>
    </Page>
  );
}

/** A demo account without another aim starts where its role works. */
function homeOf(role: string, returnTo: string): string {
  if (returnTo !== '/') return returnTo;
  if (role === 'publisher') return '/publisher';
  return role === 'operator' ? '/operator/runs' : '/';
}
