import { defineConfig } from "vite";

export default defineConfig({
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    target: "es2022",
    // The page is served by the program: no polyfill, no inlined files.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
