import Button from '@mui/material/Button';
import type { ReactElement, ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { useAppSelector } from '../hooks.ts';
import { selectSession } from '../../features/auth/selectors.ts';
import type { Me } from '../../shared/api/contract.ts';
import { EmptyNotice } from '../../shared/ui/notices.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { PageSkeleton } from '../../shared/ui/page-skeleton.tsx';

/** Lets a page be seen by those it is for. The store checks again on every request: this only saves a wrong turn. */
export function Gate(props: {
  readonly title: string;
  readonly roles?: readonly Me['role'][];
  readonly children: ReactNode;
}): ReactElement {
  const { title, roles, children } = props;
  const session = useAppSelector(selectSession);
  const { pathname, search } = useLocation();
  if (session.status === 'unknown') return <PageSkeleton />;
  if (session.status === 'signed-out') {
    return (
      <Page title={title}>
        <EmptyNotice
          title="Sign in to see this page"
          action={
            <Button
              component={Link}
              to={`/sign-in?returnTo=${encodeURIComponent(`${pathname}${search}`)}`}
              variant="contained"
            >
              Sign in
            </Button>
          }
        />
      </Page>
    );
  }
  if (roles !== undefined && !roles.includes(session.me.role)) {
    return (
      <Page title={title}>
        <EmptyNotice title="This page is not for this account">
          It belongs to {roles.join(' and ')} accounts; you are signed in as {session.me.email}.
        </EmptyNotice>
      </Page>
    );
  }
  return <>{children}</>;
}
