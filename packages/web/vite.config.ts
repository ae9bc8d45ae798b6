import optimizeLocales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import macros from 'unplugin-parcel-macros'
import { defineConfig, type Plugin } from 'vite'

/** Spectrum's provider would load a font from a foreign host; we ship our own (ADR on the web's look). */
const noForeignFonts: Plugin = {
  name: 'no-foreign-fonts',
  enforce: 'pre',
  load(id) {
    if (/@react-spectrum\/s2\/dist\/private\/font-faces\.css$/.test(id)) return ''
    if (/@react-spectrum\/s2\/dist\/private\/Fonts\.mjs$/.test(id))
      return 'export function Fonts() { return null }\n'
    return null
  },
}

export default defineConfig({
  root: import.meta.dirname,
  // The server puts a fresh nonce in place of this word, in every page that it serves.
  html: { cspNonce: '__CSP_NONCE__' },
  plugins: [
    macros.vite(), // must come first: the others see its output
    noForeignFonts,
    react(),
    { ...(optimizeLocales.vite({ locales: ['en-US', 'fr-FR'] }) as Plugin), enforce: 'pre' },
  ],
  optimizeDeps: {
    exclude: ['@react-spectrum/s2/style'],
    include: ['@react-spectrum/s2', 'react-aria-components'],
    rolldownOptions: { plugins: [noForeignFonts] },
  },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: ['es2022'],
    cssMinify: 'lightningcss',
    chunkSizeWarningLimit: 1000,
    // A data: URL in the page would need a wider content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 's2-styles', test: /macro-.*\.css$|@react-spectrum[\\/]s2[\\/].*\.css$/, priority: 30 },
            // Its setting goes with it, so that it holds before the first schema is made in any other chunk.
            { name: 'zod', test: /node_modules[\\/]zod[\\/]|src[\\/]jitless\.ts$/, priority: 20 },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 20 },
            {
              name: 'aria',
              test: /node_modules[\\/](react-aria|react-aria-components|react-stately|@internationalized)[\\/]/,
              priority: 10,
              minShareCount: 2,
            },
            // What several pages share comes as one: in pieces of a few hundred bytes, a page waits for its dozens.
            { name: 'contracts', test: /packages[\\/]core[\\/]src[\\/]api[\\/]/, minShareCount: 2 },
            { name: 'spectrum', test: /@react-spectrum[\\/]s2[\\/]/, minShareCount: 3 },
            { name: 'parts', test: /packages[\\/]web[\\/]src[\\/]parts[\\/]/, minShareCount: 3 },
          ],
        },
      },
    },
  },
})
