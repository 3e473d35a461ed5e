import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import { useEffect, type ReactElement } from 'react';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { ModelRows } from '../../features/operator/components/model-rows.tsx';
import { RollBackDialog } from '../../features/operator/components/roll-back-dialog.tsx';
import { ExecutionRows, RunRows } from '../../features/operator/components/run-rows.tsx';
import { StartForm } from '../../features/operator/components/start-form.tsx';
import { selectOperator } from '../../features/operator/selectors.ts';
import { operatorActions } from '../../features/operator/slice.ts';
import { useNow } from '../../shared/hooks/use-now.ts';
import { EmptyNotice, FailureNotice } from '../../shared/ui/notices.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Section } from '../../shared/ui/section.tsx';

export function RunsPage(): ReactElement {
  const dispatch = useAppDispatch();
  const { runs } = useAppSelector(selectOperator);
  const now = useNow(1_000);
  useEffect(() => {
    dispatch(operatorActions.runsOpened());
    return () => void dispatch(operatorActions.runsClosed());
  }, [dispatch]);
  const executions =
    runs.status === 'ready' ? runs.data.executions.filter((one) => one.machine !== 'sales-etl') : [];
  return (
    <Page title="Runs" lead="The nightly pipeline: sales in, one clean series a game out, then the forecast.">
      <StartForm today={new Date(now).toISOString().slice(0, 10)} />
      <Section title="Pipeline">
        {runs.status === 'failed' && (
          <FailureNotice
            title="The runs could not be loaded"
            failure={runs.failure}
            onRetry={() => dispatch(operatorActions.runsOpened())}
          />
        )}
        {(runs.status === 'loading' || runs.status === 'idle') && (
          <Box aria-busy="true" sx={{ display: 'grid', gap: 1 }}>
            {[1, 2, 3].map((key) => (
              <Skeleton key={key} variant="rounded" height={66} sx={{ borderRadius: '14px' }} />
            ))}
          </Box>
        )}
        {runs.status === 'ready' && runs.data.page.items.length === 0 && (
          <EmptyNotice title="No run yet">
            Start one above: it takes a date and reads everything before it.
          </EmptyNotice>
        )}
        {runs.status === 'ready' && runs.data.page.items.length > 0 && (
          <RunRows runs={runs.data.page.items} now={now} />
        )}
      </Section>
      {runs.status === 'ready' && runs.data.training.models.length > 0 && (
        <Section title="Models">
          <ModelRows training={runs.data.training} />
        </Section>
      )}
      <RollBackDialog />
      {executions.length > 0 && (
        <Section title="Training and forecast">
          <ExecutionRows executions={executions} />
        </Section>
      )}
    </Page>
  );
}
