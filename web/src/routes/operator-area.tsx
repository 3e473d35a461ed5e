import type { ReactElement } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { useInstalled } from '../app/hooks.ts';
import { Gate } from '../app/ui/gate.tsx';
import { operatorFeature } from '../features/operator/feature.ts';
import { publisherFeature } from '../features/publisher/feature.ts';
import NotFoundPage from './not-found.tsx';
import { OperatorGamesPage } from './operator/games.tsx';
import { RunPage } from './operator/run.tsx';
import { RunsPage } from './operator/runs.tsx';

export default function OperatorArea(): ReactElement {
  useInstalled(operatorFeature);
  useInstalled(publisherFeature);
  return (
    <Gate title="Operations" roles={['operator']}>
      <Routes>
        <Route index element={<Navigate to="/operator/runs" replace />} />
        <Route path="runs" element={<RunsPage />} />
        <Route path="runs/:id" element={<RunPage />} />
        <Route path="games" element={<OperatorGamesPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Gate>
  );
}
