import { lazy, Suspense, type ReactElement } from 'react';
import { Route, Routes } from 'react-router';
import { HomePage } from '../routes/home.tsx';
import { PageSkeleton } from '../shared/ui/page-skeleton.tsx';

/** Only the landing page comes with the entry; every other page is fetched when it is first opened. */
const GamesPage = lazy(() => import('../routes/games.tsx'));
const GamePage = lazy(() => import('../routes/game.tsx'));
const SignInPage = lazy(() => import('../routes/sign-in.tsx'));
const RegisterPage = lazy(() => import('../routes/register.tsx'));
const LibraryPage = lazy(() => import('../routes/library.tsx'));
const PublisherArea = lazy(() => import('../routes/publisher-area.tsx'));
const OperatorArea = lazy(() => import('../routes/operator-area.tsx'));
const NotFoundPage = lazy(() => import('../routes/not-found.tsx'));

export function AppRoutes(): ReactElement {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Routes>
        <Route path="/" element={<HomePage />} />
        <Route path="/games" element={<GamesPage />} />
        <Route path="/games/:slug" element={<GamePage />} />
        <Route path="/sign-in" element={<SignInPage />} />
        <Route path="/register" element={<RegisterPage />} />
        <Route path="/library" element={<LibraryPage />} />
        <Route path="/publisher/*" element={<PublisherArea />} />
        <Route path="/operator/*" element={<OperatorArea />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  );
}
