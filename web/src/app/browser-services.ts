import { createStoreClient } from '../shared/api/client.ts';
import { createNavigation } from '../shared/navigation.ts';
import type { PageSignals, Services } from '../shared/saga/services.ts';

/** The browser as the sagas see it. */
export function browserServices(): Services {
  return {
    api: createStoreClient((request) => window.fetch(request), window.location.origin),
    navigation: createNavigation(),
    storage: window.localStorage,
    page: browserPage(),
    reportError: (feature, error) => {
      console.error(`The sagas of ${feature} stopped`, error);
    },
  };
}

function browserPage(): PageSignals {
  const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
  return {
    isVisible: () => document.visibilityState === 'visible',
    onVisibility: (listener) => {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
    prefersDark: () => prefersDark.matches,
    onPrefersDark: (listener) => {
      prefersDark.addEventListener('change', listener);
      return () => prefersDark.removeEventListener('change', listener);
    },
    saveFile: (name, content) => {
      const url = URL.createObjectURL(content);
      const link = Object.assign(document.createElement('a'), { href: url, download: name });
      link.click();
      URL.revokeObjectURL(url);
    },
  };
}
