import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import type { Drift } from '../api/contract.ts';
import { Notice } from './notices.tsx';

/** What has been further off lately than when it was tested; nothing where nothing is. */
export function DriftNotice({ drift }: { readonly drift: readonly Drift[] }): ReactElement | null {
  if (drift.length === 0) return null;
  return (
    <Notice tone="warn" title="Further off than usual">
      {drift.map(({ of, days, note }) => (
        <Typography key={`${of} ${days.from}`} variant="body2">
          {note}
        </Typography>
      ))}
    </Notice>
  );
}
