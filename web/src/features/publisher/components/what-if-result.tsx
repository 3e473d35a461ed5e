import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import type { WhatIf } from '../../../shared/api/contract.ts';
import { Notice } from '../../../shared/ui/notices.tsx';
import { amountWords, differenceWords, extrapolationWords } from '../what-if-words.ts';

/** The difference in a sentence, what was never tried, and the totals of both plans. */
export function WhatIfResult({ answer }: { readonly answer: WhatIf }): ReactElement {
  const { units, revenue, measure, currency, notes, basis } = answer;
  const all = units.at(-1);
  const money = revenue?.at(-1);
  const untried = extrapolationWords(answer);
  return (
    <>
      {all !== undefined && (
        <Typography
          component="p"
          data-testid="what-if-difference"
          sx={{ fontSize: '1.0625rem', maxWidth: '66ch' }}
        >
          Over {all.days} days <strong>{differenceWords(all.difference, null)}</strong> {measure}
          {money !== undefined && (
            <>
              {' '}
              and <strong>{differenceWords(money.difference, currency)}</strong> of revenue
            </>
          )}
          , against the plan as it is; in brackets eight cases of ten.
        </Typography>
      )}
      {untried.length > 0 && (
        <Notice tone="warn" title="Outside anything seen: treat this as a guess">
          {untried.map((words) => (
            <Typography key={words} variant="body2">
              {words}
            </Typography>
          ))}
        </Notice>
      )}
      <Totals title={measure === 'players' ? 'Players' : 'Units'} totals={units} currency={null} />
      {revenue !== null && <Totals title="Revenue" totals={revenue} currency={currency} />}
      <Box
        sx={{ color: 'text.secondary', fontSize: '0.875rem', maxWidth: '66ch', display: 'grid', gap: 0.5 }}
      >
        {basis === 'guess' && (
          <span>No forecast has been held against what came yet, so the ranges are a guess.</span>
        )}
        {notes.map((note) => (
          <span key={note}>{note}</span>
        ))}
      </Box>
    </>
  );
}

const cell = { textAlign: 'right', py: 0.75, pl: 2, whiteSpace: 'nowrap' } as const;

function Totals(props: {
  readonly title: string;
  readonly totals: WhatIf['units'];
  readonly currency: string | null;
}): ReactElement {
  const { title, totals, currency } = props;
  return (
    // A region that scrolls has to be reachable by the keyboard.
    <Box role="region" aria-label={title} tabIndex={0} sx={{ overflowX: 'auto' }}>
      <Box
        component="table"
        sx={({ tokens }) => ({
          width: '100%',
          borderCollapse: 'collapse',
          fontSize: '0.9375rem',
          fontVariantNumeric: 'tabular-nums',
          '& td, & thead th': cell,
          '& tbody tr': { borderTop: `1px solid ${tokens.line}` },
          '& tbody th': { textAlign: 'left', fontWeight: 600, whiteSpace: 'nowrap' },
        })}
      >
        <thead>
          <tr>
            <Box component="th" scope="col" sx={{ textAlign: 'left !important', pl: '0 !important' }}>
              {title}
            </Box>
            <th scope="col">As planned</th>
            <th scope="col">With your plan</th>
            <th scope="col">Difference</th>
          </tr>
        </thead>
        <tbody>
          {totals.map(({ days, current, changed, difference }) => (
            <tr key={days}>
              <th scope="row">{days} days</th>
              <td>{amountWords(current, currency)}</td>
              <td>{amountWords(changed, currency)}</td>
              <td>{differenceWords(difference, currency)}</td>
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}
