import '@fontsource-variable/inter/wght.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { browserServices } from './app/browser-services.ts';
import { createStore } from './app/store.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html: an element with the id "root" was expected');

const services = browserServices();
createRoot(root).render(
  <StrictMode>
    <App store={createStore(services)} navigation={services.navigation} />
  </StrictMode>,
);
