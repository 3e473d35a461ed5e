import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useEffect, type ReactElement } from 'react';
import { Link, useParams } from 'react-router';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { ChartPanel } from '../../features/publisher/components/chart-panel.tsx';
import { Provenance, Summary } from '../../features/publisher/components/summary.tsx';
import { Drivers } from '../../features/publisher/components/drivers.tsx';
import { WhatIfPanel } from '../../features/publisher/components/what-if-panel.tsx';
import { TrainingNotice } from '../../features/publisher/components/training-notice.tsx';
import { selectForecast, selectPublisher } from '../../features/publisher/selectors.ts';
import { publisherActions } from '../../features/publisher/slice.ts';
import { LABELS, servedWords, reasonSentence, substituteTitle } from '../../features/publisher/words.ts';
import type { Forecast } from '../../shared/api/contract.ts';
import { formatDay, formatInstant } from '../../shared/format/time.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Cover } from '../../shared/ui/cover.tsx';
import { DriftNotice } from '../../shared/ui/drift-notice.tsx';
import { ErrorBoundary } from '../../shared/ui/error-boundary.tsx';
import { EmptyNotice, FailureNotice, Notice } from '../../shared/ui/notices.tsx';
import { Page } from '../../shared/ui/page.tsx';
import NotFoundPage from '../not-found.tsx';

/** Ids are 32-bit numbers; anything else names no game. */
const LARGEST_ID = 2_147_483_647;

export function ForecastPage(): ReactElement {
  const id = Number(useParams()['id']);
  return Number.isInteger(id) && id > 0 && id <= LARGEST_ID ? <ForecastById id={id} /> : <NotFoundPage />;
}

function ForecastById({ id }: { readonly id: number }): ReactElement {
  const dispatch = useAppDispatch();
  const forecast = useAppSelector((state) => selectForecast(state, id));
  useEffect(() => {
    dispatch(publisherActions.forecastOpened(id));
    return () => void dispatch(publisherActions.forecastClosed());
  }, [dispatch, id]);
  if (forecast.status === 'ready') return <ForecastOf forecast={forecast.data} />;
  return (
    <Page title="Forecast">
      {forecast.status === 'failed' ? (
        <FailureNotice
          title={
            forecast.failure.status === 404
              ? 'This game is not among yours'
              : 'The forecast could not be loaded'
          }
          failure={forecast.failure}
          onRetry={() => dispatch(publisherActions.forecastOpened(id))}
        />
      ) : (
        <Box aria-busy="true" sx={{ display: 'grid', gap: 3 }}>
          <Skeleton height={70} width="80%" />
          <Skeleton variant="rounded" height={520} sx={{ borderRadius: '18px' }} />
        </Box>
      )}
    </Page>
  );
}

function ForecastOf({ forecast }: { readonly forecast: Forecast }): ReactElement {
  const dispatch = useAppDispatch();
  const { download, whatIf } = useAppSelector(selectPublisher);
  const { game, served, status } = forecast;
  return (
    <Page
      title={game.title}
      lead={<Status forecast={forecast} />}
      actions={
        <Box
          component={Link}
          to={`/games/${game.slug}`}
          aria-label={`${game.title} in the store`}
          sx={{ width: 66, borderRadius: '9px', overflow: 'hidden', display: { xs: 'none', sm: 'block' } }}
        >
          <Cover url={game.coverUrl} />
        </Box>
      }
    >
      <Box sx={{ display: 'grid', gap: 3, minWidth: 0 }}>
        <Summary forecast={forecast} />
        {forecast.label !== null && <Notice tone="plain">{LABELS[forecast.label]}</Notice>}
        {forecast.stale && (
          <Notice tone="warn" role="status">
            The newest run failed for this game: these are the figures of the run before.
          </Notice>
        )}
        <DriftNotice drift={forecast.drift} />
        {status === 'baseline' && served !== null && (
          <Notice tone="warn" title={substituteTitle(served.name)}>
            <Typography variant="body2">{reasonSentence(served.reason)}</Typography>
          </Notice>
        )}
        <TrainingNotice training={forecast.training} served={served?.name ?? null} />
        {download.status === 'failed' && (
          <FailureNotice title="The CSV could not be saved" failure={download.failure} />
        )}
        {forecast.actuals.length + forecast.forecast.length === 0 ? (
          <EmptyNotice title="No forecast yet">
            It appears here, without a reload, as soon as a nightly run has read this game&apos;s sales.
          </EmptyNotice>
        ) : (
          <ErrorBoundary what="The chart">
            <ChartPanel
              forecast={forecast}
              whatIf={whatIf.answer}
              downloading={download.status === 'running'}
              onDownload={() =>
                dispatch(publisherActions.csvAsked({ id: game.id, name: `${game.slug}-forecast.csv` }))
              }
            />
          </ErrorBoundary>
        )}
        {status !== 'none' && forecast.noWhatIf !== null && (
          <Notice tone="plain" title="What if the price were another?">
            <Typography variant="body2">{forecast.noWhatIf}</Typography>
          </Notice>
        )}
        {forecast.noWhatIf === null && (
          <WhatIfPanel
            forecast={forecast}
            whatIf={whatIf}
            onAsk={(request) => dispatch(publisherActions.whatIfAsked({ id: game.id, request }))}
            onClear={() => dispatch(publisherActions.whatIfCleared())}
          />
        )}
        {forecast.drivers !== null && <Drivers drivers={forecast.drivers} />}
        <Provenance forecast={forecast} />
      </Box>
    </Page>
  );
}

function Status({ forecast }: { readonly forecast: Forecast }): ReactElement {
  const { served, asOf, generatedAt, game } = forecast;
  return (
    <Box
      component="span"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 1.5,
        rowGap: 0.25,
        alignItems: 'center',
        fontSize: '0.9375rem',
      }}
    >
      <Badge tone={forecast.status === 'model' ? 'good' : 'plain'}>{servedWords(served?.name ?? null)}</Badge>
      <span>{game.publisher}</span>
      {asOf !== null && <span>Data as of {formatDay(asOf)}</span>}
      {generatedAt !== null && <span>Computed {formatInstant(generatedAt)}</span>}
    </Box>
  );
}
