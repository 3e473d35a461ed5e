import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState, type ReactElement } from 'react';
import type { Forecast, WhatIf, WhatIfRequest } from '../../../shared/api/contract.ts';
import { formatDay } from '../../../shared/format/time.ts';
import { FailureNotice } from '../../../shared/ui/notices.tsx';
import { TextBox } from '../../../shared/ui/text-box.tsx';
import type { WhatIfState } from '../slice.ts';
import { decimalsOf, differenceWords, readDraft, type PlanDraft } from '../what-if-words.ts';
import { Panel } from './panel.tsx';
import { WhatIfResult } from './what-if-result.tsx';

/** A week that begins in a week, with nothing off yet. */
function emptyDraft({ forecast }: Forecast): PlanDraft {
  return { startsOn: forecast[7]?.date ?? '', endsOn: forecast[13]?.date ?? '', percent: '', price: '' };
}

/** Another price for some days, and what would be expected then. */
export function WhatIfPanel(props: {
  readonly forecast: Forecast;
  readonly whatIf: WhatIfState;
  readonly onAsk: (request: WhatIfRequest) => void;
  readonly onClear: () => void;
}): ReactElement {
  const { forecast, whatIf, onAsk, onClear } = props;
  const [draft, setDraft] = useState(() => emptyDraft(forecast));
  const days = { first: forecast.forecast[0]?.date ?? '', last: forecast.forecast.at(-1)?.date ?? '' };
  const { errors } = readDraft(draft, days, forecast.currency);
  const change = (part: Partial<PlanDraft>): void => {
    const next = { ...draft, ...part };
    setDraft(next);
    const { request } = readDraft(next, days, forecast.currency);
    if (request === null) onClear();
    else onAsk(request);
  };
  const list = (field: keyof PlanDraft): readonly string[] => {
    const error = errors[field];
    return error === undefined ? [] : [error];
  };
  return (
    <Panel label="What if">
      <Typography variant="h2">What if the price were another?</Typography>
      <Box
        component="form"
        aria-label="Another plan"
        noValidate
        onSubmit={(event) => event.preventDefault()}
        sx={{
          display: 'grid',
          gap: 2,
          alignItems: 'start',
          gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', md: 'repeat(4, minmax(0, 1fr))' },
        }}
      >
        <TextBox
          label="First day"
          type="date"
          min={days.first}
          max={days.last}
          value={draft.startsOn}
          errors={list('startsOn')}
          onChange={(startsOn) => change({ startsOn })}
        />
        <TextBox
          label="Last day"
          type="date"
          min={days.first}
          max={days.last}
          value={draft.endsOn}
          errors={list('endsOn')}
          onChange={(endsOn) => change({ endsOn })}
        />
        <TextBox
          label="Discount in %"
          type="number"
          min="0"
          max="99"
          step="1"
          value={draft.percent}
          errors={list('percent')}
          onChange={(percent) => change({ percent })}
        />
        <TextBox
          label={`List price in ${forecast.currency}`}
          type="number"
          min="0"
          step={String(10 ** -decimalsOf(forecast.currency))}
          hint="Empty: as it is"
          value={draft.price}
          errors={list('price')}
          onChange={(price) => change({ price })}
        />
      </Box>
      {whatIf.failure !== null && (
        <FailureNotice title="This plan could not be answered" failure={whatIf.failure} />
      )}
      <Box aria-live="polite" aria-busy={whatIf.asking} sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
        {whatIf.answer !== null && <WhatIfResult answer={whatIf.answer} />}
        {whatIf.answer === null && whatIf.failure === null && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {whatIf.asking
              ? 'Asking the model…'
              : 'Enter a discount or a list price: the chart shows the other curve, and here stands the difference. Nothing is changed in the store.'}
          </Typography>
        )}
      </Box>
      {whatIf.answer !== null && (
        <>
          <Suggestions
            answer={whatIf.answer}
            onChoose={({ startsOn, endsOn, percent }) =>
              change({ startsOn, endsOn, percent: String(percent), price: '' })
            }
          />
          <Box>
            <Button
              size="small"
              variant="outlined"
              onClick={() => {
                setDraft(emptyDraft(forecast));
                onClear();
              }}
            >
              Clear
            </Button>
          </Box>
        </>
      )}
    </Panel>
  );
}

function Suggestions(props: {
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
            {one.percent}% from {formatDay(one.startsOn)} to {formatDay(one.endsOn)}:{' '}
            {one.revenue === null
              ? `${differenceWords(one.units, null)} ${answer.measure}`
              : differenceWords(one.revenue, answer.currency)}
          </Button>
        ))}
      </Box>
    </Box>
  );
}
