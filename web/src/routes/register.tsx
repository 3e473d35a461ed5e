import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useEffect, useState, type ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import { useAppDispatch, useAppSelector } from '../app/hooks.ts';
import { AuthCard } from '../features/auth/components/auth-card.tsx';
import { safeReturnTo } from '../features/auth/return-to.ts';
import { selectAttempt } from '../features/auth/selectors.ts';
import { authActions } from '../features/auth/slice.ts';
import { FailureNotice } from '../shared/ui/notices.tsx';
import { Page } from '../shared/ui/page.tsx';
import { TextLink } from '../shared/ui/section.tsx';
import { TextBox } from '../shared/ui/text-box.tsx';

const PASSWORD_LENGTH = 10;

export default function RegisterPage(): ReactElement {
  const dispatch = useAppDispatch();
  const [params] = useSearchParams();
  const returnTo = safeReturnTo(params.get('returnTo'));
  const attempt = useAppSelector(selectAttempt);
  const [form, setForm] = useState({ name: '', email: '', password: '' });
  useEffect(() => {
    dispatch(authActions.formOpened());
  }, [dispatch]);
  const errors = attempt.status === 'refused' ? attempt.failure.fieldErrors : {};
  const sending = attempt.status === 'sending';
  return (
    <Page title="Create an account" lead="A name, an e-mail address and a password are all it takes.">
      <Box sx={{ maxWidth: 460 }}>
        <AuthCard>
          <Box
            component="form"
            onSubmit={(event) => {
              event.preventDefault();
              dispatch(authActions.registrationSubmitted({ ...form, returnTo }));
            }}
            sx={{ display: 'grid', gap: 2.25 }}
          >
            {attempt.status === 'refused' && (
              <FailureNotice title="The account was not created" failure={attempt.failure} />
            )}
            <TextBox
              label="Name"
              autoComplete="name"
              required
              value={form.name}
              errors={errors['name'] ?? []}
              onChange={(name) => setForm({ ...form, name })}
            />
            <TextBox
              label="E-mail"
              type="email"
              autoComplete="email"
              required
              value={form.email}
              errors={errors['email'] ?? []}
              onChange={(email) => setForm({ ...form, email })}
            />
            <TextBox
              label="Password"
              type="password"
              autoComplete="new-password"
              required
              minLength={PASSWORD_LENGTH}
              hint={`At least ${PASSWORD_LENGTH} characters.`}
              value={form.password}
              errors={errors['password'] ?? []}
              onChange={(password) => setForm({ ...form, password })}
            />
            <Button type="submit" variant="contained" size="large" disabled={sending}>
              {sending ? 'Creating…' : 'Create account'}
            </Button>
          </Box>
          <Typography variant="body2">
            Have one already?{' '}
            <TextLink to={`/sign-in?returnTo=${encodeURIComponent(returnTo)}`}>Sign in</TextLink>
          </Typography>
        </AuthCard>
      </Box>
    </Page>
  );
}
