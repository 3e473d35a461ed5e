import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useState, type ReactElement } from 'react';
import type { Forecast, WhatIf, WhatIfRequest } from '../../../shared/api/contract.ts';
import { formatMoney } from '../../../shared/format/money.ts';
import { formatDay } from '../../../shared/format/time.ts';
import { FailureNotice } from '../../../shared/ui/notices.tsx';
import { emptyPlan, horizonOf, planOf, readPlan, type PlanDraft, type PlanReading } from '../plan-draft.ts';
import type { WhatIfState } from '../slice.ts';
import { decimalsOf } from '../what-if-words.ts';
import { Panel } from './panel.tsx';
import { PlanForm } from './plan-form.tsx';
import { WhatIfDifference, WhatIfTotals } from './what-if-result.tsx';
import { Suggestions } from './what-if-suggestions.tsx';

/** Other prices for some days, and what would be expected then. */
export function WhatIfPanel(props: {
  readonly forecast: Forecast;
  readonly whatIf: WhatIfState;
  readonly onAsk: (request: WhatIfRequest) => void;
  readonly onClear: () => void;
}): ReactElement {
  const { forecast, whatIf, onAsk, onClear } = props;
  const { currency, discounts } = forecast;
  const horizon = horizonOf(forecast);
  const [plan, setPlan] = useState(() => emptyPlan(horizon));
  const reading = readPlan(plan, horizon, currency);
  const change = (next: PlanDraft): void => {
    setPlan(next);
    const { request } = readPlan(next, horizon, currency);
    // A period that says nothing yet asks nothing new.
    if (JSON.stringify(request) === JSON.stringify(reading.request)) return;
    if (request === null) onClear();
    else onAsk(request);
  };
  const choose = ({ startsOn, endsOn, percent }: WhatIf['suggestions'][number]): void =>
    change(planOf({ startsOn, endsOn, percent: String(percent), price: '' }));
  return (
    <Panel label="What if">
      <Box sx={{ display: 'grid', gap: 0.75 }}>
        <Typography variant="h2">What if the price were another?</Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary', textWrap: 'pretty' }}>
          Plan discounts or list prices for any days from {formatDay(horizon.first)} to{' '}
          {formatDay(horizon.last)}. Nothing is changed in the store.
        </Typography>
      </Box>
      <PlanForm
        plan={plan}
        reading={reading}
        refused={whatIf.failure?.fieldErrors ?? {}}
        horizon={horizon}
        currency={currency}
        listPrice={listPriceOf(forecast)}
        hasPlanned={discounts.some(
          ({ startsOn, endsOn }) => endsOn >= horizon.first && startsOn <= horizon.last,
        )}
        onChange={change}
      />
      {whatIf.failure !== null && (
        <FailureNotice title="This plan could not be answered" failure={whatIf.failure} />
      )}
      <Box
        aria-live="polite"
        aria-atomic="true"
        aria-busy={whatIf.asking}
        sx={{ display: 'grid', gap: 2, minWidth: 0 }}
      >
        {whatIf.answer !== null && <WhatIfDifference answer={whatIf.answer} />}
        {whatIf.answer === null && whatIf.failure === null && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {whatIf.asking ? 'Asking the model…' : waitingWords(reading)}
          </Typography>
        )}
      </Box>
      {whatIf.answer !== null && (
        <>
          <WhatIfTotals answer={whatIf.answer} />
          <Suggestions answer={whatIf.answer} onChoose={choose} />
        </>
      )}
    </Panel>
  );
}

function waitingWords({ errors }: PlanReading): string {
  return errors.some((one) => Object.keys(one).length > 0)
    ? 'Correct what is marked, and the difference stands here.'
    : 'Enter a discount or a list price: the chart shows the other curve, and the difference stands here.';
}

/** On the newest day that is known. */
function listPriceOf({ actuals, currency }: Forecast): string | null {
  const price = actuals.at(-1)?.listPrice ?? null;
  return price === null
    ? null
    : formatMoney({ amountMinor: Math.round(price * 10 ** decimalsOf(currency)), currency });
}
