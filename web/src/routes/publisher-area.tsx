import type { ReactElement } from 'react';
import { Route, Routes } from 'react-router';
import { useInstalled } from '../app/hooks.ts';
import { Gate } from '../app/ui/gate.tsx';
import { publisherFeature } from '../features/publisher/feature.ts';
import NotFoundPage from './not-found.tsx';
import { ForecastPage } from './publisher/forecast.tsx';
import { PublisherGamesPage } from './publisher/games.tsx';

export default function PublisherArea(): ReactElement {
  useInstalled(publisherFeature);
  return (
    <Gate title="Forecasts" roles={['publisher', 'operator']}>
      <Routes>
        <Route index element={<PublisherGamesPage />} />
        <Route path="games/:id" element={<ForecastPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Gate>
  );
}
