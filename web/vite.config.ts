import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/**
 * `KRATOS_WEB_OUT` moves the build (the local runtime builds into its own home), `KRATOS_API` names the store that
 * the development server passes `/api`, `/media` and `/local` on to.
 */
export default defineConfig(() => {
  const store = process.env['KRATOS_API'] ?? 'http://127.0.0.1:3000';
  return {
    root,
    plugins: [react()],
    build: {
      outDir: process.env['KRATOS_WEB_OUT'] ?? resolve(root, 'dist'),
      emptyOutDir: true,
      manifest: true,
      target: 'es2022',
      // The content security policy allows scripts, fonts and images from this origin only: nothing is inlined.
      assetsInlineLimit: 0,
      reportCompressedSize: false,
    },
    server: {
      host: '127.0.0.1',
      proxy: { '/api': store, '/media': store, '/local': store },
    },
  };
});
