import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import type { WhatIf } from '../../../shared/api/contract.ts';
import { Notice } from '../../../shared/ui/notices.tsx';
import { amountOf, differenceOf, extrapolationWords, type Figure } from '../what-if-words.ts';

/** The difference in a sentence, and what was never tried: what is read aloud when the answer comes. */
export function WhatIfDifference({ answer }: { readonly answer: WhatIf }): ReactElement {
  const { units, revenue, measure, currency } = answer;
  const all = units.at(-1);
  const money = revenue?.at(-1);
  const untried = extrapolationWords(answer);
  return (
    <>
      {all !== undefined && (
        <Typography
          component="p"
          data-testid="what-if-difference"
          sx={{ fontSize: '1.0625rem', maxWidth: '66ch', textWrap: 'pretty' }}
        >
          Over {all.days} days: <Told {...differenceOf(all.difference, null)} of={measure} />
          {money !== undefined && (
            <>
              {' and '}
              <Told {...differenceOf(money.difference, currency)} of="revenue" />
            </>
          )}
          , compared with the plan as it is.
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
    </>
  );
}

/** The totals of both plans, and what the answer does not say. */
export function WhatIfTotals({ answer }: { readonly answer: WhatIf }): ReactElement {
  const { units, revenue, measure, currency, notes, basis } = answer;
  return (
    <>
      <Totals title={measure === 'players' ? 'Players' : 'Units'} totals={units} currency={null} />
      {revenue !== null && <Totals title="Revenue" totals={revenue} currency={currency} />}
      <Box
        sx={{ color: 'text.secondary', fontSize: '0.875rem', maxWidth: '66ch', display: 'grid', gap: 0.5 }}
      >
        <span>
          {basis === 'guess'
            ? 'No forecast has been held against what came yet, so the ranges are a guess.'
            : 'In eight cases of ten, what comes lies within the ranges.'}
        </span>
        {notes.map((note) => (
          <span key={note}>{note}</span>
        ))}
      </Box>
    </>
  );
}

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
          tableLayout: { md: 'fixed' },
          borderCollapse: 'collapse',
          fontSize: { xs: '0.875rem', md: '0.9375rem' },
          fontVariantNumeric: 'tabular-nums',
          '& td, & th': { textAlign: 'right', verticalAlign: 'top', py: 0.75, pl: { xs: 1, md: 2 } },
          '& th': { fontWeight: 600 },
          '& th:first-of-type': { textAlign: 'left', whiteSpace: 'nowrap', pl: 0 },
          '& thead th': { verticalAlign: 'bottom' },
          '& tbody tr': { borderTop: `1px solid ${tokens.line}` },
        })}
      >
        <thead>
          <tr>
            <Box component="th" scope="col" sx={{ width: { md: '16%' } }}>
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
              <FigureCell {...amountOf(current, currency)} />
              <FigureCell {...amountOf(changed, currency)} />
              <FigureCell {...differenceOf(difference, currency)} />
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}

function FigureCell({ value, range }: Figure): ReactElement {
  return (
    <td>
      <Box component="span" sx={{ display: 'block', fontWeight: 560, whiteSpace: 'nowrap' }}>
        {value}
      </Box>
      {range !== null && (
        <Box component="span" sx={{ display: 'block', color: 'text.secondary', fontSize: '0.8125rem' }}>
          {range}
        </Box>
      )}
    </td>
  );
}

/** `+3,647 units (+2,811 to +5,372)` with the figure set apart. */
function Told({ value, range, of }: Figure & { readonly of: string }): ReactElement {
  return (
    <>
      <strong>{value}</strong> {of}
      {range !== null && (
        <>
          {' '}
          <Box component="span" sx={{ whiteSpace: 'nowrap' }}>
            ({range})
          </Box>
        </>
      )}
    </>
  );
}
