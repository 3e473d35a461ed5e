import { useEffect, useLayoutEffect, useRef } from 'react';
import { NavigationType, useLocation, useNavigate, useNavigationType } from 'react-router';
import type { Navigation } from '../shared/navigation.ts';

/**
 * Joins the router to the rest: sagas may navigate, a new page starts at its top with the focus on its heading, and
 * going back finds the place where the reader had been.
 */
export function NavigationBridge({ navigation }: { navigation: Navigation }): null {
  const navigate = useNavigate();
  const location = useLocation();
  const kind = useNavigationType();
  const places = useRef(new Map<string, number>());
  const shown = useRef<{ path: string; key: string } | null>(null);

  useEffect(() => {
    navigation.bind((to, options) => void navigate(to, options));
  }, [navigation, navigate]);

  useEffect(() => {
    window.history.scrollRestoration = 'manual';
    const remember = (): void => {
      if (shown.current !== null) places.current.set(shown.current.key, window.scrollY);
    };
    window.addEventListener('scroll', remember, { passive: true });
    return () => window.removeEventListener('scroll', remember);
  }, []);

  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = { path: location.pathname, key: location.key };
    if (before === null || before.key === location.key) return;
    if (kind === NavigationType.Pop) return restore(places.current.get(location.key) ?? 0);
    if (before.path !== location.pathname) {
      window.scrollTo(0, 0);
      return focusHeading();
    }
  }, [location.pathname, location.key, kind]);

  return null;
}

/** The page may still be on its way: wait for its heading, at most a few frames, then tell readers where they are. */
function focusHeading(): () => void {
  return everyFrame(() => {
    const heading = document.querySelector<HTMLElement>('main h1');
    heading?.focus({ preventScroll: true });
    return heading !== null;
  });
}

function restore(y: number): () => void {
  return everyFrame(() => {
    const reachable = document.documentElement.scrollHeight - window.innerHeight;
    window.scrollTo(0, Math.min(y, reachable));
    return reachable >= y;
  });
}

const FRAMES = 120;

function everyFrame(done: () => boolean): () => void {
  let frames = 0;
  let id = requestAnimationFrame(function look() {
    frames += 1;
    if (!done() && frames < FRAMES) id = requestAnimationFrame(look);
  });
  return () => cancelAnimationFrame(id);
}
