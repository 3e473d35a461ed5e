import type { ReactElement } from 'react';
import { Badge } from '../../../shared/ui/badge.tsx';

const TONES: Readonly<Record<string, 'good' | 'warn' | 'bad' | 'plain'>> = {
  succeeded: 'good',
  written: 'good',
  champion: 'good',
  refused: 'bad',
  failed: 'bad',
  timed_out: 'bad',
  aborted: 'warn',
  running: 'warn',
};

export function StatusBadge({ status }: { readonly status: string }): ReactElement {
  const known = status.toLowerCase();
  return <Badge tone={TONES[known] ?? 'plain'}>{known.replaceAll('_', ' ')}</Badge>;
}
