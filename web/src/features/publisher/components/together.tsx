import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import type { Portfolio } from '../../../shared/api/contract.ts';
import { formatNumber } from '../../../shared/format/time.ts';

/** What all games of a publisher come to. Their ranges are never added: not all games go wrong at once. */
export function Together({ portfolios }: { readonly portfolios: readonly Portfolio[] }): ReactElement {
  const shown = portfolios.flatMap(({ publisherId, measure, games, totals }) => {
    const total = totals.at(-1);
    return total === undefined || games < 2
      ? []
      : [{ key: `${publisherId}-${measure}`, measure, games, total }];
  });
  return (
    <>
      {shown.map(({ key, measure, games, total }) => (
        <Typography key={key} component="p" data-testid="together" sx={{ maxWidth: '66ch' }}>
          {games} games together, over the next {total.days} days:{' '}
          <strong>
            {formatNumber(Math.round(total.mean))} {measure}
          </strong>{' '}
          ({formatNumber(Math.round(total.p10))} to {formatNumber(Math.round(total.p90))}{' '}
          {total.basis === 'guess' ? 'as a guess' : 'in eight cases of ten'}).
        </Typography>
      ))}
    </>
  );
}
