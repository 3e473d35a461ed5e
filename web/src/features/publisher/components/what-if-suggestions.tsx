import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import type { WhatIf } from '../../../shared/api/contract.ts';
import { differenceOf, spanWords } from '../what-if-words.ts';

type Suggestion = WhatIf['suggestions'][number];

/** Discounts within what was tried before that would gain; a chosen one becomes the plan. */
export function Suggestions(props: {
  readonly answer: WhatIf;
  readonly onChoose: (suggestion: Suggestion) => void;
}): ReactElement | null {
  const { answer, onChoose } = props;
  if (answer.suggestions.length === 0) return null;
  return (
    <Box sx={{ display: 'grid', gap: 1 }}>
      <Typography variant="h3">Worth a look, within what was tried before</Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        Each on its own beside what is planned now. Choosing one fills it in above.
      </Typography>
      <Box
        sx={{
          display: 'grid',
          gap: 1,
          gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 300px), 1fr))',
        }}
      >
        {answer.suggestions.map((one) => (
          <Button
            key={`${one.startsOn}-${one.endsOn}-${one.percent}`}
            variant="outlined"
            onClick={() => onChoose(one)}
            sx={{ display: 'grid', justifyContent: 'start', textAlign: 'left', py: 1 }}
          >
            <span>
              {one.percent}% from {spanWords(one)}
            </span>{' '}
            <Box component="span" sx={{ color: 'text.secondary', fontWeight: 450 }}>
              {gainWords(one, answer)}
            </Box>
          </Button>
        ))}
      </Box>
    </Box>
  );
}

function gainWords({ units, revenue }: Suggestion, { measure, currency }: WhatIf): string {
  const { value, range } = revenue === null ? differenceOf(units, null) : differenceOf(revenue, currency);
  return `${value} ${revenue === null ? measure : 'revenue'}${range === null ? '' : ` (${range})`}`;
}
