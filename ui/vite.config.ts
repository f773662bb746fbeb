import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";
import components from "unplugin-vue-components/vite";
import icons from "unplugin-icons/vite";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { help } from "./build/help.ts";

const pdfjs = fileURLToPath(new URL("./node_modules/pdfjs-dist", import.meta.url));

/**
 * Ships the data pdf.js fetches while drawing: CJK character maps, the standard fonts that
 * government forms leave out, and the JPEG 2000 / JBIG2 decoders of scanners.
 */
function pdfjsData(): Plugin {
  const folders = ["cmaps", "standard_fonts", "wasm"];
  return {
    name: "pdfjs-data",
    generateBundle() {
      for (const folder of folders) {
        for (const file of readdirSync(join(pdfjs, folder))) {
          this.emitFile({
            type: "asset",
            fileName: `pdfjs/${folder}/${file}`,
            source: readFileSync(join(pdfjs, folder, file)),
          });
        }
      }
    },
    configureServer(server) {
      server.middlewares.use("/pdfjs", (request, response) => {
        const path = (request.url ?? "").replace(/[^\w./-]|\.\./g, "");
        createReadStream(join(pdfjs, path))
          .on("error", () => {
            response.statusCode = 404;
            response.end();
          })
          .pipe(response);
      });
    },
  };
}

export default defineConfig({
  plugins: [
    vue(),
    components({
      dirs: [],
      dts: "components.d.ts",
      resolvers: [ElementPlusResolver({ importStyle: "css" })],
    }),
    icons({ compiler: "vue3" }),
    pdfjsData(),
    help(fileURLToPath(new URL("../assets/help", import.meta.url))),
  ],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: "true",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_I18N_LEGACY_API__: "false",
    __VUE_I18N_FULL_INSTALL__: "false",
    __INTLIFY_PROD_DEVTOOLS__: "false",
  },
  build: { target: "safari15", assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"], css: false },
});
