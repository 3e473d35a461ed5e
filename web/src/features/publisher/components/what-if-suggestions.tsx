import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import type { WhatIf } from '../../../shared/api/contract.ts';
import { differenceWords, spanWords } from '../what-if-words.ts';

/** Discounts within what was tried before that would gain; a chosen one becomes the plan. */
export function Suggestions(props: {
  readonly answer: WhatIf;
  readonly onChoose: (suggestion: WhatIf['suggestions'][number]) => void;
}): ReactElement | null {
  const { answer, onChoose } = props;
  if (answer.suggestions.length === 0) return null;
  return (
    <Box sx={{ display: 'grid', gap: 1 }}>
      <Typography variant="h3">Worth a look, within what was tried before</Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {answer.suggestions.map((one) => (
          <Button
            key={`${one.startsOn}-${one.endsOn}-${one.percent}`}
            variant="outlined"
            onClick={() => onChoose(one)}
            sx={{ textAlign: 'left', whiteSpace: 'normal' }}
          >
            {one.percent}% from {spanWords(one)}:{' '}
            {one.revenue === null
              ? `${differenceWords(one.units, null)} ${answer.measure}`
              : differenceWords(one.revenue, answer.currency)}
          </Button>
        ))}
      </Box>
    </Box>
  );
}
