import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import type { Page, RunGame } from '../../../shared/api/contract.ts';
import { formatNumber } from '../../../shared/format/time.ts';
import type { Resource } from '../../../shared/resource.ts';
import { FailureNotice } from '../../../shared/ui/notices.tsx';
import { StatusBadge } from './status-badge.tsx';

/** Every game of the run with what became of it, and why where it is short. */
export function RunGames({
  games,
  onMore,
}: {
  readonly games: Resource<Page<RunGame>>;
  readonly onMore: () => void;
}): ReactElement | null {
  if (games.status === 'failed')
    return <FailureNotice title="The games of this run could not be loaded" failure={games.failure} />;
  if (games.status !== 'ready' || games.data.items.length === 0) return null;
  return (
    <Box component="section" aria-labelledby="games-title" sx={{ display: 'grid', gap: 2 }}>
      <Typography id="games-title" variant="h2">
        Games ({formatNumber(games.data.total)})
      </Typography>
      <Box
        role="region"
        aria-labelledby="games-title"
        tabIndex={0}
        sx={({ tokens }) => ({
          maxHeight: 520,
          overflow: 'auto',
          border: `1px solid ${tokens.line}`,
          borderRadius: '12px',
          background: tokens.surface,
          '& table': { borderCollapse: 'collapse', width: '100%', fontSize: '0.9375rem' },
          '& th, & td': { px: 1.75, py: 1, textAlign: 'left', borderBottom: `1px solid ${tokens.line}` },
          '& thead th': { position: 'sticky', top: 0, background: tokens.raised, fontWeight: 650 },
          '& tbody th': { fontWeight: 600 },
          '& .number': { textAlign: 'right', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
        })}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">Game</th>
              <th scope="col">Status</th>
              <th scope="col" className="number">
                Days
              </th>
              <th scope="col" className="number">
                Units
              </th>
              <th scope="col">From – to</th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {games.data.items.map((game) => (
              <tr key={game.gameId}>
                <th scope="row">{game.title}</th>
                <td>
                  <StatusBadge status={game.status} />
                </td>
                <td className="number">{formatNumber(game.rows)}</td>
                <td className="number">{formatNumber(game.units)}</td>
                <td className="number" style={{ textAlign: 'left' }}>
                  {game.firstDate === null ? '–' : `${game.firstDate} – ${game.lastDate ?? ''}`}
                </td>
                <td>{game.reason ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Box>
      {games.data.nextCursor !== null && (
        <Button variant="outlined" onClick={onMore} sx={{ justifySelf: 'center' }}>
          Load more games
        </Button>
      )}
    </Box>
  );
}
