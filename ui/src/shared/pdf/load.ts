import type { PDFDocumentProxy } from "pdfjs-dist";

/** pdf.js is large and only needed once a file is looked at. */
async function engine() {
  const [pdfjs, worker] = await Promise.all([
    import("pdfjs-dist/legacy/build/pdf.min.mjs"),
    import("pdfjs-dist/legacy/build/pdf.worker.min.mjs?url"),
  ]);
  pdfjs.GlobalWorkerOptions.workerSrc = worker.default;
  return pdfjs;
}

/** Opens a PDF; the bytes are copied because pdf.js hands them to its worker for good. */
export async function openPdf(bytes: ArrayBuffer): Promise<PDFDocumentProxy> {
  const pdfjs = await engine();
  const base = new URL("pdfjs/", document.baseURI).href;
  return pdfjs.getDocument({
    data: new Uint8Array(bytes.slice(0)),
    cMapUrl: `${base}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${base}standard_fonts/`,
    wasmUrl: `${base}wasm/`,
    // Embedded fonts are drawn as paths where the engine cannot add them; nothing is fetched.
    useSystemFonts: true,
  }).promise;
}

/** Engines refuse canvases beyond some size; this many pixels are safe everywhere. */
const LARGEST_CANVAS = 16_000_000;

/** The scale to draw at so that a page of this size stays within what a canvas may hold. */
export function safeScale(width: number, height: number, wanted: number): number {
  const area = width * height * wanted * wanted;
  return area > LARGEST_CANVAS ? wanted * Math.sqrt(LARGEST_CANVAS / area) : wanted;
}
