import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { PublisherGame } from '../../../shared/api/contract.ts';
import { formatNumber } from '../../../shared/format/time.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { Cover } from '../../../shared/ui/cover.tsx';
import { servedWords } from '../words.ts';

const COLUMNS = {
  xs: '48px minmax(0, 1fr)',
  md: '48px minmax(0, 1.6fr) minmax(0, 1fr) 110px 210px',
} as const;

/** Games with the state of their forecast; each row leads to it. */
export function GameRows({
  games,
  withPublisher,
}: {
  readonly games: readonly PublisherGame[];
  readonly withPublisher: boolean;
}): ReactElement {
  return (
    <Box component="ul" aria-label="Games" sx={{ display: 'grid', gap: 1 }}>
      {games.map((game) => (
        <Box
          component="li"
          key={game.id}
          sx={({ tokens }) => ({
            position: 'relative',
            display: 'grid',
            gridTemplateColumns: COLUMNS,
            columnGap: 2,
            rowGap: 0.5,
            alignItems: 'center',
            p: 1.5,
            borderRadius: '14px',
            background: tokens.surface,
            border: `1px solid ${tokens.line}`,
            '&:hover, &:focus-within': { borderColor: tokens.accent },
          })}
        >
          <Box sx={{ borderRadius: '7px', overflow: 'hidden', gridRow: { xs: 'span 4', md: 'auto' } }}>
            <Cover url={game.coverUrl} />
          </Box>
          <Box>
            <Typography variant="h3" component="h2">
              <Box
                component={Link}
                to={`/publisher/games/${game.id}`}
                sx={{ '&::after': { content: '""', position: 'absolute', inset: 0 } }}
              >
                {game.title}
              </Box>
            </Typography>
            {withPublisher && (
              <Typography variant="caption" sx={{ color: 'text.secondary' }}>
                {game.publisher.name}
              </Typography>
            )}
          </Box>
          <Box sx={{ display: 'flex', gap: 0.75, flexWrap: 'wrap' }}>
            <Badge tone={game.served === 'model' ? 'good' : 'plain'}>{servedWords(game.served)}</Badge>
            {game.label !== null && <Badge tone="plain">{game.label}</Badge>}
            {game.stale && <Badge tone="warn">stale</Badge>}
          </Box>
          <Figure
            name="Last 60 days"
            value={game.units60Last === null ? '–' : formatNumber(game.units60Last)}
          />
          <Figure
            name="Next 60 days"
            value={game.units60Next === null ? '–' : formatNumber(Math.round(game.units60Next.mean))}
            {...(game.units60Next === null ? {} : { note: rangeOf(game.units60Next) })}
          />
        </Box>
      ))}
    </Box>
  );
}

function rangeOf(next: NonNullable<PublisherGame['units60Next']>): string {
  if (next.p10 === null || next.p90 === null) return '';
  return `${formatNumber(Math.round(next.p10))} – ${formatNumber(Math.round(next.p90))}`;
}

function Figure({
  name,
  value,
  note = '',
}: {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
}): ReactElement {
  return (
    <Box
      sx={{
        display: { xs: 'flex', md: 'grid' },
        gap: { xs: 1, md: 0 },
        alignItems: 'baseline',
        fontVariantNumeric: 'tabular-nums',
      }}
    >
      <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.75rem', fontWeight: 560 }}>
        {name}
      </Box>
      <span>
        <Box component="span" sx={{ fontWeight: 680, fontSize: '1.0625rem' }}>
          {value}
        </Box>{' '}
        <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>
          {note}
        </Box>
      </span>
    </Box>
  );
}

export function GameRowsSkeleton(): ReactElement {
  return (
    <Box aria-busy="true" sx={{ display: 'grid', gap: 1 }}>
      {[1, 2, 3, 4, 5, 6].map((key) => (
        <Skeleton key={key} variant="rounded" height={90} sx={{ borderRadius: '14px' }} />
      ))}
    </Box>
  );
}
